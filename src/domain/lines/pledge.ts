import type { DataOf, EventType, PledgeType } from '../catalogue.ts';
import { type Register, RISK_CLASSES, type RiskClass } from '../events/pledge.ts';
import { fenOf, yuanOf } from '../money.ts';
import { type Enterprise, type Institution, isSameParty, rightKey } from '../shapes.ts';
import { type Fact, type LifeCycle, type Violation, violation } from './life.ts';

/** Life cycle of `pledge/<financing>`: one secured claim, its registrations and its loans (domain.md §4.1). */

interface Registration {
  readonly register: Register;
  /** Keys of the rights still pledged under it. */
  readonly rights: Set<string>;
  cancelled: boolean;
  revoked: boolean;
}

export interface Draw {
  /** Disbursed − repaid − written off − subrogated. */
  outstandingFen: bigint;
  /** Written off and subrogated, less what was recovered. */
  recoverableFen: bigint;
  riskClass: RiskClass;
  maturity: string;
}

/** The kind of a financing (R19): by the registrations that stand in the whole reading. */
export type PledgeKind = 'patent' | 'trademark' | 'mixed' | 'other';

export interface PledgeState {
  readonly kind: PledgeKind;
  /** The debtor, else the pledgor: the enterprise that the financing counts for (R9). */
  enterprise: Enterprise | undefined;
  pledgor: Enterprise | undefined;
  pledgee: Institution | undefined;
  /** Whether the claim has passed to another pledgee. */
  passed: boolean;
  securedFen: bigint;
  debtUntil: string;
  ipOnly: boolean;
  readonly registrations: Map<string, Registration>;
  readonly draws: Map<string, Draw>;
  outstandingFen: bigint;
  defaulted: boolean;
}

/** Registers of the registrations that stand in the whole reading: those not withdrawn and not revoked (domain.md §4.1). */
const standingRegisters = (facts: readonly Fact<PledgeType>[]): Map<string, Register> => {
  const standing = new Map<string, Register>();
  for (const { type, data } of facts)
    if (type === 'pledge.registered' || type === 'pledge.registrationAdded')
      standing.set(data.registrationNumber, data.register);
  for (const { type, data } of facts)
    if (type === 'pledge.revoked' && data.registrationNumber !== undefined)
      standing.delete(data.registrationNumber);
  return standing;
};

const kindOf = (registers: Iterable<Register>): PledgeKind => {
  const found = new Set(registers);
  if (found.has('patent')) return found.has('trademark') ? 'mixed' : 'patent';
  return found.has('trademark') ? 'trademark' : 'other';
};

const isRegistrationActive = (item: Registration): boolean => !item.cancelled && !item.revoked;

/** A pledge is active while a registration stands that is not cancelled. */
export const isActive = (state: PledgeState): boolean => {
  for (const item of state.registrations.values()) if (isRegistrationActive(item)) return true;
  return false;
};

/** Whether the pledge is still active when this registration (or all, if undefined) has ended. */
export const staysActiveWithout = (state: PledgeState, number: string | undefined): boolean => {
  if (number === undefined) return false;
  for (const [key, item] of state.registrations)
    if (key !== number && isRegistrationActive(item)) return true;
  return false;
};

const isPledged = (state: PledgeState, key: string): boolean => {
  for (const item of state.registrations.values())
    if (isRegistrationActive(item) && item.rights.has(key)) return true;
  return false;
};

const pledgedCount = (state: PledgeState): number => {
  let count = 0;
  for (const item of state.registrations.values()) if (isRegistrationActive(item)) count += item.rights.size;
  return count;
};

/** Substandard, doubtful and loss are non-performing. */
export const isNonPerforming = (riskClass: RiskClass): boolean =>
  RISK_CLASSES.indexOf(riskClass) >= RISK_CLASSES.indexOf('substandard');

/** The class of a draw after a default: substandard unless it is worse. */
export const classAfterDefault = (riskClass: RiskClass): RiskClass =>
  isNonPerforming(riskClass) ? riskClass : 'substandard';

