import { shanghaiDate, yearOf } from '../src/domain/calendar.ts';
import { Decimal, exactText, percentText, quotient, type Rounding } from './rounding.ts';

/**
 * Growth and targets (domain.md §6). Values are whole fen or whole numbers and never negative; a value that nobody
 * reported is `null`, which is not 0. Whether a target is met is decided on integers, without a root or rounding.
 */

/** Why there is no growth, in the order in which the codes are tried (domain.md §9, Figures). */
export const GROWTH_CODES = [
  'VALUE_MISSING',
  'NOT_ANNUAL',
  'BASE_YEAR',
  'BASE_NOT_MONTHLY',
  'BASE_MISSING',
  'BASE_ZERO',
  'BOTH_ZERO',
] as const;
export type GrowthCode = (typeof GROWTH_CODES)[number];

/** A growth as an exact ratio (0.4 is 40 %), or the code that says why there is none. */
export type GrowthRatio =
  | { readonly ratio: Decimal; readonly code: null }
  | { readonly ratio: null; readonly code: GrowthCode };

/** A ratio in the JSON of a figure. */
export interface RatioJson {
  readonly exact: string;
  readonly percent: string;
}

/** A growth in the JSON of a figure: never 0, 100 % or infinity where there is no usable base. */
export interface GrowthJson {
  readonly exact: string | null;
  readonly percent: string | null;
  readonly code: GrowthCode | null;
}

/** The base year of the plan (R4). */
export const PLAN_BASE_YEAR = 2018;

const PERCENT_PATTERN = /^(-?\d+)(?:\.(\d+))?$/;
/** Decimal places to which an irrational root is cut; its integer part has at most 20 digits. */
const ROOT_PLACES = 80;

const none = (code: GrowthCode): GrowthRatio => ({ ratio: null, code });

export const ratioJson = (ratio: Decimal, rounding: Rounding): RatioJson => ({
  exact: exactText(ratio),
  percent: percentText(ratio, rounding),
});

export const growthJson = ({ ratio, code }: GrowthRatio, rounding: Rounding): GrowthJson =>
  ratio === null ? { exact: null, percent: null, code } : { ...ratioJson(ratio, rounding), code: null };

/** The integer part of the root of that degree, by Newton's method from above. */
const floorRoot = (radicand: bigint, degree: number): bigint => {
  if (radicand < 2n) return radicand;
  const n = BigInt(degree);
  const bits = radicand.toString(2).length;
  let root = 1n << BigInt(Math.ceil(bits / degree));
  for (;;) {
    const next = ((n - 1n) * root + radicand / root ** (n - 1n)) / n;
    if (next >= root) return root;
    root = next;
  }
};

const greatestCommonDivisor = (a: bigint, b: bigint): bigint =>
  b === 0n ? a : greatestCommonDivisor(b, a % b);

/**
 * The root of a fraction, less 1. A rational root is taken as the fraction that it is, so that 1.96 over two years is
 * exactly 0.4 and a tie stays a tie. An irrational one is cut, and a further digit 1 stands for all that was cut: as
 * both lie strictly between the same two neighboring cuts, it rounds to fewer digits exactly as the true root does.
 */
const rootLessOne = (dividend: bigint, divisor: bigint, degree: number): Decimal => {
  if (dividend < 0n || divisor <= 0n) throw new RangeError('a root is taken of values that are not negative');
  const common = greatestCommonDivisor(dividend, divisor);
  const [p, q] = [dividend / common, divisor / common];
  const n = BigInt(degree);
  const [rootP, rootQ] = [floorRoot(p, degree), floorRoot(q, degree)];
  if (rootP ** n === p && rootQ ** n === q) return quotient(rootP - rootQ, rootQ);
  const cut = floorRoot((p * 10n ** (BigInt(ROOT_PLACES) * n)) / q, degree);
  return new Decimal(`${cut}1e-${ROOT_PLACES + 1}`).minus(1);
};

const unusableBase = (value: bigint, base: bigint | null): GrowthCode | null => {
  if (base === null) return 'BASE_MISSING';
  if (base !== 0n) return null;
  return value === 0n ? 'BOTH_ZERO' : 'BASE_ZERO';
};

/**
 * Year on year 同比: (V_t − V_{t−1}) / V_{t−1}. `previousNotMonthly`: months were asked for, and the year before is an
 * observation, which has none.
 */
