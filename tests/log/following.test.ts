import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SharedLog } from '../../src/log/eventstoredb/eventStoreLog.ts';
import { entries } from '../support/entries.ts';
import { type Double, startDouble } from '../support/eventstore/double.ts';
import { newLedgerId, openNode, textsOf, until } from './support.ts';

/** A node that follows goes on by itself, whatever happens to its connection or to the servers. */

let double: Double;
let ledgerId: string;
let writer: SharedLog;
let follower: SharedLog;
const open = async (servers: number): Promise<void> => {
  double = await startDouble(servers);
  ledgerId = newLedgerId();
  writer = openNode(double.url, ledgerId);
  follower = openNode(double.url, ledgerId);
};
afterEach(async () => {
  await writer.close();
  await follower.close();
  await double.close();
});

const write = async (from: number, count: number): Promise<void> => {
  expect(await writer.append(from, entries(from, count))).toEqual({ kind: 'appended', size: from + count });
};
const isAt = (log: SharedLog, size: number) => () => log.state.logSize === size && log.state.isConnected;

describe('on one server', () => {
  beforeEach(() => open(1));

  test('what others write comes by itself', async () => {
    await write(0, 3);
    await until(isAt(follower, 3));
    await write(3, 100);
    await until(isAt(follower, 103));
    expect(await textsOf(follower)).toEqual(await textsOf(writer));
  });

  test('a connection that is cut again and again is taken up again', async () => {
    for (let size = 0; size < 60; size += 3) {
      await write(size, 3);
      if (size % 6 === 0) double.nodes[0]?.front.cut();
    }
    await until(isAt(follower, 60));
    expect(await textsOf(follower)).toEqual(await textsOf(writer));
  });

  test('a server that is frozen for long is waited for, and readiness says so', async () => {
    await write(0, 2);
    await until(isAt(follower, 2));
    double.nodes[0]?.front.freeze();
    await until(() => !follower.state.isConnected);
    expect(follower.state.problem).toEqual(expect.any(String));
    expect(follower.state.alarm).toBeUndefined();
    double.nodes[0]?.front.thaw();
    await write(2, 2);
    await until(isAt(follower, 4));
  });

  test('a server that is stopped in order and started again is found again', async () => {
    await write(0, 2);
    await double.stop(0);
    await until(() => !follower.state.isConnected);
    await double.start(0);
    await write(2, 40);
    await until(isAt(follower, 42));
    expect(await textsOf(follower)).toEqual(await textsOf(writer));
  });

  test('events that are delivered twice are taken once', async () => {
    double.faults.read('repeated', 'repeated', 'repeated', 'repeated');
    await write(0, 30);
    await until(isAt(follower, 30));
    expect(await textsOf(follower)).toEqual(await textsOf(writer));
    expect(follower.state.alarm).toBeUndefined();
  });
});

describe('on three servers', () => {
  beforeEach(() => open(3));

  test('writing goes on when the leader is killed', async () => {
    await write(0, 2);
    await double.kill(0);
    await write(2, 2);
    await until(isAt(follower, 4));
    expect(await textsOf(follower)).toEqual(await textsOf(writer));
  });

  test('writing goes on when another server is elected: the old one names it', async () => {
    await write(0, 2);
    double.elect(2);
    await write(2, 2);
    double.elect(1);
    await write(4, 2);
    await until(isAt(follower, 6));
  });

  test('writing goes on when the leader is frozen and another one leads', async () => {
    await write(0, 2);
    double.nodes[0]?.front.freeze();
    double.elect(1);
    await write(2, 2);
    await until(isAt(follower, 4));
  });
});
