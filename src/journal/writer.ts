import type { DatabaseSync } from 'node:sqlite';
import type { LogEntry } from '../log/port.ts';
import { bulkInsert, firstRow, openDatabase, prepareRows, transaction } from './database.ts';
import { type JournalReader, journalReader } from './reader.ts';
import { prepareJournal } from './schema.ts';
import { merkleTree, type OpenJournalTree } from './tree.ts';

/** Writing the journal: appends groups of entries with their indexes and tree hashes in one transaction. */
export interface JournalWriter {
  readonly database: DatabaseSync;
  /** A reader on the same connection. */
  readonly reader: JournalReader;
  readonly size: number;
  /** Appends all entries or none. Throws what SQLite throws; then nothing of them is stored. */
  append(entries: readonly LogEntry[]): void;
  /** Appends entries inside a transaction of the caller's. After it has thrown, or is rolled back, the writer is only closed. */
  add(entries: readonly LogEntry[]): void;
  close(): void;
}

interface Sources {
  /** The id of a source, given to it at its first use. */
  idOf(name: string): number;
  /** Forgets what a transaction that was rolled back may have given. */
  reset(): void;
}

const sourceTable = (database: DatabaseSync): Sources => {
  const find = prepareRows(database, 'SELECT id FROM source WHERE name = ?');
  const insert = database.prepare('INSERT INTO source (name) VALUES (?)');
  // Sources are the institutions, so there are few.
  const ids = new Map<string, number>();
  return {
    idOf: (name) => {
      const id =
        ids.get(name) ?? firstRow<[number]>(find, name)?.[0] ?? Number(insert.run(name).lastInsertRowid);
      ids.set(name, id);
      return id;
    },
    reset: () => ids.clear(),
  };
};

const openJournalDatabase = (path: string, synchronous: 'FULL' | 'NORMAL'): DatabaseSync => {
  const database = openDatabase(path, { synchronous });
  try {
    prepareJournal(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

/** Opens (or creates) a journal for writing. The caller holds the lock of the data directory. */
export const openJournalWriter = (
  path: string,
  synchronous: 'FULL' | 'NORMAL' = 'FULL',
  openTree: OpenJournalTree = merkleTree,
): JournalWriter => {
  const database = openJournalDatabase(path, synchronous);
  const reader = journalReader(database);
  const sources = sourceTable(database);
  // The text is bound as bytes: SQLite takes them as they are, and they are what the leaf hash is of.
  const insertEvent = database.prepare('INSERT INTO event VALUES (?, ?, ?, CAST(? AS TEXT))');
  const places = bulkInsert(database, 'INSERT INTO place', 2);
  const identities = bulkInsert(database, 'INSERT INTO identity', 3);
  let size = reader.size();
  const tree = openTree(database, { hashes: reader.hashes, size });

  const insert = (entry: LogEntry): void => {
    const bytes = entry.bytes ?? Buffer.from(entry.text, 'utf8');
    insertEvent.run(size, entry.recordedAt, tree.append(bytes), bytes);
    places.add(entry.subject, size);
    identities.add(sources.idOf(entry.source), entry.id, size);
    size += 1;
  };

  const insertAll = (entries: readonly LogEntry[]): void => {
    entries.forEach(insert);
    places.flush();
    identities.flush();
  };

  return {
    database,
    reader,
    get size() {
      return size;
    },
    append: (entries) => {
      const before = size;
      try {
        transaction(database, () => insertAll(entries));
      } catch (error) {
        size = before;
        tree.reset(before);
        sources.reset();
        places.reset();
        identities.reset();
        throw error;
      }
    },
    add: insertAll,
    close: () => database.close(),
  };
};
