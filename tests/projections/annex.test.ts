import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AnnexOptions,
  type AnnexRow,
  annexTable,
  type GrowthRow,
  indicatorSeries,
  type LevelRow,
} from '../../projections/annex.ts';
import { INDICATORS } from '../../projections/indicators.ts';
import { DIMENSIONS } from '../../projections/measures.ts';
import type { FigureSource } from '../../projections/source.ts';
import { monthNumber } from '../../src/domain/calendar.ts';
import { type MemoryLog, type MemoryPosting, memorySource } from '../support/memorySource.ts';

const WAN = 1_000_000n;
const CHANGAN = '441900119000';
const SONGSHAN_LAKE = '441900401000';
const BANK = '91441900MA00BK01X6';

const rowOf = (source: FigureSource, code: string, options: AnnexOptions): AnnexRow => {
  const row = annexTable(source, options).rows.find((each) => each.code === code);
  if (!row) throw new Error(`no row ${code}`);
  return row;
};
const growthRow = (source: FigureSource, code: string, options: AnnexOptions): GrowthRow => {
  const row = rowOf(source, code, options);
  if (!('yearOnYear' in row)) throw new Error(`${code} is no growth row`);
  return row;
};
const levelRow = (source: FigureSource, code: string, options: AnnexOptions): LevelRow => {
  const row = rowOf(source, code, options);
  if ('yearOnYear' in row) throw new Error(`${code} is no level row`);
  return row;
};

const AMOUNT = 'pledge-amount-growth';
const COUNT = 'pledge-count-growth';

const targetsOf = (indicator: string, required: string | null, ...targets: readonly string[]) =>
  targets.map((target, index) => ({
    sequence: 1,
    indicator,
    year: 2019 + index,
    target,
    ...(required === null ? {} : { required }),
  }));

/** The postings of one pledge as its events book them: amounts in 万元. */
const pledge = (
  contract: string,
  division: string,
  kind: string,
  ...bookings: readonly (readonly [
    sequence: number,
    year: number,
    month: number,
    wan: bigint,
    standing?: 0 | -1,
  ])[]
): readonly MemoryPosting[] =>
  bookings.flatMap(([sequence, year, month, wan, standing], index) => {
    const posting = {
      sequence,
      month: monthNumber(year, month),
      enterprise: contract,
      dimensions: { division, kind, institution: BANK, institutionKind: 'bank' },
      ...(standing === undefined ? {} : { standing }),
    };
    const booked = { ...posting, measure: 'pledge.registeredAmount' as const, amount: wan * WAN };
    const counts = index === 0 || standing === -1;
    const counted = { ...posting, measure: 'pledge.count' as const, amount: standing === -1 ? -1n : 1n };
    return counts ? [booked, counted] : [booked];
  });

/**
 * The worked example of domain.md §6 by hand. Sequence 0 opens the ledger, 1 sets the targets, E01 is 2 … E12 is 14.
 */
const WORKED: MemoryLog = {
  recorded: [
    '2018-01-01T00:00:00+08:00',
    '2018-01-01T00:00:01+08:00',
    '2018-03-16T09:00:00+08:00',
    '2018-11-21T09:00:00+08:00',
    '2019-04-02T09:00:00+08:00',
    '2019-04-09T09:00:00+08:00',
    '2019-06-11T09:00:00+08:00',
    '2019-09-02T09:00:00+08:00',
    '2020-01-12T09:00:00+08:00',
    '2020-02-16T09:00:00+08:00',
    '2020-05-02T09:00:00+08:00',
    '2020-07-02T09:00:00+08:00',
    '2020-10-02T09:00:00+08:00',
    '2021-03-10T09:00:00+08:00',
    '2021-04-02T09:00:00+08:00',
  ],
  targets: [...targetsOf(AMOUNT, '30', '40', '40', '40'), ...targetsOf(COUNT, '30', '40', '40', '40')],
  postings: [
    ...pledge('C1', CHANGAN, 'patent', [2, 2018, 3, 500n]),
    ...pledge('C2', '441900006000', 'trademark', [3, 2018, 11, 300n]),
    ...pledge('C3', SONGSHAN_LAKE, 'mixed', [4, 2019, 4, 600n], [12, 2020, 10, 150n]),
    ...pledge('C4', CHANGAN, 'patent', [6, 2019, 6, 400n], [7, 2019, 9, 120n]),
    ...pledge('C6', '441900121000', 'patent', [8, 2019, 12, 200n], [13, 2019, 12, -200n, -1]),
    ...pledge('C8', SONGSHAN_LAKE, 'patent', [10, 2020, 5, 900n]),
    ...pledge('C9', '441900003000', 'patent', [11, 2020, 7, 700n], [14, 2020, 7, -630n, 0]),
  ],
};
const VINTAGES = { '2019-12-31': 8, '2020-01-31': 9, '2021-01-31': 13, '2021-03-31': 14, '2021-04-30': 15 };
const at = (vintage: keyof typeof VINTAGES, log: MemoryLog = WORKED): FigureSource =>
  memorySource(log, VINTAGES[vintage]);

