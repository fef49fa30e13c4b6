import * as z from 'zod';
import { INDICATORS, type Indicator } from '../../projections/indicators.ts';
import { RULES, rulesOf } from '../../projections/rules.ts';
import type { FigureSource } from '../../projections/source.ts';
import { timeText } from '../domain/calendar.ts';
import { EARLIER, type EarlierJson, HASH_TEXT, SIZE_TEXT } from './consistency.ts';

/** `figure.json`: the figure that is stated, and the prefix of the log that it is a function of. */

export const FIGURE_FORMAT = 'ip-finance-ledger/figure/1';
const YEAR_MAX = 9_999;

/** What a verifier takes from the statement; all else in it is computed again. */
export const FIGURE_STATEMENT = z.object({
  format: z.literal(FIGURE_FORMAT),
  origin: z.string(),
  code: z.enum(INDICATORS.map(({ code }) => code)),
  year: z.int().min(0).max(YEAR_MAX),
  asOf: z.strictObject({
    sequence: SIZE_TEXT,
    recordedTime: z.string(),
    treeSize: SIZE_TEXT,
    rootHash: HASH_TEXT,
  }),
  consistency: z.array(HASH_TEXT),
  old: EARLIER.nullable(),
});

export interface FigureClaim {
  readonly origin: string;
  readonly indicator: Indicator;
  readonly year: number;
  readonly rootHash: string;
  readonly consistency: readonly string[];
  readonly old: EarlierJson | null;
}

/** The statement of a figure as its source gives it: made by the ledger, and made again by the verifier. */
export const figureStatement = (source: FigureSource, claim: FigureClaim) => {
  const { origin, indicator, year, rootHash, consistency, old } = claim;
  const { treeSize, recordedAt } = source.asOf;
  return {
    format: FIGURE_FORMAT,
    title: {
      zh: `${indicator.name.zh}，${year} 年`,
      en: `${indicator.name.en}, ${year}`,
    },
    origin,
    code: indicator.code,
    year,
    asOf: {
      sequence: String(treeSize - 1),
      recordedTime: recordedAt === null ? null : timeText(recordedAt),
      treeSize: String(treeSize),
      rootHash,
    },
    rules: source.rules,
    figure: rulesOf(RULES, source.rules).statedRow(source, indicator, { year }),
    consistency,
    old,
  };
};
