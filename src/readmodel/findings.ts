import type { DatabaseSync } from 'node:sqlite';
import {
  bearsOnFindings,
  claimFrom,
  claimsOf,
  conflictOf,
  type Finding,
  type FindingCode,
  isReadFactByFact,
  missingReference,
  ownFindings,
  type ReferenceClaim,
  type RightClaim,
} from '../../projections/findings.ts';
import { CATALOGUE, type DataOf, type EventType } from '../domain/catalogue.ts';
import { keyOf, type LoggedEvent, type RecordedEvent } from '../domain/envelope.ts';
import { factOf, isCorrection, isFact, readHistory } from '../domain/history.ts';
import type { Fact } from '../domain/lines/life.ts';
import { recent } from '../domain/recent.ts';
import type { FactKey } from '../domain/refusal.ts';
import { type ContractLine, isContractLine, splitSubject } from '../domain/subject.ts';
import { allRows, bulkInsert, firstRow, prepareRows } from '../journal/database.ts';
import type { JournalReader } from '../journal/reader.ts';
import {
  CLAIM_TABLES,
  conflicting,
  createClaimIndex,
  type NewClaim,
  type PlacedClaim,
} from './claimIndex.ts';
import { changedRights, type RightClaims, rightClaims } from './rightClaims.ts';

/**
 * The findings of every prefix of the log. As with the figures, what an event changes is the difference between the
 * findings with it and without it: those of its contract are read again from the journal with and without the event, and
 * compared with the contracts that share a right with it or name it. A difference is booked at the size after its event,
 * so it is the same in whatever batches the log is taken.
 *
 * The index of claims tells which claims on a right conflict; whose they are is read from the journal, so what a new claim
 * costs is what it finds. `reference` has who names a contract.
 * `finding` has one row for each time that a finding appeared: it stands in prefixes of size s with
 * from_size ≤ s < until_size.
 */
