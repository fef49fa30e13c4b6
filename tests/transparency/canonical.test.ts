import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, isCanonical } from '../../src/transparency/index.ts';
import { expectCode, utf8 } from './support.ts';

describe('canonical JSON', () => {
  it('is that of the example in RFC 8785', () => {
    const input = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`;
    expect(canonicalJson(JSON.parse(input))).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts names by UTF-16 code units, as in the example in RFC 8785', () => {
    const value = { '\u20ac': 5, '\r': 1, '\ufb33': 7, '1': 2, '\ud83d\ude00': 6, '\u0080': 3, '\u00f6': 4 };
    expect(canonicalJson(value)).toBe(
      '{"\\r":1,"1":2,"\u0080":3,"\u00f6":4,"\u20ac":5,"\ud83d\ude00":6,"\ufb33":7}',
    );
    expect(canonicalJson({ b: 0, a: 0, B: 0, 10: 0, 9: 0, aa: 0, '': 0 })).toBe(
      '{"":0,"10":0,"9":0,"B":0,"a":0,"aa":0,"b":0}',
    );
  });

  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('writes the number %s of RFC 8785, Appendix B, as %s', (ieee754, text) => {
    expect(canonicalJson(Buffer.from(ieee754, 'hex').readDoubleBE())).toBe(text);
  });

  it('refuses the numbers of RFC 8785, Appendix B, that are none', () => {
    for (const ieee754 of ['7fffffffffffffff', '7ff0000000000000', 'fff0000000000000']) {
      expectCode(() => canonicalJson(Buffer.from(ieee754, 'hex').readDoubleBE()), 'NOT_CANONICAL');
    }
  });

  it.each([
    ['', '""'],
    ['上海', '"上海"'],
    ['/', '"/"'],
    ['\u007f\u2028\u2029', '"\u007f\u2028\u2029"'],
    ['\b\t\n\f\r"\\', '"\\b\\t\\n\\f\\r\\"\\\\"'],
    ['\u0000\u001f', '"\\u0000\\u001f"'],
    ['\ud83d\ude00', '"😀"'],
    ['\uffff\ufeff', '"\uffff\ufeff"'],
  ])('writes the string %j as %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it('writes empty and nested containers without spaces', () => {
    expect(canonicalJson({ z: [], a: {}, m: [[null], { b: [false], a: true }] })).toBe(
      '{"a":{},"m":[[null],{"a":true,"b":[false]}],"z":[]}',
    );
  });

  it('writes objects without a prototype and names that objects have by nature', () => {
    expect(canonicalJson(Object.assign(Object.create(null), { a: 1 }))).toBe('{"a":1}');
    expect(canonicalJson(JSON.parse('{"toString":1,"__proto__":2,"constructor":3}'))).toBe(
      '{"__proto__":2,"constructor":3,"toString":1}',
    );
  });

  it.each<[string, unknown]>([
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['minus infinity', Number.NEGATIVE_INFINITY],
    ['undefined', undefined],
    ['a bigint', 1n],
    ['a function', () => 1],
    ['a symbol', Symbol('a')],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['a boxed string', Object('a')],
    ['bytes', new Uint8Array(1)],
    ['a high surrogate alone', 'a\ud800'],
    ['a low surrogate alone', '\udc00a'],
    ['surrogates in the wrong order', '\udc00\ud800'],
  ])('refuses %s, alone, in an array, as a member and inside', (_, value) => {
    for (const around of [value, [value], [1, value], { a: value }, { a: [{ b: value }] }]) {
      expectCode(() => canonicalJson(around), 'NOT_CANONICAL');
    }
  });

  it('refuses a lone surrogate in a name, a hole in an array, and what has a toJSON of its own', () => {
    expectCode(() => canonicalJson({ '\ud800': 1 }), 'NOT_CANONICAL');
    expectCode(() => canonicalJson(new Array(2)), 'NOT_CANONICAL');
    expectCode(() => canonicalJson({ toJSON: () => 1 }), 'NOT_CANONICAL');
  });

  it('refuses a value that contains itself, or is nested deeper than 512', () => {
    const loop: unknown[] = [];
    loop.push(loop);
    expectCode(() => canonicalJson(loop), 'NOT_CANONICAL');
    expect(isCanonical('['.repeat(512) + ']'.repeat(512))).toBe(true);
    expect(isCanonical('['.repeat(513) + ']'.repeat(513))).toBe(false);
    expect(isCanonical('['.repeat(100_000) + ']'.repeat(100_000))).toBe(false);
  });

  it('is what the canonicalize package writes, for any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary', depthSize: 'large' }), (value) => {
        const text = canonicalJson(value);
        expect(text).toBe(canonicalize(value));
        expect(isCanonical(text)).toBe(true);
        expect(isCanonical(utf8(text))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('is what the canonicalize package writes, for any number and any string', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value));
      }),
      { numRuns: 5000 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value));
      }),
      { numRuns: 5000 },
    );
  });

  it('refuses the strings that the canonicalize package refuses', () => {
    const unit = fc.integer({ min: 0xd780, max: 0xe080 }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 4 }), (value) => {
        if (value.isWellFormed()) {
          expect(canonicalJson(value)).toBe(canonicalize(value));
        } else {
          expectCode(() => canonicalJson(value), 'NOT_CANONICAL');
          expect(() => canonicalize(value)).toThrow();
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('does not depend on the order in which members were set', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (value) => {
        const backwards = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(backwards)).toBe(canonicalJson(value));
      }),
    );
  });
});

describe('a text', () => {
  it.each(['{}', '[]', 'null', '0', '""', '{"a":1,"b":[true,"上海"]}', '{"10":0,"9":0}'])(
    '%s is canonical',
    (text) => {
      expect(isCanonical(text)).toBe(true);
      expect(isCanonical(utf8(text))).toBe(true);
    },
  );

  it.each([
    ['with a space', '{"a": 1}'],
    ['with a newline at its end', '{}\n'],
    ['with a byte order mark', '\ufeff{}'],
    ['out of order', '{"b":1,"a":2}'],
    ['with a name twice', '{"a":1,"a":1}'],
    ['with a name twice inside', '[{"a":{"b":1,"c":2,"b":3}}]'],
    ['with a name twice, once escaped', '{"a":1,"\\u0061":1}'],
    ['with an escape that is not needed', '"\\u0061"'],
    ['with an escaped slash', '"\\/"'],
    ['with an escape in capitals', '"\\u000F"'],
    ['with a long escape for a short one', '"\\u000a"'],
    ['with 1.0', '1.0'],
    ['with -0', '-0'],
    ['with 1E2', '1E2'],
    ['with a number beyond doubles', '1e400'],
    ['with more digits than a double has', '0.10000000000000000001'],
    ['with a lone surrogate, escaped', '"\\ud800"'],
    ['with a pair of surrogates, escaped', '"\\ud83d\\ude00"'],
    ['that is cut short', '{"a":1'],
    ['that is empty', ''],
    ['that is two values', '{}{}'],
    ['of JavaScript', 'undefined'],
  ])('%s is not canonical', (_, text) => {
    expect(isCanonical(text)).toBe(false);
    expect(isCanonical(utf8(text))).toBe(false);
  });

  it('that is not UTF-8 is not canonical', () => {
    expect(isCanonical(Uint8Array.of(0x22, 0xff, 0x22))).toBe(false);
    expect(isCanonical(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22))).toBe(false);
    expect(isCanonical('"\ud800"')).toBe(false);
  });
});
