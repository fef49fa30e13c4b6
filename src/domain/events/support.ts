import * as z from 'zod';
import { enterprise, integer, money, text } from '../shapes.ts';
import { contractReference } from '../subject.ts';
import { data } from './data.ts';

/** Events of risk compensation pools and subsidy budgets (domain.md §4.6). */

export const RISK_POOL_EVENTS = {
  'riskPool.funded': data({
    contributor: text(),
    contributorKind: z.enum(['fiscalCentral', 'fiscalLocal', 'bank', 'insurer', 'guarantor', 'other']),
    amount: money(),
  }),
  'riskPool.admitted': data({ financing: contractReference('pledge'), lossShareBp: integer(1, 10_000) }),
  'compensation.paid': data({
    financing: contractReference('pledge'),
    unpaidPrincipal: money(),
    amount: money(),
  }),
  'compensation.clawedBack': data({ financing: contractReference('pledge'), amount: money() }),
};

export const BUDGET_LEVELS = ['central', 'local'] as const;
export const SUBSIDY_PURPOSES = ['interest', 'premium', 'appraisal', 'other'] as const;

export const BUDGET_EVENTS = {
  'budget.appropriated': data({ level: z.enum(BUDGET_LEVELS), programme: text(), amount: money() }),
  'subsidy.paid': data({
    beneficiary: enterprise(),
    purpose: z.enum(SUBSIDY_PURPOSES),
    financing: contractReference('pledge').optional(),
    amount: money(),
  }),
  'subsidy.returned': data({ payment: text(128), amount: money() }),
};
