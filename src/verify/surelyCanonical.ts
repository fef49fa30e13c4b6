/**
 * Whether a text is surely the canonical one of a value, told by its length, so that most events need not be written again to
 * be compared: that costs as much as reading them.
 *
 * A text without a backslash has no escape, so a string in it stands as it is. Whatever else can differ from the canonical text
 * of the same members in the same order makes a text longer: space between its parts, a name that stands twice, a number in
 * another form (`1.0`, `-0`, `1e1`). Only a multiple of 100 has a form that is not longer (`1e2`); nothing is said of those.
 */

/** The value as it was parsed, its members in the order of the text. */
type Parsed = unknown;

const BACKSLASH = '\\';
const UNSURE = Number.NaN;

/** An opening brace or bracket and the closing one, less the comma that the last of the members has too many. */
const ENCLOSING = 1;
const EMPTY = 2;
/** Two quotation marks, a colon, a comma. */
const AROUND_MEMBER = 4;
const QUOTES = 2;
const COMMA = 1;

const TEN_TO_TWO = 100;
const hasOneShortForm = (value: number): boolean =>
  value === 0 || (Number.isSafeInteger(value) && value % TEN_TO_TWO !== 0);

const lengthOfItems = (parsed: readonly unknown[], expected: readonly unknown[]): number => {
  if (parsed.length !== expected.length) return UNSURE;
  if (expected.length === 0) return EMPTY;
  let length = ENCLOSING;
  for (let index = 0; index < expected.length; index += 1)
    length += lengthOf(parsed[index], expected[index]) + COMMA;
  return length;
};

type Members = Readonly<Record<string, unknown>>;

const lengthOfMembers = (parsed: Members, expected: Members): number => {
  const names = Object.keys(parsed);
  let length = ENCLOSING;
  let place = 0;
  for (const name in expected) {
    const value = expected[name];
    if (value === undefined) continue;
    if (names[place] !== name) return UNSURE;
    place += 1;
    length += name.length + lengthOf(parsed[name], value) + AROUND_MEMBER;
  }
  if (place !== names.length) return UNSURE;
  return place === 0 ? EMPTY : length;
};

/** Length of the canonical text of the expected value, if what was parsed is the same in the same order; else not a number. */
const lengthOf = (parsed: Parsed, expected: unknown): number => {
  switch (typeof expected) {
    case 'string':
      return parsed === expected ? expected.length + QUOTES : UNSURE;
    case 'number':
      return parsed === expected && hasOneShortForm(expected) ? String(expected).length : UNSURE;
    case 'boolean':
      return parsed === expected ? String(expected).length : UNSURE;
    case 'object':
      if (typeof parsed !== 'object' || parsed === null || expected === null) return UNSURE;
      if (!Array.isArray(expected)) return lengthOfMembers(parsed as Members, expected as Members);
      return Array.isArray(parsed) ? lengthOfItems(parsed, expected) : UNSURE;
    default:
      return UNSURE;
  }
};

/**
 * Whether the text, of which that was parsed, is the JSON of the expected value, without space and with its members in their
 * order; names in it need no escape. Members that are undefined do not count. Where this is false nothing is said.
 */
export const isSurelyTextOf = (text: string, parsed: Parsed, expected: unknown): boolean =>
  lengthOf(parsed, expected) === text.length && !text.includes(BACKSLASH);
