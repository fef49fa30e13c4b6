import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test } from 'vitest';
import { tryLock } from '../../src/journal/lock.ts';
import { initLedger, openLedgerWriter } from '../../src/main.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';

const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) await kill(child, 'SIGKILL');
  removeTemporaryDirectories();
});

const kill = async (child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
};

/** Another process that tries to take the lock: what it says, once it has tried. */
const otherProcess = async (
  path: string,
  ...holdMs: readonly string[]
): Promise<{ child: ChildProcess; says: string }> => {
  const script = join(import.meta.dirname, 'holdLock.ts');
  const child = spawn(process.execPath, [script, path, ...holdMs], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const [says] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, says };
};

const lockPath = (): string => join(temporaryDirectory(), 'lock.sqlite');

test('of two processes on one directory the second is refused', async () => {
  const path = lockPath();
  expect((await otherProcess(path)).says).toBe('held');
  expect((await otherProcess(path)).says).toBe('refused');
  expect(tryLock(path)).toBeUndefined();
});

test('a process is refused while this one holds the lock, and gets it afterwards', async () => {
  const path = lockPath();
  const lock = tryLock(path);
  expect((await otherProcess(path)).says).toBe('refused');
  lock?.release();
  expect((await otherProcess(path)).says).toBe('held');
});

test('a lock that is held for a moment is waited for', async () => {
  const path = lockPath();
  expect((await otherProcess(path, '200')).says).toBe('held');
  const lock = tryLock(path, 60_000);
  expect(lock).toBeDefined();
  lock?.release();
});

test('the lock is free after its holder was killed', async () => {
  const path = lockPath();
  const { child, says } = await otherProcess(path);
  expect(says).toBe('held');
  await kill(child, 'SIGKILL');
  const lock = tryLock(path);
  expect(lock).toBeDefined();
  lock?.release();
});

test('the lock is free after its holder has ended in order', async () => {
  const path = lockPath();
  const { child } = await otherProcess(path);
  await kill(child, 'SIGTERM');
  expect((await otherProcess(path)).says).toBe('held');
});

test('within one process the lock is taken once', () => {
  const path = lockPath();
  const lock = tryLock(path);
  expect(tryLock(path)).toBeUndefined();
  lock?.release();
  const again = tryLock(path);
  expect(again).toBeDefined();
  again?.release();
});

test('a lock that nothing refers to any longer is still held', () => {
  const path = lockPath();
  expect(tryLock(path)).toBeDefined();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let round = 0; round < 3; round += 1) collect();
  expect(tryLock(path)).toBeUndefined();
});

test('the locks of two directories do not touch each other', () => {
  const one = tryLock(lockPath());
  const two = tryLock(lockPath());
  expect([one, two]).not.toContain(undefined);
  one?.release();
  two?.release();
});

test('a ledger that another process writes is DATA_LOCKED', async () => {
  const directory = temporaryDirectory();
  initLedger(directory, { origin: 'example.org/ledger', demonstration: false, plan: false });
  const { child } = await otherProcess(join(directory, 'lock.sqlite'));
  await expect(openLedgerWriter(directory)).rejects.toMatchObject({ code: 'DATA_LOCKED' });
  await kill(child, 'SIGKILL');
  const ledger = await openLedgerWriter(directory);
  // Its opening and the first operator key.
  expect(ledger.journal.size()).toBe(2);
  await ledger.closeWriter();
});

test('a path that cannot be opened is an error, not a lock that another holds', () => {
  expect(() => tryLock(join(temporaryDirectory(), 'missing', 'lock.sqlite'))).toThrow(
    'unable to open database file',
  );
});
