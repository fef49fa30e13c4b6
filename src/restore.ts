import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { KEPT_FILES, KEPT_TABLE, type KeptFile } from './backup.ts';
import { orProblem } from './checkpoints.ts';
import { filesOf, takeLock } from './directory.ts';
import { openExport } from './exchange/importLog.ts';
import { disown } from './journal/home.ts';
import { openJournalReader } from './journal/reader.ts';
import { rootOfBytes } from './journal/verifyBytes.ts';
import { openJournalWriter } from './journal/writer.ts';
import { Problem, wrongUse } from './problem.ts';
import { checkContinues } from './signing/check.ts';
import { openSigned } from './signing/checkpointFile.ts';
import { PUBLIC_MODE, SECRET_MODE, syncDirectory, syncFile, writeDurably } from './signing/durableFile.ts';
import { readVerifierKey } from './signing/keys.ts';

/**
 * `restore`: a data directory from a backup or an exported log, with the same events and so the same figures and root. It
 * is a copy, and read-only until it is resumed. The journal takes its name last: before that there is no ledger.
 */
export interface RestoreOptions {
  readonly onProgress?: (events: number) => void;
}

export interface Restored {
  readonly directory: string;
  readonly from: 'backup' | 'export';
  readonly treeSize: string;
  readonly rootHash: string;
}

type Files = ReturnType<typeof filesOf>;

const damaged = (at: string, detail: string): Problem => new Problem('INPUT_UNREADABLE', { at, detail });

const keepFile = (files: Files, name: KeptFile, content: string): void =>
  writeDurably(files[name], content, { mode: name === 'signingKey' ? SECRET_MODE : PUBLIC_MODE });

/** Takes what is kept beside the journal out of it, the key without a trace. */
const takeContents = (path: string): ReadonlyMap<KeptFile, string> => {
  const database = new DatabaseSync(path);
  try {
    const rows = database.prepare(`SELECT name, content FROM ${KEPT_TABLE}`).all() as {
      name: KeptFile;
      content: string;
    }[];
    database.exec(`PRAGMA secure_delete=ON; DROP TABLE ${KEPT_TABLE}`);
    disown(database);
    return new Map(
      rows.filter(({ name }) => KEPT_FILES.includes(name)).map(({ name, content }) => [name, content]),
    );
  } catch (error) {
    throw damaged(path, (error as Error).message);
  } finally {
    database.close();
  }
};

const restoreBackup = (file: string, partial: string, files: Files): void => {
  copyFileSync(file, partial);
  const contents = takeContents(partial);
  for (const [name, content] of contents) keepFile(files, name, content);
};

const BATCH_ENTRIES = 4_096;

const restoreExport = (directory: string, partial: string, files: Files): void => {
  const { note, batches } = openExport(directory, BATCH_ENTRIES);
  const journal = openJournalWriter(partial);
  try {
    for (const entries of batches) journal.append(entries);
  } catch (error) {
    throw error instanceof Problem ? error : damaged(directory, (error as Error).message);
  } finally {
    journal.close();
  }
  keepFile(files, 'checkpoint', note);
};

/** What is about to become the journal is what was recorded, and holds what was signed. @throws Problem */
const verifyRestored = (
  partial: string,
  files: Files,
  onProgress: RestoreOptions['onProgress'],
): { readonly treeSize: string; readonly rootHash: string } => {
  const journal = openJournalReader(partial);
  try {
    const read = rootOfBytes(journal, onProgress);
    if (!read.ok) throw new Problem('LEAF_MISMATCH', { at: `event ${read.sequence}`, detail: partial });
    const { key } = orProblem(readVerifierKey(files));
    if (key && existsSync(files.checkpoint)) {
      const note = readFileSync(files.checkpoint, 'utf8');
      const { signed } = orProblem(openSigned(note, key, files.checkpoint));
      orProblem(checkContinues(journal, signed.checkpoint));
    }
    return { treeSize: String(journal.size()), rootHash: read.rootHash };
  } finally {
    journal.close();
  }
};

const clearPartial = (partial: string): void => {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(partial + suffix, { force: true });
};

const takePlace = (directory: string, partial: string, files: Files): void => {
  // Of an `init` that was killed before its first event.
  for (const suffix of ['', '-wal', '-shm']) rmSync(files.journal + suffix, { force: true });
  syncFile(partial);
  renameSync(partial, files.journal);
  syncDirectory(directory);
};

/** Removes what an attempt has left that did not come to its end. */
const clearFiles = (files: Files): void => {
  for (const name of KEPT_FILES) rmSync(files[name], { force: true });
};

const hasEvents = ({ journal: path }: Files): boolean => {
  if (!existsSync(path)) return false;
  const journal = openJournalWriter(path);
  try {
    return journal.size > 0;
  } finally {
    journal.close();
  }
};

/**
 * Restores a backup or an exported log into a directory that holds no ledger.
 * @throws Problem USAGE, DATA_EXISTS, DATA_LOCKED, INPUT_UNREADABLE, ROOT_MISMATCH, LEAF_MISMATCH, HISTORY_REWRITTEN
 */
export const restoreLedger = (
  directory: string,
  path: string,
  { onProgress }: RestoreOptions = {},
): Restored => {
  if (!existsSync(path)) throw wrongUse(`没有此文件或目录：${path}`, `no such file or directory: ${path}`);
  mkdirSync(directory, { recursive: true });
  const files = filesOf(directory);
  const lock = takeLock(directory);
  try {
    if (hasEvents(files)) throw new Problem('DATA_EXISTS', { detail: directory });
    const partial = `${files.journal}.partial-${process.pid}`;
    clearPartial(partial);
    clearFiles(files);
    try {
      const from = statSync(path).isDirectory() ? 'export' : 'backup';
      if (from === 'export') restoreExport(path, partial, files);
      else restoreBackup(path, partial, files);
      const verified = verifyRestored(partial, files, onProgress);
      takePlace(directory, partial, files);
      return { directory, from, ...verified };
    } catch (error) {
      clearPartial(partial);
      clearFiles(files);
      throw error;
    }
  } finally {
    lock.release();
  }
};
