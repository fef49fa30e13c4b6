import type { BudgetType, DataOf, RiskPoolType } from '../src/domain/catalogue.ts';
import type { BudgetState } from '../src/domain/lines/budget.ts';
import type { Fact } from '../src/domain/lines/life.ts';
import type { RiskPoolState } from '../src/domain/lines/riskPool.ts';
import { fenOf } from '../src/domain/money.ts';
import { type Book, counts, dimensionsOf, type Posting, poster } from './posting.ts';

/** What risk pools and subsidy budgets count for (domain.md §5). */

const postPool = (_state: RiskPoolState, fact: Fact<RiskPoolType>, into: Posting[]): void => {
  const post = poster(into, dimensionsOf({}));
  const on = fact.data.effectiveOn;
  switch (fact.type) {
    case 'riskPool.funded':
      post('riskPool.balance', on, fenOf(fact.data.amount));
      return;
    case 'compensation.paid':
      post('riskPool.balance', on, -fenOf(fact.data.amount));
      post('riskPool.compensated', on, fenOf(fact.data.amount));
      return;
    case 'compensation.clawedBack':
      post('riskPool.balance', on, fenOf(fact.data.amount));
      post('riskPool.compensated', on, -fenOf(fact.data.amount));
      return;
    default:
      return;
  }
};

export const RISK_POOL_BOOK: Book<RiskPoolState, RiskPoolType> = { post: postPool };

const postSubsidy = (paid: DataOf<'subsidy.paid'>, on: string, fen: bigint, into: Posting[]): void => {
  const { beneficiary: enterprise, purpose: kind } = paid;
  if (!counts(enterprise)) return;
  poster(into, dimensionsOf({ enterprise, kind }), enterprise.uscc ?? '')('subsidy.paid', on, fen);
};

const postBudget = (state: BudgetState, fact: Fact<BudgetType>, into: Posting[]): void => {
  const on = fact.data.effectiveOn;
  switch (fact.type) {
    case 'budget.appropriated':
      poster(into, dimensionsOf({ kind: fact.data.level }))(
        'budget.appropriated',
        on,
        fenOf(fact.data.amount),
      );
      return;
    case 'subsidy.paid':
      postSubsidy(fact.data, on, fenOf(fact.data.amount), into);
      return;
    case 'subsidy.returned': {
      const payment = state.payments.get(fact.data.payment);
      if (payment) postSubsidy(payment.paid, on, -fenOf(fact.data.amount), into);
      return;
    }
  }
};

export const BUDGET_BOOK: Book<BudgetState, BudgetType> = { post: postBudget };
