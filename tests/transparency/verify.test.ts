import { describe, expect, it } from 'vitest';
import {
  type ConsistencyClaim,
  EMPTY_ROOT,
  type InclusionClaim,
  openTree,
  treeRoot,
  type Verdict,
  verifyConsistency,
  verifyInclusion,
} from '../../src/transparency/index.ts';
import { flipped, leaves, memoryReader } from './support.ts';

const SIZE_MAX = 130;
const hashes = leaves(SIZE_MAX + 1);
const reader = memoryReader(hashes);
const garbage = new Uint8Array(32).fill(0xa5);
const roots = Array.from({ length: SIZE_MAX + 1 }, (_, size) => treeRoot(reader, size));

function leafAt(index: number): Uint8Array {
  return hashes[index] ?? EMPTY_ROOT;
}

function rootOf(size: number): Uint8Array {
  return roots[size] ?? EMPTY_ROOT;
}

function* inclusionClaims(sizeMax = SIZE_MAX): Generator<InclusionClaim> {
  for (let size = 1; size <= sizeMax; size++) {
    const tree = openTree(reader, size);
    for (let index = 0; index < size; index++) {
      yield { leafHash: leafAt(index), index, size, proof: tree.inclusionProof(index), root: rootOf(size) };
    }
  }
}

function* consistencyClaims(): Generator<ConsistencyClaim> {
  for (let newSize = 1; newSize <= SIZE_MAX; newSize++) {
    const tree = openTree(reader, newSize);
    for (let oldSize = 1; oldSize <= newSize; oldSize++) {
      const proof = tree.consistencyProof(oldSize);
      yield { oldSize, newSize, oldRoot: rootOf(oldSize), newRoot: rootOf(newSize), proof };
    }
  }
}

/** Every way to spoil a proof: one hash flipped, one left out, one put in, two swapped, one cut short. */
function* spoiled(proof: readonly Uint8Array[]): Generator<readonly Uint8Array[]> {
  for (const [i, hash] of proof.entries()) {
    yield proof.with(i, flipped(hash, i));
    yield proof.toSpliced(i, 1);
    yield proof.toSpliced(i, 0, garbage);
    yield proof.with(i, hash.subarray(1));
  }
  for (let i = 1; i < proof.length; i++) {
    yield proof.toSpliced(i - 1, 2, ...proof.slice(i - 1, i + 1).reverse());
  }
  yield [...proof, garbage];
  yield [...proof, EMPTY_ROOT];
}

/** Counts what passes: expect() for each of 200,000 verdicts would take longer than the verdicts. */
function passing(verdicts: Iterable<Verdict>): { passed: number; codes: string[] } {
  let passed = 0;
  const codes = new Set<string>();
  for (const verdict of verdicts) {
    if (verdict.ok) {
      passed += 1;
    } else {
      codes.add(verdict.code);
    }
  }
  return { passed, codes: [...codes] };
}

const NONE_PASSED = { passed: 0, codes: ['PROOF_INVALID'] };

describe('an inclusion proof in a tree of up to 130 leaves', () => {
  it('is refused with any hash flipped, missing, added, swapped or cut', () => {
    const verdicts = inclusionClaims().flatMap((claim) =>
      spoiled(claim.proof)
        .filter((proof) => proof.length !== claim.proof.length || !sameHashes(proof, claim.proof))
        .map((proof) => verifyInclusion({ ...claim, proof })),
    );
    expect(passing(verdicts)).toEqual(NONE_PASSED);
  });

  it('is refused for each other index, up to 64 leaves', () => {
    const verdicts = inclusionClaims(64).flatMap((claim) =>
      Array.from({ length: claim.size }, (_, index) => index)
        .filter((index) => index !== claim.index)
        .map((index) => verifyInclusion({ ...claim, index })),
    );
    expect(passing(verdicts)).toEqual(NONE_PASSED);
  });

  it('is refused for a neighboring index, another leaf or another root', () => {
    const verdicts = inclusionClaims().flatMap((claim) => [
      verifyInclusion({ ...claim, index: claim.index - 1 }),
      verifyInclusion({ ...claim, index: claim.index + 1 }),
      verifyInclusion({ ...claim, leafHash: flipped(claim.leafHash, 31) }),
      verifyInclusion({ ...claim, leafHash: leafAt((claim.index + 1) % (SIZE_MAX + 1)) }),
      verifyInclusion({ ...claim, root: flipped(claim.root, 31) }),
      verifyInclusion({ ...claim, root: rootOf((claim.size + 1) % (SIZE_MAX + 1)) }),
      verifyInclusion({ ...claim, root: garbage }),
      verifyInclusion({ ...claim, root: claim.root.subarray(1) }),
      verifyInclusion({ ...claim, leafHash: new Uint8Array(0) }),
    ]);
    expect(passing(verdicts)).toEqual(NONE_PASSED);
  });

  it('is refused for an index or a size that is none', () => {
    const claim = { leafHash: leafAt(0), index: 0, size: 1, proof: [], root: rootOf(1) };
    expect(verifyInclusion(claim)).toEqual({ ok: true });
    for (const bad of [
      { index: 1 },
      { index: -1 },
      { index: 0.5 },
      { index: Number.NaN },
      { size: 0 },
      { size: 1.5 },
      { size: 2 ** 53 },
      { size: Number.POSITIVE_INFINITY },
      { index: 2 ** 53, size: 2 ** 54 },
    ]) {
      expect(verifyInclusion({ ...claim, ...bad })).toMatchObject({ ok: false, code: 'PROOF_INVALID' });
    }
  });

  it('says what is wrong', () => {
    const tree = openTree(reader, 7);
    const claim = { leafHash: leafAt(3), index: 3, size: 7, proof: tree.inclusionProof(3), root: rootOf(7) };
    const because = (change: Partial<InclusionClaim>): Verdict => verifyInclusion({ ...claim, ...change });
    expect(because({ proof: claim.proof.slice(1) })).toEqual({
      ok: false,
      code: 'PROOF_INVALID',
      message: 'the inclusion proof is too short',
    });
    expect(because({ proof: [...claim.proof, garbage] })).toEqual({
      ok: false,
      code: 'PROOF_INVALID',
      message: 'the inclusion proof is too long',
    });
    expect(because({ root: garbage })).toEqual({
      ok: false,
      code: 'PROOF_INVALID',
      message: 'the inclusion proof does not lead to the root',
    });
    expect(because({ index: 7 })).toEqual({
      ok: false,
      code: 'PROOF_INVALID',
      message: 'no leaf 7 in a tree of size 7',
    });
  });
});