describe('the worked example (domain.md §6)', () => {
  test.each([
    ['2019-12-31', '1120.00 万元', '40.00', null, null, '40.00'],
    ['2020-01-31', '1320.00 万元', '65.00', null, null, '65.00'],
    ['2021-01-31', '1320.00 万元', '65.00', '1750.00 万元', '32.58', '47.90'],
    ['2021-03-31', '1120.00 万元', '40.00', '1750.00 万元', '56.25', '47.90'],
    ['2021-04-30', '1120.00 万元', '40.00', '1120.00 万元', '0.00', '18.32'],
  ] as const)('as recorded at %s', (vintage, value2019, yoy2019, value2020, yoy2020, average) => {
    const in2019 = growthRow(at(vintage), AMOUNT, { year: 2019 });
    const in2020 = growthRow(at(vintage), AMOUNT, { year: 2020 });
    expect(in2019.base).toEqual({ year: 2018, amountFen: '800000000' });
    expect(in2019.value).toMatchObject({ display: value2019 });
    expect(in2019.yearOnYear.percent).toBe(yoy2019);
    expect(value2020 === null ? in2020.value : in2020.value?.display).toBe(value2020);
    expect(in2020.yearOnYear.percent).toBe(yoy2020);
    expect((value2020 === null ? in2019 : in2020).averageAnnualGrowth.percent).toBe(average);
  });

  test('counts of pledges are those of the table', () => {
    const counts = Object.keys(VINTAGES).map((vintage) =>
      [2018, 2019, 2020].map(
        (year) => growthRow(at(vintage as keyof typeof VINTAGES), COUNT, { year }).value,
      ),
    );
    const count = (text: string) => ({ count: text });
    expect(counts).toEqual([
      [count('2'), count('2'), null],
      [count('2'), count('3'), null],
      [count('2'), count('3'), count('2')],
      [count('2'), count('2'), count('2')],
      [count('2'), count('2'), count('2')],
    ]);
  });

  test('2019 meets its target exactly, and one fen less would not', () => {
    const met = growthRow(at('2019-12-31'), AMOUNT, { year: 2019 });
    expect(met).toMatchObject({
      met: true,
      metRequired: true,
      gapPercentagePoints: '0.00',
      needed: { amountFen: '1120000000' },
      remaining: { amountFen: '0' },
      remainingPerMonth: { amountFen: '0' },
    });
    const lessOneFen: MemoryPosting = {
      sequence: 7,
      measure: 'pledge.registeredAmount',
      month: monthNumber(2019, 9),
      amount: -1n,
      standing: 0,
    };
    const log = { ...WORKED, postings: [...(WORKED.postings ?? []), lessOneFen] };
    expect(growthRow(at('2019-12-31', log), AMOUNT, { year: 2019 })).toMatchObject({
      averageAnnualGrowth: { percent: '40.00' },
      met: false,
      metRequired: true,
      remaining: { amountFen: '1' },
      // September to December are not over at the last event of this vintage.
      remainingPerMonth: { amountFen: '1' },
    });
  });

  test('row 5 has the shape and key order of the interface', () => {
    const row = growthRow(at('2021-03-31'), AMOUNT, { year: 2020 });
    expect(JSON.stringify(row)).toBe(
      JSON.stringify({
        number: 5,
        code: 'pledge-amount-growth',
        name: {
          zh: '专利、商标质押融资金额年均增幅',
          en: 'Average annual growth of patent and trademark pledge financing amount',
        },
        unit: '%',
        value: { amountFen: '1750000000', display: '1750.00 万元' },
        base: { year: 2018, amountFen: '800000000' },
        previous: { year: 2019, amountFen: '1120000000' },
        averageAnnualGrowth: { exact: '0.47901994577490401064', percent: '47.90', code: null },
        yearOnYear: { exact: '0.5625', percent: '56.25', code: null },
        required: '30',
        target: '40',
        met: true,
        metRequired: true,
        gapPercentagePoints: '7.90',
        needed: { amountFen: '1568000000' },
        remaining: { amountFen: '0' },
        remainingPerMonth: { amountFen: '0' },
        confirmed: null,
        memo: { disbursedFen: '0', otherRightsFen: '0', enterprises: '2', firstTimeEnterprises: '2' },
        status: ['P'],
        definition: {
          id: 'pledge-amount-growth',
          version: 1,
          basis: 'registered',
          method: 'average',
          baseYear: 2018,
          rounding: 'halfEven',
          choices: ['R3', 'R4', 'R6', 'R21'],
        },
      }),
    );
  });

  test('what remains is spread over the months left, and over none after the year', () => {
    const inJune = growthRow(memorySource(WORKED, 7), AMOUNT, { year: 2019 });
    expect(inJune).toMatchObject({
      met: false,
      remaining: { amountFen: '120000000' },
      remainingPerMonth: { amountFen: '17142858' },
    });
    const later = growthRow(at('2021-04-30'), AMOUNT, { year: 2020 });
    expect(later).toMatchObject({
      met: false,
      metRequired: false,
      gapPercentagePoints: '-21.68',
      remaining: { amountFen: '448000000' },
      remainingPerMonth: null,
    });
  });

  test('the base year itself has no average and no goal', () => {
    expect(growthRow(at('2021-03-31'), AMOUNT, { year: 2018 })).toMatchObject({
      base: { year: 2018, amountFen: '800000000' },
      previous: null,
      averageAnnualGrowth: { exact: null, percent: null, code: 'BASE_YEAR' },
      yearOnYear: { exact: null, percent: null, code: 'BASE_MISSING' },
      required: null,
      target: null,
      met: null,
      metRequired: null,
      gapPercentagePoints: null,
      needed: null,
      remaining: null,
      remainingPerMonth: null,
    });
  });

  test('another base year takes the targets after it', () => {
    expect(growthRow(at('2021-03-31'), AMOUNT, { year: 2020, baseYear: 2019 })).toMatchObject({
      base: { year: 2019, amountFen: '1120000000' },
      averageAnnualGrowth: { exact: '0.5625' },
      needed: { amountFen: '1568000000' },
      definition: { baseYear: 2019 },
    });
    // A year without a target in between: nothing can be said to be needed.
    expect(growthRow(at('2021-03-31'), AMOUNT, { year: 2020, baseYear: 2017 })).toMatchObject({
      averageAnnualGrowth: { code: 'BASE_MISSING' },
      needed: null,
      met: null,
    });
  });

  test('a missing value leaves what is needed, and nothing that compares with it', () => {
    expect(growthRow(at('2020-01-31'), AMOUNT, { year: 2020 })).toMatchObject({
      value: null,
      averageAnnualGrowth: { code: 'VALUE_MISSING' },
      yearOnYear: { code: 'VALUE_MISSING' },
      needed: { amountFen: '1568000000' },
      remaining: null,
      remainingPerMonth: null,
      met: null,
      metRequired: null,
      status: ['M'],
    });
  });

  test('display rounding is selectable and named in the definition', () => {
    const source = memorySource({
      recorded: ['2020-05-01T00:00:00Z'],
      postings: [
        { sequence: 0, measure: 'deal.amount', month: monthNumber(2018, 1), amount: 1_000_000n },
        { sequence: 0, measure: 'deal.amount', month: monthNumber(2019, 1), amount: 1_123_450n },
        { sequence: 0, measure: 'deal.amount', month: monthNumber(2020, 1), amount: 1_125_000n },
      ],
    });
    const even = growthRow(source, 'deal-amount-growth', { year: 2019 });
    const up = growthRow(source, 'deal-amount-growth', { year: 2019, rounding: 'halfUp' });
    expect([even.yearOnYear.percent, even.definition.rounding]).toEqual(['12.34', 'halfEven']);
    expect([up.yearOnYear.percent, up.definition.rounding]).toEqual(['12.35', 'halfUp']);
    expect(growthRow(source, 'deal-amount-growth', { year: 2020 }).value?.display).toBe('1.12 万元');
    expect(growthRow(source, 'deal-amount-growth', { year: 2020, rounding: 'halfUp' }).value?.display).toBe(
      '1.13 万元',
    );
  });
});

