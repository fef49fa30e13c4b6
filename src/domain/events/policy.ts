import * as z from 'zod';
import { fenOf, MONEY_PATTERN } from '../money.ts';
import {
  date,
  enterprise,
  fault,
  institution,
  money,
  moneyOrZero,
  party,
  rights,
  signedMoney,
  text,
} from '../shapes.ts';
import { contractReference } from '../subject.ts';
import { data, requireNotBefore, requirePast } from './data.ts';

/** Events of an insurance policy (domain.md §4.2). */

export const POLICY_KINDS = [
  'patentEnforcement',
  'infringementLiability',
  'pledgeLoan',
  'overseasInfringement',
  'legalExpense',
  'trademarkEnforcement',
  'geographicalIndication',
  'other',
] as const;

const claim = { claimId: text() };

/** Whether the premium is the larger of two amounts; what is no amount has been refused as that. */
const isAbove = (premium: string, sumInsured: string): boolean =>
  MONEY_PATTERN.test(premium) && MONEY_PATTERN.test(sumInsured) && fenOf(premium) > fenOf(sumInsured);

export const POLICY_EVENTS = {
  'policy.bound': data({
    kind: z.enum(POLICY_KINDS),
    policyNumber: text(),
    insurer: institution(),
    enterprise: enterprise(),
    applicant: party(),
    insured: party(),
    rights: rights(0),
    sumInsured: money(),
    premium: money(),
    from: date(),
    until: date(),
    renews: contractReference('policy').optional(),
    financing: contractReference('pledge').optional(),
  }).check((payload) => {
    const { value } = payload;
    if (value.insurer.kind !== 'insurer')
      fault(payload, 'INSTITUTION_KIND', ['insurer', 'kind'], { expected: 'insurer' });
    if (isAbove(value.premium, value.sumInsured)) fault(payload, 'PREMIUM_ABOVE_SUM', ['premium']);
    requireNotBefore(payload, 'until', value.until, 'from', value.from);
  }),
  'policy.endorsed': data({
    sumInsuredChange: signedMoney().optional(),
    premiumChange: signedMoney().optional(),
  }).check((payload) => {
    if (payload.value.sumInsuredChange === undefined && payload.value.premiumChange === undefined)
      fault(payload, 'NOTHING_CHANGED');
  }),
  'policy.premiumPaid': data({ amount: money() }),
  'policy.surrendered': data({ refund: moneyOrZero() }),
  'policy.voided': data({ ground: text() }),
  'claim.notified': data({ ...claim, lossOn: date(), amount: money() }).check((payload) =>
    requirePast(payload, 'lossOn', payload.value.lossOn),
  ),
  'claim.paid': data({ ...claim, amount: money() }),
  'claim.rejected': data({ ...claim, reason: text() }),
};
