import type { DatabaseSync } from 'node:sqlite';
import type { EntryDraft } from '../../projections/difference.ts';
import { DIMENSIONS, type Dimensions } from '../../projections/measures.ts';
import type { RulesByVersion } from '../../projections/rules.ts';
import { monthNumber } from '../domain/calendar.ts';
import type { DataOf } from '../domain/catalogue.ts';
import { TOTAL_MAX_FEN } from '../domain/money.ts';
import { turnoverFen } from '../domain/turnover.ts';
import { firstRow, prepareRows, sortedInsert } from '../journal/database.ts';
import type { JournalReader } from '../journal/reader.ts';
import { booksByRules } from './booksByRules.ts';
import { type EnterpriseChange, enterpriseFold } from './enterprises.ts';
import { dimensionWriter } from './names.ts';
import type { Fold } from './projector.ts';
import { type EnterpriseScope, enterpriseNumber, measureNumber, WHOLE_CITY } from './schema.ts';

/** The fold of the figures: books the difference that each event makes, and running totals per account at the end of a batch. */

interface Running {
  amount: bigint;
  postings: number;
}

/** Accounts whose current totals are kept in memory; dropped whole when full. */
const ACCOUNT_CACHE_MAX = 200_000;
const SELECTORS_MAX = 2 ** 22;
const MONTHS_MAX = 2 ** 16;

const accountKey = (measure: number, selector: number, month: number): number =>
  (measure * MONTHS_MAX + month) * SELECTORS_MAX + selector;

const NO_DIMENSIONS = Object.fromEntries(DIMENSIONS.map((name) => [name, 'none'])) as unknown as Dimensions;
const DIVISION = DIMENSIONS.indexOf('division');

/** One object for each division, so that its combination is found without comparing its values. */
const OF_DIVISION = new Map<string, Dimensions>();

const dimensionsOfDivision = (division: string | undefined): Dimensions => {
  if (division === undefined) return NO_DIMENSIONS;
  let found = OF_DIVISION.get(division);
  if (!found) {
    found = { ...NO_DIMENSIONS, division };
    OF_DIVISION.set(division, found);
  }
  return found;
};

/** Totals of the accounts: what a batch adds, written at its end. */
const runningTotals = (database: DatabaseSync) => {
  const latest = prepareRows(
    database,
    `SELECT amount, postings FROM total WHERE measure = ? AND selector = ? AND month = ?
     ORDER BY size DESC LIMIT 1`,
  );
  latest.setReadBigInts(true);
  const totals = sortedInsert(database, 'INSERT INTO total', { columns: 6, keys: 4 });
  const current = new Map<number, Running>();
  const changed = new Map<
    number,
    { readonly account: readonly [number, number, number]; readonly running: Running }
  >();

  /** Whether an account that is not kept has no total: so while the table is first filled, and nothing was dropped. */
  let keepsAll = firstRow(prepareRows(database, 'SELECT 1 FROM total LIMIT 1')) === undefined;

  const drop = (): void => {
    current.clear();
    keepsAll = false;
  };

  const runningOf = (key: number, measure: number, selector: number, month: number): Running => {
    const known = current.get(key);
    if (known) return known;
    const row = keepsAll ? undefined : firstRow<[bigint, bigint]>(latest, measure, selector, month);
    const running = row ? { amount: row[0], postings: Number(row[1]) } : { amount: 0n, postings: 0 };
    current.set(key, running);
    return running;
  };

  return {
    add: (measure: number, selector: number, month: number, amount: bigint, postings: number): void => {
      const key = accountKey(measure, selector, month);
      let found = changed.get(key);
      if (!found) {
        found = { account: [measure, selector, month], running: runningOf(key, measure, selector, month) };
        changed.set(key, found);
      }
      found.running.amount += amount;
      found.running.postings += postings;
    },
    flush: (size: number): void => {
      for (const { account, running } of changed.values()) {
        if (running.amount > TOTAL_MAX_FEN || running.amount < -TOTAL_MAX_FEN)
          throw new RangeError(`a total leaves the range of 64 bits at size ${size}`);
        totals.add(...account, size, running.amount, running.postings);
      }
      totals.flush();
      changed.clear();
      if (current.size > ACCOUNT_CACHE_MAX) drop();
    },
    reset: (): void => {
      totals.reset();
      changed.clear();
      drop();
    },
  };
};

