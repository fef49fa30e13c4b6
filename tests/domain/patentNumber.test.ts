import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  normalizePatentNumber,
  patentCheckDigit,
  patentTypeDigit,
  patentYear,
} from '../../src/domain/patentNumber.ts';

const digits = (length: number) =>
  fc
    .array(fc.constantFrom(...'0123456789'), { minLength: length, maxLength: length })
    .map((list) => list.join(''));
const withCheck = (number: string): string => `${number}.${patentCheckDigit(number)}`;
const newNumbers = fc
  .tuple(digits(4), fc.constantFrom('1', '2', '3', '8', '9'), digits(7))
  .map((parts) => withCheck(parts.join('')));
const oldNumbers = digits(8).map(withCheck);
const numbers = fc.oneof(newNumbers, oldNumbers);

test.each([
  ['201710601862.3', '201710601862.3'],
  ['ZL95115608.X', '95115608.X'],
  ['201910123456.X', '201910123456.X'],
  ['CN201710601862.3', '201710601862.3'],
  ['zl95115608.x', '95115608.X'],
  ['2017106018623', '201710601862.3'],
  ['ZL95115608X', '95115608.X'],
  ['ＺＬ２０１９１０１２３４５６．ｘ', '201910123456.X'],
])('%s is the number %s', (text, normalized) => {
  expect(normalizePatentNumber(text)).toBe(normalized);
});

test.each([
  ['201910123456.0', 'wrong check digit'],
  ['201940123456.8', 'no such type'],
  ['201710601862', 'no check digit'],
  ['20171060186.2', 'eleven digits'],
  ['ZLCN201710601862.3', 'two prefixes'],
  ['US201710601862.3', 'another prefix'],
  ['ZL 201710601862.3', 'a space'],
  ['201710601862..3', 'two dots'],
  ['201710601862.3\n', 'a line feed'],
  ['٢01710601862.3', 'a digit of another script'],
  ['', 'empty'],
])('%j is no number: %s', (text) => {
  expect(normalizePatentNumber(text)).toBeUndefined();
});

test('the check digit is the weighted sum mod 11, X for 10', () => {
  expect(patentCheckDigit('201710601862')).toBe('3');
  expect(patentCheckDigit('95115608')).toBe('X');
  expect(patentCheckDigit('000000000000')).toBe('0');
});

test('type and year are read from both forms', () => {
  expect(patentTypeDigit('201710601862.3')).toBe('1');
  expect(patentTypeDigit('95115608.X')).toBe('1');
  expect(patentTypeDigit(withCheck('201620000001'))).toBe('2');
  expect(patentTypeDigit(withCheck('02334567'))).toBe('3');
  expect(patentYear('201710601862.3')).toBe(2017);
  expect(patentYear(withCheck('85100001'))).toBe(1985);
  expect(patentYear('95115608.X')).toBe(1995);
  expect(patentYear(withCheck('00123456'))).toBe(2000);
  expect(patentYear(withCheck('03123456'))).toBe(2003);
});

test('a number in normal form stays as it is, however it was written before', () => {
  fc.assert(
    fc.property(
      numbers,
      fc.constantFrom('', 'ZL', 'CN', 'zl', 'ｃｎ'),
      fc.boolean(),
      (number, prefix, dotted) => {
        const written = prefix + (dotted ? number : number.replace('.', '')).toLowerCase();
        expect(normalizePatentNumber(written)).toBe(number);
        expect(normalizePatentNumber(number)).toBe(number);
      },
    ),
  );
});

test('any change of one character is caught', () => {
  fc.assert(
    fc.property(numbers, fc.nat(13), fc.constantFrom(...'0123456789X'), (number, place, character) => {
      const index = place % number.length;
      fc.pre(number[index] !== character && number[index] !== '.');
      const changed = number.slice(0, index) + character + number.slice(index + 1);
      expect(normalizePatentNumber(changed)).toBeUndefined();
    }),
  );
});

test('any two neighboring digits swapped are caught', () => {
  fc.assert(
    fc.property(newNumbers, fc.nat(10), (number, index) => {
      const [first, second] = [number[index] as string, number[index + 1] as string];
      fc.pre(first !== second);
      const swapped = number.slice(0, index) + second + first + number.slice(index + 2);
      expect(normalizePatentNumber(swapped)).toBeUndefined();
    }),
  );
});
