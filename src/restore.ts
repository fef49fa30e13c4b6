import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { KEPT_FILES, KEPT_TABLE, type KeptFile } from './backup.ts';
import { orProblem } from './checkpoints.ts';
import { filesOf, journalSize, takeLock } from './directory.ts';
import { openExport } from './exchange/importLog.ts';
import { disown } from './journal/home.ts';
import { openJournalReader } from './journal/reader.ts';
import { rootOfBytes } from './journal/verifyBytes.ts';
import { openJournalWriter } from './journal/writer.ts';
import { Problem, wrongUse } from './problem.ts';
import { ledgerIdOf } from './sharedStore.ts';
import { checkContinues } from './signing/check.ts';
import { openSigned, readCheckpointFile } from './signing/checkpointFile.ts';
import { PUBLIC_MODE, SECRET_MODE, syncDirectory, syncFile, writeDurably } from './signing/durableFile.ts';
import { readVerifierKey } from './signing/keys.ts';
import { parseVerifierKey, type VerifierKey } from './transparency/index.ts';

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

/** What a backup or an export has beside the events. */
type Contents = ReadonlyMap<KeptFile, string>;

/** Takes what is kept beside the journal out of it, the key without a trace. */
const takeContents = (path: string): Contents => {
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

const restoreBackup = (file: string, partial: string): Contents => {
  copyFileSync(file, partial);
  return takeContents(partial);
};

const BATCH_ENTRIES = 4_096;

const restoreExport = (directory: string, partial: string): Contents => {
  const { note, batches } = openExport(directory, BATCH_ENTRIES);
  const journal = openJournalWriter(partial);
  try {
    for (const entries of batches) journal.append(entries);
  } catch (error) {
    throw error instanceof Problem ? error : damaged(directory, (error as Error).message);
  } finally {
    journal.close();
  }
  return new Map([['checkpoint', note]]);
};

/** What is about to become the journal is what was recorded, and holds what was signed. @throws Problem */
const verifyRestored = (
  partial: string,
  {
    contents,
    key,
    onProgress,
  }: RestoreOptions & { readonly contents: Contents; readonly key: VerifierKey | undefined },
): { readonly treeSize: string; readonly rootHash: string } => {
  const journal = openJournalReader(partial);
  try {
    const read = rootOfBytes(journal, onProgress);
    if (!read.ok) throw new Problem('LEAF_MISMATCH', { at: `event ${read.sequence}`, detail: partial });
    const note = contents.get('checkpoint');
    if (key && note !== undefined) {
      const { signed } = orProblem(openSigned(note, key, 'checkpoint'));
      orProblem(checkContinues(journal, signed.checkpoint));
    }
    return { treeSize: String(journal.size()), rootHash: read.rootHash };
  } finally {
    journal.close();
  }
};

/** @throws Problem INPUT_UNREADABLE */
const keptKey = (contents: Contents): VerifierKey | undefined => {
  const line = contents.get('verifierKey')?.trimEnd();
  try {
    return line === undefined ? undefined : parseVerifierKey(line);
  } catch (error) {
    throw damaged('signing.vkey', (error as Error).message);
  }
};

/**
 * The key by which the restored log is known. A directory whose journal is lost may still have the only key, and the newest
 * checkpoint: they stay, if they are of this log. @throws Problem DATA_EXISTS when they are of another one
 */
const keyOf = (files: Files, contents: Contents): VerifierKey | undefined => {
  const restored = keptKey(contents);
  const { key: here } = orProblem(readVerifierKey(files));
  if (here && restored && here.vkey !== restored.vkey)
    throw new Problem('DATA_EXISTS', { detail: `${files.verifierKey}: ${here.vkey}` });
  return restored ?? here;
};

/** Whether the checkpoint that is in the directory is of this log, and newer. */
const isNewerHere = (files: Files, contents: Contents, key: VerifierKey | undefined): boolean => {
  if (!key || !existsSync(files.checkpoint)) return false;
  const { signed: here } = orProblem(readCheckpointFile(files.checkpoint, key));
  const note = contents.get('checkpoint');
  const restored = note === undefined ? undefined : orProblem(openSigned(note, key, 'checkpoint')).signed;
  return here !== undefined && here.checkpoint.size > (restored?.checkpoint.size ?? 0);
};

/** A node of one ledger does not become one of another, nor an embedded one. @throws Problem DATA_EXISTS */
const requireSameNode = (directory: string, contents: Contents): void => {
  const id = ledgerIdOf(directory);
  if (id !== undefined && id !== contents.get('ledgerId')?.trim())
    throw new Problem('DATA_EXISTS', { detail: `${filesOf(directory).ledgerId}: ${id}` });
};

const SIGNED: readonly KeptFile[] = ['checkpoint', 'cosignatures'];

/** Writes what goes with the journal, but for what is there and is to stay. */
const keepContents = (files: Files, contents: Contents, key: VerifierKey | undefined): void => {
  const isNewer = isNewerHere(files, contents, key);
  for (const name of SIGNED) if (!isNewer) rmSync(files[name], { force: true });
  for (const [name, content] of contents) {
    const stays = SIGNED.includes(name) ? isNewer : existsSync(files[name]);
    if (!stays)
      writeDurably(files[name], content, { mode: name === 'signingKey' ? SECRET_MODE : PUBLIC_MODE });
  }
};

const clearPartial = (partial: string): void => {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(partial + suffix, { force: true });
};

const takePlace = (directory: string, partial: string, files: Files): void => {
  // A journal without events, and a read model of what was here before.
  for (const file of [files.journal, files.figures, files.findings])
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  syncFile(partial);
  renameSync(partial, files.journal);
  syncDirectory(directory);
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
    if (journalSize(directory) > 0) throw new Problem('DATA_EXISTS', { detail: directory });
    const partial = `${files.journal}.partial-${process.pid}`;
    clearPartial(partial);
    try {
      const from = statSync(path).isDirectory() ? 'export' : 'backup';
      const contents = from === 'export' ? restoreExport(path, partial) : restoreBackup(path, partial);
      requireSameNode(directory, contents);
      const key = keyOf(files, contents);
      const verified = verifyRestored(partial, { contents, key, ...(onProgress ? { onProgress } : {}) });
      keepContents(files, contents, key);
      takePlace(directory, partial, files);
      return { directory, from, ...verified };
    } finally {
      clearPartial(partial);
    }
  } finally {
    lock.release();
  }
};
