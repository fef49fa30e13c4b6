import type { DatabaseSync } from 'node:sqlite';
import type { LogEntry } from '../log/port.ts';
import { type Appender, leafHash, openAppender } from '../transparency/index.ts';
import { firstRow, openDatabase, prepareRows, transaction } from './database.ts';
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

/** Cached ids of names; dropped whole when it is full, which is cheaper than keeping an order. */
const NAME_CACHE_MAX = 10_000;

interface Names {
  /** The id of a name, given to it at its first use. */
  idOf(name: string): number;
  /** Forgets what a transaction that was rolled back may have given. */
  reset(): void;
}

const nameTable = (database: DatabaseSync, table: 'subject' | 'source'): Names => {
  const find = prepareRows(database, `SELECT id FROM ${table} WHERE name = ?`);
  const insert = database.prepare(`INSERT INTO ${table} (name) VALUES (?) ON CONFLICT DO NOTHING`);
  const cache = new Map<string, number>();
  return {
    idOf: (name) => {
      const cached = cache.get(name);
      if (cached !== undefined) return cached;
      if (cache.size >= NAME_CACHE_MAX) cache.clear();
      // Most names are new, so the insert is tried first.
      const { changes, lastInsertRowid } = insert.run(name);
      const id = changes === 1 ? Number(lastInsertRowid) : (firstRow<[number]>(find, name)?.[0] as number);
      cache.set(name, id);
      return id;
    },
    reset: () => cache.clear(),
  };
};

/** Opens (or creates) a journal for writing. The caller holds the lock of the data directory. */
export const openJournalWriter = (path: string, synchronous: 'FULL' | 'NORMAL' = 'FULL'): JournalWriter => {
  const database = openDatabase(path, { synchronous });
  prepareJournal(database);
  const reader = journalReader(database);
  const subjects = nameTable(database, 'subject');
  const sources = nameTable(database, 'source');
  const insertEvent = database.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)');
  const insertNode = database.prepare('INSERT INTO tree VALUES (?, ?, ?)');
  let tree: Appender = openAppender(reader.hashes, reader.size());

  const insert = (entry: LogEntry): void => {
    const hash = leafHash(Buffer.from(entry.text, 'utf8'));
    const sequence = tree.size;
    const subject = subjects.idOf(entry.subject);
    const source = sources.idOf(entry.source);
    insertEvent.run(sequence, subject, source, entry.id, entry.recordedAt, hash, entry.text);
    for (const node of tree.append(hash)) insertNode.run(node.tileLevel, node.index, node.hash);
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
        transaction(database, () => entries.forEach(insert));
      } catch (error) {
        tree = openAppender(reader.hashes, before.size);
        subjects.reset();
        sources.reset();
        throw error;
      }
    },
    close: () => database.close(),
  };
};
