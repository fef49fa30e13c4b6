import { existsSync } from 'node:fs';
import type { Message } from './domain/refusal.ts';
import type { JournalReader } from './journal/reader.ts';
import { Problem, wrongUse } from './problem.ts';
import { readCheckpointFile } from './signing/checkpointFile.ts';
import { withCosignatures } from './signing/cosignatures.ts';
import type { Checked, SigningFault } from './signing/fault.ts';
import { readVerifierKey } from './signing/keys.ts';
import type { SigningFiles } from './signing/signing.ts';
import {
  type Checkpoint,
  encodeBase64,
  equalBytes,
  formatProof,
  openTree,
  TransparencyError,
  verifyConsistency,
  verifyInclusion,
} from './transparency/index.ts';

/** The signed checkpoints of a ledger, and the proofs against them. */

/** A checkpoint as it is given out. */
export interface PublishedCheckpoint {
  /** The signed note, with the cosignatures that it has. */
  readonly note: string;
  readonly checkpoint: Checkpoint;
}

export interface Checkpoints {
  /** The verifier key of the log. @throws Problem SIGNING_KEY_MISSING where nothing was ever signed */
  vkey(): string;
  /** The newest signed checkpoint; undefined where nothing was signed. @throws Problem CHECKPOINT_DAMAGED */
  latest(): PublishedCheckpoint | undefined;
}

/** What has to continue is the journal, and what it has to continue is the last checkpoint. */
const problemOf = (code: SigningFault['code'], detail: string): Problem =>
  new Problem(code, { at: 'checkpoint', detail });

/** What was checked, or the problem that it is not so. */
export const orProblem = <T extends object>(checked: Checked<T>): T => {
  if (!checked.ok) throw problemOf(checked.code, checked.detail);
  return checked;
};

/** Why signing has ended, as the problem that it is. */
export const asSigningProblem = (reason: unknown): unknown => {
  const { ok, code, detail } = reason as Partial<SigningFault>;
  return ok === false && code !== undefined ? problemOf(code, detail ?? '') : reason;
};

/** Reads the checkpoints of a data directory, beside whoever signs. */
export const readCheckpoints = (files: SigningFiles): Checkpoints => {
  const knownKey = () => orProblem(readVerifierKey(files)).key;
  return {
    vkey: () => {
      const key = knownKey();
      if (!key) throw new Problem('SIGNING_KEY_MISSING', { detail: files.verifierKey });
      return key.vkey;
    },
    latest: () => {
      if (!existsSync(files.checkpoint)) return undefined;
      const key = knownKey();
      if (!key) throw new Problem('SIGNING_KEY_MISSING', { detail: files.verifierKey });
      const { signed } = orProblem(readCheckpointFile(files.checkpoint, key));
      return signed && { ...signed, note: withCosignatures(files.cosignatures, signed) };
    },
  };
};

/** What proofs are made from. */
export interface Provable {
  readonly log: JournalReader;
  readonly checkpoints: Checkpoints;
}

/** The newest checkpoint. @throws Problem NOT_SIGNED where there is none */
export const newestCheckpoint = ({ checkpoints }: Provable): PublishedCheckpoint => {
  const latest = checkpoints.latest();
  if (!latest)
    throw new Problem('NOT_SIGNED', { detail: { zh: '没有检查点', en: 'there is no checkpoint' } });
  return latest;
};

/** The newest checkpoint does not cover that size yet. */
export const notSigned = (size: number, signed: number): Problem =>
  new Problem('NOT_SIGNED', {
    detail: {
      zh: `大小 ${size}，最新检查点为 ${signed}`,
      en: `size ${size}, the newest checkpoint has ${signed}`,
    },
  });

/** Refuses a size that the log does not have, or the newest checkpoint does not cover. @throws Problem USAGE, NOT_SIGNED */
export const requireSigned = (
  { log }: Pick<Provable, 'log'>,
  size: number,
  { checkpoint }: PublishedCheckpoint,
): void => {
  if (size <= checkpoint.size) return;
  if (log.at(size - 1) === undefined)
    throw wrongUse(`大小 ${size}：日志没有这么长`, `size ${size}: the log is not as long`);
  throw notSigned(size, checkpoint.size);
};

/** Proofs are checked before they are handed out: where the stored hashes are damaged, none is. */
const checked = <T>(make: () => T, holds: (made: T) => boolean, what: Message): T => {
  try {
    const made = make();
    if (holds(made)) return made;
  } catch (error) {
    if (!(error instanceof TransparencyError)) throw error;
  }
  throw new Problem('TREE_DAMAGED', { detail: what });
};

/** The hashes that lead from an event to the root of a signed size. @throws Problem NOT_SIGNED, TREE_DAMAGED */
export const provedInclusion = (
  { log }: Pick<Provable, 'log'>,
  sequence: number,
  { size, root }: Pick<Checkpoint, 'size' | 'root'>,
): readonly Uint8Array[] =>
  checked(
    () => openTree(log.hashes, size).inclusionProof(sequence),
    (proof) => verifyInclusion({ leafHash: log.leafHash(sequence), index: sequence, size, proof, root }).ok,
    {
      zh: `事件 ${sequence} 在大小 ${size} 中的证明不成立`,
      en: `the proof of event ${sequence} in size ${size} does not hold`,
    },
  );

/** The hashes that show that one size continues another. @throws Problem TREE_DAMAGED */
export const provedConsistency = (
  { log }: Pick<Provable, 'log'>,
  from: Pick<Checkpoint, 'size' | 'root'>,
  to: Pick<Checkpoint, 'size' | 'root'>,
): readonly Uint8Array[] =>
  checked(
    () => openTree(log.hashes, to.size).consistencyProof(from.size),
    (proof) =>
      verifyConsistency({
        oldSize: from.size,
        newSize: to.size,
        oldRoot: from.root,
        newRoot: to.root,
        proof,
      }).ok,
    {
      zh: `大小 ${to.size} 不是大小 ${from.size} 的延续`,
      en: `size ${to.size} does not continue size ${from.size}`,
    },
  );

/** The C2SP proof of an event against a checkpoint, as text. @throws Problem NOT_SIGNED, TREE_DAMAGED */
export const proofText = (
  ledger: Pick<Provable, 'log'>,
  sequence: number,
  published: PublishedCheckpoint,
): string => {
  requireSigned(ledger, sequence + 1, published);
  const { note, checkpoint } = published;
  return formatProof({
    index: sequence,
    hashes: provedInclusion(ledger, sequence, checkpoint),
    checkpoint: note,
    extra: null,
  });
};

/** That the stored hashes have another root than they should. */
export const rootWords = (size: number | string, rootHash: string): Message => ({
  zh: `大小 ${size} 的根为 ${rootHash}`,
  en: `the root of size ${size} is ${rootHash}`,
});

/** Root of the first `size` events by the stored hashes; the signed one where that is its size. */
export const rootAt = (
  { log }: Pick<Provable, 'log'>,
  size: number,
  { checkpoint }: PublishedCheckpoint,
): Uint8Array => {
  const root = openTree(log.hashes, size).root();
  if (size === checkpoint.size && !equalBytes(root, checkpoint.root))
    throw new Problem('TREE_DAMAGED', { detail: rootWords(size, encodeBase64(root)) });
  return root;
};
