import { type EntryDraft, entriesBetween, entriesOf } from '../../projections/difference.ts';
import type { Rules } from '../../projections/rules.ts';
import { type ContractTail, decideNext, extendTail, onlyAdds, tailBeforeFirst } from '../domain/contract.ts';
import type { LoggedEvent } from '../domain/envelope.ts';
import { factOf, isFact, readHistory } from '../domain/history.ts';
import type { Fact } from '../domain/lines/life.ts';
import { recent } from '../domain/recent.ts';
import { type ContractLine, isContractLine, splitSubject } from '../domain/subject.ts';

/**
 * The entries that each event of a contract makes. An event that only adds to its contract books its own postings; for
 * every other the contract is read again with and without it. Both ways give the same entries.
 */
export interface ContractBooks {
  /** Entries of the next event of the log; none for subjects that are no contracts. */
  entriesOf(logged: LoggedEvent): readonly EntryDraft[];
  /** Forgets what was read. */
  reset(): void;
}

/** Contracts whose tails are kept. */
const TAILS_HALF = 1_000;
/**
 * Those of one event have none yet, and only the facts of just now are kept: what outlives a thousand events is moved about in
 * memory, which took longer than all else that is done with an event (measured), and one event is soon read again.
 */
const OPENED_HALF = 32;

/** `eventsBefore` reads a subject's events below a sequence. */
export const contractBooks = (
  { postingsOf, addedPostings }: Rules,
  eventsBefore: (subject: string, sequence: number) => readonly LoggedEvent[],
): ContractBooks => {
  const tails = recent<string, ContractTail>(TAILS_HALF);
  const opened = recent<string, Fact>(OPENED_HALF);
  const keep = (subject: string, tail: ContractTail): void => {
    opened.delete(subject);
    tails.set(subject, tail);
  };

  const readAgain = (line: ContractLine, logged: LoggedEvent): EntryDraft[] => {
    const { subject } = logged.event;
    const events = eventsBefore(subject, logged.sequence);
    const before = postingsOf(line, readHistory(events).facts);
    const after = postingsOf(line, readHistory([...events, logged]).facts);
    keep(subject, after.tail);
    return entriesBetween(before.postings, after.postings);
  };

  const open = (line: ContractLine, logged: LoggedEvent, fact: Fact): EntryDraft[] => {
    const tail = tailBeforeFirst(line, fact);
    if (decideNext(line, tail.state, false, fact)) return readAgain(line, logged);
    opened.set(logged.event.subject, fact);
    return entriesOf(addedPostings(tail, fact));
  };

  const tailBefore = (line: ContractLine, logged: LoggedEvent): ContractTail => {
    const { subject } = logged.event;
    const kept = tails.get(subject);
    if (kept) return kept;
    const first = opened.get(subject);
    if (first) {
      const tail = tailBeforeFirst(line, first);
      extendTail(tail, first);
      return tail;
    }
    return postingsOf(line, readHistory(eventsBefore(subject, logged.sequence)).facts).tail;
  };

  return {
    entriesOf: (logged) => {
      const { event } = logged;
      const { line } = splitSubject(event.subject);
      if (!isContractLine(line)) return [];
      if (!isFact(event.type)) return readAgain(line, logged);
      const fact = factOf(logged);
      if (event.revision === 0) return open(line, logged, fact);
      const tail = tailBefore(line, logged);
      // A fact that breaks a rule is read again too, where it is reported: a recorded history never does.
      if (!onlyAdds(tail, fact) || decideNext(line, tail.state, true, fact)) return readAgain(line, logged);
      const postings = addedPostings(tail, fact);
      extendTail(tail, fact);
      keep(event.subject, tail);
      return entriesOf(postings);
    },
    reset: () => {
      tails.clear();
      opened.clear();
    },
  };
};
