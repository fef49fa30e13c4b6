import seeds from '../../seeds/divisions.json' with { type: 'json' };

/** Where an enterprise is (domain.md §2): a code of the city, of a county-level division elsewhere, or `overseas`. */

interface Division {
  readonly code: string;
  /** First and last day on which the code is valid, YYYY-MM-DD; `null` while it is. */
  readonly validFrom: string;
  readonly validUntil: string | null;
}

/** What the codes of the city begin with (R9). */
export const CITY_PREFIX = '4419';
/** Outside the mainland, so Hong Kong, Macao and Taiwan too. */
export const OVERSEAS = 'overseas';

const CITY_DIVISIONS: ReadonlyMap<string, Division> = new Map(
  (seeds satisfies readonly Division[] as readonly Division[]).map((division) => [division.code, division]),
);

/** Province-level divisions of the mainland: the first two digits of a code (GB/T 2260). */
const PROVINCE = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])/;

/** A province's own code (`..0000`) and a prefecture's (`....00`) are of no county-level division. */
const COUNTY_LEVEL = /^\d{2}(?!00)\d{2}(?!00)\d{2}$/;
/** Prefecture-level cities without county-level divisions, which stand for themselves: 中山, 儋州, 嘉峪关. */
const WITHOUT_COUNTIES: ReadonlySet<string> = new Set(['442000', '460400', '620200']);

/**
 * Whether a code outside the city has the form of a county-level one. Only the form is judged: their list changes every
 * year, and no figure depends on which county it is.
 */
const isElsewhere = (code: string): boolean =>
  PROVINCE.test(code) && (COUNTY_LEVEL.test(code) || WITHOUT_COUNTIES.has(code)) && !isInCity(code);

/** Whether an enterprise there is in the city. */
export const isInCity = (code: string): boolean => code.startsWith(CITY_PREFIX);

/** What is wrong with a code on a date (YYYY-MM-DD): it is unknown, not valid then, or nothing. */
export const divisionProblem = (code: string, on: string): 'unknown' | 'notValid' | undefined => {
  const division = CITY_DIVISIONS.get(code);
  if (division === undefined) return code === OVERSEAS || isElsewhere(code) ? undefined : 'unknown';
  const isValid = division.validFrom <= on && (division.validUntil === null || on <= division.validUntil);
  return isValid ? undefined : 'notValid';
};
