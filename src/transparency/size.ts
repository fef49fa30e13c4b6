// Arithmetic on tree sizes. Bit operators are 32-bit in JavaScript, so that sizes are divided, never shifted.

import { TransparencyError } from './errors.ts';

/** A size or an index: an integer from 0 to 2^53 − 1. */
export function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** Throws OUT_OF_RANGE unless the value is a size. */
export function checkSize(value: number, what: string): void {
  if (!isSize(value)) {
    throw new TransparencyError('OUT_OF_RANGE', `${what} ${value} is not an integer from 0 to 2^53 - 1`);
  }
}

export function isOdd(value: number): boolean {
  return value % 2 === 1;
}

/** value >> 1. */
export function half(value: number): number {
  return Math.floor(value / 2);
}

/** The largest power of two smaller than n, for n > 1: where RFC 9162 §2.1.1 splits a tree of n leaves. */
export function splitPoint(n: number): number {
  let power = 1;
  while (power * 2 < n) {
    power *= 2;
  }
  return power;
}

/** The levels of the complete subtrees that make up a tree of this size, largest first: its one-bits. */
export function edgeLevels(size: number): number[] {
  const levels: number[] = [];
  for (let level = 0, rest = size; rest > 0; level++, rest = half(rest)) {
    if (isOdd(rest)) {
      levels.unshift(level);
    }
  }
  return levels;
}
