import { FINDING_CODES, type FindingCode } from '../../projections/findings.ts';
import { timeText } from '../domain/calendar.ts';
import type { RecordedEvent } from '../domain/envelope.ts';
import type { Identity } from '../domain/identity.ts';
import type { FactKey, Message } from '../domain/refusal.ts';
import { SOURCE_PREFIX } from '../domain/shapes.ts';
import type { LedgerReader } from '../main.ts';
import { wrongUse } from '../problem.ts';
import {
  type FindingPlace,
  type FindingQuery,
  type FindingState,
  findingState,
  listFindings,
  type StandingFinding,
} from '../readmodel/findings.ts';
import { type AsOfJson, asOfJson, resolveAsOf } from './asOf.ts';
import { cursorAt, placeOf } from './cursor.ts';
import { identityAt } from './identityAt.ts';
import { PAGE_LIMIT, PAGE_LIMIT_MAX } from './limits.ts';
import { isSeen } from './ownPart.ts';
import { onlyKnown, type Parameters } from './parameters.ts';
import { limitParameter } from './query.ts';
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
  throw wrongUse(
    `code "${text}"：应为 ${Object.keys(FINDING_CODES).join('、')} 之一`,
    `code "${text}": one of ${Object.keys(FINDING_CODES).join(', ')}`,
  );
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

/** Whether a source is the bureau, as the prefix of that size has it: nobody else may name it as the source. */
const bureauAt = ({ journal }: LedgerReader, size: number): ((source: string) => boolean) => {
  let identity: Identity | undefined;
  return (source) => {
    identity ??= identityAt(journal, size);
    return identity.participant(source.slice(SOURCE_PREFIX.length))?.roles.includes('bureau') ?? false;
  };
};

/** What an institution sees of a finding: that another contract is involved, not whose; of what was said its own and the bureau's. */
const ownPartOf = (
  ledger: LedgerReader,
  only: string | undefined,
  size: number,
): ((finding: FindingJson) => FindingJson) => {
  if (only === undefined) return (finding) => finding;
  const own = SOURCE_PREFIX + only;
  const isBureau = bureauAt(ledger, size);
  return (finding) => {
    const subjects = finding.subjects.filter((name) => isSeen(ledger, name, only));
    return {
      ...finding,
      subjects,
      others: finding.subjects.length - subjects.length,
      events: finding.events.filter((key) => isSeen(ledger, subjectOf(ledger, key), only)),
      statements: finding.statements.filter(
        ({ state, source }) => state === 'resolved' || source === own || isBureau(source),
      ),
    };
  };
};

export interface FindingsJson {
  readonly asOf: AsOfJson;
  readonly findings: readonly FindingJson[];
  /** Cursor of the page after this one. */
  readonly next: string | null;
}

/** The last finding seen. */
const PLACE = /^(\d{1,15})-([0-9a-f]{16})$/;

const findingPlace = (parts: readonly string[] | undefined): FindingPlace | undefined => {
  const [sequence, id] = parts ?? [];
  return sequence === undefined || id === undefined ? undefined : { sequence: Number(sequence), id };
};

/** The findings after a place, so many read at once. */
function* findingsAfter(
  { readModel }: LedgerReader,
  options: FindingQuery & { readonly limit: number },
): Generator<StandingFinding> {
  let { after } = options;
  do {
    const read = listFindings(readModel.findings, { ...options, after });
    yield* read;
    after = read.length < options.limit ? undefined : read.at(-1);
  } while (after !== undefined);
}

/** A page of the findings that stand, in the order of their appearance. */
export const readFindings = (
  ledger: LedgerReader,
  parameters: Parameters,
  { only }: Pick<Place, 'only'>,
): FindingsJson => {
  onlyKnown(parameters, ['asOf', 'code', 'subject', 'cursor', 'limit']);
  const { subject, asOf } = parameters;
  const code = codeParameter(parameters.code);
  const filters = { code, subject };
  const after = findingPlace(placeOf(parameters.cursor, PLACE, filters));
  const limit = limitParameter(parameters, PAGE_LIMIT_MAX) ?? PAGE_LIMIT;
  const size = resolveAsOf(ledger.journal, asOf);
  const sees = (name: string): boolean => isSeen(ledger, name, only);
  const found: StandingFinding[] = [];
  // One more than the page has: whether there is a next one.
  const standing = findingsAfter(ledger, { size, code, subject, after, limit: limit + 1 });
  if (subject === undefined || sees(subject))
    for (const finding of standing) {
      if (finding.subjects.some(sees)) found.push(finding);
      if (found.length > limit) break;
    }
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const shown = ownPartOf(ledger, only, size);
  return {
    asOf: asOfJson(ledger.journal, size),
    findings: page.map((finding) => shown(findingJson(ledger, finding, size))),
    next: found.length > limit && last ? cursorAt(`${last.sequence}-${last.id}`, filters) : null,
  };
};
