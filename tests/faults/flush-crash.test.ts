import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { RecordedEvent } from '../../src/domain/envelope.ts';
import { openJournalWriter } from '../../src/journal/writer.ts';
import { filesOf, initLedger, openLedgerWriter } from '../../src/main.ts';
import { createAppender, encodeBase64, leafHash } from '../../src/transparency/index.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';

/** A process is killed at each step of writing a group; a disk has kept any part of what it was to keep. */

afterAll(removeTemporaryDirectories);

/** How the ledger was opened, the key of its operator, and the first group. */
const BEFORE = 2 + 3;
const GROUP = 260;

const newLedger = (): string => {
  const directory = temporaryDirectory();
  initLedger(directory, {
    origin: 'example.org/ledger',
    openedOn: '2018-01-01',
    demonstration: false,
    plan: false,
  });
  return directory;
};

/** What the process acknowledged before it ended. */
const run = async (directory: string, step: string): Promise<readonly string[]> => {
  const script = join(import.meta.dirname, 'flushRun.ts');
  const child = spawn(process.execPath, [script, directory, step], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect([code, signal]).toEqual(step === 'none' ? [0, null] : [null, 'SIGKILL']);
  return text.split('\n').slice(0, -1);
};

const numbered = (word: string, from: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${word} ${from + index}`);

/** The size of a journal whose events, indexes and tree agree. */
const sizeOf = (path: string): number => {
  const journal = openJournalWriter(path);
  const { reader, size } = journal;
  const tree = createAppender();
  for (const { sequence, text } of reader.read(0, size)) {
    const { source, id, subject } = JSON.parse(text) as RecordedEvent;
    expect(reader.find(source, id)).toBe(sequence);
    expect(reader.ofSubject(subject).map((event) => event.sequence)).toContain(sequence);
    tree.append(leafHash(Buffer.from(text, 'utf8')));
  }
  expect(reader.rootHash(size)).toBe(encodeBase64(tree.root()));
  const indexed = journal.database.prepare('SELECT count(*) AS n FROM identity').get() as { n: number };
  expect(indexed.n).toBe(size);
  journal.close();
  return size;
};

describe.each([
  { step: 'begin', stored: BEFORE },
  { step: 'event', stored: BEFORE },
  { step: 'index', stored: BEFORE },
  { step: 'tree', stored: BEFORE },
  { step: 'commit', stored: BEFORE },
  { step: 'committed', stored: BEFORE + GROUP },
])('a process killed at the step "$step" of a flush', ({ step, stored }) => {
  test(`leaves ${stored} events, and a repeat records nothing twice`, async () => {
    const directory = newLedger();
    expect(await run(directory, step)).toEqual(numbered('recorded', 2, 3));
    expect(sizeOf(filesOf(directory).journal)).toBe(stored);
    // The ledger opens, and signs what stands.
    await (await openLedgerWriter(directory)).closeWriter();
    const again = stored === BEFORE ? 'recorded' : 'repeated';
    expect(await run(directory, 'none')).toEqual([
      ...numbered('repeated', 2, 3),
      ...numbered(again, BEFORE, GROUP),
    ]);
    expect(sizeOf(filesOf(directory).journal)).toBe(BEFORE + GROUP);
    await (await openLedgerWriter(directory)).closeWriter();
  });
});

describe('a disk that kept a part of what was written', () => {
  /** The journal and its write-ahead log as a process left them that was killed after its commit. */
  const left = async () => {
    const directory = newLedger();
    await run(directory, 'committed');
    const { journal } = filesOf(directory);
    const wal = readFileSync(`${journal}-wal`);
    return { journal, wal };
  };

  const copyWith = (journal: string, wal: Buffer): string => {
    const copy = join(temporaryDirectory(), 'journal.sqlite');
    copyFileSync(journal, copy);
    writeFileSync(`${copy}-wal`, wal);
    rmSync(`${copy}-shm`, { force: true });
    return copy;
  };

  test('has the group whole or not at all, wherever its log is cut', async () => {
    const { journal, wal } = await left();
    const sizes = new Set<number>();
    const CUTS = 40;
    for (let cut = 0; cut <= CUTS; cut += 1) {
      const copy = copyWith(journal, wal);
      truncateSync(`${copy}-wal`, Math.floor((wal.length * cut) / CUTS));
      sizes.add(sizeOf(copy));
    }
    // Opened alone, with its first group, with both.
    expect([...sizes].toSorted((a, b) => a - b)).toEqual([2, BEFORE, BEFORE + GROUP]);
  });

  test('has it not at all where a page of it is not what was written', async () => {
    const { journal, wal } = await left();
    const damaged = Buffer.from(wal);
    const at = wal.length - 5_000;
    damaged.writeUInt8(damaged.readUInt8(at) ^ 1, at);
    expect(sizeOf(copyWith(journal, damaged))).toBe(BEFORE);
    expect(sizeOf(copyWith(journal, wal))).toBe(BEFORE + GROUP);
  });
});
