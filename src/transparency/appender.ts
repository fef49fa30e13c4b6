// A growing tree that keeps only its right edge in memory: the roots of the complete subtrees that make it
// up, one for each one-bit of its size.

import { assertArithmetic, TransparencyError } from './errors.ts';
import { EMPTY_ROOT, HASH_BYTES, nodeHash } from './hash.ts';
import { checkSize, edgeLevels, half, isOdd } from './size.ts';
import { subtreeHash, TILE_HEIGHT, type TileHashReader } from './tree.ts';

/**
 * All that must be known of a tree to append to it: its size and its right edge, the largest subtree first.
 */
export interface AppenderState {
  readonly size: number;
  readonly edge: readonly Uint8Array[];
}

/**
 * The root of a subtree of 256^tileLevel leaves that an append completed, to be stored at (tileLevel, index).
 */
export interface CompletedSubtree {
  readonly tileLevel: number;
  readonly index: number;
  readonly hash: Uint8Array;
}

export interface Appender {
  readonly size: number;
  /**
   * Adds a leaf hash (32 bytes, else HASH_MALFORMED) at index `size`. Returns the hashes at tile level 1 and
   * above that it completes, lowest first: none for 255 leaves out of 256. The leaf hash itself, tile level
   * 0, is the caller's to store.
   */
  append(leafHash: Uint8Array): readonly CompletedSubtree[];
  /** MTH(D_size), RFC 9162 §2.1.1, from the edge alone: at most 52 hashes. */
  root(): Uint8Array;
  /**
   * A snapshot; an appender created from it goes on from here, which undoes a group that was not recorded.
   */
  state(): AppenderState;
}

const NONE: readonly CompletedSubtree[] = [];

/**
 * An appender of the empty tree, or one that goes on from a state. Throws OUT_OF_RANGE or HASH_MALFORMED for
 * a bad state.
 */
export function createAppender(from: AppenderState = { size: 0, edge: [] }): Appender {
  checkSize(from.size, 'tree size');
  if (from.edge.length !== edgeLevels(from.size).length || !from.edge.every(isHash)) {
    throw new TransparencyError('HASH_MALFORMED', `not the right edge of a tree of size ${from.size}`);
  }
  const edge = [...from.edge];
  let size = from.size;
  return {
    get size() {
      return size;
    },
    append(leafHash) {
      checkSize(size + 1, 'tree size');
      if (!isHash(leafHash)) {
        throw new TransparencyError('HASH_MALFORMED', `a leaf hash of ${leafHash.length} bytes`);
      }
      const completed = pushLeaf(edge, size, leafHash);
      size += 1;
      return completed;
    },
    root: () => foldEdge(edge),
    state: () => ({ size, edge: [...edge] }),
  };
}

/**
 * The appender of the stored tree of this size: reads its right edge, one read per one-bit. Throws
 * HASHES_MISSING.
 */
export function openAppender(reader: TileHashReader, size: number): Appender {
  checkSize(size, 'tree size');
  let start = 0;
  const edge = edgeLevels(size).map((level) => {
    const leaves = 2 ** level;
    const root = subtreeHash(reader, level, start / leaves);
    start += leaves;
    return root;
  });
  assertArithmetic(start === size, `edge of a tree of size ${size}`);
  return createAppender({ size, edge });
}

/**
 * Adding one to a binary number: each trailing one-bit of the size is a subtree that the new leaf completes a
 * pair with.
 */
function pushLeaf(edge: Uint8Array[], size: number, leafHash: Uint8Array): readonly CompletedSubtree[] {
  let completed = NONE;
  let node = leafHash;
  let index = size;
  for (let level = 1; isOdd(index); level++) {
    const left = edge.pop();
    assertArithmetic(left !== undefined, `edge of a tree of size ${size}`);
    node = nodeHash(left, node);
    index = half(index);
    if (level % TILE_HEIGHT === 0) {
      completed = [...completed, { tileLevel: level / TILE_HEIGHT, index, hash: node }];
    }
  }
  edge.push(node);
  return completed;
}

function foldEdge(edge: readonly Uint8Array[]): Uint8Array {
  return edge.length === 0 ? EMPTY_ROOT.slice() : edge.reduceRight((right, left) => nodeHash(left, right));
}

function isHash(value: Uint8Array): boolean {
  return value.length === HASH_BYTES;
}
