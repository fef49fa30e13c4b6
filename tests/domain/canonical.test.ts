import canonicalize from 'canonicalize';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { CATALOGUE, type EventType, SCHEMAS } from '../../src/domain/catalogue.ts';
import { POSTED_ENVELOPE } from '../../src/domain/envelope.ts';
import { canonicalJson, leafHash } from '../../src/transparency/index.ts';
import { before, FINDING, type Posted, VALID } from '../support/facts.ts';
import { anyPosterOf, type Scenario, scenario } from '../support/scenario.ts';

/** What is recorded is RFC 8785, by the form of the schemas alone, and every part of it is under the leaf hash. */

const TYPES = Object.keys(SCHEMAS) as EventType[];
const NOT_TAKEN: ReadonlySet<EventType> = new Set(['bulletin.published']);
const TAKEN = [...CATALOGUE.values()]
  .filter(({ type, origin }) => origin === 'posted' && !NOT_TAKEN.has(type))
  .map(({ type }) => type);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same value with the members of every object in the reverse order. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
};

/** Copies of a value, each with one of its leaves, list items or members changed, added or taken away. */
const changes = function* (value: unknown): Generator<unknown> {
  if (typeof value === 'string') yield `${value}x`;
  else if (typeof value === 'number') yield value + 1;
  else if (typeof value === 'boolean') yield !value;
  else if (Array.isArray(value)) {
    yield [...value, 'x'];
    for (const [index, item] of value.entries()) {
      yield value.toSpliced(index, 1);
      for (const other of changes(item)) yield value.with(index, other);
    }
  } else if (isObject(value)) {
    yield { ...value, another: null };
    for (const [key, member] of Object.entries(value)) {
      const { [key]: _dropped, ...rest } = value;
      yield rest;
      yield { ...rest, [`${key}x`]: member };
      for (const other of changes(member)) yield { ...value, [key]: other };
    }
  }
};

const hashOf = (text: string): string => Buffer.from(leafHash(Buffer.from(text, 'utf8'))).toString('hex');

const recordedText = async (book: Scenario, fact: Posted): Promise<string> => {
  const answer = await book.when(fact, anyPosterOf(fact.type as EventType));
  if (answer.status !== 'recorded') throw new Error(JSON.stringify(answer));
  return answer.text;
};

describe.each(TAKEN)('%s as recorded', (type) => {
  const posted = {
    ...VALID[type](),
    time: '2024-06-15T08:00:00+08:00',
    datacontenttype: 'application/json',
    dataschema: `${type}/1`,
  };

  test('is what canonicalize makes of it, in whatever order it was posted', async () => {
    const book = await scenario({ findings: [FINDING] });
    await book.given(...before(type));
    const sequence = book.size;
    const text = await recordedText(book, reversed(posted) as Posted);
    expect(text).toBe(canonicalize(JSON.parse(text)));
    expect(JSON.parse(text)).toMatchObject(posted);
    expect(Buffer.from(book.leafHash(sequence)).toString('hex')).toBe(hashOf(text));
    // The same fact in another order is a repeat.
    expect(await book.when(posted, anyPosterOf(type))).toMatchObject({ status: 'repeated', sequence, text });
    await book.close();
  });

  test('has another leaf hash with any part of it changed', async () => {
    const book = await scenario({ findings: [FINDING] });
    await book.given(...before(type));
    const text = await recordedText(book, posted);
    const hashes = [...changes(JSON.parse(text))].map((other) => hashOf(canonicalJson(other)));
    expect(hashes.length).toBeGreaterThan(25);
    expect(hashes).not.toContain(hashOf(text));
    await book.close();
  });
});

interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly element?: z.core.$ZodType;
  readonly innerType?: z.core.$ZodType;
  readonly out?: z.core.$ZodType;
}

/** Key lists of all objects inside a schema. */
const keyLists = (schema: z.core.$ZodType): string[][] => {
  const { shape, element, innerType, out } = schema._zod.def as unknown as Definition;
  const inner = [element, innerType, out, ...Object.values(shape ?? {})].filter((part) => part !== undefined);
  return [...(shape ? [Object.keys(shape)] : []), ...inner.flatMap(keyLists)];
};

test.each(TYPES)('the schema of %s has its keys in canonical order', (type) => {
  const lists = keyLists(SCHEMAS[type]);
  expect(lists[0]).toContain('effectiveOn');
  for (const keys of lists) expect(keys).toEqual(keys.toSorted());
});

test('the envelope has its keys in canonical order', () => {
  const keys = Object.keys(POSTED_ENVELOPE.shape);
  expect(keys).toEqual(keys.toSorted());
});

test('canonical order is that of UTF-16 code units, not of a language', async () => {
  expect(canonicalJson({ b: 1, B: 2, ä: 3, '😀': 4, ﬁ: 5 })).toBe('{"B":2,"b":1,"ä":3,"😀":4,"ﬁ":5}');
  const book = await scenario();
  await book.given(...before('fact.corrected'));
  const text = await recordedText(
    book,
    VALID['fact.corrected']({ data: { amount: '5', effectiveOn: '2020-04-02' } }),
  );
  expect(text).toContain('"data":{"amount":"5","effectiveOn":"2020-04-02"}');
  await book.close();
});

test('characters beyond ASCII stand as they are, and those of JSON are escaped', async () => {
  const book = await scenario();
  await book.given(VALID['deal.signed']());
  const reason = '“提前”\\终止\t😀\u2028/\u0001';
  const text = await recordedText(book, VALID['deal.terminated']({ reason }));
  expect(text).toBe(canonicalize(JSON.parse(text)));
  expect(text).toContain('"reason":"“提前”\\\\终止\\t😀\u2028/\\u0001"');
  await book.close();
});
