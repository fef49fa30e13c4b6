import {
  EARLIEST_EFFECTIVE_ON,
  type Month,
  monthNumber,
  monthOf,
  shanghaiDate,
  yearOf,
} from '../src/domain/calendar.ts';
import { fenOf } from '../src/domain/money.ts';
import { leverageOf, type RatioJson, ratioJson } from './growth.ts';
import { type Basis, type Indicator, measureOf } from './indicators.ts';
import { type Dimension, MEASURES, type Measure } from './measures.ts';
import { amountText, Decimal, decimalOf, plainText, type Rounding } from './rounding.ts';
import type { FigureSource, Selection } from './source.ts';

/** The value of an indicator in a year (domain.md §6), as a pure function of one prefix of the log. */

/** Rows 5, 6 and 8 are in fen, row 7 is a number of pledges, all other rows are levels. */
export type Quantity =
  | { readonly unit: 'fen' | 'count'; readonly amount: bigint }
  | { readonly unit: 'level'; readonly level: Decimal };

export type QuantityJson =
  | { readonly amountFen: string }
  | { readonly count: string }
  | { readonly level: string };

/** A value of the table: amounts are also shown in 万元. */
export type ValueJson = QuantityJson & { readonly display?: string };

/**
 * Where a value comes from: an observation recorded for that very year, the postings, or nowhere. A row 18 that adds
 * projects to an earlier observation is derived.
 */
export type Origin = 'observed' | 'derived' | 'missing';

export interface Figure {
  readonly origin: Origin;
  /** `null` when missing, and when months are asked of an observed year. */
  readonly quantity: Quantity | null;
}

export interface FigureOptions {
  /** 12-digit code, or null for the city. */
  readonly division?: string | null;
  /** First and last month, from 1; null for the whole year. */
  readonly months?: readonly [number, number] | null;
  readonly basis?: Basis;
}

const MISSING: Figure = { origin: 'missing', quantity: null };
/** No posting lies earlier, so a sum from here on is one of all months. */
const FIRST_MONTH = monthOf(EARLIEST_EFFECTIVE_ON);

export const quantityJson = (quantity: Quantity): QuantityJson => {
  if (quantity.unit === 'level') return { level: plainText(quantity.level) };
  return quantity.unit === 'fen' ? { amountFen: `${quantity.amount}` } : { count: `${quantity.amount}` };
};

export const valueJson = (quantity: Quantity, rounding: Rounding): ValueJson => ({
  ...quantityJson(quantity),
  ...(quantity.unit === 'fen' ? { display: amountText(quantity.amount, rounding) } : {}),
});

export const sameQuantity = (a: Quantity | null, b: Quantity | null): boolean => {
  if (a === null || b === null) return a === b;
  if (a.unit === 'level') return b.unit === 'level' && a.level.eq(b.level);
  return b.unit === a.unit && a.amount === b.amount;
};

const selectionOf = (division: string | null | undefined): Selection | null =>
  division == null ? null : { dimension: 'division', value: division };

/** First and last month of the selected months of a year. */
const rangeOf = (year: number, months: FigureOptions['months']): readonly [Month, Month] => [
  monthNumber(year, months?.[0] ?? 1),
  monthNumber(year, months?.[1] ?? 12),
];

/** The amount of a sum of that measure, as a quantity of the indicator. */
const quantityOf = (indicator: Indicator, measure: Measure, amount: bigint): Quantity =>
  indicator.method === 'level'
    ? { unit: 'level', level: decimalOf(amount) }
    : { unit: MEASURES[measure].unit, amount };

/** Whether the year began before the ledger was opened: only then may the bureau observe rows 5–8 (domain.md §4.7). */
const beganBeforeOpening = (source: FigureSource, year: number): boolean =>
  source.openedOn !== null && `${String(year).padStart(4, '0')}-01-01` < source.openedOn;

const isOver = ({ asOf }: FigureSource, year: number): boolean =>
  asOf.recordedAt !== null && yearOf(shanghaiDate(asOf.recordedAt)) > year;

/** Where the year's value comes from, and the observation if it is one. Months do not matter: the year decides. */
interface YearOrigin {
  readonly origin: Origin;
  readonly observation: string | null;
}

