import { setTimeout as sleep } from 'node:timers/promises';
import { jsonEvent } from '@eventstore/db-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournalWriter } from '../../src/journal/writer.ts';
import { type SharedLog, streamOf } from '../../src/log/eventstoredb/eventStoreLog.ts';
import { entries, entry } from '../support/entries.ts';
import { type Double, startDouble } from '../support/eventstore/double.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';
import { appendSurely, intruder, newLedgerId, openNode, textsOf } from './support.ts';

/** Whoever may write to the store may rewrite it: every node notices, says where, and writes no more. */

let double: Double;
let ledgerId: string;
let log: SharedLog;
beforeEach(async () => {
  double = await startDouble();
  ledgerId = newLedgerId();
  log = openNode(double.url, ledgerId);
  await log.append(0, entries(0, 10));
});
afterEach(async () => {
  await log.close();
  await double.close();
  removeTemporaryDirectories();
});

const expectStopped = async (sequence: number, reason: RegExp): Promise<void> => {
  const alarm = await log.alarmed;
  expect({ sequence: alarm.sequence, reason: alarm.reason }).toEqual({
    sequence,
    // In both languages.
    reason: { zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(reason) },
  });
  expect(log.state.alarm).toBe(alarm);
  expect(await log.append(10, [entry(10)])).toEqual({ kind: 'rewritten', alarm });
};

test('a deleted stream', async () => {
  const { client, stream, credentials } = intruder(double.url, ledgerId);
  await client.deleteStream(stream, { credentials });
  await expectStopped(9, /the stream is gone/);
});

test('a stream that was deleted for good', async () => {
  const { client, stream, credentials } = intruder(double.url, ledgerId);
  await client.tombstoneStream(stream, { credentials });
  await expectStopped(0, /deleted for good/);
});

test('a stream that was cut off at its beginning', async () => {
  const { client, stream, credentials } = intruder(double.url, ledgerId);
  await client.setStreamMetadata(stream, { truncateBefore: 4 }, { credentials });
  await expectStopped(0, /goes on with event 4 here/);
});

test('a stream of which only the last events are kept', async () => {
  const { client, stream, credentials } = intruder(double.url, ledgerId);
  await client.setStreamMetadata(stream, { maxCount: 3 }, { credentials });
  await expectStopped(0, /goes on with event 7 here/);
});

test('an older copy that was restored', async () => {
  const { streams } = double;
  const restore = streams.backup();
  await log.append(10, entries(10, 5));
  restore();
  const alarm = await log.alarmed;
  expect(alarm.sequence).toBe(14);
  expect(alarm.reason.en).toMatch(/ends before it/);
});

test('an event that somebody else wrote', async () => {
  const { client, stream, credentials } = intruder(double.url, ledgerId);
  await client.appendToStream(stream, [jsonEvent({ type: 'deal.paid', data: { amount: 1 } })], {
    credentials,
  });
  await expectStopped(10, /somebody else/);
});

test('an event that was changed in the middle', async () => {
  double.streams.overwrite(streamOf(ledgerId), 6, (event) => ({
    ...event,
    data: Buffer.from(Buffer.from(event.data).toString('utf8').replace('"revision":0', '"revision":1')),
  }));
  await expectStopped(6, /another event here/);
});

test('a fact of the ledger that is written a second time', async () => {
  const { client, stream, credentials } = intruder(double.url, ledgerId);
  const shown = double.streams.read(stream, 2, 1);
  if (shown.kind !== 'events') throw new Error(shown.kind);
  const [{ data, metadata, id, type }] = shown.events as [(typeof shown.events)[0] & object];
  const parse = (bytes: Uint8Array) =>
    JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<string, unknown>;
  await client.appendToStream(
    stream,
    [jsonEvent({ id, type, data: parse(data), metadata: parse(metadata) })],
    {
      credentials,
      expectedRevision: 9n,
    },
  );
  await expectStopped(10, /recorded before the one that it follows|in the log already/);
});

test('what happened while the node was down is noticed when it starts', async () => {
  const path = `${temporaryDirectory()}/journal.sqlite`;
  const before = openNode(double.url, ledgerId, { journal: openJournalWriter(path) });
  await before.size();
  await before.close();
  const { client, stream, credentials } = intruder(double.url, ledgerId);
  await client.tombstoneStream(stream, { credentials });
  const after = openNode(double.url, ledgerId, { journal: openJournalWriter(path) });
  expect((await after.alarmed).reason.en).toMatch(/deleted for good/);
  await after.close();
});

const LAG_MS = 1_000;

test('a server that lags behind for a moment is no alarm', async () => {
  const restore = double.streams.backup();
  await log.append(10, entries(10, 1));
  const whole = double.streams.backup();
  restore();
  const trying = log.append(11, entries(11, 1));
  // Long enough to be seen many times over, and much shorter than what is believed.
  await sleep(LAG_MS);
  whole();
  await trying;
  const size = await appendSurely(log, (end) => entries(end, 1));
  expect(await textsOf(log)).toHaveLength(size);
  expect(log.state.alarm).toBeUndefined();
});
