import * as z from 'zod';
import { fault, holdsPersonalData } from './shapes.ts';
import { usccProblem } from './uscc.ts';

/** Subjects: `<line>/<case id>` (domain.md §4). */

export const CONTRACT_LINES = [
  'pledge',
  'policy',
  'deal',
  'fund',
  'securitization',
  'riskPool',
  'budget',
] as const;
export type ContractLine = (typeof CONTRACT_LINES)[number];

const RECORD_LINES = [
  'observation',
  'target',
  'participant',
  'period',
  'report',
  'bulletin',
  'ledger',
  'finding',
] as const;
export type Line = ContractLine | (typeof RECORD_LINES)[number];

export const LINES: readonly Line[] = [...CONTRACT_LINES, ...RECORD_LINES];
const LINE_NAMES: ReadonlySet<string> = new Set(LINES);
const CASE_ID = /^[A-Za-z0-9._-]{1,100}$/;
const PERIOD = /^\d{4}(-(0[1-9]|1[0-2]))?$/;
const FINDING_ID = /^[0-9a-f]{16}$/;

/** Line and case id of a subject whose form has been checked. */
export const splitSubject = (subject: string): { readonly line: Line; readonly caseId: string } => {
  const slash = subject.indexOf('/');
  return { line: subject.slice(0, slash) as Line, caseId: subject.slice(slash + 1) };
};

export const isContractLine = (line: Line): line is ContractLine =>
  (CONTRACT_LINES as readonly string[]).includes(line);

/** The line of a well-formed subject, or undefined. `indicators` are the codes known to the plan. */
export const lineOfSubject = (subject: string, indicators: ReadonlySet<string>): Line | undefined => {
  const slash = subject.indexOf('/');
  if (slash < 0) return undefined;
  const line = subject.slice(0, slash);
  const caseId = subject.slice(slash + 1);
  if (!LINE_NAMES.has(line)) return undefined;
  return caseIdFits(line as Line, caseId, indicators) ? (line as Line) : undefined;
};

const caseIdFits = (line: Line, caseId: string, indicators: ReadonlySet<string>): boolean => {
  switch (line) {
    case 'observation':
    case 'target':
      return indicators.has(caseId);
    case 'participant':
      return usccProblem(caseId) === undefined;
    case 'period':
      return PERIOD.test(caseId);
    case 'report':
      return (
        usccProblem(caseId.slice(0, 18)) === undefined && caseId[18] === '.' && PERIOD.test(caseId.slice(19))
      );
    case 'ledger':
      return caseId === 'main';
    case 'finding':
      return FINDING_ID.test(caseId);
    default:
      return CASE_ID.test(caseId);
  }
};

/** What a subject of that line looks like, for messages. */
export const subjectForm = (line: Line): string => {
  switch (line) {
    case 'observation':
    case 'target':
      return `${line}/<indicator>`;
    case 'participant':
      return 'participant/<uscc>';
    case 'period':
      return 'period/<yyyy-mm | yyyy>';
    case 'report':
      return 'report/<uscc>.<period>';
    case 'ledger':
      return 'ledger/main';
    case 'finding':
      return 'finding/<16 hex digits>';
    default:
      return `${line}/[A-Za-z0-9._-]{1,100}`;
  }
};

/** A reference to a contract of another line. */
export const contractReference = (line: ContractLine) =>
  z.string().check((payload) => {
    const { value } = payload;
    if (!value.startsWith(`${line}/`) || !CASE_ID.test(value.slice(line.length + 1)))
      return fault(payload, 'VALUE_FORM', [], { expected: subjectForm(line) });
    if (holdsPersonalData(value)) fault(payload, 'PERSONAL_DATA');
  });

export const isPeriod = (value: string): boolean => PERIOD.test(value);
