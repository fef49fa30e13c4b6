import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readInclusion } from '../../src/api/proofs.ts';
import { readIndicators } from '../../src/api/readings.ts';
import { newestCheckpoint } from '../../src/checkpoints.ts';
import { exportLog } from '../../src/exchange/exportLog.ts';
import { type LedgerReader, type LedgerWriter, openLedgerReader } from '../../src/main.ts';
import { pledge } from '../api/support.ts';
import {
  demonstrationLedger,
  post,
  removeTemporaryDirectories,
  temporaryDirectory,
} from '../support/ledger.ts';

/** A command that reads beside a writer speaks of one prefix, whatever is recorded and projected meanwhile. */

let writer: LedgerWriter;
beforeEach(async () => {
  writer = await demonstrationLedger();
});
afterEach(async () => {
  await writer.closeWriter();
  removeTemporaryDirectories();
});

const told = (reader: LedgerReader) => {
  const { asOf, rows } = readIndicators(reader, { year: '2019' });
  return { size: asOf.treeSize, count: rows[6]?.value };
};

test('the latest is what it was when the reader was opened, before and after others are projected', async () => {
  await post(writer, [pledge(1), pledge(2)]);
  writer.projector.catchUp();
  const size = writer.journal.size();
  const reader = await openLedgerReader(writer.directory);
  const then = { size: String(size), count: { count: '2' } };
  expect(told(reader)).toEqual(then);
  await post(writer, [pledge(3)]);
  expect(told(reader)).toEqual(then);
  writer.projector.catchUp();
  expect(told(reader)).toEqual(then);
  expect(() => readIndicators(reader, { year: '2019', asOf: String(size) })).toThrow(
    expect.objectContaining({ code: 'USAGE' }),
  );
  reader.close();
});

test('what is signed meanwhile is proved and exported whole', async () => {
  await post(writer, [pledge(1)]);
  writer.projector.catchUp();
  const reader = await openLedgerReader(writer.directory);
  await post(writer, [pledge(2)]);
  const size = writer.journal.size();
  writer.signer?.sign(size);
  const { note, checkpoint } = newestCheckpoint(reader);
  expect(checkpoint.size).toBe(size);
  expect(readInclusion(reader, { sequence: String(size - 1) }).treeSize).toBe(String(size));
  const out = join(temporaryDirectory(), 'log');
  exportLog(reader.log, out, { note, size });
  reader.close();
  expect(existsSync(join(out, `tile/entries/000.p/${size}`))).toBe(true);
  expect(readdirSync(out).toSorted()).toEqual(['checkpoint', 'tile']);
});
