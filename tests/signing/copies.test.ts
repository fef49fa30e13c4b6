import { cpSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { backupLedger } from '../../src/backup.ts';
import { exportLog } from '../../src/exchange/exportLog.ts';
import { openDatabase } from '../../src/journal/database.ts';
import { sealJournal, standingOf } from '../../src/journal/home.ts';
import { filesOf, openLedgerReader, openLedgerWriter } from '../../src/main.ts';
import { restoreLedger } from '../../src/restore.ts';
import { readCheckpointOf, resumeLedger } from '../../src/resume.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';
import { codeOf, contentOf, copyOf, ledgerWith, ORIGIN, record, resume } from './ledgers.ts';

afterEach(removeTemporaryDirectories);

describe('a copy of a data directory', () => {
  test('is read and not written, until it is resumed; then it goes on', async () => {
    const original = await ledgerWith(2);
    const copy = copyOf(original);
    expect(await contentOf(copy)).toEqual(await contentOf(original));
    expect(await codeOf(() => record(copy, 2))).toBe('LEDGER_COPY');
    const note = readFileSync(filesOf(copy).checkpoint, 'utf8');
    expect(resume(copy, original)).toMatchObject({ origin: ORIGIN, treeSize: '3', predecessor: null });
    expect(readFileSync(filesOf(copy).checkpoint, 'utf8')).toBe(note);
    await record(copy, 2);
    expect(await contentOf(copy)).toMatchObject({ size: 4 });
  });

  test('that lacks what was signed goes on under another name only, with another key', async () => {
    const original = await ledgerWith(1);
    const copy = copyOf(original);
    await record(original, 1);
    expect(await codeOf(() => resume(copy, original))).toBe('FACTS_MISSING');
    expect(await codeOf(() => record(copy, 5))).toBe('LEDGER_COPY');
    const before = readFileSync(filesOf(copy).verifierKey, 'utf8');
    const { root } = (await contentOf(copy)) as { root: string };
    const resumed = resume(copy, original, 'example.org/new');
    expect(resumed).toMatchObject({
      origin: 'example.org/new/demo',
      treeSize: '3',
      predecessor: { origin: ORIGIN, treeSize: '2', rootHash: root },
    });
    const vkey = readFileSync(filesOf(copy).verifierKey, 'utf8');
    expect(vkey.startsWith('example.org/new/demo+')).toBe(true);
    expect(vkey).not.toBe(before);
    await record(copy, 5);
    expect(readFileSync(filesOf(copy).checkpoint, 'utf8').split('\n').slice(0, 2)).toEqual([
      'example.org/new/demo',
      '4',
    ]);
    // Once more changes nothing: the key that has signed stays.
    resume(copy, original, 'example.org/new/demo');
    expect(readFileSync(filesOf(copy).verifierKey, 'utf8')).toBe(vkey);
    expect(await contentOf(copy)).toMatchObject({ size: 4 });
  });

  test('that went its own way is never resumed', async () => {
    const original = await ledgerWith(1);
    const copy = copyOf(original);
    resume(copy, original);
    await record(copy, 7);
    const again = copyOf(copy);
    await record(original, 1);
    await record(original, 2);
    await record(again, 0).catch(() => {});
    const longer = copyOf(original);
    // Signed by the same key over another history of the same size or less.
    expect(await codeOf(() => resume(longer, copy))).toBe('HISTORY_REWRITTEN');
    expect(await codeOf(() => resume(longer, copy, 'example.org/new'))).toBe('HISTORY_REWRITTEN');
  });

  test('is not resumed with the checkpoint of another log, nor with none', async () => {
    const original = await ledgerWith(1);
    const copy = copyOf(original);
    const other = await ledgerWith(0);
    expect(await codeOf(() => resume(copy, other))).toBe('CHECKPOINT_DAMAGED');
    expect(await codeOf(() => resume(copy, join(copy, 'nowhere')))).toBe('USAGE');
    expect(await codeOf(() => record(copy, 1))).toBe('LEDGER_COPY');
  });
});

test('a ledger that lost its end is not signed, and goes on under another name', async () => {
  const directory = await ledgerWith(1);
  const shorter = filesOf(copyOf(directory)).journal;
  await record(directory, 1);
  // The file system has brought back an older journal in the same file.
  const { journal } = filesOf(directory);
  for (const suffix of ['-wal', '-shm']) writeFileSync(journal + suffix, '');
  writeFileSync(journal, readFileSync(shorter));
  expect(standingOf(journal).kind).toBe('home');
  const before = readFileSync(filesOf(directory).checkpoint, 'utf8');
  expect(await codeOf(() => record(directory, 2))).toBe('HISTORY_REWRITTEN');
  expect(readFileSync(filesOf(directory).checkpoint, 'utf8')).toBe(before);
  expect(resume(directory, directory, 'example.org/after')).toMatchObject({
    origin: 'example.org/after/demo',
  });
  await record(directory, 2);
});

test('a sealed directory names its successor, and is read only for good', async () => {
  const directory = await ledgerWith(1);
  sealJournal(filesOf(directory).journal, 'esdb://store.example.org/ledger');
  expect(await codeOf(() => record(directory, 2))).toBe('LEDGER_SEALED');
  expect(await codeOf(() => resume(directory, directory))).toBe('LEDGER_SEALED');
  expect(await contentOf(directory)).toMatchObject({ size: 2 });
});

describe('a backup', () => {
  test('beside a process that writes restores to an equal ledger, which is a copy', async () => {
    const directory = await ledgerWith(2);
    const file = join(temporaryDirectory(), 'backup');
    const ledger = await openLedgerWriter(directory);
    const backedUp = backupLedger(directory, file, { withKey: true });
    await ledger.closeWriter();
    expect(backedUp).toMatchObject({ treeSize: '3', withKey: true });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const restored = temporaryDirectory();
    expect(restoreLedger(restored, file)).toMatchObject({ from: 'backup', treeSize: '3' });
    expect(await contentOf(restored)).toEqual(await contentOf(directory));
    expect(statSync(filesOf(restored).signingKey).mode & 0o777).toBe(0o600);
    expect(await codeOf(() => record(restored, 2))).toBe('LEDGER_COPY');
    resume(restored, directory);
    await record(restored, 2);
    // The secret stays in its file.
    const secret = readFileSync(filesOf(restored).signingKey, 'utf8').trim();
    expect(readFileSync(filesOf(restored).journal).includes(secret)).toBe(false);
  });

  test('leaves the key out unless it is asked for, and then cannot be resumed under the name', async () => {
    const directory = await ledgerWith(1);
    const file = join(temporaryDirectory(), 'backup');
    backupLedger(directory, file, { withKey: false });
    const secret = readFileSync(filesOf(directory).signingKey, 'utf8').trim();
    expect(readFileSync(file).includes(secret)).toBe(false);
    const restored = temporaryDirectory();
    restoreLedger(restored, file);
    expect(existsSync(filesOf(restored).signingKey)).toBe(false);
    expect(await codeOf(() => resume(restored, directory))).toBe('SIGNING_KEY_MISSING');
    resumeLedger(restored, {
      lastCheckpoint: readCheckpointOf(filesOf(directory).checkpoint),
      signing: { signs: true, key: secret },
    });
    expect(standingOf(filesOf(restored).journal).kind).toBe('home');
  });

  test('of a damaged journal is not made, and a file that is there is not overwritten', async () => {
    const directory = await ledgerWith(2);
    const out = temporaryDirectory();
    const file = join(out, 'backup');
    writeFileSync(file, 'kept');
    expect(await codeOf(() => backupLedger(directory, file, { withKey: false }))).toBe('USAGE');
    expect(readFileSync(file, 'utf8')).toBe('kept');
    const database = openDatabase(filesOf(directory).journal);
    database.exec(
      `DROP TRIGGER event_is_final_1; UPDATE event SET text = replace(text, 'p0', 'p9') WHERE sequence = 1`,
    );
    database.close();
    expect(await codeOf(() => backupLedger(directory, join(out, 'other'), { withKey: false }))).toBe(
      'TREE_DAMAGED',
    );
    expect(existsSync(join(out, 'other'))).toBe(false);
  });

  test('is not restored over a ledger, nor from what is no backup', async () => {
    const directory = await ledgerWith(0);
    const file = join(temporaryDirectory(), 'backup');
    backupLedger(directory, file, { withKey: false });
    expect(await codeOf(() => restoreLedger(directory, file))).toBe('DATA_EXISTS');
    const empty = temporaryDirectory();
    writeFileSync(file, 'nonsense');
    expect(await codeOf(() => restoreLedger(empty, file))).toBe('INPUT_UNREADABLE');
    expect(existsSync(filesOf(empty).journal)).toBe(false);
  });
});

describe('an exported log', () => {
  const exported = async (directory: string): Promise<string> => {
    const out = join(temporaryDirectory(), 'log');
    const ledger = await openLedgerReader(directory);
    const newest = ledger.checkpoints.latest();
    if (!newest) throw new Error('nothing is signed');
    exportLog(ledger.journal, out, { note: newest.note, size: newest.checkpoint.size });
    ledger.close();
    return out;
  };

  test('restores to an equal ledger, which is resumed with the key of the log', async () => {
    const directory = await ledgerWith(3);
    const restored = temporaryDirectory();
    expect(restoreLedger(restored, await exported(directory))).toMatchObject({
      from: 'export',
      treeSize: '4',
    });
    expect(await contentOf(restored)).toEqual(await contentOf(directory));
    expect(await codeOf(() => record(restored, 4))).toBe('LEDGER_COPY');
    cpSync(filesOf(directory).signingKey, filesOf(restored).signingKey);
    resume(restored, directory);
    await record(restored, 4);
  });

  test('that was changed is not restored', async () => {
    const out = await exported(await ledgerWith(3));
    const bundle = join(out, 'tile/entries/000.p/4');
    writeFileSync(bundle, Buffer.from(readFileSync(bundle, 'latin1').replace('p1', 'p7'), 'latin1'));
    const restored = temporaryDirectory();
    expect(await codeOf(() => restoreLedger(restored, out))).toBe('ROOT_MISMATCH');
    expect(existsSync(filesOf(restored).journal)).toBe(false);
  });
});
