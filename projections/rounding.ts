import { Decimal as DecimalBase } from 'decimal.js';

/**
 * Exact decimals and their two texts: the exact value of a ratio, and the rounded one for display (domain.md §6).
 *
 * 120 digits are far more than either text needs: a quotient of two totals (each below 2^63, so 19 digits) that is no
 * tie of 20 significant digits lies more than 10^-60 away from one, so held to 120 digits it never rounds another way
 * than the true value does. The exponent limits keep every text in plain notation.
 */
export const Decimal = DecimalBase.clone({
  precision: 120,
  rounding: DecimalBase.ROUND_HALF_EVEN,
  toExpNeg: -9e15,
  toExpPos: 9e15,
});
export type Decimal = DecimalBase;

/** R21: GB/T 8170 half to even, or half up (away from zero) if asked for. */
export type Rounding = 'halfEven' | 'halfUp';

const MODES = {
  halfEven: DecimalBase.ROUND_HALF_EVEN,
  halfUp: DecimalBase.ROUND_HALF_UP,
} as const satisfies Record<Rounding, DecimalBase.Rounding>;

const EXACT_DIGITS = 20;
const PERCENT_PLACES = 2;
const AMOUNT_PLACES = 2;
const FEN_PER_WAN_YUAN = 1_000_000;

export const decimalOf = (integer: bigint): Decimal => new Decimal(integer.toString());

/** The quotient of two integers; the divisor is not 0. */
export const quotient = (dividend: bigint, divisor: bigint): Decimal =>
  decimalOf(dividend).div(decimalOf(divisor));

/** Every digit of a decimal in plain notation: no trailing zeros, exponent or negative zero. */
export const plainText = (value: Decimal): string => value.toString();

/**
 * The text of an `exact` value (domain.md §6): the exact decimal if it has at most 20 significant digits, else 20
 * significant digits, half to even whatever the display rounding is.
 */
export const exactText = (value: Decimal): string =>
  plainText(value.toSignificantDigits(EXACT_DIGITS, MODES.halfEven));

/** Rounded once, from the exact value, with all decimal places written out: `roundText(1.05, 1)` is `1.0`. */
export const roundText = (exact: Decimal, places: number, rounding: Rounding = 'halfEven'): string => {
  const [whole = '', fraction = ''] = plainText(exact.toDecimalPlaces(places, MODES[rounding])).split('.');
  return places === 0 ? whole : `${whole}.${fraction.padEnd(places, '0')}`;
};

/** A ratio as a percentage with two decimals: 0.5625 is `56.25`. */
export const percentText = (ratio: Decimal, rounding: Rounding = 'halfEven'): string =>
  roundText(ratio.times(100), PERCENT_PLACES, rounding);

/** An amount for display: `1750.00 万元`. */
export const amountText = (amountFen: bigint, rounding: Rounding = 'halfEven'): string =>
  `${roundText(decimalOf(amountFen).div(FEN_PER_WAN_YUAN), AMOUNT_PLACES, rounding)} 万元`;
