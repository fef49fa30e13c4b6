import { type ContractTail, extendTail, onlyAdds, readContract, tailOf } from '../domain/contract.ts';
import { fromKey, type LoggedEvent, type PostedFact, type RecordedEvent } from '../domain/envelope.ts';
import { isFact, readHistory, type SubjectHistory } from '../domain/history.ts';
import { asFact, type SubjectView } from '../domain/judge.ts';
import { recent } from '../domain/recent.ts';
import { isContractLine, splitSubject } from '../domain/subject.ts';
import type { JournalReader } from '../journal/reader.ts';
import type { LogEntry } from '../log/port.ts';
import { lookAhead } from './lookAhead.ts';

/**
 * The end of the log as the recorder sees it: what is durable, behind it the group that is being flushed, and behind that
 * the group that is being decided. Each fact is decided after all before it. The journal is read below what is known to be
 * durable only: a group that is being flushed may show in it at any moment.
 */

/** A subject at the end of the log. */
export interface SubjectEnd extends SubjectView {
  /** Number of its events, those of both groups included. */
  readonly revisions: number;
}

/** Subjects that are kept between groups. */
const KNOWN_HALF = 4_000;

/** Entries in the order of the log, found by identity and by subject. */
interface Group {
  readonly start: number;
  readonly entries: LogEntry[];
  /** Index of an entry by source and id. */
  readonly places: Map<string, Map<string, number>>;
  /** Index of the last entry of a subject, and for each entry that of the one before it of the same subject, −1 if none. */
  readonly lastOf: Map<string, number>;
  readonly before: number[];
}

const emptyGroup = (start: number): Group => ({
  start,
  entries: [],
  places: new Map(),
  lastOf: new Map(),
  before: [],
});

interface Identity {
  readonly source: string;
  readonly id: string;
}

const placesOf = ({ places }: Group, source: string): Map<string, number> => {
  const found = places.get(source) ?? new Map<string, number>();
  if (found.size === 0) places.set(source, found);
  return found;
};

const addToGroup = (group: Group, { source, id, subject }: PostedFact, entry: LogEntry): void => {
  const index = group.entries.length;
  placesOf(group, source).set(id, index);
  group.before.push(group.lastOf.get(subject) ?? -1);
  group.lastOf.set(subject, index);
  group.entries.push(entry);
};

/** Indexes of a subject's entries, in order. */
const indexesOf = ({ lastOf, before }: Group, subject: string): number[] => {
  const indexes: number[] = [];
  for (let index = lastOf.get(subject) ?? -1; index >= 0; index = before[index] ?? -1) indexes.push(index);
  return indexes.reverse();
};

/** How many they are; asked for every new subject, which mostly has none. */
const countOf = ({ lastOf, before }: Group, subject: string): number => {
  let count = 0;
  for (let index = lastOf.get(subject) ?? -1; index >= 0; index = before[index] ?? -1) count += 1;
  return count;
};

interface Found {
  readonly sequence: number;
  readonly text: string;
}

const findIn = ({ places, entries, start }: Group, source: string, id: string): Found | undefined => {
  const index = places.get(source)?.get(id);
  return index === undefined ? undefined : { sequence: start + index, text: entries[index]?.text ?? '' };
};

export interface LogEnd {
  /** Size of the log with both groups. */
  readonly size: number;
  /** Recorded time of its last event. */
  readonly lastRecordedAt: number;
  /** The group that is being decided. */
  readonly group: readonly LogEntry[];
  /** Recorded events that are not durable yet, in order. */
  pending(): Generator<RecordedEvent>;
  /** The recorded event of an identity ({@link keyOf}), from the groups or the journal, with its sequence. */
  find(key: string): Found | undefined;
  /** The event that was recorded of a fact, or of another one with its identity. */
  findFact(fact: PostedFact): Found | undefined;
  /** Looks up at once what the journal knows of facts that are about to be decided. */
  expect(facts: readonly PostedFact[]): void;
  /** The subject of a fact that is about to be decided. */
  subjectOf(fact: PostedFact): SubjectEnd;
  /** Adds a decided fact to the group. */
  add(fact: PostedFact, entry: LogEntry): void;
  /** Takes back what was added since the group had `length` facts. */
  cutTo(length: number): void;
  /** The group is handed to the log; the next one begins behind it. The one before it must have ended. */
  flushing(): void;
  /** What was handed over is durable. */
  flushed(): void;
  /** Forgets everything that is not in the journal. */
  reset(): void;
}

