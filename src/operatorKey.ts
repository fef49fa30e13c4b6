import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** The operator's key in the data directory: for its owner's eyes only, and never in a log. */

const OWNER_ONLY = 0o600;

export const operatorKeyFile = (directory: string): string => join(directory, 'operator.key');

/** Writes the file durably before the log knows the key. */
export const writeOperatorKey = (directory: string, key: string): void => {
  const file = operatorKeyFile(directory);
  const fresh = `${file}.new`;
  const descriptor = openSync(fresh, 'w', OWNER_ONLY);
  try {
    writeSync(descriptor, `${key}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(fresh, file);
};

/** The key in the file; undefined where there is none. */
export const readOperatorKey = (directory: string): string | undefined => {
  const file = operatorKeyFile(directory);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
};