export const yearOnYear = (
  value: bigint | null,
  previous: bigint | null,
  { previousNotMonthly = false }: { readonly previousNotMonthly?: boolean } = {},
): GrowthRatio => {
  if (value === null) return none('VALUE_MISSING');
  if (previousNotMonthly) return none('BASE_NOT_MONTHLY');
  const code = unusableBase(value, previous);
  if (code !== null || previous === null) return none(code ?? 'BASE_MISSING');
  return { ratio: quotient(value - previous, previous), code: null };
};

/** Average annual growth 年均 by the geometric method 水平法 (R4): (V_t / V_b)^{1/(t−b)} − 1. Months have none. */
export const averageAnnualGrowth = (
  value: bigint | null,
  base: bigint | null,
  {
    year,
    baseYear,
    ofMonths = false,
  }: { readonly year: number; readonly baseYear: number; readonly ofMonths?: boolean },
): GrowthRatio => {
  if (value === null) return none('VALUE_MISSING');
  if (ofMonths) return none('NOT_ANNUAL');
  if (year <= baseYear) return none('BASE_YEAR');
  const code = unusableBase(value, base);
  if (code !== null || base === null) return none(code ?? 'BASE_MISSING');
  return { ratio: rootLessOne(value, base, year - baseYear), code: null };
};

/** A fraction of integers; the divisor is positive. */
interface Fraction {
  readonly dividend: bigint;
  readonly divisor: bigint;
}

/** 1 + g for a growth in percent, for example `40` or `12.5`. */
const growthFactor = (percent: string): Fraction => {
  const parts = PERCENT_PATTERN.exec(percent);
  if (!parts) throw new RangeError(`not a percentage: ${percent}`);
  const [, whole = '', fraction = ''] = parts;
  const divisor = 100n * 10n ** BigInt(fraction.length);
  return { dividend: divisor + BigInt(whole + fraction), divisor };
};

const goalOf = (base: bigint, percents: readonly string[]): Fraction => {
  let goal: Fraction = { dividend: base, divisor: 1n };
  for (const factor of percents.map(growthFactor))
    goal = { dividend: goal.dividend * factor.dividend, divisor: goal.divisor * factor.divisor };
  return goal;
};

const ceilingOf = ({ dividend, divisor }: Fraction): bigint =>
  dividend <= 0n ? dividend / divisor : (dividend + divisor - 1n) / divisor;

/** V_t ≥ V_b × Π (1 + g_i), one growth in percent for each year since the base. */
export const isGrowthMet = (value: bigint, base: bigint, percents: readonly string[]): boolean => {
  const goal = goalOf(base, percents);
  return value * goal.divisor >= goal.dividend;
};

/** V_b × Π (1 + g_i), rounded up to a whole fen or number. */
export const neededOf = (base: bigint, percents: readonly string[]): bigint =>
  ceilingOf(goalOf(base, percents));

export const remainingOf = (value: bigint, needed: bigint): bigint => (needed > value ? needed - value : 0n);

/** Months of the year that are not over at the moment (microseconds); the month in progress is one of them. */
export const monthsNotOver = (year: number, recordedAt: number): number => {
  const today = shanghaiDate(recordedAt);
  if (yearOf(today) !== year) return yearOf(today) < year ? 12 : 0;
  return 13 - Number.parseInt(today.slice(5, 7), 10);
};

/** What remains for each month left, rounded up; 0 if nothing remains, `null` if something does after the year. */
export const perMonthOf = (remaining: bigint, monthsLeft: number): bigint | null => {
  if (remaining === 0n) return 0n;
  return monthsLeft === 0 ? null : ceilingOf({ dividend: remaining, divisor: BigInt(monthsLeft) });
};

/** average − target in percentage points, from the unrounded average. */
export const gapPercentagePoints = (
  { ratio }: GrowthRatio,
  target: string | null,
  rounding: Rounding,
): string | null =>
  ratio === null || target === null ? null : percentText(ratio.minus(new Decimal(target).div(100)), rounding);

/** actual ÷ target; `null` for target 0. */
export const attainmentOf = (actual: Decimal, target: Decimal): Decimal | null =>
  target.isZero() ? null : actual.div(target);

/** Leverage (R13): capital paid in ÷ fiscal capital paid in; `null` without fiscal money. */
export const leverageOf = (paidIn: bigint, fiscalPaidIn: bigint): Decimal | null =>
  fiscalPaidIn === 0n ? null : quotient(paidIn, fiscalPaidIn);
