import { type EntryDraft, entriesBetween, entriesOf } from '../../projections/difference.ts';
import type { Rules } from '../../projections/rules.ts';
import { type ContractTail, decideNext, extendTail, onlyAdds } from '../domain/contract.ts';
import type { LoggedEvent } from '../domain/envelope.ts';
import { factOf, isFact, readHistory } from '../domain/history.ts';
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

/**
 * Contracts whose tails are kept. Of one event they are only those of just now: most contracts are read again as soon as
 * they are needed, at the cost of an event, and each that is kept outlives what the memory of the young holds (measured:
 * a thousand of them took longer than all else that is done with an event).
 */
const TAILS_HALF = 1_000;
const OPENED_TAILS_HALF = 32;

/** `eventsBefore` reads a subject's events below a sequence. */
export const contractBooks = (
  { postingsOf, addedPostings }: Rules,
  eventsBefore: (subject: string, sequence: number) => readonly LoggedEvent[],
): ContractBooks => {
  const tails = recent<string, ContractTail>(TAILS_HALF);
  const openedTails = recent<string, ContractTail>(OPENED_TAILS_HALF);
  const keep = (subject: string, tail: ContractTail): void => {
    openedTails.delete(subject);
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

  const tailBefore = (line: ContractLine, logged: LoggedEvent): ContractTail => {
    const { subject } = logged.event;
    const kept = tails.get(subject) ?? openedTails.get(subject);
    if (kept) return kept;
    return postingsOf(line, readHistory(eventsBefore(subject, logged.sequence)).facts).tail;
  };

  return {
    entriesOf: (logged) => {
      const { event } = logged;
      const { line } = splitSubject(event.subject);
      if (!isContractLine(line)) return [];
      if (event.revision === 0 && isFact(event.type)) {
        const { postings, tail } = postingsOf(line, [factOf(logged)]);
        openedTails.set(event.subject, tail);
        return entriesOf(postings);
      }
      if (!isFact(event.type)) return readAgain(line, logged);
      const tail = tailBefore(line, logged);
      const fact = factOf(logged);
      // A fact that breaks a rule is read again too, where it is reported: a recorded history never does.
      if (!onlyAdds(tail, fact) || decideNext(line, tail.state, true, fact)) return readAgain(line, logged);
      const postings = addedPostings(tail, fact);
      extendTail(tail, fact);
      keep(event.subject, tail);
      return entriesOf(postings);
    },
    reset: () => {
      tails.clear();
      openedTails.clear();
    },
  };
};
