import type { DatabaseSync } from 'node:sqlite';
import { isBusy, openDatabase } from './database.ts';

/**
 * The lock of a data directory: one process writes it. The lock file is itself a SQLite database held by an exclusive
 * transaction, which the kernel lets go at any death of the process; a PID file would go stale, and the PID is 1 in
 * every container.
 */
export interface DirectoryLock {
  release(): void;
}

/** Takes the lock, or returns undefined when another process holds it. */
export const tryLock = (path: string): DirectoryLock | undefined => {
  let database: DatabaseSync | undefined;
  try {
    database = openDatabase(path, { synchronous: 'NORMAL' });
    database.exec('PRAGMA busy_timeout=0; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
  const held = database;
  return {
    release: () => {
      held.exec('ROLLBACK');
      held.close();
    },
  };
};
