import type { DatabaseSync } from 'node:sqlite';
import type { Month } from '../domain/calendar.ts';
import { TOTAL_MAX_FEN } from '../domain/money.ts';
import { firstRow, prepareRows, sortedInsert } from '../journal/database.ts';

/** Totals of the accounts (measure × selector × month): what a batch adds to them, written at its end. */
export interface RunningTotals {
  add(account: Account, amount: bigint, postings: number): void;
  /** @throws RangeError when a total leaves 64 bits */
  flush(size: number): void;
  /** Forgets what was read, after a transaction that was rolled back. */
  reset(): void;
}

export interface Account {
  readonly measure: number;
  readonly selector: number;
  readonly month: Month;
}

interface Running {
  readonly account: Account;
  amount: bigint;
  postings: number;
}

/** Accounts whose current totals are kept in memory; dropped whole when full. */
const KEPT_MAX = 200_000;
const SELECTORS_MAX = 2 ** 22;
const MONTHS_MAX = 2 ** 16;

const keyOf = ({ measure, selector, month }: Account): number =>
  (measure * MONTHS_MAX + month) * SELECTORS_MAX + selector;

export const runningTotals = (database: DatabaseSync): RunningTotals => {
  const latest = prepareRows(
    database,
    `SELECT amount, postings FROM total WHERE measure = ? AND selector = ? AND month = ?
     ORDER BY size DESC LIMIT 1`,
  );
  latest.setReadBigInts(true);
  const rows = sortedInsert(database, 'INSERT INTO total', { columns: 6, keys: 4 });
  const kept = new Map<number, Running>();
  const changed = new Set<Running>();

  /** Whether an account that is not kept has no total: so while the table is first filled, and nothing was dropped. */
  let keepsAll = firstRow(prepareRows(database, 'SELECT 1 FROM total LIMIT 1')) === undefined;

  const drop = (): void => {
    kept.clear();
    keepsAll = false;
  };

  const runningOf = (account: Account): Running => {
    const key = keyOf(account);
    const known = kept.get(key);
    if (known) return known;
    const { measure, selector, month } = account;
    const row = keepsAll ? undefined : firstRow<[bigint, bigint]>(latest, measure, selector, month);
    const running = { account, amount: row?.[0] ?? 0n, postings: Number(row?.[1] ?? 0n) };
    kept.set(key, running);
    return running;
  };

  return {
    add: (account, amount, postings) => {
      const running = runningOf(account);
      running.amount += amount;
      running.postings += postings;
      changed.add(running);
    },
    flush: (size) => {
      for (const { account, amount, postings } of changed) {
        if (amount > TOTAL_MAX_FEN || amount < -TOTAL_MAX_FEN)
          throw new RangeError(`a total leaves the range of 64 bits at size ${size}`);
        rows.add(account.measure, account.selector, account.month, size, amount, postings);
      }
      rows.flush();
      changed.clear();
      if (kept.size > KEPT_MAX) drop();
    },
    reset: () => {
      rows.reset();
      changed.clear();
      drop();
    },
  };
};
