/** Unified social credit codes (GB 32100-2015) and the organization codes inside them (GB 11714). */

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const MODULUS = 31;
/** Of the registration authority, the first character of a code. */
const AUTHORITIES = '123456789ANY';
const LENGTH = 18;
const DIVISION_START = 2;
const ORGANIZATION_START = 8;
const CHECK_INDEX = 17;
const DIGIT_VALUE_MAX = 9;

/** A table by character code: every fact is checked for several codes, and this is their hottest loop. */
const tableOf = (characters: string): Int8Array => {
  const table = new Int8Array(128).fill(-1);
  for (let value = 0; value < characters.length; value += 1) table[characters.charCodeAt(value)] = value;
  return table;
};

const VALUES = tableOf(ALPHABET);
const IS_AUTHORITY = tableOf(AUTHORITIES);

/** 3^(i−1) mod 31 for i = 1…17. */
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;

/** Value of a character, −1 for one outside the alphabet. */
const valueAt = (text: string, index: number): number => VALUES[text.charCodeAt(index)] ?? -1;

const checkValueOf = (text: string): number => {
  let sum = 0;
  for (let index = 0; index < CHECK_INDEX; index += 1)
    sum += valueAt(text, index) * (WEIGHTS[index] as number);
  return (MODULUS - (sum % MODULUS)) % MODULUS;
};

const hasForm = (text: string, length: number): boolean => {
  if (text.length !== length || (IS_AUTHORITY[text.charCodeAt(0)] ?? -1) < 0 || valueAt(text, 1) < 0)
    return false;
  for (let index = DIVISION_START; index < ORGANIZATION_START; index += 1) {
    const value = valueAt(text, index);
    if (value < 0 || value > DIGIT_VALUE_MAX) return false;
  }
  for (let index = ORGANIZATION_START; index < length; index += 1) if (valueAt(text, index) < 0) return false;
  return true;
};

/** What is wrong with a code: its form, its check character, or nothing. Lower case is not its form. */
export const usccProblem = (text: string): 'form' | 'check' | undefined => {
  if (!hasForm(text, LENGTH)) return 'form';
  return checkValueOf(text) === valueAt(text, CHECK_INDEX) ? undefined : 'check';
};

/** Check character of the first 17 characters of a code; throws a RangeError when they are none. */
export const usccCheckCharacter = (first17: string): string => {
  if (!hasForm(first17, CHECK_INDEX)) throw new RangeError('not the first 17 characters of a code');
  return ALPHABET[checkValueOf(first17)] as string;
};

const ORGANIZATION_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ORGANIZATION_VALUES = tableOf(ORGANIZATION_ALPHABET);
const ORGANIZATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const;
const ORGANIZATION_MODULUS = 11;
/** By the remainder of the weighted sum: 11 minus it, 10 written `X` and 11 written `0`. */
const ORGANIZATION_CHECKS = '0X987654321';

/** Check character of an organization code's first 8 characters; throws a RangeError when they are none. */
export const organizationCheckCharacter = (first8: string): string => {
  if (first8.length !== ORGANIZATION_WEIGHTS.length) throw new RangeError('not 8 characters');
  let sum = 0;
  for (let index = 0; index < ORGANIZATION_WEIGHTS.length; index += 1) {
    const value = ORGANIZATION_VALUES[first8.charCodeAt(index)] ?? -1;
    if (value < 0) throw new RangeError('not a character of an organization code');
    sum += value * (ORGANIZATION_WEIGHTS[index] as number);
  }
  return ORGANIZATION_CHECKS[sum % ORGANIZATION_MODULUS] as string;
};

/**
 * Whether the organization code inside a code (characters 9 to 17) has its own check character. The caller has checked
 * the code; where this does not hold it is a finding, never a refusal (domain.md §4.9).
 */
export const organizationCodeHolds = (uscc: string): boolean =>
  organizationCheckCharacter(uscc.slice(ORGANIZATION_START, CHECK_INDEX - 1)) === uscc[CHECK_INDEX - 1];
