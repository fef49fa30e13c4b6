import { addDays, LAST_DATE, laterOf } from '../src/domain/calendar.ts';
import type { DataOf, PolicyType } from '../src/domain/catalogue.ts';
import type { Fact } from '../src/domain/lines/life.ts';
import { isSurrenderedBeforeCover, type PolicyState } from '../src/domain/lines/policy.ts';
import { fenOf } from '../src/domain/money.ts';
import { type Book, counts, dimensionsOf, type Post, type Posting, poster } from './posting.ts';

/** What policies count for: row 6, premium, claims paid and the sum in force (domain.md §5; R11). */

/** Cover counts from the later of binding and its beginning. */
const coverStart = (bound: DataOf<'policy.bound'>): string => laterOf(bound.effectiveOn, bound.from);

/**
 * The sum goes out of the stock by itself on the day after the cover, or on `from` if that is later; a surrender moves the
 * end forward. Cover until the last date of all has no day after it.
 */
const postEnd = (bound: DataOf<'policy.bound'>, from: string, fen: bigint, post: Post): void => {
  if (bound.until < LAST_DATE) post('insurance.inForce', laterOf(addDays(bound.until, 1), from), fen);
};

const postBound = (bound: DataOf<'policy.bound'>, post: Post): void => {
  const start = coverStart(bound);
  const sumFen = fenOf(bound.sumInsured);
  post('insurance.sumInsured', start, sumFen);
  post('insurance.premium', start, fenOf(bound.premium));
  post('insurance.inForce', start, sumFen);
  postEnd(bound, start, -sumFen, post);
};

const postEndorsed = (bound: DataOf<'policy.bound'>, data: DataOf<'policy.endorsed'>, post: Post): void => {
  const on = laterOf(data.effectiveOn, coverStart(bound));
  if (data.sumInsuredChange !== undefined) {
    const change = fenOf(data.sumInsuredChange);
    if (change > 0n) post('insurance.sumInsured', on, change);
    post('insurance.inForce', on, change);
    postEnd(bound, on, -change, post);
  }
  if (data.premiumChange !== undefined) post('insurance.premium', on, fenOf(data.premiumChange));
};

const post = (state: PolicyState, fact: Fact<PolicyType>, into: Posting[]): void => {
  const bound = fact.type === 'policy.bound' ? fact.data : state.bound;
  if (!bound || !counts(bound.enterprise)) return;
  const { enterprise, kind, insurer } = bound;
  const own = poster(into, dimensionsOf({ enterprise, kind, institution: insurer }), enterprise.uscc ?? '');
  switch (fact.type) {
    case 'policy.bound':
      postBound(bound, own);
      return;
    case 'policy.endorsed':
      postEndorsed(bound, fact.data, own);
      return;
    case 'policy.surrendered':
      own('insurance.inForce', fact.data.effectiveOn, -state.sumFen);
      postEnd(bound, fact.data.effectiveOn, state.sumFen, own);
      return;
    case 'claim.paid':
      own('insurance.claimsPaid', fact.data.effectiveOn, fenOf(fact.data.amount));
      return;
    default:
      return;
  }
};

export const POLICY_BOOK: Book<PolicyState, PolicyType> = {
  post,
  countsForNothing: isSurrenderedBeforeCover,
};
