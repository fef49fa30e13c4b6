import { describe, expect, test } from 'vitest';
import type { PostedFact } from '../../../src/domain/envelope.ts';
import { readHistory } from '../../../src/domain/history.ts';
import { adoptionRefusal } from '../../../src/domain/statementRules.ts';
import { ABSENT, facts, type Posted, SOURCE, SUBJECT, USCC, withAt } from '../../support/facts.ts';
import { testRefused, testTaken } from '../../support/rules.ts';
import { bureau, refusalsOf, scenario } from '../../support/scenario.ts';
import { NO_STATEMENTS } from '../../support/statements.ts';

/** Facts that repeat what the ledger states: bulletins, confirmations, rules (domain.md §4.7, §7). */

const { effectiveOn: _, ...STATED } = facts.bulletinPublished().data;

/** The ledger states the bulletin of 2023 at size 1, and nothing else. */
const states = {
  statements: {
    bulletin: (year: number, size: number) => (year === 2023 && size === 1 ? STATED : undefined),
  },
};

const requested = (data: Readonly<Record<string, unknown>> = {}, envelope = {}): Posted =>
  facts.changeRequested(
    { type: 'bulletin.published', data: { ...facts.bulletinPublished().data, ...data }, reason: '年度公报' },
    { subject: SUBJECT.bulletin, ...envelope },
  );
const approved = (id = 'change.approved', request = 'change.requested'): Posted =>
  facts.changeApproved({ request: { source: SOURCE, id: request } }, { subject: SUBJECT.bulletin, id });

describe('the request of a bulletin', () => {
  testTaken(
    [
      ['that is what the ledger states', [], requested()],
      ['again while the first waits', [requested()], requested({}, { id: 'again' })],
    ],
    states,
  );
  testRefused(
    [
      [
        'of another value',
        [],
        requested({ rows: [{ number: 1, value: '5' }] }),
        'BULLETIN_MISMATCH',
        '/data/data/rows/0/value',
      ],
      [
        'with a field too many in a row',
        [],
        requested({ rows: [{ number: 1, value: null, note: 'x' }] }),
        'BULLETIN_MISMATCH',
        '/data/data/rows/0/note',
      ],
      ['without its rows', [], requested({ rows: [] }), 'BULLETIN_MISMATCH', '/data/data/rows/0'],
      [
        'with a row too many',
        [],
        requested({
          rows: [
            { number: 1, value: null },
            { number: 2, value: null },
          ],
        }),
        'BULLETIN_MISMATCH',
        '/data/data/rows/1',
      ],
      [
        'of another root',
        [],
        requested({ rootHash: `${'A'.repeat(43)}=` }),
        'BULLETIN_MISMATCH',
        '/data/data/rootHash',
      ],
      [
        'with another table',
        [],
        requested({
          tables: [{ indicator: 'pledge-amount-growth', by: 'kind', sha256: 'cd'.repeat(32) }],
        }),
        'BULLETIN_MISMATCH',
        '/data/data/tables/0/sha256',
      ],
      [
        'of a size beyond the log',
        [],
        requested({ treeSize: '2' }),
        'BULLETIN_MISMATCH',
        '/data/data/treeSize',
      ],
      [
        'without a size',
        [],
        withAt(requested(), '/data/data/treeSize', ABSENT),
        'FIELD_MISSING',
        '/data/data/treeSize',
      ],
      ['of a size that is a number', [], requested({ treeSize: 1 }), 'TYPE_WRONG', '/data/data/treeSize'],
      [
        'on the subject of a target',
        [],
        requested({}, { subject: SUBJECT.target }),
        'SUBJECT_FORM',
        '/subject',
      ],
      [
        'on that of a contract',
        [facts.dealSigned()],
        requested({}, { subject: SUBJECT.deal }),
        'SUBJECT_FORM',
        '/subject',
      ],
    ],
    states,
  );
  testRefused(
    [
      [
        'that is published',
        [requested(), approved()],
        requested({}, { id: 'again' }),
        'ALREADY_DONE',
        '/subject',
      ],
      [
        'of a target on the subject of a bulletin',
        [],
        facts.changeRequested(
          { type: 'target.set', data: facts.targetSet().data, reason: '调整' },
          { subject: SUBJECT.bulletin },
        ),
        'SUBJECT_FORM',
        '/subject',
      ],
      [
        'withdrawn once it is published',
        [requested(), approved()],
        facts.factWithdrawn(
          { supersedes: { source: SOURCE, id: 'change.approved' } },
          { subject: SUBJECT.bulletin },
        ),
        'NOT_CORRECTABLE',
        '/data/supersedes',
      ],
    ],
    { ...states, demonstration: true },
  );
});

