import { afterEach, expect, test } from 'vitest';
import { canonicalJson } from '../../src/transparency/index.ts';
import { entries } from '../support/entries.ts';
import { facts } from '../support/facts.ts';
import {
  ACTOR,
  closeAll,
  deal,
  deals,
  isSettled,
  newSetup,
  payment,
  type Setup,
  shortOf,
  shorts,
} from './setup.ts';

afterEach(closeAll);

/** Facts ready to be recorded, made from one without intake: for groups that are large. */
const manyPrepared = (setup: Setup, from: number, count: number) => {
  const [model] = setup.taken([deal(0)]);
  if (!model) throw new Error('no fact');
  return Array.from({ length: count }, (_, index) => ({
    ...model,
    fact: { ...model.fact, id: `many-${from + index}`, subject: `${model.fact.subject}-${from + index}` },
  }));
};

test('what arrives together shares one append', async () => {
  const { log, record } = newSetup();
  const answers = await Promise.all(deals(1, 10).map((fact) => record([fact])));
  expect(log.groups).toEqual([10]);
  expect(answers.map(([outcome]) => shortOf(outcome))).toEqual(
    Array.from({ length: 10 }, (_, index) => `recorded ${index + 1}`),
  );
});

test('what arrives one after the other has appends of its own', async () => {
  const { log, one } = newSetup();
  for (const fact of deals(1, 3)) await one(fact);
  expect(log.groups).toEqual([1, 1, 1]);
  expect(log.expectedSizes).toEqual([1, 2, 3]);
});

test('what arrives during an append shares the next one', async () => {
  const { log, record } = newSetup();
  const held = log.hold();
  const first = record([deal(1)]);
  await held.called;
  const later = [record([deal(2)]), record([deal(3), deal(4)]), record([deal(5)])];
  expect(await isSettled(Promise.race(later))).toBe(false);
  held.release();
  expect(shorts(await first)).toEqual(['recorded 1']);
  expect((await Promise.all(later)).map(shorts)).toEqual([
    ['recorded 2'],
    ['recorded 3', 'recorded 4'],
    ['recorded 5'],
  ]);
  expect(log.groups).toEqual([1, 4]);
});

test('nothing is acknowledged before the flush', async () => {
  const { log, journal, record } = newSetup();
  const held = log.hold();
  const answers = [record([deal(1)]), record([deal(2), deal(3)])];
  await held.called;
  expect(await isSettled(Promise.race(answers))).toBe(false);
  expect(journal.size).toBe(1);
  held.release();
  expect((await Promise.all(answers)).map(shorts)).toEqual([['recorded 1'], ['recorded 2', 'recorded 3']]);
  expect(journal.size).toBe(4);
});

test('a repeat of a fact that is being flushed is not acknowledged before the flush either', async () => {
  const { log, one, journal } = newSetup();
  const held = log.hold();
  const first = one(deal(1));
  const together = one(deal(1));
  await held.called;
  const during = one(deal(1));
  expect(await isSettled(Promise.race([first, together, during]))).toBe(false);
  held.release();
  expect((await Promise.all([first, together, during])).map(shortOf)).toEqual([
    'recorded 1',
    'repeated 1',
    'repeated 1',
  ]);
  expect(journal.size).toBe(2);
  expect(log.groups).toEqual([1]);
});

test('a group ends at five thousand facts', async () => {
  const setup = newSetup();
  const { log, recorder, journal } = setup;
  const answers = await Promise.all(
    [0, 1, 2, 3, 4, 5, 6].map((part) =>
      recorder.record({ facts: manyPrepared(setup, part * 1_000, 1_000), actor: ACTOR }),
    ),
  );
  expect(log.groups).toEqual([5_000, 2_000]);
  expect(answers.flat().filter(({ status }) => status === 'recorded')).toHaveLength(7_000);
  expect(journal.size).toBe(7_001);
});

test('a submission is never split into two appends', async () => {
  const setup = newSetup();
  const submissions = [3_000, 3_000, 10].map((count, index) =>
    setup.recorder.record({ facts: manyPrepared(setup, index * 3_000, count), actor: ACTOR }),
  );
  await Promise.all(submissions);
  expect(setup.log.groups).toEqual([6_000, 10]);
});

test('each flush is announced with the new size, after the append and before the acknowledgement', async () => {
  const seen: string[] = [];
  const setup = newSetup({ ports: { onFlushed: (size) => seen.push(`flushed ${size}`) } });
  await setup.record(deals(1, 2)).then((outcomes) => seen.push(...shorts(outcomes)));
  await setup.record(deals(3, 1)).then((outcomes) => seen.push(...shorts(outcomes)));
  expect(seen).toEqual(['flushed 3', 'recorded 1', 'recorded 2', 'flushed 4', 'recorded 3']);
});

test('where nothing is to be recorded nothing is appended', async () => {
  const { log, record, flushedSizes } = newSetup();
  await record([deal(1)]);
  expect(shorts(await record([deal(1), payment(9, 'p'), deal(1)]))).toEqual([
    'repeated 1',
    'NOT_OPENED /type',
    'repeated 1',
  ]);
  expect(await record([])).toEqual([]);
  expect(log.groups).toEqual([1]);
  expect(flushedSizes).toEqual([2]);
});

