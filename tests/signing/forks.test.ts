import {
  cpSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { backupLedger } from '../../src/backup.ts';
import { exportLog } from '../../src/exchange/exportLog.ts';
import { openDatabase } from '../../src/journal/database.ts';
import { standingOf } from '../../src/journal/home.ts';
import { openJournalReader } from '../../src/journal/reader.ts';
import { filesOf, initLedger, openLedgerReader, openLedgerWriter } from '../../src/main.ts';
import { restoreLedger } from '../../src/restore.ts';
import { readCheckpointOf, resumeLedger } from '../../src/resume.ts';
import { formatSigningKey, KEY_TYPE } from '../../src/transparency/index.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';
import { codeOf, contentOf, copyOf, ledgerWith, ORIGIN, record, resume } from './ledgers.ts';

/** Whatever an unlucky operator does with copies: nothing signs against what was signed before. */

afterEach(removeTemporaryDirectories);

const backupOf = (directory: string): string => {
  const file = join(temporaryDirectory(), 'backup');
  backupLedger(directory, file, { withKey: true });
  return file;
};

const restored = (file: string): string => {
  const directory = temporaryDirectory();
  restoreLedger(directory, file);
  return directory;
};

const keyFor = (name: string): string =>
  formatSigningKey({ name, type: KEY_TYPE.ed25519, seed: new Uint8Array(32).fill(9) });

const sizeOf = (directory: string): number => {
  const journal = openJournalReader(filesOf(directory).journal);
  const size = journal.size();
  journal.close();
  return size;
};

describe('another name', () => {
  test('that the log has had is not taken again, not even by a copy that lacks facts', async () => {
    const original = await ledgerWith(1);
    resume(original, original, 'example.org/b');
    expect(await codeOf(() => resume(original, original, ORIGIN))).toBe('USAGE');
    const file = backupOf(original);
    await record(original, 1);
    const copy = restored(file);
    expect(await codeOf(() => resume(copy, original))).toBe('FACTS_MISSING');
    expect(await codeOf(() => resume(copy, original, 'example.org/b/demo'))).toBe('USAGE');
    expect(await codeOf(() => record(copy, 2))).toBe('LEDGER_COPY');
    expect(resume(copy, original, 'example.org/c')).toMatchObject({ origin: 'example.org/c/demo' });
  });

  test('is not recorded where the key that is given does not sign for it', async () => {
    const original = await ledgerWith(1);
    const copy = copyOf(original);
    await record(original, 1);
    const [before, vkey] = [sizeOf(copy), readFileSync(filesOf(copy).verifierKey, 'utf8')];
    const lastCheckpoint = readCheckpointOf(filesOf(original).checkpoint);
    const signing = { signs: true, key: keyFor('example.org/other') };
    const options = { lastCheckpoint, newOrigin: 'example.org/b', signing };
    expect(await codeOf(() => resumeLedger(copy, options))).toBe('SIGNING_KEY_WRONG');
    expect([sizeOf(copy), readFileSync(filesOf(copy).verifierKey, 'utf8')]).toEqual([before, vkey]);
  });
});

test('a key that is not that of the checkpoint leaves nothing behind by which the right one would be refused', async () => {
  const original = await ledgerWith(1);
  const out = join(temporaryDirectory(), 'log');
  const ledger = await openLedgerReader(original);
  const newest = ledger.checkpoints.latest();
  exportLog(ledger.log, out, { note: newest?.note ?? '', size: newest?.checkpoint.size ?? 0 });
  ledger.close();
  const copy = restored(out);
  const lastCheckpoint = readCheckpointOf(filesOf(original).checkpoint);
  const resumeWith = (key: string) => resumeLedger(copy, { lastCheckpoint, signing: { signs: true, key } });
  expect(await codeOf(() => resumeWith(keyFor(ORIGIN)))).toBe('CHECKPOINT_DAMAGED');
  resumeWith(readFileSync(filesOf(original).signingKey, 'utf8').trim());
  expect(standingOf(filesOf(copy).journal).kind).toBe('home');
});

test('a name that another one goes on under already is not taken, though it is not known here', async () => {
  const original = await ledgerWith(1);
  const file = join(temporaryDirectory(), 'backup');
  backupLedger(original, file, { withKey: false });
  resume(original, original, 'example.org/b');
  const copy = restored(file);
  // As after the restore of an export, which has no key.
  rmSync(filesOf(copy).verifierKey);
  expect(await codeOf(() => resume(copy, original, 'example.org/b'))).toBe('USAGE');
  expect(sizeOf(copy)).toBe(2);
});

test('the present name is no other one, also where nothing is missing', async () => {
  const directory = await ledgerWith(1);
  expect(await codeOf(() => resume(directory, directory, ORIGIN))).toBe('USAGE');
});

describe('a directory whose journal is lost', () => {
  const withoutJournal = async (): Promise<string> => {
    const directory = await ledgerWith(2);
    for (const suffix of ['', '-wal', '-shm']) rmSync(filesOf(directory).journal + suffix, { force: true });
    return directory;
  };
  const filesIn = (directory: string) =>
    readdirSync(directory)
      .filter((name) => !name.startsWith('lock'))
      .map((name) => [name, readFileSync(join(directory, name))]);

  test('is not opened anew: what it has signed with stays', async () => {
    const directory = await withoutJournal();
    const before = filesIn(directory);
    const open = () => initLedger(directory, { origin: ORIGIN, demonstration: true, plan: false });
    expect(await codeOf(open)).toBe('DATA_INCONSISTENT');
    expect(filesIn(directory)).toEqual(before);
  });

  test('keeps its key and its newer checkpoint through a restore, and goes on under its name only if nothing is missing', async () => {
    const directory = await ledgerWith(1);
    const file = join(temporaryDirectory(), 'backup');
    backupLedger(directory, file, { withKey: false });
    await record(directory, 1);
    const { signingKey, checkpoint, journal } = filesOf(directory);
    const kept = [signingKey, checkpoint].map((name) => readFileSync(name, 'utf8'));
    for (const suffix of ['', '-wal', '-shm']) rmSync(journal + suffix, { force: true });
    restoreLedger(directory, file);
    expect([signingKey, checkpoint].map((name) => readFileSync(name, 'utf8'))).toEqual(kept);
    // Even with the older checkpoint of the backup.
    expect(await codeOf(() => resume(directory, restored(file)))).toBe('FACTS_MISSING');
  });

  test('takes no other log, whose key would be another', async () => {
    const directory = await withoutJournal();
    const other = backupOf(await ledgerWith(0));
    expect(await codeOf(() => restoreLedger(directory, other))).toBe('DATA_EXISTS');
  });

  test('shows no figures of what was there before', async () => {
    const directory = await withoutJournal();
    const other = await ledgerWith(1);
    const file = backupOf(other);
    for (const name of ['signingKey', 'verifierKey', 'checkpoint', 'cosignatures'] as const)
      rmSync(filesOf(directory)[name], { force: true });
    restoreLedger(directory, file);
    expect(await contentOf(directory)).toEqual(await contentOf(other));
  });
});

test('a key without a ledger is kept beside the new one', async () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'signing.key'), 'of another time\n');
  initLedger(directory, { origin: ORIGIN, demonstration: true, plan: false });
  expect(readFileSync(join(directory, 'signing.key.former-1'), 'utf8')).toBe('of another time\n');
  await record(directory, 0);
});

