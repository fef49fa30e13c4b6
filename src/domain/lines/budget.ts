import type { BudgetType, DataOf } from '../catalogue.ts';
import { fenOf, yuanOf } from '../money.ts';
import { type Fact, type LifeCycle, NONE_TAKEN, type Violation, violation } from './life.ts';

/** Life cycle of `budget/<id>`: appropriations and the subsidies paid from them (domain.md §4.6). */

interface Payment {
  readonly paid: DataOf<'subsidy.paid'>;
  /** What of the payment was not returned. */
  leftFen: bigint;
}

export interface BudgetState {
  appropriatedFen: bigint;
  paidFen: bigint;
  /** By the id of the `subsidy.paid`. */
  readonly payments: Map<string, Payment>;
}

const decide = (state: BudgetState, fact: Fact<BudgetType>): Violation | undefined => {
  if (fact.type === 'budget.appropriated') return undefined;
  const fen = fenOf(fact.data.amount);
  if (fact.type === 'subsidy.paid') {
    const leftFen = state.appropriatedFen - state.paidFen;
    return fen > leftFen
      ? violation('ABOVE_BALANCE', '/data/amount', fact.data.amount, { limit: yuanOf(leftFen) })
      : undefined;
  }
  const payment = state.payments.get(fact.data.payment);
  if (!payment) return violation('PAYMENT_UNKNOWN', '/data/payment', fact.data.payment);
  return fen > payment.leftFen
    ? violation('ABOVE_PAYMENT', '/data/amount', fact.data.amount, { limit: yuanOf(payment.leftFen) })
    : undefined;
};

const evolve = (state: BudgetState, fact: Fact<BudgetType>): void => {
  const fen = fenOf(fact.data.amount);
  switch (fact.type) {
    case 'budget.appropriated':
      state.appropriatedFen += fen;
      return;
    case 'subsidy.paid':
      state.paidFen += fen;
      state.payments.set(fact.id, { paid: fact.data, leftFen: fen });
      return;
    case 'subsidy.returned': {
      state.paidFen -= fen;
      const payment = state.payments.get(fact.data.payment);
      if (payment) payment.leftFen -= fen;
      return;
    }
  }
};

export const BUDGET: LifeCycle<BudgetState, BudgetType> = {
  opening: 'budget.appropriated',
  openingRepeats: true,
  initialState: () => ({ appropriatedFen: 0n, paidFen: 0n, payments: new Map() }),
  decide,
  evolve,
  voidedBy: () => undefined,
  takenAfterVoid: NONE_TAKEN,
  keepsEarlier: () => true,
  describe: (state) => ({
    appropriated: yuanOf(state.appropriatedFen),
    paid: yuanOf(state.paidFen),
    remaining: yuanOf(state.appropriatedFen - state.paidFen),
    payments: state.payments.size,
  }),
};
