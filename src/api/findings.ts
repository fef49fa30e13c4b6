import { FINDING_CODES, type FindingCode } from '../../projections/findings.ts';
import { timeText } from '../domain/calendar.ts';
import type { RecordedEvent } from '../domain/envelope.ts';
import type { FactKey, Message } from '../domain/refusal.ts';
import { SOURCE_PREFIX } from '../domain/shapes.ts';
import type { LedgerReader } from '../main.ts';
import { wrongUse } from '../problem.ts';
import {
  type FindingState,
  findingState,
  listFindings,
  type StandingFinding,
} from '../readmodel/findings.ts';
import { type AsOfJson, asOfJson, resolveAsOf } from './asOf.ts';
import { isSeen } from './ownPart.ts';
import { onlyKnown, type Parameters } from './parameters.ts';
import type { Place } from './reading.ts';

/** `findings`: what does not fit between contracts or in one, and what was said about it. */

export interface FindingJson {
  readonly id: string;
  readonly code: FindingCode;
  readonly message: Message;
  readonly state: FindingState['state'];
  /** The event with which it appeared. */
  readonly sequence: string;
  readonly recordedTime: string;
  /** For an institution its own contracts; that there are others, and not whose, `others` says. */
  readonly subjects: readonly string[];
  /** Contracts of others, where not all are shown. */
  readonly others?: number;
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

const subjectOf = ({ journal }: LedgerReader, { source, id }: FactKey): string => {
  const sequence = journal.find(source, id);
  const stored = sequence === undefined ? undefined : journal.at(sequence);
  return stored === undefined ? '' : (JSON.parse(stored.text) as RecordedEvent).subject;
};

/** What an institution sees of a finding: that another contract is involved, not whose; of what was said its own and the bureau's. */
const ownFinding = (ledger: LedgerReader, finding: FindingJson, only: string | undefined): FindingJson => {
  if (only === undefined) return finding;
  const subjects = finding.subjects.filter((name) => isSeen(ledger, name, only));
  return {
    ...finding,
    subjects,
    others: finding.subjects.length - subjects.length,
    events: finding.events.filter((key) => isSeen(ledger, subjectOf(ledger, key), only)),
    statements: finding.statements.filter(
      ({ state, source }) => state === 'resolved' || source === SOURCE_PREFIX + only,
    ),
  };
};

/** The findings that stand, in the order of their appearance. */
export const readFindings = (
  ledger: LedgerReader,
  parameters: Parameters,
  { only }: Pick<Place, 'only'>,
): { readonly asOf: AsOfJson; readonly findings: readonly FindingJson[] } => {
  onlyKnown(parameters, ['asOf', 'code', 'subject']);
  const { code, subject, asOf } = parameters;
  const found = codeParameter(code);
  const size = resolveAsOf(ledger.journal, asOf);
  if (subject !== undefined && !isSeen(ledger, subject, only))
    return { asOf: asOfJson(ledger.journal, size), findings: [] };
  const findings = listFindings(ledger.readModel.findings, {
    size,
    ...(found === undefined ? {} : { code: found }),
    ...(subject === undefined ? {} : { subject }),
  });
  return {
    asOf: asOfJson(ledger.journal, size),
    findings: findings
      .filter(({ subjects }) => subjects.some((name) => isSeen(ledger, name, only)))
      .map((finding) => ownFinding(ledger, findingJson(ledger, finding, size), only)),
  };
};
