import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  attainmentOf,
  averageAnnualGrowth,
  GROWTH_CODES,
  gapPercentagePoints,
  growthJson,
  isGrowthMet,
  leverageOf,
  monthsNotOver,
  neededOf,
  perMonthOf,
  remainingOf,
  yearOnYear,
} from '../../projections/growth.ts';
import { Decimal, exactText } from '../../projections/rounding.ts';
import { parseTime } from '../../src/domain/calendar.ts';

const SINCE_2018 = { year: 2020, baseYear: 2018 };
const amounts = fc.bigInt(0n, 2n ** 63n - 1n);
const positive = fc.bigInt(1n, 2n ** 63n - 1n);
const percents = fc.array(
  fc.integer({ min: 0, max: 20_000 }).map((bp) => exactText(new Decimal(bp).div(100))),
  {
    minLength: 1,
    maxLength: 8,
  },
);
const time = (text: string): number => parseTime(text) ?? 0;

describe('year on year', () => {
  test('is the change over the year before', () => {
    expect(growthJson(yearOnYear(1750n, 1120n), 'halfEven')).toEqual({
      exact: '0.5625',
      percent: '56.25',
      code: null,
    });
    expect(growthJson(yearOnYear(1120n, 1120n), 'halfEven')).toEqual({
      exact: '0',
      percent: '0.00',
      code: null,
    });
    expect(growthJson(yearOnYear(0n, 1120n), 'halfEven')).toEqual({
      exact: '-1',
      percent: '-100.00',
      code: null,
    });
  });

  test.each([
    [null, null, true, 'VALUE_MISSING'],
    [1n, null, true, 'BASE_NOT_MONTHLY'],
    [1n, null, false, 'BASE_MISSING'],
    [1n, 0n, false, 'BASE_ZERO'],
    [0n, 0n, false, 'BOTH_ZERO'],
  ])('of %s over %s (not monthly: %s) is null with %s', (value, previous, previousNotMonthly, code) => {
    const growth = growthJson(yearOnYear(value, previous, { previousNotMonthly }), 'halfEven');
    expect(growth).toEqual({ exact: null, percent: null, code });
  });
});

describe('average annual growth (R4)', () => {
  test('is geometric', () => {
    const growth = growthJson(averageAnnualGrowth(1750n, 800n, SINCE_2018), 'halfEven');
    expect(growth).toEqual({ exact: '0.47901994577490401064', percent: '47.90', code: null });
  });

  test('is exact where the root is rational', () => {
    expect(exactText(averageAnnualGrowth(196n, 100n, SINCE_2018).ratio ?? new Decimal(9))).toBe('0.4');
    expect(exactText(averageAnnualGrowth(9_800n, 5_000n, SINCE_2018).ratio ?? new Decimal(9))).toBe('0.4');
    expect(exactText(averageAnnualGrowth(1n, 4n, SINCE_2018).ratio ?? new Decimal(9))).toBe('-0.5');
    expect(exactText(averageAnnualGrowth(0n, 4n, SINCE_2018).ratio ?? new Decimal(9))).toBe('-1');
  });

  test('a root that is a tie of the second decimal is rounded as one', () => {
    // (1 + 0.12345)^2 = 1.2621399025 exactly.
    const tie = averageAnnualGrowth(12_621_399_025n, 10_000_000_000n, SINCE_2018);
    expect(growthJson(tie, 'halfEven')).toEqual({ exact: '0.12345', percent: '12.34', code: null });
    expect(growthJson(tie, 'halfUp').percent).toBe('12.35');
    const above = averageAnnualGrowth(12_621_399_026n, 10_000_000_000n, SINCE_2018);
    expect(growthJson(above, 'halfEven').percent).toBe('12.35');
  });

  test.each([
    [null, null, { year: 2018, baseYear: 2018, ofMonths: true }, 'VALUE_MISSING'],
    [1n, null, { year: 2018, baseYear: 2018, ofMonths: true }, 'NOT_ANNUAL'],
    [1n, null, { year: 2018, baseYear: 2018 }, 'BASE_YEAR'],
    [1n, 1n, { year: 2017, baseYear: 2018 }, 'BASE_YEAR'],
    [1n, null, SINCE_2018, 'BASE_MISSING'],
    [1n, 0n, SINCE_2018, 'BASE_ZERO'],
    [0n, 0n, SINCE_2018, 'BOTH_ZERO'],
  ])('of %s over %s with %o is null with %s', (value, base, years, code) => {
    expect(averageAnnualGrowth(value, base, years)).toEqual({ ratio: null, code });
  });

  test('over one year equals year on year', () => {
    fc.assert(
      fc.property(amounts, fc.option(amounts), (value, base) => {
        const average = averageAnnualGrowth(value, base, { year: 2019, baseYear: 2018 });
        expect(growthJson(average, 'halfUp')).toEqual(growthJson(yearOnYear(value, base), 'halfUp'));
      }),
    );
  });

  test('compounded over the years gives the value again', () => {
    fc.assert(
      fc.property(amounts, positive, fc.integer({ min: 1, max: 40 }), (value, base, years) => {
        const { ratio } = averageAnnualGrowth(value, base, { year: 2018 + years, baseYear: 2018 });
        const again = (ratio ?? new Decimal(0)).plus(1).pow(years).times(base.toString());
        expect(again.minus(value.toString()).abs().lte('1e-30')).toBe(true);
      }),
    );
  });

  test('of a power is its base, exactly', () => {
    fc.assert(
      fc.property(
        fc.bigInt(1n, 99_999n),
        fc.bigInt(1n, 9_999n),
        fc.integer({ min: 1, max: 9 }),
        positive,
        (p, q, years, scale) => {
          const n = BigInt(years);
          const average = averageAnnualGrowth(p ** n * scale, q ** n * scale, {
            year: 2018 + years,
            baseYear: 2018,
          });
          expect(average).toEqual(yearOnYear(p, q));
        },
      ),
    );
  });

  test('a rare root takes many years without losing its digits', () => {
    const growth = growthJson(averageAnnualGrowth(2n ** 62n, 3n, { year: 2255, baseYear: 1985 }), 'halfEven');
    expect(growth.exact).toBe('0.16777262601566095253');
  });

  test('every code is one of the documented', () => {
    expect(GROWTH_CODES).toEqual([
      'VALUE_MISSING',
      'NOT_ANNUAL',
      'BASE_YEAR',
      'BASE_NOT_MONTHLY',
      'BASE_MISSING',
      'BASE_ZERO',
      'BOTH_ZERO',
    ]);
  });
});

