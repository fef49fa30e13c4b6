import type { DatabaseSync } from 'node:sqlite';
import type { EntryDraft } from '../../projections/difference.ts';
import { yearOfMonth } from '../domain/calendar.ts';
import { firstRow, prepareRows } from '../journal/database.ts';
import { ENTERPRISE_MEASURES, type EnterpriseCount } from './schema.ts';

/**
 * The second fold (户数): per measure, enterprise, division and year a sum; where it leaves or reaches zero the number of
 * enterprises of that year changes by one, and the first year of the enterprise may become another.
 */

/** A change of a number of enterprises. `division` is undefined for the city's. */
export interface EnterpriseChange {
  readonly measure: (typeof ENTERPRISE_MEASURES)[number];
  readonly count: EnterpriseCount;
  readonly division: string | undefined;
  readonly year: number;
  readonly change: 1 | -1;
}

/** Sums by division ('' for the city) and year, amounts as text. */
type Sums = Record<string, Record<string, string>>;

const CITY = '';

const firstYear = (years: Record<string, string>): number | undefined => {
  let first: number | undefined;
  for (const text of Object.keys(years)) {
    const year = Number.parseInt(text, 10);
    if (first === undefined || year < first) first = year;
  }
  return first;
};

/** Adds to a sum and drops it at zero; returns what became of the number and of the first year. */
const addTo = (
  years: Record<string, string>,
  year: number,
  amount: bigint,
): {
  readonly change: 0 | 1 | -1;
  readonly firstBefore: number | undefined;
  readonly firstAfter: number | undefined;
} => {
  const firstBefore = firstYear(years);
  const before = BigInt(years[year] ?? '0');
  const after = before + amount;
  if (after === 0n) delete years[year];
  else years[year] = after.toString();
  const change = (Number(after !== 0n) - Number(before !== 0n)) as 0 | 1 | -1;
  return { change, firstBefore, firstAfter: firstYear(years) };
};

const changesOf = function* (
  measure: EnterpriseChange['measure'],
  division: string,
  years: Record<string, string>,
  year: number,
  amount: bigint,
): Generator<EnterpriseChange> {
  const { change, firstBefore, firstAfter } = addTo(years, year, amount);
  const isCity = division === CITY;
  const place = { measure, division: isCity ? undefined : division };
  if (change !== 0) yield { ...place, count: isCity ? 'city' : 'division', year, change };
  if (firstBefore === firstAfter) return;
  const count = isCity ? 'firstOfCity' : 'firstOfDivision';
  if (firstBefore !== undefined) yield { ...place, count, year: firstBefore, change: -1 };
  if (firstAfter !== undefined) yield { ...place, count, year: firstAfter, change: 1 };
};

export interface EnterpriseFold {
  /** What an entry changes; nothing for measures whose enterprises are not counted. */
  changes(entry: EntryDraft): readonly EnterpriseChange[];
  /** Writes the sums that have changed since the last flush. */
  flush(): void;
  reset(): void;
}

const NOTHING: readonly EnterpriseChange[] = [];

export const enterpriseFold = (database: DatabaseSync): EnterpriseFold => {
  const find = prepareRows(database, 'SELECT sums FROM enterprise WHERE measure = ? AND uscc = ?');
  const put = database.prepare('INSERT OR REPLACE INTO enterprise VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM enterprise WHERE measure = ? AND uscc = ?');
  const changed = new Map<string, { readonly measure: number; readonly uscc: string; readonly sums: Sums }>();

  const sumsOf = (measure: number, uscc: string): Sums => {
    const key = `${measure}${uscc}`;
    const found = changed.get(key);
    if (found) return found.sums;
    const row = firstRow<[string]>(find, measure, uscc);
    const sums = row ? (JSON.parse(row[0]) as Sums) : {};
    changed.set(key, { measure, uscc, sums });
    return sums;
  };

  return {
    changes: (entry) => {
      const measure = ENTERPRISE_MEASURES.find((name) => name === entry.measure);
      if (measure === undefined || entry.enterprise === '') return NOTHING;
      const sums = sumsOf(ENTERPRISE_MEASURES.indexOf(measure), entry.enterprise);
      const year = yearOfMonth(entry.month);
      return [CITY, entry.dimensions.division].flatMap((division) => {
        const years = sums[division] ?? {};
        const changes = [...changesOf(measure, division, years, year, entry.amount)];
        if (Object.keys(years).length === 0) delete sums[division];
        else sums[division] = years;
        return changes;
      });
    },
    flush: () => {
      for (const { measure, uscc, sums } of changed.values()) {
        if (Object.keys(sums).length === 0) remove.run(measure, uscc);
        else put.run(measure, uscc, JSON.stringify(sums));
      }
      changed.clear();
    },
    reset: () => changed.clear(),
  };
};
