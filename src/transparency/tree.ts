// The Merkle tree of RFC 6962 and RFC 9162 over stored hashes: roots, inclusion proofs, consistency proofs.
//
// What is stored is what C2SP tiles hold, one row in eight: the leaf hashes (tile level 0) and the roots of
// the complete subtrees of 256, 65,536, … leaves (tile levels 1, 2, …). The rows between are hashed again
// when they are needed: at most 255 nodes per tile, and one tile per tile level on the way from a leaf to the
// root.

import { assertArithmetic, TransparencyError } from './errors.ts';
import { EMPTY_ROOT, HASH_BYTES, nodeHash } from './hash.ts';
import { checkSize, isSize, splitPoint } from './size.ts';

/** Levels of the tree in a tile, C2SP tlog-tiles. */
export const TILE_HEIGHT = 8;
/** Hashes in a full tile. */
export const TILE_WIDTH = 256;

/**
 * Tiles that an open tree keeps: some 16 KiB each, enough for the way to the root and a run of neighboring
 * leaves.
 */
const CACHED_TILES_MAX = 64;

/** The one seam to storage. */
export interface TileHashReader {
  /**
   * Stored hashes in order: the roots of the complete subtrees of 256^tileLevel leaves with the indexes
   * `start` to `start + count − 1`; at tile level 0 the leaf hashes. A call never crosses the border of a
   * tile (`floor(start / 256)` is the tile) and never asks for a subtree that the tree in question does not
   * complete.
   */
  hashes(tileLevel: number, start: number, count: number): readonly Uint8Array[];
}

/** A tree of a fixed size. Proofs from one open tree share the tiles they read. */
export interface Tree {
  readonly size: number;
  /** MTH(D_size), RFC 9162 §2.1.1. */
  root(): Uint8Array;
  /**
   * PATH(index, D_size), RFC 9162 §2.1.3.1, from the leaf's sibling to the root's child. Throws OUT_OF_RANGE
   * unless index < size.
   */
  inclusionProof(index: number): Uint8Array[];
  /**
   * PROOF(oldSize, D_size), RFC 9162 §2.1.4.1; empty for oldSize = size. Throws OUT_OF_RANGE unless 0 <
   * oldSize ≤ size.
   */
  consistencyProof(oldSize: number): Uint8Array[];
}

/**
 * The tree of the first `size` leaves. Reads nothing yet; reading throws HASHES_MISSING where storage has too
 * few.
 */
export function openTree(reader: TileHashReader, size: number): Tree {
  checkSize(size, 'tree size');
  const node = createNodeReader(reader, size);
  const ranges = keptRanges(node);
  return {
    size,
    root: () => (size === 0 ? EMPTY_ROOT.slice() : rangeHash(node, 0, size)),
    inclusionProof: (index) => {
      if (!isSize(index) || index >= size) {
        throw new TransparencyError('OUT_OF_RANGE', `no leaf ${index} in a tree of size ${size}`);
      }
      return inclusionPath(ranges, index, { start: 0, end: size });
    },
    consistencyProof: (oldSize) => {
      if (!isSize(oldSize) || oldSize === 0 || oldSize > size) {
        throw new TransparencyError(
          'OUT_OF_RANGE',
          `no consistency proof from size ${oldSize} to size ${size}`,
        );
      }
      return consistencyPath(node, oldSize, { start: 0, end: size });
    },
  };
}

/** MTH(D_size), RFC 9162 §2.1.1. */
export function treeRoot(reader: TileHashReader, size: number): Uint8Array {
  return openTree(reader, size).root();
}

/**
 * One proof that the tree of this size has the leaf at this index, RFC 9162 §2.1.3.1; for many, open the
 * tree.
 */
export function inclusionProof(
  reader: TileHashReader,
  { index, size }: { readonly index: number; readonly size: number },
): Uint8Array[] {
  return openTree(reader, size).inclusionProof(index);
}

