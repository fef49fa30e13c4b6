import { DatabaseSync } from 'node:sqlite';
import { isBusy } from './database.ts';

/**
 * The lock of a data directory: one process writes it. The lock file is itself a SQLite database held by an exclusive
 * transaction, which the kernel lets go at any death of the process; a PID file would go stale, and the PID is 1 in
 * every container.
 */
export interface DirectoryLock {
  release(): void;
}

/** Locks held by this process: a database that nothing refers to is closed when memory is collected, and its lock with it. */
const held = new Set<DatabaseSync>();

/** Takes the lock, or returns undefined when another process (or this one) holds it, and still does after `waitMs`. */
export const tryLock = (path: string, waitMs = 0): DirectoryLock | undefined => {
  const database = new DatabaseSync(path, { timeout: waitMs });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
  held.add(database);
  return {
    release: () => {
      held.delete(database);
      database.close();
    },
  };
};
