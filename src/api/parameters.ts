import { findIndicator, type Indicator } from '../../projections/indicators.ts';
import { DIMENSIONS, type Dimension } from '../../projections/measures.ts';
import { isDate, shanghaiDate, yearOf } from '../domain/calendar.ts';
import { divisionProblem } from '../domain/division.ts';
import { wrongUse } from '../problem.ts';

/** Parameters of readings, as text from the command line or a query string. @throws Problem USAGE in every reader */

export type Parameters = Readonly<Record<string, string | undefined>>;

const YEAR = /^\d{4}$/;
const MONTHS = /^(\d{1,2})-(\d{1,2})$/;
const CITY_CODE = /^4419\d{8}$/;
const MONTHS_OF_YEAR = 12;
const FAR_FUTURE = '9999-12-31';

/** Refuses parameters that the reading does not know, so that a misspelt one cannot be overlooked. */
export const onlyKnown = (parameters: Parameters, known: readonly string[]): void => {
  for (const name of Object.keys(parameters))
    if (!known.includes(name))
      throw wrongUse(
        `未知参数 ${name}；可用：${known.join('、') || '无'}`,
        `unknown parameter ${name}; known: ${known.join(', ') || 'none'}`,
      );
};

export const yearParameter = (parameters: Parameters, name: string): number | undefined => {
  const text = parameters[name];
  if (text === undefined) return undefined;
  if (!YEAR.test(text))
    throw wrongUse(`${name} "${text}"：应为四位数年份`, `${name} "${text}": a year of four digits`);
  return Number.parseInt(text, 10);
};

export const requiredYear = (parameters: Parameters, name: string): number => {
  const year = yearParameter(parameters, name);
  if (year === undefined) throw wrongUse(`缺少 ${name}`, `${name} is required`);
  return year;
};

export const required = (parameters: Parameters, name: string): string => {
  const text = parameters[name];
  if (text === undefined || text === '') throw wrongUse(`缺少 ${name}`, `${name} is required`);
  return text;
};

export const indicatorParameter = (code: string): Indicator => {
  const indicator = findIndicator(code);
  if (!indicator) throw wrongUse(`未知指标 ${code}`, `unknown indicator ${code}`);
  return indicator;
};

export const dimensionParameter = (text: string | undefined): Dimension | undefined => {
  if (text === undefined) return undefined;
  if (!(DIMENSIONS as readonly string[]).includes(text))
    throw wrongUse(
      `by "${text}"：应为 ${DIMENSIONS.join('、')} 之一`,
      `by "${text}": one of ${DIMENSIONS.join(', ')}`,
    );
  return text as Dimension;
};

/** First and last month, from `1-6`. */
export const monthsParameter = (text: string | undefined): readonly [number, number] | null => {
  if (text === undefined) return null;
  const parts = MONTHS.exec(text);
  const from = Number.parseInt(parts?.[1] ?? '0', 10);
  const to = Number.parseInt(parts?.[2] ?? '0', 10);
  if (from < 1 || to > MONTHS_OF_YEAR || from > to)
    throw wrongUse(`months "${text}"：应如 1-6`, `months "${text}": like 1-6`);
  return [from, to];
};

/** A division of the city, valid at any time. */
export const divisionParameter = (text: string | undefined): string | null => {
  if (text === undefined) return null;
  if (!CITY_CODE.test(text) || divisionProblem(text, FAR_FUTURE) === 'unknown')
    throw wrongUse(
      `division "${text}"：应为本市的 12 位区划代码`,
      `division "${text}": a 12-digit code of the city`,
    );
  return text;
};

export const choiceParameter = <T extends string>(
  parameters: Parameters,
  name: string,
  choices: readonly [T, ...T[]],
): T => {
  const text = parameters[name] ?? choices[0];
  if (!(choices as readonly string[]).includes(text))
    throw wrongUse(
      `${name} "${text}"：应为 ${choices.join('、')} 之一`,
      `${name} "${text}": one of ${choices.join(', ')}`,
    );
  return text as T;
};

export const dateParameter = (parameters: Parameters, name: string): string | undefined => {
  const text = parameters[name];
  if (text !== undefined && !isDate(text))
    throw wrongUse(`${name} "${text}"：应为 YYYY-MM-DD`, `${name} "${text}": YYYY-MM-DD`);
  return text;
};

/** The year of an as-of moment in Asia/Shanghai; null in an empty ledger. */
export const yearOfMoment = (recordedAt: number | null): number | null =>
  recordedAt === null ? null : yearOf(shanghaiDate(recordedAt));
