import { existsSync, readFileSync } from 'node:fs';
import {
  type Checkpoint,
  formatNote,
  openCheckpoint,
  parseNote,
  TransparencyError,
  type VerifierKey,
} from '../transparency/index.ts';
import { type FileSteps, writeDurably } from './durableFile.ts';
import { type Checked, fault } from './fault.ts';

/** The last checkpoint that the log has signed, in a file of its own: what is signed next must continue it. */
export interface SignedCheckpoint {
  /** The signed note, by the log alone. */
  readonly note: string;
  readonly checkpoint: Checkpoint;
}

/** The note with the signature of the log alone: cosignatures are kept elsewhere. */
const bareNote = (note: string, { name, keyId }: VerifierKey): string => {
  const { text, signatures } = parseNote(note);
  return formatNote({ text, signatures: signatures.filter((by) => by.name === name && by.keyId === keyId) });
};

/** Opens a note that this log must have signed. */
export const openSigned = (
  note: string,
  key: VerifierKey,
  place: string,
): Checked<{ readonly signed: SignedCheckpoint }> => {
  try {
    const opened = openCheckpoint(note, { logs: [key] });
    return opened.ok
      ? { ok: true, signed: { note: bareNote(note, key), checkpoint: opened.checkpoint } }
      : fault('CHECKPOINT_DAMAGED', `${place}: ${opened.message}`);
  } catch (error) {
    if (error instanceof TransparencyError) return fault('CHECKPOINT_DAMAGED', `${place}: ${error.message}`);
    throw error;
  }
};

/** Reads the file; nothing was signed where there is none. */
export const readCheckpointFile = (
  path: string,
  key: VerifierKey,
): Checked<{ readonly signed: SignedCheckpoint | undefined }> =>
  existsSync(path) ? openSigned(readFileSync(path, 'utf8'), key, path) : { ok: true, signed: undefined };

export interface CheckpointStore {
  latest(): SignedCheckpoint | undefined;
  /** Keeps a checkpoint; it is durable when this returns. */
  put(signed: SignedCheckpoint): void;
}

/** The store of the one process that signs. */
export const openCheckpointStore = (
  path: string,
  key: VerifierKey,
  steps?: FileSteps,
): Checked<{ readonly store: CheckpointStore }> => {
  const read = readCheckpointFile(path, key);
  if (!read.ok) return read;
  let latest = read.signed;
  return {
    ok: true,
    store: {
      latest: () => latest,
      put: (signed) => {
        writeDurably(path, signed.note, steps ? { steps } : {});
        latest = signed;
      },
    },
  };
};
