import type { DatabaseSync } from 'node:sqlite';
import { type Publication, publicationOf } from '../domain/bulletins.ts';
import { splitSubject } from '../domain/subject.ts';
import { allRows, prepareRows } from '../journal/database.ts';
import type { SubjectReader } from './records.ts';

/** The bulletins published in a prefix of the log. */

export interface PublishedAt extends Publication {
  /** Of `bulletin/<id>`. */
  readonly id: string;
}

/** Reads the bulletins of the prefix of a size, in the order of their publication. */
export const publishedReader = (
  database: DatabaseSync,
  readSubject: SubjectReader,
): ((size: number) => readonly PublishedAt[]) => {
  const requested = prepareRows(
    database,
    "SELECT DISTINCT subject FROM request WHERE sequence < ? AND subject >= 'bulletin/' AND subject < 'bulletin0'",
  );
  return (size) =>
    allRows<[string]>(requested, size)
      .flatMap(([subject]) => {
        const publication = publicationOf(readSubject(subject, size));
        return publication ? [{ ...publication, id: splitSubject(subject).caseId }] : [];
      })
      .sort((a, b) => a.approval.sequence - b.approval.sequence);
};
