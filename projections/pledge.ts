import type { DataOf, PledgeType } from '../src/domain/catalogue.ts';
import type { RiskClass } from '../src/domain/events/pledge.ts';
import type { Fact } from '../src/domain/lines/life.ts';
import {
  classAfterDefault,
  isActive,
  isNonPerforming,
  nonPerformingFen,
  type PledgeState,
  staysActiveWithout,
} from '../src/domain/lines/pledge.ts';
import { fenOf } from '../src/domain/money.ts';
import type { Enterprise, Institution } from '../src/domain/shapes.ts';
import { type Book, counts, dimensionsOf, type Post, type Posting, poster } from './posting.ts';

/** What pledges count for: rows 5 and 7, disbursed, outstanding and non-performing (domain.md §5; R3, R6, R19). */

const registeredAmount = (state: PledgeState) =>
  state.kind === 'other' ? 'pledge.otherRegisteredAmount' : 'pledge.registeredAmount';

const postAmendment = (
  state: PledgeState,
  data: DataOf<'pledge.amended'>,
  before: Post,
  after: Post,
): void => {
  const on = data.effectiveOn;
  if (data.securedAmount !== undefined) {
    const increase = fenOf(data.securedAmount) - state.securedFen;
    if (increase > 0n) after(registeredAmount(state), on, increase);
  }
  if (data.pledgee === undefined) return;
  const nonPerforming = nonPerformingFen(state);
  before('pledge.outstanding', on, -state.outstandingFen);
  after('pledge.outstanding', on, state.outstandingFen);
  before('pledge.nonPerforming', on, -nonPerforming);
  after('pledge.nonPerforming', on, nonPerforming);
};

/** The rest goes out of the stocks with the last registration. */
const postEnd = (state: PledgeState, on: string, post: Post): void => {
  post('pledge.outstanding', on, -state.outstandingFen);
  post('pledge.nonPerforming', on, -nonPerformingFen(state));
};

const postReduction = (
  state: PledgeState,
  data: { readonly effectiveOn: string; readonly drawId: string; readonly principal: string },
  post: Post,
): void => {
  const fen = fenOf(data.principal);
  const draw = state.draws.get(data.drawId);
  post('pledge.outstanding', data.effectiveOn, -fen);
  if (draw && isNonPerforming(draw.riskClass)) post('pledge.nonPerforming', data.effectiveOn, -fen);
};

const postClass = (
  state: PledgeState,
  data: { readonly effectiveOn: string; readonly drawId: string },
  next: (before: RiskClass) => RiskClass,
  post: Post,
): void => {
  const draw = state.draws.get(data.drawId);
  if (!draw) return;
  const change = Number(isNonPerforming(next(draw.riskClass))) - Number(isNonPerforming(draw.riskClass));
  post('pledge.nonPerforming', data.effectiveOn, draw.outstandingFen * BigInt(change));
};

const usccOf = (enterprise: Enterprise): string => enterprise.uscc ?? '';

const postRegistered = (state: PledgeState, data: DataOf<'pledge.registered'>, post: Post): void => {
  post(registeredAmount(state), data.effectiveOn, fenOf(data.securedAmount));
  post(state.kind === 'other' ? 'pledge.otherCount' : 'pledge.count', data.effectiveOn, 1n);
};

const postDisbursed = (state: PledgeState, data: DataOf<'loan.disbursed'>, post: Post): void => {
  const fen = fenOf(data.principal);
  // Financings of kind `other` are in no pledge flow but their own memo.
  if (state.kind !== 'other' && data.newMoney !== false) post('pledge.disbursed', data.effectiveOn, fen);
  post('pledge.outstanding', data.effectiveOn, fen);
};

const post = (state: PledgeState, fact: Fact<PledgeType>, into: Posting[]): void => {
  const registered = fact.type === 'pledge.registered' ? fact.data : undefined;
  const enterprise = registered ? (registered.debtor ?? registered.pledgor) : state.enterprise;
  if (!enterprise || !counts(enterprise)) return;
  const at = (institution: Institution | undefined): Post =>
    poster(into, dimensionsOf({ enterprise, kind: state.kind, institution }), usccOf(enterprise));
  const own = at(registered ? registered.pledgee : state.pledgee);
  if (registered) {
    postRegistered(state, registered, own);
    return;
  }
  // After the end of the pledge loans are still reported and change no figure.
  if (!isActive(state)) return;
  switch (fact.type) {
    case 'pledge.amended':
      postAmendment(state, fact.data, own, at(fact.data.pledgee ?? state.pledgee));
      return;
    case 'pledge.cancelled':
    case 'pledge.revoked':
      if (!staysActiveWithout(state, fact.data.registrationNumber))
        postEnd(state, fact.data.effectiveOn, own);
      return;
    case 'loan.disbursed':
      postDisbursed(state, fact.data, own);
      return;
    case 'loan.repaid':
    case 'loan.writtenOff':
    case 'guarantee.subrogated':
      postReduction(state, fact.data, own);
      return;
    case 'loan.classified': {
      const { riskClass } = fact.data;
      postClass(state, fact.data, () => riskClass, own);
      return;
    }
    case 'loan.defaulted':
      postClass(state, fact.data, classAfterDefault, own);
      return;
    default:
      return;
  }
};

export const PLEDGE_BOOK: Book<PledgeState, PledgeType> = { post };