test('a read model of another journal is told from its own, by reader and writer', async () => {
  const directory = await ledgerWith(2);
  const other = await ledgerWith(3);
  for (const name of ['figures', 'findings'] as const)
    for (const suffix of ['', '-wal', '-shm']) {
      rmSync(filesOf(directory)[name] + suffix, { force: true });
      if (existsSync(filesOf(other)[name] + suffix))
        cpSync(filesOf(other)[name] + suffix, filesOf(directory)[name] + suffix);
    }
  for (const open of [openLedgerReader, openLedgerWriter])
    expect(await codeOf(() => open(directory))).toBe('READ_MODEL_FOREIGN');
});

test('a file that was given the number of the one that is gone is another one, where births are kept', async () => {
  const directory = temporaryDirectory();
  initLedger(directory, { origin: ORIGIN, demonstration: true, plan: false });
  const { journal } = filesOf(directory);
  expect(standingOf(journal).kind).toBe('home');
  // A second name is the same file; a later one of its number was born at another time.
  linkSync(journal, `${journal}.again`);
  expect(standingOf(`${journal}.again`).kind).toBe('home');
  const database = openDatabase(journal);
  const { inode } = database.prepare('SELECT inode FROM home').get() as { inode: string };
  const [number, born] = inode.split('@');
  expect(number).toBe(String(statSync(journal).ino));
  const standingAt = (known: string): string => {
    database.prepare('UPDATE home SET inode = ?').run(known);
    return standingOf(journal).kind;
  };
  expect(standingAt(`${number}`)).toBe('home');
  expect(standingAt(`${Number(number) + 1}`)).toBe('copy');
  expect(standingAt(`${number}@1`)).toBe(born === undefined ? 'home' : 'copy');
  database.close();
});
