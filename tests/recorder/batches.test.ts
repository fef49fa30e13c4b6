import { afterEach, describe, expect, test } from 'vitest';
import { facts, USCC } from '../support/facts.ts';
import { closeAll, deal, deals, newSetup, payment, shortOf, shorts } from './setup.ts';

afterEach(closeAll);

const closing = (period: string, effectiveOn: string) =>
  facts.periodClosed({ effectiveOn, period }, { id: `closed-${period}`, subject: `period/${period}` });

/** Withdraws the payment of a deal. */
const withdrawal = (number: number, id: string) =>
  facts.factWithdrawn(
    { supersedes: { source: `urn:uscc:${USCC.bank}`, id } },
    { id: `withdrawn-${id}`, subject: deal(number).subject },
  );

describe('an atomic batch', () => {
  const atomic = { atomic: true } as const;

  test('is recorded whole', async () => {
    const { record, log } = newSetup();
    expect(shorts(await record([deal(1), payment(1, 'p'), deal(2)], atomic))).toEqual([
      'recorded 1',
      'recorded 2',
      'recorded 3',
    ]);
    expect(log.groups).toEqual([3]);
  });

  test('is refused whole: the reason at the fact, BATCH_REFUSED at the others', async () => {
    const { record, log, journal } = newSetup();
    expect(shorts(await record([deal(1), payment(9, 'p'), deal(2)], atomic))).toEqual([
      'BATCH_REFUSED',
      'NOT_OPENED /type',
      'BATCH_REFUSED',
    ]);
    expect(journal.size).toBe(1);
    expect(log.groups).toEqual([]);
  });

  test('names every fact that is refused', async () => {
    const { record } = newSetup();
    expect(shorts(await record([payment(8, 'p8'), deal(1), payment(9, 'p9')], atomic))).toEqual([
      'NOT_OPENED /type',
      'BATCH_REFUSED',
      'NOT_OPENED /type',
    ]);
  });

  test('judges each fact after those before it', async () => {
    const { record } = newSetup();
    const changed = facts.dealAmended({ priceChange: '-500000.01' }, { id: 'a', subject: deal(1).subject });
    expect(shorts(await record([deal(1), changed], atomic))).toEqual([
      'BATCH_REFUSED',
      'PRICE_NEGATIVE /data/priceChange',
    ]);
  });

  test('withdraws a contract and what rests on it together, in any order', async () => {
    const { record, event } = newSetup();
    await record([deal(1), payment(1, 'p1'), payment(1, 'p2')]);
    const opening = withdrawal(1, 'deal-1');
    const payments = [withdrawal(1, 'p1'), withdrawal(1, 'p2')];
    expect(shorts(await record([opening, ...payments.slice(0, 1)], atomic))).toEqual([
      'NOT_OPENED /data',
      'BATCH_REFUSED',
    ]);
    const batch = [opening, ...payments];
    expect(shorts(await record(batch, atomic))).toEqual(['recorded 6', 'recorded 4', 'recorded 5']);
    expect([4, 5, 6].map((sequence) => event(sequence).id)).toEqual([
      'withdrawn-p1',
      'withdrawn-p2',
      'withdrawn-deal-1',
    ]);
    expect(shorts(await record(batch, atomic))).toEqual(['repeated 6', 'repeated 4', 'repeated 5']);
  });

  test('may hold repeats of what is recorded', async () => {
    const { record } = newSetup();
    await record([deal(1)]);
    expect(shorts(await record([deal(1), deal(2)], atomic))).toEqual(['repeated 1', 'recorded 2']);
    expect(shorts(await record([deal(1), payment(9, 'p'), deal(3)], atomic))).toEqual([
      'repeated 1',
      'NOT_OPENED /type',
      'BATCH_REFUSED',
    ]);
  });

  test('that is refused acknowledges no repeat of its own facts', async () => {
    const { record, journal } = newSetup();
    expect(shorts(await record([deal(1), deal(1), payment(9, 'p')], atomic))).toEqual([
      'BATCH_REFUSED',
      'BATCH_REFUSED',
      'NOT_OPENED /type',
    ]);
    expect(journal.size).toBe(1);
  });

  test('that is refused leaves the facts before and after it in its group alone', async () => {
    const { record, log, event } = newSetup();
    const answers = await Promise.all([
      record([deal(1), payment(1, 'p1')]),
      record([deal(2), payment(1, 'p2'), deal(3), payment(9, 'p9')], atomic),
      record([payment(1, 'p3'), deal(2)]),
      record([deal(4), payment(2, 'p4')], atomic),
    ]);
    expect(answers.map(shorts)).toEqual([
      ['recorded 1', 'recorded 2'],
      ['BATCH_REFUSED', 'BATCH_REFUSED', 'BATCH_REFUSED', 'NOT_OPENED /type'],
      ['recorded 3', 'recorded 4'],
      ['recorded 5', 'recorded 6'],
    ]);
    expect(log.groups).toEqual([6]);
    expect([1, 2, 3, 4, 5, 6].map((sequence) => [event(sequence).id, event(sequence).revision])).toEqual([
      ['deal-1', 0],
      ['p1', 1],
      ['p3', 2],
      ['deal-2', 0],
      ['deal-4', 0],
      ['p4', 1],
    ]);
  });

  test('that is refused may be posted again, corrected', async () => {
    const { record } = newSetup();
    await record([deal(1), payment(9, 'p')], atomic);
    expect(shorts(await record([deal(1), payment(1, 'p')], atomic))).toEqual(['recorded 1', 'recorded 2']);
  });

  test('that is refused takes back the closing of a period in it', async () => {
    const { record } = newSetup();
    await record([deal(1), payment(1, 'p1'), payment(1, 'p2')]);
    const refused = await record([closing('2020-04', '2024-06-14'), payment(9, 'p')], atomic);
    expect(shorts(refused)).toEqual(['BATCH_REFUSED', 'NOT_OPENED /type']);
    expect(shorts(await record([withdrawal(1, 'p1')]))).toEqual(['recorded 4']);
    expect(shorts(await record([closing('2020-04', '2024-06-14'), withdrawal(1, 'p2')]))).toEqual([
      'recorded 5',
      'PERIOD_CLOSED /data/supersedes',
    ]);
  });

  test('that is refused keeps the closing of a period that came before it in its group', async () => {
    const { record } = newSetup();
    await record([deal(1), payment(1, 'p1')]);
    const answers = await Promise.all([
      record([closing('2020-04', '2024-06-14')]),
      record([deal(2), payment(9, 'p')], atomic),
      record([withdrawal(1, 'p1')]),
    ]);
    expect(answers.map(shorts)).toEqual([
      ['recorded 3'],
      ['BATCH_REFUSED', 'NOT_OPENED /type'],
      ['PERIOD_CLOSED /data/supersedes'],
    ]);
  });
});

