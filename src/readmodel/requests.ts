import type { DatabaseSync } from 'node:sqlite';
import { allRows, prepareRows } from '../journal/database.ts';

/** Subjects on which a change was requested in the prefix of that size, in the order of their first request. */
export const requestSubjects = (database: DatabaseSync, size: number): readonly string[] =>
  allRows<[string]>(
    prepareRows(
      database,
      'SELECT subject FROM request WHERE sequence < ? GROUP BY subject ORDER BY min(sequence)',
    ),
    size,
  ).map(([subject]) => subject);
