import type { DataOf, DealType, EventType } from '../catalogue.ts';
import { fenOf, yuanOf } from '../money.ts';
import { type Fact, type LifeCycle, type Violation, violation } from './life.ts';

/** Life cycle of `deal/<contract>` (domain.md §4.3). */

export interface DealState {
  signed: DataOf<'deal.signed'> | undefined;
  priceFen: bigint;
  royaltiesFen: bigint;
  paidFen: bigint;
  registered: boolean;
  terminatedOn: string | undefined;
}

const decideRoyalty = (state: DealState, data: DataOf<'deal.royaltySettled'>): Violation | undefined => {
  const priceKind = state.signed?.priceKind;
  if (priceKind !== 'royalty' && priceKind !== 'entryFeeAndRoyalty')
    return violation('NO_ROYALTIES', '/type', 'deal.royaltySettled');
  return state.terminatedOn !== undefined && data.periodUntil > state.terminatedOn
    ? violation('PERIOD_AFTER_TERMINATION', '/data/periodUntil', data.periodUntil)
    : undefined;
};

const decide = (state: DealState, fact: Fact<DealType>): Violation | undefined => {
  switch (fact.type) {
    case 'deal.registered':
      return state.registered ? violation('ALREADY_DONE', '/type', fact.type) : undefined;
    case 'deal.amended':
      if (state.terminatedOn !== undefined) return violation('ENDED', '/type', fact.type);
      return state.priceFen + fenOf(fact.data.priceChange) < 0n
        ? violation('PRICE_NEGATIVE', '/data/priceChange', fact.data.priceChange)
        : undefined;
    case 'deal.royaltySettled':
      return decideRoyalty(state, fact.data);
    case 'deal.terminated':
      return state.terminatedOn === undefined ? undefined : violation('ENDED', '/type', fact.type);
    default:
      return undefined;
  }
};

const evolve = (state: DealState, fact: Fact<DealType>): void => {
  switch (fact.type) {
    case 'deal.signed':
      state.signed = fact.data;
      state.priceFen = fenOf(fact.data.price);
      return;
    case 'deal.registered':
      state.registered = true;
      return;
    case 'deal.amended':
      state.priceFen += fenOf(fact.data.priceChange);
      return;
    case 'deal.royaltySettled':
      state.royaltiesFen += fenOf(fact.data.amount);
      return;
    case 'deal.paid':
      state.paidFen += fenOf(fact.data.amount);
      return;
    case 'deal.terminated':
      state.terminatedOn = fact.data.effectiveOn;
      return;
    case 'deal.rescinded':
      return;
  }
};

export const DEAL: LifeCycle<DealState, DealType> = {
  opening: 'deal.signed',
  openingRepeats: false,
  initialState: () => ({
    signed: undefined,
    priceFen: 0n,
    royaltiesFen: 0n,
    paidFen: 0n,
    registered: false,
    terminatedOn: undefined,
  }),
  decide,
  evolve,
  voidedBy: (facts) => facts.find((fact) => fact.type === 'deal.rescinded'),
  takenAfterVoid: new Set<EventType>(['deal.paid']),
  keepsEarlier: (_state, fact) => fact.type !== 'deal.rescinded',
  describe: (state) => ({
    kind: state.signed?.kind ?? null,
    price: yuanOf(state.priceFen),
    royalties: yuanOf(state.royaltiesFen),
    paid: yuanOf(state.paidFen),
    registered: state.registered,
    terminatedOn: state.terminatedOn ?? null,
  }),
};
