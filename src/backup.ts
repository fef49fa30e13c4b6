import { chmodSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { orProblem, rootWords } from './checkpoints.ts';
import { filesOf, requireLedger } from './directory.ts';
import { copyDatabase } from './journal/database.ts';
import { openJournalReader } from './journal/reader.ts';
import { rootOfBytes } from './journal/verifyBytes.ts';
import { Problem, wrongUse } from './problem.ts';
import { checkContinues } from './signing/check.ts';
import { openSigned } from './signing/checkpointFile.ts';
import { SECRET_MODE, syncDirectory, syncFile } from './signing/durableFile.ts';
import { readVerifierKey } from './signing/keys.ts';

/**
 * A backup is one file: the journal as it is at one moment, beside whoever writes, and in a table of its own what else a
 * data directory keeps. Figures and findings are made again from the journal. It is checked before it takes its name.
 */

/** What the table `kept` holds, by the files of a data directory; the key only when it is asked for. */
const KEPT = ['checkpoint', 'cosignatures', 'verifierKey', 'ledgerId'] as const;
export const KEPT_FILES = [...KEPT, 'signingKey'] as const;
export type KeptFile = (typeof KEPT_FILES)[number];
export const KEPT_TABLE = 'kept';

export interface BackupOptions {
  readonly withKey: boolean;
  readonly onProgress?: (events: number) => void;
}

export interface BackedUp {
  readonly file: string;
  readonly treeSize: string;
  readonly rootHash: string;
  readonly withKey: boolean;
}

type Contents = ReadonlyMap<KeptFile, string>;

const contentsOf = (directory: string, withKey: boolean): Contents => {
  const files = filesOf(directory);
  return new Map(
    (withKey ? KEPT_FILES : KEPT)
      .filter((name) => existsSync(files[name]))
      .map((name) => [name, readFileSync(files[name], 'utf8')]),
  );
};

const addContents = (path: string, contents: Contents): void => {
  const database = new DatabaseSync(path);
  try {
    database.exec(`CREATE TABLE ${KEPT_TABLE} (name TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT`);
    const insert = database.prepare(`INSERT INTO ${KEPT_TABLE} VALUES (?, ?)`);
    for (const [name, content] of contents) insert.run(name, content);
  } finally {
    database.close();
  }
};

/** Reads back from its bytes what was written. @throws Problem TREE_DAMAGED, HISTORY_REWRITTEN */
const verifyCopy = (
  path: string,
  directory: string,
  contents: Contents,
  onProgress: BackupOptions['onProgress'],
): { readonly treeSize: string; readonly rootHash: string } => {
  const files = filesOf(directory);
  const source = openJournalReader(files.journal);
  const copy = openJournalReader(path);
  try {
    const size = copy.size();
    const read = rootOfBytes(copy, onProgress);
    if (!read.ok) throw new Problem('TREE_DAMAGED', { detail: `event ${read.sequence}` });
    if (read.rootHash !== source.rootHash(size))
      throw new Problem('TREE_DAMAGED', { detail: rootWords(size, read.rootHash) });
    const { key } = orProblem(readVerifierKey(files));
    const note = contents.get('checkpoint');
    if (key && note !== undefined) {
      const { signed } = orProblem(openSigned(note, key, files.checkpoint));
      orProblem(checkContinues(copy, signed.checkpoint));
    }
    return { treeSize: String(size), rootHash: read.rootHash };
  } finally {
    copy.close();
    source.close();
  }
};

/** @throws Problem DATA_MISSING, USAGE, TREE_DAMAGED, HISTORY_REWRITTEN */
export const backupLedger = (
  directory: string,
  file: string,
  { withKey, onProgress }: BackupOptions,
): BackedUp => {
  requireLedger(directory);
  if (existsSync(file)) throw wrongUse(`${file} 已存在`, `${file} is there already`);
  const partial = `${file}.partial-${process.pid}`;
  // Left by a process of the same number that was killed.
  rmSync(partial, { force: true });
  try {
    // Before the journal, which is then never behind its checkpoint.
    const contents = contentsOf(directory, withKey);
    if (withKey && !contents.has('signingKey'))
      throw new Problem('SIGNING_KEY_MISSING', { detail: filesOf(directory).signingKey });
    copyDatabase(filesOf(directory).journal, partial);
    chmodSync(partial, SECRET_MODE);
    addContents(partial, contents);
    const verified = verifyCopy(partial, directory, contents, onProgress);
    syncFile(partial);
    renameSync(partial, file);
    syncDirectory(dirname(file));
    return { file, ...verified, withKey };
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
};
