import { addDays, type Month, monthText, startOfShanghaiDay } from '../../src/domain/calendar.ts';
import type { Random } from './random.ts';

/** The calendar of the demonstration: which years it has, when they were closed, and office days and hours. */

export const YEARS = [2018, 2019, 2020, 2021] as const;
export type Year = (typeof YEARS)[number];
export const FIRST_BUSINESS_DAY = '2018-01-02';
export const LAST_BUSINESS_DAY = '2021-12-31';
/** Late reports and corrections of the last year are recorded until then. */
export const LAST_RECORDING_DAY = '2022-04-29';

const CLOSED_ON: Readonly<Record<Year, string>> = {
  2018: '2019-03-08',
  2019: '2020-03-20',
  2020: '2021-02-26',
  2021: '2022-03-11',
};

/** The day on which the bureau closes a year. */
export const closingDay = (year: Year): string => CLOSED_ON[year];

/** The year of a business day of the demonstration. */
export const yearOfDay = (day: string): Year => {
  const year = YEARS.find((each) => day.startsWith(String(each)));
  if (year === undefined) throw new RangeError(`${day} is no business day of the demonstration`);
  return year;
};

const SUNDAY = 0;
const SATURDAY = 6;
const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

/** The day itself or, on a weekend, the Monday after it. Public holidays are not known here. */
export const officeDay = (day: string): string => {
  const weekday = weekdayOf(day);
  if (weekday === SATURDAY) return addDays(day, 2);
  return weekday === SUNDAY ? addDays(day, 1) : day;
};

/** A weekday of the month, mostly before its 27th. */
export const dayIn = (month: Month, random: Random): string => {
  const day = officeDay(`${monthText(month)}-${String(random.between(1, 26)).padStart(2, '0')}`);
  return day < FIRST_BUSINESS_DAY ? FIRST_BUSINESS_DAY : day;
};

const DAY_MAX = 28;

/** The same day that many months later, the 28th for days that not every month has. */
export const addMonths = (day: string, months: number): string => {
  const month = Number.parseInt(day.slice(0, 4), 10) * 12 + Number.parseInt(day.slice(5, 7), 10) - 1;
  const inMonth = Math.min(Number.parseInt(day.slice(8), 10), DAY_MAX);
  return `${monthText(month + months)}-${String(inMonth).padStart(2, '0')}`;
};

/** Earlier of two dates. */
export const earlierOf = (a: string, b: string): string => (a < b ? a : b);

const MS_PER_DAY = 86_400_000;
/** Days from one date to another. */
export const daysBetween = (from: string, until: string): number =>
  Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / MS_PER_DAY);

const HOUR_US = 3_600_000_000;
const OPENS_US = 9 * HOUR_US;
const OPEN_US = 8.5 * HOUR_US;

/** A moment in the office hours of a day, in microseconds. */
export const officeTime = (day: string, random: Random): number =>
  startOfShanghaiDay(day) + OPENS_US + random.below(OPEN_US);