test('each fact is decided after those before it in its group', async () => {
  const { record, log } = newSetup();
  const [before, open, after, second] = await Promise.all([
    record([payment(1, 'p0')]),
    record([deal(1)]),
    record([payment(1, 'p1')]),
    record([deal(1, {}, { id: 'other' })]),
  ]);
  expect([before, open, after, second].map((outcomes) => shorts(outcomes ?? []))).toEqual([
    ['NOT_OPENED /type'],
    ['recorded 1'],
    ['recorded 2'],
    ['ALREADY_OPENED /type'],
  ]);
  expect(log.groups).toEqual([2]);
});

test('revisions count up along a subject, within a group and from one to the next', async () => {
  const { record, event } = newSetup();
  await record([deal(1), deal(2), payment(1, 'p1'), payment(1, 'p2')]);
  await record([payment(2, 'p3'), payment(1, 'p4')]);
  expect([1, 2, 3, 4, 5, 6].map((sequence) => [event(sequence).id, event(sequence).revision])).toEqual([
    ['deal-1', 0],
    ['deal-2', 0],
    ['p1', 1],
    ['p2', 2],
    ['p3', 1],
    ['p4', 3],
  ]);
});

test('what is answered is what is stored, in canonical form', async () => {
  const { record, journal } = newSetup();
  const outcomes = await record([deal(1, {}, { time: '2024-06-15T11:59:00+08:00' }), deal(2)]);
  expect(outcomes.map((outcome) => outcome.status === 'recorded' && outcome.text)).toEqual([
    journal.reader.at(1)?.text,
    journal.reader.at(2)?.text,
  ]);
  for (const sequence of [1, 2]) {
    const text = journal.reader.at(sequence)?.text ?? '';
    expect(canonicalJson(JSON.parse(text))).toBe(text);
  }
});

test('a new recorder goes on at the end that it finds', async () => {
  const { record, journal, clock } = newSetup();
  await record([deal(1)]);
  const again = newSetup({ journal, clock });
  expect(shorts(await again.record([deal(1), payment(1, 'p1'), deal(2)]))).toEqual([
    'repeated 1',
    'recorded 2',
    'recorded 3',
  ]);
  expect(again.event(2).revision).toBe(1);
});

test('after close everything submitted is answered and nothing more is taken', async () => {
  const { log, record, recorder, one } = newSetup();
  const held = log.hold();
  const answers = [record([deal(1)]), record([deal(2)])];
  await held.called;
  const later = record([deal(3)]);
  const closed = recorder.close();
  await expect(one(deal(4))).rejects.toThrow('the recorder is closed');
  expect(await isSettled(closed)).toBe(false);
  held.release();
  await closed;
  expect((await Promise.all([...answers, later])).map(shorts)).toEqual([
    ['recorded 1'],
    ['recorded 2'],
    ['recorded 3'],
  ]);
});

test('a conflict is decided again at the new end', async () => {
  const { log, journal, record, event } = newSetup();
  const [other] = entries(50, 1, { source: 'urn:other', recordedAt: 1_718_424_000_500_000 });
  log.next(async () => {
    journal.append(other ? [other] : []);
    return { kind: 'conflict', size: 2 };
  });
  const answers = await Promise.all([record([deal(1)]), record([payment(1, 'p1'), deal(2)])]);
  expect(answers.map(shorts)).toEqual([['recorded 2'], ['recorded 3', 'recorded 4']]);
  expect(log.expectedSizes).toEqual([1, 2]);
  expect(log.groups).toEqual([3, 3]);
  expect(event(2).recordedtime).toBe('2024-06-15T04:00:00.500001Z');
});

test('what met a conflict is decided again before what arrived meanwhile', async () => {
  const { log, record } = newSetup();
  const called = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  log.next(async () => {
    called.resolve();
    await release.promise;
    return { kind: 'conflict', size: 1 };
  });
  const first = [record([deal(1)]), record([payment(1, 'p1')])];
  await called.promise;
  const later = record([payment(1, 'p2')]);
  release.resolve();
  expect((await Promise.all([...first, later])).map(shorts)).toEqual([
    ['recorded 1'],
    ['recorded 2'],
    ['recorded 3'],
  ]);
  expect(log.groups).toEqual([2, 3]);
});

test('a fact that another writer recorded meanwhile is answered as a repeat of that', async () => {
  const { log, journal, record, one, clock } = newSetup();
  const twin = newSetup({ clock });
  await twin.record([deal(1)]);
  const text = twin.journal.reader.at(1)?.text ?? '';
  log.next(async () => {
    const { source, id, subject } = deal(1);
    journal.append([{ text, source, id, subject, recordedAt: twin.journal.reader.recordedAt(1) }]);
    return { kind: 'conflict', size: 2 };
  });
  expect(await one(deal(1))).toMatchObject({ status: 'repeated', sequence: 1, text });
  expect(shorts(await record([deal(2)]))).toEqual(['recorded 2']);
});

test('what another writer recorded counts for the rules', async () => {
  const { log, journal, one, clock } = newSetup();
  await one(deal(1));
  const twin = newSetup({ clock });
  const ended = facts.dealTerminated({ effectiveOn: '2021-01-01' }, { id: 'end', subject: deal(1).subject });
  await twin.record([deal(1), ended]);
  log.next(async () => {
    const { source, id, subject } = ended;
    const text = twin.journal.reader.at(2)?.text ?? '';
    journal.append([{ text, source, id, subject, recordedAt: twin.journal.reader.recordedAt(2) }]);
    return { kind: 'conflict', size: 3 };
  });
  const change = facts.dealAmended(
    { effectiveOn: '2022-01-01' },
    { id: 'amended', subject: deal(1).subject },
  );
  expect(shortOf(await one(change))).toBe('ENDED /type');
  expect(log.groups).toEqual([1, 1]);
});
