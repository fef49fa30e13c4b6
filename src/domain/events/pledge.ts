import * as z from 'zod';
import {
  date,
  enterprise,
  fault,
  institution,
  integer,
  isPatentKind,
  isSameParty,
  money,
  moneyOrZero,
  type RightKind,
  rightReferences,
  rights,
  text,
} from '../shapes.ts';
import { data, requireLater } from './data.ts';

/** Events of a pledge financing (domain.md §4.1). */

export const REGISTERS = ['patent', 'trademark', 'copyright', 'other'] as const;
export type Register = (typeof REGISTERS)[number];

/** The register in which a right of that kind is pledged. */
export const registerOf = (kind: RightKind): Register => {
  if (isPatentKind(kind)) return 'patent';
  return kind === 'trademark' || kind === 'copyright' ? kind : 'other';
};

const registration = {
  register: z.enum(REGISTERS),
  registrationNumber: text(),
  rights: rights(1),
};

const checkRegister = (
  payload: z.core.ParsePayload<{ register: Register; rights: { kind: RightKind }[] }>,
): void => {
  const { register } = payload.value;
  payload.value.rights.forEach((item, index) => {
    if (registerOf(item.kind) !== register)
      fault(payload, 'RIGHT_NOT_OF_REGISTER', ['rights', index, 'kind'], { register });
  });
};

export const RISK_CLASSES = ['pass', 'specialMention', 'substandard', 'doubtful', 'loss'] as const;
export type RiskClass = (typeof RISK_CLASSES)[number];

const draw = { drawId: text() };

const ZERO = /^0(\.0{1,2})?$/;
const areBothZero = (first: string, second: string | undefined): boolean =>
  ZERO.test(first) && (second === undefined || ZERO.test(second));

export const PLEDGE_EVENTS = {
  'pledge.registered': data({
    ...registration,
    pledgor: enterprise(),
    debtor: enterprise().optional(),
    pledgee: institution(),
    securedKind: z.enum(['fixed', 'maximum']),
    securedAmount: money(),
    securityMix: z.enum(['ipOnly', 'ipAndGuarantee', 'ipAndOther']),
    debtFrom: date().optional(),
    debtUntil: date(),
    appraisedValue: money().optional(),
    appraiser: institution().optional(),
  }).check((payload) => {
    const { value } = payload;
    checkRegister(payload);
    requireLater(payload, 'debtUntil', value.debtUntil, 'effectiveOn', value.effectiveOn);
    if (isSameParty(value.pledgor, value.pledgee)) fault(payload, 'PARTIES_SAME', ['pledgee']);
  }),
  'pledge.registrationAdded': data(registration).check(checkRegister),
  'pledge.amended': data({
    securedAmount: money().optional(),
    debtUntil: date().optional(),
    pledgee: institution().optional(),
  }).check((payload) => {
    const { securedAmount, debtUntil, pledgee } = payload.value;
    if (securedAmount === undefined && debtUntil === undefined && pledgee === undefined)
      fault(payload, 'NOTHING_CHANGED');
  }),
  'pledge.rightsReleased': data({ rights: rightReferences() }),
  'pledge.cancelled': data({
    reason: z.enum(['performed', 'prepaid', 'realized', 'waived', 'contractVoid', 'other']),
    registrationNumber: text().optional(),
  }),
  'pledge.revoked': data({ ground: text(), registrationNumber: text().optional() }),
  'pledge.realized': data({
    way: z.enum(['agreement', 'auction', 'sale', 'court']),
    toPledgee: moneyOrZero(),
    toPledgor: moneyOrZero(),
  }).check((payload) => {
    if (areBothZero(payload.value.toPledgee, payload.value.toPledgor)) fault(payload, 'BOTH_ZERO_AMOUNTS');
  }),
  'loan.disbursed': data({
    ...draw,
    principal: money(),
    annualRateBp: integer(0, 10_000).optional(),
    maturity: date(),
    newMoney: z.boolean().optional(),
  }).check((payload) =>
    requireLater(payload, 'maturity', payload.value.maturity, 'effectiveOn', payload.value.effectiveOn),
  ),
  'loan.repaid': data({ ...draw, principal: moneyOrZero(), interest: moneyOrZero().optional() }).check(
    (payload) => {
      if (areBothZero(payload.value.principal, payload.value.interest)) fault(payload, 'BOTH_ZERO_AMOUNTS');
    },
  ),
  'loan.extended': data({ ...draw, maturity: date() }),
  'loan.classified': data({ ...draw, riskClass: z.enum(RISK_CLASSES) }),
  'loan.defaulted': data(draw),
  'loan.writtenOff': data({ ...draw, principal: money() }),
  'guarantee.subrogated': data({ ...draw, principal: money(), guarantor: institution() }),
  'loan.recovered': data({ ...draw, principal: money() }),
};
