import { stringify } from 'csv-stringify/sync';
import { contributorsOfYear, partsOfYear, type Quantity } from './figures.ts';
import { INDICATORS, type Indicator } from './indicators.ts';
import type { FigureSource } from './source.ts';
import { blankKeys, type Cell, type EarlierTable } from './suppression.ts';

/** The further tables of a bulletin: rows 5–8 and 18 of a year by five dimensions, with blank cells (R22), as CSV. */

export const BULLETIN_DIMENSIONS = ['division', 'keyIndustry', 'kind', 'institutionKind', 'size'] as const;
export type BulletinDimension = (typeof BULLETIN_DIMENSIONS)[number];

const DERIVED: readonly Indicator[] = INDICATORS.filter(({ measure }) => measure !== null);

export interface TableKey {
  readonly indicator: Indicator;
  readonly by: BulletinDimension;
}

/** In the order in which a bulletin names them. */
export const BULLETIN_TABLES: readonly TableKey[] = DERIVED.flatMap((indicator) =>
  BULLETIN_DIMENSIONS.map((by) => ({ indicator, by })),
);

export interface BulletinTable {
  readonly cells: readonly Cell[];
  /** Keys of the blank cells; null where no cell is shown at all. */
  readonly blank: ReadonlySet<string> | null;
}

const amountOf = (quantity: Quantity): bigint =>
  quantity.unit === 'level' ? BigInt(quantity.level.toFixed()) : quantity.amount;

const isMoney = ({ measure }: Indicator): boolean =>
  measure !== 'pledge.count' && measure !== 'fund.projects';

/** Names have no place in the table: its bytes must be the same years later. So the keys' own order is taken. */
const byKey = (a: Cell, b: Cell): number => {
  if (a.key.length !== b.key.length) return a.key.length - b.key.length;
  return a.key < b.key ? -1 : 1;
};

const NOBODY: ReadonlySet<string> = new Set();

const cellsOf = (source: FigureSource, { indicator, by }: TableKey, year: number): readonly Cell[] => {
  const enterprises = contributorsOfYear(source, indicator, year, by);
  return [...partsOfYear(source, indicator, year, by)]
    .map(([key, quantity]) => ({
      key,
      amount: amountOf(quantity),
      enterprises: enterprises.get(key) ?? NOBODY,
    }))
    .sort(byKey);
};

type SourceAt = (treeSize: number) => FigureSource;

/** Sources of earlier prefixes, each made once: all tables of a bulletin look back to the same ones. */
export const earlierSources = (source: FigureSource): SourceAt => {
  const known = new Map<number, FigureSource>();
  return (treeSize) => {
    const found = known.get(treeSize) ?? source.at(treeSize);
    known.set(treeSize, found);
    return found;
  };
};

const earlierOf = (
  source: FigureSource,
  table: TableKey,
  year: number,
  at: SourceAt,
): EarlierTable | null => {
  const published = source.published(year);
  if (published === null) return null;
  const { cells, blank } = bulletinTable(at(published.treeSize), table, year, at);
  const amounts = new Map(cells.map(({ key, amount }) => [key, amount]));
  return { amounts, blank: blank ?? new Set(amounts.keys()) };
};

/** A table of a year as a bulletin of that prefix of the log prints it; without cells where nothing is derived. */
export const bulletinTable = (
  source: FigureSource,
  table: TableKey,
  year: number,
  at: SourceAt = source.at,
): BulletinTable => {
  const cells = cellsOf(source, table, year);
  const least = isMoney(table.indicator) ? 0n : 1n;
  return { cells, blank: blankKeys(cells, { least, earlier: earlierOf(source, table, year, at) }) };
};

const TOTAL = 'total';
const BLANK = 'suppressed';

/**
 * The table as it is served: UTF-8 with a byte order mark, CRLF, the parts by their keys and their sum, amounts in fen. A
 * blank cell says so in the last column, and a table that cannot be shown has its sum alone.
 */
export const tableCsv = ({ indicator, by }: TableKey, { cells, blank }: BulletinTable): string => {
  const unit = isMoney(indicator) ? 'amountFen' : 'count';
  const total = cells.reduce((sum, { amount }) => sum + amount, 0n);
  const shown = blank === null ? [] : cells;
  const rows = shown.map(({ key, amount }) => (blank?.has(key) ? [key, '', BLANK] : [key, `${amount}`, '']));
  const sums = cells.length === 0 ? [] : [[TOTAL, `${total}`, '']];
  return stringify([[by, unit, 'status'], ...rows, ...sums], {
    bom: true,
    record_delimiter: 'windows',
  });
};
