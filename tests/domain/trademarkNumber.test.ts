import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTrademarkNumber } from '../../src/domain/trademarkNumber.ts';

test.each(['1', '20000001', '1234567A', '1234567AB', 'G123456', 'G1234567B'])('%s is a number', (text) => {
  expect(isTrademarkNumber(text)).toBe(true);
});

test.each([
  ['', 'empty'],
  ['0123456', 'a leading zero'],
  ['123456789', 'nine digits'],
  ['1234567ABC', 'three letters'],
  ['G12345', 'five digits after G'],
  ['G12345678', 'eight digits after G'],
  ['G0123456', 'a zero after G'],
  ['G123456AB', 'two letters after G'],
  ['A123456', 'another letter before it'],
  ['g123456', 'lower case before it'],
  ['1234567a', 'lower case after it'],
  ['１２３４５６', 'full width'],
  ['12 345', 'a space'],
  ['1234567\n', 'a line feed'],
  ['123ß', 'another letter'],
])('%j is no number: %s', (text) => {
  expect(isTrademarkNumber(text)).toBe(false);
});

test('whatever has the form is a number', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^(G[1-9]\d{5,6}[A-Z]?|[1-9]\d{0,7}[A-Z]{0,2})$/), (number) => {
      expect(isTrademarkNumber(number)).toBe(true);
    }),
  );
});
