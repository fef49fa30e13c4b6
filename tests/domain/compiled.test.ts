import fc from 'fast-check';
import { expect, test } from 'vitest';
import type * as z from 'zod';
import { type EventType, SCHEMAS } from '../../src/domain/catalogue.ts';
import { compiledOf } from '../../src/domain/compiled.ts';
import { POSTED_ENVELOPE } from '../../src/domain/envelope.ts';
import { generate } from '../oracle/generate.ts';
import { VALID } from '../support/facts.ts';

/** A compiled schema takes what the schema takes, gives the same text, and refuses with the same words. */

const TYPES = Object.keys(SCHEMAS) as EventType[];
const schemaOf = (type: EventType): z.ZodType => SCHEMAS[type];

test('all schemas are compiled but those of facts that hold the data of another one', () => {
  expect(TYPES.filter((type) => compiledOf(schemaOf(type)) === schemaOf(type))).toEqual([
    'bulletin.published',
    'fact.corrected',
    'change.requested',
  ]);
  expect(compiledOf(POSTED_ENVELOPE)).not.toBe(POSTED_ENVELOPE);
  expect(compiledOf(POSTED_ENVELOPE)).toBe(compiledOf(POSTED_ENVELOPE));
});

/** What a schema makes of a JSON text: the text of the value, or the issues. */
const outcome = (schema: z.ZodType, text: string): string => {
  const parsed = schema.safeParse(JSON.parse(text));
  return JSON.stringify(parsed.success ? parsed.data : parsed.error.issues);
};

const expectEqual = (schema: z.ZodType, text: string): void =>
  expect(outcome(compiledOf(schema), text)).toBe(outcome(schema, text));

/** Values that are right in one place and wrong in others. */
const other = fc.constantFrom(
  ...['null', 'true', '0', '1', '-1', '10', '2999', '1.5', '1e21', '[]', '{}', '[{}]', '""', '"a"'],
  ...[
    '"2021-03-10"',
    '"2021-02-29"',
    '"0.00"',
    '"-5"',
    '"100000000000"',
    '"100000000000.01"',
    '"99999999999.99"',
  ],
  ...[
    '"91110000600037341L"',
    '"91110000600037341N"',
    '"13912345678"',
    '"e\u0301"',
    '"\\ud800"',
    '"ＺＬ２０１９１０１２３４５６．ｘ"',
  ],
  ...[
    '"201910123456.0"',
    '"bank"',
    '"government"',
    '"overseas"',
    '"441900119000"',
    '"urn:ledger"',
    '{"__proto__":1}',
  ],
);

/** All places inside a value, as paths. */
const placesOf = (value: unknown, path: readonly string[] = []): (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([key, member]) => placesOf(member, [...path, key]))]
    : [path];

/** The text of a value in which what stands at a path is another text, or nothing, or has a member more. */
const changed = (
  value: unknown,
  [key, ...rest]: readonly string[],
  text: string | undefined,
): string | undefined => {
  if (key === undefined) return text;
  if (Array.isArray(value))
    return `[${value.flatMap((item, index) => (String(index) === key ? (changed(item, rest, text) ?? []) : JSON.stringify(item))).join()}]`;
  const members = Object.entries(value as object).flatMap(([name, member]) => {
    const inner = name === key ? changed(member, rest, text) : JSON.stringify(member);
    return inner === undefined ? [] : `${JSON.stringify(name)}:${inner}`;
  });
  return `{${members.join()}}`;
};

test.each(TYPES)('%s, valid and with any part of it changed', (type) => {
  const { data } = VALID[type]();
  expect(compiledOf(schemaOf(type)).safeParse(data).success).toBe(true);
  expectEqual(schemaOf(type), JSON.stringify(data));
  const places = placesOf(data);
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.option(other, { nil: undefined }), (path, text) => {
      const whole = changed(data, path, text);
      fc.pre(whole !== undefined);
      expectEqual(schemaOf(type), whole as string);
    }),
    { numRuns: 60 },
  );
  for (const path of places)
    for (const name of ['another', '__proto__', 'constructor']) {
      const text = changed(data, [...path], withMember(data, path, name));
      if (text !== undefined) expectEqual(schemaOf(type), text);
    }
});

/** The text of what stands at a path, with a member more where it is an object. */
const withMember = (value: unknown, path: readonly string[], name: string): string => {
  const at = path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);
  const text = JSON.stringify(at);
  if (!text.startsWith('{')) return text;
  return `{"${name}":1${text === '{}' ? '' : ','}${text.slice(1)}`;
};

test('whole histories, a tenth of whose facts break a rule', () => {
  for (const seed of [1, 2, 3])
    for (const fact of generate({ seed, facts: 400, contracts: 30 }).facts) {
      expectEqual(POSTED_ENVELOPE, JSON.stringify(fact));
      expectEqual(schemaOf(fact.type as EventType), JSON.stringify(fact.data));
    }
});
