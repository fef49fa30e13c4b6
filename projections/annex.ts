import { monthText } from '../src/domain/calendar.ts';
import type { Message } from '../src/domain/refusal.ts';
import { type ConfirmedJson, confirmedOfYear } from './confirmations.ts';
import {
  type Figure,
  type FigureOptions,
  type Memo,
  memoOf,
  monthsOfYear,
  partsOfYear,
  type Quantity,
  type QuantityJson,
  quantityJson,
  type StatusLetter,
  statusOf,
  type ValueJson,
  valueJson,
  valueOfYear,
} from './figures.ts';
import {
  attainmentOf,
  averageAnnualGrowth,
  type GrowthJson,
  type GrowthRatio,
  gapPercentagePoints,
  growthJson,
  isGrowthMet,
  monthsNotOver,
  neededOf,
  PLAN_BASE_YEAR,
  perMonthOf,
  type RatioJson,
  ratioJson,
  remainingOf,
  yearOnYear,
} from './growth.ts';
import { type Basis, INDICATORS, type Indicator, indicatorOf, type Method } from './indicators.ts';
import { type Dimension, MEASURES } from './measures.ts';
import { comparePartKeys, type NameResolver, nameOfPart } from './names.ts';
import { type Reference, referencesOf, revisedSince } from './revision.ts';
import { Decimal, type Rounding } from './rounding.ts';
import type { FigureSource } from './source.ts';

/**
 * The annex table and the series of one indicator, as interfaces.md gives them in JSON (keys in its order). The caller
 * adds `asOf`, which takes the log's root hash. Pure: a function of one prefix of the log and the options.
 */

/** The year at whose end level rows must reach their floor: the end of the plan (R1). */
const PLAN_END_YEAR = 2021;

export interface AnnexOptions extends FigureOptions {
  /** null in an empty ledger only: then every figure is null. */
  readonly year: number | null;
  /** Default 2018 (R4). */
  readonly baseYear?: number;
  /** Default half to even (R21). */
  readonly rounding?: Rounding;
}

export interface DefinitionJson {
  readonly id: string;
  readonly version: number;
  /** Row 5 only. */
  readonly basis: Basis | null;
  readonly method: Method;
  /** Rows 5–8 only. */
  readonly baseYear: number | null;
  readonly rounding: Rounding;
  readonly choices: readonly string[];
}

interface RowHead {
  readonly number: number;
  readonly code: string;
  readonly name: Message;
  readonly unit: string;
  readonly value: ValueJson | null;
}

interface RowTail {
  readonly confirmed: ConfirmedJson | null;
  readonly memo: Memo | null;
  readonly status: readonly StatusLetter[];
  readonly definition: DefinitionJson;
}

export type QuantityOfYear = { readonly year: number } & QuantityJson;

/** Rows 5–8. */
export interface GrowthRow extends RowHead, RowTail {
  readonly base: QuantityOfYear | null;
  readonly previous: QuantityOfYear | null;
  readonly averageAnnualGrowth: GrowthJson;
  readonly yearOnYear: GrowthJson;
  readonly required: string | null;
  readonly target: string | null;
  readonly met: boolean | null;
  readonly metRequired: boolean | null;
  readonly gapPercentagePoints: string | null;
  readonly needed: QuantityJson | null;
  readonly remaining: QuantityJson | null;
  readonly remainingPerMonth: QuantityJson | null;
}

/** Rows 1–4 and 9–18. */
export interface LevelRow extends RowHead, RowTail {
  readonly attainment: RatioJson | null;
  readonly required: string | null;
  readonly target: string | null;
  readonly met: boolean | null;
  readonly metRequired: boolean | null;
  readonly needed: QuantityJson | null;
  readonly remaining: QuantityJson | null;
}

export type AnnexRow = GrowthRow | LevelRow;

export interface AnnexTable {
  readonly year: number | null;
  readonly division: string | null;
  readonly months: readonly [number, number] | null;
  readonly rows: readonly AnnexRow[];
}

/** The options with their defaults. */
interface Context {
  readonly source: FigureSource;
  readonly year: number;
  readonly division: string | null;
  readonly months: readonly [number, number] | null;
  readonly basis: Basis;
  readonly baseYear: number;
  readonly rounding: Rounding;
  readonly references: readonly Reference[];
}

/** Stands for the year of an empty ledger, where every figure is missing whatever the year. */
const NO_YEAR = 0;

