import { readHistory } from '../domain/history.ts';
import { ownerOf } from '../domain/ownership.ts';
import { SOURCE_PREFIX } from '../domain/shapes.ts';
import { isContractLine, splitSubject } from '../domain/subject.ts';
import type { JournalReader } from '../journal/reader.ts';
import type { LedgerReader } from '../main.ts';
import { institutionParts } from '../readmodel/institutionPart.ts';
import { lineageReader } from '../readmodel/lineage.ts';

/** What an institution sees: its own contracts, and its own part of the figures. */

/** The ledger whose figures, and the entries behind them, are an institution's own part; all of them without one. */
export const ownPart = (ledger: LedgerReader, only: string | undefined): LedgerReader => {
  if (only === undefined) return ledger;
  const { readModel, journal, rules } = ledger;
  const figures = institutionParts(readModel.figures, ledger.figures).of(only);
  return {
    ...ledger,
    figures,
    lineage: lineageReader(readModel.figures, journal, { figures, rules, only }),
  };
};

interface Known {
  readonly revisions: number;
  readonly owner: string | undefined;
}

/** Contracts whose owner is kept; dropped whole when full. */
const KNOWN_MAX = 50_000;
const knownOf = new WeakMap<LedgerReader['readModel'], Map<string, Known>>();

const readOwner = (journal: JournalReader, subject: string): string | undefined => {
  const { line } = splitSubject(subject);
  return isContractLine(line) ? ownerOf(line, readHistory(journal.ofSubject(subject))) : undefined;
};

const contractOwner = ({ readModel, journal }: LedgerReader, subject: string): string | undefined => {
  const known = knownOf.get(readModel) ?? new Map<string, Known>();
  knownOf.set(readModel, known);
  const revisions = journal.revisionCount(subject);
  const found = known.get(subject);
  if (found?.revisions === revisions) return found.owner;
  if (known.size >= KNOWN_MAX) known.clear();
  const owner = readOwner(journal, subject);
  known.set(subject, { revisions, owner });
  return owner;
};

/**
 * Whether an institution sees a subject: a contract that belongs to it now, whatever the vintage that is asked for, and what
 * it has itself confirmed. Without an institution everything is seen.
 */
export const isSeen = (ledger: LedgerReader, subject: string, only: string | undefined): boolean => {
  if (only === undefined) return true;
  const { line, caseId } = splitSubject(subject);
  if (line === 'report') return caseId.startsWith(`${only}.`);
  return isContractLine(line) && contractOwner(ledger, subject) === SOURCE_PREFIX + only;
};
