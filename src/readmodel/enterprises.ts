import type { DatabaseSync } from 'node:sqlite';
import type { EntryDraft } from '../../projections/difference.ts';
import { yearOfMonth } from '../domain/calendar.ts';
import { firstRow, prepareRows, sortedInsert } from '../journal/database.ts';
import { ENTERPRISE_MEASURES } from './schema.ts';

/**
 * The second fold (户数): per measure, enterprise, division and year a sum; where it leaves or reaches zero the number of
 * enterprises of that year changes by one, and the first year of the enterprise may become another.
 */

/** A change of the numbers of enterprises of a year. `division` is undefined for the city's. */
export interface EnterpriseChange {
  readonly measure: (typeof ENTERPRISE_MEASURES)[number];
  readonly division: string | undefined;
  readonly year: number;
  /** Distinct enterprises more or fewer. */
  count: number;
  /** First-time enterprises more or fewer. */
  firstTime: number;
}

/** Sums by division ('' for the city) and year, amounts as text. */
type Sums = Record<string, Record<string, string>>;

const CITY = '';

const isEmpty = (record: object): boolean => {
  for (const _ in record) return false;
  return true;
};

const firstYear = (years: Readonly<Record<string, unknown>>): number | undefined => {
  let first: number | undefined;
  for (const text of Object.keys(years)) {
    const year = Number.parseInt(text, 10);
    if (first === undefined || year < first) first = year;
  }
  return first;
};

/** Adds to the sum of a year, dropped at zero, and puts down what that changes. */
const addTo = (
  years: Record<string, string>,
  place: {
    readonly measure: EnterpriseChange['measure'];
    readonly division: string | undefined;
    readonly year: number;
  },
  amount: bigint,
  into: EnterpriseChange[],
): void => {
  const { measure, division, year } = place;
  const known = years[year];
  const before = known === undefined ? 0n : BigInt(known);
  const after = before + amount;
  // The number and the first year change only where a sum leaves or reaches zero.
  if ((before === 0n) === (after === 0n)) {
    if (after !== 0n) years[year] = after.toString();
    return;
  }
  const firstBefore = firstYear(years);
  if (after === 0n) delete years[year];
  else years[year] = after.toString();
  const firstAfter = firstYear(years);
  const change = { measure, division, year, count: after === 0n ? -1 : 1, firstTime: 0 };
  into.push(change);
  if (firstBefore === firstAfter) return;
  const move = (first: number | undefined, by: 1 | -1): void => {
    if (first === year) change.firstTime += by;
    else if (first !== undefined) into.push({ measure, division, year: first, count: 0, firstTime: by });
  };
  move(firstBefore, -1);
  move(firstAfter, 1);
};

export interface EnterpriseFold {
  /** What an entry changes; nothing for measures whose enterprises are not counted. */
  changes(entry: EntryDraft): readonly EnterpriseChange[];
  /** Writes the sums that have changed since the last flush. */
  flush(): void;
  reset(): void;
}

const NOTHING: readonly EnterpriseChange[] = [];

/** Enterprises whose sums are kept in memory between batches; dropped whole when full. */
const KEPT_MAX = 60_000;

interface Kept {
  readonly measure: number;
  readonly uscc: string;
  readonly sums: Sums;
}

export const enterpriseFold = (database: DatabaseSync): EnterpriseFold => {
  const find = prepareRows(database, 'SELECT sums FROM enterprise WHERE measure = ? AND uscc = ?');
  const put = sortedInsert(database, 'INSERT OR REPLACE INTO enterprise', { columns: 3, keys: 2 });
  const remove = database.prepare('DELETE FROM enterprise WHERE measure = ? AND uscc = ?');
  const kept = new Map<string, Kept>();
  const changed = new Set<Kept>();
  /** Whether an enterprise that is not kept has no row: so while the table is first filled, and nothing was dropped. */
  let keepsAll = firstRow(prepareRows(database, 'SELECT 1 FROM enterprise LIMIT 1')) === undefined;

  const drop = (): void => {
    kept.clear();
    keepsAll = false;
  };

  const keptOf = (measure: number, uscc: string): Kept => {
    const key = `${measure}${uscc}`;
    let found = kept.get(key);
    if (!found) {
      const row = keepsAll ? undefined : firstRow<[string]>(find, measure, uscc);
      found = { measure, uscc, sums: row ? (JSON.parse(row[0]) as Sums) : {} };
      kept.set(key, found);
    }
    changed.add(found);
    return found;
  };

  const addSum = (
    sums: Sums,
    place: Parameters<typeof addTo>[1],
    amount: bigint,
    into: EnterpriseChange[],
  ): void => {
    const key = place.division ?? CITY;
    const years = sums[key] ?? {};
    addTo(years, place, amount, into);
    if (isEmpty(years)) delete sums[key];
    else sums[key] = years;
  };

  return {
    changes: ({ at, amount }) => {
      const index = (ENTERPRISE_MEASURES as readonly string[]).indexOf(at.measure);
      const measure = ENTERPRISE_MEASURES[index];
      if (measure === undefined || at.enterprise === '') return NOTHING;
      const { sums } = keptOf(index, at.enterprise);
      const year = yearOfMonth(at.month);
      const changes: EnterpriseChange[] = [];
      addSum(sums, { measure, division: undefined, year }, amount, changes);
      addSum(sums, { measure, division: at.dimensions.division, year }, amount, changes);
      return changes;
    },
    flush: () => {
      for (const item of changed) {
        if (isEmpty(item.sums)) remove.run(item.measure, item.uscc);
        else put.add(item.measure, item.uscc, JSON.stringify(item.sums));
      }
      put.flush();
      changed.clear();
      if (kept.size > KEPT_MAX) drop();
    },
    reset: () => {
      put.reset();
      drop();
      changed.clear();
    },
  };
};
