import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { killAll, type ServingProcess, serveDirectory } from '../faults/serving.ts';
import { emptyDirectory, faulty, NDJSON, ndjson, pledge, replyOf } from './support.ts';

/** Uploads by clients that never read their answer, on sockets of their own, to a server whose memory is its own. */

afterEach(killAll);

const HEAD = `POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${NDJSON}\r\nTransfer-Encoding: chunked\r\n\r\n`;
const MEMORY_BYTES_MAX = 450_000_000;

const sampleOf = async ({ opsUrl }: ServingProcess, name: string): Promise<number> => {
  const text = await (await fetch(`${opsUrl}/metrics`)).text();
  return Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1]);
};

/** Whether a contract of a number is recorded. */
const isRecorded = async ({ url }: ServingProcess, number: number): Promise<boolean> => {
  const subject = encodeURIComponent(pledge(number).subject);
  const reply = await replyOf(await fetch(`${url}/v1/events?subject=${subject}`));
  return reply.json.events.length === 1;
};

test('a client that never reads is taken to the end of what it sends, in bounded memory', async () => {
  const server = await serveDirectory(emptyDirectory());
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.on('error', () => {});
  // Nobody listens to its data, and so it is never read.
  socket.pause();
  socket.write(HEAD);
  const send = async (text: string): Promise<void> => {
    const bytes = Buffer.byteLength(text).toString(16);
    if (!socket.write(`${bytes}\r\n${text}\r\n`)) await once(socket, 'drain');
  };
  const refused = ndjson([faulty(1)]).repeat(1_000);
  for (let round = 0; round < 60; round += 1) await send(refused + ndjson([pledge(1_000 + round)]));
  socket.write('0\r\n\r\n');
  while (!(await isRecorded(server, 1_059))) await sleep(50);
  for (const number of [1_000, 1_030, 1_058]) expect(await isRecorded(server, number)).toBe(true);
  expect(await sampleOf(server, 'process_resident_memory_bytes')).toBeLessThan(MEMORY_BYTES_MAX);
  // It holds nobody else up, and its stream is over though it has read nothing of it.
  expect((await fetch(`${server.url}/v1/periods`)).status).toBe(200);
  while ((await sampleOf(server, 'ledger_streams')) > 0) await sleep(50);
  socket.destroy();
  await server.stop();
});

test('one that never reads and goes away in the middle of a line leaves a prefix of its lines', async () => {
  const server = await serveDirectory(emptyDirectory());
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.on('error', () => {});
  socket.pause();
  const text = ndjson(Array.from({ length: 500 }, (_, at) => pledge(2_000 + at)));
  const half = JSON.stringify(pledge(2_500)).slice(0, -2);
  const bytes = Buffer.byteLength(text + half).toString(16);
  socket.write(`${HEAD}${bytes}\r\n${text}${half}\r\n`);
  while (!(await isRecorded(server, 2_000))) await sleep(20);
  socket.destroy();
  while ((await sampleOf(server, 'ledger_streams')) > 0) await sleep(20);
  const reply = await replyOf(await fetch(`${server.url}/v1/events?type=pledge.registered&limit=1000`));
  const ids = reply.json.events.map(({ id }: { id: string }) => id);
  expect(ids.length).toBeGreaterThan(0);
  expect(ids).toEqual(Array.from({ length: ids.length }, (_, at) => `p${2_000 + at}`));
  expect(ids).not.toContain('p2500');
  await server.stop();
});