/** Outstanding of draws while classed substandard, doubtful or loss. */
export const nonPerformingFen = (state: PledgeState): bigint => {
  let sum = 0n;
  for (const draw of state.draws.values()) if (isNonPerforming(draw.riskClass)) sum += draw.outstandingFen;
  return sum;
};

const NUMBER = '/data/registrationNumber';

const decideEndOfRegistration = (
  state: PledgeState,
  number: string | undefined,
  ended: (item: Registration) => boolean,
): Violation | undefined => {
  if (number === undefined) return undefined;
  const item = state.registrations.get(number);
  if (!item) return violation('REGISTRATION_UNKNOWN', NUMBER, number);
  return ended(item) ? violation('REGISTRATION_ENDED', NUMBER, number) : undefined;
};

const decideAmended = (state: PledgeState, data: DataOf<'pledge.amended'>): Violation | undefined => {
  if (data.securedAmount !== undefined && fenOf(data.securedAmount) === state.securedFen)
    return violation('SAME_AS_BEFORE', '/data/securedAmount', data.securedAmount);
  if (data.debtUntil !== undefined && data.debtUntil === state.debtUntil)
    return violation('SAME_AS_BEFORE', '/data/debtUntil', data.debtUntil);
  if (data.pledgee === undefined) return undefined;
  if (data.pledgee.uscc === state.pledgee?.uscc)
    return violation('SAME_AS_BEFORE', '/data/pledgee', data.pledgee);
  return state.pledgor && isSameParty(state.pledgor, data.pledgee)
    ? violation('PARTIES_SAME', '/data/pledgee', data.pledgee)
    : undefined;
};

const decideAdded = (state: PledgeState, data: DataOf<'pledge.registrationAdded'>): Violation | undefined => {
  if (state.registrations.has(data.registrationNumber))
    return violation('REGISTRATION_EXISTS', NUMBER, data.registrationNumber);
  const index = data.rights.findIndex((item) => isPledged(state, rightKey(item)));
  return index < 0
    ? undefined
    : violation('RIGHT_ALREADY_PLEDGED', `/data/rights/${index}`, data.rights[index]);
};

const decideReleased = (state: PledgeState, data: DataOf<'pledge.rightsReleased'>): Violation | undefined => {
  const index = data.rights.findIndex((item) => !isPledged(state, rightKey(item)));
  if (index >= 0) return violation('RIGHT_NOT_PLEDGED', `/data/rights/${index}`, data.rights[index]);
  return data.rights.length >= pledgedCount(state)
    ? violation('LAST_RIGHT', '/data/rights', data.rights)
    : undefined;
};

const decideDisbursed = (state: PledgeState, data: DataOf<'loan.disbursed'>): Violation | undefined => {
  if (state.draws.has(data.drawId)) return violation('DRAW_EXISTS', '/data/drawId', data.drawId);
  const leftFen = state.securedFen - state.outstandingFen;
  if (state.ipOnly && fenOf(data.principal) > leftFen)
    return violation('ABOVE_SECURED_AMOUNT', '/data/principal', data.principal, { limit: yuanOf(leftFen) });
  return undefined;
};

type DrawType =
  | 'loan.repaid'
  | 'loan.extended'
  | 'loan.classified'
  | 'loan.defaulted'
  | 'loan.writtenOff'
  | 'guarantee.subrogated'
  | 'loan.recovered';

const decideDraw = (state: PledgeState, fact: Fact<DrawType>): Violation | undefined => {
  const draw = state.draws.get(fact.data.drawId);
  if (!draw) return violation('DRAW_UNKNOWN', '/data/drawId', fact.data.drawId);
  switch (fact.type) {
    case 'loan.repaid':
    case 'loan.writtenOff':
    case 'guarantee.subrogated':
      return fenOf(fact.data.principal) > draw.outstandingFen
        ? violation('ABOVE_OUTSTANDING', '/data/principal', fact.data.principal, {
            limit: yuanOf(draw.outstandingFen),
          })
        : undefined;
    case 'loan.extended':
      return fact.data.maturity <= draw.maturity
        ? violation('MATURITY_NOT_LATER', '/data/maturity', fact.data.maturity)
        : undefined;
    case 'loan.defaulted':
      return draw.outstandingFen > 0n
        ? undefined
        : violation('NOTHING_OUTSTANDING', '/data/drawId', fact.data.drawId);
    case 'loan.recovered':
      return fenOf(fact.data.principal) > draw.recoverableFen
        ? violation('ABOVE_RECOVERABLE', '/data/principal', fact.data.principal, {
            limit: yuanOf(draw.recoverableFen),
          })
        : undefined;
    default:
      return undefined;
  }
};

