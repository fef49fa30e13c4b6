import { type IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ClientGone, chunksOf, drained, readBody, textOf } from '../../src/api/body.ts';
import { createGroups } from '../../src/api/groups.ts';
import { BODY_MS_MAX, IDLE_MS_MAX, STREAM_GROUP_FACTS } from '../../src/api/limits.ts';
import { wrongUse } from '../../src/problem.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const open = new AbortController().signal;

/** A request whose body is what is written to it. */
const requestOf = (headers: Record<string, string> = {}): PassThrough & IncomingMessage =>
  Object.assign(new PassThrough(), { headers }) as unknown as PassThrough & IncomingMessage;

test('a client that sends nothing for too long is told so', async () => {
  const request = requestOf();
  const chunks = chunksOf(request, open);
  request.write('a');
  expect(String((await chunks.next()).value)).toBe('a');
  const next = expect(chunks.next()).rejects.toMatchObject({ code: 'USAGE' });
  await vi.advanceTimersByTimeAsync(IDLE_MS_MAX);
  await next;
  expect(request.destroyed).toBe(false);
});

test('a body that comes drop by drop has an end', async () => {
  const request = requestOf();
  const options = { bytesMax: 1_000_000, tooLarge: () => wrongUse('过大', 'large'), signal: open };
  const read = expect(readBody(request, options)).rejects.toMatchObject({ code: 'USAGE' });
  for (let ms = 0; ms <= BODY_MS_MAX; ms += 1_000) {
    request.write('a');
    await vi.advanceTimersByTimeAsync(1_000);
  }
  await read;
});

test('a body is read up to its limit, and refused by its length before it is read', async () => {
  const options = {
    bytesMax: 3,
    tooLarge: (bytes: number) => wrongUse(`${bytes}`, `${bytes}`),
    signal: open,
  };
  const fits = requestOf();
  fits.end('abc');
  expect(String(await readBody(fits, options))).toBe('abc');
  const large = requestOf();
  large.end('abcd');
  await expect(readBody(large, options)).rejects.toThrow('4');
  await expect(readBody(requestOf({ 'content-length': '9' }), options)).rejects.toThrow('9');
});

test('reading ends with the reason of a signal', async () => {
  const controller = new AbortController();
  const next = expect(chunksOf(requestOf(), controller.signal).next()).rejects.toThrow('enough');
  controller.abort(new Error('enough'));
  await next;
});

test('only UTF-8 is text, and a byte order mark is part of it', () => {
  expect(textOf(Buffer.from('专利'))).toBe('专利');
  expect(textOf(Buffer.from('\ufeff{}'))).toBe('\ufeff{}');
  expect(textOf(Buffer.from([0xff]))).toBeUndefined();
  expect(textOf(Buffer.from([0xed, 0xa0, 0x80]))).toBeUndefined();
});

test('nobody is waited for who does not read, or is gone', async () => {
  const response = new ServerResponse({ method: 'GET', httpVersionMajor: 1, httpVersionMinor: 1 } as never);
  expect(await drained(response, 10)).toBe(true);
  response.write('x'.repeat(10_000_000));
  const waiting = drained(response, 1_000);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await waiting).toBe(false);
  const gone = expect(drained(response, 1_000)).rejects.toBeInstanceOf(ClientGone);
  response.emit('close');
  await gone;
});

/** Groups whose recordings are let go one by one. */
const heldGroups = () => {
  const recorded: (readonly number[])[] = [];
  const held: PromiseWithResolvers<void>[] = [];
  const groups = createGroups<number>((items) => {
    recorded.push(items);
    const hold = Promise.withResolvers<void>();
    held.push(hold);
    return hold.promise;
  });
  return { groups, recorded, held };
};

test('what comes while a group is recorded is the next group', async () => {
  const { groups, recorded, held } = heldGroups();
  await groups.add([1], 1);
  await groups.add([2], 1);
  await groups.add([3, 4], 1);
  expect(recorded).toEqual([[1]]);
  const ended = groups.end();
  held[0]?.resolve();
  await vi.advanceTimersByTimeAsync(0);
  expect(recorded).toEqual([[1], [2, 3, 4]]);
  held[1]?.resolve();
  await ended;
});

test('a group that is full holds back what comes', async () => {
  const { groups, held } = heldGroups();
  await groups.add([1], 1);
  let isTaken = false;
  const full = groups
    .add(
      Array.from({ length: STREAM_GROUP_FACTS }, () => 2),
      1,
    )
    .then(() => {
      isTaken = true;
    });
  await vi.advanceTimersByTimeAsync(0);
  expect(isTaken).toBe(false);
  held[0]?.resolve();
  await full;
  held[1]?.resolve();
  await groups.end();
});

test('after a group that failed none is recorded', async () => {
  const { groups, recorded, held } = heldGroups();
  await groups.add([1], 1);
  await groups.add([2], 1);
  held[0]?.reject(new Error('full'));
  await expect(groups.end()).rejects.toThrow('full');
  expect(groups.failed.aborted).toBe(true);
  await expect(groups.add([3], 1)).rejects.toThrow('full');
  expect(recorded).toEqual([[1]]);
});
