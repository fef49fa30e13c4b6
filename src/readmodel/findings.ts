import type { DatabaseSync } from 'node:sqlite';
import {
  bearsOnFindings,
  type Claim,
  claimsOf,
  conflictOf,
  type Finding,
  type FindingCode,
  isReadFactByFact,
  isRightClaim,
  missingReference,
  ownFindings,
  type ReferenceClaim,
  type RightClaim,
} from '../../projections/findings.ts';
import type { DataOf } from '../domain/catalogue.ts';
import { keyOf, type LoggedEvent, type RecordedEvent } from '../domain/envelope.ts';
import { factOf, isCorrection, isFact, readHistory } from '../domain/history.ts';
import type { Fact } from '../domain/lines/life.ts';
import type { FactKey } from '../domain/refusal.ts';
import { type ContractLine, isContractLine, splitSubject } from '../domain/subject.ts';
import { allRows, firstRow, prepareRows } from '../journal/database.ts';
import type { JournalReader } from '../journal/reader.ts';

/**
 * The findings of every prefix of the log. As with the figures, what an event changes is the difference between the
 * findings with it and without it: those of its contract are read again from the journal with and without the event, and
 * compared with the contracts that share a right with it or name it. A difference is booked at the size after its event,
 * so it is the same in whatever batches the log is taken.
 *
 * `claim` tells which contracts (by the sequence of their first events) claim something about a right; what they claim is
 * read from the journal, since few rights are claimed twice. It is keyed by right, in no order of the log, and a batch of
 * rows in their places rewrites most pages of a large table (measured: 23 µs a row): so they go into `claim_recent` and are
 * moved in bulk. `reference` has who names a contract.
 * `finding` has one row for each time that a finding appeared: it stands in prefixes of size s with
 * from_size ≤ s < until_size.
 */
export const FINDING_TABLES = `
  CREATE TABLE claim (
    right TEXT NOT NULL,
    contract INTEGER NOT NULL,
    PRIMARY KEY (right, contract)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE claim_recent (
    right TEXT NOT NULL,
    contract INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE reference (
    target TEXT NOT NULL,
    source TEXT NOT NULL,
    id TEXT NOT NULL,
    subject TEXT NOT NULL,
    PRIMARY KEY (target, source, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE finding (
    from_size INTEGER NOT NULL,
    id TEXT NOT NULL,
    until_size INTEGER,
    code TEXT NOT NULL,
    events TEXT NOT NULL,
    subjects TEXT NOT NULL,
    PRIMARY KEY (from_size, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX finding_of_id ON finding (id);
  CREATE TABLE finding_subject (
    subject TEXT NOT NULL,
    from_size INTEGER NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (subject, from_size, id)
  ) STRICT, WITHOUT ROWID;
`;

export interface FindingsFold {
  /** Takes the next event of the log; writes inside the caller's transaction. */
  take(logged: LoggedEvent): void;
  /** Ends a batch. */
  flush(): void;
  /** Forgets what was read, after a transaction that was rolled back. */
  reset(): void;
}

export interface Limits {
  /** Rows of `claim_recent` from which on they are moved; they are kept in memory too. */
  readonly recentMax: number;
  /**
   * Contracts that are compared with each other in one right. Findings grow with the square of it: without a limit a number
   * that stands for "unknown" in fifty thousand pledges would be a thousand million findings.
   */
  readonly claimantsMax: number;
}

const LIMITS: Limits = { recentMax: 65_536, claimantsMax: 256 };
const NO_CONTRACTS: ReadonlySet<number> = new Set();
const MOVE_RECENT = `
  INSERT OR IGNORE INTO claim SELECT right, contract FROM claim_recent ORDER BY right, contract;
  DELETE FROM claim_recent;
`;

type RightClaims = ReadonlyMap<string, readonly RightClaim[]>;

/** What findings depend on in one contract, at one size. */
interface Reading {
  readonly own: readonly Finding[];
  readonly rights: RightClaims;
  readonly references: readonly ReferenceClaim[];
  readonly isRecorded: boolean;
}

const NOTHING: Reading = { own: [], rights: new Map(), references: [], isRecorded: false };

const byRight = (claims: readonly Claim[]): RightClaims => {
  const found = new Map<string, RightClaim[]>();
  for (const claim of claims) {
    if (!isRightClaim(claim)) continue;
    const known = found.get(claim.key);
    if (known) known.push(claim);
    else found.set(claim.key, [claim]);
  }
  return found;
};

