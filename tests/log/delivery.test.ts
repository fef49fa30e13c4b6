import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SharedLog } from '../../src/log/eventstoredb/eventStoreLog.ts';
import { entries, entry } from '../support/entries.ts';
import { type Double, startDouble } from '../support/eventstore/double.ts';
import { newLedgerId, openNode, TIMINGS, textsOf, until } from './support.ts';

/** A node that follows by a subscription sees there what it has appended itself. */

/** Nothing is looked at meanwhile, and what is delivered is waited for. */
const PATIENT = { ...TIMINGS, watchMs: 60_000, deliveryMs: 10_000 };

let double: Double;
let ledgerId: string;
let log: SharedLog;
let other: SharedLog;
beforeEach(async () => {
  double = await startDouble();
  ledgerId = newLedgerId();
  log = openNode(double.url, ledgerId, { timings: PATIENT });
  other = openNode(double.url, ledgerId, { timings: PATIENT });
  // Once it has read to the end, only the subscription brings more.
  await until(() => log.state.isConnected && other.state.isConnected);
  await other.append(0, [entry(0)]);
  await until(() => log.state.logSize === 1);
});
afterEach(async () => {
  await log.close();
  await other.close();
  await double.close();
});

test('an append of a few events is acknowledged without a read of the place', async () => {
  double.faults.read('noAnswer');
  for (let size = 1; size < 20; size += 1)
    expect(await log.append(size, [entry(size)])).toEqual({ kind: 'appended', size: size + 1 });
  expect(double.faults.nextRead()).toBe('noAnswer');
});

test('where the subscription is lost, the place is read', async () => {
  double.faults.append('lostAfter');
  expect(await log.append(1, [entry(1)])).toEqual({ kind: 'appended', size: 2 });
  expect(await log.append(2, [entry(2)])).toEqual({ kind: 'appended', size: 3 });
});

test('the same ids at the place by somebody else are seen to be theirs', async () => {
  const theirs = entry(1, { data: { decided: 'there' } });
  const [here, there] = await Promise.all([
    log.append(1, [entry(1, { data: { decided: 'here' } })]),
    other.append(1, [theirs]),
  ]);
  expect([here.kind, there.kind].sort()).toEqual(['appended', 'conflict']);
  expect(await textsOf(log)).toEqual(await textsOf(other));
});

test('many events are appended while others follow, and each node holds them once', async () => {
  const many = entries(1, 300);
  expect(await log.append(1, many)).toEqual({ kind: 'appended', size: 301 });
  await until(() => other.state.logSize === 301);
  expect(await other.append(301, [entry(301)])).toEqual({ kind: 'appended', size: 302 });
  expect(await textsOf(log)).toEqual([entry(0), ...many, entry(301)].map(({ text }) => text));
});
