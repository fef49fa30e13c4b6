import { afterEach, describe, expect, test } from 'vitest';
import { parseTime } from '../../src/domain/calendar.ts';
import { ledgerClock } from '../../src/recorder/clock.ts';
import { facts, withAt } from '../support/facts.ts';
import {
  closeAll,
  deal,
  deals,
  MINUTE_US,
  NOON_US,
  newSetup,
  payment,
  SECOND_US,
  type Setup,
  shortOf,
  shorts,
  testClock,
} from './setup.ts';

afterEach(closeAll);

const timesOf = ({ journal, event }: Pick<Setup, 'journal' | 'event'>): string[] =>
  Array.from({ length: journal.size - 1 }, (_, index) => event(index + 1).recordedtime);

describe('recorded times', () => {
  test('are of the wall clock', async () => {
    const setup = newSetup();
    setup.clock.advance(1);
    await setup.one(deal(1));
    setup.clock.advance(90 * SECOND_US);
    await setup.one(deal(2));
    expect(timesOf(setup)).toEqual(['2024-06-15T04:00:00.000001Z', '2024-06-15T04:01:30.000001Z']);
  });

  test('go on by a microsecond while the wall clock stands still', async () => {
    const setup = newSetup();
    await setup.record(deals(1, 2));
    await setup.record(deals(3, 2));
    expect(timesOf(setup)).toEqual([
      '2024-06-15T04:00:00.000001Z',
      '2024-06-15T04:00:00.000002Z',
      '2024-06-15T04:00:00.000003Z',
      '2024-06-15T04:00:00.000004Z',
    ]);
  });

  test('are strictly increasing through a group of thousands of a frozen clock', async () => {
    const { record, journal } = newSetup();
    await record(deals(1, 3_000));
    for (let sequence = 1; sequence < journal.size; sequence += 1)
      expect(journal.reader.recordedAt(sequence)).toBe(NOON_US + sequence);
  });

  test('go on after the last one where the clock was set back a little', async () => {
    const setup = newSetup();
    setup.clock.advance(10 * SECOND_US);
    await setup.one(deal(1));
    setup.clock.jump(-4 * SECOND_US);
    await setup.record(deals(2, 2));
    setup.clock.advance(60 * SECOND_US);
    await setup.one(deal(4));
    expect(timesOf(setup)).toEqual([
      '2024-06-15T04:00:10.000000Z',
      '2024-06-15T04:00:10.000001Z',
      '2024-06-15T04:00:10.000002Z',
      '2024-06-15T04:01:06.000000Z',
    ]);
  });

  test('stored beside the text are the same as in it', async () => {
    const { record, journal, event } = newSetup();
    await record(deals(1, 5));
    for (let sequence = 0; sequence < 6; sequence += 1)
      expect(parseTime(event(sequence).recordedtime)).toBe(journal.reader.recordedAt(sequence));
  });

  test('a refused fact takes none', async () => {
    const setup = newSetup();
    await setup.record([deal(1), payment(9, 'p'), deal(2)]);
    expect(timesOf(setup)).toEqual(['2024-06-15T04:00:00.000001Z', '2024-06-15T04:00:00.000002Z']);
  });
});

