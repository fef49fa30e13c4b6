// Inclusion of many records under one root, RFC 9162 §2.1.3.2. The proofs of one tree share their upper parts: each node is
// hashed once. Where a path comes to a node that an earlier one led through, its hash must be that node's and the rest of its
// proof the rest of the earlier proof, so that every hash of every proof is checked.

import type { Verdict } from './errors.ts';
import { equalBytes, HASH_BYTES, nodeHash } from './hash.ts';
import { half, isOdd, isSize } from './size.ts';
import { type InclusionClaim, verifyInclusion } from './verify.ts';

/** A claim about the tree that a verifier is for. */
export type InclusionInTree = Omit<InclusionClaim, 'size' | 'root'>;

/** A node that leads to the root: its hash, and the hashes of a proof from `next` on that led there. */
interface ShownNode {
  readonly hash: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly next: number;
}

interface Step {
  readonly level: number;
  readonly place: number;
  readonly node: ShownNode;
}

/** Answers as verifyInclusion does, about claim after claim in the tree of this size and root. */
export function inclusionVerifier({
  size,
  root,
}: Pick<InclusionClaim, 'size' | 'root'>): (claim: InclusionInTree) => Verdict {
  const levels: Map<number, ShownNode>[] = [];

  function keep({ level, place, node }: Step): void {
    const nodes = levels[level] ?? new Map<number, ShownNode>();
    levels[level] = nodes;
    nodes.set(place, node);
  }

  /** The steps up to a node that was shown before; undefined where the proof leads to none. */
  function stepsUp({ leafHash, index, proof }: InclusionInTree): readonly Step[] | undefined {
    const steps: Step[] = [];
    let level = 0;
    let fn = index;
    let sn = size - 1;
    let r = leafHash;
    for (let next = 0; ; next++) {
      const shown = levels[level]?.get(fn);
      if (shown !== undefined) {
        return equalBytes(shown.hash, r) && isSameRest(shown, proof, next) ? steps : undefined;
      }
      const p = proof[next];
      if (p?.length !== HASH_BYTES) {
        return undefined;
      }
      steps.push({ level, place: fn, node: { hash: r, proof, next } });
      if (isOdd(fn) || fn === sn) {
        r = nodeHash(p, r);
        while (!isOdd(fn) && fn !== 0) {
          fn = half(fn);
          sn = half(sn);
          level++;
        }
      } else {
        r = nodeHash(r, p);
      }
      fn = half(fn);
      sn = half(sn);
      level++;
    }
  }

  keep({ level: heightOf(size), place: 0, node: { hash: root, proof: [], next: 0 } });
  return (claim) => {
    const { leafHash, index } = claim;
    const isPlaced = isSize(size) && isSize(index) && index < size && leafHash.length === HASH_BYTES;
    const steps = isPlaced ? stepsUp(claim) : undefined;
    if (steps === undefined) {
      // It says why.
      return verifyInclusion({ ...claim, size, root });
    }
    steps.forEach(keep);
    return { ok: true };
  };
}

/** Steps from a leaf to the root, those at the right edge that need no hash among them. */
function heightOf(size: number): number {
  let height = 0;
  for (let sn = size - 1; sn > 0; sn = half(sn)) {
    height++;
  }
  return height;
}

function isSameRest(shown: ShownNode, proof: readonly Uint8Array[], next: number): boolean {
  const rest = proof.length - next;
  if (rest !== shown.proof.length - shown.next) {
    return false;
  }
  for (let i = 0; i < rest; i++) {
    const hash = proof[next + i];
    const known = shown.proof[shown.next + i];
    // Hashes that were decoded once are the same object.
    if (hash !== known && (hash === undefined || known === undefined || !equalBytes(hash, known))) {
      return false;
    }
  }
  return true;
}