describe('status letters (domain.md §7)', () => {
  const closed: MemoryLog = { ...WORKED, closings: [{ sequence: 8, year: 2019 }] };

  test('a closed year is final until its value differs from that at closing', () => {
    expect(growthRow(memorySource(closed, 8), AMOUNT, { year: 2019 }).status).toEqual(['P']);
    expect(growthRow(memorySource(closed, 9), AMOUNT, { year: 2019 }).status).toEqual(['A']);
    expect(growthRow(memorySource(closed, 13), AMOUNT, { year: 2019 }).status).toEqual(['A']);
    expect(growthRow(memorySource(closed, 14), AMOUNT, { year: 2019 }).status).toEqual(['A', 'R']);
    expect(growthRow(memorySource(closed, 14), AMOUNT, { year: 2020 }).status).toEqual(['P']);
  });

  test('is judged on the selection asked for', () => {
    const source = memorySource(closed, 14);
    const statusOf = (options: Omit<AnnexOptions, 'year'>) =>
      growthRow(source, AMOUNT, { year: 2019, ...options }).status;
    expect(statusOf({ division: CHANGAN })).toEqual(['A']);
    expect(statusOf({ division: '441900121000' })).toEqual(['A', 'R']);
    expect(statusOf({ months: [1, 6] })).toEqual(['A']);
    expect(statusOf({ months: [7, 12] })).toEqual(['A', 'R']);
  });

  test('a value first reported after closing is revised, and one that was never there only missing', () => {
    const log: MemoryLog = {
      recorded: ['2020-05-01T00:00:00Z', '2020-05-02T00:00:00Z', '2020-05-03T00:00:00Z'],
      closings: [{ sequence: 1, year: 2019 }],
      observations: [{ sequence: 2, indicator: 'gb-certified', year: 2019, value: '1300' }],
    };
    expect(levelRow(memorySource(log), 'gb-certified', { year: 2019 }).status).toEqual(['A', 'R']);
    expect(levelRow(memorySource(log), 'patent-alliances', { year: 2019 }).status).toEqual(['M']);
  });
});

