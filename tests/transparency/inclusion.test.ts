import { describe, expect, test } from 'vitest';
import {
  inclusionVerifier,
  leafHash,
  openTree,
  type TileHashReader,
  verifyInclusion,
} from '../../src/transparency/index.ts';

/** Many proofs of one tree, checked one after the other, give what each gives alone. */

const SIZE_MAX = 40;

const leaves = Array.from({ length: SIZE_MAX + 1 }, (_, index) => leafHash(Buffer.from(`record ${index}`)));
const reader: TileHashReader = { hashes: (_, start, count) => leaves.slice(start, start + count) };
const leafAt = (index: number): Uint8Array => leaves[index] as Uint8Array;

const treeOf = (size: number) => {
  const tree = openTree(reader, size);
  const claims = Array.from({ length: size }, (_, index) => ({
    leafHash: leafAt(index),
    index,
    // Copies, so that no hash is known by being the same object.
    proof: tree.inclusionProof(index).map((hash): Uint8Array => hash.slice()),
  }));
  return { size, root: tree.root(), claims };
};

const flipped = (hash: Uint8Array): Uint8Array =>
  Uint8Array.from(hash, (byte, place) => (place === 31 ? byte ^ 1 : byte));

const REFUSED = { ok: false, code: 'PROOF_INVALID' };

describe('The inclusion of many records', () => {
  test('holds for every record of every small tree, in any order', () => {
    for (let size = 1; size <= SIZE_MAX; size += 1) {
      const { claims, ...tree } = treeOf(size);
      for (const order of [claims, claims.toReversed()]) {
        const verify = inclusionVerifier(tree);
        for (const claim of order)
          expect([size, claim.index, verify(claim)]).toEqual([size, claim.index, { ok: true }]);
      }
    }
  });

  test('is refused for any changed hash, also where others have been shown before', () => {
    for (const size of [1, 2, 3, 7, 8, 13, 32, 37]) {
      const { claims, ...tree } = treeOf(size);
      const verify = inclusionVerifier(tree);
      for (let round = 0; round < 2; round += 1)
        for (const claim of claims) {
          const bad = [
            ...claim.proof.map((hash, place) => ({
              ...claim,
              proof: claim.proof.with(place, flipped(hash)),
            })),
            { ...claim, leafHash: flipped(claim.leafHash) },
            { ...claim, leafHash: leafAt(size) },
            { ...claim, leafHash: new Uint8Array(0) },
            { ...claim, proof: [...claim.proof, leafAt(0)] },
            ...(claim.proof.length > 0 ? [{ ...claim, proof: claim.proof.slice(0, -1) }] : []),
            { ...claim, index: size },
            { ...claim, index: -1 },
            { ...claim, index: 0.5 },
            ...(size > 1 ? [{ ...claim, index: (claim.index + 1) % size }] : []),
          ];
          for (const other of bad) {
            expect(verify(other)).toMatchObject(REFUSED);
            expect(verify(other)).toEqual(verifyInclusion({ ...other, ...tree }));
          }
          if (round === 0) expect(verify(claim)).toEqual({ ok: true });
        }
    }
  });

  test('is refused under another root, and in a tree without records', () => {
    const { claims, size, root } = treeOf(13);
    const verify = inclusionVerifier({ size, root: flipped(root) });
    for (const claim of claims) expect(verify(claim)).toMatchObject(REFUSED);
    const [first] = claims;
    if (first) expect(inclusionVerifier({ size: 0, root })({ ...first, proof: [] })).toMatchObject(REFUSED);
  });
});
