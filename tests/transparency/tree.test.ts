import { describe, expect, it } from 'vitest';
import {
  consistencyProof,
  EMPTY_ROOT,
  inclusionProof,
  leafHash,
  nodeHash,
  openAppender,
  openTree,
  subtreeHash,
  type TileHashReader,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
} from '../../src/transparency/index.ts';
import { expectCode, leaves, memoryReader, naiveRoot, utf8 } from './support.ts';

const SIZE_MAX = 130;
const hashes = leaves(SIZE_MAX);
const reader = memoryReader(hashes);

describe('the root of a tree', () => {
  it('is that of RFC 9162 for every size up to 130', () => {
    for (let size = 0; size <= SIZE_MAX; size++) {
      expect(treeRoot(reader, size)).toEqual(naiveRoot(hashes.slice(0, size)));
    }
  });

  it('of an empty tree is read without storage and is a copy', () => {
    const root = treeRoot(reader, 0);
    expect(root).toEqual(EMPTY_ROOT);
    expect(root).not.toBe(EMPTY_ROOT);
  });

  it('is the same over tiles of several levels', () => {
    const many = leaves(70_000);
    const tiles = memoryReader(many);
    for (const size of [255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 65_792, 70_000]) {
      expect(treeRoot(tiles, size)).toEqual(naiveRoot(many.slice(0, size)));
    }
  });
});

describe('a subtree', () => {
  it('is read at every level of the tile below it', () => {
    const many = leaves(1024);
    const tiles = memoryReader(many);
    for (let level = 0; level <= 10; level++) {
      const width = 2 ** level;
      for (let index = 0; (index + 1) * width <= many.length; index++) {
        const expected = naiveRoot(many.slice(index * width, (index + 1) * width));
        expect(subtreeHash(tiles, level, index)).toEqual(expected);
      }
    }
  });

  it('outside the range of sizes is refused', () => {
    for (const [level, index] of [
      [-1, 0],
      [0, -1],
      [0.5, 0],
      [0, 0.5],
      [0, Number.MAX_SAFE_INTEGER],
      [53, 0],
      [40, 2 ** 14],
      [Number.NaN, 0],
    ] as const) {
      expectCode(() => subtreeHash(reader, level, index), 'OUT_OF_RANGE');
    }
  });
});

describe('proofs', () => {
  it('of every leaf in every tree up to size 130 hold', () => {
    for (let size = 1; size <= SIZE_MAX; size++) {
      const tree = openTree(reader, size);
      const root = tree.root();
      for (let index = 0; index < size; index++) {
        const proof = tree.inclusionProof(index);
        const claim = { leafHash: hashes[index] ?? EMPTY_ROOT, index, size, proof, root };
        expect([size, index, verifyInclusion(claim)]).toEqual([size, index, { ok: true }]);
      }
    }
  });

  it('of consistency between every two sizes up to 130 hold', () => {
    for (let newSize = 1; newSize <= SIZE_MAX; newSize++) {
      const tree = openTree(reader, newSize);
      const newRoot = tree.root();
      for (let oldSize = 1; oldSize <= newSize; oldSize++) {
        const oldRoot = treeRoot(reader, oldSize);
        const proof = tree.consistencyProof(oldSize);
        const verdict = verifyConsistency({ oldSize, newSize, oldRoot, newRoot, proof });
        expect([oldSize, newSize, verdict]).toEqual([oldSize, newSize, { ok: true }]);
      }
    }
  });

  it('across tiles hold, each tile being read once', () => {
    const many = leaves(66_600);
    const size = 66_600;
    const tiles = memoryReader(many);
    const reads: string[] = [];
    const counting: TileHashReader = {
      hashes: (tileLevel, start, count) => {
        reads.push(`${tileLevel}/${start / 256}`);
        return tiles.hashes(tileLevel, start, count);
      },
    };
    const tree = openTree(counting, size);
    const root = tree.root();
    for (const index of [0, 255, 256, 511, 65_535, 65_536, 66_559, 66_560, 66_599]) {
      const proof = tree.inclusionProof(index);
      const claim = { leafHash: many[index] ?? EMPTY_ROOT, index, size, proof, root };
      expect(verifyInclusion(claim)).toEqual({ ok: true });
    }
    for (const oldSize of [1, 256, 257, 65_536, 65_537, 66_304, 66_599, 66_600]) {
      const proof = tree.consistencyProof(oldSize);
      const oldRoot = naiveRoot(many.slice(0, oldSize));
      expect(verifyConsistency({ oldSize, newSize: size, oldRoot, newRoot: root, proof })).toEqual({
        ok: true,
      });
    }
    expect(reads.length).toBe(new Set(reads).size);
  });

  it('from one open tree hold when it has read more tiles than it keeps, and what all need stays', () => {
    const many = leaves(80 * 256);
    const tiles = memoryReader(many);
    const reads: string[] = [];
    const counting: TileHashReader = {
      hashes: (tileLevel, start, count) => {
        reads.push(`${tileLevel}/${start / 256}`);
        return tiles.hashes(tileLevel, start, count);
      },
    };
    const tree = openTree(counting, many.length);
    const root = tree.root();
    for (const tile of [...Array(80).keys(), 79, 0]) {
      const index = tile * 256;
      const proof = tree.inclusionProof(index);
      const claim = { leafHash: many[index] ?? EMPTY_ROOT, index, size: many.length, proof, root };
      expect(verifyInclusion(claim)).toEqual({ ok: true });
    }
    const readsOf = (tile: string): number => reads.filter((read) => read === tile).length;
    expect([readsOf('1/0'), readsOf('0/79'), readsOf('0/0')]).toEqual([1, 1, 2]);
  });

  it('of a leaf outside the tree or between impossible sizes are refused', () => {
    for (const [index, size] of [
      [0, 0],
      [1, 1],
      [-1, 1],
      [0.5, 1],
      [Number.NaN, 1],
      [0, -1],
      [0, 2 ** 53],
    ] as const) {
      expectCode(() => inclusionProof(reader, { index, size }), 'OUT_OF_RANGE');
    }
    for (const [oldSize, newSize] of [
      [0, 0],
      [0, 1],
      [2, 1],
      [-1, 1],
      [1.5, 2],
      [1, Number.POSITIVE_INFINITY],
    ] as const) {
      expectCode(() => consistencyProof(reader, { oldSize, newSize }), 'OUT_OF_RANGE');
    }
  });
});

