import { isExists } from 'date-fns/isExists';

/**
 * The two time axes. Business dates are calendar dates in Asia/Shanghai, as text YYYY-MM-DD. Recorded times are
 * microseconds since 1970-01-01T00:00:00Z as a safe integer (they stay below 2^53 until the year 2255).
 * Shanghai is UTC+8 without daylight saving since 1991-09-15; recorded times are later than that, so the offset
 * is fixed and needs no zone table.
 */

const DATE_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME_PATTERN =
  /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:([Zz])|([+-])(\d{2}):(\d{2}))$/;
const SHANGHAI_OFFSET_US = 8 * 3600 * 1_000_000;
const MS_PER_DAY = 86_400_000;

/** The first day on which a business event can lie: the Patent Law's entry into force. */
export const EARLIEST_EFFECTIVE_ON = '1985-04-01';

/** The last date that can be written. */
export const LAST_DATE = '9999-12-31';

/** A month as year × 12 + (month − 1): an integer that counts up by one. */
export type Month = number;

const isExistingDate = (text: string): boolean => {
  const parts = DATE_PATTERN.exec(text);
  if (!parts) return false;
  const [year, month, day] = parts.slice(1).map((digits) => Number.parseInt(digits, 10)) as [
    number,
    number,
    number,
  ];
  return year > 0 && month >= 1 && isExists(year, month - 1, day);
};

/** Dates that were found to exist: a few thousand stand in millions of facts. Dropped whole when full. */
const KNOWN_DATES_MAX = 20_000;
const knownDates = new Set<string>();

/** Whether the text is an existing calendar date YYYY-MM-DD (29 February only in leap years). */
export const isDate = (text: string): boolean => {
  if (knownDates.has(text)) return true;
  if (!isExistingDate(text)) return false;
  if (knownDates.size >= KNOWN_DATES_MAX) knownDates.clear();
  knownDates.add(text);
  return true;
};

const LAST_DATE_MS = Date.parse(`${LAST_DATE}T00:00:00Z`);

/** The date that many days later (or earlier), at most {@link LAST_DATE}. */
export const addDays = (date: string, days: number): string =>
  new Date(Math.min(Date.parse(`${date}T00:00:00Z`) + days * MS_PER_DAY, LAST_DATE_MS))
    .toISOString()
    .slice(0, 10);

export const yearOf = (date: string): number => Number.parseInt(date.slice(0, 4), 10);

/** The month in which a date lies. */
export const monthOf = (date: string): Month =>
  Number.parseInt(date.slice(0, 4), 10) * 12 + Number.parseInt(date.slice(5, 7), 10) - 1;

/** The month of a year; `month` counts from 1. */
export const monthNumber = (year: number, month: number): Month => year * 12 + month - 1;

export const yearOfMonth = (month: Month): number => Math.floor(month / 12);

/** `YYYY-MM`. */
export const monthText = (month: Month): string =>
  `${String(yearOfMonth(month)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;

/** Later of two dates. */
export const laterOf = (a: string, b: string): string => (a > b ? a : b);

/**
 * Microseconds of an RFC 3339 time with any offset, or undefined if it is none. Digits beyond microseconds are
 * cut; a leap second `:60` is refused.
 */
export const parseTime = (text: string): number | undefined => {
  const parts = TIME_PATTERN.exec(text);
  if (!parts) return undefined;
  const [, date, hour, minute, second, fraction, , sign, offsetHour, offsetMinute] = parts;
  if (!isDate(date as string)) return undefined;
  const int = (digits: string | undefined): number => Number.parseInt(digits ?? '0', 10);
  if (int(hour) > 23 || int(minute) > 59 || int(second) > 59) return undefined;
  if (int(offsetHour) > 23 || int(offsetMinute) > 59) return undefined;
  const offsetMinutes = (sign === '-' ? -1 : 1) * (int(offsetHour) * 60 + int(offsetMinute));
  const seconds =
    Date.parse(`${date}T00:00:00Z`) / 1000 +
    int(hour) * 3600 +
    int(minute) * 60 +
    int(second) -
    offsetMinutes * 60;
  return seconds * 1_000_000 + int((fraction ?? '').slice(0, 6).padEnd(6, '0'));
};

/** The answer to the same question as last time is kept: recorded times come in order, thousands of them in a second. */
const remembered = (compute: (unit: number) => string): ((unit: number) => string) => {
  let last: number | undefined;
  let answer = '';
  return (unit) => {
    if (unit !== last) {
      answer = compute(unit);
      last = unit;
    }
    return answer;
  };
};

const US_PER_SECOND = 1_000_000;
const secondText = remembered((second) => new Date(second * 1000).toISOString().slice(0, -4));

/** `2021-03-10T01:00:00.000000Z`. */
export const timeText = (us: number): string => {
  const second = Math.floor(us / US_PER_SECOND);
  return `${secondText(second)}${String(us - second * US_PER_SECOND).padStart(6, '0')}Z`;
};

const RECORDED_TIME = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/;
const DATE_LENGTH = LAST_DATE.length;

/** Whether a text is a time in the form of {@link timeText}. */
export const isRecordedTime = (text: string): boolean =>
  RECORDED_TIME.test(text) && isDate(text.slice(0, DATE_LENGTH));

const dayText = remembered((day) => new Date(day * MS_PER_DAY).toISOString().slice(0, 10));

/** The calendar date in Asia/Shanghai at a recorded time. */
export const shanghaiDate = (us: number): string =>
  dayText(Math.floor((us + SHANGHAI_OFFSET_US) / (MS_PER_DAY * 1000)));

/** The first microsecond of a date in Asia/Shanghai. */
export const startOfShanghaiDay = (date: string): number =>
  Date.parse(`${date}T00:00:00Z`) * 1000 - SHANGHAI_OFFSET_US;
