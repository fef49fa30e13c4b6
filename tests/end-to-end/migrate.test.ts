import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { annexTable } from '../../projections/annex.ts';
import { backupLedger } from '../../src/backup.ts';
import { filesOf } from '../../src/directory.ts';
import { standingOf } from '../../src/journal/home.ts';
import { type LedgerWriter, openLedgerReader, openLedgerWriter } from '../../src/main.ts';
import { migrateFromStore, migrateToStore } from '../../src/migrate.ts';
import { restoreLedger } from '../../src/restore.ts';
import { readCheckpointOf, resumeLedger } from '../../src/resume.ts';
import { generate } from '../oracle/generate.ts';
import { useStore } from '../support/eventstore/testStore.ts';
import {
  demonstrationLedger,
  isTaken,
  post,
  removeTemporaryDirectories,
  temporaryDirectory,
} from '../support/ledger.ts';
import { newStore, openNode, reaching } from '../support/sharedLedger.ts';

/** A ledger that moves into a store and back is the same ledger: bytes, order, root and figures. */

const store = useStore();
afterEach(removeTemporaryDirectories);

const { facts } = generate({ seed: 11, facts: 120, contracts: 12 });

const embedded = async (): Promise<string> => {
  const directory = temporaryDirectory();
  const ledger = await demonstrationLedger(directory);
  await post(ledger, facts.slice(0, 90));
  await ledger.closeWriter();
  return directory;
};

const seenIn = async (directory: string) => {
  const reader = await openLedgerReader(directory);
  const size = reader.journal.size();
  const seen = {
    texts: reader.journal.read(0, size).map(({ text }) => text),
    root: reader.journal.rootHash(size),
    rows: annexTable(reader.figures.at(size), { year: 2020 }).rows,
    vkey: reader.checkpoints.vkey(),
  };
  reader.close();
  return seen;
};

const closeAll = async (...ledgers: readonly LedgerWriter[]): Promise<void> => {
  for (const ledger of ledgers) await ledger.closeWriter();
};

test('into a store and back again it keeps its bytes, its root, its figures and its key', async () => {
  const from = await embedded();
  const before = await seenIn(from);
  const choice = newStore(store.url);
  const node = temporaryDirectory();
  const migrated = await migrateToStore({ node, embedded: from, store: choice });
  expect(migrated.rootHash).toBe(before.root);
  expect(await seenIn(node)).toEqual(before);
  expect(existsSync(filesOf(from).signingKey)).toBe(false);

  const ledger = await openLedgerWriter(node, { store: choice });
  expect((await post(ledger, facts.slice(90))).some(isTaken)).toBe(true);
  await ledger.closeWriter();
  const grown = await seenIn(node);

  const back = temporaryDirectory();
  const returned = await migrateFromStore({ node, embedded: back, store: choice });
  expect(returned.rootHash).toBe(grown.root);
  expect(await seenIn(back)).toEqual(grown);
  const again = await openLedgerWriter(back);
  expect(again.readOnly).toBeUndefined();
  await again.closeWriter();
});

test('the source is sealed: it names its successor and takes nothing more', async () => {
  const from = await embedded();
  const choice = newStore(store.url);
  await migrateToStore({ node: temporaryDirectory(), embedded: from, store: choice });
  const sealed = await openLedgerWriter(from, { signing: { signs: false } });
  expect(sealed.readOnly?.code).toBe('LEDGER_SEALED');
  expect(sealed.readOnly?.message).toContain(`ledger-${choice.ledgerId}`);
  await sealed.closeWriter();
});

test('a sealed stream ends every node that still follows it', async () => {
  const from = await embedded();
  const choice = newStore(store.url);
  const node = temporaryDirectory();
  await migrateToStore({ node, embedded: from, store: choice });
  const other = await openNode(choice);
  await migrateFromStore({ node, embedded: temporaryDirectory(), store: choice });
  const outcomes = await post(other, facts.slice(90, 91));
  expect(outcomes).toMatchObject([{ status: 'refused', refusals: [{ code: 'LEDGER_SEALED' }] }]);
  await closeAll(other);
});

test('run again after it was interrupted it goes on where it was', async () => {
  const from = await embedded();
  const before = await seenIn(from);
  const choice = newStore(store.url);
  const node = temporaryDirectory();
  const stop = new Error('interrupted');
  const interrupted = migrateToStore({
    node,
    embedded: from,
    store: choice,
    onProgress: (events) => {
      if (events > 0) throw stop;
    },
  });
  await expect(interrupted).rejects.toBe(stop);
  const migrated = await migrateToStore({ node, embedded: from, store: choice });
  expect(migrated.rootHash).toBe(before.root);
  // And once more, after the end.
  expect((await migrateToStore({ node, embedded: from, store: choice })).rootHash).toBe(before.root);
  const other = await openNode(choice);
  await reaching(other, before.texts.length);
  expect(other.journal.rootHash(before.texts.length)).toBe(before.root);
  await closeAll(other);
});