/**
 * One proof that the tree of newSize continues the tree of oldSize, RFC 9162 §2.1.4.1; for many, open the
 * tree.
 */
export function consistencyProof(
  reader: TileHashReader,
  { oldSize, newSize }: { readonly oldSize: number; readonly newSize: number },
): Uint8Array[] {
  return openTree(reader, newSize).consistencyProof(oldSize);
}

/**
 * The root of the complete subtree of 2^level leaves with this index (level 0: a leaf hash), folded from the
 * nearest stored row below it, RFC 9162 §2.1.1. Throws OUT_OF_RANGE and HASHES_MISSING.
 */
export function subtreeHash(reader: TileHashReader, level: number, index: number): Uint8Array {
  const end = (index + 1) * 2 ** level;
  if (!isSize(level) || !isSize(index) || !isSize(end)) {
    throw new TransparencyError('OUT_OF_RANGE', `no subtree ${index} at level ${level}`);
  }
  const width = 2 ** (level % TILE_HEIGHT);
  const tileLevel = Math.floor(level / TILE_HEIGHT);
  let row = readRow(reader, { tileLevel, start: index * width, count: width });
  while (row.length > 1) {
    row = rowAbove(row);
  }
  return hashAt(row, 0);
}

/** Reads the root of a complete subtree: level 0 is the leaves. */
type NodeReader = (level: number, index: number) => Uint8Array;

/**
 * Leaves from start to end − 1; start is a multiple of a power of two that is not smaller than their number.
 */
interface LeafRange {
  readonly start: number;
  readonly end: number;
}

/**
 * MTH of a range of leaves. The ranges of RFC 9162 are split so that each left part is a complete subtree.
 */
function rangeHash(node: NodeReader, start: number, end: number): Uint8Array {
  const count = end - start;
  assertArithmetic(count > 0, `range of leaves ${start} to ${end}`);
  if (count === 1) {
    return node(0, start);
  }
  const split = splitPoint(count);
  if (split * 2 === count) {
    assertArithmetic(start % count === 0, `subtree of ${count} leaves at leaf ${start}`);
    return node(Math.log2(count), start / count);
  }
  return nodeHash(rangeHash(node, start, start + split), rangeHash(node, start + split, end));
}

/** Reads MTH of a range of leaves. */
type RangeReader = (start: number, end: number) => Uint8Array;

/**
 * Ranges at the right edge of the tree, which every proof from its left part ends in, are hashed once. There is one for each
 * level, and each begins at a place of its own.
 */
function keptRanges(node: NodeReader): RangeReader {
  const kept = new Map<number, Uint8Array>();
  return (start, end) => {
    const count = end - start;
    if (count === 1 || splitPoint(count) * 2 === count) {
      return rangeHash(node, start, end);
    }
    const known = kept.get(start) ?? rangeHash(node, start, end);
    kept.set(start, known);
    return known;
  };
}

/** PATH, RFC 9162 §2.1.3.1. */
function inclusionPath(ranges: RangeReader, index: number, { start, end }: LeafRange): Uint8Array[] {
  assertArithmetic(start <= index && index < end, `leaf ${index} in leaves ${start} to ${end}`);
  if (end - start === 1) {
    return [];
  }
  const middle = start + splitPoint(end - start);
  if (index < middle) {
    const path = inclusionPath(ranges, index, { start, end: middle });
    path.push(ranges(middle, end));
    return path;
  }
  const path = inclusionPath(ranges, index, { start: middle, end });
  path.push(ranges(start, middle));
  return path;
}

