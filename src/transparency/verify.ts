// Verification of proofs, RFC 9162 §2.1.3.2 and §2.1.4.2, step by step as written there, so that it shares
// nothing with the code that makes proofs.

import { refuse, type Verdict } from './errors.ts';
import { equalBytes, HASH_BYTES, nodeHash } from './hash.ts';
import { half, isOdd, isSize } from './size.ts';

/** "The tree of this size and root has this leaf hash at this index." Hashes are 32 bytes. */
export interface InclusionClaim {
  readonly leafHash: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** "The tree of newSize begins with all leaves of the tree of oldSize." Hashes are 32 bytes. */
export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly newSize: number;
  readonly oldRoot: Uint8Array;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * RFC 9162 §2.1.3.2. The proof must have exactly the length that index and size ask for. Refuses with
 * PROOF_INVALID.
 */
export function verifyInclusion({ leafHash, index, size, proof, root }: InclusionClaim): Verdict {
  if (!isSize(size) || !isSize(index) || index >= size) {
    return refuse('PROOF_INVALID', `no leaf ${index} in a tree of size ${size}`);
  }
  if (!areHashes([leafHash, root, ...proof])) {
    return refuse('PROOF_INVALID', 'a hash is not 32 bytes long');
  }
  let fn = index;
  let sn = size - 1;
  let r = leafHash;
  for (const p of proof) {
    if (sn === 0) {
      return refuse('PROOF_INVALID', 'the inclusion proof is too long');
    }
    if (isOdd(fn) || fn === sn) {
      r = nodeHash(p, r);
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      r = nodeHash(r, p);
    }
    fn = half(fn);
    sn = half(sn);
  }
  if (sn !== 0) {
    return refuse('PROOF_INVALID', 'the inclusion proof is too short');
  }
  if (!equalBytes(r, root)) {
    return refuse('PROOF_INVALID', 'the inclusion proof does not lead to the root');
  }
  return { ok: true };
}

/**
 * RFC 9162 §2.1.4.2. Equal sizes need an empty proof and equal roots; size 0 is refused as the old one,
 * because nothing is proved about a tree without leaves. Refuses with PROOF_INVALID.
 */
export function verifyConsistency(claim: ConsistencyClaim): Verdict {
  const { oldSize, newSize, oldRoot, newRoot, proof } = claim;
  if (!isSize(oldSize) || !isSize(newSize) || oldSize === 0 || oldSize > newSize) {
    return refuse(
      'PROOF_INVALID',
      `a tree of size ${newSize} cannot be shown to continue one of size ${oldSize}`,
    );
  }
  if (!areHashes([oldRoot, newRoot, ...proof])) {
    return refuse('PROOF_INVALID', 'a hash is not 32 bytes long');
  }
  if (oldSize === newSize) {
    return proof.length === 0 && equalBytes(oldRoot, newRoot)
      ? { ok: true }
      : refuse(
          'PROOF_INVALID',
          'trees of the same size are consistent only if their roots are equal, without a proof',
        );
  }
  return followConsistency(claim);
}

/** Steps 1 to 7 of RFC 9162 §2.1.4.2, for 0 < oldSize < newSize. */
function followConsistency({ oldSize, newSize, oldRoot, newRoot, proof }: ConsistencyClaim): Verdict {
  if (proof.length === 0) {
    return refuse('PROOF_INVALID', 'the consistency proof is too short');
  }
  let fn = oldSize - 1;
  let sn = newSize - 1;
  while (isOdd(fn)) {
    fn = half(fn);
    sn = half(sn);
  }
  // An old tree that is complete is a node of the new one, and its root is not sent: fn is 0 for a power of
  // two.
  const [first = oldRoot, ...rest] = fn === 0 ? [oldRoot, ...proof] : proof;
  let fr = first;
  let sr = first;
  for (const c of rest) {
    if (sn === 0) {
      return refuse('PROOF_INVALID', 'the consistency proof is too long');
    }
    if (isOdd(fn) || fn === sn) {
      fr = nodeHash(c, fr);
      sr = nodeHash(c, sr);
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      sr = nodeHash(sr, c);
    }
    fn = half(fn);
    sn = half(sn);
  }
  if (sn !== 0) {
    return refuse('PROOF_INVALID', 'the consistency proof is too short');
  }
  if (!equalBytes(fr, oldRoot) || !equalBytes(sr, newRoot)) {
    return refuse('PROOF_INVALID', 'the consistency proof does not lead to both roots');
  }
  return { ok: true };
}

function areHashes(values: readonly Uint8Array[]): boolean {
  return values.every((value) => value.length === HASH_BYTES);
}