const readingOf = (subject: string, facts: readonly Fact[]): Reading => {
  const claims = claimsOf(subject, facts);
  return {
    own: ownFindings(subject, facts),
    rights: byRight(claims),
    references: claims.filter((claim) => claim.kind === 'reference'),
    isRecorded: claims.some(({ kind }) => kind === 'record'),
  };
};

const changedRights = (before: RightClaims, after: RightClaims): Iterable<string> =>
  before.size === 0
    ? after.keys()
    : new Set([...before.keys(), ...after.keys()])
        .values()
        .filter((right) => JSON.stringify(before.get(right)) !== JSON.stringify(after.get(right)));

/**
 * Which contracts claim or have claimed something about a right, the first of them up to a limit. Nothing is taken out, so
 * that which they are depends on the log alone; reading a contract that claims nothing any more does no harm.
 */
const claimIndex = (database: DatabaseSync, limits: Limits) => {
  const find = prepareRows(database, 'SELECT contract FROM claim WHERE right = ?');
  const insert = database.prepare('INSERT INTO claim_recent VALUES (?, ?)');
  const readRecent = prepareRows(database, 'SELECT right, contract FROM claim_recent');
  /** The rows of `claim_recent`. */
  const recent = new Map<string, number[]>();
  /** Rights that take no further contract, so that they are not read for each one that comes. */
  const full = new Map<string, ReadonlySet<number>>();
  let rows = 0;

  const remember = (right: string, contract: number): void => {
    const known = recent.get(right);
    if (known) known.push(contract);
    else recent.set(right, [contract]);
    rows += 1;
  };
  const reload = (): void => {
    recent.clear();
    full.clear();
    rows = 0;
    for (const [right, contract] of allRows<[string, number]>(readRecent)) remember(right, contract);
  };
  reload();

  const contractsOf = (right: string): ReadonlySet<number> => {
    const known = full.get(right);
    if (known) return known;
    const found = new Set(recent.get(right));
    for (const [contract] of allRows<[number]>(find, right)) found.add(contract);
    if (found.size >= limits.claimantsMax) full.set(right, found);
    return found;
  };

  return {
    contractsOf,
    /** Adds a contract unless the right has as many as it takes; returns the contracts to compare it with. */
    add: (right: string, contract: number): ReadonlySet<number> => {
      const found = contractsOf(right);
      if (found.has(contract)) return found;
      if (found.size >= limits.claimantsMax) return NO_CONTRACTS;
      insert.run(right, contract);
      remember(right, contract);
      return found;
    },
    flush: (): void => {
      full.clear();
      if (rows < limits.recentMax) return;
      database.exec(MOVE_RECENT);
      recent.clear();
      rows = 0;
    },
    reload,
  };
};

/** When findings appear and vanish. */
const findingBook = (database: DatabaseSync) => {
  const insert = database.prepare('INSERT INTO finding VALUES (?, ?, NULL, ?, ?, ?)');
  const insertSubject = database.prepare('INSERT INTO finding_subject VALUES (?, ?, ?)');
  const end = database.prepare('UPDATE finding SET until_size = ? WHERE id = ? AND until_size IS NULL');
  const appear = ({ id, code, events, subjects }: Finding, size: number): void => {
    insert.run(size, id, code, JSON.stringify(events), JSON.stringify(subjects));
    for (const subject of subjects) insertSubject.run(subject, size, id);
  };
  const vanish = ({ id }: Finding, size: number): void => {
    if (end.run(size, id).changes !== 1) throw new Error(`finding ${id} does not stand at size ${size}`);
  };
  return {
    appear,
    vanish,
    /** Books the difference of two lists, in which a finding may stand several times. */
    difference: (before: readonly Finding[], after: readonly Finding[], size: number): void => {
      if (before.length === 0 && after.length === 0) return;
      const old = new Map(before.map((item) => [item.id, item]));
      const now = new Map(after.map((item) => [item.id, item]));
      for (const item of old.values()) if (!now.has(item.id)) vanish(item, size);
      for (const item of now.values()) if (!old.has(item.id)) appear(item, size);
    },
  };
};

const referenceKey = ({ key, event }: ReferenceClaim): string => `${key} ${keyOf(event)}`;