describe('zero and missing are different values (domain.md §6)', () => {
  const empty: MemoryLog = {
    recorded: ['2018-01-01T00:00:00+08:00', '2020-12-31T23:59:59+08:00', '2020-12-31T16:00:00Z'],
  };

  test('a year without postings is missing while it runs and 0 once the as-of moment is past its end', () => {
    expect(growthRow(memorySource(empty, 2), COUNT, { year: 2020 }).value).toBe(null);
    expect(growthRow(memorySource(empty, 3), COUNT, { year: 2020 }).value).toEqual({ count: '0' });
    expect(growthRow(memorySource(empty, 3), COUNT, { year: 2021 }).value).toBe(null);
  });

  test('growth codes of rows without a usable base', () => {
    const log: MemoryLog = {
      recorded: ['2018-06-01T00:00:00Z', '2021-01-15T00:00:00Z'],
      openedOn: '2018-01-01',
      postings: [{ sequence: 0, measure: 'pledge.count', month: monthNumber(2020, 3), amount: 1n }],
      targets: targetsOf(COUNT, '30', '40', '40', '40'),
    };
    const codes = (year: number, source = memorySource(log)) => {
      const { averageAnnualGrowth, yearOnYear } = growthRow(source, COUNT, { year });
      return [averageAnnualGrowth.code, yearOnYear.code];
    };
    expect(codes(2021)).toEqual(['VALUE_MISSING', 'VALUE_MISSING']);
    expect(codes(2020)).toEqual(['BASE_ZERO', 'BASE_ZERO']);
    expect(codes(2019)).toEqual(['BOTH_ZERO', 'BOTH_ZERO']);
    expect(codes(2018)).toEqual(['BASE_YEAR', 'BASE_MISSING']);
    expect(codes(2020, memorySource({ ...log, openedOn: '2020-01-01' }))).toEqual([
      'BASE_MISSING',
      'BASE_MISSING',
    ]);
    expect(growthRow(memorySource(log), COUNT, { year: 2020 })).toMatchObject({
      base: { year: 2018, count: '0' },
      target: '40',
      met: null,
      metRequired: null,
      gapPercentagePoints: null,
      needed: null,
      remaining: null,
    });
  });

  test('a deal at price 0 stands: its year is 0, not missing', () => {
    const source = memorySource({
      recorded: ['2020-03-02T00:00:00Z'],
      postings: [{ sequence: 0, measure: 'deal.amount', month: monthNumber(2020, 3), amount: 0n }],
    });
    expect(growthRow(source, 'deal-amount-growth', { year: 2020 }).value).toEqual({
      amountFen: '0',
      display: '0.00 万元',
    });
  });

  test('an empty ledger has every row and no figure', () => {
    const table = annexTable(memorySource({ recorded: [] }), { year: null });
    expect([table.year, table.division, table.months]).toEqual([null, null, null]);
    expect(table.rows.map(({ code }) => code)).toEqual(INDICATORS.map(({ code }) => code));
    for (const row of table.rows) {
      expect(row).toMatchObject({
        value: null,
        required: null,
        target: null,
        met: null,
        memo: null,
        status: ['M'],
      });
      if ('base' in row)
        expect(row).toMatchObject({
          base: null,
          previous: null,
          averageAnnualGrowth: { code: 'VALUE_MISSING' },
        });
    }
    expect(() => annexTable(memorySource(WORKED), { year: null })).toThrow(RangeError);
  });
});

/** Opened during 2019: 2018 and 2019 began before, and may be observed. */
const OBSERVED: MemoryLog = {
  recorded: ['2019-07-01T00:00:00+08:00', '2021-01-15T00:00:00+08:00'],
  openedOn: '2019-07-01',
  targets: targetsOf(AMOUNT, '30', '40', '40', '40'),
  observations: [
    { sequence: 0, indicator: AMOUNT, year: 2018, value: '8000000' },
    { sequence: 0, indicator: AMOUNT, year: 2018, value: '3000000.5', division: CHANGAN },
    { sequence: 0, indicator: COUNT, year: 2018, value: '12' },
  ],
  postings: [
    ...pledge('C1', SONGSHAN_LAKE, 'patent', [0, 2018, 5, 100n]),
    ...pledge('C2', CHANGAN, 'patent', [1, 2019, 8, 500n]),
    ...pledge('C3', SONGSHAN_LAKE, 'mixed', [1, 2020, 2, 700n]),
    ...pledge('C2', CHANGAN, 'patent', [1, 2020, 11, 800n]),
    {
      sequence: 1,
      measure: 'pledge.disbursed',
      month: monthNumber(2018, 6),
      amount: 50n * WAN,
      dimensions: { division: SONGSHAN_LAKE },
    },
    { sequence: 1, measure: 'pledge.disbursed', month: monthNumber(2020, 6), amount: 75n * WAN },
    { sequence: 1, measure: 'pledge.otherRegisteredAmount', month: monthNumber(2020, 6), amount: 9n * WAN },
    { sequence: 1, measure: 'pledge.otherCount', month: monthNumber(2020, 6), amount: 1n },
  ],
};

/** Four of five institutions with 80 of 100 in row 5 of 2020. */
const CONFIRMED: Pick<MemoryLog, 'postings' | 'reports'> = {
  postings: ['A', 'B', 'C', 'D', 'E'].map((institution) => ({
    sequence: 1,
    measure: 'pledge.registeredAmount',
    month: monthNumber(2020, 3),
    amount: 20n,
    dimensions: { institution },
  })),
  reports: ['A', 'B', 'C', 'D'].map((institution) => ({
    institution,
    period: '2020',
    sequence: 1,
    treeSize: 1,
    figures: [{ indicator: AMOUNT, amount: 20n }],
  })),
};

