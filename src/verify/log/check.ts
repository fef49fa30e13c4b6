import type { LoggedEvent, RecordedEvent } from '../../domain/envelope.ts';
import { readEntry } from '../entryCheck.ts';
import { collectFindings, type DoesNotVerify, failedAt } from '../failure.ts';
import { checkHistory, checkRevisions } from '../subjectCheck.ts';
import type { PartitionedEntry } from './partition.ts';

/** The second pass: the entries of some subjects, each of them with all that the log has of it. */

const problemOf = (sequence: number, code: string, pointer: string): DoesNotVerify =>
  failedAt(sequence, 'ENTRY_REFUSED', `${code} ${pointer}`.trimEnd());

interface SubjectEvents {
  readonly subject: string;
  readonly events: readonly LoggedEvent[];
  /** Whether each entry was an event: where one is not, it is that which is told of the subject. */
  readonly isRead: boolean;
}

const subjectOf = (event: RecordedEvent | undefined): string => {
  const subject: unknown = event?.subject;
  return typeof subject === 'string' ? subject : '';
};

/** Parses the entries of one subject: what it makes is dropped before the next one, so that the collector has little to do. */
const readSubject = (
  entries: readonly PartitionedEntry[],
  found: (failure: DoesNotVerify) => void,
): SubjectEvents => {
  const events: LoggedEvent[] = [];
  let isRead = true;
  for (const partitioned of entries) {
    const { sequence } = partitioned;
    const entry = readEntry(partitioned.text());
    if (!entry.ok) {
      found(problemOf(sequence, entry.problem.code, entry.problem.pointer));
      isRead = false;
    }
    const event = entry.ok ? entry.event : entry.parsed;
    if (event !== undefined && subjectOf(event) !== '') events.push({ sequence, event });
  }
  return { subject: subjectOf(events[0]?.event), events, isRead };
};

/** Checks all that a partition holds and hands on the events of each subject. */
export const checkPartition = (
  partition: ReadonlyMap<string, readonly PartitionedEntry[]>,
  visit: (subject: string, events: readonly LoggedEvent[]) => void,
): DoesNotVerify | undefined => {
  const findings = collectFindings();
  for (const [key, entries] of partition)
    findings.during(() => {
      const { subject, events, isRead } = readSubject(entries, findings.add);
      if (key === '') return;
      checkRevisions(subject, events);
      if (!isRead) return;
      checkHistory(subject, events);
      visit(subject, events);
    });
  return findings.first;
};
