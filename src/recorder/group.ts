import { type ContractTail, extendTail, onlyAdds, readContract, tailOf } from '../domain/contract.ts';
import { keyOf, type LoggedEvent, type PostedFact, type RecordedEvent } from '../domain/envelope.ts';
import { isFact, readHistory, type SubjectHistory } from '../domain/history.ts';
import { asFact, type SubjectView } from '../domain/judge.ts';
import { recent } from '../domain/recent.ts';
import { isContractLine, splitSubject } from '../domain/subject.ts';
import type { JournalReader } from '../journal/reader.ts';
import type { LogEntry } from '../log/port.ts';
import { lookAhead } from './lookAhead.ts';

/**
 * The end of the log as the recorder sees it: what is in the journal, and behind it the facts of the group that is being
 * decided. Each fact is decided after those before it in its group.
 */

interface Known {
  /** Number of events of the subject, those of the group included. */
  revisions: number;
  /** Undefined for subjects that are no contracts, and until a reading needs it. */
  tail: ContractTail | undefined;
}

/** Subjects that are kept between groups. */
const KNOWN_HALF = 4_000;

export interface Pending {
  readonly entry: LogEntry;
  readonly event: RecordedEvent;
}

export interface LogEnd {
  /** Size of the log with the group. */
  readonly size: number;
  /** Recorded time of its last event. */
  readonly lastRecordedAt: number;
  readonly group: readonly Pending[];
  /** The recorded event of an identity, from the group or the journal, with its sequence. */
  find(source: string, id: string): { readonly sequence: number; readonly text: string } | undefined;
  /** Looks up at once what the journal knows of facts that are about to be decided. */
  expect(facts: readonly PostedFact[]): void;
  view(subject: string): SubjectView;
  revisions(subject: string): number;
  /** Adds a decided fact to the group. */
  add(fact: PostedFact, pending: Pending): void;
  /** Takes back what was added since the group had `length` facts. */
  cutTo(length: number): void;
  /** The group, which may be empty, is in the journal. */
  flushed(): void;
  /** Forgets everything that is not in the journal. */
  reset(): void;
}

export const createLogEnd = (journal: JournalReader): LogEnd => {
  let base = journal.size();
  let baseTime = base === 0 ? 0 : journal.recordedAt(base - 1);
  let group: Pending[] = [];
  const recorded = lookAhead(journal);
  const identities = new Map<string, number>();
  const ofSubject = new Map<string, LoggedEvent[]>();
  const known = recent<string, Known>(KNOWN_HALF);

  const read = (subject: string): SubjectHistory =>
    readHistory([...journal.ofSubject(subject), ...(ofSubject.get(subject) ?? [])]);

  const knownOf = (subject: string): Known => {
    const found = known.get(subject);
    if (found) return found;
    const pending = ofSubject.get(subject)?.length ?? 0;
    const fresh: Known = { revisions: recorded.revisionCount(subject) + pending, tail: undefined };
    known.set(subject, fresh);
    return fresh;
  };

  const tailFor = (subject: string, state: Known): ContractTail | undefined => {
    const { line } = splitSubject(subject);
    if (state.tail || state.revisions === 0 || !isContractLine(line)) return state.tail;
    state.tail = tailOf(line, readContract(line, read(subject).facts));
    return state.tail;
  };

  /** A fact that only adds evolves the tail; after any other the contract is read again when it is next needed. */
  const updateTail = (subject: string, state: Known, fact: PostedFact, sequence: number): void => {
    const { line } = splitSubject(subject);
    if (!isContractLine(line) || !isFact(fact.type)) {
      state.tail = undefined;
      return;
    }
    const added = asFact(fact, sequence);
    // A new contract is read when its second event comes; many never get one soon.
    if (state.tail && onlyAdds(state.tail, added)) extendTail(state.tail, added);
    else state.tail = undefined;
  };

  return {
    get size() {
      return base + group.length;
    },
    get lastRecordedAt() {
      return group.at(-1)?.entry.recordedAt ?? baseTime;
    },
    get group() {
      return group;
    },
    find: (source, id) => {
      const place = identities.get(keyOf({ source, id }));
      if (place !== undefined) {
        const pending = group[place] as Pending;
        return { sequence: base + place, text: pending.entry.text };
      }
      const sequence = recorded.find(source, id);
      if (sequence === undefined) return undefined;
      return { sequence, text: journal.at(sequence)?.text ?? '' };
    },
    expect: recorded.expect,
    view: (subject) => {
      const state = knownOf(subject);
      return {
        tail: tailFor(subject, state),
        isNew: state.revisions === 0,
        history: () => read(subject),
      };
    },
    revisions: (subject) => knownOf(subject).revisions,
    add: (fact, pending) => {
      const sequence = base + group.length;
      const state = knownOf(fact.subject);
      updateTail(fact.subject, state, fact, sequence);
      state.revisions += 1;
      identities.set(keyOf(fact), group.length);
      const events = ofSubject.get(fact.subject);
      const logged = { sequence, event: pending.event };
      if (events) events.push(logged);
      else ofSubject.set(fact.subject, [logged]);
      group.push(pending);
    },
    cutTo: (length) => {
      for (const { event } of group.splice(length)) {
        identities.delete(keyOf(event));
        known.delete(event.subject);
        const events = ofSubject.get(event.subject);
        events?.pop();
        if (events?.length === 0) ofSubject.delete(event.subject);
      }
    },
    flushed: () => {
      base += group.length;
      baseTime = group.at(-1)?.entry.recordedAt ?? baseTime;
      group = [];
      identities.clear();
      ofSubject.clear();
      recorded.forget();
    },
    reset: () => {
      base = journal.size();
      baseTime = base === 0 ? 0 : journal.recordedAt(base - 1);
      group = [];
      identities.clear();
      ofSubject.clear();
      known.clear();
      recorded.forget();
    },
  };
};
