import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pointerOf } from '../../src/domain/refusal.ts';
import { JSON_DEPTH_MAX, parseStrictJson } from '../../src/domain/strictJson.ts';

const refusalOf = (text: string): readonly [code: string, pointer: string] | undefined => {
  const parsed = parseStrictJson(text);
  return parsed.ok ? undefined : [parsed.refusal.code, parsed.refusal.pointer];
};

test.each([
  '{}',
  ' [1, 2.50, -0, 1E+2] ',
  '"text"',
  'null',
  '{"a":{"b":1},"b":{"a":1}}',
  '{"__proto__":1,"constructor":2,"":3}',
  '{"2":1,"1":2}',
  '"\\ud83d\\ude00 \\\\ud800 \\/\\b\\f\\n\\r\\t"',
  '"😀\u2028\u007f"',
  '\t\r\n {"a" : [ ] , "b" : { } }\n',
])('%s is what JSON.parse makes of it', (text) => {
  expect(parseStrictJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
});

test('a key named __proto__ is a member like any other', () => {
  const parsed = parseStrictJson('{ "__proto__": {"polluted": true} }');
  expect(parsed.ok && Object.keys(parsed.value as object)).toEqual(['__proto__']);
  expect(refusalOf('{"__proto__":1,"__proto__":2}')).toEqual(['JSON_DUPLICATE_KEY', '/__proto__']);
});

test.each([
  ['', 0],
  ['{"a":1', 6],
  ['{"a":1,}', 7],
  ['[1,]', 3],
  ['[1 2]', 3],
  ["{'a':1}", 1],
  ['{"a" 1}', 5],
  ['{a:1}', 1],
  ['01', 1],
  ['1.', 1],
  ['.5', 0],
  ['+1', 0],
  ['-', 0],
  ['NaN', 0],
  ['tru', 0],
  ['truefalse', 4],
  ['"a\nb"', 2],
  ['"a\\x"', 2],
  ['"\\u12g4"', 1],
  ['"open', 5],
  ['{}{}', 2],
  ['\uFEFF{}', 0],
  ['\u00a01', 0],
  ['// 1', 0],
])('%j is malformed at %i', (text, position) => {
  expect(parseStrictJson(text)).toMatchObject({
    ok: false,
    refusal: {
      code: 'JSON_INVALID',
      pointer: '',
      message: { zh: `不是有效的 JSON：位置 ${position}`, en: `Not valid JSON: position ${position}` },
    },
  });
});

test.each([
  ['{"a":1,"a":1}', '/a'],
  ['{"a":1,"\\u0061":2}', '/a'],
  ['{"\\u0061":1,"a":2}', '/a'],
  ['{"":1,"":2}', '/'],
  ['{"a/b":1,"a\\/b":2}', '/a~1b'],
  ['{"~":1,"~":2}', '/~0'],
  ['{"data":{"rights":[{"kind":1},{"kind":1,"number":2,"kind":3}]}}', '/data/rights/1/kind'],
  ['{"a":{"b":1,"b":2},"a":3}', '/a/b'],
  ['{"a":[[],{"x":0}],"b":1,"a":2}', '/a'],
  ['{"金额":"1","\\u91d1\\u989d":"2"}', '/金额'],
])('%s has the member %s twice', (text, pointer) => {
  expect(refusalOf(text)).toEqual(['JSON_DUPLICATE_KEY', pointer]);
});

test('the key that stands twice is named', () => {
  const parsed = parseStrictJson('{"a":1,"a":2}');
  expect(parsed.ok ? '' : parsed.refusal.message.en).toBe('The key "a" stands twice in one object');
});

test.each([
  ['"\ud800"', ''],
  ['"\\ud800"', ''],
  ['"\\uD800"', ''],
  ['"\\ude00\\ud83d"', ''],
  ['{"a":["x","\\udc00"]}', '/a/1'],
  ['{"a":["x","\udc00 "]}', '/a/1'],
  ['{"a":{"\\ud800":1}}', '/a'],
  ['{"a":{"\ud800":1}}', '/a'],
  ['"\ud83d\\ud83d"', ''],
])('%j holds a lone surrogate at %j', (text, pointer) => {
  expect(refusalOf(text)).toEqual(['JSON_LONE_SURROGATE', pointer]);
});

test('a pair half raw and half escaped is a pair', () => {
  expect(parseStrictJson('"\ud83d\\ude00"')).toEqual({ ok: true, value: '😀' });
});

const nested = (open: string, close: string, depth: number): string =>
  open.repeat(depth) + close.repeat(depth);

test('nesting is allowed up to its limit, with space in it or without', () => {
  for (const space of ['', ' ']) {
    expect(refusalOf(nested(`[${space}`, ']', JSON_DEPTH_MAX))).toBeUndefined();
    expect(refusalOf(nested(`[${space}`, ']', JSON_DEPTH_MAX + 1))).toEqual([
      'JSON_TOO_DEEP',
      '/0'.repeat(JSON_DEPTH_MAX),
    ]);
  }
  expect(refusalOf(`{"a":`.repeat(JSON_DEPTH_MAX + 1) + 1 + '}'.repeat(JSON_DEPTH_MAX + 1))).toEqual([
    'JSON_TOO_DEEP',
    '/a'.repeat(JSON_DEPTH_MAX),
  ]);
});

test('nesting without end overflows no stack', () => {
  expect(refusalOf(nested('[', ']', 1_000_000))?.[0]).toBe('JSON_TOO_DEEP');
  expect(refusalOf('['.repeat(1_000_000))?.[0]).toBe('JSON_TOO_DEEP');
  expect(refusalOf('{"a":'.repeat(1_000_000))?.[0]).toBe('JSON_TOO_DEEP');
});

test('any value is read as JSON.parse reads it, however it is written', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 2, '\t'), (value, space) => {
      const text = JSON.stringify(value, null, space);
      expect(parseStrictJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
    }),
  );
});

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

