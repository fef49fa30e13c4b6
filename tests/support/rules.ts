import { expect, test } from 'vitest';
import type { Actor } from '../../src/domain/actor.ts';
import type { Code } from '../../src/domain/codes.ts';
import { facts, type Posted, SOURCE, USCC } from './facts.ts';
import { LOCAL, refusalsOf, type ScenarioOptions, type Short, scenario } from './scenario.ts';

/** Tables of facts that are refused or taken on a history, each on a ledger of its own. */

/** The last is the id of the recorded event whose rule would break. */
export type RefusedRow = readonly [
  sentence: string,
  given: readonly Posted[],
  fact: Posted,
  code: Code,
  pointer: string,
  event?: string,
];
export type TakenRow = readonly [sentence: string, given: readonly Posted[], fact: Posted];

/** A fact of another contract, which nothing refused may hinder. */
const unrelated = facts.dealSigned({}, { id: 'unrelated', subject: `deal/${USCC.bank}.Unrelated` });

export const testRefused = (
  rows: readonly RefusedRow[],
  options: ScenarioOptions & { readonly actor?: Actor } = {},
): void => {
  test.each(rows.map((row) => ({ name: row[0], row })))('$name is refused', async ({ row }) => {
    const [, given, fact, code, pointer, event] = row;
    const book = await scenario(options);
    await book.given(...given);
    const { size } = book;
    const expected: Short =
      event === undefined ? [code, pointer] : [code, pointer, { source: SOURCE, id: event }];
    expect(refusalsOf(await book.when(fact, options.actor ?? LOCAL))).toEqual([expected]);
    expect(book.size).toBe(size);
    expect(await book.when(unrelated)).toMatchObject({ status: 'recorded', sequence: size });
    await book.close();
  });
};

export const testTaken = (
  rows: readonly TakenRow[],
  options: ScenarioOptions & { readonly actor?: Actor } = {},
): void => {
  test.each(rows.map((row) => ({ name: row[0], row })))('$name is taken', async ({ row }) => {
    const [, given, fact] = row;
    const book = await scenario(options);
    await book.given(...given);
    expect(refusalsOf(await book.when(fact, options.actor ?? LOCAL))).toEqual([]);
    await book.close();
  });
};
