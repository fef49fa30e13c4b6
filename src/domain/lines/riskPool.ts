import type { RiskPoolType } from '../catalogue.ts';
import { fenOf, yuanOf } from '../money.ts';
import { type Fact, type LifeCycle, NONE_TAKEN, type Violation, violation } from './life.ts';

/** Life cycle of `riskPool/<id>` (domain.md §4.6). */

const BASIS_POINTS = 10_000n;

interface Admission {
  readonly lossShareBp: bigint;
  compensatedFen: bigint;
}

export interface RiskPoolState {
  balanceFen: bigint;
  readonly admitted: Map<string, Admission>;
}

const decide = (state: RiskPoolState, fact: Fact<RiskPoolType>): Violation | undefined => {
  if (fact.type === 'riskPool.funded') return undefined;
  const { financing } = fact.data;
  const admission = state.admitted.get(financing);
  if (fact.type === 'riskPool.admitted')
    return admission ? violation('FINANCING_ADMITTED', '/data/financing', financing) : undefined;
  if (!admission) return violation('FINANCING_NOT_ADMITTED', '/data/financing', financing);
  const fen = fenOf(fact.data.amount);
  if (fact.type === 'compensation.clawedBack')
    return fen > admission.compensatedFen
      ? violation('ABOVE_COMPENSATED', '/data/amount', fact.data.amount, {
          limit: yuanOf(admission.compensatedFen),
        })
      : undefined;
  const shareFen = fenOf(fact.data.unpaidPrincipal) * admission.lossShareBp;
  if (fen * BASIS_POINTS > shareFen)
    return violation('ABOVE_SHARE', '/data/amount', fact.data.amount, {
      limit: yuanOf(shareFen / BASIS_POINTS),
    });
  return fen > state.balanceFen
    ? violation('ABOVE_BALANCE', '/data/amount', fact.data.amount, { limit: yuanOf(state.balanceFen) })
    : undefined;
};

const evolve = (state: RiskPoolState, fact: Fact<RiskPoolType>): void => {
  if (fact.type === 'riskPool.funded') {
    state.balanceFen += fenOf(fact.data.amount);
    return;
  }
  if (fact.type === 'riskPool.admitted') {
    state.admitted.set(fact.data.financing, {
      lossShareBp: BigInt(fact.data.lossShareBp),
      compensatedFen: 0n,
    });
    return;
  }
  const signedFen = fenOf(fact.data.amount) * (fact.type === 'compensation.paid' ? 1n : -1n);
  const admission = state.admitted.get(fact.data.financing);
  if (admission) admission.compensatedFen += signedFen;
  state.balanceFen -= signedFen;
};

export const RISK_POOL: LifeCycle<RiskPoolState, RiskPoolType> = {
  opening: 'riskPool.funded',
  openingRepeats: true,
  initialState: () => ({ balanceFen: 0n, admitted: new Map() }),
  decide,
  evolve,
  voidedBy: () => undefined,
  takenAfterVoid: NONE_TAKEN,
  keepsEarlier: () => true,
  describe: (state) => ({
    balance: yuanOf(state.balanceFen),
    financings: [...state.admitted].map(([financing, admission]) => ({
      financing,
      lossShareBp: Number(admission.lossShareBp),
      compensated: yuanOf(admission.compensatedFen),
    })),
  }),
};
