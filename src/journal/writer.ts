import type { DatabaseSync } from 'node:sqlite';
import type { LogEntry } from '../log/port.ts';
import { type Appender, leafHash, openAppender } from '../transparency/index.ts';
import { bulkInsert, firstRow, openDatabase, prepareRows, transaction } from './database.ts';
import { type JournalReader, journalReader } from './reader.ts';
import { prepareJournal } from './schema.ts';

/** Writing the journal: appends groups of entries with their indexes and tree hashes in one transaction. */
export interface JournalWriter {
  readonly database: DatabaseSync;
  /** A reader on the same connection. */
  readonly reader: JournalReader;
  readonly size: number;
  /** Appends all entries or none. Throws what SQLite throws; then nothing of them is stored. */
  append(entries: readonly LogEntry[]): void;
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
export const openJournalWriter = (path: string, synchronous: 'FULL' | 'NORMAL' = 'FULL'): JournalWriter => {
  const database = openJournalDatabase(path, synchronous);
  const reader = journalReader(database);
  const sources = sourceTable(database);
  // The text is bound as bytes: SQLite takes them as they are, and they are what the leaf hash is of.
  const insertEvent = database.prepare('INSERT INTO event VALUES (?, ?, ?, CAST(? AS TEXT))');
  const insertNode = database.prepare('INSERT INTO tree VALUES (?, ?, ?)');
  const places = bulkInsert(database, 'INSERT INTO place', 2);
  const identities = bulkInsert(database, 'INSERT INTO identity', 3);
  let tree: Appender = openAppender(reader.hashes, reader.size());

  const insert = (entry: LogEntry): void => {
    const bytes = entry.bytes ?? Buffer.from(entry.text, 'utf8');
    const hash = leafHash(bytes);
    const sequence = tree.size;
    insertEvent.run(sequence, entry.recordedAt, hash, bytes);
    places.add(entry.subject, sequence);
    identities.add(sources.idOf(entry.source), entry.id, sequence);
    for (const node of tree.append(hash)) insertNode.run(node.tileLevel, node.index, node.hash);
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
      return tree.size;
    },
    append: (entries) => {
      const before = tree.state();
      try {
        transaction(database, () => insertAll(entries));
      } catch (error) {
        tree = openAppender(reader.hashes, before.size);
        sources.reset();
        places.reset();
        identities.reset();
        throw error;
      }
    },
    close: () => database.close(),
  };
};
