import type { DatabaseSync } from 'node:sqlite';
import { type Claim, isRightClaim, type RightClaim } from '../../projections/findings.ts';
import { allRows, firstRow, prepareRows } from '../journal/database.ts';

/**
 * Which contracts claim something about a right, and from which day to which: a contract is compared with those only that
 * it meets. They are named by the sequence of their first events; of one that claims nothing any longer the span is empty.
 *
 * `claim` is keyed by right, in no order of the log, and a batch of rows in their places rewrites most pages of a large
 * table (measured: 23 µs a row): so they go into `claim_recent`, a later one of a contract in place of the earlier, and are
 * moved in bulk.
 */
export const CLAIM_TABLES = `
  CREATE TABLE claim (
    right TEXT NOT NULL,
    contract INTEGER NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    PRIMARY KEY (right, contract)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE claim_recent (
    right TEXT NOT NULL,
    contract INTEGER NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL
  ) STRICT;
`;

/** First and last day, YYYY-MM-DD; the last before the first when there is none. */
interface Span {
  readonly firstDay: string;
  readonly lastDay: string;
}

export interface ClaimLimits {
  /** Rows of `claim_recent` from which on they are moved; they are kept in memory too. */
  readonly recentMax: number;
  /**
   * Contracts in one right; further ones are not compared in it. Findings grow with the square of those that meet: without
   * a limit a number that stands for "unknown" in fifty thousand pledges would be a thousand million findings.
   */
  readonly claimantsMax: number;
}

const LIMITS: ClaimLimits = { recentMax: 65_536, claimantsMax: 512 };
const NEVER: Span = { firstDay: '9', lastDay: '' };

export type RightClaims = ReadonlyMap<string, readonly RightClaim[]>;

export const byRight = (claims: readonly Claim[]): RightClaims => {
  const found = new Map<string, RightClaim[]>();
  for (const claim of claims) {
    if (!isRightClaim(claim)) continue;
    const known = found.get(claim.key);
    if (known) known.push(claim);
    else found.set(claim.key, [claim]);
  }
  return found;
};

export const changedRights = (before: RightClaims, after: RightClaims): Iterable<string> =>
  before.size === 0
    ? after.keys()
    : new Set([...before.keys(), ...after.keys()])
        .values()
        .filter((right) => JSON.stringify(before.get(right)) !== JSON.stringify(after.get(right)));

/** From the first day to the last of what is claimed about a right. */
export const spanOf = (claims: readonly RightClaim[]): Span =>
  claims.reduce((span, claim) => {
    const [from, until] = claim.kind === 'assignment' ? [claim.on, claim.on] : [claim.from, claim.until];
    return {
      firstDay: from < span.firstDay ? from : span.firstDay,
      lastDay: until > span.lastDay ? until : span.lastDay,
    };
  }, NEVER);

const meets = (a: Span, b: Span): boolean => a.firstDay <= b.lastDay && b.firstDay <= a.lastDay;

const MOVE_RECENT = `
  INSERT OR REPLACE INTO claim SELECT * FROM claim_recent ORDER BY right, contract, rowid;
  DELETE FROM claim_recent;
`;
const MEETING = 'SELECT contract FROM claim WHERE right = ? AND first_day <= ? AND last_day >= ?';

export interface ClaimIndex {
  /** Puts a contract's claims in place of those before; false if the right has as many contracts as it takes. */
  put(right: string, contract: number, span: Span): boolean;
  has(right: string, contract: number): boolean;
  /** The contracts whose claims on a right have, or may have, a day in common with a span. */
  meeting(right: string, span: Span): Iterable<number>;
  /** Ends a batch. */
  flush(): void;
  /** Reads again what is kept in memory, after a transaction that was rolled back. */
  reload(): void;
}

export const createClaimIndex = (database: DatabaseSync, options: Partial<ClaimLimits> = {}): ClaimIndex => {
  const limits = { ...LIMITS, ...options };
  const findMeeting = prepareRows(database, MEETING);
  const findOne = prepareRows(database, 'SELECT 1 FROM claim WHERE right = ? AND contract = ?');
  const findAll = prepareRows(database, 'SELECT contract FROM claim WHERE right = ?');
  const insert = database.prepare('INSERT INTO claim_recent VALUES (?, ?, ?, ?)');
  const readRecent = prepareRows(database, 'SELECT * FROM claim_recent ORDER BY rowid');
  /** What `claim_recent` says of each right; it holds before what `claim` says. */
  const recent = new Map<string, Map<number, Span>>();
  /** Rights that take no further contract; nothing is ever taken out. */
  const full = new Set<string>();
  let rows = 0;

  const remember = (right: string, contract: number, span: Span): void => {
    const known = recent.get(right);
    if (known) known.set(contract, span);
    else recent.set(right, new Map([[contract, span]]));
    rows += 1;
  };
  const reload = (): void => {
    recent.clear();
    full.clear();
    rows = 0;
    for (const [right, contract, firstDay, lastDay] of allRows<[string, number, string, string]>(readRecent))
      remember(right, contract, { firstDay, lastDay });
  };
  reload();

  const has = (right: string, contract: number): boolean =>
    recent.get(right)?.has(contract) === true || firstRow(findOne, right, contract) !== undefined;

  const isFull = (right: string): boolean => {
    if (full.has(right)) return true;
    const found = new Set(recent.get(right)?.keys());
    for (const [contract] of allRows<[number]>(findAll, right)) found.add(contract);
    if (found.size < limits.claimantsMax) return false;
    full.add(right);
    return true;
  };

  return {
    has,
    put: (right, contract, span) => {
      if (isFull(right) && !has(right, contract)) return false;
      insert.run(right, contract, span.firstDay, span.lastDay);
      remember(right, contract, span);
      return true;
    },
    meeting: function* (right, span) {
      const younger = recent.get(right);
      for (const [contract, other] of younger ?? []) if (meets(span, other)) yield contract;
      for (const [contract] of allRows<[number]>(findMeeting, right, span.lastDay, span.firstDay))
        if (younger?.has(contract) !== true) yield contract;
    },
    flush: () => {
      if (rows < limits.recentMax) return;
      database.exec(MOVE_RECENT);
      recent.clear();
      rows = 0;
    },
    reload,
  };
};
