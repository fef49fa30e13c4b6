import { annexTable, indicatorSeries, statedRow } from './annex.ts';
import { bulletinContent } from './bulletin.ts';
import { bulletinTable } from './bulletinTables.ts';
import { valueOfYear } from './figures.ts';
import { addedPostings, postingsOf } from './postings.ts';

/**
 * The rules by version: what contracts count for, and how figures are made of it. A prefix of the log is read by the version
 * in force in it (`rules.adopted`, domain.md §4.7). A new version is added beside the old ones, which stay as they are: an
 * update of the program never changes a past figure.
 */
export interface Rules {
  readonly version: number;
  readonly postingsOf: typeof postingsOf;
  readonly addedPostings: typeof addedPostings;
  readonly annexTable: typeof annexTable;
  readonly statedRow: typeof statedRow;
  readonly indicatorSeries: typeof indicatorSeries;
  readonly valueOfYear: typeof valueOfYear;
  readonly bulletinContent: typeof bulletinContent;
  readonly bulletinTable: typeof bulletinTable;
}

export type RulesByVersion = ReadonlyMap<number, Rules>;

const RULES_1: Rules = {
  version: 1,
  postingsOf,
  addedPostings,
  annexTable,
  statedRow,
  indicatorSeries,
  valueOfYear,
  bulletinContent,
  bulletinTable,
};

export const RULES: RulesByVersion = new Map([[RULES_1.version, RULES_1]]);

/** The rules of a version that a log names. @throws when this program does not have them */
export const rulesOf = (all: RulesByVersion, version: number): Rules => {
  const found = all.get(version);
  if (!found) throw new Error(`this program has no rules of version ${version}`);
  return found;
};
