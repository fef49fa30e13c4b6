import * as z from 'zod';
import { date, institution, integer, money, text, uscc } from '../shapes.ts';
import { data } from './data.ts';

/** Events of a securitization programme (domain.md §4.5). */

const ENTERPRISES_MAX = 500;

export const SENIORITIES = ['senior', 'mezzanine', 'subordinated'] as const;

export const SECURITIZATION_EVENTS = {
  'programme.approved': data({
    shelfAmount: money(),
    originator: institution(),
    poolKind: z.enum(['leaseBack', 'secondaryLicense', 'factoring', 'pledgeLoan']),
  }),
  'tranche.issued': data({
    trancheId: text(),
    seniority: z.enum(SENIORITIES),
    amount: money(),
    couponBp: integer(0, 10_000),
    maturity: date(),
    enterprises: z.array(uscc()).max(ENTERPRISES_MAX),
  }),
  'tranche.repaid': data({ trancheId: text(), principal: money() }),
  'programme.creditEvent': data({ text: text() }),
};
