import type { DatabaseSync } from 'node:sqlite';
import { yearOfMonth } from '../domain/calendar.ts';
import { allRows, firstRow, prepareRows, sortedInsert } from '../journal/database.ts';
import { ENTERPRISE_MEASURES, measureNumber, WHOLE_CITY } from './schema.ts';

/**
 * What each enterprise has in sum: per measure by division and year. The sums are kept in memory and written rarely, for a
 * batch changes them all over their table: what came after is read again from the entries.
 */

/** A sum of a year, never 0. */
export interface YearSum {
  readonly year: number;
  sum: bigint;
}

/** Few: a list that grows in place would take four times the memory (measured). */
export type YearSums = readonly YearSum[];

interface DivisionSums {
  readonly division: number;
  years: YearSums;
}

/** Of the division in which an enterprise is; of several where it has moved. */
export interface EnterpriseSums {
  divisions: readonly DivisionSums[];
}

export interface EnterpriseStore {
  /** The sums of an enterprise, to be changed. `measure` is a place in {@link ENTERPRISE_MEASURES}. */
  sumsOf(measure: number, uscc: string): EnterpriseSums;
  /** Ends a batch, after which the file holds `size` events. */
  flush(size: number): void;
  /** Forgets what was read, after a transaction that was rolled back. */
  reset(): void;
}

/** Adds to the sum of a year; one of 0 is left out. The list is the same where no sum leaves or reaches zero. */
export const addToYear = (sums: YearSums, year: number, amount: bigint): YearSums => {
  const found = sums.find((item) => item.year === year);
  if (!found) return amount === 0n ? sums : [...sums, { year, sum: amount }];
  if (found.sum + amount === 0n) return sums.filter((item) => item !== found);
  found.sum += amount;
  return sums;
};

const NO_YEARS: YearSums = [];

/** The sums in one division. */
export const inDivision = ({ divisions }: EnterpriseSums, division: number): YearSums =>
  divisions.find((item) => item.division === division)?.years ?? NO_YEARS;

/** The sums in the city: those of all its divisions. */
export const inCity = ({ divisions }: EnterpriseSums): YearSums => {
  const [only] = divisions;
  if (only && divisions.length === 1) return only.years;
  let years = NO_YEARS;
  for (const item of divisions) for (const { year, sum } of item.years) years = addToYear(years, year, sum);
  return years;
};

/** Adds to the sum of a division and year. */
export const addToDivision = (sums: EnterpriseSums, division: number, year: number, amount: bigint): void => {
  const known = sums.divisions.find((item) => item.division === division);
  if (known) known.years = addToYear(known.years, year, amount);
  else sums.divisions = [...sums.divisions, { division, years: addToYear(NO_YEARS, year, amount) }];
  if (inDivision(sums, division).length === 0)
    sums.divisions = sums.divisions.filter((item) => item.division !== division);
};

/** As they are written: amounts as text by division and year. */
type SumsText = Record<string, Record<string, string>>;

const textOf = ({ divisions }: EnterpriseSums): string => {
  const text: SumsText = {};
  for (const { division, years } of divisions)
    text[division] = Object.fromEntries(years.map(({ year, sum }) => [year, sum.toString()]));
  return JSON.stringify(text);
};

const integer = (digits: string): number => Number.parseInt(digits, 10);

const divisionsOf = (text: string): readonly DivisionSums[] =>
  Object.entries(JSON.parse(text) as SumsText).map(([division, years]) => ({
    division: integer(division),
    years: Object.entries(years).map(([year, sum]) => ({ year: integer(year), sum: BigInt(sum) })),
  }));

/** Events after which the sums are written. */
const WRITE_AFTER_EVENTS = 131_072;
/** Enterprises that stay in memory after a writing; more are dropped whole. */
const KEPT_MAX = 60_000;

interface Kept extends EnterpriseSums {
  readonly measure: number;
  readonly uscc: string;
}

type EntryRow = readonly [month: bigint, uscc: string, division: bigint, amount: bigint];

/** Reads the entries that are younger than the table. */
const entryReader = (database: DatabaseSync) => {
  const months = prepareRows(database, 'SELECT DISTINCT month FROM total WHERE measure = ? AND selector = ?');
  const entries = prepareRows(
    database,
    `SELECT month, enterprise, tuple.d0, amount FROM entry JOIN tuple ON tuple.id = entry.tuple
     WHERE measure = ? AND month = ? AND sequence >= ? AND enterprise <> ''`,
  );
  entries.setReadBigInts(true);
  return function* (measure: number, from: number): Generator<EntryRow> {
    const number = measureNumber(ENTERPRISE_MEASURES[measure] as string);
    for (const [month] of allRows<[number]>(months, number, WHOLE_CITY))
      yield* entries.iterate(number, month, from) as unknown as Iterable<EntryRow>;
  };
};

export const enterpriseStore = (database: DatabaseSync): EnterpriseStore => {
  const find = prepareRows(database, 'SELECT sums FROM enterprise WHERE measure = ? AND uscc = ?');
  const put = sortedInsert(database, 'INSERT OR REPLACE INTO enterprise', { columns: 3, keys: 2 });
  const remove = database.prepare('DELETE FROM enterprise WHERE measure = ? AND uscc = ?');
  const readWritten = prepareRows(database, 'SELECT size FROM enterprises_written');
  const setWritten = database.prepare('UPDATE enterprises_written SET size = ?');
  const youngEntries = entryReader(database);
  const kept = ENTERPRISE_MEASURES.map(() => new Map<string, Kept>());
  const changed = new Set<Kept>();
  let written = 0;

  const keptOf = (measure: number, uscc: string): Kept => {
    const ofMeasure = kept[measure] as Map<string, Kept>;
    const known = ofMeasure.get(uscc);
    if (known) return known;
    // Nothing is in the table before the first writing.
    const row = written === 0 ? undefined : firstRow<[string]>(find, measure, uscc);
    const found: Kept = { measure, uscc, divisions: row ? divisionsOf(row[0]) : [] };
    ofMeasure.set(uscc, found);
    return found;
  };

  const drop = (): void => {
    for (const ofMeasure of kept) ofMeasure.clear();
  };

  const sumsOf = (measure: number, uscc: string): EnterpriseSums => {
    const found = keptOf(measure, uscc);
    changed.add(found);
    return found;
  };

  const load = (): void => {
    drop();
    changed.clear();
    written = firstRow<[number]>(readWritten)?.[0] ?? 0;
    for (const measure of ENTERPRISE_MEASURES.keys())
      for (const [month, uscc, division, amount] of youngEntries(measure, written))
        addToDivision(sumsOf(measure, uscc), Number(division), yearOfMonth(Number(month)), amount);
  };

  const write = (size: number): void => {
    for (const item of changed) {
      if (item.divisions.length === 0) remove.run(item.measure, item.uscc);
      else put.add(item.measure, item.uscc, textOf(item));
    }
    put.flush();
    changed.clear();
    if (kept.reduce((count, { size: more }) => count + more, 0) > KEPT_MAX) drop();
    setWritten.run(size);
    written = size;
  };

  load();
  return {
    sumsOf,
    flush: (size) => {
      if (size - written >= WRITE_AFTER_EVENTS) write(size);
    },
    reset: () => {
      put.reset();
      load();
    },
  };
};