describe('observed years', () => {
  const source = memorySource(OBSERVED);
  const displayed = (year: number, options: Omit<AnnexOptions, 'year'> = {}) =>
    growthRow(source, AMOUNT, { year, ...options }).value?.display ?? null;

  test('the observation of a year that began before the opening comes before its postings', () => {
    expect(displayed(2018)).toBe('800.00 万元');
    expect(growthRow(source, COUNT, { year: 2018 }).value).toEqual({ count: '12' });
  });

  test('without an observation such a year is its postings, and nothing without any', () => {
    expect(displayed(2019)).toBe('500.00 万元');
    expect(displayed(2017)).toBe(null);
  });

  test('an observation of a year that began at the opening or later is not looked at', () => {
    const log: MemoryLog = { ...OBSERVED, openedOn: '2018-01-01' };
    expect(growthRow(memorySource(log), AMOUNT, { year: 2018 }).value?.display).toBe('100.00 万元');
    expect(
      growthRow(memorySource({ ...log, openedOn: '2018-01-02' }), AMOUNT, { year: 2018 }).value?.display,
    ).toBe('800.00 万元');
  });

  test('a division needs its own observation, else has its own postings, else nothing', () => {
    expect(displayed(2018, { division: CHANGAN })).toBe('300.00 万元');
    expect(growthRow(source, AMOUNT, { year: 2018, division: CHANGAN }).value).toMatchObject({
      amountFen: '300000050',
    });
    expect(displayed(2018, { division: SONGSHAN_LAKE })).toBe('100.00 万元');
    expect(displayed(2018, { division: '441900003000' })).toBe(null);
  });

  test('a division has its own observation also where the city has only postings', () => {
    const observation = { sequence: 0, indicator: AMOUNT, year: 2019, value: '40000', division: CHANGAN };
    const log = memorySource({ ...OBSERVED, observations: [observation] });
    const value = (division: string | null) =>
      growthRow(log, AMOUNT, { year: 2019, division }).value?.display;
    expect(value(null)).toBe('500.00 万元');
    expect(value(CHANGAN)).toBe('4.00 万元');
    expect(value(SONGSHAN_LAKE)).toBe('0.00 万元');
  });

  test('in a derived year a division has its own postings, 0 if none', () => {
    expect(displayed(2019, { division: CHANGAN })).toBe('500.00 万元');
    expect(displayed(2019, { division: SONGSHAN_LAKE })).toBe('0.00 万元');
  });

  test('a division computes its targets on growth rows', () => {
    expect(growthRow(source, AMOUNT, { year: 2020, division: CHANGAN })).toMatchObject({
      base: { year: 2018, amountFen: '300000050' },
      target: '40',
      needed: { amountFen: '588000098' },
      met: true,
    });
  });

  test('an observed year has no months', () => {
    const table = annexTable(source, { year: 2019, months: [7, 9] });
    expect(table.months).toEqual([7, 9]);
    expect(growthRow(source, AMOUNT, { year: 2019, months: [7, 9] })).toMatchObject({
      value: { amountFen: '500000000' },
      base: null,
      previous: null,
      averageAnnualGrowth: { code: 'NOT_ANNUAL' },
      yearOnYear: { code: 'BASE_NOT_MONTHLY' },
    });
    expect(growthRow(source, AMOUNT, { year: 2018, months: [1, 6] })).toMatchObject({
      value: null,
      averageAnnualGrowth: { code: 'VALUE_MISSING' },
      yearOnYear: { code: 'VALUE_MISSING' },
      status: ['M'],
    });
  });

  test('with months the value is of those months, and nothing follows from targets', () => {
    expect(growthRow(source, AMOUNT, { year: 2020, months: [1, 6] })).toMatchObject({
      value: { amountFen: '700000000' },
      previous: { year: 2019, amountFen: '0' },
      averageAnnualGrowth: { code: 'NOT_ANNUAL' },
      yearOnYear: { code: 'BASE_ZERO' },
      required: null,
      target: null,
      met: null,
      metRequired: null,
      gapPercentagePoints: null,
      needed: null,
      remaining: null,
      remainingPerMonth: null,
      memo: {
        disbursedFen: '75000000',
        otherRightsFen: '9000000',
        enterprises: '1',
        firstTimeEnterprises: '1',
      },
    });
    expect(growthRow(source, AMOUNT, { year: 2020, months: [8, 12] })).toMatchObject({
      value: { amountFen: '800000000' },
      yearOnYear: { exact: '0.6', percent: '60.00', code: null },
      memo: { disbursedFen: '0', otherRightsFen: '0', enterprises: '1', firstTimeEnterprises: '0' },
    });
  });

  test('the disbursed basis uses no observation, and concerns row 5 only', () => {
    const disbursed = growthRow(source, AMOUNT, { year: 2020, basis: 'disbursed' });
    expect(disbursed).toMatchObject({
      value: { amountFen: '75000000' },
      base: { year: 2018, amountFen: '50000000' },
      // Before the opening nothing was disbursed that anyone reported.
      previous: null,
      yearOnYear: { code: 'BASE_MISSING' },
      definition: { basis: 'disbursed' },
    });
    const count = growthRow(source, COUNT, { year: 2018, basis: 'disbursed' });
    expect([count.value, count.definition.basis]).toEqual([{ count: '12' }, null]);
    expect(growthRow(source, AMOUNT, { year: 2018, basis: 'disbursed', division: CHANGAN }).value).toEqual({
      amountFen: '0',
      display: '0.00 万元',
    });
  });

  test('memos count enterprises and other rights', () => {
    expect(growthRow(source, COUNT, { year: 2020 }).memo).toEqual({
      otherCount: '1',
      enterprises: '2',
      firstTimeEnterprises: '1',
    });
    expect(growthRow(source, 'insured-sum-growth', { year: 2019 }).memo).toEqual({
      enterprises: '0',
      firstTimeEnterprises: '0',
    });
  });

  test('confirmations are shown for the whole year of the city only', () => {
    const confirmed = { percent: '80.00', institutions: '4', of: '5' };
    const log = memorySource({ ...OBSERVED, ...CONFIRMED });
    expect(growthRow(log, AMOUNT, { year: 2020 }).confirmed).toEqual(confirmed);
    expect(growthRow(log, AMOUNT, { year: 2020, months: [1, 6] }).confirmed).toBe(null);
    expect(growthRow(log, AMOUNT, { year: 2020, division: CHANGAN }).confirmed).toBe(null);
    expect(growthRow(log, AMOUNT, { year: 2020, basis: 'disbursed' }).confirmed).toBe(null);
  });
});

