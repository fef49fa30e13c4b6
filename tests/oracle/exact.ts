/** Exact arithmetic on fractions of big integers: no floating point, no library, nothing shared with the ledger. */

export type Rational = { readonly n: bigint; readonly d: bigint };
export type Rounding = 'halfEven' | 'halfUp';

const abs = (value: bigint): bigint => (value < 0n ? -value : value);

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [abs(a), abs(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

export function ratio(n: bigint, d: bigint = 1n): Rational {
  if (d === 0n) throw new Error('division by zero');
  const divisor = gcd(n, d);
  if (divisor === 0n) return { n: 0n, d: 1n };
  const sign = d < 0n ? -1n : 1n;
  return { n: (sign * n) / divisor, d: (sign * d) / divisor };
}

export const ZERO: Rational = ratio(0n);
export const ONE: Rational = ratio(1n);
export const HUNDRED: Rational = ratio(100n);

export const add = (a: Rational, b: Rational): Rational => ratio(a.n * b.d + b.n * a.d, a.d * b.d);
export const subtract = (a: Rational, b: Rational): Rational => ratio(a.n * b.d - b.n * a.d, a.d * b.d);
export const multiply = (a: Rational, b: Rational): Rational => ratio(a.n * b.n, a.d * b.d);
export const divide = (a: Rational, b: Rational): Rational => ratio(a.n * b.d, a.d * b.n);

export function compare(a: Rational, b: Rational): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function ceiling(a: Rational): bigint {
  const quotient = a.n / a.d;
  return quotient * a.d < a.n ? quotient + 1n : quotient;
}

/** Text such as `-12.50` as an exact fraction. */
export function parseDecimal(text: string): Rational {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) throw new Error(`not a decimal: ${text}`);
  const fraction = match[3] ?? '';
  const digits = BigInt(`${match[2]}${fraction}`);
  return ratio(match[1] === '-' ? -digits : digits, 10n ** BigInt(fraction.length));
}

/** Yuan as text to fen. */
export function fen(text: string): bigint {
  const value = multiply(parseDecimal(text), HUNDRED);
  if (value.d !== 1n) throw new Error(`more than two decimals: ${text}`);
  return value.n;
}

/** The nearest whole number; ties by `rounding`, away from zero when half up. */
export function nearest(a: Rational, rounding: Rounding): bigint {
  const sign = a.n < 0n ? -1n : 1n;
  const magnitude = abs(a.n);
  const floor = magnitude / a.d;
  const twice = 2n * (magnitude % a.d);
  const up = twice > a.d || (twice === a.d && (rounding === 'halfUp' || floor % 2n === 1n));
  return sign * (up ? floor + 1n : floor);
}

function place(coefficient: bigint, places: number): string {
  const digits = abs(coefficient)
    .toString()
    .padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const text = places === 0 ? whole : `${whole}.${digits.slice(digits.length - places)}`;
  return coefficient < 0n ? `-${text}` : text;
}

/** Rounded once to a fixed number of decimals; never a negative zero. */
export const fixed = (a: Rational, places: number, rounding: Rounding): string =>
  place(nearest(multiply(a, ratio(10n ** BigInt(places))), rounding), places);

const trimmed = (text: string): string =>
  text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;

const significant = (coefficient: bigint): number => abs(coefficient).toString().replace(/0+$/, '').length;

/** The exact decimal if it has at most 20 significant digits, else 20 significant digits, half to even. */
export function exactText(a: Rational): string {
  if (a.n === 0n) return '0';
  for (let places = 0; places <= 60; places += 1) {
    const scaled = multiply(a, ratio(10n ** BigInt(places)));
    if (scaled.d === 1n) {
      if (significant(scaled.n) <= 20) return trimmed(place(scaled.n, places));
      break;
    }
  }
  // Find the scale at which the whole part has exactly twenty digits.
  for (let places = 0; places <= 200; places += 1) {
    const scaled = multiply(a, ratio(10n ** BigInt(places)));
    if (abs(scaled.n / scaled.d) >= 10n ** 19n) {
      const excess = (abs(scaled.n) / scaled.d).toString().length - 20;
      const unit = ratio(10n ** BigInt(excess));
      return trimmed(place(nearest(divide(scaled, unit), 'halfEven') * unit.n, places));
    }
  }
  throw new Error('out of range');
}

function wholeRoot(value: bigint, degree: number): bigint {
  if (value < 2n) return value;
  let low = 0n;
  let high = 1n << BigInt(Math.floor(value.toString(2).length / degree) + 1);
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle ** BigInt(degree) <= value) low = middle;
    else high = middle;
  }
  return low;
}

const ROOT_PLACES = 100n;

/**
 * The root of a non-negative fraction: itself a fraction if there is one, else a value strictly between two
 * neighboring decimals of 100 places, so that rounding it to fewer places is rounding the true root.
 */
export function root(a: Rational, degree: number): Rational {
  const n = wholeRoot(a.n, degree);
  const d = wholeRoot(a.d, degree);
  if (n ** BigInt(degree) === a.n && d ** BigInt(degree) === a.d) return ratio(n, d);
  const scale = 10n ** ROOT_PLACES;
  const floor = wholeRoot((a.n * scale ** BigInt(degree)) / a.d, degree);
  return ratio(2n * floor + 1n, 2n * scale);
}