describe('the approval of a bulletin', () => {
  test('is by a second person', async () => {
    const book = await scenario({ ...states, admitted: [USCC.bank] });
    expect(await book.when(requested(), bureau('first'))).toMatchObject({ status: 'recorded' });
    expect(refusalsOf(await book.when(approved(), bureau('first')))).toEqual([
      ['FOUR_EYES', '/data/request'],
    ]);
    expect(await book.when(approved(), bureau('second'))).toMatchObject({ status: 'recorded' });
    await book.close();
  });

  test('is refused where the ledger no longer states what was requested', async () => {
    let stated: Record<string, unknown> = STATED;
    const book = await scenario({ demonstration: true, statements: { bulletin: () => stated } });
    await book.given(requested());
    stated = { ...STATED, rows: [] };
    expect(refusalsOf(await book.when(approved()))).toEqual([['BULLETIN_MISMATCH', '/data/request']]);
    await book.close();
  });

  test('makes the other requests of the same bulletin stale', async () => {
    const book = await scenario({ ...states, demonstration: true });
    await book.given(requested(), requested({}, { id: 'other' }), approved());
    expect(refusalsOf(await book.when(approved('second', 'other')))).toEqual([
      ['REQUEST_STALE', '/data/request'],
    ]);
    expect(refusalsOf(await book.when(approved('third')))).toEqual([['REQUEST_DECIDED', '/data/request']]);
    await book.close();
  });
});

/** The bank has 100.00 yuan in row 5 of 2023 and two pledges. */
const hasPart = {
  statements: {
    part: (
      institution: string,
      { indicator, period }: { indicator: string; period: string },
      size: number,
    ) => {
      if (size > 1) return undefined;
      if (institution !== USCC.bank || period !== '2023') return 0n;
      if (indicator === 'pledge-amount-growth') return 10_000n;
      return indicator === 'pledge-count-growth' ? 2n : 0n;
    },
  },
};
const AMOUNT = { indicator: 'pledge-amount-growth', amount: '100' };
const COUNT = { indicator: 'pledge-count-growth', count: '2' };
const reported = (data: Readonly<Record<string, unknown>>, envelope = {}): Posted =>
  facts.reportConfirmed({ figures: [AMOUNT, COUNT], ...data }, envelope);

