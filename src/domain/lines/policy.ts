import type { DataOf, EventType, PolicyType } from '../catalogue.ts';
import { fenOf, yuanOf } from '../money.ts';
import { type Fact, type LifeCycle, type Violation, violation } from './life.ts';

/** Life cycle of `policy/<policy>` (domain.md §4.2). */

export interface PolicyState {
  bound: DataOf<'policy.bound'> | undefined;
  sumFen: bigint;
  premiumFen: bigint;
  premiumPaidFen: bigint;
  readonly claims: Set<string>;
  claimsPaidFen: bigint;
  surrenderedOn: string | undefined;
}

const decideEndorsed = (state: PolicyState, data: DataOf<'policy.endorsed'>): Violation | undefined => {
  if (state.surrenderedOn !== undefined) return violation('SURRENDERED', '/type', 'policy.endorsed');
  if (data.effectiveOn > (state.bound?.until ?? ''))
    return violation('AFTER_COVER', '/data/effectiveOn', data.effectiveOn);
  if (data.sumInsuredChange !== undefined && state.sumFen + fenOf(data.sumInsuredChange) <= 0n)
    return violation('AMOUNT_NOT_POSITIVE', '/data/sumInsuredChange', data.sumInsuredChange);
  if (data.premiumChange !== undefined && state.premiumFen + fenOf(data.premiumChange) <= 0n)
    return violation('AMOUNT_NOT_POSITIVE', '/data/premiumChange', data.premiumChange);
  return undefined;
};

const decideSurrendered = (state: PolicyState, data: DataOf<'policy.surrendered'>): Violation | undefined => {
  if (state.surrenderedOn !== undefined) return violation('SURRENDERED', '/type', 'policy.surrendered');
  if (data.effectiveOn > (state.bound?.until ?? ''))
    return violation('AFTER_COVER', '/data/effectiveOn', data.effectiveOn);
  return fenOf(data.refund) > state.premiumFen
    ? violation('ABOVE_PREMIUM', '/data/refund', data.refund, { limit: yuanOf(state.premiumFen) })
    : undefined;
};

const decideNotified = (state: PolicyState, data: DataOf<'claim.notified'>): Violation | undefined => {
  const { bound, surrenderedOn } = state;
  if (state.claims.has(data.claimId)) return violation('CLAIM_EXISTS', '/data/claimId', data.claimId);
  const covered =
    bound !== undefined &&
    data.lossOn >= bound.from &&
    data.lossOn <= bound.until &&
    data.lossOn >= bound.effectiveOn &&
    (surrenderedOn === undefined || data.lossOn < surrenderedOn);
  return covered ? undefined : violation('LOSS_OUTSIDE_COVER', '/data/lossOn', data.lossOn);
};

const decide = (state: PolicyState, fact: Fact<PolicyType>): Violation | undefined => {
  switch (fact.type) {
    case 'policy.endorsed':
      return decideEndorsed(state, fact.data);
    case 'policy.premiumPaid': {
      const leftFen = state.premiumFen - state.premiumPaidFen;
      return fenOf(fact.data.amount) > leftFen
        ? violation('ABOVE_PREMIUM', '/data/amount', fact.data.amount, { limit: yuanOf(leftFen) })
        : undefined;
    }
    case 'policy.surrendered':
      return decideSurrendered(state, fact.data);
    case 'claim.notified':
      return decideNotified(state, fact.data);
    case 'claim.paid': {
      if (!state.claims.has(fact.data.claimId))
        return violation('CLAIM_UNKNOWN', '/data/claimId', fact.data.claimId);
      const leftFen = state.sumFen - state.claimsPaidFen;
      return fenOf(fact.data.amount) > leftFen
        ? violation('ABOVE_SUM_INSURED', '/data/amount', fact.data.amount, { limit: yuanOf(leftFen) })
        : undefined;
    }
    case 'claim.rejected':
      return state.claims.has(fact.data.claimId)
        ? undefined
        : violation('CLAIM_UNKNOWN', '/data/claimId', fact.data.claimId);
    default:
      return undefined;
  }
};

const evolve = (state: PolicyState, fact: Fact<PolicyType>): void => {
  switch (fact.type) {
    case 'policy.bound':
      state.bound = fact.data;
      state.sumFen = fenOf(fact.data.sumInsured);
      state.premiumFen = fenOf(fact.data.premium);
      return;
    case 'policy.endorsed':
      if (fact.data.sumInsuredChange !== undefined) state.sumFen += fenOf(fact.data.sumInsuredChange);
      if (fact.data.premiumChange !== undefined) state.premiumFen += fenOf(fact.data.premiumChange);
      return;
    case 'policy.premiumPaid':
      state.premiumPaidFen += fenOf(fact.data.amount);
      return;
    case 'policy.surrendered':
      state.surrenderedOn = fact.data.effectiveOn;
      return;
    case 'claim.notified':
      state.claims.add(fact.data.claimId);
      return;
    case 'claim.paid':
      state.claimsPaidFen += fenOf(fact.data.amount);
      return;
    case 'policy.voided':
    case 'claim.rejected':
      return;
  }
};

/** A surrender dated before the beginning of cover removes all postings of the policy (domain.md §4.2). */
export const isSurrenderedBeforeCover = (state: PolicyState): boolean =>
  state.surrenderedOn !== undefined && state.bound !== undefined && state.surrenderedOn < state.bound.from;

export const POLICY: LifeCycle<PolicyState, PolicyType> = {
  opening: 'policy.bound',
  openingRepeats: false,
  initialState: () => ({
    bound: undefined,
    sumFen: 0n,
    premiumFen: 0n,
    premiumPaidFen: 0n,
    claims: new Set(),
    claimsPaidFen: 0n,
    surrenderedOn: undefined,
  }),
  decide,
  evolve,
  voidedBy: (facts) => facts.find((fact) => fact.type === 'policy.voided'),
  takenAfterVoid: new Set<EventType>([
    'claim.notified',
    'claim.paid',
    'claim.rejected',
    'policy.premiumPaid',
  ]),
  keepsEarlier: (state, fact) =>
    fact.type !== 'policy.voided' &&
    !isSurrenderedBeforeCover(state) &&
    !(fact.type === 'policy.surrendered' && fact.data.effectiveOn < (state.bound?.from ?? '')),
  describe: (state) => ({
    sumInsured: yuanOf(state.sumFen),
    premium: yuanOf(state.premiumFen),
    premiumPaid: yuanOf(state.premiumPaidFen),
    from: state.bound?.from ?? null,
    until: state.bound?.until ?? null,
    surrenderedOn: state.surrenderedOn ?? null,
    claims: state.claims.size,
    claimsPaid: yuanOf(state.claimsPaidFen),
  }),
};
