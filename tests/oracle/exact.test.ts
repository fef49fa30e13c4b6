import { expect, test } from 'vitest';
import { divide, exactText, fixed, parseDecimal, ratio, root, subtract } from './exact.ts';

test.each([
  ['12.25', 1, '12.2', '12.3'],
  ['12.35', 1, '12.4', '12.4'],
  ['-12.25', 1, '-12.2', '-12.3'],
  ['2.5', 0, '2', '3'],
  ['1.050', 1, '1.0', '1.1'],
  ['119.245', 2, '119.24', '119.25'],
  ['-0.001', 2, '0.00', '0.00'],
] as const)('%s to %i decimals is %s by half even and %s by half up', (value, places, even, up) => {
  expect(fixed(parseDecimal(value), places, 'halfEven')).toBe(even);
  expect(fixed(parseDecimal(value), places, 'halfUp')).toBe(up);
});

test('an exact value has at most twenty significant digits', () => {
  expect(exactText(ratio(1n, 3n))).toBe('0.33333333333333333333');
  expect(exactText(ratio(-2n, 3n))).toBe('-0.66666666666666666667');
  expect(exactText(ratio(200n, 3n))).toBe('66.666666666666666667');
  expect(exactText(ratio(1n, 3000n))).toBe('0.00033333333333333333333');
  expect(exactText(ratio(1n, 8n))).toBe('0.125');
  expect(exactText(ratio(0n))).toBe('0');
  expect(exactText(ratio(12_000n))).toBe('12000');
  expect(exactText(parseDecimal('0.123456789012345678901234'))).toBe('0.1234567890123456789');
  expect(exactText(parseDecimal('1.00000000000000000000000001'))).toBe('1');
});

test('roots are exact where there is one and close enough to round elsewhere', () => {
  expect(exactText(root(ratio(9n, 4n), 2))).toBe('1.5');
  expect(exactText(root(ratio(2n), 2))).toBe('1.4142135623730950488');
  expect(exactText(subtract(root(ratio(27n, 8n), 3), ratio(1n)))).toBe('0.5');
  expect(exactText(root(divide(ratio(1n), ratio(3n)), 2))).toBe('0.57735026918962576451');
  expect(exactText(root(ratio(0n), 3))).toBe('0');
});