const originOfGrowthRow = (
  source: FigureSource,
  indicator: Indicator,
  year: number,
  { division = null, basis = 'registered' }: FigureOptions,
): YearOrigin => {
  const measure = measureOf(indicator, basis);
  if (measure === null || source.openedOn === null) return { origin: 'missing', observation: null };
  const early = beganBeforeOpening(source, year);
  // An observation states the registered basis of row 5, so the disbursed one has none.
  const observable = early && measure === indicator.measure;
  const observationOf = (of: string | null): string | null =>
    observable ? source.observation(indicator.code, year, of) : null;
  const hasPostings = (of: string | null): boolean =>
    source.sum(measure, ...rangeOf(year, null), selectionOf(of)).postings > 0;

  const observation = observationOf(division);
  if (observation !== null) return { origin: 'observed', observation };
  // The city's observation is never split among its divisions: one without its own has what is posted for it (domain.md §6).
  const isSplit = division !== null && observationOf(null) !== null;
  // A later year that is over without a posting is 0: the institutions report everything here from the opening on.
  const isDerived = hasPostings(isSplit ? division : null) || (!early && isOver(source, year));
  return { origin: isDerived ? 'derived' : 'missing', observation: null };
};

const growthRowOfYear = (
  source: FigureSource,
  indicator: Indicator,
  year: number,
  options: FigureOptions,
): Figure => {
  const { origin, observation } = originOfGrowthRow(source, indicator, year, options);
  const measure = measureOf(indicator, options.basis ?? 'registered');
  if (origin === 'missing' || measure === null) return MISSING;
  if (observation === null) {
    const { amount } = source.sum(measure, ...rangeOf(year, options.months), selectionOf(options.division));
    return { origin, quantity: quantityOf(indicator, measure, amount) };
  }
  if (options.months) return { origin, quantity: null };
  const amount = MEASURES[measure].unit === 'fen' ? fenOf(observation) : BigInt(observation);
  return { origin, quantity: quantityOf(indicator, measure, amount) };
};

/** The latest year up to that one with an observation of row 18, for the city or a division. */
const observedYearOf = (
  source: FigureSource,
  indicator: Indicator,
  year: number,
  division: string | null,
): number | null =>
  source.observedYears(indicator.code, division).findLast((observed) => observed <= year) ?? null;

/** The months whose projects row 18 adds to its observation; empty (from > to) if the observation is of that year. */
const projectMonths = (
  observed: number | null,
  year: number,
  months: FigureOptions['months'],
): readonly [Month, Month] => [
  observed === null ? FIRST_MONTH : monthNumber(observed + 1, 1),
  rangeOf(year, months)[1],
];

const projectsOfYear = (
  source: FigureSource,
  indicator: Indicator,
  measure: Measure,
  year: number,
  { division = null, months = null }: FigureOptions,
): Figure => {
  const observed = observedYearOf(source, indicator, year, division);
  const observation = observed === null ? null : source.observation(indicator.code, observed, division);
  const [from, to] = projectMonths(observed, year, months);
  const projects = from > to ? 0n : source.sum(measure, from, to, selectionOf(division)).amount;
  return {
    origin: observed === year ? 'observed' : 'derived',
    quantity: quantityOf(indicator, measure, BigInt(observation ?? '0') + projects),
  };
};

/**
 * The value of an indicator in a year. Rows 5–8: the observation of a year that began before the opening, else the
 * derived sum. Row 18: the latest observation and the projects since; never missing but in an empty ledger. Other
 * rows: the latest observation of that year.
 */
export const valueOfYear = (
  source: FigureSource,
  indicator: Indicator,
  year: number,
  options: FigureOptions = {},
): Figure => {
  if (source.openedOn === null) return MISSING;
  if (indicator.method === 'average') return growthRowOfYear(source, indicator, year, options);
  if (indicator.measure !== null) return projectsOfYear(source, indicator, indicator.measure, year, options);
  const observation = source.observation(indicator.code, year, options.division ?? null);
  return observation === null
    ? MISSING
    : { origin: 'observed', quantity: { unit: 'level', level: new Decimal(observation) } };
};

/** A value of one month of a year. */
export interface MonthQuantity {
  readonly month: Month;
  readonly quantity: Quantity;
}

/** The twelve months of a derived year (row 18: as at the end of each); none where the value is not derived. */
export const monthsOfYear = (
  source: FigureSource,
  indicator: Indicator,
  year: number,
  options: Omit<FigureOptions, 'months'> = {},
): readonly MonthQuantity[] => {
  if (valueOfYear(source, indicator, year, options).origin !== 'derived') return [];
  return Array.from({ length: 12 }, (_, index) => index + 1).flatMap((month) => {
    const { quantity } = valueOfYear(source, indicator, year, { ...options, months: [month, month] });
    return quantity === null ? [] : [{ month: monthNumber(year, month), quantity }];
  });
};

/**
 * The value of a year by one dimension; the parts add up to the whole in fen (R10), for row 18 to the projects after
 * its observation. Empty where the value is not derived from postings.
 */
