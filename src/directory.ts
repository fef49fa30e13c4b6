import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type DirectoryLock, tryLock } from './journal/lock.ts';
import { openJournalWriter } from './journal/writer.ts';
import { Problem } from './problem.ts';
import { FIGURES, FINDINGS } from './readmodel/projections.ts';

/** A data directory: its files, and the lock of the one process that writes it. */

/** Files of a data directory. */
export const filesOf = (directory: string) => ({
  journal: join(directory, 'journal.sqlite'),
  figures: join(directory, `figures-${FIGURES.version}.sqlite`),
  findings: join(directory, `findings-${FINDINGS.version}.sqlite`),
  lock: join(directory, 'lock.sqlite'),
  signingKey: join(directory, 'signing.key'),
  verifierKey: join(directory, 'signing.vkey'),
  checkpoint: join(directory, 'checkpoint'),
  /** The last one under an earlier name. */
  formerCheckpoint: join(directory, 'checkpoint.former'),
  cosignatures: join(directory, 'cosignatures.json'),
  /** Of the ledger in a shared store whose node the directory is. */
  ledgerId: join(directory, 'ledger.id'),
});

/** @throws Problem DATA_MISSING */
export const requireLedger = (directory: string): void => {
  if (!existsSync(filesOf(directory).journal)) throw new Problem('DATA_MISSING', { detail: directory });
};

/** `status` holds the lock for a moment, to see whether somebody else does. */
const LOCK_WAIT_MS = 500;

/** @throws Problem DATA_LOCKED */
export const takeLock = (directory: string): DirectoryLock => {
  const lock = tryLock(filesOf(directory).lock, LOCK_WAIT_MS);
  if (!lock) throw new Problem('DATA_LOCKED', { detail: directory });
  return lock;
};

/** Events of a data directory, 0 where there is none. */
export const journalSize = (directory: string): number => {
  const { journal: path } = filesOf(directory);
  if (!existsSync(path)) return 0;
  const journal = openJournalWriter(path);
  const { size } = journal;
  journal.close();
  return size;
};
