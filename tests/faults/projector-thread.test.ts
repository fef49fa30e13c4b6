import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournalReader } from '../../src/journal/reader.ts';
import { filesOf } from '../../src/main.ts';
import { openProjectorThread } from '../../src/readmodel/projectorThread.ts';
import { emptyDirectory, pledge, replyOf, type Served, sequenceOf, serve } from '../api/support.ts';

/** The thread of the read model ends, in the middle of a step or while nobody asks it for one. */

let threads: Worker[];
const seen = (thread: Worker): void => {
  threads.push(thread);
};
beforeEach(() => {
  threads = [];
  process.on('worker', seen);
});
afterEach(() => {
  process.off('worker', seen);
});

const endThread = async (index: number): Promise<void> => {
  await threads[index]?.terminate();
};

const readiness = async (server: Served) => {
  const { status, json } = await replyOf(await fetch(`${server.opsUrl}/readyz`));
  return { status, stale: json.stale as string | null };
};

test('a step that its thread does not survive says so, and the next one is made by a new thread', async () => {
  const directory = emptyDirectory();
  const files = filesOf(directory);
  const journal = openJournalReader(files.journal);
  const thread = openProjectorThread(files, journal);
  await once(process, 'worker');
  const step = thread.step();
  await endThread(0);
  expect(await step).toBe(0);
  expect([thread.stale, thread.isStopped]).toEqual(['the thread of the read model has ended', false]);
  await thread.step();
  expect([thread.stale, thread.size, threads.length]).toEqual([undefined, journal.size(), 2]);
  await thread.close();
  journal.close();
  rmSync(directory, { recursive: true, force: true });
});

test('facts are recorded and figures follow, though the thread of the read model has ended meanwhile', async () => {
  const server = await serve();
  await endThread(0);
  const posted = await server.post('/v1/events', pledge(1));
  expect(posted.status).toBe(201);
  const { status, json } = await server.get('/v1/indicators/pledge-count-growth?from=2019&to=2019', {
    'ledger-after': sequenceOf(posted),
  });
  expect([status, json.years[0].value]).toEqual([200, { count: '1' }]);
  expect(await readiness(server)).toEqual({ status: 200, stale: null });
  await server.end();
});

test('while no thread can be had the server is not ready, facts are recorded, and then it goes on by itself', async () => {
  const server = await serve();
  const figures = new DatabaseSync(filesOf(server.directory).figures);
  const { user_version: version } = figures.prepare('PRAGMA user_version').get() as { user_version: number };
  figures.exec('PRAGMA user_version=999');
  await endThread(0);
  const posted = await server.post('/v1/events', pledge(1));
  expect(posted.status).toBe(201);
  const after = { 'ledger-after': sequenceOf(posted) };
  const waiting = server.get('/v1/indicators', after);
  await expect
    .poll(() => readiness(server), { timeout: 10_000 })
    .toEqual({
      status: 503,
      stale: expect.stringContaining('a projection of version 999'),
    });
  figures.exec(`PRAGMA user_version=${version}`);
  figures.close();
  expect((await waiting).status).toBe(200);
  expect(await readiness(server)).toEqual({ status: 200, stale: null });
  await server.end();
});