export const createLogEnd = (journal: JournalReader): LogEnd => {
  const timeBefore = (size: number): number => (size === 0 ? 0 : journal.recordedAt(size - 1));
  let base = journal.size();
  let baseTime = timeBefore(base);
  let handedOver: Group | undefined;
  let group = emptyGroup(base);
  const recorded = lookAhead(journal);

  const eventsOf = (of: Group | undefined, subject: string): LoggedEvent[] => {
    if (!of) return [];
    return indexesOf(of, subject).map((index) => ({
      sequence: of.start + index,
      event: JSON.parse(of.entries[index]?.text ?? '') as RecordedEvent,
    }));
  };

  const read = (subject: string): SubjectHistory =>
    readHistory([
      ...journal.ofSubject(subject, base),
      ...eventsOf(handedOver, subject),
      ...eventsOf(group, subject),
    ]);

  /** A class, so that thousands of them need no closures of their own. */
  class Known implements SubjectEnd {
    readonly subject: string;
    revisions: number;
    /** Undefined for subjects that are no contracts, and until a reading needs it. */
    #tail: ContractTail | undefined;

    constructor(subject: string, revisions: number) {
      this.subject = subject;
      this.revisions = revisions;
    }

    get isNew(): boolean {
      return this.revisions === 0;
    }

    get tail(): ContractTail | undefined {
      if (this.#tail || this.isNew) return this.#tail;
      const { line } = splitSubject(this.subject);
      if (isContractLine(line)) this.#tail = tailOf(line, readContract(line, this.history().facts));
      return this.#tail;
    }

    history(): SubjectHistory {
      return read(this.subject);
    }

    /** A fact that only adds evolves the tail; after any other the contract is read again when it is next needed. */
    add(fact: PostedFact, sequence: number): void {
      this.revisions += 1;
      // A new contract is read when its second event comes; many never get one soon.
      if (!this.#tail) return;
      const added = isFact(fact.type) ? asFact(fact, sequence) : undefined;
      if (added && onlyAdds(this.#tail, added)) extendTail(this.#tail, added);
      else this.#tail = undefined;
    }
  }

  const known = recent<string, Known>(KNOWN_HALF);

  const pendingOf = (subject: string): number =>
    countOf(group, subject) + (handedOver ? countOf(handedOver, subject) : 0);

  /** The one that was asked for last: a fact is judged and then added. */
  let latest: Known | undefined;

  const knownOf = (fact: PostedFact): Known => {
    const { subject } = fact;
    if (latest?.subject === subject) return latest;
    latest = known.get(subject);
    if (latest) return latest;
    const recordedBefore = recorded.isOfNewSubject(fact) ? 0 : journal.revisionCount(subject, base);
    latest = new Known(subject, recordedBefore + pendingOf(subject));
    // Most subjects are new and get no second event soon: of those the group says enough.
    if (!latest.isNew) known.set(subject, latest);
    return latest;
  };

  const findPending = ({ source, id }: Identity): Found | undefined =>
    findIn(group, source, id) ?? (handedOver && findIn(handedOver, source, id));

  const findIdentity = (identity: Identity): Found | undefined => {
    const pending = findPending(identity);
    if (pending) return pending;
    const sequence = journal.find(identity.source, identity.id);
    if (sequence === undefined) return undefined;
    return { sequence, text: journal.at(sequence)?.text ?? '' };
  };

  return {
    get size() {
      return group.start + group.entries.length;
    },
    get lastRecordedAt() {
      return group.entries.at(-1)?.recordedAt ?? handedOver?.entries.at(-1)?.recordedAt ?? baseTime;
    },
    get group() {
      return group.entries;
    },
    *pending() {
      for (const part of [handedOver, group])
        for (const { text } of part?.entries ?? []) yield JSON.parse(text) as RecordedEvent;
    },
    find: (key) => findIdentity(fromKey(key)),
    findFact: (fact) => (recorded.isAbsent(fact) ? findPending(fact) : findIdentity(fact)),
    expect: recorded.expect,
    subjectOf: knownOf,
    add: (fact, entry) => {
      knownOf(fact).add(fact, group.start + group.entries.length);
      addToGroup(group, fact, entry);
    },
    cutTo: (length) => {
      for (const entry of group.entries.splice(length).reverse()) {
        placesOf(group, entry.source).delete(entry.id);
        known.delete(entry.subject);
        latest = undefined;
        const before = group.before.pop() ?? -1;
        if (before < 0) group.lastOf.delete(entry.subject);
        else group.lastOf.set(entry.subject, before);
      }
    },
    flushing: () => {
      handedOver = group;
      group = emptyGroup(group.start + group.entries.length);
    },
    flushed: () => {
      base = group.start;
      baseTime = handedOver?.entries.at(-1)?.recordedAt ?? baseTime;
      handedOver = undefined;
      recorded.forget();
    },
    reset: () => {
      base = journal.size();
      baseTime = timeBefore(base);
      handedOver = undefined;
      group = emptyGroup(base);
      known.clear();
      latest = undefined;
      recorded.forget();
    },
  };
};