describe('level rows', () => {
  const source = memorySource({
    recorded: ['2018-01-01T00:00:00Z', '2021-12-01T00:00:00Z'],
    targets: [
      ...targetsOf('gb-certified', '100', '1200', '1900', '2500'),
      ...targetsOf('inventions-per-10k', null, '32', '35', '39'),
      ...targetsOf('fund-projects', null, '0', '4', '10'),
    ],
    observations: [
      { sequence: 1, indicator: 'gb-certified', year: 2019, value: '1' },
      { sequence: 1, indicator: 'gb-certified', year: 2019, value: '1300' },
      { sequence: 1, indicator: 'gb-certified', year: 2021, value: '90' },
      { sequence: 1, indicator: 'gb-certified', year: 2021, value: '40', division: CHANGAN },
      { sequence: 1, indicator: 'inventions-per-10k', year: 2020, value: '34.80' },
    ],
  });

  test('have the latest observation of the year, attainment, and no growths', () => {
    const row = levelRow(source, 'gb-certified', { year: 2019 });
    expect(JSON.stringify(row)).toBe(
      JSON.stringify({
        number: 1,
        code: 'gb-certified',
        name: { zh: '贯标企业数量', en: 'Units certified to the IP management standard' },
        unit: '家',
        value: { level: '1300' },
        attainment: { exact: '1.0833333333333333333', percent: '108.33' },
        required: '100',
        target: '1200',
        met: true,
        metRequired: null,
        needed: { level: '1200' },
        remaining: { level: '0' },
        confirmed: null,
        memo: null,
        status: ['P'],
        definition: {
          id: 'gb-certified',
          version: 1,
          basis: null,
          method: 'level',
          baseYear: null,
          rounding: 'halfEven',
          choices: ['R1', 'R21'],
        },
      }),
    );
  });

  test('may be no whole numbers', () => {
    expect(levelRow(source, 'inventions-per-10k', { year: 2020 })).toMatchObject({
      value: { level: '34.8' },
      attainment: { exact: '0.99428571428571428571', percent: '99.43' },
      met: false,
      needed: { level: '35' },
      remaining: { level: '0.2' },
      required: null,
      metRequired: null,
    });
  });

  test('are held against the floor at the end of the plan only (R1)', () => {
    expect(levelRow(source, 'gb-certified', { year: 2021 })).toMatchObject({
      required: '100',
      metRequired: false,
    });
    expect(levelRow(source, 'gb-certified', { year: 2022 })).toMatchObject({
      value: null,
      attainment: null,
      required: '100',
      target: null,
      met: null,
      metRequired: null,
      needed: null,
      remaining: null,
      status: ['M'],
    });
  });

  test('keep what is needed when the value is missing', () => {
    expect(levelRow(source, 'gb-certified', { year: 2020 })).toMatchObject({
      value: null,
      attainment: null,
      met: null,
      needed: { level: '1900' },
      remaining: null,
    });
  });

  test.each([{ division: CHANGAN }, { months: [1, 12] as const }])('have no plan for %o', (options) => {
    expect(levelRow(source, 'gb-certified', { year: 2021, ...options })).toMatchObject({
      value: { level: 'division' in options ? '40' : '90' },
      attainment: null,
      required: null,
      target: null,
      met: null,
      metRequired: null,
      needed: null,
      remaining: null,
    });
  });

  test('attainment of target 0 is null, and the target is met', () => {
    expect(levelRow(source, 'fund-projects', { year: 2019 })).toMatchObject({
      value: { level: '0' },
      attainment: null,
      target: '0',
      met: true,
    });
  });
});

