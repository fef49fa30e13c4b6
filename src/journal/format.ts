import type { DatabaseSync } from 'node:sqlite';

/** The format of the journal's tables: raised with each change of them. */
export const JOURNAL_VERSION = 2;

/** A journal of another format than this program's: nothing in it is read or written. */
export class JournalFormat extends Error {
  readonly path: string;
  /** 0 where there are no tables: whoever was to make them has been stopped. */
  readonly found: number;
  constructor(path: string, found: number) {
    super(`journal of format ${found}; this program reads ${JOURNAL_VERSION}`);
    this.name = 'JournalFormat';
    this.path = path;
    this.found = found;
  }
}

export const versionOf = (database: DatabaseSync): number =>
  (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;

/** @throws JournalFormat for a file of another format, or without tables */
export const requireJournal = (database: DatabaseSync): void => {
  const version = versionOf(database);
  if (version !== JOURNAL_VERSION) throw new JournalFormat(database.location() ?? '', version);
};