describe('a machine whose clock cannot be trusted does not write', () => {
  test('set back by an hour', async () => {
    const { one, clock, journal } = newSetup();
    await one(deal(1));
    clock.jump(-60 * MINUTE_US);
    const outcome = await one(deal(2));
    expect(outcome).toMatchObject({ status: 'refused', refusals: [{ code: 'CLOCK_WRONG', pointer: '' }] });
    expect(outcome.status === 'refused' && outcome.refusals[0]?.message.en).toBe(
      'The clock of the ledger cannot be trusted: the clock jumped by -3600 s',
    );
    expect(journal.size).toBe(2);
  });

  test('set forward by an hour', async () => {
    const { one, clock } = newSetup();
    await one(deal(1));
    clock.jump(60 * MINUTE_US);
    expect(shortOf(await one(deal(2)))).toBe('CLOCK_WRONG');
  });

  test('set forward before the first fact after the start', async () => {
    const { one, clock } = newSetup();
    clock.jump(60 * MINUTE_US);
    expect(shortOf(await one(deal(1)))).toBe('CLOCK_WRONG');
  });

  test('writes again once the clock is set right', async () => {
    const { one, clock } = newSetup();
    await one(deal(1));
    for (const jump of [60 * MINUTE_US, -24 * 60 * MINUTE_US]) {
      clock.jump(jump);
      expect(shortOf(await one(deal(2)))).toBe('CLOCK_WRONG');
      clock.advance(7 * MINUTE_US);
      expect(shortOf(await one(deal(2)))).toBe('CLOCK_WRONG');
      clock.jump(-jump);
    }
    expect(shortOf(await one(deal(2)))).toBe('recorded 2');
  });

  test('more than five minutes behind the last recorded time at its start', async () => {
    const { journal } = newSetup();
    const late = newSetup({ journal, clock: testClock(NOON_US - 5 * MINUTE_US - 1) });
    const outcome = await late.one(deal(1));
    expect(outcome.status === 'refused' && outcome.refusals[0]?.message.en).toBe(
      'The clock of the ledger cannot be trusted: 300 s behind the last recorded time',
    );
  });

  test('five minutes behind the last recorded time it writes after that', async () => {
    const { journal } = newSetup();
    const late = newSetup({ journal, clock: testClock(NOON_US - 5 * MINUTE_US) });
    expect(shortOf(await late.one(deal(1)))).toBe('recorded 1');
    expect(late.event(1).recordedtime).toBe('2024-06-15T04:00:00.000001Z');
  });

  test('that started behind writes once its clock is set right, however far that is', async () => {
    const { journal } = newSetup();
    const clock = testClock(0);
    const late = newSetup({ journal, clock });
    expect(shortOf(await late.one(deal(1)))).toBe('CLOCK_WRONG');
    clock.jump(NOON_US + MINUTE_US);
    expect(shortOf(await late.one(deal(1)))).toBe('recorded 1');
    clock.jump(60 * MINUTE_US);
    expect(shortOf(await late.one(deal(2)))).toBe('CLOCK_WRONG');
  });

  test('that started behind and was set right before the first fact writes', async () => {
    const { journal } = newSetup();
    const clock = testClock(0);
    const late = newSetup({ journal, clock });
    clock.jump(NOON_US + MINUTE_US);
    expect(shortOf(await late.one(deal(1)))).toBe('recorded 1');
  });

  test('in the middle of a batch: what was decided before stands', async () => {
    const setup = newSetup();
    const { clock } = setup;
    let readings = 0;
    const jumping = newSetup({
      journal: setup.journal,
      ports: {
        clock: {
          wallUs: () => {
            readings += 1;
            // One reading at the start, and one for each fact.
            return clock.wallUs() + (readings > 3 ? 60 * MINUTE_US : 0);
          },
          monotonicUs: clock.monotonicUs,
        },
      },
    });
    expect(shorts(await jumping.record(deals(1, 4)))).toEqual([
      'recorded 1',
      'recorded 2',
      'CLOCK_WRONG',
      'CLOCK_WRONG',
    ]);
  });
});

describe('the ledger clock', () => {
  test('takes five minutes of a jump and not a microsecond more', () => {
    for (const sign of [1, -1]) {
      const port = testClock();
      const clock = ledgerClock(port, 0);
      port.jump(sign * 5 * MINUTE_US);
      expect(clock.after(0)).toEqual({ ok: true, us: NOON_US + sign * 5 * MINUTE_US });
      port.jump(sign * (5 * MINUTE_US + 1));
      expect(clock.after(0)).toEqual({
        ok: false,
        detail: { zh: `时钟跳变 ${sign * 300} 秒`, en: `the clock jumped by ${sign * 300} s` },
      });
    }
  });

  test('follows the slow drift between the two clocks', () => {
    const port = testClock();
    const clock = ledgerClock(port, 0);
    for (let hour = 1; hour <= 48; hour += 1) {
      port.advance(60 * MINUTE_US);
      port.jump(SECOND_US);
      expect(clock.after(0)).toEqual({ ok: true, us: NOON_US + hour * (60 * MINUTE_US + SECOND_US) });
    }
    for (let hour = 0; hour < 1_000; hour += 1) {
      port.jump(-MINUTE_US);
      expect(clock.after(0).ok).toBe(true);
    }
  });

  test('is not led away by readings that it refuses', () => {
    const port = testClock();
    const clock = ledgerClock(port, 0);
    port.jump(6 * MINUTE_US);
    for (let reading = 0; reading < 10; reading += 1) expect(clock.after(0).ok).toBe(false);
    port.jump(2 * MINUTE_US);
    expect(clock.after(0)).toEqual({
      ok: false,
      detail: { zh: '时钟跳变 480 秒', en: 'the clock jumped by 480 s' },
    });
    port.jump(-8 * MINUTE_US);
    expect(clock.after(0)).toEqual({ ok: true, us: NOON_US });
  });

  test('answers later than the last recorded time, always', () => {
    const port = testClock();
    const clock = ledgerClock(port, NOON_US);
    expect(clock.after(NOON_US - 1)).toEqual({ ok: true, us: NOON_US });
    expect(clock.after(NOON_US)).toEqual({ ok: true, us: NOON_US + 1 });
    expect(clock.after(NOON_US + 5 * MINUTE_US)).toEqual({ ok: true, us: NOON_US + 5 * MINUTE_US + 1 });
    expect(clock.after(NOON_US + 5 * MINUTE_US + 1)).toEqual({
      ok: false,
      detail: { zh: '比最后记录时间落后 300 秒', en: '300 s behind the last recorded time' },
    });
  });
});