/** Types for which the pledge must be active; the others are accepted after its end and post nothing. */
const NEEDS_ACTIVE: ReadonlySet<EventType> = new Set([
  'pledge.registrationAdded',
  'pledge.amended',
  'pledge.rightsReleased',
  'pledge.cancelled',
  'loan.disbursed',
]);

const decide = (state: PledgeState, fact: Fact<PledgeType>): Violation | undefined => {
  if (NEEDS_ACTIVE.has(fact.type) && !isActive(state)) return violation('NOT_ACTIVE', '/type', fact.type);
  switch (fact.type) {
    case 'pledge.registered':
      return undefined;
    case 'pledge.registrationAdded':
      return decideAdded(state, fact.data);
    case 'pledge.amended':
      return decideAmended(state, fact.data);
    case 'pledge.rightsReleased':
      return decideReleased(state, fact.data);
    case 'pledge.cancelled':
      return decideEndOfRegistration(
        state,
        fact.data.registrationNumber,
        (item) => !isRegistrationActive(item),
      );
    case 'pledge.revoked':
      return decideEndOfRegistration(state, fact.data.registrationNumber, (item) => item.revoked);
    case 'pledge.realized':
      return state.defaulted ? undefined : violation('NO_DEFAULT', '/type', fact.type);
    case 'loan.disbursed':
      return decideDisbursed(state, fact.data);
    default:
      return decideDraw(state, fact);
  }
};

const addRegistration = (
  state: PledgeState,
  data: DataOf<'pledge.registered'> | DataOf<'pledge.registrationAdded'>,
): void => {
  state.registrations.set(data.registrationNumber, {
    register: data.register,
    rights: new Set(data.rights.map(rightKey)),
    cancelled: false,
    revoked: false,
  });
};

const reduceDraw = (state: PledgeState, drawId: string, fen: bigint): Draw | undefined => {
  const draw = state.draws.get(drawId);
  if (!draw) return undefined;
  draw.outstandingFen -= fen;
  state.outstandingFen -= fen;
  return draw;
};

