import * as z from 'zod';
import {
  date,
  enterprise,
  fault,
  institution,
  isSameParty,
  money,
  moneyOrZero,
  rights,
  signedMoney,
  text,
} from '../shapes.ts';
import { data, requireNotBefore, requirePast } from './data.ts';

/** Events of an intellectual-property transaction (domain.md §4.3). */

export const DEAL_KINDS = [
  'assignment',
  'applicationAssignment',
  'license',
  'sublicense',
  'openLicense',
  'crossLicense',
  'contributionInKind',
] as const;
export type DealKind = (typeof DEAL_KINDS)[number];

const LICENSES: readonly DealKind[] = ['license', 'sublicense', 'openLicense', 'crossLicense'];
export const isLicense = (kind: DealKind): boolean => LICENSES.includes(kind);

export const DEAL_EVENTS = {
  'deal.signed': data({
    kind: z.enum(DEAL_KINDS),
    licenseScope: z.enum(['exclusive', 'sole', 'ordinary']).optional(),
    rights: rights(1),
    from: enterprise(),
    to: enterprise(),
    price: moneyOrZero(),
    priceKind: z.enum(['lumpSum', 'instalments', 'royalty', 'entryFeeAndRoyalty']),
    venue: institution().optional(),
    until: date().optional(),
    relatedParties: z.boolean().optional(),
  }).check((payload) => {
    const { kind, licenseScope, from, to } = payload.value;
    if (isLicense(kind)) {
      if (licenseScope === undefined) fault(payload, 'FIELD_MISSING', ['licenseScope']);
    } else if (licenseScope !== undefined) fault(payload, 'LICENSE_SCOPE', ['licenseScope']);
    if (isSameParty(from, to)) fault(payload, 'PARTIES_SAME', ['to']);
  }),
  'deal.registered': data({ registrationNumber: text() }),
  'deal.amended': data({ priceChange: signedMoney() }),
  'deal.royaltySettled': data({ amount: money(), periodFrom: date(), periodUntil: date() }).check(
    (payload) => {
      const { periodFrom, periodUntil } = payload.value;
      requireNotBefore(payload, 'periodUntil', periodUntil, 'periodFrom', periodFrom);
      requirePast(payload, 'periodUntil', periodUntil);
    },
  ),
  'deal.paid': data({ amount: money() }),
  'deal.terminated': data({ reason: text() }),
  'deal.rescinded': data({ ground: text() }),
};