describe('a demonstration takes recorded times', () => {
  const at = (number: number, recordedtime: string) => deal(number, {}, { recordedtime });

  test('as they are given', async () => {
    const setup = newSetup({ demonstration: true });
    expect(
      shorts(await setup.record([at(1, '2020-04-01T09:00:00+08:00'), at(2, '2020-04-01T01:00:00.000001Z')])),
    ).toEqual(['recorded 1', 'recorded 2']);
    expect(timesOf(setup)).toEqual(['2020-04-01T01:00:00.000000Z', '2020-04-01T01:00:00.000001Z']);
  });

  test('later than the last one and not in the future', async () => {
    const { record, one } = newSetup({ demonstration: true });
    await one(at(1, '2021-01-01T00:00:00Z'));
    expect(
      shorts(
        await record([
          at(2, '2020-12-31T23:59:59.999999Z'),
          at(2, '2021-01-01T00:00:00Z'),
          at(2, '2024-06-15T04:00:00.000001Z'),
          at(2, '2024-06-15T04:00:00Z'),
        ]),
      ),
    ).toEqual([
      'RECORDED_TIME /recordedtime',
      'RECORDED_TIME /recordedtime',
      'RECORDED_TIME /recordedtime',
      'recorded 2',
    ]);
  });

  test('later than those before them in the same batch', async () => {
    const { record } = newSetup({ demonstration: true });
    const outcomes = await record([at(1, '2021-01-01T00:00:00Z'), at(2, '2021-01-01T00:00:00Z')]);
    expect(shorts(outcomes)).toEqual(['recorded 1', 'RECORDED_TIME /recordedtime']);
    expect(outcomes[1]?.status === 'refused' && outcomes[1].refusals[0]).toMatchObject({
      value: '2021-01-01T00:00:00.000000Z',
      message: {
        en: 'The recorded time must be later than the last one (2021-01-01T00:00:00.000000Z) and not in the future',
      },
    });
  });

  test('not before the ledger was opened', async () => {
    const { one } = newSetup({ demonstration: true });
    expect(
      shortOf(
        await one(facts.dealSigned({ effectiveOn: '2017-01-01' }, { recordedtime: '2017-12-31T15:59:59Z' })),
      ),
    ).toBe('RECORDED_TIME /recordedtime');
  });

  test('that decide which business dates lie in the future', async () => {
    const { one } = newSetup({ demonstration: true });
    const signed = deal(1, { effectiveOn: '2020-03-01' });
    expect(shortOf(await one(withAt(signed, '/recordedtime', '2020-02-01T00:00:00Z')))).toBe(
      'EFFECTIVE_RANGE /data/effectiveOn',
    );
    expect(shortOf(await one(withAt(signed, '/recordedtime', '2020-03-01T00:00:00Z')))).toBe('recorded 1');
  });

  test('and gives its own where none is given', async () => {
    const setup = newSetup({ demonstration: true });
    await setup.record([at(1, '2020-04-01T00:00:00Z'), deal(2), deal(3)]);
    expect(timesOf(setup)).toEqual([
      '2020-04-01T00:00:00.000000Z',
      '2024-06-15T04:00:00.000000Z',
      '2024-06-15T04:00:00.000001Z',
    ]);
  });

  test('that are no part of what makes a repeat', async () => {
    const { one, event } = newSetup({ demonstration: true });
    await one(at(1, '2020-04-01T00:00:00Z'));
    expect(shortOf(await one(at(1, '2022-04-01T00:00:00Z')))).toBe('repeated 1');
    expect(shortOf(await one(at(1, '2019-01-01T00:00:00Z')))).toBe('repeated 1');
    expect(shortOf(await one(deal(1)))).toBe('repeated 1');
    expect(event(1).recordedtime).toBe('2020-04-01T00:00:00.000000Z');
  });

  test('and any other ledger refuses them', () => {
    const { taken } = newSetup();
    expect(() => taken([at(1, '2020-04-01T00:00:00Z')])).toThrow(
      '"code":"FIELD_UNKNOWN","pointer":"/recordedtime"',
    );
  });
});

describe('nonces', () => {
  const nonces = ({ journal, event }: Setup): string[] =>
    Array.from({ length: journal.size }, (_, sequence) => event(sequence).nonce);

  test('are 16 random bytes each, never the same twice', async () => {
    const one = newSetup();
    const two = newSetup();
    await one.record(deals(1, 600));
    await two.record(deals(1, 600));
    const all = [...nonces(one), ...nonces(two)];
    expect(new Set(all).size).toBe(1_202);
    for (const nonce of all) expect(nonce).toMatch(/^[\w-]{21}[AQgw]$/);
  });

  test('of a demonstration are derived, so that the same history is the same bytes', async () => {
    const one = newSetup({ demonstration: true });
    const two = newSetup({ demonstration: true });
    await one.record(deals(1, 3));
    await two.record(deals(1, 1));
    await two.record(deals(2, 2));
    expect(nonces(two)).toEqual(nonces(one));
    expect(two.journal.reader.rootHash(4)).toBe(one.journal.reader.rootHash(4));
    expect(new Set(nonces(one)).size).toBe(4);
    expect(nonces(one)[1]).toBe('L01J3ePr2kXZB55Z9x1OCA');
  });
});
