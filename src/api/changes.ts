import type { DataOf } from '../domain/catalogue.ts';
import { type ChangeRequest, readHistory } from '../domain/history.ts';
import type { FactKey } from '../domain/refusal.ts';
import type { LedgerReader } from '../main.ts';
import { requestSubjects } from '../readmodel/requests.ts';
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
): { readonly asOf: AsOfJson; readonly changes: readonly ChangeJson[] } => {
  onlyKnown(parameters, ['asOf']);
  const { journal, readModel } = ledger;
  const size = resolveAsOf(journal, parameters.asOf);
  const changes = requestSubjects(readModel.figures, size).flatMap((subject) =>
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
