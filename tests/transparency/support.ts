import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { TransparencyError, type TransparencyErrorCode } from '../../src/transparency/errors.ts';
import { leafHash } from '../../src/transparency/hash.ts';
import type { TileHashReader } from '../../src/transparency/tree.ts';

const encoder = new TextEncoder();

export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The leaf hashes of the entries "0", "1", "2", … */
export function leaves(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => leafHash(utf8(String(i))));
}

/** MTH of RFC 9162 §2.1.1 as it is written there, to compare with. */
export function naiveRoot(hashes: readonly Uint8Array[]): Uint8Array {
  const [first] = hashes;
  if (first === undefined) {
    return new Uint8Array(createHash('sha256').digest());
  }
  if (hashes.length === 1) {
    return first;
  }
  let split = 1;
  while (split * 2 < hashes.length) {
    split *= 2;
  }
  const digest = createHash('sha256').update(Uint8Array.of(1));
  digest.update(naiveRoot(hashes.slice(0, split)));
  digest.update(naiveRoot(hashes.slice(split)));
  return new Uint8Array(digest.digest());
}

/** A reader over leaf hashes that holds callers to the contract: within one tile, only complete subtrees. */
export function memoryReader(all: readonly Uint8Array[]): TileHashReader {
  const rows = new Map<number, Uint8Array[]>([[0, [...all]]]);
  const rowAt = (tileLevel: number): Uint8Array[] => {
    const known = rows.get(tileLevel);
    if (known !== undefined) {
      return known;
    }
    const below = rowAt(tileLevel - 1);
    const row: Uint8Array[] = [];
    for (let start = 0; start + 256 <= below.length; start += 256) {
      row.push(naiveRoot(below.slice(start, start + 256)));
    }
    rows.set(tileLevel, row);
    return row;
  };
  return {
    hashes: (tileLevel, start, count) => {
      expect(Math.floor(start / 256)).toBe(Math.floor((start + count - 1) / 256));
      const found = rowAt(tileLevel).slice(start, start + count);
      expect(found).toHaveLength(count);
      return found;
    },
  };
}

/** A copy with one bit of one byte turned. */
export function flipped(bytes: Uint8Array, at = 0): Uint8Array {
  return bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
}

/** Expects a TransparencyError with this code. */
export function expectCode(action: () => unknown, code: TransparencyErrorCode): void {
  expect(codeOf(action)).toBe(code);
}

/** The code that an action throws; errors of other kinds go on. */
export function codeOf(action: () => unknown): TransparencyErrorCode | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof TransparencyError) {
      return error.code;
    }
    throw error;
  }
}

export const SEED_1: Uint8Array = new Uint8Array(32).fill(1);
export const SEED_2: Uint8Array = new Uint8Array(32).fill(2);
export const SEED_3: Uint8Array = new Uint8Array(32).fill(3);
