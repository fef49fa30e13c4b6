/**
 * A list of intervals that is asked for those that meet another one. It is kept in blocks in the order of their first days,
 * each with its latest last day: what a block cannot hold is passed over as a whole, so a right that was pledged and released
 * ten thousand times costs hundreds of looks and not ten thousand.
 */

/** First and last day, YYYY-MM-DD; none is empty. */
export interface Interval {
  readonly from: string;
  readonly until: string;
}

export interface Intervals<T extends Interval> {
  add(item: T): void;
  /** Takes out those that are so, and answers them. */
  remove(isMeant: (item: T) => boolean): readonly T[];
  /** Those that have a day in common with an interval. */
  overlapping(span: Interval): Iterable<T>;
  /** Those whose first day is in it. */
  startingIn(span: Interval): Iterable<T>;
}

interface Block<T> {
  /** In the order of their first days. */
  items: T[];
  lastDay: string;
}

const BLOCK_ITEMS_MAX = 128;

const blockOf = <T extends Interval>(items: T[]): Block<T> => ({
  items,
  lastDay: items.reduce((last, { until }) => (until > last ? until : last), ''),
});

/** Place of the first of an ordered list that is so, or its length. */
const firstIndex = <T>(list: readonly T[], isSo: (item: T) => boolean): number => {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isSo(list[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
};

export const createIntervals = <T extends Interval>(): Intervals<T> => {
  let blocks: Block<T>[] = [];

  const split = (index: number, { items }: Block<T>): void => {
    const middle = items.length >>> 1;
    blocks.splice(index, 1, blockOf(items.slice(0, middle)), blockOf(items.slice(middle)));
  };

  /** Blocks that may hold intervals which begin by a day. */
  const blocksUpTo = (day: string): Iterable<Block<T>> =>
    blocks.values().take(firstIndex(blocks, ({ items: [first] }) => first !== undefined && first.from > day));

  return {
    add: (item) => {
      const after = firstIndex(blocks, ({ items: [first] }) => first !== undefined && first.from > item.from);
      const index = Math.max(after - 1, 0);
      const block = blocks[index];
      if (!block) {
        blocks.push(blockOf([item]));
        return;
      }
      const at = firstIndex(block.items, ({ from }) => from > item.from);
      block.items.splice(at, 0, item);
      if (item.until > block.lastDay) block.lastDay = item.until;
      if (block.items.length > BLOCK_ITEMS_MAX) split(index, block);
    },
    remove: (isMeant) => {
      const removed: T[] = [];
      for (const [index, { items }] of blocks.entries()) {
        const meant = items.filter(isMeant);
        if (meant.length === 0) continue;
        removed.push(...meant);
        blocks[index] = blockOf(items.filter((item) => !isMeant(item)));
      }
      if (removed.length > 0) blocks = blocks.filter(({ items }) => items.length > 0);
      return removed;
    },
    overlapping: function* (span) {
      for (const { items, lastDay } of blocksUpTo(span.until)) {
        if (lastDay < span.from) continue;
        for (const item of items) if (item.from <= span.until && item.until >= span.from) yield item;
      }
    },
    startingIn: function* (span) {
      for (const { items } of blocksUpTo(span.until)) {
        if ((items.at(-1) as T).from < span.from) continue;
        for (const item of items) if (item.from >= span.from && item.from <= span.until) yield item;
      }
    },
  };
};
