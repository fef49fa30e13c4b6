import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LedgerWriter } from '../../src/main.ts';
import { bulletinEvidence } from '../../src/verify/bulletinEvidence.ts';
import { verifyPath } from '../../src/verify/verify.ts';
import { isTaken, post, removeTemporaryDirectories } from '../support/ledger.ts';
import {
  checkpointOf,
  exampleLedger,
  exportFiles,
  type Files,
  LOG_KEY,
  logOf,
  provedBy,
  textsOf,
  writeFiles,
} from './support.ts';

/** Bulletins: their evidence for everybody, and in a log of which every figure is computed again. */

const SUBJECT = 'bulletin/2020-1';
const SOURCE = 'urn:uscc:114419000074000158';

let ledger: LedgerWriter;
let files: Files;
beforeAll(async () => {
  ledger = await exampleLedger();
  const effectiveOn = '2024-01-05';
  const size = ledger.journal.size();
  const fact = (id: string, type: string, data: object) => ({
    specversion: '1.0',
    source: SOURCE,
    id,
    type,
    subject: SUBJECT,
    data: { effectiveOn, ...data },
  });
  const data = { effectiveOn, ...ledger.statements.bulletin(2020, size) };
  const outcomes = await post(ledger, [
    fact('request', 'change.requested', { type: 'bulletin.published', data, reason: '2020' }),
    fact('approval', 'change.approved', { request: { source: SOURCE, id: 'request' } }),
  ]);
  expect(outcomes.map(isTaken)).toEqual([true, true]);
  ledger.projector.catchUp();
  const [published] = ledger.published(ledger.journal.size());
  if (!published) throw new Error('not published');
  const checkpoint = checkpointOf(ledger.journal, ledger.journal.size());
  files = new Map(bulletinEvidence(ledger.journal, { published, checkpoint }));
});
afterAll(async () => {
  await ledger.closeWriter();
  removeTemporaryDirectories();
});

const verify = (shown: Files) => verifyPath(writeFiles(shown), { key: LOG_KEY.vkey });

const requestPlace = (): number =>
  textsOf(ledger).findIndex((text) => text.includes('"type":"bulletin.published"'));

/** Something in the bulletin that is said otherwise than it is. */
const LIES: readonly (readonly [string, string, string])[] = [
  ['a value', '"value":{"amountFen":"1120000000"', '"value":{"amountFen":"1120000001"'],
  ['a growth', '"percent":"18.32"', '"percent":"18.33"'],
  ['whether a target is met', '"met":false', '"met":true'],
];

describe('Evidence of a bulletin', () => {
  test('verifies, and gives the table', async () => {
    expect(await verify(files)).toMatchObject({
      ok: true,
      kind: 'bulletin',
      subject: { id: '2020-1', year: 2020, treeSize: String(ledger.journal.size() - 2) },
    });
  });

  test('of a checkpoint of another key does not', async () => {
    const text = Buffer.from(files.get('checkpoint') ?? '')
      .toString()
      .replace('— example', '— sample');
    const answer = await verify(new Map([...files, ['checkpoint', Buffer.from(text)]]));
    expect(answer).toMatchObject({ ok: false, code: 'SIGNATURE_INVALID' });
  });

  test.each(LIES)('in which %s is another is caught, though all of it is signed', async (_, from, to) => {
    const texts = textsOf(ledger);
    const place = requestPlace();
    expect(texts[place]).toContain(from);
    const other = texts.with(place, (texts[place] ?? '').replace(from, to));
    expect(await verify(provedBy(files, 'bulletin.json', other))).toMatchObject({
      ok: false,
      code: 'BULLETIN_MISMATCH',
    });
    expect(await verify(provedBy(files, 'bulletin.json', texts))).toMatchObject({ ok: true });
  });

  test('with one bit flipped anywhere is caught', { timeout: 60_000 }, async () => {
    for (const [name, bytes] of files)
      for (let place = 0; place < bytes.length; place += 97) {
        const flipped = Uint8Array.from(bytes);
        flipped[place] = (flipped[place] as number) ^ (1 << (place % 8));
        const answer = await verify(new Map([...files, [name, flipped]]));
        expect([name, place, answer.ok]).toEqual([name, place, false]);
      }
  });
});

describe('A log with a bulletin', () => {
  test('verifies, its figures computed again', async () => {
    expect(await verify(exportFiles(textsOf(ledger)))).toMatchObject({
      ok: true,
      kind: 'log',
      subject: { bulletins: [SUBJECT] },
    });
  });

  test.each([...LIES, ['the entries behind a figure', '"sha256":"', '"sha256":"0'] as const])(
    'in which %s is another is caught',
    async (_, from, to) => {
      const texts = textsOf(ledger);
      const place = requestPlace();
      const text = texts[place] ?? '';
      const said = from === '"sha256":"' ? text.replace(/"sha256":"./, to) : text.replace(from, to);
      expect(said).not.toBe(text);
      expect(await verify(exportFiles(texts.with(place, said)))).toMatchObject({
        ok: false,
        code: 'BULLETIN_MISMATCH',
      });
    },
  );

  test('from which an entry behind a figure is missing is caught', async () => {
    const texts = textsOf(ledger);
    const lone = texts.findIndex((text, index) => {
      const subject = /"subject":"pledge[^"]+"/.exec(text)?.[0] ?? '?';
      return (
        text.includes('2020-') && texts.every((other, place) => place === index || !other.includes(subject))
      );
    });
    expect(lone).toBeGreaterThan(0);
    const place = requestPlace();
    const size = texts.length - 2;
    const root = Buffer.from(logOf(texts.slice(0, size).toSpliced(lone, 1)).root).toString('base64');
    const request = (texts[place] ?? '')
      .replace(`"treeSize":"${size}"`, `"treeSize":"${size - 1}"`)
      .replace(/"rootHash":"[^"]+"/, `"rootHash":"${root}"`);
    const shorter = texts.with(place, request).toSpliced(lone, 1);
    expect(await verify(exportFiles(shorter))).toMatchObject({ ok: false, code: 'BULLETIN_MISMATCH' });
  });
});
