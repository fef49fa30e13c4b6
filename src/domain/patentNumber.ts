/** Numbers of Chinese patents and their applications (domain.md §2; standard ZC 0006-2003). */

/** As the numbers are recorded, and most are posted. */
const NORMAL_FORM = /^(?:\d{4}[12389]\d{7}|\d{8})\.[0-9X]$/;
const NEW_FORM = /^(?:ZL|CN)?(\d{4}[12389]\d{7})\.?([0-9X])$/;
/** Of applications before October 2003. */
const OLD_FORM = /^(?:ZL|CN)?(\d{8})\.?([0-9X])$/;
const NEW_DIGITS = 12;
const NEW_TYPE_INDEX = 4;
const OLD_TYPE_INDEX = 2;
const WEIGHTS = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5] as const;
const CHECKS = '0123456789X';
const ZERO = 0x30;
/** The Patent Law entered into force in 1985: two digits from 85 on are of the last century. */
const FIRST_YEAR = 85;

/** Check digit of the 8 or 12 digits before the dot: Σ digit × weight mod 11, with 10 written `X`. */
export const patentCheckDigit = (digits: string): string => checkOfFirst(digits, digits.length);

/** The same of the first so many characters of a text. */
const checkOfFirst = (text: string, count: number): string => {
  let sum = 0;
  for (let index = 0; index < count; index += 1)
    sum += (text.charCodeAt(index) - ZERO) * (WEIGHTS[index] as number);
  return CHECKS[sum % CHECKS.length] as string;
};

const WIDE_OR_LOWER = /[\uff01-\uff5ea-z]/;
const WIDE = /[\uff01-\uff5e]/g;
const WIDE_OFFSET = 0xfee0;

/**
 * Full-width characters (U+FF01–FF5E) as ASCII, and a–z in upper case. No other letter: `toUpperCase` of the whole text
 * would make an `I` of a dotless ı and so accept what is no number.
 */
const foldWidth = (text: string): string =>
  WIDE_OR_LOWER.test(text)
    ? text
        .replace(WIDE, (character) => String.fromCharCode(character.charCodeAt(0) - WIDE_OFFSET))
        .replace(/[a-z]+/g, (letters) => letters.toUpperCase())
    : text;

/**
 * The number with its dot and without a prefix, or undefined when its form or check digit is wrong. Accepts `ZL` or `CN`
 * before it, a missing dot, lower case and full width.
 */
export const normalizePatentNumber = (text: string): string | undefined => {
  if (NORMAL_FORM.test(text)) {
    const dot = text.length - 2;
    return checkOfFirst(text, dot) === text[dot + 1] ? text : undefined;
  }
  const folded = foldWidth(text);
  const parts = NEW_FORM.exec(folded) ?? OLD_FORM.exec(folded);
  if (!parts) return undefined;
  const [, digits, check] = parts as unknown as [string, string, string];
  return patentCheckDigit(digits) === check ? `${digits}.${check}` : undefined;
};

const isNewForm = (normalized: string): boolean => normalized.indexOf('.') === NEW_DIGITS;

/** The digit for the kind: 1 and 8 invention, 2 and 9 utility model, 3 design. */
export const patentTypeDigit = (normalized: string): string =>
  normalized[isNewForm(normalized) ? NEW_TYPE_INDEX : OLD_TYPE_INDEX] as string;

/** Year of the application; a number of eight digits has two for it, 85 to 03. */
export const patentYear = (normalized: string): number => {
  if (isNewForm(normalized)) return Number.parseInt(normalized.slice(0, 4), 10);
  const short = Number.parseInt(normalized.slice(0, 2), 10);
  return short >= FIRST_YEAR ? 1900 + short : 2000 + short;
};
