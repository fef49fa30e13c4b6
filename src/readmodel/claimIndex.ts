import type { DatabaseSync } from 'node:sqlite';
import {
  CLAIM_SORTS,
  type ClaimSort,
  conflictSearches,
  daysOf,
  type RightClaim,
  sortOf,
} from '../../projections/findings.ts';
import { recent } from '../domain/recent.ts';
import { allRows, bulkInsert, firstRow, prepareRows } from '../journal/database.ts';
import { createIntervals, type Interval, type Intervals } from './intervals.ts';

/**
 * Who claims what about a right, and from which day to which. Contracts are named by the sequence of their first events, what
 * they claim by that of the event that says it.
 *
 * `claim` grows at its end. Its places by right are in no order of the log, and a batch of rows in their places rewrites most
 * pages of a large table (measured: 23 µs a row): so the younger ones, those after `claims_placed`, are kept in memory, and
 * moved to `claim_place` in bulk. The place of a row that is no longer there leads nowhere.
 */
export const CLAIM_TABLES = `
  CREATE TABLE claim (
    id INTEGER PRIMARY KEY,
    right TEXT NOT NULL,
    contract INTEGER NOT NULL,
    event INTEGER NOT NULL,
    sort INTEGER NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL
  ) STRICT;
  CREATE TABLE claim_place (
    right TEXT NOT NULL,
    claim INTEGER NOT NULL,
    PRIMARY KEY (right, claim)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE claims_placed (up_to INTEGER NOT NULL) STRICT;
  INSERT INTO claims_placed VALUES (0);
`;

/** A claim as it is kept. */
export interface PlacedClaim extends Interval {
  readonly id: number;
  readonly contract: number;
  readonly event: number;
  readonly sort: ClaimSort;
}

/** The claims on one right. */
export type ClaimsOnRight = Readonly<Record<ClaimSort, Intervals<PlacedClaim>>>;

/** A claim of a contract, and the sequence of the event that makes it. */
export interface NewClaim {
  readonly claim: RightClaim;
  readonly event: number;
}

export interface ClaimIndex {
  /** The claims on a right; undefined where nobody claims anything about it. */
  on(right: string): ClaimsOnRight | undefined;
  /** Puts what a contract claims about a right in place of what it claimed. `known` is what `on` has answered. */
  replace(
    right: string,
    known: ClaimsOnRight | undefined,
    contract: number,
    claims: readonly NewClaim[],
  ): void;
  /** Ends a batch. */
  flush(): void;
  /** Reads again what is kept in memory, after a transaction that was rolled back. */
  reload(): void;
}

/** The claims of other contracts that conflict with one of a contract. */
export const conflicting = function* (
  known: ClaimsOnRight,
  contract: number,
  claim: RightClaim,
): Generator<PlacedClaim> {
  for (const { sort, by, ...days } of conflictSearches(claim)) {
    const found = by === 'overlap' ? known[sort].overlapping(days) : known[sort].startingIn(days);
    for (const other of found) if (other.contract !== contract) yield other;
  }
};

/** Claims from which on the younger ones are moved. */
const YOUNG_MAX = 131_072;
/** Rights whose claims are kept in memory. */
const RIGHTS_HALF = 512;

type ClaimRow = readonly [
  id: number,
  contract: number,
  event: number,
  sort: number,
  firstDay: string,
  lastDay: string,
];

const COLUMNS = 'claim.id, contract, event, sort, first_day, last_day';

const placedClaim = ([id, contract, event, sort, from, until]: ClaimRow): PlacedClaim => ({
  id,
  contract,
  event,
  sort: CLAIM_SORTS[sort] as ClaimSort,
  from,
  until,
});

const claimsOnRight = (claims: readonly PlacedClaim[]): ClaimsOnRight => {
  const known: ClaimsOnRight = {
    pledge: createIntervals(),
    exclusiveLicense: createIntervals(),
    otherLicense: createIntervals(),
    assignment: createIntervals(),
  };
  for (const claim of claims) known[claim.sort].add(claim);
  return known;
};

/**
 * A number of a text, the same for the same text, of so few bits that it is kept in a map without memory of its own: FNV-1a.
 * Two texts may have one.
 */
const hashOf = (text: string): number => {
  let hash = FNV_BASIS;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
  return hash & HASH_MASK;
};
const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const HASH_MASK = 0x3fffffff;