export const FINDING_TABLES = `
  ${CLAIM_TABLES}
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

/** What findings depend on in one contract, at one size. */
interface Reading {
  readonly own: readonly Finding[];
  readonly rights: RightClaims;
  readonly references: readonly ReferenceClaim[];
  readonly isRecorded: boolean;
}

const NOTHING: Reading = { own: [], rights: new Map(), references: [], isRecorded: false };

const readingOf = (subject: string, facts: readonly Fact[]): Reading => {
  const claims = claimsOf(subject, facts);
  return {
    own: ownFindings(subject, facts),
    rights: rightClaims(claims, facts),
    references: claims.filter((claim) => claim.kind === 'reference'),
    isRecorded: claims.some(({ kind }) => kind === 'record'),
  };
};

/** When findings appear and vanish. */
const findingBook = (database: DatabaseSync) => {
  const appeared = bulkInsert(database, 'INSERT INTO finding', 6);
  const appearedOf = bulkInsert(database, 'INSERT INTO finding_subject', 3);
  const end = database.prepare('UPDATE finding SET until_size = ? WHERE id = ? AND until_size IS NULL');
  const appear = ({ id, code, events, subjects }: Finding, size: number): void => {
    appeared.add(size, id, null, code, JSON.stringify(events), JSON.stringify(subjects));
    for (const subject of subjects) appearedOf.add(subject, size, id);
  };
  const vanish = ({ id }: Finding, size: number): void => {
    appeared.flush();
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
    flush: (): void => {
      appeared.flush();
      appearedOf.flush();
    },
    reset: (): void => {
      appeared.reset();
      appearedOf.reset();
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

const isReadForFindings = (type: EventType): boolean =>
  isCorrection(type) ||
  type === 'change.approved' ||
  bearsOnFindings(type) ||
  (isFact(type) &&
    CATALOGUE.get(type)?.lines.some((line) => isContractLine(line) && isReadFactByFact(line)) === true);

const CONCERNED: ReadonlySet<EventType> = new Set(
  [...CATALOGUE.values()].map(({ type }) => type).filter(isReadForFindings),
);

/** Whether an event of a type can change a finding; of a pledge with its loans most cannot. */
export const concernsFindings = (type: EventType): boolean => CONCERNED.has(type);

/** An event that was compared with: who said it, of which contract. */
interface Said {
  readonly subject: string;
  readonly event: FactKey;
}

/** Events that are kept as read: many contracts may meet the same ones. */
const SAID_HALF = 4_096;

export const findingsFold = (
  database: DatabaseSync,
  journal: FindingsJournal,
  options: { readonly youngMax?: number } = {},
): FindingsFold => {
  const index = createClaimIndex(database, options.youngMax);
  const book = findingBook(database);
  const references = referenceIndex(database, journal);
  const said = recent<number, Said>(SAID_HALF);

  const saidAt = (sequence: number): Said => {
    const known = said.get(sequence);
    if (known) return known;
    const { subject, source, id } = JSON.parse(journal.at(sequence)?.text ?? '{}') as RecordedEvent;
    const read = { subject, event: { source, id } };
    said.set(sequence, read);
    return read;
  };

  const claimOf = (right: string, { event, sort, from, until }: PlacedClaim): RightClaim =>
    claimFrom(sort, { key: right, ...saidAt(event) }, { from, until });

  /** Brings the index up to date; the conflicts that there were in all rights of a contract, and those that there are. */
  const moveClaims = (
    contract: number,
    before: RightClaims,
    after: RightClaims,
  ): readonly [Finding[], Finding[]] => {
    const [old, now]: [Finding[], Finding[]] = [[], []];
    const changed = new Set(changedRights(before, after));
    if (changed.size === 0) return [old, now];
    // All rights are compared, for what vanishes in one may stand in another.
    for (const right of new Set([...before.keys(), ...after.keys()])) {
      const known = index.on(right);
      if (known) {
        const against = (claims: readonly NewClaim[], into: Finding[]): void => {
          for (const { claim } of claims)
            for (const other of conflicting(known, contract, claim)) {
              const found = conflictOf(claim, claimOf(right, other));
              if (found) into.push(found);
            }
        };
        against(before.get(right) ?? [], old);
        against(after.get(right) ?? [], now);
      }
      if (changed.has(right)) index.replace(right, known, contract, after.get(right) ?? []);
    }
    return [old, now];
  };

  const change = (
    contract: { readonly subject: string; readonly first: number },
    sequence: number,
    before: Reading,
    after: Reading,
  ): void => {
    const { subject, first } = contract;
    const size = sequence + 1;
    const [old, now] = moveClaims(first, before.rights, after.rights);
    book.difference(
      [...before.own, ...references.missing(subject, before, sequence), ...old],
      [...after.own, ...references.missing(subject, after, sequence), ...now],
      size,
    );
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
      book.flush();
      references.reset();
    },
    reset: () => {
      index.reload();
      book.reset();
      references.reset();
      said.clear();
    },
  };
};

/** A finding with the sequence of the event with which it appeared. */
export interface StandingFinding extends Finding {
  readonly sequence: number;
}

/** The place of a finding in the order of their appearance. */
export type FindingPlace = Pick<StandingFinding, 'sequence' | 'id'>;

export interface FindingQuery {
  readonly size: number;
  readonly code?: FindingCode | undefined;
  readonly subject?: string | undefined;
  readonly after?: FindingPlace | undefined;
  readonly limit?: number;
}

const LIST = `
  SELECT from_size, id, code, events, subjects FROM finding
  WHERE from_size <= ?1 AND (until_size IS NULL OR until_size > ?1) AND (?2 IS NULL OR code = ?2)
    AND (from_size, id) > (?4, ?5)`;
const OF_SUBJECT = ' AND (from_size, id) IN (SELECT from_size, id FROM finding_subject WHERE subject = ?3)';
const IN_ORDER = ' ORDER BY from_size, id LIMIT ?6';
/** SQLite's own for no limit. */
const ALL = -1;
const BEFORE_ALL: FindingPlace = { sequence: -1, id: '' };

/** The findings that stand in the prefix of a size, in the order of their appearance. */
export const listFindings = (database: DatabaseSync, query: FindingQuery): StandingFinding[] => {
  const { size, code = null, subject = null, after = BEFORE_ALL, limit = ALL } = query;
  type Row = [number, string, FindingCode, string, string];
  const rows = allRows<Row>(
    prepareRows(database, LIST + (subject === null ? '' : OF_SUBJECT) + IN_ORDER),
    size,
    code,
    subject,
    after.sequence + 1,
    after.id,
    limit,
  );
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
