import type { LogEntry } from '../log/port.ts';
import type { JournalReader } from './reader.ts';
import { openJournalWriter } from './writer.ts';

/**
 * An append of any length: one transaction that is written as it grows and read by who writes it, while nobody else sees
 * anything of it before it is committed. A process that dies leaves nothing of it.
 */
export interface LongAppend {
  /** Reads what was there before, and what was added. */
  readonly reader: JournalReader;
  /** Throws what SQLite throws; then nothing of all that was added will stand. */
  add(entries: readonly LogEntry[]): void;
  /** Everything is durable, or throws what SQLite throws and nothing stands. */
  commit(): void;
  rollback(): void;
}

/** The caller holds the lock of the data directory, and nobody else appends before this has ended. */
export const openLongAppend = (path: string, synchronous: 'FULL' | 'NORMAL'): LongAppend => {
  const writer = openJournalWriter(path, synchronous);
  const { database } = writer;
  // Copying a long log into the file is left to the thread that writes next.
  database.exec('PRAGMA wal_autocheckpoint=0');
  database.exec('BEGIN IMMEDIATE');
  const rollback = (): void => {
    // After some errors (a full disk is one) SQLite has rolled back, and a further insert would be durable by itself.
    if (database.isOpen && database.isTransaction) database.exec('ROLLBACK');
    if (database.isOpen) writer.close();
  };
  const orRollback = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      rollback();
      throw error;
    }
  };
  return {
    reader: writer.reader,
    add: (entries) => orRollback(() => writer.add(entries)),
    commit: () => {
      orRollback(() => database.exec('COMMIT'));
      writer.close();
    },
    rollback,
  };
};