/** Who names which contract, and whether that one is recorded. */
const referenceIndex = (database: DatabaseSync, journal: FindingsJournal) => {
  const find = prepareRows(database, 'SELECT source, id, subject FROM reference WHERE target = ?');
  const insert = database.prepare('INSERT INTO reference VALUES (?, ?, ?, ?)');
  const remove = database.prepare('DELETE FROM reference WHERE target = ? AND source = ? AND id = ?');
  /** Of the contracts asked for in this batch. */
  const recorded = new Map<string, boolean>();

  const isRecorded = (subject: string, sequence: number): boolean => {
    let found = recorded.get(subject);
    if (found === undefined) {
      found = readHistory(journal.ofSubject(subject, sequence)).facts.length > 0;
      recorded.set(subject, found);
    }
    return found;
  };

  return {
    /** References to a contract from other ones. */
    to: (target: string): ReferenceClaim[] =>
      allRows<[string, string, string]>(find, target)
        .map(([source, id, subject]) => ({
          kind: 'reference' as const,
          key: target,
          subject,
          event: { source, id },
        }))
        .filter(({ subject }) => subject !== target),
    /** Findings of a contract's references to what is not recorded before that sequence, its own state as read. */
    missing: (subject: string, reading: Reading, sequence: number): Finding[] =>
      reading.references
        .filter(({ key }) => !(key === subject ? reading.isRecorded : isRecorded(key, sequence)))
        .map(missingReference),
    change: (before: readonly ReferenceClaim[], after: readonly ReferenceClaim[]): void => {
      if (before.length === 0 && after.length === 0) return;
      const old = new Set(before.map(referenceKey));
      const now = new Set(after.map(referenceKey));
      for (const claim of before)
        if (!now.has(referenceKey(claim))) remove.run(claim.key, claim.event.source, claim.event.id);
      for (const claim of after)
        if (!old.has(referenceKey(claim)))
          insert.run(claim.key, claim.event.source, claim.event.id, claim.subject);
    },
    /** Forgets whether a contract is recorded, after an event of its own. */
    forget: (subject: string): void => {
      if (recorded.size > 0) recorded.delete(subject);
    },
    reset: () => recorded.clear(),
  };
};

/** What the fold reads of the journal. */
export type FindingsJournal = Pick<JournalReader, 'at' | 'ofSubject'>;

export const findingsFold = (
  database: DatabaseSync,
  journal: FindingsJournal,
  options: Partial<Limits> = {},
): FindingsFold => {
  const index = claimIndex(database, { ...LIMITS, ...options });
  const book = findingBook(database);
  const references = referenceIndex(database, journal);
  /** Claims of the contracts that were compared with in this batch, by the sequence of their first events. */
  const compared = new Map<number, RightClaims>();

  const claimsBefore = (contract: number, sequence: number): RightClaims => {
    const known = compared.get(contract);
    if (known) return known;
    const { subject } = JSON.parse(journal.at(contract)?.text ?? '{}') as RecordedEvent;
    const claims = byRight(claimsOf(subject, readHistory(journal.ofSubject(subject, sequence)).facts));
    compared.set(contract, claims);
    return claims;
  };

  /** Findings between a contract and another one, in the rights in which they are compared. */
  const conflictsBetween = (
    contract: number,
    mine: RightClaims,
    other: number,
    theirs: RightClaims,
  ): Finding[] => {
    const found: Finding[] = [];
    for (const [right, claims] of mine) {
      const others = theirs.get(right);
      if (!others) continue;
      const indexed = index.contractsOf(right);
      if (!indexed.has(contract) || !indexed.has(other)) continue;
      for (const claim of claims)
        for (const against of others) {
          const conflict = conflictOf(claim, against);
          if (conflict) found.push(conflict);
        }
    }
    return found;
  };

  /** Puts a contract into the index; returns the others that claim what it no longer or newly claims. */
  const moveClaims = (contract: number, before: RightClaims, after: RightClaims): Set<number> => {
    const others = new Set<number>();
    if (before.size === 0 && after.size === 0) return others;
    for (const right of changedRights(before, after)) {
      for (const other of index.add(right, contract)) others.add(other);
    }
    others.delete(contract);
    compared.delete(contract);
    return others;
  };

  const change = (
    contract: { readonly subject: string; readonly first: number },
    sequence: number,
    before: Reading,
    after: Reading,
  ): void => {
    const { subject, first } = contract;
    const size = sequence + 1;
    const old = [...before.own, ...references.missing(subject, before, sequence)];
    const now = [...after.own, ...references.missing(subject, after, sequence)];
    // A pair is compared in all its rights: what vanishes in one may stand in another.
    for (const other of moveClaims(first, before.rights, after.rights)) {
      const theirs = claimsBefore(other, sequence);
      old.push(...conflictsBetween(first, before.rights, other, theirs));
      now.push(...conflictsBetween(first, after.rights, other, theirs));
    }
    book.difference(old, now, size);
    references.change(before.references, after.references);
    if (before.isRecorded === after.isRecorded) return;
    references.forget(subject);
    for (const claim of references.to(subject))
      if (after.isRecorded) book.vanish(missingReference(claim), size);
      else book.appear(missingReference(claim), size);
  };

  const readAgain = (logged: LoggedEvent): void => {
    const { subject } = logged.event;
    const events = journal.ofSubject(subject, logged.sequence);
    const before = readingOf(subject, readHistory(events).facts);
    const after = readingOf(subject, readHistory([...events, logged]).facts);
    const first = events[0]?.sequence ?? logged.sequence;
    change({ subject, first }, logged.sequence, before, after);
  };

  const takeFact = (line: ContractLine, logged: LoggedEvent): void => {
    const { sequence, event } = logged;
    const isNew = event.revision === 0;
    if (isNew || isReadFactByFact(line)) {
      // No right is claimed fact by fact, so the contract's place in the index is of no account there.
      change(
        { subject: event.subject, first: sequence },
        sequence,
        NOTHING,
        readingOf(event.subject, [factOf(logged)]),
      );
    } else if (bearsOnFindings(event.type)) readAgain(logged);
  };

  return {
    take: (logged) => {
      const { type, subject } = logged.event;
      const { line } = splitSubject(subject);
      if (!isContractLine(line)) return;
      if (isFact(type)) takeFact(line, logged);
      else if (isCorrection(type) || type === 'change.approved') readAgain(logged);
    },
    flush: () => {
      index.flush();
      references.reset();
      compared.clear();
    },
    reset: () => {
      index.reload();
      references.reset();
      compared.clear();
    },
  };
};

