import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LedgerWriter } from '../../src/main.ts';
import { filesOfZip, readZip } from '../../src/verify/archive.ts';
import { receiptEvidence } from '../../src/verify/receiptEvidence.ts';
import { verifyFiles } from '../../src/verify/verify.ts';
import { zipOf } from '../../src/verify/zip.ts';
import { removeTemporaryDirectories } from '../support/ledger.ts';
import { checkpointOf, exampleLedger, type Files, LOG_KEY } from './support.ts';

/** A receipt: whatever is changed in it is caught. */

let ledger: LedgerWriter;
let files: Files;
beforeAll(async () => {
  ledger = await exampleLedger();
  const checkpoint = checkpointOf(ledger.journal, ledger.journal.size());
  files = new Map(receiptEvidence(ledger.journal, { sequences: [5], checkpoint }));
});
afterAll(async () => {
  await ledger.closeWriter();
  removeTemporaryDirectories();
});

const verdictOf = (shown: Files) =>
  verifyFiles(
    { names: new Set(shown.keys()), read: (name) => shown.get(name) as Uint8Array },
    { key: LOG_KEY.vkey },
  );

const flipped = (bytes: Uint8Array, place: number): Uint8Array =>
  Uint8Array.from(bytes, (byte, at) => (at === place ? byte ^ (1 << (place % 8)) : byte));

describe('A receipt', () => {
  test('verifies', async () => {
    expect(await verdictOf(files)).toMatchObject({ ok: true, kind: 'receipt' });
  });

  test('is caught with one bit flipped, whichever byte of whichever file it is in', {
    timeout: 60_000,
  }, async () => {
    for (const [name, bytes] of files) {
      const passed: number[] = [];
      for (let place = 0; place < bytes.length; place += 1)
        if ((await verdictOf(new Map([...files, [name, flipped(bytes, place)]]))).ok) passed.push(place);
      expect([name, passed]).toEqual([name, []]);
    }
  });

  test('is caught with any file missing, or one too many', async () => {
    for (const name of files.keys()) {
      const shown = new Map([...files].filter(([other]) => other !== name));
      const zip = readZip(zipOf([...shown]), 'receipt.zip');
      expect([name, await verifyFiles(zip, { key: LOG_KEY.vkey })]).toMatchObject([
        name,
        { ok: false, code: 'INPUT_UNREADABLE' },
      ]);
    }
    expect(await verdictOf(new Map([...files, ['more', new Uint8Array(1)]]))).toMatchObject({
      ok: false,
      code: 'INPUT_UNREADABLE',
    });
  });

  test('is the same in a zip', () => {
    expect(new Map(filesOfZip(zipOf([...files])))).toEqual(
      new Map([...files].map(([name, bytes]) => [name, Uint8Array.from(bytes)])),
    );
  });
});
