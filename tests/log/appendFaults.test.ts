import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SharedLog } from '../../src/log/eventstoredb/eventStoreLog.ts';
import { entries, entry } from '../support/entries.ts';
import { type Double, startDouble } from '../support/eventstore/double.ts';
import { APPEND_FAULTS, READ_FAULTS } from '../support/eventstore/faults.ts';
import { newLedgerId, openNode, textsOf, until } from './support.ts';

/** Whatever happens to a call: what is acknowledged stands once, in order, and an outcome that is unknown is settled. */

let double: Double;
let ledgerId: string;
let log: SharedLog;
beforeEach(async () => {
  double = await startDouble();
  ledgerId = newLedgerId();
  log = openNode(double.url, ledgerId);
});
afterEach(async () => {
  await log.close();
  await double.close();
});

const textsIn = (items: readonly { readonly text: string }[]): string[] => items.map(({ text }) => text);

describe.each(APPEND_FAULTS)('an append that meets "%s"', (fault) => {
  test('is appended once, and the next one follows it', async () => {
    const first = entries(0, 3);
    const second = entries(3, 2);
    expect(await log.append(0, first)).toEqual({ kind: 'appended', size: 3 });
    double.faults.append(fault);
    expect(await log.append(3, second)).toEqual({ kind: 'appended', size: 5 });
    expect(await log.append(5, [entry(5)])).toEqual({ kind: 'appended', size: 6 });
    // What was to be written late comes after all: its place is taken, by itself.
    double.faults.releaseLate();
    const all = textsIn([...first, ...second, entry(5)]);
    expect(await textsOf(log)).toEqual(all);
    const other = openNode(double.url, ledgerId);
    expect(await textsOf(other)).toEqual(all);
    await other.close();
  });

  test('twice in a row is appended once', async () => {
    double.faults.append(fault, fault);
    const group = entries(0, 2);
    expect(await log.append(0, group)).toEqual({ kind: 'appended', size: 2 });
    double.faults.releaseLate();
    expect(await textsOf(log)).toEqual(textsIn(group));
  });
});

describe.each(READ_FAULTS)('reading that meets "%s"', (fault) => {
  test('gives everything once and in order', async () => {
    const group = entries(0, 40);
    await log.append(0, group);
    const other = openNode(double.url, ledgerId);
    double.faults.read(fault, fault);
    expect(await textsOf(other)).toEqual(textsIn(group));
    await other.close();
  });

  test('after an append leaves no doubt', async () => {
    double.faults.read(fault);
    expect(await log.append(0, entries(0, 2))).toEqual({ kind: 'appended', size: 2 });
    expect(await textsOf(log)).toEqual(textsIn(entries(0, 2)));
  });
});

describe('an outcome that is unknown', () => {
  const unknownAppend = async () => {
    // No server for longer than an append is looked for.
    double.nodes[0]?.front.freeze();
    const short = openNode(double.url, ledgerId, {
      timings: { appendDeadlineMs: 100, settleMs: 300, readIdleMs: 100, retryMs: 20 },
    });
    const result = await short.append(0, entries(0, 2));
    return { short, result };
  };

  test('is said to be unknown', async () => {
    const { short, result } = await unknownAppend();
    expect(result.kind).toBe('unknown');
    double.nodes[0]?.front.thaw();
    await short.close();
  });

  test('is settled by the next append: one of the two has the place', async () => {
    double.faults.append('late', 'late', 'late', 'late', 'late', 'late', 'late', 'late', 'late', 'late');
    const short = openNode(double.url, ledgerId, {
      timings: { appendDeadlineMs: 100, settleMs: 250, readIdleMs: 1_000, retryMs: 20 },
    });
    const first = entries(0, 2);
    expect((await short.append(0, first)).kind).toBe('unknown');
    double.faults.clear();
    await short.close();
    // The same facts decided anew have the same ids and other bytes.
    const again = entries(0, 2, { data: { decided: 'again' } });
    expect(await log.append(0, again)).toEqual({ kind: 'appended', size: 2 });
    expect(await textsOf(log)).toEqual(textsIn(again));
  });

  test('that comes true late is found, though the server takes the same ids for a repeat', async () => {
    double.faults.append('late');
    const first = entries(0, 2);
    const writing = log.append(0, first);
    await until(() => double.faults.waiting > 0);
    const other = openNode(double.url, ledgerId);
    double.faults.releaseLate();
    const again = entries(0, 2, { data: { decided: 'again' } });
    expect(await other.append(0, again)).toEqual({ kind: 'conflict', size: 2 });
    expect(await textsOf(other)).toEqual(textsIn(first));
    expect(await writing).toEqual({ kind: 'appended', size: 2 });
    await other.close();
  });
});

test('two nodes that decide the same fact at the same place: one of them has it, the other one follows', async () => {
  const other = openNode(double.url, ledgerId);
  await log.append(0, entries(0, 1));
  await until(async () => (await other.size()) === 1);
  const rivals = [log, other] as const;
  const results = await Promise.all(
    rivals.map((node, index) => node.append(1, [entry(1, { data: { node: index } })])),
  );
  expect(results.map(({ kind }) => kind).sort()).toEqual(['appended', 'conflict']);
  expect(await textsOf(other)).toEqual(await textsOf(log));
  await other.close();
});

test('an append is at most 1,048,576 bytes', () => {
  expect(log.appendBytesMax).toBe(1_048_576);
});

test('an event that the client would change is never sent', async () => {
  const one = entry(0);
  const changed = { ...one, text: one.text.replace('"data":{}', '"data":{"b":1,"2":1}') };
  await expect(log.append(0, [changed])).rejects.toThrow('would be changed');
  expect(await log.size()).toBe(0);
});
