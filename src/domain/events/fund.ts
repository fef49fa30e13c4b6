import * as z from 'zod';
import { enterprise, institution, integer, money, moneyOrZero, party, text } from '../shapes.ts';
import { data } from './data.ts';

/** Events of an investment fund (domain.md §4.4). */

export const PARTNER_KINDS = ['fiscalCentral', 'fiscalLocal', 'stateOwned', 'social'] as const;
export type PartnerKind = (typeof PARTNER_KINDS)[number];

const project = { projectId: text() };
const keyIndustry = { keyIndustry: integer(0, 10) };

export const FUND_EVENTS = {
  'fund.established': data({
    name: text(),
    manager: institution(),
    targetSize: money(),
    form: z.enum(['limitedPartnership', 'company']),
    ipOperationFund: z.boolean(),
  }),
  'fund.committed': data({ partner: party(), partnerKind: z.enum(PARTNER_KINDS), amount: money() }),
  'fund.paidIn': data({ partner: party(), amount: money() }),
  'project.reserved': data({ ...project, enterprise: enterprise(), ...keyIndustry }),
  'investment.closed': data({ ...project, enterprise: enterprise(), ...keyIndustry, amount: money() }),
  'investment.followedOn': data({ ...project, amount: money() }),
  'investment.rescinded': data({ ...project, ground: text() }),
  'exit.made': data({
    ...project,
    proceeds: moneyOrZero(),
    way: z.enum(['transfer', 'listing', 'buyback', 'liquidation', 'other']),
    full: z.boolean(),
  }),
  'fund.distributed': data({ amount: money() }),
  'fund.liquidated': data({}),
};
