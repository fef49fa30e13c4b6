import { DIMENSIONS } from './measures.ts';
import type { Posting } from './posting.ts';

/** What an event does to the figures: postings(history with it) − postings(history without it), netted per place. */
export interface EntryDraft {
  /** A posting of the place where it counts: its measure, month, dimensions and enterprise. */
  readonly at: Posting;
  readonly amount: bigint;
  /** How many postings more (or fewer) stand. */
  readonly postings: number;
}

const placeOf = (posting: Posting): string => {
  let key = `${posting.measure}|${posting.month}|${posting.enterprise}`;
  for (const dimension of DIMENSIONS) key += `|${posting.dimensions[dimension]}`;
  return key;
};

/** Entries of postings that are added to what stands: a single one, as most are, needs no netting. */
export const entriesOf = (added: readonly Posting[]): EntryDraft[] =>
  hasOnePerMeasure(added)
    ? added.map((at) => ({ at, amount: at.amount, postings: 1 }))
    : entriesBetween([], added);

const hasOnePerMeasure = (postings: readonly Posting[]): boolean =>
  postings.every(({ measure }, index) => postings.findIndex((other) => other.measure === measure) === index);

/** The entries that lead from `before` to `after`, in order of first mention; what cancels out is left away. */
export const entriesBetween = (before: readonly Posting[], after: readonly Posting[]): EntryDraft[] => {
  const net = new Map<string, { amount: bigint; postings: number; readonly posting: Posting }>();
  const add = (posting: Posting, sign: 1 | -1): void => {
    const key = placeOf(posting);
    const found = net.get(key);
    const amount = sign === 1 ? posting.amount : -posting.amount;
    if (found) {
      found.amount += amount;
      found.postings += sign;
    } else net.set(key, { amount, postings: sign, posting });
  };
  for (const posting of before) add(posting, -1);
  for (const posting of after) add(posting, 1);
  const entries: EntryDraft[] = [];
  for (const { amount, postings, posting } of net.values())
    if (amount !== 0n || postings !== 0) entries.push({ at: posting, amount, postings });
  return entries;
};
