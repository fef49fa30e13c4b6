import type { DatabaseSync } from 'node:sqlite';

/**
 * The journal's tables: events by sequence (text as recorded, leaf hash), indexes by subject and by identity, and the
 * tree's stored hashes. It is the truth of an embedded ledger and a replica of the log in a cluster.
 */
export const JOURNAL_VERSION = 1;

const TABLES = `
  CREATE TABLE subject (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE event (
    sequence INTEGER PRIMARY KEY,
    subject INTEGER NOT NULL,
    source INTEGER NOT NULL,
    id TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    leaf_hash BLOB NOT NULL,
    text TEXT NOT NULL
  ) STRICT;
  CREATE INDEX event_of_subject ON event (subject, sequence);
  CREATE UNIQUE INDEX event_identity ON event (source, id);
  CREATE TABLE tree (
    level INTEGER NOT NULL,
    position INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (level, position)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER event_is_final_1 BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'a recorded event is never changed'); END;
  CREATE TRIGGER event_is_final_2 BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'a recorded event is never deleted'); END;
  PRAGMA user_version=${JOURNAL_VERSION};
`;

/** Creates the tables in an empty file; refuses a file of another version. */
export const prepareJournal = (database: DatabaseSync): void => {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version === JOURNAL_VERSION) return;
  if (version !== 0) throw new Error(`journal of version ${version}; this program reads ${JOURNAL_VERSION}`);
  database.exec(`BEGIN IMMEDIATE; ${TABLES} COMMIT`);
};
