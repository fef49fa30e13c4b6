import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalizeTrademarkNumber } from '../../src/domain/trademarkNumber.ts';

test.each([
  ['1', '1'],
  ['20000001', '20000001'],
  ['1234567A', '1234567A'],
  ['1234567ab', '1234567AB'],
  ['G123456', 'G123456'],
  ['g1234567b', 'G1234567B'],
  ['Ｇ１２３４５６', 'G123456'],
  ['２０００ａ', '2000A'],
])('%s is the number %s', (text, normalized) => {
  expect(normalizeTrademarkNumber(text)).toBe(normalized);
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
  ['12 345', 'a space'],
  ['1234567\n', 'a line feed'],
  ['123ı', 'a letter that upper case would make an I'],
  ['123ß', 'a letter that upper case would make an SS'],
])('%j is no number: %s', (text) => {
  expect(normalizeTrademarkNumber(text)).toBeUndefined();
});

test('a number in normal form stays as it is', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^(G[1-9]\d{5,6}[A-Z]?|[1-9]\d{0,7}[A-Z]{0,2})$/), (number) => {
      expect(normalizeTrademarkNumber(number)).toBe(number);
    }),
  );
});
