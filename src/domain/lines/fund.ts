import type { FundType } from '../catalogue.ts';
import type { PartnerKind } from '../events/fund.ts';
import { fenOf, yuanOf } from '../money.ts';
import type { Enterprise, Institution, Party } from '../shapes.ts';
import { type Fact, type LifeCycle, NONE_TAKEN, type Violation, violation } from './life.ts';

/**
 * Life cycle of `fund/<fund>` (domain.md §4.4). A project that was rescinded may be closed again: that is a new *life*
 * of it. The life of a fact is the number of rescissions of its project before it in the log, so a late report
 * belongs to the life in which it was recorded, and a rescission voids exactly one life.
 */

interface Partner {
  readonly kind: PartnerKind;
  committedFen: bigint;
  paidInFen: bigint;
}

export interface ProjectLife {
  enterprise: Enterprise;
  keyIndustry: number;
  investedFen: bigint;
  exitedInFull: boolean;
}

export interface FundState {
  manager: Institution | undefined;
  ipOperationFund: boolean;
  readonly partners: Map<string, Partner>;
  /** Paid in + proceeds − distributed − invested, rescinded investments back at the date of the rescission. */
  cashFen: bigint;
  committedFen: bigint;
  paidInFen: bigint;
  /** Sequences of the standing rescissions of each project, ascending. */
  readonly rescissions: ReadonlyMap<string, readonly number[]>;
  /** Lives that have a closing somewhere in the log. */
  readonly closedLives: ReadonlySet<string>;
  /** Lives with a closing so far in business order. */
  readonly lives: Map<string, ProjectLife>;
  /** Lives reserved so far in business order. */
  readonly reserved: Set<string>;
  /** Lives whose rescission has come in business order: what is invested in them flows back at once. */
  readonly ended: Set<string>;
  liquidated: boolean;
}

type ProjectFact = Fact<
  'project.reserved' | 'investment.closed' | 'investment.followedOn' | 'investment.rescinded' | 'exit.made'
>;

/** Key of the life of its project to which a fact belongs. */
export const lifeOf = (rescissions: FundState['rescissions'], fact: ProjectFact): string => {
  const earlier = (rescissions.get(fact.data.projectId) ?? []).filter((sequence) => sequence < fact.sequence);
  return `${earlier.length}:${fact.data.projectId}`;
};

/** Whether a later rescission in the log voids this life. */
export const isLifeRescinded = (state: FundState, projectId: string, life: string): boolean =>
  Number.parseInt(life, 10) < (state.rescissions.get(projectId)?.length ?? 0);

/** All natural persons of one fund are one partner (domain.md §9). */
const partnerKey = (partner: Party): string => {
  if (partner.uscc !== undefined) return partner.uscc;
  return partner.foreign ? `${partner.foreign.country}:${partner.foreign.registration}` : 'individual';
};

export const partnerKindOf = (state: FundState, partner: Party): PartnerKind | undefined =>
  state.partners.get(partnerKey(partner))?.kind;

const rescissionsOf = (facts: readonly Fact<FundType>[]): Map<string, number[]> => {
  const found = new Map<string, number[]>();
  for (const fact of facts) {
    if (fact.type !== 'investment.rescinded') continue;
    const sequences = found.get(fact.data.projectId);
    if (sequences) sequences.push(fact.sequence);
    else found.set(fact.data.projectId, [fact.sequence]);
  }
  return found;
};

const decideCash = (state: FundState, yuan: string): Violation | undefined =>
  fenOf(yuan) > state.cashFen
    ? violation('ABOVE_CASH', '/data/amount', yuan, { limit: yuanOf(state.cashFen) })
    : undefined;

const decideCapital = (
  state: FundState,
  fact: Fact<'fund.committed' | 'fund.paidIn'>,
): Violation | undefined => {
  const partner = state.partners.get(partnerKey(fact.data.partner));
  if (fact.type === 'fund.committed')
    return partner && partner.kind !== fact.data.partnerKind
      ? violation('PARTNER_KIND', '/data/partnerKind', fact.data.partnerKind, { kind: partner.kind })
      : undefined;
  const leftFen = partner ? partner.committedFen - partner.paidInFen : 0n;
  return fenOf(fact.data.amount) > leftFen
    ? violation('ABOVE_COMMITTED', '/data/amount', fact.data.amount, { limit: yuanOf(leftFen) })
    : undefined;
};

const PROJECT = '/data/projectId';

const decideProject = (state: FundState, fact: ProjectFact): Violation | undefined => {
  const { projectId } = fact.data;
  const key = lifeOf(state.rescissions, fact);
  const life = state.lives.get(key);
  switch (fact.type) {
    case 'project.reserved':
      return undefined;
    case 'investment.closed':
      return life ? violation('PROJECT_CLOSED', PROJECT, projectId) : decideCash(state, fact.data.amount);
    case 'investment.followedOn':
      return life ? decideCash(state, fact.data.amount) : violation('PROJECT_NOT_CLOSED', PROJECT, projectId);
    case 'investment.rescinded':
      return state.closedLives.has(key) ? undefined : violation('PROJECT_NOT_CLOSED', PROJECT, projectId);
    case 'exit.made':
      if (!life) return violation('PROJECT_NOT_CLOSED', PROJECT, projectId);
      return life.exitedInFull ? violation('PROJECT_EXITED', PROJECT, projectId) : undefined;
  }
};

