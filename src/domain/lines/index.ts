import type { EventType } from '../catalogue.ts';
import type { ContractLine } from '../subject.ts';
import { BUDGET, type BudgetState } from './budget.ts';
import { DEAL, type DealState } from './deal.ts';
import { FUND, type FundState } from './fund.ts';
import type { LifeCycle } from './life.ts';
import { PLEDGE, type PledgeState } from './pledge.ts';
import { POLICY, type PolicyState } from './policy.ts';
import { RISK_POOL, type RiskPoolState } from './riskPool.ts';
import { SECURITIZATION, type SecuritizationState } from './securitization.ts';

export interface StateOfLine {
  readonly pledge: PledgeState;
  readonly policy: PolicyState;
  readonly deal: DealState;
  readonly fund: FundState;
  readonly securitization: SecuritizationState;
  readonly riskPool: RiskPoolState;
  readonly budget: BudgetState;
}

/** A life cycle with its state and types forgotten: the fold hands each state back to the cycle that made it. */
export type AnyLifeCycle = LifeCycle<unknown, EventType>;

export const LIFE_CYCLES: Readonly<Record<ContractLine, AnyLifeCycle>> = {
  pledge: PLEDGE,
  policy: POLICY,
  deal: DEAL,
  fund: FUND,
  securitization: SECURITIZATION,
  riskPool: RISK_POOL,
  budget: BUDGET,
} as unknown as Record<ContractLine, AnyLifeCycle>;