describe('storage that does not have the hashes', () => {
  it('is told from a wrong proof', () => {
    const short: TileHashReader = { hashes: () => hashes.slice(0, 2) };
    const wrong: TileHashReader = {
      hashes: (_, start, count) => hashes.slice(start, start + count).map((hash) => hash.subarray(1)),
    };
    for (const storage of [short, wrong]) {
      expectCode(() => treeRoot(storage, 5), 'HASHES_MISSING');
      expectCode(() => inclusionProof(storage, { index: 3, size: 5 }), 'HASHES_MISSING');
      expectCode(() => subtreeHash(storage, 2, 0), 'HASHES_MISSING');
      expectCode(() => openAppender(storage, 5), 'HASHES_MISSING');
    }
  });
});

describe('trees that 32-bit arithmetic would get wrong', () => {
  const leaf = leafHash(utf8('the same entry'));
  const levels = [leaf];
  for (let level = 1; level <= 53; level++) {
    const below = levels[level - 1] ?? leaf;
    levels.push(nodeHash(below, below));
  }
  const endless: TileHashReader = {
    hashes: (tileLevel, _, count) => Array.from({ length: count }, () => levels[tileLevel * 8] ?? leaf),
  };

  it.each([2 ** 31, 2 ** 32 + 1, 2 ** 33 - 1, 2 ** 40 + 12_345, 2 ** 53 - 1])(
    'of size %d have proofs',
    (size) => {
      const tree = openTree(endless, size);
      const root = tree.root();
      expect(openAppender(endless, size).root()).toEqual(root);
      for (const index of [0, 1, 2 ** 31 - 1, size - 2, size - 1]) {
        const proof = tree.inclusionProof(index);
        expect(verifyInclusion({ leafHash: leaf, index, size, proof, root })).toEqual({ ok: true });
      }
      for (const oldSize of [1, 2 ** 30 + 3, 2 ** 31, size - 1, size]) {
        const proof = tree.consistencyProof(oldSize);
        const oldRoot = treeRoot(endless, oldSize);
        expect(verifyConsistency({ oldSize, newSize: size, oldRoot, newRoot: root, proof })).toEqual({
          ok: true,
        });
      }
    },
  );

  it('have the root of their level where they are complete', () => {
    expect(treeRoot(endless, 2 ** 40)).toEqual(levels[40]);
    expect(subtreeHash(endless, 35, 1234)).toEqual(levels[35]);
  });
});
