import type { DatabaseSync } from 'node:sqlite';
import type { Month } from '../domain/calendar.ts';
import { groupedInsert } from '../journal/database.ts';
import type { Tuple } from './names.ts';
import type { RunningTotals } from './runningTotals.ts';
import { WHOLE_CITY } from './schema.ts';

/**
 * The entries of a batch, written at its end. They are added up by combination before they are added to the totals: each
 * counts in eight accounts.
 */
export interface BatchEntries {
  add(entry: Entry): void;
  /** Writes the entries and adds their sums to the totals. */
  flush(): void;
  reset(): void;
}

/** A posting difference and the place where it counts. */
export interface Entry {
  readonly measure: number;
  readonly month: Month;
  readonly sequence: number;
  /** Among the entries of its event. */
  readonly place: number;
  readonly amount: bigint;
  readonly postings: number;
  readonly tuple: Tuple;
  readonly enterprise: string;
}

interface Sum {
  readonly tuple: Tuple;
  amount: bigint;
  postings: number;
}

/** By id of the combination. */
type Sums = Map<number, Sum>;

const MONTHS_MAX = 2 ** 16;

export const batchEntries = (database: DatabaseSync, totals: RunningTotals): BatchEntries => {
  const rows = groupedInsert(database, 'INSERT INTO entry', 8);
  const sums = new Map<number, Sums>();

  const sumsOf = (measure: number, month: Month): Sums => {
    const key = measure * MONTHS_MAX + month;
    let found = sums.get(key);
    if (!found) {
      found = new Map();
      sums.set(key, found);
    }
    return found;
  };

  const addUp = (): void => {
    for (const [key, ofKey] of sums) {
      const month = key % MONTHS_MAX;
      const measure = (key - month) / MONTHS_MAX;
      for (const { tuple, amount, postings } of ofKey.values()) {
        totals.add({ measure, selector: WHOLE_CITY, month }, amount, postings);
        for (const selector of tuple.selectors) totals.add({ measure, selector, month }, amount, postings);
      }
    }
    sums.clear();
  };

  return {
    add: ({ measure, month, sequence, place, amount, postings, tuple, enterprise }) => {
      rows.add(measure, month, sequence, place, amount, postings, tuple.id, enterprise);
      const ofAccount = sumsOf(measure, month);
      const sum = ofAccount.get(tuple.id);
      if (sum) {
        sum.amount += amount;
        sum.postings += postings;
      } else ofAccount.set(tuple.id, { tuple, amount, postings });
    },
    flush: () => {
      rows.flush();
      addUp();
    },
    reset: () => {
      rows.reset();
      sums.clear();
    },
  };
};
