import type { DatabaseSync } from 'node:sqlite';
import type { EntryDraft } from '../../projections/difference.ts';
import { monthNumber, yearOfMonth } from '../domain/calendar.ts';
import { groupedInsert } from '../journal/database.ts';
import { addToDivision, enterpriseStore, inCity, inDivision, type YearSums } from './enterpriseSums.ts';
import type { RunningTotals } from './runningTotals.ts';
import { ENTERPRISE_MEASURES, enterpriseNumber, WHOLE_CITY } from './schema.ts';

/**
 * The second fold (户数): per measure, enterprise, division and year a sum; where it leaves or reaches zero the number of
 * enterprises of that year changes by one, and the first year of the enterprise may become another.
 */
export interface EnterpriseFold {
  /** Counts the enterprise of an entry; `division` is the id of its division. */
  add(sequence: number, entry: EntryDraft, division: number): void;
  /** Writes what a batch has changed. */
  flush(size: number): void;
  reset(): void;
}

/** Enterprises more or fewer: distinct ones, and those for which it is the first year. */
interface Numbers {
  readonly count: number;
  readonly firstTime: number;
}

interface YearChange extends Numbers {
  readonly year: number;
}

const UNCHANGED: readonly YearChange[] = [];

const firstYear = (sums: YearSums): number | undefined => {
  let first: number | undefined;
  for (const { year } of sums) if (first === undefined || year < first) first = year;
  return first;
};

/** What it changes that the sum of a year has left or reached zero. */
const changesBetween = (before: YearSums, after: YearSums, year: number): readonly YearChange[] => {
  const count = after.length - before.length;
  if (count === 0) return UNCHANGED;
  const [first, next] = [firstYear(before), firstYear(after)];
  if (first === next) return [{ year, count, firstTime: 0 }];
  const own = { year, count, firstTime: count };
  const other = count > 0 ? first : next;
  return other === undefined ? [own] : [own, { year: other, count: 0, firstTime: -count }];
};

/** An entry's place among what is counted; `measure` is a place in {@link ENTERPRISE_MEASURES}. */
interface Place {
  readonly sequence: number;
  readonly measure: number;
  readonly division: number;
}

const NONE: Numbers = { count: 0, firstTime: 0 };
const changeOf = (changes: readonly YearChange[], year: number): Numbers =>
  changes.find((change) => change.year === year) ?? NONE;

export const enterpriseFold = (database: DatabaseSync, totals: RunningTotals): EnterpriseFold => {
  const store = enterpriseStore(database);
  const rows = groupedInsert(database, 'INSERT INTO enterprise_change', 9);
  let current = { sequence: -1, places: 0 };

  const placeIn = (sequence: number): number => {
    if (current.sequence !== sequence) current = { sequence, places: 0 };
    current.places += 1;
    return current.places - 1;
  };

  const addUp = (family: number, selector: number, year: number, { count, firstTime }: Numbers): void => {
    if (count === 0 && firstTime === 0) return;
    const account = { measure: family, selector, month: monthNumber(year, 1) };
    totals.add(account, BigInt(count), firstTime);
  };

  const put = (at: Place, year: number, city: Numbers, divided: Numbers): void => {
    const { sequence, measure, division } = at;
    const numbers = [city.count, city.firstTime, divided.count, divided.firstTime] as const;
    rows.add(measure, year, sequence, placeIn(sequence), division, ...numbers);
    addUp(enterpriseNumber(measure, 'city'), WHOLE_CITY, year, city);
    addUp(enterpriseNumber(measure, 'division'), division, year, divided);
  };

  return {
    add: (sequence, { at, amount }, division) => {
      const measure = (ENTERPRISE_MEASURES as readonly string[]).indexOf(at.measure);
      if (measure < 0 || at.enterprise === '') return;
      const sums = store.sumsOf(measure, at.enterprise);
      const year = yearOfMonth(at.month);
      const before = { city: inCity(sums), division: inDivision(sums, division) };
      addToDivision(sums, division, year, amount);
      const ofCity = changesBetween(before.city, inCity(sums), year);
      const ofDivision = changesBetween(before.division, inDivision(sums, division), year);
      const place = { sequence, measure, division };
      for (const city of ofCity) put(place, city.year, city, changeOf(ofDivision, city.year));
      // Of a year of its own where an enterprise has moved within the city.
      for (const divided of ofDivision)
        if (changeOf(ofCity, divided.year) === NONE) put(place, divided.year, NONE, divided);
    },
    flush: (size) => {
      rows.flush();
      store.flush(size);
    },
    reset: () => {
      rows.reset();
      store.reset();
    },
  };
};