/**
 * The younger claims: their ids by the hash of the right, and where they end. There are many, and most are the only one on
 * their right: texts and lists of one were a quarter of the time that findings take in a rebuild, moved about in memory
 * (measured).
 */
const youngClaims = (database: DatabaseSync) => {
  const read = prepareRows(database, 'SELECT id, right FROM claim WHERE id > ? ORDER BY id');
  const readPlaced = prepareRows(database, 'SELECT up_to FROM claims_placed');
  const lastId = prepareRows(database, 'SELECT coalesce(max(id), 0) FROM claim');
  const ids = new Map<number, number | number[]>();
  let placed = 0;
  let last = 0;

  const idsOf = (right: string): readonly number[] => {
    const known = ids.get(hashOf(right)) ?? [];
    return typeof known === 'number' ? [known] : known;
  };
  const remember = (id: number, right: string): void => {
    const hash = hashOf(right);
    const known = ids.get(hash);
    if (known === undefined) ids.set(hash, id);
    // One right may have thousands.
    else if (typeof known === 'number') ids.set(hash, [known, id]);
    else known.push(id);
    last = id;
  };
  const load = (): void => {
    ids.clear();
    [placed] = firstRow<[number]>(readPlaced) as [number];
    // The places of rows that are no longer there stay, so their ids are not given again.
    last = Math.max(placed, ...(firstRow<[number]>(lastId) as [number]));
    for (const [id, right] of allRows<[number, string]>(read, placed)) remember(id, right);
  };
  load();

  return {
    /** Claims on a right, and on others with its hash. */
    idsOf,
    /** The id of a new claim. */
    add: (right: string): number => {
      remember(last + 1, right);
      return last;
    },
    count: (): number => last - placed,
    /** Whether there are older ones. */
    hasPlaced: (): boolean => placed > 0,
    move: (): void => {
      database
        .prepare('INSERT INTO claim_place SELECT right, id FROM claim WHERE id > ? ORDER BY right, id')
        .run(placed);
      database.prepare('UPDATE claims_placed SET up_to = ?').run(last);
      ids.clear();
      placed = last;
    },
    load,
  };
};

export const createClaimIndex = (database: DatabaseSync, youngMax = YOUNG_MAX): ClaimIndex => {
  const young = youngClaims(database);
  const rows = bulkInsert(database, 'INSERT INTO claim', 7);
  const findOne = prepareRows(database, `SELECT ${COLUMNS} FROM claim WHERE id = ? AND right = ?`);
  const findPlaced = prepareRows(
    database,
    `SELECT ${COLUMNS} FROM claim_place JOIN claim ON claim.id = claim_place.claim WHERE claim_place.right = ?`,
  );
  const remove = database.prepare('DELETE FROM claim WHERE id = ?');
  const rights = recent<string, ClaimsOnRight>(RIGHTS_HALF);

  const read = (right: string): readonly PlacedClaim[] => {
    const older = young.hasPlaced() ? allRows<ClaimRow>(findPlaced, right) : [];
    const ids = young.idsOf(right);
    if (ids.length > 0) rows.flush();
    const younger = ids.flatMap((id) => allRows<ClaimRow>(findOne, id, right));
    return [...older, ...younger].map(placedClaim);
  };

  const put = (right: string, contract: number, { claim, event }: NewClaim): PlacedClaim => {
    const { from, until } = daysOf(claim);
    const placed = { id: young.add(right), contract, event, sort: sortOf(claim), from, until };
    rows.add(placed.id, right, contract, event, CLAIM_SORTS.indexOf(placed.sort), from, until);
    return placed;
  };

  return {
    on: (right) => {
      const kept = rights.get(right);
      if (kept) return kept;
      const claims = read(right);
      if (claims.length === 0) return undefined;
      const known = claimsOnRight(claims);
      rights.set(right, known);
      return known;
    },
    replace: (right, known, contract, claims) => {
      if (known) {
        rows.flush();
        for (const sort of CLAIM_SORTS)
          for (const { id } of known[sort].remove((item) => item.contract === contract)) remove.run(id);
      }
      for (const claim of claims) {
        const placed = put(right, contract, claim);
        known?.[placed.sort].add(placed);
      }
    },
    flush: () => {
      rows.flush();
      if (young.count() >= youngMax) young.move();
    },
    reload: () => {
      rows.reset();
      rights.clear();
      young.load();
    },
  };
};
