import type { DatabaseSync } from 'node:sqlite';
import type { FindingConcern } from '../domain/findingRules.ts';
import { readHistory } from '../domain/history.ts';
import { ownerOf } from '../domain/ownership.ts';
import { isContractLine, splitSubject } from '../domain/subject.ts';
import type { JournalReader } from '../journal/reader.ts';
import { findingSubjects } from './findings.ts';

/** Whom a finding concerns: the owners of its contracts as these are read now; undefined for a finding that is not known. */
export const findingOwners = (
  database: DatabaseSync,
  journal: JournalReader,
  id: string,
): FindingConcern | undefined => {
  const subjects = findingSubjects(database, id);
  if (!subjects) return undefined;
  const owners = subjects.flatMap((subject) => {
    const { line } = splitSubject(subject);
    const owner = isContractLine(line) ? ownerOf(line, readHistory(journal.ofSubject(subject))) : undefined;
    return owner ?? [];
  });
  return { owners: [...new Set(owners)] };
};
