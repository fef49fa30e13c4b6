import type { DataOf } from '../domain/catalogue.ts';
import type { RecordedEvent } from '../domain/envelope.ts';
import { type ChangeRequest, readHistory } from '../domain/history.ts';
import type { FactKey } from '../domain/refusal.ts';
import type { JournalReader } from '../journal/reader.ts';
import type { LedgerReader } from '../main.ts';
import { type AsOfJson, asOfJson, resolveAsOf } from './asOf.ts';
import { onlyKnown, type Parameters } from './parameters.ts';

/** `changes`: what has been requested, and what became of it. */

export interface ChangeJson {
  readonly request: FactKey;
  readonly subject: string;
  readonly sequence: string;
  readonly type: DataOf<'change.requested'>['type'];
  readonly reason: string;
  readonly requestedBy: string;
  readonly state: 'waiting' | 'approved' | 'rejected';
  readonly decidedBy?: FactKey & { readonly sequence: string };
}

const EVENTS_PER_READ = 10_000;
const REQUESTED = '"type":"change.requested"';

/** Subjects on which a change was requested in a prefix of the log. This scan is the place to put an index. */
export const scanChangeSubjects = (journal: JournalReader, size: number): readonly string[] => {
  const subjects = new Set<string>();
  for (let from = 0; from < size; from += EVENTS_PER_READ)
    for (const { text } of journal.read(from, Math.min(EVENTS_PER_READ, size - from))) {
      // A text elsewhere in the event cannot look like this: its quotation marks are escaped.
      if (!text.includes(REQUESTED)) continue;
      const event = JSON.parse(text) as RecordedEvent;
      if (event.type === 'change.requested') subjects.add(event.subject);
    }
  return [...subjects];
};

const stateOf = ({ decidedBy }: ChangeRequest): ChangeJson['state'] => {
  if (!decidedBy) return 'waiting';
  return decidedBy.approved ? 'approved' : 'rejected';
};

const changeJson = (subject: string, request: ChangeRequest): ChangeJson => {
  const { key, sequence, data, recordedBy, decidedBy } = request;
  return {
    request: key,
    subject,
    sequence: String(sequence),
    type: data.type,
    reason: data.reason,
    requestedBy: recordedBy,
    state: stateOf(request),
    ...(decidedBy
      ? { decidedBy: { source: decidedBy.source, id: decidedBy.id, sequence: String(decidedBy.sequence) } }
      : {}),
  };
};

/** All requests in the order of the log. */
export const readChanges = (
  ledger: LedgerReader,
  parameters: Parameters,
  subjectsOf: (journal: JournalReader, size: number) => readonly string[] = scanChangeSubjects,
): { readonly asOf: AsOfJson; readonly changes: readonly ChangeJson[] } => {
  onlyKnown(parameters, ['asOf']);
  const { journal } = ledger;
  const size = resolveAsOf(journal, parameters.asOf);
  const changes = subjectsOf(journal, size).flatMap((subject) =>
    [...readHistory(journal.ofSubject(subject, size)).requests.values()].map((request) => ({
      request,
      subject,
    })),
  );
  changes.sort((a, b) => a.request.sequence - b.request.sequence);
  return {
    asOf: asOfJson(journal, size),
    changes: changes.map(({ request, subject }) => changeJson(subject, request)),
  };
};