test('another ledger of that id in the store is left as it is', async () => {
  const choice = newStore(store.url);
  await migrateToStore({ node: temporaryDirectory(), embedded: await embedded(), store: choice });
  const other = temporaryDirectory();
  const ledger = await demonstrationLedger(other);
  await ledger.closeWriter();
  await expect(
    migrateToStore({ node: temporaryDirectory(), embedded: other, store: choice }),
  ).rejects.toMatchObject({ code: 'DATA_EXISTS' });
});

test('run again after its end it makes no copy a ledger that is written, nor one at another path', async () => {
  const choice = newStore(store.url);
  const node = temporaryDirectory();
  await migrateToStore({ node, embedded: await embedded(), store: choice });
  const home = join(temporaryDirectory(), 'led');
  await migrateFromStore({ node, embedded: home, store: choice });
  const file = join(temporaryDirectory(), 'backup');
  backupLedger(home, file, { withKey: true });
  const ledger = await openLedgerWriter(home);
  await post(ledger, facts.slice(90, 100));
  await closeAll(ledger);
  rmSync(home, { recursive: true });
  restoreLedger(home, file);
  const again = { node, embedded: home, store: choice };
  await expect(migrateFromStore(again)).rejects.toMatchObject({ code: 'DATA_EXISTS' });
  expect(standingOf(filesOf(home).journal).kind).toBe('copy');
  // A part of the path that it was sealed for.
  const shorter = home.slice(0, -1);
  await expect(migrateFromStore({ ...again, embedded: shorter })).rejects.toMatchObject({
    code: 'LEDGER_SEALED',
  });
});

test('a source that is sealed gives its key to the node, though others have written since', async () => {
  const from = await embedded();
  const choice = newStore(store.url);
  const [node, kept] = [temporaryDirectory(), join(temporaryDirectory(), 'key')];
  cpSync(filesOf(from).signingKey, kept);
  await migrateToStore({ node, embedded: from, store: choice });
  const other = await openNode(choice);
  await post(other, facts.slice(90, 95));
  await closeAll(other);
  // As if it had been killed before the key was moved.
  rmSync(filesOf(node).signingKey);
  cpSync(kept, filesOf(from).signingKey);
  await migrateToStore({ node, embedded: from, store: choice });
  expect(existsSync(filesOf(from).signingKey)).toBe(false);
  expect(existsSync(filesOf(node).signingKey)).toBe(true);
});

test('neither direction makes a node of a directory that holds a ledger of its own', async () => {
  const [mine, other] = [await embedded(), await embedded()];
  const choice = newStore(store.url);
  for (const migrate of [migrateToStore, migrateFromStore])
    await expect(migrate({ node: mine, embedded: other, store: choice })).rejects.toMatchObject({
      code: expect.stringMatching(/^(ENVIRONMENT|DATA_EXISTS)$/),
    });
  const ledger = await openLedgerWriter(mine);
  expect(ledger.readOnly).toBeUndefined();
  await closeAll(ledger);
});

test('a node is not resumed by itself: its log is that of the store', async () => {
  const [from, node] = [await embedded(), temporaryDirectory()];
  await migrateToStore({ node, embedded: from, store: newStore(store.url) });
  const options = {
    lastCheckpoint: readCheckpointOf(filesOf(node).checkpoint),
    newOrigin: 'example.org/other',
    signing: { signs: true },
  };
  expect(() => resumeLedger(node, options)).toThrow(expect.objectContaining({ code: 'ENVIRONMENT' }));
});

test('a backup of a node is a node again, and of nothing else', async () => {
  const [from, node] = [await embedded(), temporaryDirectory()];
  const choice = newStore(store.url);
  await migrateToStore({ node, embedded: from, store: choice });
  const file = join(temporaryDirectory(), 'backup');
  backupLedger(node, file, { withKey: true });
  const restored = temporaryDirectory();
  restoreLedger(restored, file);
  await expect(openLedgerWriter(restored)).rejects.toMatchObject({ code: 'ENVIRONMENT' });
  const again = await openNode(choice, { directory: restored });
  expect(again.readOnly).toBeUndefined();
  await post(again, facts.slice(90, 91));
  await closeAll(again);
  expect(() => restoreLedger(from, file)).toThrow(expect.objectContaining({ code: 'DATA_EXISTS' }));
  const other = temporaryDirectory();
  writeFileSync(filesOf(other).ledgerId, 'another-ledger\n');
  expect(() => restoreLedger(other, file)).toThrow(expect.objectContaining({ code: 'DATA_EXISTS' }));
});