const decide = (state: FundState, fact: Fact<FundType>): Violation | undefined => {
  if (state.liquidated && fact.type !== 'investment.rescinded')
    return violation('LIQUIDATED', '/type', fact.type);
  switch (fact.type) {
    case 'fund.established':
    case 'fund.liquidated':
      return undefined;
    case 'fund.committed':
    case 'fund.paidIn':
      return decideCapital(state, fact);
    case 'fund.distributed':
      return decideCash(state, fact.data.amount);
    default: {
      const broken = decideProject(state, fact);
      if (broken) return broken;
      // Once the project is exited in full there is nothing more.
      const exited = state.lives.get(lifeOf(state.rescissions, fact))?.exitedInFull === true;
      return fact.type === 'investment.followedOn' && exited
        ? violation('PROJECT_EXITED', PROJECT, fact.data.projectId)
        : undefined;
    }
  }
};

const evolveCapital = (state: FundState, fact: Fact<'fund.committed' | 'fund.paidIn'>): void => {
  const key = partnerKey(fact.data.partner);
  const fen = fenOf(fact.data.amount);
  if (fact.type === 'fund.committed') {
    const partner = state.partners.get(key);
    if (partner) partner.committedFen += fen;
    else state.partners.set(key, { kind: fact.data.partnerKind, committedFen: fen, paidInFen: 0n });
    state.committedFen += fen;
    return;
  }
  const partner = state.partners.get(key);
  if (partner) partner.paidInFen += fen;
  state.cashFen += fen;
  state.paidInFen += fen;
};

const invest = (state: FundState, key: string, life: ProjectLife, fen: bigint): void => {
  life.investedFen += fen;
  if (!state.ended.has(key)) state.cashFen -= fen;
};

const evolveProject = (state: FundState, fact: ProjectFact): void => {
  const key = lifeOf(state.rescissions, fact);
  const life = state.lives.get(key);
  switch (fact.type) {
    case 'project.reserved':
      state.reserved.add(key);
      return;
    case 'investment.closed': {
      const { enterprise, keyIndustry } = fact.data;
      const opened = { enterprise, keyIndustry, investedFen: 0n, exitedInFull: false };
      state.lives.set(key, opened);
      invest(state, key, opened, fenOf(fact.data.amount));
      return;
    }
    case 'investment.followedOn':
      if (life) invest(state, key, life, fenOf(fact.data.amount));
      return;
    case 'investment.rescinded':
      state.cashFen += life?.investedFen ?? 0n;
      state.ended.add(key);
      return;
    case 'exit.made':
      state.cashFen += fenOf(fact.data.proceeds);
      if (life && fact.data.full) life.exitedInFull = true;
      return;
  }
};

const evolve = (state: FundState, fact: Fact<FundType>): void => {
  switch (fact.type) {
    case 'fund.established':
      state.manager = fact.data.manager;
      state.ipOperationFund = fact.data.ipOperationFund;
      return;
    case 'fund.committed':
    case 'fund.paidIn':
      evolveCapital(state, fact);
      return;
    case 'fund.distributed':
      state.cashFen -= fenOf(fact.data.amount);
      return;
    case 'fund.liquidated':
      state.liquidated = true;
      return;
    default:
      evolveProject(state, fact);
      return;
  }
};

const initialState = (facts: readonly Fact<FundType>[]): FundState => {
  const rescissions = rescissionsOf(facts);
  const closings = facts.filter((fact) => fact.type === 'investment.closed');
  return {
    manager: undefined,
    ipOperationFund: false,
    partners: new Map(),
    cashFen: 0n,
    committedFen: 0n,
    paidInFen: 0n,
    rescissions,
    closedLives: new Set(closings.map((fact) => lifeOf(rescissions, fact))),
    lives: new Map(),
    reserved: new Set(),
    ended: new Set(),
    liquidated: false,
  };
};

export const FUND: LifeCycle<FundState, FundType> = {
  opening: 'fund.established',
  openingRepeats: false,
  initialState,
  decide,
  evolve,
  voidedBy: () => undefined,
  takenAfterVoid: NONE_TAKEN,
  // A closing must be known to later rescissions through `closedLives`, which belongs to the whole reading.
  keepsEarlier: (_state, fact) => fact.type !== 'investment.rescinded',
  describe: (state) => ({
    committed: yuanOf(state.committedFen),
    paidIn: yuanOf(state.paidInFen),
    cash: yuanOf(state.cashFen),
    ipOperationFund: state.ipOperationFund,
    liquidated: state.liquidated,
    projects: [...state.lives]
      .filter(([key]) => !state.ended.has(key))
      .map(([key, life]) => ({
        projectId: key.slice(key.indexOf(':') + 1),
        keyIndustry: life.keyIndustry,
        invested: yuanOf(life.investedFen),
        exitedInFull: life.exitedInFull,
      })),
  }),
};
