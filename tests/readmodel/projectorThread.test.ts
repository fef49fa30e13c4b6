import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterEach, expect, test, vi } from 'vitest';
import { openJournalReader } from '../../src/journal/reader.ts';
import { filesOf } from '../../src/main.ts';
import { openProjectorThread } from '../../src/readmodel/projectorThread.ts';
import { demonstrationLedger, removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';

/** No thread can be had while the machine is short of them. */
const machine = vi.hoisted(() => ({ isShort: false }));

vi.mock('node:worker_threads', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:worker_threads')>();
  class ScarceWorker extends original.Worker {
    constructor(...args: ConstructorParameters<typeof original.Worker>) {
      if (machine.isShort) throw new Error('EAGAIN');
      super(...args);
    }
  }
  return { ...original, Worker: ScarceWorker };
});

afterEach(removeTemporaryDirectories);

test('a step for which no thread can be had says so, and the next one is made by a new thread', async () => {
  const directory = temporaryDirectory();
  await (await demonstrationLedger(directory)).closeWriter();
  const journal = openJournalReader(filesOf(directory).journal);
  const thread = openProjectorThread(filesOf(directory), journal);
  const [worker] = (await once(process, 'worker')) as [Worker];
  await worker.terminate();
  machine.isShort = true;
  expect(await thread.step()).toBe(0);
  expect([thread.stale, thread.isStopped]).toEqual([expect.stringContaining('EAGAIN'), false]);
  machine.isShort = false;
  await thread.step();
  expect([thread.stale, thread.size]).toEqual([undefined, journal.size()]);
  await thread.close();
  journal.close();
});