describe('row 18, projects of the fund', () => {
  const project = (sequence: number, year: number, month: number, division: string, keyIndustry = '1') => ({
    sequence,
    measure: 'fund.projects' as const,
    month: monthNumber(year, month),
    amount: 1n,
    dimensions: { division, keyIndustry, kind: 'none' },
  });
  const log: MemoryLog = {
    recorded: ['2020-03-01T00:00:00+08:00', '2022-02-01T00:00:00+08:00'],
    openedOn: '2020-03-01',
    targets: targetsOf('fund-projects', null, '0', '4', '10'),
    observations: [
      { sequence: 0, indicator: 'fund-projects', year: 2018, value: '2' },
      { sequence: 0, indicator: 'fund-projects', year: 2019, value: '3' },
      { sequence: 0, indicator: 'fund-projects', year: 2018, value: '1', division: CHANGAN },
    ],
    postings: [
      project(0, 2017, 6, CHANGAN),
      project(0, 2019, 6, CHANGAN),
      project(1, 2020, 4, CHANGAN, '10'),
      project(1, 2020, 9, SONGSHAN_LAKE, '2'),
      project(1, 2021, 5, SONGSHAN_LAKE, '2'),
    ],
    capital: [
      { sequence: 0, month: monthNumber(2019, 5), paidIn: 100n, fiscalPaidIn: 0n },
      { sequence: 1, month: monthNumber(2020, 8), paidIn: 300n, fiscalPaidIn: 300n },
    ],
  };
  const source = memorySource(log);
  const levels = (years: readonly number[], options: Omit<AnnexOptions, 'year'> = {}) =>
    years.map((year) => levelRow(source, 'fund-projects', { year, ...options }).value);
  const level = (text: string) => ({ level: text });

  test('is the latest observation up to the year, and the projects of the years after it', () => {
    expect(levels([2018, 2019, 2020, 2021])).toEqual(['2', '3', '5', '6'].map(level));
    expect(levelRow(source, 'fund-projects', { year: 2020 })).toMatchObject({ met: true, target: '4' });
  });

  test('is never missing: without an observation it counts all projects', () => {
    expect(levels([2016, 2017])).toEqual(['0', '1'].map(level));
    expect(levelRow(memorySource(log, 1), 'fund-projects', { year: 2030 }).value).toEqual(level('3'));
  });

  test('with months it stands as at the end of the last month', () => {
    expect(levels([2020], { months: [2, 4] })).toEqual([level('4')]);
    expect(levels([2020], { months: [4, 12] })).toEqual([level('5')]);
  });

  test('a division has its own observation or none', () => {
    expect(levels([2017, 2018, 2019, 2020], { division: CHANGAN })).toEqual(['1', '1', '2', '3'].map(level));
    expect(levels([2019, 2021], { division: SONGSHAN_LAKE })).toEqual(['0', '2'].map(level));
  });

  test('shows leverage up to the year beside it, for the city', () => {
    const memo = (options: AnnexOptions) => levelRow(source, 'fund-projects', options).memo;
    expect(memo({ year: 2019 })).toEqual({ leverage: null });
    expect(memo({ year: 2020, months: [1, 7] })).toEqual({ leverage: null });
    expect(memo({ year: 2020 })).toEqual({ leverage: { exact: '1.3333333333333333333', percent: '133.33' } });
    expect(memo({ year: 2020, division: CHANGAN })).toEqual({ leverage: null });
  });

  test('its series adds up months and parts after the observation', () => {
    const { years } = indicatorSeries(source, 'fund-projects', { from: 2019, to: 2021, by: 'keyIndustry' });
    const [observed, derived, last] = years;
    expect(observed).toMatchObject({ value: level('3'), averageAnnualGrowth: null, yearOnYear: null });
    expect([observed?.months, observed?.parts]).toEqual([[], []]);
    expect(derived?.months.map(({ value }) => 'level' in value && value.level).join(' ')).toBe(
      '3 3 3 4 4 4 4 4 5 5 5 5',
    );
    expect(last?.parts.map(({ key, value }) => [key, value])).toEqual([
      ['2', level('2')],
      ['10', level('1')],
    ]);
  });
});

