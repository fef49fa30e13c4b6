import {
  newestCheckpoint,
  proofText,
  provedConsistency,
  provedInclusion,
  requireSigned,
  rootAt,
} from '../checkpoints.ts';
import type { LedgerReader } from '../main.ts';
import { notFound, wrongUse } from '../problem.ts';
import { encodeBase64 } from '../transparency/index.ts';
import { onlyKnown, type Parameters, required } from './parameters.ts';
import { sequenceParameter } from './query.ts';

/** The log's checkpoint and proofs, for commands and routes alike. They speak of signed sizes only. */

export interface CheckpointJson {
  readonly origin: string;
  readonly treeSize: string;
  readonly rootHash: string;
  /** The signed note with its cosignatures. */
  readonly checkpoint: string;
  readonly vkey: string;
  /** Events that were recorded after it. */
  readonly newer: string;
}

/** `checkpoint`: the newest one. @throws Problem NOT_SIGNED */
export const readCheckpoint = (ledger: LedgerReader, parameters: Parameters): CheckpointJson => {
  onlyKnown(parameters, []);
  const { note, checkpoint } = newestCheckpoint(ledger);
  return {
    origin: checkpoint.origin,
    treeSize: String(checkpoint.size),
    rootHash: encodeBase64(checkpoint.root),
    checkpoint: note,
    vkey: ledger.checkpoints.vkey(),
    newer: String(Math.max(0, ledger.log.size() - checkpoint.size)),
  };
};

export interface InclusionJson {
  readonly sequence: string;
  readonly treeSize: string;
  readonly leafHash: string;
  readonly rootHash: string;
  /** From the leaf's sibling to the root's child, RFC 9162 §2.1.3.1. */
  readonly hashes: readonly string[];
  /** The C2SP proof with its checkpoint, where the size is that of the newest one. */
  readonly proof: string | null;
}

const sizeParameter = (parameters: Parameters, name: string): number | undefined =>
  sequenceParameter(parameters[name], name);

/**
 * `prove SEQUENCE`: that an event is in the log, under the newest checkpoint, or under the signed size that is asked for.
 * @throws Problem USAGE, NOT_FOUND, NOT_SIGNED, TREE_DAMAGED
 */
export const readInclusion = (ledger: LedgerReader, parameters: Parameters): InclusionJson => {
  onlyKnown(parameters, ['sequence', 'treeSize']);
  required(parameters, 'sequence');
  const sequence = sizeParameter(parameters, 'sequence') as number;
  const published = newestCheckpoint(ledger);
  if (sequence >= Math.max(ledger.log.size(), published.checkpoint.size))
    throw notFound(`事件 ${sequence}`, `event ${sequence}`);
  const size = sizeParameter(parameters, 'treeSize') ?? published.checkpoint.size;
  requireSigned(ledger, Math.max(size, sequence + 1), published);
  if (sequence >= size)
    throw wrongUse(`事件 ${sequence} 不在前 ${size} 条之中`, `event ${sequence} is not in the first ${size}`);
  const root = rootAt(ledger, size, published);
  return {
    sequence: String(sequence),
    treeSize: String(size),
    leafHash: encodeBase64(ledger.log.leafHash(sequence)),
    rootHash: encodeBase64(root),
    hashes: provedInclusion(ledger, sequence, { size, root }).map(encodeBase64),
    proof: size === published.checkpoint.size ? proofText(ledger, sequence, published) : null,
  };
};

export interface ConsistencyJson {
  readonly from: string;
  readonly to: string;
  readonly fromRootHash: string;
  readonly toRootHash: string;
  /** RFC 9162 §2.1.4.1; none where the sizes are the same. */
  readonly hashes: readonly string[];
}

/**
 * `consistency SIZE SIZE`: that one signed size continues another; `to` is the newest if it is left out.
 * @throws Problem USAGE, NOT_SIGNED, TREE_DAMAGED
 */
export const readConsistency = (ledger: LedgerReader, parameters: Parameters): ConsistencyJson => {
  onlyKnown(parameters, ['from', 'to']);
  required(parameters, 'from');
  const published = newestCheckpoint(ledger);
  const from = sizeParameter(parameters, 'from') as number;
  const to = sizeParameter(parameters, 'to') ?? published.checkpoint.size;
  if (from === 0 || from > to)
    throw wrongUse(
      `from ${from} to ${to}：前者应为 1 至后者`,
      `from ${from} to ${to}: the first size is from 1 to the second`,
    );
  requireSigned(ledger, to, published);
  const older = { size: from, root: rootAt(ledger, from, published) };
  const newer = { size: to, root: rootAt(ledger, to, published) };
  return {
    from: String(from),
    to: String(to),
    fromRootHash: encodeBase64(older.root),
    toRootHash: encodeBase64(newer.root),
    hashes: provedConsistency(ledger, older, newer).map(encodeBase64),
  };
};
