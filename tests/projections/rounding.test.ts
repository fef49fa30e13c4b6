import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  amountText,
  Decimal,
  decimalOf,
  exactText,
  percentText,
  plainText,
  quotient,
  roundText,
} from '../../projections/rounding.ts';

describe('display rounding (domain.md §6, R21)', () => {
  test.each([
    ['12.25', 1, '12.2', '12.3'],
    ['12.35', 1, '12.4', '12.4'],
    ['-12.25', 1, '-12.2', '-12.3'],
    ['2.5', 0, '2', '3'],
    ['1.050', 1, '1.0', '1.1'],
    ['119.245', 2, '119.24', '119.25'],
  ])('%s to %i places is %s half to even and %s half up', (text, places, even, up) => {
    const exact = new Decimal(text);
    expect(roundText(exact, places, 'halfEven')).toBe(even);
    expect(roundText(exact, places, 'halfUp')).toBe(up);
  });

  test('half to even is the default', () => {
    expect(roundText(new Decimal('12.25'), 1)).toBe('12.2');
    expect(percentText(new Decimal('0.12345'))).toBe('12.34');
    expect(amountText(12_345_000n)).toBe('12.34 万元');
  });

  test('a value just beside a tie is rounded by its own digits, not twice', () => {
    expect(roundText(new Decimal('12.2500000000000000000000000000000000000001'), 1)).toBe('12.3');
    expect(roundText(new Decimal('12.2499999999999999999999999999999999999999'), 1, 'halfUp')).toBe('12.2');
  });

  test('a rounded zero has no sign', () => {
    expect(roundText(new Decimal('-0.001'), 2)).toBe('0.00');
    expect(roundText(new Decimal('-0.4'), 0)).toBe('0');
    expect(percentText(new Decimal('-0'))).toBe('0.00');
  });

  test('half up goes away from zero on both sides', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 18n), 10n ** 18n), (thousandths) => {
        const exact = decimalOf(thousandths).div(1000);
        const mirrored = roundText(exact.neg(), 2, 'halfUp').replace('-', '');
        expect(roundText(exact, 2, 'halfUp').replace('-', '')).toBe(mirrored);
      }),
    );
  });

  test('rounding to two places agrees with integer arithmetic on thousandths', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 18n), (thousandths) => {
        const [down, digit] = [thousandths / 10n, thousandths % 10n];
        const even = digit > 5n || (digit === 5n && down % 2n === 1n) ? down + 1n : down;
        const up = digit >= 5n ? down + 1n : down;
        const text = (hundredths: bigint): string =>
          `${hundredths / 100n}.${(hundredths % 100n).toString().padStart(2, '0')}`;
        const exact = decimalOf(thousandths).div(1000);
        expect(roundText(exact, 2, 'halfEven')).toBe(text(even));
        expect(roundText(exact, 2, 'halfUp')).toBe(text(up));
      }),
    );
  });
});

describe('exact texts (domain.md §6)', () => {
  test.each([
    ['0.5625', '0.5625'],
    ['40.000', '40'],
    ['0.40', '0.4'],
    ['-0', '0'],
    ['1e30', '1000000000000000000000000000000'],
    ['1e-12', '0.000000000001'],
    ['0.00000000000000000000000000000012345', '0.00000000000000000000000000000012345'],
    ['12345678901234567890', '12345678901234567890'],
    ['1.2345678901234567890', '1.234567890123456789'],
    ['1.23456789012345678905', '1.234567890123456789'],
    ['1.23456789012345678915', '1.2345678901234567892'],
    ['-1.23456789012345678915', '-1.2345678901234567892'],
    ['123456789012345678905', '123456789012345678900'],
  ])('%s is %s', (value, text) => {
    expect(exactText(new Decimal(value))).toBe(text);
  });

  test('a periodic quotient is cut to 20 significant digits', () => {
    expect(exactText(quotient(1n, 3n))).toBe('0.33333333333333333333');
    expect(exactText(quotient(2n, 3n))).toBe('0.66666666666666666667');
    expect(exactText(quotient(-430n, 1320n))).toBe('-0.32575757575757575758');
  });

  test('every digit is kept where nothing is to be rounded', () => {
    expect(plainText(new Decimal('123456789012345678901234567890.5'))).toBe(
      '123456789012345678901234567890.5',
    );
  });

  test('a text is a plain number without trailing zeros, and the nearest of its length', () => {
    fc.assert(
      fc.property(
        fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
        fc.bigInt(1n, 2n ** 63n - 1n),
        (dividend, divisor) => {
          const exact = quotient(dividend, divisor);
          const text = exactText(exact);
          expect(text).toMatch(/^(0|-?(0|[1-9]\d*)(\.\d*[1-9])?)$/);
          const error = new Decimal(text).minus(exact).abs();
          expect(error.lte(exact.abs().times('5e-20'))).toBe(true);
        },
      ),
    );
  });
});

describe('amounts in 万元', () => {
  test.each([
    [1_750_000_000n, '1750.00 万元'],
    [0n, '0.00 万元'],
    [-1_250_000n, '-1.25 万元'],
    [4_999n, '0.00 万元'],
    [9_223_372_036_854_775_807n, '9223372036854.78 万元'],
  ])('%s fen are %s', (fen, text) => {
    expect(amountText(fen)).toBe(text);
  });

  test('the rounding is selectable', () => {
    expect(amountText(5_000n, 'halfEven')).toBe('0.00 万元');
    expect(amountText(5_000n, 'halfUp')).toBe('0.01 万元');
  });
});
