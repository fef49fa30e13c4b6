import type { DataOf, DealType } from '../src/domain/catalogue.ts';
import { isInCity } from '../src/domain/division.ts';
import { isLicense } from '../src/domain/events/deal.ts';
import type { DealState } from '../src/domain/lines/deal.ts';
import type { Fact } from '../src/domain/lines/life.ts';
import { fenOf } from '../src/domain/money.ts';
import { type Book, counts, dimensionsOf, type Posting, poster } from './posting.ts';

/** What transactions count for: row 8 and the number of contracts (domain.md §5; R2, R14). */

const citySide = (signed: DataOf<'deal.signed'>) =>
  isInCity(signed.from.division) ? signed.from : signed.to;

const post = (state: DealState, fact: Fact<DealType>, into: Posting[]): void => {
  const signed = fact.type === 'deal.signed' ? fact.data : state.signed;
  if (!signed) return;
  const enterprise = citySide(signed);
  if (!counts(enterprise)) return;
  const kind = isLicense(signed.kind) ? 'license' : 'assignment';
  const own = poster(
    into,
    dimensionsOf({ enterprise, kind, institution: signed.venue }),
    enterprise.uscc ?? '',
  );
  const on = fact.data.effectiveOn;
  switch (fact.type) {
    case 'deal.signed':
      // A price of 0 is a posting and stands (domain.md §9).
      own('deal.amount', on, fenOf(fact.data.price), true);
      own('deal.count', on, 1n);
      return;
    case 'deal.amended': {
      const change = fenOf(fact.data.priceChange);
      if (change > 0n) own('deal.amount', on, change);
      return;
    }
    case 'deal.royaltySettled':
      own('deal.amount', on, fenOf(fact.data.amount));
      return;
    default:
      return;
  }
};

export const DEAL_BOOK: Book<DealState, DealType> = { post };
