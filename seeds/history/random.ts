/**
 * Random numbers that are the same everywhere: sfc32, the small fast counting generator of Chris Doty-Humphrey's
 * PractRand (public domain), seeded with three words and stirred fifteen times. Only sums, products and quotients
 * are made of its words, which IEEE 754 rounds in one way; no logarithm or power, which engines round differently.
 */

export interface Random {
  /** In [0, 1). */
  unit(): number;
  /** An integer from 0 to below the limit. */
  below(limit: number): number;
  /** An integer from `least` to `most`, both included. */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  /** Throws a RangeError when there is nothing to pick from. */
  pick<T>(items: readonly T[]): T;
  /** One of the items by their weights, which are greater than zero. */
  weighted<T>(items: readonly Weighted<T>[]): T;
}

export type Weighted<T> = readonly [item: T, weight: number];

const STIRS = 15;
const WORDS = 2 ** 32;

const sfc32 = (seed: number, stream: number, index: number): (() => number) => {
  let a = seed | 0;
  let b = stream | 0;
  let c = index | 0;
  let counter = 1;
  const next = (): number => {
    const word = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + word) | 0;
    return word >>> 0;
  };
  for (let stir = 0; stir < STIRS; stir += 1) next();
  return next;
};

/** The item of a share in [0, 1): the items divide it by their weights, in their order. */
export const byShare = <T>(items: readonly Weighted<T>[], share: number): T => {
  let rest = share * items.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [item, weight] of items) {
    if (rest < weight) return item;
    rest -= weight;
  }
  const last = items.at(-1);
  if (last === undefined) throw new RangeError('nothing to pick from');
  return last[0];
};

/** A generator of its own for each seed, stream (what is drawn) and index (which one of it). */
export const randomOf = (seed: number, stream: number, index: number): Random => {
  const next = sfc32(seed, stream, index);
  const unit = (): number => next() / WORDS;
  const below = (limit: number): number => Math.floor(unit() * limit);
  return {
    unit,
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (probability) => unit() < probability,
    pick: (items) => {
      if (items.length === 0) throw new RangeError('nothing to pick from');
      return items[below(items.length)] as (typeof items)[number];
    },
    weighted: (items) => byShare(items, unit()),
  };
};
