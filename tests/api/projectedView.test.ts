import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectedView } from '../../src/api/context.ts';
import type { Parameters } from '../../src/api/parameters.ts';
import { READINGS } from '../../src/api/reads.ts';
import { type LedgerReader, openLedgerReader, openLedgerWriter } from '../../src/main.ts';
import { Problem } from '../../src/problem.ts';
import { PUBLIC_ACTOR } from '../../src/recorder/actor.ts';
import { facts, USCC } from '../support/facts.ts';
import {
  demonstrationLedger,
  post,
  removeTemporaryDirectories,
  temporaryDirectory,
} from '../support/ledger.ts';

/** While the read model is behind the log, a reading says what was so at its size, and later ones owe nothing to it. */

const OTHER = { uscc: USCC.otherBank, source: `urn:uscc:${USCC.otherBank}` };
const [FIRST, SECOND] = [`pledge/${USCC.bank}.1`, `pledge/${USCC.otherBank}.2`];
const POSTED = [
  facts.pledgeRegistered({}, { id: 'p1', subject: FIRST }),
  facts.pledgeRegistered(
    { registrationNumber: 'Y2', pledgee: { uscc: OTHER.uscc, name: '另一银行', kind: 'bank' } },
    { id: 'p2', subject: SECOND, source: OTHER.source },
  ),
  facts.pledgeAmended({}, { id: 'a1', subject: FIRST }),
];

const directory = temporaryDirectory();
let ledger: LedgerReader;
beforeAll(async () => {
  const writer = await demonstrationLedger(directory);
  const outcomes = await post(writer, POSTED);
  expect(outcomes.map(({ status }) => status)).toEqual(['recorded', 'recorded', 'recorded']);
  await writer.closeWriter();
  ledger = await openLedgerReader(directory);
});
afterAll(() => {
  ledger.close();
  removeTemporaryDirectories();
});

const PATHS: readonly (readonly [string, Readonly<Record<string, readonly string[] | string>>])[] = [
  ['/v1/contracts', {}],
  ['/v1/contracts/:line/:id', { line: 'pledge', id: `${USCC.bank}.1` }],
  ['/v1/events', {}],
  ['/v1/findings', {}],
  ['/v1/indicators', {}],
];

/** What a reading says, or how it fails. */
const answerOf = (
  view: LedgerReader,
  path: string,
  params: Readonly<Record<string, readonly string[] | string>>,
  only: string | undefined,
) => {
  try {
    return READINGS[path]?.(view, {}, { params, only, actor: PUBLIC_ACTOR });
  } catch (error) {
    return String(error);
  }
};

describe.each([
  ['everything', undefined],
  ['the bank', USCC.bank],
  ['the other bank', USCC.otherBank],
])('%s', (_, only) => {
  test.each(PATHS)('%s', async (path, params) => {
    const end = ledger.journal.size();
    const projection = { size: end - POSTED.length };
    const growing = projectedView(ledger, projection);
    for (; projection.size <= end; projection.size += 1) {
      const fresh = await openLedgerReader(directory);
      const said = answerOf(growing, path, params, only);
      expect(said).toEqual(answerOf(projectedView(fresh, projection), path, params, only));
      if (projection.size === end) expect(said).toEqual(answerOf(ledger, path, params, only));
      fresh.close();
    }
  });
});

test("a contract is its pledgee's from the moment that the read model has it", () => {
  const projection = { size: ledger.journal.size() - POSTED.length };
  const view = projectedView(ledger, projection);
  const seenBy = (only: string) =>
    (answerOf(view, '/v1/contracts', {}, only) as { contracts: { subject: string }[] }).contracts.map(
      ({ subject }) => subject,
    );
  const seen: unknown[] = [];
  for (let step = 0; step <= POSTED.length; step += 1) {
    seen.push([seenBy(USCC.bank), seenBy(USCC.otherBank)]);
    projection.size += 1;
  }
  expect(seen).toEqual([
    [[], []],
    [[FIRST], []],
    [[FIRST], [SECOND]],
    [[], [FIRST, SECOND]],
  ]);
});

test('what is recorded and neither signed nor in the read model is said to be signed later, and not to be absent', async () => {
  const unsigned = temporaryDirectory();
  await (await demonstrationLedger(unsigned)).closeWriter();
  const writer = await openLedgerWriter(unsigned, { signing: { signs: false } });
  const before = writer.journal.size();
  await post(writer, POSTED);
  await writer.closeWriter();
  const reader = await openLedgerReader(unsigned);
  const view = projectedView(reader, { size: before });
  const codeOf = (path: string, parameters: Parameters): string => {
    try {
      READINGS[path]?.(view, parameters, { params: {}, only: undefined, actor: PUBLIC_ACTOR });
      return 'OK';
    } catch (error) {
      return error instanceof Problem ? error.code : String(error);
    }
  };
  const end = before + POSTED.length;
  const codes = [before, end, end + 1].map((size) => [
    codeOf('/v1/proofs/inclusion', { sequence: String(size - 1) }),
    codeOf('/v1/proofs/inclusion', { sequence: '0', treeSize: String(size) }),
    codeOf('/v1/proofs/consistency', { from: '1', to: String(size) }),
  ]);
  expect(codes).toEqual([
    ['OK', 'OK', 'OK'],
    ['NOT_SIGNED', 'NOT_SIGNED', 'NOT_SIGNED'],
    ['NOT_FOUND', 'USAGE', 'USAGE'],
  ]);
  reader.close();
});
