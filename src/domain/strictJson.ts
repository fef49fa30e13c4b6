import { pointerOf, type Refusal, refuse } from './refusal.ts';

/**
 * JSON as a ledger must read it (RFC 8259 with I-JSON's restrictions, RFC 7493): `JSON.parse` keeps the last of two equal
 * keys silently and takes lone surrogates, so that what is hashed would not be what was sent.
 */

/** Objects and lists inside each other; no shape of the catalogue comes near it. */
export const JSON_DEPTH_MAX = 32;

export type StrictJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * The value of a JSON text. Refused, with the first fault in the text: `JSON_INVALID` (pointer '' and the position, in
 * UTF-16 code units from 0), `JSON_DUPLICATE_KEY` (pointer of the member), `JSON_LONE_SURROGATE` (pointer of the text, or of
 * the object whose key it is), `JSON_TOO_DEEP` (pointer of the first object or list beyond {@link JSON_DEPTH_MAX}).
 * @param isWellFormed a text decoded from UTF-8 is, and need not be looked through for it
 */
export const parseStrictJson = (text: string, isWellFormed = text.isWellFormed()): StrictJson => {
  const parsed = parseLoosely(text);
  if (parsed !== undefined && isWellFormed && isSurelyStrict(text, parsed.value))
    return { ok: true, value: parsed.value };
  const refusal = firstFault(text);
  if (refusal !== undefined) return { ok: false, refusal };
  // The tests hold the scanner and JSON.parse to accept the same texts; were they to differ, the text is refused.
  return parsed === undefined
    ? { ok: false, refusal: invalidAt(text.length) }
    : { ok: true, value: parsed.value };
};

const parseLoosely = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
};

/**
 * Most posted texts hold no backslash, so no string in them is longer or shorter than what it says. Then a text without space
 * that is as long as its value written again held nothing that the value does not: no name stood twice in its object. With
 * space in it, but none before a colon, each name is followed by a quotation mark and a colon, as otherwise only the start of
 * a text that begins with a colon is: if there are as many of them as members in the value, no name stood twice either. All
 * else takes the scan below.
 */
const isSurelyStrict = (text: string, value: unknown): boolean =>
  !text.includes('\\') &&
  (lengthOf(value, JSON_DEPTH_MAX) === text.length ||
    (!BEFORE_COLON.some((part) => text.includes(part)) &&
      membersOf(value, JSON_DEPTH_MAX) === countNames(text)));

/** What a colon may stand after beside a quotation mark: searched one by one, for that is done a word at a time. */
const BEFORE_COLON = [' :', '\t', '\n', '\r'] as const;

/** Integers below have no shorter form in JSON than their digits: 1e2 is as long as 100. */
const SHORT_INTEGER_MAX = 1_000;

/** Length of a value written as JSON without space and escapes; NaN where it may be longer than a text that says the same, or is nested deeper than so many levels. */
const lengthOf = (value: unknown, levels: number): number => {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value === 'number')
    return Number.isInteger(value) && value >= 0 && value < SHORT_INTEGER_MAX
      ? String(value).length
      : Number.NaN;
  if (typeof value !== 'object' || value === null) return String(value).length;
  if (levels === 0) return Number.NaN;
  let length = 1;
  if (Array.isArray(value)) {
    for (const item of value) length += lengthOf(item, levels - 1) + 1;
    return Math.max(length, 2);
  }
  for (const name in value)
    length += name.length + 4 + lengthOf((value as Record<string, unknown>)[name], levels - 1);
  return Math.max(length, 2);
};

const countNames = (text: string): number => {
  let count = 0;
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1))
    if (text.charCodeAt(at - 1) === QUOTE) count += 1;
  return count;
};

/** Members of all objects in a value; NaN where it is nested deeper than so many levels. */
const membersOf = (value: unknown, levels: number): number => {
  if (typeof value !== 'object' || value === null) return 0;
  if (levels === 0) return Number.NaN;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) count += membersOf(item, levels - 1);
    return count;
  }
  for (const name in value) {
    const member = (value as Record<string, unknown>)[name];
    count += typeof member === 'object' ? 1 + membersOf(member, levels - 1) : 1;
  }
  return count;
};