describe('a consistency proof between trees of up to 130 leaves', () => {
  it('is refused with any hash flipped, missing, added, swapped or cut', () => {
    const verdicts = consistencyClaims().flatMap((claim) =>
      spoiled(claim.proof)
        .filter((proof) => proof.length !== claim.proof.length || !sameHashes(proof, claim.proof))
        .map((proof) => verifyConsistency({ ...claim, proof })),
    );
    expect(passing(verdicts)).toEqual(NONE_PASSED);
  });

  it('is refused for other roots', () => {
    const verdicts = consistencyClaims().flatMap((claim) => [
      verifyConsistency({ ...claim, oldRoot: flipped(claim.oldRoot, 31) }),
      verifyConsistency({ ...claim, newRoot: flipped(claim.newRoot, 31) }),
      verifyConsistency({ ...claim, oldRoot: garbage }),
      verifyConsistency({ ...claim, newRoot: garbage }),
      verifyConsistency({ ...claim, oldRoot: claim.oldRoot.subarray(1) }),
      verifyConsistency({ ...claim, newRoot: new Uint8Array(0) }),
      verifyConsistency({ ...claim, oldRoot: rootOf(claim.oldSize - 1) }),
    ]);
    expect(passing(verdicts)).toEqual(NONE_PASSED);
  });

  it('is refused for another old size, and for a history that was rewritten', () => {
    const rewritten = leaves(SIZE_MAX).with(3, garbage);
    const other = memoryReader(rewritten);
    const verdicts = consistencyClaims()
      .filter(({ oldSize }) => oldSize > 3)
      .flatMap((claim) => [
        verifyConsistency({ ...claim, oldSize: claim.oldSize - 1 }),
        verifyConsistency({ ...claim, oldRoot: treeRoot(other, claim.oldSize) }),
      ]);
    expect(passing(verdicts)).toEqual(NONE_PASSED);
  });

  it('from size 0 is refused, whatever it says', () => {
    const claim = { oldSize: 0, newSize: 1, oldRoot: EMPTY_ROOT, newRoot: rootOf(1), proof: [] };
    expect(verifyConsistency(claim)).toMatchObject({ ok: false, code: 'PROOF_INVALID' });
    expect(verifyConsistency({ ...claim, proof: [leafAt(0)] })).toMatchObject({ ok: false });
    expect(verifyConsistency({ ...claim, newSize: 0, newRoot: EMPTY_ROOT })).toMatchObject({ ok: false });
  });

  it('is refused for sizes that are none or shrink', () => {
    const claim = { oldSize: 2, newSize: 3, oldRoot: rootOf(2), newRoot: rootOf(3), proof: [leafAt(2)] };
    expect(verifyConsistency(claim)).toEqual({ ok: true });
    for (const bad of [
      { oldSize: 4 },
      { oldSize: -1 },
      { oldSize: 1.5 },
      { oldSize: Number.NaN },
      { newSize: 3.5 },
      { newSize: 2 ** 53 },
      { oldSize: 3, newSize: 2, oldRoot: rootOf(3), newRoot: rootOf(2) },
    ]) {
      expect(verifyConsistency({ ...claim, ...bad })).toMatchObject({ ok: false, code: 'PROOF_INVALID' });
    }
  });

  it('is refused for a tree that shrinks, also if its hashes would fit', () => {
    const claim = {
      oldSize: 3,
      newSize: 2,
      oldRoot: rootOf(1),
      newRoot: rootOf(2),
      proof: [rootOf(1), leafAt(1)],
    };
    expect(verifyConsistency(claim)).toMatchObject({ ok: false, code: 'PROOF_INVALID' });
  });

  it('between equal sizes is empty and needs equal roots', () => {
    const claim = { oldSize: 5, newSize: 5, oldRoot: rootOf(5), newRoot: rootOf(5), proof: [] };
    expect(verifyConsistency(claim)).toEqual({ ok: true });
    expect(verifyConsistency({ ...claim, proof: [rootOf(5)] })).toMatchObject({ ok: false });
    expect(verifyConsistency({ ...claim, newRoot: rootOf(6) })).toMatchObject({ ok: false });
  });
});

function sameHashes(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  return a.every((hash, i) => Buffer.compare(hash, b[i] ?? garbage) === 0);
}