export const partsOfYear = (
  source: FigureSource,
  indicator: Indicator,
  year: number,
  by: Dimension,
  options: Pick<FigureOptions, 'months' | 'basis'> = {},
): ReadonlyMap<string, Quantity> => {
  const measure = measureOf(indicator, options.basis ?? 'registered');
  if (measure === null || valueOfYear(source, indicator, year, options).origin !== 'derived')
    return new Map();
  const sums = source.parts(measure, ...partsRange(source, indicator, year, options.months), by);
  return new Map([...sums].map(([key, { amount }]) => [key, quantityOf(indicator, measure, amount)]));
};

/** The months whose postings the parts of a year are the sums of. */
export const partsRange = (
  source: FigureSource,
  indicator: Indicator,
  year: number,
  months: FigureOptions['months'],
): readonly [Month, Month] =>
  indicator.method === 'average'
    ? rangeOf(year, months)
    : projectMonths(observedYearOf(source, indicator, year, null), year, months);

/**
 * The enterprises behind each part of {@link partsOfYear}: those counted with the figure (户数) or those behind its amount,
 * whichever are fewer.
 */
export const contributorsOfYear = (
  source: FigureSource,
  indicator: Indicator,
  year: number,
  by: Dimension,
): ReadonlyMap<string, ReadonlySet<string>> => {
  const { measure, enterprisesOf } = indicator;
  if (measure === null) return new Map();
  const range = partsRange(source, indicator, year, null);
  const behind = source.contributors(measure, ...range, by);
  if (enterprisesOf === null || enterprisesOf === measure) return behind;
  const counted = source.contributors(enterprisesOf, ...range, by);
  return new Map(
    [...behind].flatMap(([key, enterprises]) => {
      const others = counted.get(key);
      if (!others) return [];
      return [[key, others.size < enterprises.size ? others : enterprises]];
    }),
  );
};

/** Status letters after SDMX CL_OBS_STATUS (domain.md §7). */
export type StatusLetter = 'P' | 'A' | 'R' | 'M';

/** Whether the year is closed, and whether the figure is no longer what it was at a moment it is measured against. */
export const statusOf = (
  figure: Figure,
  { isClosed, isRevised }: { readonly isClosed: boolean; readonly isRevised: boolean },
): readonly StatusLetter[] => {
  const present = isClosed ? 'A' : 'P';
  return [figure.quantity === null ? 'M' : present, ...(isRevised ? (['R'] as const) : [])];
};

export interface GrowthMemo {
  /** Row 5: principal disbursed, and registered amounts on other rights (R3, R6). */
  readonly disbursedFen?: string;
  readonly otherRightsFen?: string;
  /** Row 7: pledges of other rights (R3). */
  readonly otherCount?: string;
  /** Enterprises 户数 of the count, and those with none in an earlier month (domain.md §5). */
  readonly enterprises: string;
  readonly firstTimeEnterprises: string;
}

export interface FundMemo {
  /** R13; null without fiscal money, and for a division: the capital of a fund has none. */
  readonly leverage: RatioJson | null;
}

export type Memo = GrowthMemo | FundMemo;

/** What is shown beside the figure, of the recorded postings of the year or its months; `null` on rows without one. */
export const memoOf = (
  source: FigureSource,
  indicator: Indicator,
  year: number,
  options: FigureOptions & { readonly rounding?: Rounding } = {},
): Memo | null => {
  if (source.openedOn === null) return null;
  const [from, to] = rangeOf(year, options.months);
  const selection = selectionOf(options.division);
  if (indicator.measure === 'fund.projects') {
    const { paidIn, fiscalPaidIn } = source.fundCapital(to);
    const leverage = selection === null ? leverageOf(paidIn, fiscalPaidIn) : null;
    return { leverage: leverage === null ? null : ratioJson(leverage, options.rounding ?? 'halfEven') };
  }
  if (indicator.enterprisesOf === null) return null;
  const amountOf = (measure: Measure): string => `${source.sum(measure, from, to, selection).amount}`;
  const { count, firstTime } = source.enterprises(indicator.enterprisesOf, from, to, selection);
  return {
    ...(indicator.measure === 'pledge.registeredAmount'
      ? {
          disbursedFen: amountOf('pledge.disbursed'),
          otherRightsFen: amountOf('pledge.otherRegisteredAmount'),
        }
      : {}),
    ...(indicator.measure === 'pledge.count' ? { otherCount: amountOf('pledge.otherCount') } : {}),
    enterprises: `${count}`,
    firstTimeEnterprises: `${firstTime}`,
  };
};
