import type { DatabaseSync } from 'node:sqlite';
import { yearOfMonth } from '../domain/calendar.ts';
import { allRows, firstRow, prepareRows, sortedInsert } from '../journal/database.ts';
import { ENTERPRISE_MEASURES, measureNumber, WHOLE_CITY } from './schema.ts';

/**
 * What each enterprise has in sum: per measure by year, in the city and in each division. They are kept in memory and
 * written rarely, for a batch changes them all over their table: what came after is read again from the entries.
 */

/** A sum of a year, never 0. */
export interface YearSum {
  readonly year: number;
  sum: bigint;
}

/** Few: a list that grows in place would take four times the memory (measured). */
export type YearSums = readonly YearSum[];

interface DivisionSums {
  readonly division: string;
  years: YearSums;
}

/** Of few divisions: the one in which an enterprise is, and those in which it was. */
export interface EnterpriseSums {
  city: YearSums;
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

/** The sums of a division, to be changed. */
export const ofDivision = (sums: EnterpriseSums, division: string): DivisionSums => {
  const known = sums.divisions.find((item) => item.division === division);
  if (known) return known;
  const added = { division, years: [] };
  sums.divisions = [...sums.divisions, added];
  return added;
};

type YearsText = Record<string, string>;
/** As they are written: amounts as text by year, '' for the city. */
type SumsText = Record<string, YearsText>;

const CITY = '';

const yearsText = (sums: YearSums): YearsText =>
  Object.fromEntries(sums.map(({ year, sum }) => [year, sum.toString()]));

/** In one order, however the sums came about: two files of the same log are compared row by row. */
const textOf = ({ city, divisions }: EnterpriseSums): string => {
  const text: SumsText = { [CITY]: yearsText(city) };
  for (const { division, years } of divisions.toSorted((a, b) => (a.division < b.division ? -1 : 1)))
    if (years.length > 0) text[division] = yearsText(years);
  return JSON.stringify(text);
};

const yearsOf = (text: YearsText): YearSums =>
  Object.entries(text).map(([year, sum]) => ({ year: Number.parseInt(year, 10), sum: BigInt(sum) }));

const sumsOfText = (text: string): EnterpriseSums => {
  const { [CITY]: city = {}, ...divisions } = JSON.parse(text) as SumsText;
  return {
    city: yearsOf(city),
    divisions: Object.entries(divisions).map(([division, years]) => ({ division, years: yearsOf(years) })),
  };
};

const isZero = ({ city, divisions }: EnterpriseSums): boolean =>
  city.length === 0 && divisions.every(({ years }) => years.length === 0);

/** Events after which the sums are written. */
const WRITE_AFTER_EVENTS = 131_072;
/** Enterprises that stay in memory after a writing; more are dropped whole. */
const KEPT_MAX = 60_000;

interface Kept {
  readonly measure: number;
  readonly uscc: string;
  readonly sums: EnterpriseSums;
}

type EntryRow = readonly [month: bigint, uscc: string, division: string, amount: bigint];

/** Reads the entries that are younger than the table. */
const entryReader = (database: DatabaseSync) => {
  const months = prepareRows(database, 'SELECT DISTINCT month FROM total WHERE measure = ? AND selector = ?');
  const entries = prepareRows(
    database,
    `SELECT month, enterprise, selector.value, amount
     FROM entry JOIN tuple ON tuple.id = entry.tuple JOIN selector ON selector.id = tuple.d0
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
    const found = { measure, uscc, sums: row ? sumsOfText(row[0]) : { city: [], divisions: [] } };
    ofMeasure.set(uscc, found);
    return found;
  };

  const drop = (): void => {
    for (const ofMeasure of kept) ofMeasure.clear();
  };

  const sumsOf = (measure: number, uscc: string): EnterpriseSums => {
    const found = keptOf(measure, uscc);
    changed.add(found);
    return found.sums;
  };

  const load = (): void => {
    drop();
    changed.clear();
    written = firstRow<[number]>(readWritten)?.[0] ?? 0;
    for (const measure of ENTERPRISE_MEASURES.keys())
      for (const [month, uscc, division, amount] of youngEntries(measure, written)) {
        const sums = sumsOf(measure, uscc);
        const year = yearOfMonth(Number(month));
        sums.city = addToYear(sums.city, year, amount);
        const own = ofDivision(sums, division);
        own.years = addToYear(own.years, year, amount);
      }
  };

  const write = (size: number): void => {
    for (const { measure, uscc, sums } of changed) {
      if (isZero(sums)) remove.run(measure, uscc);
      else put.add(measure, uscc, textOf(sums));
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