describe('targets', () => {
  test('a target reached to the fen is met, one fen less is not', () => {
    expect(isGrowthMet(1_120_000_000n, 800_000_000n, ['40'])).toBe(true);
    expect(isGrowthMet(1_119_999_999n, 800_000_000n, ['40'])).toBe(false);
    expect(isGrowthMet(1_568_000_000n, 800_000_000n, ['40', '40'])).toBe(true);
    expect(isGrowthMet(1_567_999_999n, 800_000_000n, ['40', '40'])).toBe(false);
  });

  test('a target whose average shows as reached is still not met one fen below', () => {
    const short = averageAnnualGrowth(1_567_999_999n, 800_000_000n, SINCE_2018);
    expect(growthJson(short, 'halfEven').percent).toBe('40.00');
    expect(isGrowthMet(1_567_999_999n, 800_000_000n, ['40', '40'])).toBe(false);
  });

  test('what is needed is rounded up to a whole fen or number', () => {
    expect(neededOf(2n, ['40'])).toBe(3n);
    expect(neededOf(2n, ['40', '40'])).toBe(4n);
    expect(neededOf(5n, ['40'])).toBe(7n);
    expect(neededOf(1_000n, ['12.5', '0.01'])).toBe(1_126n);
    expect(neededOf(1_000n, ['-10'])).toBe(900n);
  });

  test('met is the same as a value of at least what is needed', () => {
    fc.assert(
      fc.property(amounts, positive, percents, (value, base, each) => {
        const needed = neededOf(base, each);
        expect(isGrowthMet(value, base, each)).toBe(value >= needed);
        expect(isGrowthMet(needed, base, each)).toBe(true);
        expect(isGrowthMet(needed - 1n, base, each)).toBe(false);
        expect(isGrowthMet(value, base, each)).toBe(remainingOf(value, needed) === 0n);
        expect(isGrowthMet(value + remainingOf(value, needed), base, each)).toBe(true);
      }),
    );
  });

  test('what remains, spread over the months left, suffices and wastes less than one fen a month', () => {
    fc.assert(
      fc.property(positive, fc.integer({ min: 1, max: 12 }), (remaining, monthsLeft) => {
        const total = (perMonthOf(remaining, monthsLeft) ?? 0n) * BigInt(monthsLeft);
        expect(total >= remaining && total - remaining < BigInt(monthsLeft)).toBe(true);
      }),
    );
  });

  test('after the year nothing is left to spread it over', () => {
    expect(perMonthOf(1n, 0)).toBe(null);
    expect(perMonthOf(0n, 0)).toBe(0n);
    expect(perMonthOf(0n, 5)).toBe(0n);
  });

  test.each([
    ['2019-12-31T23:59:59.999999+08:00', 12],
    ['2020-01-01T00:00:00+08:00', 12],
    ['2020-06-30T23:59:59+08:00', 7],
    ['2020-07-01T00:00:00+08:00', 6],
    ['2020-12-31T15:59:59Z', 1],
    ['2020-12-31T16:00:00Z', 0],
    ['2022-05-01T00:00:00Z', 0],
  ])('at %s, %i months of 2020 are not over in Shanghai', (at, months) => {
    expect(monthsNotOver(2020, time(at))).toBe(months);
  });

  test('a percentage that is none is our own mistake', () => {
    expect(() => neededOf(1n, ['40 %'])).toThrow(RangeError);
    expect(() => averageAnnualGrowth(-1n, 1n, SINCE_2018)).toThrow(RangeError);
  });

  test('the gap is taken from the unrounded average', () => {
    const average = averageAnnualGrowth(1_750n, 800n, SINCE_2018);
    expect(gapPercentagePoints(average, '40', 'halfEven')).toBe('7.90');
    expect(gapPercentagePoints(average, '47.9', 'halfEven')).toBe('0.00');
    expect(gapPercentagePoints(averageAnnualGrowth(1_120n, 800n, SINCE_2018), '40', 'halfEven')).toBe(
      '-21.68',
    );
    expect(gapPercentagePoints(average, null, 'halfEven')).toBe(null);
    expect(gapPercentagePoints(averageAnnualGrowth(1n, 0n, SINCE_2018), '40', 'halfEven')).toBe(null);
  });
});

describe('ratios of level rows', () => {
  test('attainment has no value for target 0', () => {
    expect(attainmentOf(new Decimal(3), new Decimal(4))?.toString()).toBe('0.75');
    expect(attainmentOf(new Decimal(3), new Decimal(0))).toBe(null);
  });

  test('leverage is null without fiscal money (R13)', () => {
    expect(leverageOf(500n, 100n)?.toString()).toBe('5');
    expect(leverageOf(500n, 0n)).toBe(null);
  });
});
