import type { DatabaseSync } from 'node:sqlite';
import { JOURNAL_VERSION, requireJournal, versionOf } from './format.ts';

/** What is written once; a place that is gone would let a fact be recorded twice. */
const FINAL_TABLES = ['event', 'place', 'identity', 'seal'] as const;

/**
 * The journal's tables: events by sequence (text as recorded, leaf hash), their places by subject and by identity, and the
 * tree's stored hashes. It is the truth of an embedded ledger and a replica of the log in a cluster. Places are tables of
 * their own, each a single tree that holds nothing twice: with columns of the event and indexes on them, an append cost
 * half as much again (measured).
 */
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

/** Creates the tables in an empty file. @throws JournalFormat for a file of another format */
export const prepareJournal = (database: DatabaseSync): void => {
  if (versionOf(database) === 0) database.exec(`BEGIN IMMEDIATE; ${TABLES} COMMIT`);
  requireJournal(database);
};