/** The money of all facts up to the last batch. */
export const knownTurnover = (database: DatabaseSync): { readonly size: number; readonly fen: bigint } => {
  const statement = prepareRows(database, 'SELECT size, turnover FROM batch ORDER BY size DESC LIMIT 1');
  const [size, fen] = firstRow<[number, string]>(statement) ?? [0, '0'];
  return { size, fen: BigInt(fen) };
};

/** Opens the fold on the read model's file. */
export const figuresFold = (database: DatabaseSync, journal: JournalReader, rules: RulesByVersion): Fold => {
  const names = dimensionWriter(database);
  const enterprises = enterpriseFold(database);
  const totals = runningTotals(database);
  const insertRequest = database.prepare('INSERT INTO request VALUES (?, ?)');
  const insertReport = database.prepare('INSERT INTO report VALUES (?, ?)');
  const books = booksByRules(journal, rules);
  const newEntries = sortedInsert(database, 'INSERT INTO entry', { columns: 8, keys: 4 });
  const insertBatch = database.prepare('INSERT INTO batch VALUES (?, ?)');

  const book = (
    sequence: number,
    place: number,
    account: { readonly measure: number; readonly month: number },
    entry: { readonly amount: bigint; readonly postings: number; readonly enterprise: string },
    dimensions: Dimensions,
    scope?: EnterpriseScope,
  ): void => {
    const { measure, month } = account;
    const { amount, postings } = entry;
    const { tuple, selectors } = names.tupleOf(dimensions);
    newEntries.add(measure, month, sequence, place, amount, postings, tuple, entry.enterprise);
    if (scope !== undefined) {
      const selector = scope === 'city' ? WHOLE_CITY : (selectors[DIVISION] as number);
      totals.add(measure, selector, month, amount, postings);
      return;
    }
    totals.add(measure, WHOLE_CITY, month, amount, postings);
    for (const selector of selectors) totals.add(measure, selector, month, amount, postings);
  };

  const bookEnterprise = (sequence: number, place: number, change: EnterpriseChange): void => {
    const { measure, division, year, count, firstTime } = change;
    const scope = division === undefined ? 'city' : 'division';
    const account = { measure: enterpriseNumber(measure, scope), month: monthNumber(year, 1) };
    const entry = { amount: BigInt(count), postings: firstTime, enterprise: '' };
    book(sequence, place, account, entry, dimensionsOfDivision(division), scope);
  };

  const bookAll = (sequence: number, entries: readonly EntryDraft[]): void => {
    let place = 0;
    for (const entry of entries) {
      const { measure, month, dimensions, enterprise } = entry.at;
      const { amount, postings } = entry;
      const account = { measure: measureNumber(measure), month };
      book(sequence, place, account, { amount, postings, enterprise }, dimensions);
      place += 1;
      for (const change of enterprises.changes(entry)) {
        bookEnterprise(sequence, place, change);
        place += 1;
      }
    }
  };

  let turnover = knownTurnover(database).fen;

  return {
    take: (logged) => {
      const { sequence, event } = logged;
      turnover += turnoverFen(event.data);
      bookAll(sequence, books.entriesOf(logged));
      if (event.type === 'change.requested') insertRequest.run(sequence, event.subject);
      else if (event.type === 'report.confirmed')
        insertReport.run((event.data as DataOf<'report.confirmed'>).period, sequence);
    },
    flush: (size) => {
      newEntries.flush();
      enterprises.flush();
      totals.flush(size);
      insertBatch.run(size, turnover.toString());
    },
    reset: () => {
      for (const part of [names, newEntries, enterprises, totals, books]) part.reset();
      turnover = knownTurnover(database).fen;
    },
  };
};
