import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Files that are there whole and for good once they are written, or not at all. */

/** The steps of a durable write, so that a test can interrupt it between any two of them. */
export interface FileSteps {
  write(file: number, content: string): void;
  /** Makes the content of an open file durable. */
  sync(file: number): void;
  rename(from: string, to: string): void;
  /** Makes the names in a directory durable. */
  syncDirectory(directory: string): void;
}

/** Makes the names in a directory durable. */
export const syncDirectory = (directory: string): void => {
  // Windows makes a rename durable by itself, and does not open directories.
  if (process.platform === 'win32') return;
  const opened = openSync(directory, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
};

/** Makes the content of a file that is closed durable. */
export const syncFile = (path: string): void => {
  const opened = openSync(path, 'r+');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
};

const STEPS: FileSteps = { write: writeFileSync, sync: fsyncSync, rename: renameSync, syncDirectory };

export const PUBLIC_MODE = 0o644;
export const SECRET_MODE = 0o600;

/** Puts `content` in the place of the file at once: whoever reads it sees the old content or the new one. */
export const writeDurably = (
  path: string,
  content: string,
  { mode = PUBLIC_MODE, steps = STEPS }: { readonly mode?: number; readonly steps?: FileSteps } = {},
): void => {
  const partial = `${path}.partial-${process.pid}`;
  try {
    const file = openSync(partial, 'w', mode);
    try {
      steps.write(file, content);
      steps.sync(file);
    } finally {
      closeSync(file);
    }
    steps.rename(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
  steps.syncDirectory(dirname(path));
};