test('texts are accepted exactly where JSON.parse accepts them, but for the faults it does not see', () => {
  const pieces = fc.oneof(
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"a"',
      '"b":',
      '"\\u0061":',
      '"',
      '\\',
      '\\"',
      ' ',
      '\n',
      '\u0001',
    ),
    fc.constantFrom(
      '0',
      '12',
      '-',
      '.5',
      '1.5',
      'e',
      'E+3',
      '01',
      'true',
      'nul',
      'l',
      '\\u00',
      '😀',
      '\u00a0',
    ),
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (list) => {
      const text = list.join('');
      const refusal = refusalOf(text);
      if (refusal === undefined) expect(isJson(text)).toBe(true);
      else if (refusal[0] === 'JSON_INVALID') expect(isJson(text)).toBe(false);
    }),
    { numRuns: 20_000 },
  );
});

test('a valid text with one character changed is accepted exactly where JSON.parse accepts it', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 4 }),
      fc.nat(),
      fc.constantFrom(...'{}[]:,"\\ 01.-e\n\tu'),
      (value, at, change) => {
        const text = JSON.stringify(value);
        const index = at % text.length;
        const changed = text.slice(0, index) + change + text.slice(index + 1);
        const refusal = refusalOf(changed);
        if (refusal === undefined) expect(isJson(changed)).toBe(true);
        else if (refusal[0] === 'JSON_INVALID') expect(isJson(changed)).toBe(false);
      },
    ),
    { numRuns: 5_000 },
  );
});

/** A JSON text as a tree that can hold equal keys. */
type Tree = string | { readonly list: readonly Tree[] } | { readonly members: readonly Member[] };
interface Member {
  readonly key: string;
  readonly isEscaped: boolean;
  readonly value: Tree;
}

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom('1', '"x"', 'true', 'null', '"\\n"'),
    fc.record({ list: fc.array(tie('tree'), { maxLength: 3 }) }),
    fc.record({
      members: fc.array(
        fc.record({
          key: fc.constantFrom('a', 'b', 'c/d', '~', '', '__proto__', '键', '0'),
          isEscaped: fc.boolean(),
          value: tie('tree'),
        }),
        { maxLength: 4 },
      ),
    }),
  ),
}));

const escaped = (key: string): string =>
  [...key].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

const write = (node: Tree, space: string): string => {
  if (typeof node === 'string') return node;
  if ('list' in node) return `[${node.list.map((item) => write(item, space)).join(`,${space}`)}]`;
  const members = node.members.map(
    ({ key, isEscaped, value }) => `"${isEscaped ? escaped(key) : key}":${space}${write(value, space)}`,
  );
  return `{${members.join(`,${space}`)}}`;
};

const firstDuplicate = (node: Tree, path: readonly PropertyKey[] = []): string | undefined => {
  if (typeof node === 'string') return undefined;
  const seen = new Set<string>();
  const children: readonly (readonly [PropertyKey, Tree])[] =
    'list' in node
      ? node.list.map((item, index) => [index, item] as const)
      : node.members.map(({ key, value }) => [key, value] as const);
  for (const [step, child] of children) {
    const here = [...path, step];
    if (typeof step === 'string' && seen.has(step)) return pointerOf(here);
    if (typeof step === 'string') seen.add(step);
    const found = firstDuplicate(child, here);
    if (found !== undefined) return found;
  }
  return undefined;
};

test('the first key that stands twice is found, wherever it is and however it is escaped', () => {
  fc.assert(
    fc.property(tree, fc.constantFrom('', ' ', '\r\n'), (node, space) => {
      const text = write(node, space);
      const pointer = firstDuplicate(node);
      if (pointer === undefined) expect(parseStrictJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
      else expect(refusalOf(text)).toEqual(['JSON_DUPLICATE_KEY', pointer]);
    }),
    { numRuns: 3_000 },
  );
});