describe('a dry run', () => {
  const dryRun = { dryRun: true } as const;

  test('says what would be recorded and records nothing', async () => {
    const { record, log, journal } = newSetup();
    expect(shorts(await record(deals(1, 3), dryRun))).toEqual(['recorded 1', 'recorded 2', 'recorded 3']);
    expect(journal.size).toBe(1);
    expect(log.groups).toEqual([]);
    expect(shorts(await record(deals(1, 3)))).toEqual(['recorded 1', 'recorded 2', 'recorded 3']);
  });

  test('judges each fact after those before it', async () => {
    const { record } = newSetup();
    const outcomes = await record(
      [
        payment(1, 'p0'),
        deal(1),
        payment(1, 'p1'),
        deal(1),
        deal(1, { price: '1' }),
        deal(1, {}, { id: 'x' }),
      ],
      dryRun,
    );
    expect(shorts(outcomes)).toEqual([
      'NOT_OPENED /type',
      'recorded 1',
      'recorded 2',
      'repeated 1',
      'IDEMPOTENCY_BODY_DIFFERS /data/price',
      'ALREADY_OPENED /type',
    ]);
  });

  test('judges after what is recorded', async () => {
    const { record } = newSetup();
    await record([deal(1)]);
    expect(shorts(await record([deal(1), payment(1, 'p1')], dryRun))).toEqual(['repeated 1', 'recorded 2']);
  });

  test('of a batch names what is wrong and leaves the rest as it would be alone', async () => {
    const { record } = newSetup();
    expect(shorts(await record([deal(1), payment(9, 'p')], { ...dryRun, atomic: true }))).toEqual([
      'recorded 1',
      'NOT_OPENED /type',
    ]);
  });

  test('leaves nothing for what comes after it in the same group', async () => {
    const { record, log, event } = newSetup();
    const answers = await Promise.all([
      record([deal(1)]),
      record([payment(1, 'dry'), deal(2), closing('2020-04', '2024-06-14')], dryRun),
      record([payment(2, 'p2')]),
      record([payment(1, 'p1'), deal(2)]),
    ]);
    expect(answers.map(shorts)).toEqual([
      ['recorded 1'],
      ['recorded 2', 'recorded 3', 'recorded 4'],
      ['NOT_OPENED /type'],
      ['recorded 2', 'recorded 3'],
    ]);
    expect(log.groups).toEqual([3]);
    expect(event(2)).toMatchObject({ id: 'p1', revision: 1 });
    expect(shorts(await record([withdrawal(1, 'p1')]))).toEqual(['recorded 4']);
  });

  test('is not refused where there is no space', async () => {
    const { record, log, journal } = newSetup();
    log.next(async () => ({ kind: 'full', detail: 'no space' }));
    expect(shorts(await record([deal(1)], dryRun))).toEqual(['recorded 1']);
    expect(journal.size).toBe(1);
    expect(shortOf((await record([deal(1)]))[0])).toBe('DISK_FULL');
  });
});

describe('facts together that are no batch', () => {
  test('stand by themselves: a refused one leaves the others recorded', async () => {
    const { record } = newSetup();
    expect(shorts(await record([deal(1), payment(9, 'p'), deal(2)]))).toEqual([
      'recorded 1',
      'NOT_OPENED /type',
      'recorded 2',
    ]);
  });

  test('a submission that cannot be decided is rejected and leaves the others alone', async () => {
    const { journal } = newSetup();
    const broken = { ...journal.reader };
    const setup = newSetup({ journal, ports: { journal: broken } });
    broken.find = (source, id) => {
      if (id === 'p-broken') throw new Error('cannot be read');
      return journal.reader.find(source, id);
    };
    const [before, failing, after] = await Promise.allSettled([
      setup.record([deal(1)]),
      setup.record([deal(2), payment(1, 'p-broken')]),
      setup.record([payment(1, 'p1'), deal(2)]),
    ]);
    expect(before).toMatchObject({ status: 'fulfilled', value: [{ status: 'recorded', sequence: 1 }] });
    expect(failing).toMatchObject({ status: 'rejected', reason: new Error('cannot be read') });
    expect(after).toMatchObject({
      status: 'fulfilled',
      value: [
        { status: 'recorded', sequence: 2 },
        { status: 'recorded', sequence: 3 },
      ],
    });
    expect(setup.event(3)).toMatchObject({ id: 'deal-2', revision: 0 });
  });
});