const evolve = (state: PledgeState, fact: Fact<PledgeType>): void => {
  switch (fact.type) {
    case 'pledge.registered':
      addRegistration(state, fact.data);
      state.enterprise = fact.data.debtor ?? fact.data.pledgor;
      state.pledgor = fact.data.pledgor;
      state.pledgee = fact.data.pledgee;
      state.securedFen = fenOf(fact.data.securedAmount);
      state.debtUntil = fact.data.debtUntil;
      state.ipOnly = fact.data.securityMix === 'ipOnly';
      return;
    case 'pledge.registrationAdded':
      addRegistration(state, fact.data);
      return;
    case 'pledge.amended':
      if (fact.data.securedAmount !== undefined) state.securedFen = fenOf(fact.data.securedAmount);
      if (fact.data.debtUntil !== undefined) state.debtUntil = fact.data.debtUntil;
      if (fact.data.pledgee !== undefined) {
        state.pledgee = fact.data.pledgee;
        state.passed = true;
      }
      return;
    case 'pledge.rightsReleased':
      for (const item of fact.data.rights)
        for (const registration of state.registrations.values()) registration.rights.delete(rightKey(item));
      return;
    case 'pledge.cancelled':
      for (const [number, item] of state.registrations)
        if (fact.data.registrationNumber === undefined || fact.data.registrationNumber === number)
          item.cancelled = true;
      return;
    case 'pledge.revoked': {
      const item = state.registrations.get(fact.data.registrationNumber ?? '');
      if (item) item.revoked = true;
      return;
    }
    case 'loan.disbursed': {
      const fen = fenOf(fact.data.principal);
      state.draws.set(fact.data.drawId, {
        outstandingFen: fen,
        recoverableFen: 0n,
        riskClass: 'pass',
        maturity: fact.data.maturity,
      });
      state.outstandingFen += fen;
      return;
    }
    case 'loan.repaid':
      reduceDraw(state, fact.data.drawId, fenOf(fact.data.principal));
      return;
    case 'loan.writtenOff':
    case 'guarantee.subrogated': {
      const fen = fenOf(fact.data.principal);
      const draw = reduceDraw(state, fact.data.drawId, fen);
      if (draw) draw.recoverableFen += fen;
      return;
    }
    case 'loan.recovered': {
      const draw = state.draws.get(fact.data.drawId);
      if (draw) draw.recoverableFen -= fenOf(fact.data.principal);
      return;
    }
    case 'loan.extended': {
      const draw = state.draws.get(fact.data.drawId);
      if (draw) draw.maturity = fact.data.maturity;
      return;
    }
    case 'loan.classified': {
      const draw = state.draws.get(fact.data.drawId);
      if (draw) draw.riskClass = fact.data.riskClass;
      return;
    }
    case 'loan.defaulted': {
      const draw = state.draws.get(fact.data.drawId);
      if (draw) draw.riskClass = classAfterDefault(draw.riskClass);
      state.defaulted = true;
      return;
    }
    case 'pledge.realized':
      return;
  }
};

/** A revocation without a number, or the last one in the log when no registration of the reading stands any more. */
const voidedBy = (facts: readonly Fact<PledgeType>[]): Fact<PledgeType> | undefined => {
  const revocations = facts.filter((fact) => fact.type === 'pledge.revoked');
  if (revocations.length === 0) return undefined;
  const ofAll = revocations.find((fact) => fact.data.registrationNumber === undefined);
  if (ofAll) return ofAll;
  const registered = facts.some((fact) => fact.type === 'pledge.registered');
  return registered && standingRegisters(facts).size === 0 ? revocations.at(-1) : undefined;
};

export const PLEDGE: LifeCycle<PledgeState, PledgeType> = {
  opening: 'pledge.registered',
  openingRepeats: false,
  initialState: (facts) => ({
    kind: kindOf(standingRegisters(facts).values()),
    enterprise: undefined,
    pledgor: undefined,
    pledgee: undefined,
    passed: false,
    securedFen: 0n,
    debtUntil: '',
    ipOnly: false,
    registrations: new Map(),
    draws: new Map(),
    outstandingFen: 0n,
    defaulted: false,
  }),
  decide,
  evolve,
  voidedBy,
  takenAfterVoid: new Set<EventType>([
    'loan.repaid',
    'loan.extended',
    'loan.classified',
    'loan.defaulted',
    'loan.writtenOff',
    'loan.recovered',
    'guarantee.subrogated',
  ]),
  keepsEarlier: (_state, fact) => fact.type !== 'pledge.registrationAdded' && fact.type !== 'pledge.revoked',
  successor: (state) => (state.passed ? state.pledgee?.uscc : undefined),
  describe: (state) => ({
    kind: state.kind,
    active: isActive(state),
    securedAmount: yuanOf(state.securedFen),
    debtUntil: state.debtUntil,
    pledgee: state.pledgee ?? null,
    outstanding: yuanOf(state.outstandingFen),
    nonPerforming: yuanOf(nonPerformingFen(state)),
    registrations: [...state.registrations].map(([number, item]) => ({
      number,
      register: item.register,
      active: isRegistrationActive(item),
      rights: [...item.rights],
    })),
    draws: [...state.draws].map(([drawId, draw]) => ({
      drawId,
      outstanding: yuanOf(draw.outstandingFen),
      riskClass: draw.riskClass,
      maturity: draw.maturity,
    })),
  }),
};
