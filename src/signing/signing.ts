import type { JournalReader } from '../journal/reader.ts';
import { checkContinues, checkTree } from './check.ts';
import { openCheckpointStore, readCheckpointFile } from './checkpointFile.ts';
import type { FileSteps } from './durableFile.ts';
import type { Checked } from './fault.ts';
import { type KeyFiles, openSigningKey, readVerifierKey } from './keys.ts';
import { createSigner, type Signer } from './signer.ts';

/** How a data directory begins to sign: nothing is signed before what is stored agrees with itself and with the past. */

export interface SigningFiles extends KeyFiles {
  readonly checkpoint: string;
  readonly cosignatures: string;
}

export interface SigningChoices {
  /** Whether this process signs at all. */
  readonly signs: boolean;
  /** The signing key as text, where it is not in the data directory. */
  readonly key?: string | undefined;
}

export interface OpeningSigner extends SigningChoices {
  readonly origin: string;
  readonly journal: JournalReader;
  /** For tests that interrupt the keeping of a checkpoint. */
  readonly steps?: FileSteps;
}

/** Checks against the last checkpoint without being able to sign the next. */
const checkUnsigned = (files: SigningFiles, journal: JournalReader): Checked<{ signer: undefined }> => {
  const known = readVerifierKey(files);
  if (!known.ok) return known;
  if (known.key === undefined) return { ok: true, signer: undefined };
  const read = readCheckpointFile(files.checkpoint, known.key);
  if (!read.ok) return read;
  const continued = read.signed ? checkContinues(journal, read.signed.checkpoint) : read;
  return continued.ok ? { ok: true, signer: undefined } : continued;
};

/** Opens the signer of a data directory held for writing; undefined where it does not sign. */
export const openSigner = (
  files: SigningFiles,
  { origin, journal, signs, key: given, steps }: OpeningSigner,
): Checked<{ readonly signer: Signer | undefined }> => {
  const tree = checkTree(journal);
  if (!tree.ok) return tree;
  if (!signs) return checkUnsigned(files, journal);
  const opened = openSigningKey(files, { origin, given });
  if (!opened.ok) return opened;
  const { key, verifier } = opened;
  const kept = openCheckpointStore(files.checkpoint, verifier, steps);
  if (!kept.ok) return kept;
  const { store } = kept;
  const latest = store.latest();
  const continued = latest ? checkContinues(journal, latest.checkpoint) : kept;
  return continued.ok ? { ok: true, signer: createSigner({ key, journal, store }) } : continued;
};
