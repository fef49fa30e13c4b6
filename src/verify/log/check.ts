import type { LoggedEvent, RecordedEvent } from '../../domain/envelope.ts';
import { readEntry } from '../entryCheck.ts';
import { collectFindings, type DoesNotVerify, failedAt } from '../failure.ts';
import { checkHistory, checkRevisions } from '../subjectCheck.ts';
import type { PartitionedEntry } from './partition.ts';

/** The second pass: the entries of some subjects, each of them with all that the log has of it. */

const problemOf = (sequence: number, code: string, pointer: string): DoesNotVerify =>
  failedAt(sequence, 'ENTRY_REFUSED', `${code} ${pointer}`.trimEnd());

interface Subjects {
  /** Events by subject; those of an entry that does not fit its schema are left out. */
  readonly events: ReadonlyMap<string, readonly LoggedEvent[]>;
  /** Subjects of which an entry could not be read: it is that which is told of them. */
  readonly unread: ReadonlySet<string>;
}

const subjectOf = (event: RecordedEvent | undefined): string => {
  const subject: unknown = event?.subject;
  return typeof subject === 'string' ? subject : '';
};

/** Checks all that a partition holds and hands on the events of each subject. */
export const checkPartition = (
  entries: Iterable<PartitionedEntry>,
  visit: (subject: string, events: readonly LoggedEvent[]) => void,
): DoesNotVerify | undefined => {
  const findings = collectFindings();
  const { events: subjects, unread } = readSubjects(entries, findings.add);
  for (const [subject, events] of subjects)
    findings.during(() => {
      checkRevisions(subject, events);
      if (unread.has(subject)) return;
      checkHistory(subject, events);
      visit(subject, events);
    });
  return findings.first;
};

const readSubjects = (
  entries: Iterable<PartitionedEntry>,
  found: (failure: DoesNotVerify) => void,
): Subjects => {
  const events = new Map<string, LoggedEvent[]>();
  const unread = new Set<string>();
  for (const { sequence, text } of entries) {
    const entry = readEntry(text);
    if (!entry.ok) found(problemOf(sequence, entry.problem.code, entry.problem.pointer));
    const event = entry.ok ? entry.event : entry.parsed;
    const subject = subjectOf(event);
    if (event === undefined || subject === '') continue;
    if (!entry.ok) unread.add(subject);
    const known = events.get(subject);
    const logged = { sequence, event };
    if (known) known.push(logged);
    else events.set(subject, [logged]);
  }
  return { events, unread };
};