describe('series of an indicator', () => {
  test('has years, twelve months of derived years, and named parts that add up', () => {
    const { code, by, years } = indicatorSeries(at('2021-03-31'), AMOUNT, {
      from: 2018,
      to: 2021,
      by: 'kind',
    });
    expect([code, by, years.map(({ year }) => year)]).toEqual([AMOUNT, 'kind', [2018, 2019, 2020, 2021]]);
    const in2020 = years[2];
    expect(in2020).toMatchObject({
      value: { amountFen: '1750000000', display: '1750.00 万元' },
      averageAnnualGrowth: { percent: '47.90' },
      yearOnYear: { percent: '56.25' },
    });
    expect(in2020?.months.length).toBe(12);
    expect(in2020?.months[4]).toEqual({
      month: '2020-05',
      value: { amountFen: '900000000', display: '900.00 万元' },
    });
    expect(in2020?.parts).toEqual([
      {
        key: 'patent',
        name: { zh: '专利', en: 'Patent' },
        value: { amountFen: '1600000000', display: '1600.00 万元' },
      },
      {
        key: 'mixed',
        name: { zh: '混合质押', en: 'Mixed pledge' },
        value: { amountFen: '150000000', display: '150.00 万元' },
      },
    ]);
    expect(years[3]).toMatchObject({ value: null, months: [], parts: [] });
  });

  test('an observed year has neither months nor parts', () => {
    const { years } = indicatorSeries(memorySource(OBSERVED), AMOUNT, {
      from: 2018,
      to: 2018,
      by: 'division',
    });
    expect(years[0]).toMatchObject({ value: { display: '800.00 万元' }, months: [], parts: [] });
  });

  test('an institution is named by its code unless a name is given', () => {
    const parts = (options: { institutionName?: (key: string) => { zh: string; en: string } | undefined }) =>
      indicatorSeries(at('2021-03-31'), COUNT, { from: 2019, to: 2019, by: 'institution', ...options })
        .years[0]?.parts;
    expect(parts({})?.[0]).toEqual({ key: BANK, name: { zh: BANK, en: BANK }, value: { count: '2' } });
    const named = { zh: '示例银行东莞分行', en: 'Example Bank' };
    expect(parts({ institutionName: (key) => (key === BANK ? named : undefined) })?.[0]?.name).toEqual(named);
  });

  test('parts are named from the tables and shown in their order; what is not in them has its key', () => {
    const keyIndustries = ['0', '10', '2', 'none', '77'];
    const source = memorySource({
      recorded: ['2021-02-01T00:00:00Z'],
      postings: keyIndustries.map((keyIndustry) => ({
        sequence: 0,
        measure: 'deal.amount' as const,
        month: monthNumber(2020, 1),
        amount: 1n,
        dimensions: { keyIndustry, division: SONGSHAN_LAKE },
      })),
    });
    const names = (by: 'keyIndustry' | 'division' | 'institution' | 'stage') =>
      indicatorSeries(source, 'deal-amount-growth', { from: 2020, to: 2020, by }).years[0]?.parts.map(
        ({ name }) => name.zh,
      );
    expect(names('keyIndustry')).toEqual(['新一代信息通信', '高端医疗器械', '未列明', '无', '77']);
    expect(names('division')).toEqual(['松山湖']);
    expect(names('institution')).toEqual(['无']);
    expect(names('stage')).toEqual(['无']);
  });

  test('the disbursed basis has its own months and parts', () => {
    const { years } = indicatorSeries(memorySource(OBSERVED), AMOUNT, {
      from: 2018,
      to: 2018,
      by: 'division',
      basis: 'disbursed',
    });
    expect(years[0]?.months[5]?.value).toEqual({ amountFen: '50000000', display: '50.00 万元' });
    expect(years[0]?.parts.map(({ key }) => key)).toEqual([SONGSHAN_LAKE]);
  });

  test('an indicator that does not exist is a mistake of the caller', () => {
    expect(() => indicatorSeries(at('2021-03-31'), 'no-such', { from: 2018, to: 2018 })).toThrow(RangeError);
  });

  test('months and the parts of every dimension add up to the year in fen (R10)', () => {
    const posting = fc.record({
      year: fc.integer({ min: 2018, max: 2020 }),
      month: fc.integer({ min: 1, max: 12 }),
      amount: fc.bigInt(1n, 10n ** 13n),
      division: fc.constantFrom(CHANGAN, SONGSHAN_LAKE, '441900000000'),
      kind: fc.constantFrom('patent', 'trademark', 'mixed'),
      size: fc.constantFrom('small', 'micro', 'unknown'),
    });
    fc.assert(
      fc.property(fc.array(posting, { minLength: 1, maxLength: 20 }), (drawn) => {
        const source = memorySource({
          recorded: ['2021-02-01T00:00:00Z'],
          postings: drawn.map(({ year, month, amount, ...dimensions }) => ({
            sequence: 0,
            measure: 'pledge.registeredAmount',
            month: monthNumber(year, month),
            amount,
            dimensions,
          })),
        });
        const fenOf = (value: object | null): bigint =>
          value !== null && 'amountFen' in value ? BigInt(String(value.amountFen)) : 0n;
        const total = (values: readonly { readonly value: object }[]): bigint =>
          values.reduce((sum, { value }) => sum + fenOf(value), 0n);
        for (const by of DIMENSIONS)
          for (const { value, months, parts } of indicatorSeries(source, AMOUNT, { from: 2018, to: 2020, by })
            .years)
            expect([total(parts), total(months)]).toEqual([fenOf(value), fenOf(value)]);
        for (const year of [2018, 2019, 2020]) {
          const divisions = [CHANGAN, SONGSHAN_LAKE, '441900000000'].map((division) =>
            growthRow(source, AMOUNT, { year, division }),
          );
          const halves = (
            [
              [1, 6],
              [7, 12],
            ] as const
          ).map((months) => growthRow(source, AMOUNT, { year, months }));
          const whole = fenOf(growthRow(source, AMOUNT, { year }).value);
          for (const rows of [divisions, halves])
            expect(rows.reduce((sum, { value }) => sum + fenOf(value), 0n)).toBe(whole);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('the catalogue', () => {
  test('has the eighteen rows of Annex 1 in their order', () => {
    expect(INDICATORS.map(({ number }) => number)).toEqual(
      Array.from({ length: 18 }, (_, index) => index + 1),
    );
    expect(INDICATORS.filter(({ measure }) => measure !== null).map(({ number }) => number)).toEqual([
      5, 6, 7, 8, 18,
    ]);
    expect(INDICATORS.filter(({ method }) => method === 'average').map(({ number }) => number)).toEqual([
      5, 6, 7, 8,
    ]);
  });

  test('every row states its choices in order, once each', () => {
    for (const { choices } of INDICATORS) {
      const numbers = choices.map((choice) => Number.parseInt(choice.slice(1), 10));
      expect(numbers.length).toBeGreaterThan(0);
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    }
  });
});
