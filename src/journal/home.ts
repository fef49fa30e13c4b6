import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { allRows, firstRow, openDatabase, prepareRows } from './database.ts';
import { requireJournal } from './format.ts';

/**
 * A journal knows the file that it lives in. A copy of it is another file, and two that go on from one past would be a
 * fork: a copy is read and not written, until it is shown that nothing it lacks is known outside. One that another place
 * has taken over from is never written again.
 */
export type Standing =
  | { readonly kind: 'home' }
  | { readonly kind: 'copy' }
  | { readonly kind: 'sealed'; readonly successor: string };

interface FileIdentity {
  readonly device: string;
  /** With the time of its birth, where one is known: the number of a file that is gone is given again. */
  readonly inode: string;
}

const identityOf = (path: string): FileIdentity => {
  const { dev, ino, birthtimeNs, ctimeNs } = statSync(path, { bigint: true });
  // Where none is kept it is said to be 0, or when the file was changed last.
  const isKnown = birthtimeNs !== 0n && birthtimeNs !== ctimeNs;
  return { device: String(dev), inode: isKnown ? `${ino}@${birthtimeNs}` : String(ino) };
};

/** A birth that is known on one side only says nothing: another system may show none of the same file. */
const isSameInode = (one: string, other: string): boolean => {
  const [[number, born], [otherNumber, otherBorn]] = [one.split('@'), other.split('@')];
  return number === otherNumber && (born === undefined || otherBorn === undefined || born === otherBorn);
};

const standingIn = (database: DatabaseSync, path: string): Standing => {
  const sealed = firstRow<[string]>(prepareRows(database, 'SELECT successor FROM seal'));
  if (sealed) return { kind: 'sealed', successor: sealed[0] };
  const { device, inode } = identityOf(path);
  const homes = allRows<[string, string]>(prepareRows(database, 'SELECT device, inode FROM home'));
  const isHome = homes.some(([onDevice, atInode]) => onDevice === device && isSameInode(atInode, inode));
  return { kind: isHome ? 'home' : 'copy' };
};

const withDatabase = <T>(path: string, readOnly: boolean, work: (database: DatabaseSync) => T): T => {
  const database = openDatabase(path, { readOnly });
  try {
    requireJournal(database);
    return work(database);
  } finally {
    database.close();
  }
};

/** How a journal file stands; takes no lock. */
export const standingOf = (path: string): Standing =>
  withDatabase(path, true, (database) => standingIn(database, path));

/** Makes this file the journal's own. The caller holds the lock, and knows that no other goes on from the same past. */
export const claimHome = (path: string): void => {
  const { device, inode } = identityOf(path);
  withDatabase(path, false, (database) =>
    database.prepare('INSERT OR REPLACE INTO home VALUES (1, ?, ?)').run(device, inode),
  );
};

/** Makes a journal at home nowhere: a copy, wherever its file is. */
export const disown = (database: DatabaseSync): void => database.exec('DELETE FROM home');

/** Makes a journal read-only for good, in favor of its successor. The caller holds the lock. */
export const sealJournal = (path: string, successor: string): void => {
  withDatabase(path, false, (database) =>
    database.prepare('INSERT OR IGNORE INTO seal VALUES (1, ?)').run(successor),
  );
};
