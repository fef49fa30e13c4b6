import { afterEach, describe, expect, test } from 'vitest';
import { SCHEMAS, schemaName } from '../../src/domain/catalogue.ts';
import type { PostedFact } from '../../src/domain/envelope.ts';
import type { PreparedFact } from '../../src/exchange/intake.ts';
import type { Stated } from '../../src/recorder/recorder.ts';
import { facts, type Posted, SOURCE, SUBJECT } from '../support/facts.ts';
import { statementsOf } from '../support/statements.ts';
import { ACTOR, closeAll, deal, newSetup, shortOf } from './setup.ts';

/** Facts that speak of a size of the log wait for the read model; all others do not. */

afterEach(closeAll);

const { effectiveOn: _, ...STATED } = facts.bulletinPublished().data;
const request = (id: string, treeSize = '1'): Posted =>
  facts.changeRequested(
    {
      type: 'bulletin.published',
      data: { ...facts.bulletinPublished().data, treeSize },
      reason: '年度公报',
    },
    { subject: SUBJECT.bulletin, id },
  );
const approval = (of: string): Posted =>
  facts.changeApproved(
    { request: { source: SOURCE, id: of } },
    { subject: SUBJECT.bulletin, id: `approve-${of}` },
  );

/** A setup whose read model is reached when the test says so. */
const watched = (reach: (stated: Stated) => Promise<void> = async () => {}) => {
  const asked: Stated[] = [];
  const setup = newSetup({
    demonstration: true,
    ports: {
      statements: {
        ...statementsOf({
          bulletin: (_year, treeSize) => ({ ...STATED, treeSize: String(treeSize) }),
        }),
        reach: (stated) => {
          asked.push(stated);
          return reach(stated);
        },
      },
    },
  });
  return { setup, asked };
};

describe('the read model is asked for', () => {
  test('what a request, its approval and a confirmation speak of, and by nothing else', async () => {
    const { setup, asked } = watched();
    await setup.record([deal(1), deal(2)]);
    await setup.one(facts.changeRequested({}, { subject: deal(1).subject }));
    expect(asked).toEqual([]);
    expect(shortOf(await setup.one(request('a')))).toMatch(/^recorded/);
    expect(shortOf(await setup.one(approval('a')))).toMatch(/^recorded/);
    expect(shortOf(await setup.one(facts.reportConfirmed()))).toMatch(/^recorded/);
    const bulletin = { size: 1, bulletins: [{ year: 2023, treeSize: 1 }] };
    expect(asked).toEqual([bulletin, bulletin, { size: 1, bulletins: [] }]);
  });

  test('the whole log by what is said of a finding', async () => {
    const { setup, asked } = watched();
    await setup.record([deal(1), deal(2)]);
    await setup.one(facts.findingExplained());
    await setup.one(facts.findingResolved());
    expect(asked).toEqual([
      { size: 3, bulletins: [] },
      { size: 3, bulletins: [] },
    ]);
  });

  test('no more than is recorded', async () => {
    const { setup, asked } = watched();
    await setup.one(request('a', '900'));
    expect(asked.map(({ size }) => size)).toEqual([1]);
  });

  test('what is just being written, once it is', async () => {
    const { setup, asked } = watched();
    const held = setup.log.hold();
    const first = setup.one(deal(1));
    await held.called;
    const second = setup.one(request('a', '2'));
    held.release();
    expect([shortOf(await first), shortOf(await second)]).toEqual(['recorded 1', 'recorded 2']);
    expect(asked.map(({ size }) => size)).toEqual([2]);
  });

  test('the largest of a submission', async () => {
    const { setup, asked } = watched();
    await setup.record([deal(1), deal(2)]);
    await setup.record([request('a', '3'), deal(3), request('b', '2')]);
    expect(asked).toEqual([
      {
        size: 3,
        bulletins: [
          { year: 2023, treeSize: 3 },
          { year: 2023, treeSize: 2 },
        ],
      },
    ]);
  });
});

test('while one fact waits for the read model the others are recorded', async () => {
  const held = Promise.withResolvers<void>();
  const { setup } = watched(() => held.promise);
  const waiting = setup.one(request('a'));
  expect(shortOf(await setup.one(deal(1)))).toBe('recorded 1');
  held.resolve();
  expect(shortOf(await waiting)).toBe('recorded 2');
});

test('a read model that cannot be reached fails the facts that need it, and no other', async () => {
  const { setup } = watched(() => Promise.reject(new Error('stale')));
  await expect(setup.one(request('a'))).rejects.toThrow('stale');
  expect(shortOf(await setup.one(deal(1)))).toBe('recorded 1');
  expect(setup.fatal).toEqual([]);
});

test('data that no schema has checked yet asks for nothing and is refused', async () => {
  const { setup, asked } = watched();
  const odd = facts.changeRequested(
    { type: 'bulletin.published', data: { treeSize: { a: 1 }, year: 'x' }, reason: '年度公报' },
    { subject: SUBJECT.bulletin },
  );
  expect(shortOf(await setup.one(odd))).toContain('TYPE_WRONG /data/data/treeSize');
  expect(asked).toEqual([{ size: 0, bulletins: [] }]);
});

test('other rules are adopted by an event of the ledger, once and if they are there', async () => {
  const setup = newSetup({
    ports: { statements: statementsOf({ knowsRules: (version) => version <= 2 }) },
  });
  const adopt = async (version: number, id: string): Promise<string> => {
    const data = SCHEMAS['rules.adopted'].parse({ effectiveOn: '2024-06-15', version, reason: '修订' });
    const fact: PostedFact = {
      source: 'urn:ledger',
      id,
      type: 'rules.adopted',
      subject: 'ledger/main',
      dataschema: schemaName('rules.adopted'),
      data,
    };
    const prepared: PreparedFact = { ok: true, fact, dataText: JSON.stringify(data) };
    const [outcome] = await setup.recorder.record({ facts: [prepared], actor: ACTOR });
    return shortOf(outcome);
  };
  expect(await adopt(3, 'a')).toBe('RULES_UNKNOWN /data/version');
  expect(await adopt(1, 'b')).toBe('SAME_AS_BEFORE /data/version');
  expect(await adopt(2, 'c')).toBe('recorded 1');
  expect(await adopt(2, 'd')).toBe('SAME_AS_BEFORE /data/version');
  expect(await adopt(1, 'e')).toBe('recorded 2');
});
