import type { Draft } from './case.ts';
import { openCase } from './case.ts';
import { closingDay, YEARS, type Year } from './days.ts';
import { BUREAU } from './institutions.ts';
import type { World } from './world.ts';

/** The bureau's own records: the thirteen observed rows, the closing of each year, and a target it did not lower. */

const SOURCE = 'synthetic demonstration data / 虚构演示数据';

/** Values of 2018 to 2021. Three targets are missed: portfolios and PCT filings in 2020, inventions in 2021. */
const OBSERVED: readonly (readonly [indicator: string, values: readonly [string, string, string, string]])[] =
  [
    ['gb-certified', ['760', '1268', '1985', '2611']],
    ['trusteeship-smes', ['420', '1036', '1522', '2105']],
    ['high-value-portfolios', ['3', '9', '15', '26']],
    ['backbone-institutions', ['1', '2', '4', '6']],
    ['industry-navigation', ['4', '10', '15', '21']],
    ['enterprise-navigation', ['12', '31', '42', '53']],
    ['valid-inventions', ['24180', '27012', '30104', '32087']],
    ['inventions-per-10k', ['28.9', '32.4', '35.8', '38.6']],
    ['pct-filings', ['2698', '2855', '2941', '3202']],
    ['trademarks-registered', ['241600', '287300', '338900', '392400']],
    ['trademarks-overseas', ['512', '607', '731', '846']],
    ['advantage-enterprises', ['268', '314', '371', '409']],
    ['patent-alliances', ['2', '3', '4', '6']],
  ];
/** Typed with a digit too many, and corrected a week later. */
const MISTYPED = { indicator: 'trademarks-registered', year: 2019, value: '2873000' } as const;

/** Two parks and towns that count their own inventions. */
const OBSERVED_BY_DIVISION = [
  ['441900401000', ['5120', '6240', '7391', '8165']],
  ['441900119000', ['4408', '4987', '5602', '6014']],
] as const;
const COUNTED_BY_DIVISION = 'valid-inventions';

const observedDay = (year: Year): string => `${year + 1}-01-22`;

const observationsOf = (
  world: World,
  [indicator, values]: (typeof OBSERVED)[number],
  row: number,
): readonly Draft[] => {
  const random = world.random('occasion', 1, row);
  const book = openCase({
    random,
    line: 'observation',
    poster: BUREAU.uscc,
    name: `O-${indicator}`,
    caseId: indicator,
  });
  YEARS.forEach((year, index) => {
    const value = values[index] ?? '0';
    const isMistyped = indicator === MISTYPED.indicator && year === MISTYPED.year;
    const fields = { indicator, year, value, source: SOURCE };
    const observed = book.post(
      'indicator.observed',
      observedDay(year),
      isMistyped ? { ...fields, value: MISTYPED.value } : fields,
    );
    if (observed && isMistyped) book.correct(observed, '2020-02-04', '多录一位数（虚构）', fields);
    if (indicator !== COUNTED_BY_DIVISION) return;
    for (const [division, parts] of OBSERVED_BY_DIVISION)
      book.post('indicator.observed', observedDay(year), { ...fields, value: parts[index] ?? '0', division });
  });
  return book.drafts;
};

const closingOf = (world: World, year: Year): readonly Draft[] => {
  const random = world.random('occasion', 2, year);
  const period = String(year);
  const book = openCase({
    random,
    line: 'period',
    poster: BUREAU.uscc,
    name: `closing-${year}`,
    caseId: period,
  });
  book.post('period.closed', closingDay(year), { period }, { delay: 0 });
  return book.drafts;
};

const LOWERED = { indicator: 'pledge-count-growth', year: 2021, required: '30', target: '32' } as const;

/** A target that somebody wanted lowered in the year in which it was missed. */
const requestedTarget = (world: World): readonly Draft[] => {
  const random = world.random('occasion', 3, 0);
  const { indicator } = LOWERED;
  const book = openCase({
    random,
    line: 'target',
    poster: BUREAU.uscc,
    name: `target-${indicator}`,
    caseId: indicator,
  });
  const on = '2021-11-08';
  const reason = '申请下调年度目标（虚构）';
  const requested = book.post(
    'change.requested',
    on,
    { type: 'target.set', data: { effectiveOn: on, ...LOWERED }, reason },
    { delay: 0 },
  );
  if (requested) {
    const request = { source: `urn:uscc:${requested.poster}`, id: requested.id };
    book.post('change.rejected', '2021-11-15', { request, reason: '维持方案原定目标（虚构）' }, { delay: 0 });
  }
  return book.drafts;
};

export const bureauDrafts = (world: World): readonly Draft[] => [
  ...OBSERVED.flatMap((row, index) => observationsOf(world, row, index)),
  ...YEARS.flatMap((year) => closingOf(world, year)),
  ...requestedTarget(world),
];
