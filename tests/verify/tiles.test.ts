import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportLog } from '../../src/exchange/exportLog.ts';
import { encodeEntryBundle, leafHash, parseEntryBundle } from '../../src/transparency/index.ts';
import { verifyPath } from '../../src/verify/verify.ts';
import { facts, USCC } from '../support/facts.ts';
import {
  demonstrationLedger,
  post,
  removeTemporaryDirectories,
  temporaryDirectory,
} from '../support/ledger.ts';
import { checkpointOf, LOG_KEY } from './support.ts';

/** An exported log of more than one tile: the tiles above the leaves follow from those below them. */

const PLEDGES = 260;

let directory: string;
let size: number;
beforeAll(async () => {
  const ledger = await demonstrationLedger();
  await post(
    ledger,
    Array.from({ length: PLEDGES }, (_, number) =>
      facts.pledgeRegistered(
        { registrationNumber: `Y${number}`, debtor: undefined },
        { id: `p${number}`, subject: `pledge/${USCC.bank}.${number}` },
      ),
    ),
  );
  size = ledger.journal.size();
  expect(size).toBeGreaterThan(PLEDGES);
  directory = join(temporaryDirectory(), 'export');
  exportLog(ledger.journal, directory, { note: checkpointOf(ledger.journal, size), size });
  await ledger.closeWriter();
});
afterAll(removeTemporaryDirectories);

/** The verdict while files are others than they were. */
const verdictWith = async (changes: Readonly<Record<string, (bytes: Buffer) => Uint8Array>>) => {
  const before = Object.keys(changes).map((name) => [name, readFileSync(join(directory, name))] as const);
  try {
    for (const [name, bytes] of before)
      writeFileSync(
        join(directory, name),
        (changes[name] as (bytes: Buffer) => Uint8Array)(Buffer.from(bytes)),
      );
    return await verifyPath(directory, { key: LOG_KEY.vkey });
  } finally {
    for (const [name, bytes] of before) writeFileSync(join(directory, name), bytes);
  }
};

const flippedAt =
  (place: number) =>
  (bytes: Buffer): Buffer => {
    bytes[place] = (bytes[place] as number) ^ 1;
    return bytes;
  };

const PLACE = 200;
const HASH_BYTES = 32;

const changed = (entry: Uint8Array): Uint8Array =>
  Buffer.from(Buffer.from(entry).toString().replace('"id":"p', '"id":"q'));

describe('An exported log of several tiles', () => {
  test('verifies', async () => {
    expect(await verdictWith({})).toMatchObject({ ok: true, kind: 'log' });
  });

  test('a tile of the level above that does not follow from its leaves is caught', async () => {
    for (const place of [0, 13, 31])
      expect(await verdictWith({ 'tile/1/000.p/1': flippedAt(place) })).toMatchObject({
        ok: false,
        code: 'TILE_MISMATCH',
      });
  });

  test('an entry changed together with its own tile is caught at the tile above', async () => {
    let leaf: Uint8Array = new Uint8Array(0);
    const verdict = await verdictWith({
      'tile/entries/000': (bytes) => {
        const entries = parseEntryBundle(bytes, 256).map((entry, place) =>
          place === PLACE ? changed(entry) : entry,
        );
        leaf = leafHash(entries[PLACE] as Uint8Array);
        return encodeEntryBundle(entries);
      },
      'tile/0/000': (bytes) => {
        bytes.set(leaf, PLACE * HASH_BYTES);
        return bytes;
      },
    });
    expect(verdict).toMatchObject({ ok: false, code: 'TILE_MISMATCH' });
  });

  test('a leaf of the first or of the last tile that is not that of its entry is caught at the entry', async () => {
    expect(await verdictWith({ 'tile/0/000': flippedAt(PLACE * HASH_BYTES) })).toMatchObject({
      code: 'LEAF_MISMATCH',
      at: 'event 200',
    });
    const last = `tile/0/001.p/${size - 256}`;
    expect(await verdictWith({ [last]: flippedAt(0) })).toMatchObject({
      code: 'LEAF_MISMATCH',
      at: 'event 256',
    });
  });
});
