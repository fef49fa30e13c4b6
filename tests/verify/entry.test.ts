import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { readEntry } from '../../src/verify/entryCheck.ts';
import { isSurelyTextOf } from '../../src/verify/surelyCanonical.ts';
import { facts } from '../support/facts.ts';
import { type Scenario, scenario } from '../support/scenario.ts';
import { exampleLedger } from './support.ts';

/** Entries of the log: only the one canonical text of an event that fits its schema is one. */

const problemOf = (text: string) => {
  const entry = readEntry(text);
  return entry.ok ? undefined : [entry.problem.code, entry.problem.pointer];
};

/** From a digit to the full-width one. */
const WIDE_OFFSET = 0xfee0;

let book: Scenario;
/** Of a loan whose rate is a multiple of a hundred, and of one whose rate is not. */
const recorded: string[] = [];
beforeAll(async () => {
  book = await scenario();
  await book.given(
    facts.pledgeRegistered(),
    facts.loanDisbursed({ annualRateBp: 400 }),
    facts.loanDisbursed({ annualRateBp: 435, drawId: 'D2', principal: '1' }, { id: 'second' }),
  );
  const { journal } = await exampleLedger();
  recorded.push(...journal.read(0, journal.size()).map(({ text }) => text));
  for (let sequence = 0; sequence < book.size; sequence += 1)
    recorded.push(canonicalize(book.event(sequence)) as string);
});

const find = (part: string): string => recorded.find((text) => text.includes(part)) as string;

test('what was recorded is read', () => {
  expect(recorded.length).toBeGreaterThan(60);
  for (const text of recorded) expect(problemOf(text)).toBeUndefined();
});

describe('an entry is refused', () => {
  const spelled: readonly (readonly [string, string, string, string])[] = [
    ['space before a colon', '"annualRateBp":435', '"annualRateBp":435', '"annualRateBp" :435'],
    ['a number with a fraction', '"annualRateBp":435', ':435', ':435.0'],
    ['a number with an exponent', '"annualRateBp":435', ':435', ':4.35e2'],
    ['a number with an exponent that is as short', '"annualRateBp":400', ':400', ':4e2'],
    ['zero with a sign', '"revision":0', '"revision":0', '"revision":-0'],
    ['a letter escaped', '"annualRateBp":435', '"loan.', '"l\\u006fan.'],
    ['a name escaped', '"annualRateBp":435', '"annualRateBp"', '"annualRate\\u0042p"'],
    ['a member twice', '"annualRateBp":435', '"annualRateBp":435', '"annualRateBp":435,"annualRateBp":435'],
    ['members out of order', '"annualRateBp":435', '{"data":{', '{"id":"second","data":{'],
    ['an attribute more', '"annualRateBp":435', '"type":', '"traceparent":"00","type":'],
    ['a prototype', '"annualRateBp":435', '"type":', '"__proto__":{},"type":'],
    ['a space at the end', '"annualRateBp":435', '}', '} '],
  ];
  test.each(spelled)('with %s', (_, part, from, to) => {
    const text = find(part);
    const other = to === '} ' ? `${text} ` : text.replace(from, to);
    expect(other).not.toBe(text);
    expect(problemOf(other)).toEqual(['NOT_CANONICAL', '']);
  });

  test('with the number of a right in another form of the same length', () => {
    const text = find('"number":"20');
    const other = text.replace(
      /("number":"\d{11})(\d)/,
      (_, before: string, digit: string) => before + String.fromCharCode(digit.charCodeAt(0) + WIDE_OFFSET),
    );
    expect(other).toHaveLength(text.length);
    expect(problemOf(other)).toEqual(['NOT_CANONICAL', '']);
  });

  test.each([
    ['datacontenttype', '"dataschema"', '"datacontenttype":"text/plain","dataschema"', 'ENVELOPE'],
    ['datacontenttype', '"dataschema"', '"datacontenttype":{},"dataschema"', 'ENVELOPE'],
    ['time', '"type"', '"time":"yesterday","type"', 'ENVELOPE'],
    ['recordedtime', '"recordedtime":"20', '"recordedtime":"30 0', 'ENVELOPE'],
    ['recordedtime', 'Z","revision"', '0Z","revision"', 'ENVELOPE'],
    ['revision', '"revision":0', '"revision":0.5', 'ENVELOPE'],
  ])('with %s that the ledger would not have written', (name, from, to, code) => {
    const text = find('"type":"target.set"');
    const other = text.replace(from, to);
    expect(other).not.toBe(text);
    expect(problemOf(other)).toEqual([code, `/${name}`]);
  });
});

/** JSON texts that say nearly the same: with space, numbers in any form, members in any order. */
const space = fc.constantFrom('', '', '', ' ', '\t');
const numbers = fc.constantFrom(
  '0',
  '-0',
  '1',
  '1e0',
  '10',
  '1e1',
  '100',
  '1e2',
  '1000',
  '1e3',
  '10e2',
  '123',
  '1.0',
  '0.5',
  '-7',
  '1e21',
  '9007199254740993',
);
const strings = fc.string({ unit: 'grapheme', maxLength: 6 }).map((text) => JSON.stringify(text));
const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    numbers,
    strings,
    fc.constantFrom('null', 'true', 'false'),
    fc
      .tuple(fc.array(tie('json'), { maxLength: 3 }), space)
      .map(([items, gap]) => `[${gap}${items.join(`,${gap}`)}]`),
    fc
      .tuple(
        fc.array(fc.tuple(fc.constantFrom('"a"', '"b"', '"c"', '"\\u0061"'), tie('json')), { maxLength: 3 }),
        space,
      )
      .map(([members, gap]) => `{${members.map(([name, value]) => `${name}:${gap}${value}`).join()}}`),
  ),
}));

test('a text is taken for canonical by its length only if it is the very text', () => {
  let sure = 0;
  fc.assert(
    fc.property(json, (text) => {
      const value: unknown = JSON.parse(text);
      const isSure = isSurelyTextOf(text, value, value);
      if (isSure) sure += 1;
      expect(isSure && JSON.stringify(value) !== text).toBe(false);
    }),
    { numRuns: 3_000 },
  );
  expect(sure).toBeGreaterThan(100);
});
