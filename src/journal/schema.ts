import type { DatabaseSync } from 'node:sqlite';

/**
 * The journal's tables: events by sequence (text as recorded, leaf hash), their places by subject and by identity, and the
 * tree's stored hashes. It is the truth of an embedded ledger and a replica of the log in a cluster. Places are tables of
 * their own, each a single tree that holds nothing twice: with columns of the event and indexes on them, an append cost
 * half as much again (measured).
 */
export const JOURNAL_VERSION = 1;

/** What is written once; a place that is gone would let a fact be recorded twice. */
const FINAL_TABLES = ['event', 'place', 'identity', 'seal'] as const;

const TABLES = `
  CREATE TABLE event (
    sequence INTEGER PRIMARY KEY,
    recorded_at INTEGER NOT NULL,
    leaf_hash BLOB NOT NULL,
    text TEXT NOT NULL
  ) STRICT;
  CREATE TABLE place (
    subject TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (subject, sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE identity (
    source INTEGER NOT NULL,
    id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (source, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE tree (
    level INTEGER NOT NULL,
    position INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (level, position)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE home (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    device TEXT NOT NULL,
    inode TEXT NOT NULL
  ) STRICT;
  CREATE TABLE seal (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    successor TEXT NOT NULL
  ) STRICT;
  ${FINAL_TABLES.map(
    (table) => `
  CREATE TRIGGER ${table}_is_final_1 BEFORE UPDATE ON ${table}
    BEGIN SELECT RAISE(ABORT, 'a recorded event is never changed'); END;
  CREATE TRIGGER ${table}_is_final_2 BEFORE DELETE ON ${table}
    BEGIN SELECT RAISE(ABORT, 'a recorded event is never deleted'); END;`,
  ).join('')}
  PRAGMA user_version=${JOURNAL_VERSION};
`;

/** Creates the tables in an empty file; refuses a file of another version. */
export const prepareJournal = (database: DatabaseSync): void => {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version === JOURNAL_VERSION) return;
  if (version !== 0) throw new Error(`journal of version ${version}; this program reads ${JOURNAL_VERSION}`);
  database.exec(`BEGIN IMMEDIATE; ${TABLES} COMMIT`);
};
