import type { DatabaseSync } from 'node:sqlite';
import type { EntryDraft } from '../../projections/difference.ts';
import { DIMENSIONS, type Dimensions } from '../../projections/measures.ts';
import { monthNumber } from '../domain/calendar.ts';
import type { RecordedEvent } from '../domain/envelope.ts';
import { TOTAL_MAX_FEN } from '../domain/money.ts';
import { firstRow, openDatabase, prepareRows, transaction } from '../journal/database.ts';
import type { JournalReader, StoredEvent } from '../journal/reader.ts';
import { contractBooks } from './contractEntries.ts';
import { type EnterpriseChange, enterpriseFold } from './enterprises.ts';
import { findingsFold } from './findings.ts';
import { dimensionWriter } from './names.ts';
import {
  type EnterpriseScope,
  enterpriseNumber,
  measureNumber,
  prepareReadModel,
  WHOLE_CITY,
} from './schema.ts';

/**
 * The projector: reads the journal in order, books the difference that each event makes, and writes running totals per
 * account once per batch, in one transaction with its checkpoint.
 */
export interface Projector {
  /** Events that the read model holds. */
  readonly size: number;
  /** Why it has stopped, if it has: the event that it could not take. Every figure is stale from there on. */
  readonly stale: string | undefined;
  /** Takes the next batch of the journal; returns how many events it took, 0 at the end. */
  step(): number;
  /** Takes everything up to the end of the journal as it is now. */
  catchUp(onProgress?: (size: number) => void): void;
  close(): void;
}

/** Events of a batch at the most: running totals are written at its end. */
export const BATCH_EVENTS_MAX = 4_096;

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

const dimensionsOfDivision = (division: string | undefined): Dimensions =>
  division === undefined ? NO_DIMENSIONS : { ...NO_DIMENSIONS, division };

/** Totals of the accounts: what a batch adds, written at its end. */
const runningTotals = (database: DatabaseSync) => {
  const latest = prepareRows(
    database,
    `SELECT amount, postings FROM total WHERE measure = ? AND selector = ? AND month = ?
     ORDER BY size DESC LIMIT 1`,
  );
  latest.setReadBigInts(true);
  const insert = database.prepare('INSERT INTO total VALUES (?, ?, ?, ?, ?, ?)');
  const current = new Map<number, Running>();
  const changed = new Map<
    number,
    { readonly account: readonly [number, number, number]; readonly running: Running }
  >();

  const runningOf = (key: number, measure: number, selector: number, month: number): Running => {
    const known = current.get(key);
    if (known) return known;
    const row = firstRow<[bigint, bigint]>(latest, measure, selector, month);
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
        insert.run(...account, size, running.amount, running.postings);
      }
      changed.clear();
      if (current.size > ACCOUNT_CACHE_MAX) current.clear();
    },
    reset: (): void => {
      changed.clear();
      current.clear();
    },
  };
};

const readCheckpoint = (database: DatabaseSync): { size: number; root: string } =>
  database.prepare('SELECT size, root FROM checkpoint').get() as { size: number; root: string };

/** Opens the read model for writing. The caller holds the lock of the data directory. */
export const openProjector = (path: string, journal: JournalReader): Projector => {
  const database = openDatabase(path, { synchronous: 'NORMAL' });
  if (!prepareReadModel(database)) throw new Error('the read model is of another version');
  const names = dimensionWriter(database);
  const enterprises = enterpriseFold(database);
  const totals = runningTotals(database);
  const findings = findingsFold(database, journal);
  const insertRequest = database.prepare('INSERT INTO request VALUES (?, ?)');
  const books = contractBooks((subject, sequence) => journal.ofSubject(subject, sequence));
  const insertEntry = database.prepare('INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const insertBatch = database.prepare('INSERT INTO batch VALUES (?)');
  const advance = database.prepare('UPDATE checkpoint SET size = ?, root = ? WHERE size = ? AND root = ?');
  const markStale = database.prepare('UPDATE checkpoint SET stale = ?');
  let { size, root } = readCheckpoint(database);
  let stale: string | undefined;

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
    insertEntry.run(measure, month, sequence, place, amount, postings, tuple, entry.enterprise);
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

  const takeEvent = ({ sequence, text }: StoredEvent): void => {
    const event = JSON.parse(text) as RecordedEvent;
    try {
      bookAll(sequence, books.entriesOf({ sequence, event }));
      findings.take({ sequence, event });
      if (event.type === 'change.requested') insertRequest.run(sequence, event.subject);
    } catch (error) {
      throw new Error(`event ${sequence}: ${String(error)}`, { cause: error });
    }
  };

  const takeBatch = (events: readonly StoredEvent[]): void => {
    for (const stored of events) takeEvent(stored);
    const next = size + events.length;
    enterprises.flush();
    findings.flush();
    totals.flush(next);
    insertBatch.run(next);
    const nextRoot = journal.rootHash(next);
    // Compare and set: another projector on the same file, or a file that is not what was read, is an error.
    if (advance.run(next, nextRoot, size, root).changes !== 1) throw new Error('the checkpoint was moved');
    size = next;
    root = nextRoot;
  };

  const step = (): number => {
    if (stale !== undefined) return 0;
    const before = { size, root };
    const events = journal.read(size, BATCH_EVENTS_MAX);
    if (events.length === 0) return 0;
    try {
      transaction(database, () => takeBatch(events));
    } catch (error) {
      ({ size, root } = before);
      for (const part of [names, enterprises, findings, totals, books]) part.reset();
      // Nothing is skipped: the projector stops here, and every figure is marked as stale with the reason.
      stale = error instanceof Error ? error.message : String(error);
      markStale.run(stale);
      return 0;
    }
    return events.length;
  };

  if (size > journal.size() || (size > 0 && journal.rootHash(size) !== root)) {
    database.close();
    throw new Error('the read model is not of this journal');
  }
  // What stopped it may be gone with another version of the program; if it is not, it stops there again.
  markStale.run(null);

  return {
    get size() {
      return size;
    },
    get stale() {
      return stale;
    },
    step,
    catchUp: (onProgress) => {
      while (step() > 0) onProgress?.(size);
    },
    close: () => database.close(),
  };
};
