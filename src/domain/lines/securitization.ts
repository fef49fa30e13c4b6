import type { SecuritizationType } from '../catalogue.ts';
import { fenOf, yuanOf } from '../money.ts';
import type { Institution } from '../shapes.ts';
import { type Fact, type LifeCycle, NONE_TAKEN, type Violation, violation } from './life.ts';

/** Life cycle of `securitization/<programme>` (domain.md §4.5). */

export interface SecuritizationState {
  originator: Institution | undefined;
  shelfFen: bigint;
  issuedFen: bigint;
  /** What is left to repay of each tranche. */
  readonly tranches: Map<string, bigint>;
}

const decide = (state: SecuritizationState, fact: Fact<SecuritizationType>): Violation | undefined => {
  switch (fact.type) {
    case 'tranche.issued': {
      if (state.tranches.has(fact.data.trancheId))
        return violation('TRANCHE_EXISTS', '/data/trancheId', fact.data.trancheId);
      const leftFen = state.shelfFen - state.issuedFen;
      return fenOf(fact.data.amount) > leftFen
        ? violation('ABOVE_SHELF', '/data/amount', fact.data.amount, { limit: yuanOf(leftFen) })
        : undefined;
    }
    case 'tranche.repaid': {
      const leftFen = state.tranches.get(fact.data.trancheId);
      if (leftFen === undefined) return violation('TRANCHE_UNKNOWN', '/data/trancheId', fact.data.trancheId);
      return fenOf(fact.data.principal) > leftFen
        ? violation('ABOVE_ISSUED', '/data/principal', fact.data.principal, { limit: yuanOf(leftFen) })
        : undefined;
    }
    default:
      return undefined;
  }
};

const evolve = (state: SecuritizationState, fact: Fact<SecuritizationType>): void => {
  switch (fact.type) {
    case 'programme.approved':
      state.originator = fact.data.originator;
      state.shelfFen = fenOf(fact.data.shelfAmount);
      return;
    case 'tranche.issued': {
      const fen = fenOf(fact.data.amount);
      state.tranches.set(fact.data.trancheId, fen);
      state.issuedFen += fen;
      return;
    }
    case 'tranche.repaid': {
      const left = state.tranches.get(fact.data.trancheId) ?? 0n;
      state.tranches.set(fact.data.trancheId, left - fenOf(fact.data.principal));
      return;
    }
    case 'programme.creditEvent':
      return;
  }
};

export const SECURITIZATION: LifeCycle<SecuritizationState, SecuritizationType> = {
  opening: 'programme.approved',
  openingRepeats: false,
  initialState: () => ({ originator: undefined, shelfFen: 0n, issuedFen: 0n, tranches: new Map() }),
  decide,
  evolve,
  voidedBy: () => undefined,
  takenAfterVoid: NONE_TAKEN,
  keepsEarlier: () => true,
  describe: (state) => ({
    shelf: yuanOf(state.shelfFen),
    issued: yuanOf(state.issuedFen),
    tranches: [...state.tranches].map(([trancheId, left]) => ({ trancheId, unpaid: yuanOf(left) })),
  }),
};
