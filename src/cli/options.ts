import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Parameters } from '../api/parameters.ts';
import { ask } from './ask.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import { answer } from './output.ts';
import type { Question } from './server.ts';
import type { Translate } from './words.ts';

/** Options that several commands share, and how they become the parameters of a reading. */

const takeOnce = (value: string, previous: unknown): string => {
  if (previous !== undefined) throw new InvalidArgumentError('It is given twice.');
  if (value === '') throw new InvalidArgumentError('It is empty.');
  return value;
};

/** An option with a value that is given once and is not empty: of two, it would be a guess which one is meant. */
export const single = (flags: string, description: string): Option =>
  new Option(flags, description).argParser(takeOnce);

export const required = (flags: string, description: string): Option =>
  single(flags, description).makeOptionMandatory();

export const asOfOption = (t: Translate): Option =>
  single(
    '--as-of <moment>',
    t(
      '截至：序号、日期、RFC 3339 时间或 latest',
      'as known then: a sequence number, a date, an RFC 3339 time, or latest',
    ),
  );

export const figureOptions = (t: Translate): Option[] => [
  single(
    '--base-year <year>',
    t('年均增幅的基年（默认 2018）', 'base year of the average growth (default 2018)'),
  ),
  single('--basis <basis>', t('第 5 行口径：registered 或 disbursed', 'of row 5: registered or disbursed')),
  single('--rounding <rounding>', t('显示舍入：halfEven 或 halfUp', 'of shown values: halfEven or halfUp')),
];

/** Defines a command that asks one reading and prints its answer. The options' names are those of its parameters. */
export const readingAction =
  <T>(
    questionOf: (operands: readonly string[], parameters: Parameters) => Question,
    show: (value: T, invocation: Invocation) => readonly string[],
  ) =>
  async (...given: unknown[]): Promise<void> => {
    const command = given.at(-1) as Command;
    const invocation = invocationOf(command);
    const parameters = command.opts<Parameters>();
    const value = await ask<T>(invocation, { query: parameters, ...questionOf(command.args, parameters) });
    answer(invocation, value, show);
  };
