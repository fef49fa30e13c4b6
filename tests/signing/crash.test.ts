import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openJournalWriter } from '../../src/journal/writer.ts';
import {
  openCheckpoint,
  openTree,
  parseVerifierKey,
  verifyConsistency,
} from '../../src/transparency/index.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';
import { type Bench, openedSigner, prepared, signerOf } from './setup.ts';

/** Processes that are killed between any two durable steps: recording, keeping a checkpoint, publishing it. */

afterEach(removeTemporaryDirectories);

/** What the process published before it ended. */
const run = async (directory: string, ...args: readonly string[]): Promise<string> => {
  const script = join(import.meta.dirname, 'signRun.ts');
  const child = spawn(process.execPath, [script, directory, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let published = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    published += text;
  });
  await once(child, 'close');
  return published;
};

/** A directory with 254 events, all signed: three more complete a tile. */
const started = (): Bench & { readonly directory: string; readonly first: string } => {
  const directory = temporaryDirectory();
  const bench = prepared(directory, 254);
  openedSigner(bench.files, bench.journal.reader).sign(254);
  bench.journal.close();
  return { ...bench, directory, first: readFileSync(bench.files.checkpoint, 'utf8') };
};

/** Opens the signer as after a restart, signs what is there, and shows that it continues each published checkpoint. */
const expectContinues = ({ files, path }: Bench, published: readonly string[]): void => {
  const journal = openJournalWriter(path);
  const signer = openedSigner(files, journal.reader);
  const signed = signer.sign(journal.size);
  if (!signed.ok) throw new Error(signed.code);
  const logs = [parseVerifierKey(signer.vkey)];
  const { size, root } = signed.signed.checkpoint;
  for (const note of published.filter((text) => text !== '')) {
    const opened = openCheckpoint(note, { logs });
    if (!opened.ok) throw new Error(opened.message);
    const proof = openTree(journal.reader.hashes, size).consistencyProof(opened.checkpoint.size);
    expect(
      verifyConsistency({
        oldSize: opened.checkpoint.size,
        newSize: size,
        oldRoot: opened.checkpoint.root,
        newRoot: root,
        proof,
      }),
    ).toEqual({ ok: true });
  }
  journal.close();
};

const STEPS = ['append', 'write', 'sync', 'rename', 'syncDirectory'] as const;

test.each(STEPS.flatMap((step) => (['before', 'after'] as const).map((moment) => [moment, step] as const)))(
  'killed %s %s, the log goes on from all that was published',
  async (moment, step) => {
    const bench = started();
    expect(await run(bench.directory, step, moment)).toBe('');
    expectContinues(bench, [bench.first]);
    // And the next process signs as if nothing had been.
    const published = await run(bench.directory);
    expect(published).not.toBe('');
    expectContinues(bench, [bench.first, published]);
  },
);

test('killed after publishing, what was published stands', async () => {
  const bench = started();
  const published = await run(bench.directory, 'publish', 'after');
  expect(published.split('\n')[1]).toBe('257');
  expectContinues(bench, [bench.first, published]);
});

test('a rename that was lost leaves the checkpoint before it, and the log goes on', async () => {
  const bench = started();
  const published = await run(bench.directory);
  writeFileSync(bench.files.checkpoint, bench.first);
  expectContinues(bench, [bench.first, published]);
});

test('a journal that lost what was signed stops, and nothing is signed', async () => {
  const bench = started();
  const journal = readFileSync(bench.path);
  const published = await run(bench.directory);
  // The disk had acknowledged writes that it did not keep.
  for (const suffix of ['-wal', '-shm']) writeFileSync(bench.path + suffix, '');
  writeFileSync(bench.path, journal);
  const shorter = openJournalWriter(bench.path);
  expect(shorter.size).toBe(254);
  expect(signerOf(bench.files, shorter.reader)).toMatchObject({ ok: false, code: 'HISTORY_REWRITTEN' });
  expect(readFileSync(bench.files.checkpoint, 'utf8')).toBe(published);
  shorter.close();
});