const invalidAt = (position: number): Refusal =>
  refuse('JSON_INVALID', {
    pointer: '',
    with: { detail: { zh: `位置 ${position}`, en: `position ${position}` } },
  });

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const LIST_OPEN = 0x5b;
const BACKSLASH = 0x5c;
const LIST_CLOSE = 0x5d;
const OBJECT_OPEN = 0x7b;
const OBJECT_CLOSE = 0x7d;

const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const LITERALS = ['true', 'false', 'null'] as const;

/** Length of what a sticky pattern matches there, 0 if it does not. */
const matchLength = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex - at : 0;
};

/** One pass over the text in the grammar of RFC 8259, up to its first fault. Its recursion ends at the depth allowed. */
const firstFault = (text: string): Refusal | undefined => {
  const path: (string | number)[] = [];
  let at = 0;

  const invalid = (): Refusal => invalidAt(at);

  const skipSpace = (): void => {
    for (; ; at += 1) {
      const code = text.charCodeAt(at);
      if (code !== SPACE && code !== LINE_FEED && code !== CARRIAGE_RETURN && code !== TAB) return;
    }
  };

  /** Steps over the character if it is there, after space. */
  const take = (code: number): boolean => {
    skipSpace();
    if (text.charCodeAt(at) !== code) return false;
    at += 1;
    return true;
  };

  /** Steps over a string and gives what it says, its escapes read; undefined where it is none, with `at` at the fault. */
  const takeString = (): string | undefined => {
    if (!take(QUOTE)) return undefined;
    const start = at;
    let isEscaped = false;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) break;
      if (code === BACKSLASH) {
        const length = matchLength(ESCAPE, text, at);
        if (length === 0) return undefined;
        isEscaped = true;
        at += length;
      } else if (code >= SPACE) at += 1;
      // A control character, or NaN at the end of the text.
      else return undefined;
    }
    at += 1;
    return isEscaped ? (JSON.parse(text.slice(start - 1, at)) as string) : text.slice(start, at - 1);
  };

  const stringFault = (): Refusal | undefined => {
    const content = takeString();
    if (content === undefined) return invalid();
    return content.isWellFormed() ? undefined : refuse('JSON_LONE_SURROGATE', { pointer: pointerOf(path) });
  };

  const scalarFault = (): Refusal | undefined => {
    const literal = LITERALS.find((word) => text.startsWith(word, at));
    const length = literal?.length ?? matchLength(NUMBER, text, at);
    if (length === 0) return invalid();
    at += length;
    return undefined;
  };

  const memberFault = (keys: Set<string>, depth: number): Refusal | undefined => {
    const key = takeString();
    if (key === undefined) return invalid();
    if (!key.isWellFormed()) return refuse('JSON_LONE_SURROGATE', { pointer: pointerOf(path) });
    path.push(key);
    if (keys.has(key)) return refuse('JSON_DUPLICATE_KEY', { pointer: pointerOf(path), with: { key } });
    keys.add(key);
    if (!take(COLON)) return invalid();
    const fault = valueFault(depth);
    path.pop();
    return fault;
  };

  const objectFault = (depth: number): Refusal | undefined => {
    if (take(OBJECT_CLOSE)) return undefined;
    const keys = new Set<string>();
    do {
      const fault = memberFault(keys, depth);
      if (fault !== undefined) return fault;
    } while (take(COMMA));
    return take(OBJECT_CLOSE) ? undefined : invalid();
  };

  const listFault = (depth: number): Refusal | undefined => {
    if (take(LIST_CLOSE)) return undefined;
    let index = 0;
    do {
      path.push(index);
      const fault = valueFault(depth);
      if (fault !== undefined) return fault;
      path.pop();
      index += 1;
    } while (take(COMMA));
    return take(LIST_CLOSE) ? undefined : invalid();
  };

  const valueFault = (depth: number): Refusal | undefined => {
    skipSpace();
    const code = text.charCodeAt(at);
    if (code === QUOTE) return stringFault();
    if (code !== OBJECT_OPEN && code !== LIST_OPEN) return scalarFault();
    if (depth === JSON_DEPTH_MAX)
      return refuse('JSON_TOO_DEEP', { pointer: pointerOf(path), with: { max: JSON_DEPTH_MAX } });
    at += 1;
    return code === OBJECT_OPEN ? objectFault(depth + 1) : listFault(depth + 1);
  };

  const fault = valueFault(0);
  if (fault !== undefined) return fault;
  skipSpace();
  return at === text.length ? undefined : invalid();
};