describe('a confirmation', () => {
  testTaken(
    [
      ['of what the ledger has', [], reported({})],
      ['of one figure', [], reported({ figures: [COUNT] })],
      ['in fen that are written out', [], reported({ figures: [{ ...AMOUNT, amount: '100.00' }] })],
      ['once more', [reported({})], reported({}, { id: 'again' })],
      [
        'of nothing by an institution without a part',
        [],
        reported(
          { figures: [{ ...AMOUNT, amount: '0' }] },
          { source: `urn:uscc:${USCC.otherBank}`, subject: `report/${USCC.otherBank}.2023` },
        ),
      ],
    ],
    hasPart,
  );
  testRefused(
    [
      [
        'of another amount',
        [],
        reported({ figures: [{ ...AMOUNT, amount: '100.01' }, COUNT] }),
        'CONFIRMATION_MISMATCH',
        '/data/figures/0/amount',
      ],
      [
        'of another number',
        [],
        reported({ figures: [AMOUNT, { ...COUNT, count: '1' }] }),
        'CONFIRMATION_MISMATCH',
        '/data/figures/1/count',
      ],
      [
        'of nothing by an institution with a part',
        [],
        reported({ figures: [{ ...AMOUNT, amount: '0' }] }),
        'CONFIRMATION_MISMATCH',
        '/data/figures/0/amount',
      ],
      [
        'of a size beyond the log',
        [],
        reported({ treeSize: '2' }),
        'CONFIRMATION_MISMATCH',
        '/data/treeSize',
      ],
      [
        'of another period than its subject',
        [],
        reported({ period: '2022' }),
        'SUBJECT_MISMATCH',
        '/data/period',
      ],
      [
        "of another institution's part",
        [],
        reported({}, { source: `urn:uscc:${USCC.otherBank}` }),
        'SUBJECT_MISMATCH',
        '/source',
      ],
      [
        'of an indicator that institutions have no part in',
        [],
        reported({ figures: [{ indicator: 'valid-inventions', count: '1' }] }),
        'VALUE_NOT_ALLOWED',
        '/data/figures/0/indicator',
      ],
      [
        'of an amount and a number',
        [],
        reported({ figures: [{ ...AMOUNT, count: '2' }] }),
        'FIELD_UNKNOWN',
        '/data/figures/0/count',
      ],
      [
        'of neither',
        [],
        reported({ figures: [{ indicator: 'pledge-count-growth' }] }),
        'FIELD_MISSING',
        '/data/figures/0/count',
      ],
      [
        'of a figure twice',
        [],
        reported({ figures: [AMOUNT, AMOUNT] }),
        'VALUE_FORM',
        '/data/figures/1/indicator',
      ],
      ['of no figure', [], reported({ figures: [] }), 'LIST_LENGTH', '/data/figures'],
      [
        'withdrawn',
        [reported({})],
        facts.factWithdrawn(
          { supersedes: { source: SOURCE, id: 'report.confirmed' } },
          { subject: SUBJECT.report },
        ),
        'NOT_CORRECTABLE',
        '/data/supersedes',
      ],
    ],
    hasPart,
  );

  test('that is refused says what the ledger has', async () => {
    const book = await scenario(hasPart);
    const answer = await book.when(reported({ figures: [{ ...AMOUNT, amount: '99' }] }));
    expect(answer).toMatchObject({
      refusals: [{ value: '99', message: { en: 'The confirmation differs from the log, which has 100.00' } }],
    });
    await book.close();
  });
});

describe('an adoption of rules', () => {
  const adopted = (version: number) =>
    ({ type: 'rules.adopted', data: { effectiveOn: '2024-01-01', version, reason: '修订' } }) as PostedFact;
  const known = { ...NO_STATEMENTS, knowsRules: (version: number) => version <= 2 };
  const history = (...versions: readonly number[]) =>
    readHistory(
      versions.map(
        (version, sequence) => ({ sequence, event: { ...adopted(version), id: `${sequence}` } }) as never,
      ),
    ).events;

  test('is of a version that the program has', () => {
    expect(adoptionRefusal(adopted(3), [], known)).toMatchObject({
      code: 'RULES_UNKNOWN',
      pointer: '/data/version',
      value: 3,
    });
    expect(adoptionRefusal(adopted(2), [], known)).toBeUndefined();
  });

  test('is of another version than is in force', () => {
    expect(adoptionRefusal(adopted(1), [], known)).toMatchObject({ code: 'SAME_AS_BEFORE' });
    expect(adoptionRefusal(adopted(2), history(2), known)).toMatchObject({ code: 'SAME_AS_BEFORE' });
    expect(adoptionRefusal(adopted(1), history(2), known)).toBeUndefined();
  });
});