/** A finding with the sequence of the event with which it appeared. */
export interface StandingFinding extends Finding {
  readonly sequence: number;
}

const LIST = `
  SELECT from_size, id, code, events, subjects FROM finding
  WHERE from_size <= ?1 AND (until_size IS NULL OR until_size > ?1) AND (?2 IS NULL OR code = ?2)`;
const OF_SUBJECT = ' AND (from_size, id) IN (SELECT from_size, id FROM finding_subject WHERE subject = ?3)';
const IN_ORDER = ' ORDER BY from_size, id';

/** The findings that stand in the prefix of a size, in the order of their appearance. */
export const listFindings = (
  database: DatabaseSync,
  options: { readonly size: number; readonly code?: FindingCode; readonly subject?: string },
): StandingFinding[] => {
  const { size, code = null, subject } = options;
  type Row = [number, string, FindingCode, string, string];
  const rows =
    subject === undefined
      ? allRows<Row>(prepareRows(database, LIST + IN_ORDER), size, code)
      : allRows<Row>(prepareRows(database, LIST + OF_SUBJECT + IN_ORDER), size, code, subject);
  return rows.map(([fromSize, id, found, events, subjects]) => ({
    id,
    code: found,
    events: JSON.parse(events) as FactKey[],
    subjects: JSON.parse(subjects) as string[],
    sequence: fromSize - 1,
  }));
};

/**
 * The contracts of a finding that is known. One that has vanished is too: it still stands in earlier prefixes, and who has
 * removed its cause says so afterwards.
 */
export const findingSubjects = (database: DatabaseSync, id: string): readonly string[] | undefined => {
  const row = firstRow<[string]>(
    prepareRows(database, 'SELECT subjects FROM finding WHERE id = ? LIMIT 1'),
    id,
  );
  return row && (JSON.parse(row[0]) as string[]);
};

/** What was said about a finding, in the order of the log. */
export interface FindingStatement {
  readonly state: 'explained' | 'resolved';
  readonly text: string;
  readonly effectiveOn: string;
  readonly source: string;
  readonly id: string;
  readonly sequence: number;
}

export interface FindingState {
  readonly state: 'open' | 'explained' | 'resolved';
  readonly statements: readonly FindingStatement[];
}

/**
 * The state of a finding from the events of its subject `finding/<id>`, those of a prefix for its state then. What the
 * bureau has resolved stays so: a later explanation is heard and reopens nothing.
 */
export const findingState = (events: readonly LoggedEvent[]): FindingState => {
  const statements = events.flatMap(({ sequence, event }): FindingStatement[] => {
    const { type, source, id } = event;
    if (type !== 'finding.explained' && type !== 'finding.resolved') return [];
    const { text, effectiveOn } = event.data as DataOf<'finding.explained'>;
    const state = type === 'finding.resolved' ? 'resolved' : 'explained';
    return [{ state, text, effectiveOn, source, id, sequence }];
  });
  const isResolved = statements.some(({ state }) => state === 'resolved');
  if (isResolved) return { state: 'resolved', statements };
  return { state: statements.length === 0 ? 'open' : 'explained', statements };
};