const contextOf = (source: FigureSource, options: AnnexOptions): Context => {
  if (options.year === null && source.openedOn !== null)
    throw new RangeError('only an empty ledger has figures of no year');
  const { year, division = null, months = null, basis = 'registered' } = options;
  const inBulletins = division === null && months === null && basis === 'registered';
  return {
    source,
    year: year ?? NO_YEAR,
    division,
    months,
    basis,
    baseYear: options.baseYear ?? PLAN_BASE_YEAR,
    rounding: options.rounding ?? 'halfEven',
    references: referencesOf(source, year ?? NO_YEAR, { inBulletins }),
  };
};

const definitionOf = (indicator: Indicator, { basis, baseYear, rounding }: Context): DefinitionJson => ({
  id: indicator.code,
  version: indicator.version,
  basis: indicator.measure === 'pledge.registeredAmount' ? basis : null,
  method: indicator.method,
  baseYear: indicator.method === 'average' ? baseYear : null,
  rounding,
  choices: indicator.choices,
});

const headOf = ({ number, code, name, unit }: Indicator, figure: Figure, { rounding }: Context): RowHead => ({
  number,
  code,
  name,
  unit,
  value: figure.quantity === null ? null : valueJson(figure.quantity, rounding),
});

/** Institutions confirm their part of the city's whole year, on the registered basis of row 5. */
const confirmedOf = (indicator: Indicator, context: Context): ConfirmedJson | null => {
  const { source, year, division, months, basis } = context;
  const registered = indicator.measure !== 'pledge.registeredAmount' || basis === 'registered';
  return division === null && months === null && registered ? confirmedOfYear(source, indicator, year) : null;
};

const tailOf = (indicator: Indicator, figure: Figure, context: Context): RowTail => {
  const { source, year, references } = context;
  const revised = revisedSince(figure, references, (treeSize) =>
    valueOfYear(source.at(treeSize), indicator, year, context),
  );
  const isClosed = source.yearClosedAt(year) !== null;
  return {
    confirmed: confirmedOf(indicator, context),
    memo: memoOf(source, indicator, year, context),
    status: statusOf(figure, { isClosed, isRevised: revised.length > 0 }),
    definition: definitionOf(indicator, context),
  };
};

/** What stands of the plan for the year. */
const planOf = (
  { source, year }: Context,
  { code, method }: Indicator,
): { readonly required: string | null; readonly target: string | null } => {
  const standing = source.target(code, year);
  // The floor of a growth row belongs to its year; that of a level row is for the end of the plan and shown every year (R1).
  const floor = method === 'level' ? source.required(code) : null;
  return { required: standing?.required ?? floor, target: standing?.target ?? null };
};

/** The target growth of one year, in percent. */
export interface TargetOfYear {
  readonly year: number;
  readonly target: string;
}

const NO_PLAN = { required: null, target: null } as const;

/** Fen or a number, as a quantity of rows 5–8. */
const amountJson = (indicator: Indicator, amount: bigint | null): QuantityJson | null => {
  if (amount === null || indicator.measure === null) return null;
  return quantityJson({ unit: MEASURES[indicator.measure].unit, amount });
};

const amountOf = (quantity: Quantity | null): bigint | null =>
  quantity === null || quantity.unit === 'level' ? null : quantity.amount;

const quantityOfYear = (year: number, quantity: Quantity | null): QuantityOfYear | null =>
  quantity === null ? null : { year, ...quantityJson(quantity) };

/** A year's value, its base and the year before, and the two growths of rows 5–8. */
interface Growths {
  readonly figure: Figure;
  readonly base: Quantity | null;
  readonly previous: Quantity | null;
  readonly average: GrowthRatio;
  readonly annual: GrowthRatio;
}

const growthsOf = (indicator: Indicator, context: Context): Growths => {
  const { source, year, baseYear, months } = context;
  const figure = valueOfYear(source, indicator, year, context);
  const base = valueOfYear(source, indicator, baseYear, context).quantity;
  const previous = valueOfYear(source, indicator, year - 1, context);
  const value = amountOf(figure.quantity);
  return {
    figure,
    base,
    previous: previous.quantity,
    average: averageAnnualGrowth(value, amountOf(base), { year, baseYear, ofMonths: months !== null }),
    annual: yearOnYear(value, amountOf(previous.quantity), {
      previousNotMonthly: months !== null && previous.origin === 'observed',
    }),
  };
};