/** SUBPROOF, RFC 9162 §2.1.4.1. Its flag b, "the verifier has this root already", is start = 0. */
function consistencyPath(node: NodeReader, oldSize: number, { start, end }: LeafRange): Uint8Array[] {
  assertArithmetic(start < oldSize && oldSize <= end, `size ${oldSize} in leaves ${start} to ${end}`);
  if (oldSize === end) {
    return start === 0 ? [] : [rangeHash(node, start, end)];
  }
  const middle = start + splitPoint(end - start);
  if (oldSize <= middle) {
    const path = consistencyPath(node, oldSize, { start, end: middle });
    path.push(rangeHash(node, middle, end));
    return path;
  }
  const path = consistencyPath(node, oldSize, { start: middle, end });
  path.push(rangeHash(node, start, middle));
  return path;
}

/** Reads whole tiles as they stand at this size, and hashes the rows above each once. */
function createNodeReader(reader: TileHashReader, size: number): NodeReader {
  const tiles = new Map<string, Uint8Array[][]>();

  function rowsOfTile(tileLevel: number, tileIndex: number): Uint8Array[][] {
    const key = `${tileLevel}/${tileIndex}`;
    const cached = tiles.get(key);
    if (cached !== undefined) {
      // Taken out and put back, because a Map iterates in the order of insertion and the oldest is dropped
      // first.
      tiles.delete(key);
      tiles.set(key, cached);
      return cached;
    }
    const start = tileIndex * TILE_WIDTH;
    const complete = Math.floor(size / TILE_WIDTH ** tileLevel);
    const count = Math.min(TILE_WIDTH, complete - start);
    assertArithmetic(count > 0, `tile ${key} in a tree of size ${size}`);
    const rows = rowsAbove(readRow(reader, { tileLevel, start, count }));
    tiles.set(key, rows);
    const oldest = tiles.keys().next().value;
    if (tiles.size > CACHED_TILES_MAX && oldest !== undefined) {
      tiles.delete(oldest);
    }
    return rows;
  }

  // The tile asked for last at each level: neighboring proofs ask for the same ones.
  const last: { readonly index: number; readonly rows: Uint8Array[][] }[] = [];

  return (level, index) => {
    const tileLevel = Math.floor(level / TILE_HEIGHT);
    const height = level % TILE_HEIGHT;
    const rowWidth = 2 ** (TILE_HEIGHT - height);
    const tileIndex = Math.floor(index / rowWidth);
    const known = last[tileLevel];
    const rows = known?.index === tileIndex ? known.rows : rowsOfTile(tileLevel, tileIndex);
    if (rows !== known?.rows) {
      last[tileLevel] = { index: tileIndex, rows };
    }
    return hashAt(rows[height] ?? [], index % rowWidth);
  };
}

/** The rows of a tile from its stored hashes up to the last that lies inside it, complete nodes only. */
function rowsAbove(stored: readonly Uint8Array[]): Uint8Array[][] {
  const rows: Uint8Array[][] = [[...stored]];
  let row: readonly Uint8Array[] = stored;
  for (let height = 1; height < TILE_HEIGHT; height++) {
    row = rowAbove(row);
    rows.push([...row]);
  }
  return rows;
}

function rowAbove(row: readonly Uint8Array[]): Uint8Array[] {
  const above: Uint8Array[] = [];
  for (let i = 0; i + 1 < row.length; i += 2) {
    above.push(nodeHash(hashAt(row, i), hashAt(row, i + 1)));
  }
  return above;
}

function hashAt(row: readonly Uint8Array[], index: number): Uint8Array {
  const found = row[index];
  assertArithmetic(found !== undefined, `hash ${index} of ${row.length}`);
  return found;
}

interface RowRequest {
  readonly tileLevel: number;
  readonly start: number;
  readonly count: number;
}

function readRow(reader: TileHashReader, { tileLevel, start, count }: RowRequest): readonly Uint8Array[] {
  const row = reader.hashes(tileLevel, start, count);
  if (row.length !== count || row.some((stored) => stored.length !== HASH_BYTES)) {
    throw new TransparencyError(
      'HASHES_MISSING',
      `storage does not have the ${count} hashes from ${start} at tile level ${tileLevel}`,
    );
  }
  return row;
}
