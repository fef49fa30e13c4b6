import { FINDING_CODES, type FindingCode } from '../../projections/findings.ts';
import { timeText } from '../domain/calendar.ts';
import type { FactKey, Message } from '../domain/refusal.ts';
import type { LedgerReader } from '../main.ts';
import { wrongUse } from '../problem.ts';
import {
  type FindingState,
  findingState,
  listFindings,
  type StandingFinding,
} from '../readmodel/findings.ts';
import { type AsOfJson, asOfJson, resolveAsOf } from './asOf.ts';
import { onlyKnown, type Parameters } from './parameters.ts';

/** `findings`: what does not fit between contracts or in one, and what was said about it. */

export interface FindingJson {
  readonly id: string;
  readonly code: FindingCode;
  readonly message: Message;
  readonly state: FindingState['state'];
  /** The event with which it appeared. */
  readonly sequence: string;
  readonly recordedTime: string;
  readonly subjects: readonly string[];
  readonly events: readonly FactKey[];
  readonly statements: readonly (Omit<FindingState['statements'][number], 'sequence'> & {
    readonly sequence: string;
  })[];
}

const isFindingCode = (text: string): text is FindingCode => Object.hasOwn(FINDING_CODES, text);

const codeParameter = (text: string | undefined): FindingCode | undefined => {
  if (text === undefined || isFindingCode(text)) return text;
  throw wrongUse(`code "${text}": one of ${Object.keys(FINDING_CODES).join(', ')}`);
};

const findingJson = ({ journal }: LedgerReader, finding: StandingFinding, size: number): FindingJson => {
  const { id, code, sequence, subjects, events } = finding;
  const { state, statements } = findingState(journal.ofSubject(`finding/${id}`, size));
  return {
    id,
    code,
    message: FINDING_CODES[code],
    state,
    sequence: String(sequence),
    recordedTime: timeText(journal.recordedAt(sequence)),
    subjects,
    events,
    statements: statements.map((statement) => ({ ...statement, sequence: String(statement.sequence) })),
  };
};

/** The findings that stand, in the order of their appearance. */
export const readFindings = (
  ledger: LedgerReader,
  parameters: Parameters,
): { readonly asOf: AsOfJson; readonly findings: readonly FindingJson[] } => {
  onlyKnown(parameters, ['asOf', 'code', 'subject']);
  const { code, subject, asOf } = parameters;
  const found = codeParameter(code);
  const size = resolveAsOf(ledger.journal, asOf);
  const findings = listFindings(ledger.readModel.findings, {
    size,
    ...(found === undefined ? {} : { code: found }),
    ...(subject === undefined ? {} : { subject }),
  });
  return {
    asOf: asOfJson(ledger.journal, size),
    findings: findings.map((finding) => findingJson(ledger, finding, size)),
  };
};