/** The target growths of the years after the base up to the year; null if one has none, or none lies between. */
export const targetsSinceBase = (
  { source, year, baseYear }: Pick<Context, 'source' | 'year' | 'baseYear'>,
  { code }: Indicator,
): readonly TargetOfYear[] | null => {
  const targets: TargetOfYear[] = [];
  for (let each = baseYear + 1; each <= year; each += 1) {
    const standing = source.target(code, each);
    if (standing === null) return null;
    targets.push({ year: each, target: standing.target });
  }
  return targets.length === 0 ? null : targets;
};

/** What follows from the targets of rows 5–8; all null without a base, with base 0, and with months. */
const growthGoals = (
  indicator: Indicator,
  context: Context,
  { figure, base, average }: Growths,
): Pick<
  GrowthRow,
  | 'required'
  | 'target'
  | 'met'
  | 'metRequired'
  | 'gapPercentagePoints'
  | 'needed'
  | 'remaining'
  | 'remainingPerMonth'
> => {
  const { source, year, baseYear, months, rounding } = context;
  const { required, target } = months === null ? planOf(context, indicator) : NO_PLAN;
  const value = amountOf(figure.quantity);
  const baseAmount = months === null ? amountOf(base) : null;
  const usableBase = baseAmount === 0n ? null : baseAmount;
  const targets = targetsSinceBase(context, indicator)?.map(({ target: growth }) => growth) ?? null;
  const floors = required === null || year <= baseYear ? null : Array<string>(year - baseYear).fill(required);
  const needed = usableBase === null || targets === null ? null : neededOf(usableBase, targets);
  const remaining = value === null || needed === null ? null : remainingOf(value, needed);
  const monthsLeft = source.asOf.recordedAt === null ? 0 : monthsNotOver(year, source.asOf.recordedAt);
  const isMet = (percents: readonly string[] | null): boolean | null =>
    value === null || usableBase === null || percents === null
      ? null
      : isGrowthMet(value, usableBase, percents);
  return {
    required,
    target,
    met: isMet(targets),
    metRequired: isMet(floors),
    gapPercentagePoints: gapPercentagePoints(average, target, rounding),
    needed: amountJson(indicator, needed),
    remaining: amountJson(indicator, remaining),
    remainingPerMonth: amountJson(indicator, remaining === null ? null : perMonthOf(remaining, monthsLeft)),
  };
};

/** A figure and what its row says of it by itself. */
interface Stated<Row> {
  readonly figure: Figure;
  readonly row: Omit<Row, keyof RowTail>;
}

const statedGrowth = (indicator: Indicator, context: Context): Stated<GrowthRow> => {
  const growths = growthsOf(indicator, context);
  const { figure, base, previous, average, annual } = growths;
  const row = {
    ...headOf(indicator, figure, context),
    base: quantityOfYear(context.baseYear, base),
    previous: quantityOfYear(context.year - 1, previous),
    averageAnnualGrowth: growthJson(average, context.rounding),
    yearOnYear: growthJson(annual, context.rounding),
    ...growthGoals(indicator, context, growths),
  };
  return { figure, row };
};

const levelJson = (level: Decimal | null): QuantityJson | null =>
  level === null ? null : quantityJson({ unit: 'level', level });

const statedLevel = (indicator: Indicator, context: Context): Stated<LevelRow> => {
  const { source, year, division, months, rounding } = context;
  const figure = valueOfYear(source, indicator, year, context);
  // The plan sets levels for the whole city at the end of a year (domain.md §6).
  const { required, target } = division === null && months === null ? planOf(context, indicator) : NO_PLAN;
  const actual = figure.quantity?.unit === 'level' ? figure.quantity.level : null;
  const goal = target === null ? null : new Decimal(target);
  const attainment = actual === null || goal === null ? null : attainmentOf(actual, goal);
  const isMet = (level: string | null): boolean | null =>
    actual === null || level === null ? null : actual.gte(level);
  const row = {
    ...headOf(indicator, figure, context),
    attainment: attainment === null ? null : ratioJson(attainment, rounding),
    required,
    target,
    met: isMet(target),
    metRequired: year === PLAN_END_YEAR ? isMet(required) : null,
    needed: levelJson(goal),
    remaining: levelJson(actual === null || goal === null ? null : Decimal.max(0, goal.minus(actual))),
  };
  return { figure, row };
};

