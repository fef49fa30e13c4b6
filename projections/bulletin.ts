import { hash } from 'node:crypto';
import { type AnnexRow, annexTable, type TargetOfYear, targetsSinceBase } from './annex.ts';
import { BULLETIN_TABLES, bulletinTable, earlierSources, tableCsv } from './bulletinTables.ts';
import { monthsNotOver, PLAN_BASE_YEAR } from './growth.ts';
import { type Indicator, indicatorOf } from './indicators.ts';
import { type EntriesDigest, entriesDigest, type LineageEntry } from './lineageEntry.ts';
import type { FigureSource } from './source.ts';

/**
 * What a bulletin freezes (domain.md §7): the city's annex table of a year as of one size of the log, and its further tables.
 * A pure function of that prefix. Growth, targets and rounding can be computed again from the values in a row alone.
 */

interface Frozen {
  readonly entries: EntriesDigest;
}

interface FrozenGrowth {
  /** Those since the base year, from which `needed` and `met` follow; null where a year has none. */
  readonly targets: readonly TargetOfYear[] | null;
  /** Months of the year not yet over at the as-of moment. */
  readonly monthsLeft: number;
}

/**
 * A row without its name, which the code stands for. Confirmations are left out: a percentage of two institutions tells the
 * share of one.
 */
export type BulletinRow = Omit<AnnexRow, 'name' | 'confirmed'> & Frozen & Partial<FrozenGrowth>;

export interface BulletinContent {
  readonly year: number;
  readonly treeSize: string;
  readonly rootHash: string;
  readonly rows: readonly BulletinRow[];
  readonly tables: readonly {
    readonly indicator: string;
    readonly by: string;
    readonly sha256: string;
  }[];
}

/** Entries of the city's figure of a year in the prefix of the log that the source is of. */
export type LineageOf = (indicator: Indicator, year: number) => readonly LineageEntry[];

export interface BulletinInput {
  readonly source: FigureSource;
  /** Root of the tree at the source's size, in base64. */
  readonly rootHash: string;
  readonly lineage: LineageOf;
}

const growthOf = (source: FigureSource, indicator: Indicator, year: number): Partial<FrozenGrowth> => {
  if (indicator.method !== 'average') return {};
  const { recordedAt } = source.asOf;
  return {
    targets: targetsSinceBase({ source, year, baseYear: PLAN_BASE_YEAR }, indicator),
    monthsLeft: recordedAt === null ? 0 : monthsNotOver(year, recordedAt),
  };
};

export const bulletinContent = (input: BulletinInput, year: number): BulletinContent => {
  const { source, rootHash, lineage } = input;
  const rows = annexTable(source, { year }).rows.map(({ name: _, confirmed: __, ...row }) => {
    const indicator = indicatorOf(row.code);
    return {
      ...row,
      ...growthOf(source, indicator, year),
      entries: entriesDigest(lineage(indicator, year)),
    };
  });
  const at = earlierSources(source);
  const tables = BULLETIN_TABLES.map((table) => ({
    indicator: table.indicator.code,
    by: table.by,
    sha256: hash('sha256', tableCsv(table, bulletinTable(source, table, year, at))),
  }));
  return { year, treeSize: String(source.asOf.treeSize), rootHash, rows, tables };
};
