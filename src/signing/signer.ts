import type { JournalReader } from '../journal/reader.ts';
import {
  type Checkpoint,
  createSigner as createNoteSigner,
  encodeBase64,
  equalBytes,
  openTree,
  parseVerifierKey,
  type SigningKey,
  signCheckpoint,
  TransparencyError,
  verifyConsistency,
} from '../transparency/index.ts';
import { type CheckpointStore, openSigned, type SignedCheckpoint } from './checkpointFile.ts';
import { type Checked, fault, type SigningFault } from './fault.ts';

/** Signs the log's checkpoints: each is proved to continue the last one, and kept durably before anyone sees it. */
export interface Signer {
  readonly vkey: string;
  /** The last checkpoint that was signed and kept. */
  latest(): SignedCheckpoint | undefined;
  /**
   * Signs the first `size` events, unless that was done. What does not continue the last checkpoint is not signed, nor
   * is anything after it: two roots for one size would be a fork.
   */
  sign(size: number): Checked<{ readonly signed: SignedCheckpoint }>;
}

const OK = { ok: true } as const;

/** Whether a checkpoint continues the one before it, by a consistency proof from the stored hashes. */
const checkConsistent = (journal: JournalReader, before: Checkpoint, { size, root }: Checkpoint): Checked => {
  if (size < before.size)
    return fault('HISTORY_REWRITTEN', `${before.size} events were signed, ${size} are there`);
  if (size === before.size)
    return equalBytes(root, before.root)
      ? OK
      : fault(
          'HISTORY_REWRITTEN',
          `${encodeBase64(before.root)} was signed for size ${size}, it is ${encodeBase64(root)}`,
        );
  const verdict = verifyConsistency({
    oldSize: before.size,
    newSize: size,
    oldRoot: before.root,
    newRoot: root,
    proof: openTree(journal.hashes, size).consistencyProof(before.size),
  });
  return verdict.ok
    ? OK
    : fault('HISTORY_REWRITTEN', `size ${size} does not continue the signed size ${before.size}`);
};

export interface SignerPorts {
  readonly key: SigningKey;
  readonly journal: JournalReader;
  readonly store: CheckpointStore;
}

export const createSigner = ({ key, journal, store }: SignerPorts): Signer => {
  const verifier = parseVerifierKey(key.vkey);
  const noteSigner = createNoteSigner(key);
  let broken: SigningFault | undefined;

  const signNext = (size: number): Checked<{ readonly signed: SignedCheckpoint }> => {
    const before = store.latest();
    const checkpoint: Checkpoint = {
      origin: key.name,
      size,
      root: openTree(journal.hashes, size).root(),
    };
    const consistent = before ? checkConsistent(journal, before.checkpoint, checkpoint) : OK;
    if (!consistent.ok) return consistent;
    if (before?.checkpoint.size === size) return { ok: true, signed: before };
    const opened = openSigned(signCheckpoint(checkpoint, noteSigner), verifier, 'what was just signed');
    if (opened.ok) store.put(opened.signed);
    return opened;
  };

  return {
    vkey: key.vkey,
    latest: store.latest,
    sign: (size) => {
      if (broken) return broken;
      try {
        const result = signNext(size);
        if (!result.ok) broken = result;
        return result;
      } catch (error) {
        if (!(error instanceof TransparencyError)) throw error;
        broken = fault('TREE_DAMAGED', error.message);
        return broken;
      }
    },
  };
};