const stated = (indicator: Indicator, context: Context): Stated<GrowthRow> | Stated<LevelRow> =>
  indicator.method === 'average' ? statedGrowth(indicator, context) : statedLevel(indicator, context);

/** What the row of an indicator says of the figure by itself: without the memo, confirmations and status beside it. */
export type StatedRow = Stated<GrowthRow>['row'] | Stated<LevelRow>['row'];

/** That row and its definition: what evidence of a figure states and a verifier computes again. */
export const statedRow = (
  source: FigureSource,
  indicator: Indicator,
  options: AnnexOptions,
): StatedRow & { readonly definition: DefinitionJson } => {
  const context = contextOf(source, options);
  return { ...stated(indicator, context).row, definition: definitionOf(indicator, context) };
};

const rowOf = (indicator: Indicator, context: Context): AnnexRow => {
  const { figure, row } = stated(indicator, context);
  return { ...row, ...tailOf(indicator, figure, context) };
};

/** The eighteen rows of Annex 1 for a year: the body of `indicators --json` but for `asOf`. */
export const annexTable = (source: FigureSource, options: AnnexOptions): AnnexTable => {
  const context = contextOf(source, options);
  return {
    year: options.year,
    division: context.division,
    months: context.months,
    rows: INDICATORS.map((indicator) => rowOf(indicator, context)),
  };
};

export interface SeriesOptions {
  readonly from: number;
  readonly to: number;
  readonly by?: Dimension | null;
  readonly basis?: Basis;
  readonly baseYear?: number;
  readonly rounding?: Rounding;
  /** The name of an institution by its USCC; without it (or undefined) the USCC is the name. */
  readonly institutionName?: NameResolver;
}

export interface SeriesMonth {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly value: ValueJson;
}

export interface SeriesPart {
  readonly key: string;
  readonly name: Message;
  readonly value: ValueJson;
}

export interface SeriesYear {
  readonly year: number;
  readonly value: ValueJson | null;
  /** null on level rows, which have no growths. */
  readonly averageAnnualGrowth: GrowthJson | null;
  readonly yearOnYear: GrowthJson | null;
  /** Twelve in a year derived from postings, else none. */
  readonly months: readonly SeriesMonth[];
  /** The parts by the dimension asked for; none where the value is not derived from postings. */
  readonly parts: readonly SeriesPart[];
}

export interface IndicatorSeries {
  readonly code: string;
  readonly by: Dimension | null;
  readonly years: readonly SeriesYear[];
}

const seriesParts = (
  indicator: Indicator,
  { source, year, basis, rounding }: Context,
  { by, institutionName }: SeriesOptions,
): readonly SeriesPart[] => {
  if (!by) return [];
  return [...partsOfYear(source, indicator, year, by, { basis })]
    .sort(([a], [b]) => comparePartKeys(by, a, b))
    .map(([key, quantity]) => ({
      key,
      name: nameOfPart(by, key, institutionName),
      value: valueJson(quantity, rounding),
    }));
};

const seriesYear = (indicator: Indicator, context: Context, options: SeriesOptions): SeriesYear => {
  const { source, year, basis, rounding } = context;
  const { quantity } = valueOfYear(source, indicator, year, context);
  const growths = indicator.method === 'average' ? growthsOf(indicator, context) : null;
  return {
    year,
    value: quantity === null ? null : valueJson(quantity, rounding),
    averageAnnualGrowth: growths && growthJson(growths.average, rounding),
    yearOnYear: growths && growthJson(growths.annual, rounding),
    months: monthsOfYear(source, indicator, year, { basis }).map(({ month, quantity }) => ({
      month: monthText(month),
      value: valueJson(quantity, rounding),
    })),
    parts: seriesParts(indicator, context, options),
  };
};

/** An indicator over years, by months and by one dimension: the body of `indicator --json` but for `asOf`. */
export const indicatorSeries = (
  source: FigureSource,
  code: string,
  options: SeriesOptions,
): IndicatorSeries => {
  const indicator = indicatorOf(code);
  const { from, to, by, institutionName: _, ...figures } = options;
  return {
    code,
    by: by ?? null,
    years: Array.from({ length: Math.max(0, to - from + 1) }, (__, index) =>
      seriesYear(indicator, contextOf(source, { ...figures, year: from + index }), options),
    ),
  };
};
