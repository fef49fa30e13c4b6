import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  organizationCheckCharacter,
  organizationCodeHolds,
  usccCheckCharacter,
  usccProblem,
} from '../../src/domain/uscc.ts';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const characters = (alphabet: string, length: number) =>
  fc
    .array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length })
    .map((list) => list.join(''));

const codes = fc
  .tuple(
    characters('123456789ANY', 1),
    characters(ALPHABET, 1),
    characters('0123456789', 6),
    characters(ALPHABET, 9),
  )
  .map((parts) => parts.join(''))
  .map((first17) => first17 + usccCheckCharacter(first17));

test.each(['91110000600037341L', '91441900MA00000A93', 'N2441900MF00000131'])('%s is a code', (code) => {
  expect(usccProblem(code)).toBeUndefined();
  expect(organizationCodeHolds(code)).toBe(true);
});

test('a wrong check character is told from a wrong form', () => {
  expect(usccProblem('91110000600037341N')).toBe('check');
  expect(usccProblem('9111000060003IOZSV')).toBe('form');
});

test.each([
  ['', 'empty'],
  ['91110000600037341', '17 characters'],
  ['91110000600037341L ', '19 characters'],
  ['91110000600037341l', 'lower case'],
  ['９1110000600037341L', 'full width'],
  ['01110000600037341L', 'no authority 0'],
  ['B1110000600037341L', 'no authority B'],
  ['9I110000600037341L', 'no I'],
  ['91A10000600037341L', 'a letter in the division'],
  ['9111000060003734\n1', 'a line feed'],
  ['91110000600037341😀', 'beyond the table'],
])('%j is not the form of a code: %s', (text) => {
  expect(usccProblem(text)).toBe('form');
});

test('the check character is that of the standard', () => {
  expect(usccCheckCharacter('91110000600037341')).toBe('L');
  expect(usccCheckCharacter('91441900MA00000A9')).toBe('3');
  expect(usccCheckCharacter('N2441900MF0000013')).toBe('1');
});

test('a check character of what is no code is a mistake of the caller', () => {
  expect(() => usccCheckCharacter('91110000600037341L')).toThrow(RangeError);
  expect(() => usccCheckCharacter('9111000060003734I')).toThrow(RangeError);
  expect(() => organizationCheckCharacter('6000373')).toThrow(RangeError);
  expect(() => organizationCheckCharacter('6000373-')).toThrow(RangeError);
});

test('the organization code has its own check character, X for 10 and 0 for 11', () => {
  expect(organizationCheckCharacter('60003734')).toBe('1');
  expect(organizationCheckCharacter('MA00000A')).toBe('9');
  expect(organizationCheckCharacter('D2143569')).toBe('X');
  expect(organizationCheckCharacter('00000000')).toBe('0');
  expect(organizationCodeHolds('91110000600037342L')).toBe(false);
});

test('every code made with its check character is one', () => {
  fc.assert(fc.property(codes, (code) => usccProblem(code) === undefined));
});

test('any change of one character is caught', () => {
  fc.assert(
    fc.property(codes, fc.nat(17), fc.constantFrom(...ALPHABET), (code, index, character) => {
      fc.pre(code[index] !== character);
      expect(usccProblem(code.slice(0, index) + character + code.slice(index + 1))).toBeDefined();
    }),
  );
});

test('any two neighbors swapped are caught', () => {
  fc.assert(
    fc.property(codes, fc.nat(15), (code, index) => {
      const [first, second] = [code[index] as string, code[index + 1] as string];
      fc.pre(first !== second);
      expect(usccProblem(code.slice(0, index) + second + first + code.slice(index + 2))).toBeDefined();
    }),
  );
});
