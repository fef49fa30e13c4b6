import type { SecuritizationType } from '../src/domain/catalogue.ts';
import type { Fact } from '../src/domain/lines/life.ts';
import type { SecuritizationState } from '../src/domain/lines/securitization.ts';
import { fenOf } from '../src/domain/money.ts';
import { type Book, dimensionsOf, type Posting, poster } from './posting.ts';

/** What securitization counts for: the tranches issued (domain.md §5; R16, R17). */

const post = (state: SecuritizationState, fact: Fact<SecuritizationType>, into: Posting[]): void => {
  if (fact.type !== 'tranche.issued') return;
  const dimensions = dimensionsOf({ kind: fact.data.seniority, institution: state.originator });
  poster(into, dimensions)('securitization.issued', fact.data.effectiveOn, fenOf(fact.data.amount));
};

export const SECURITIZATION_BOOK: Book<SecuritizationState, SecuritizationType> = { post };
