import type { FundType } from '../src/domain/catalogue.ts';
import { type FundState, isLifeRescinded, lifeOf, partnerKindOf } from '../src/domain/lines/fund.ts';
import type { Fact } from '../src/domain/lines/life.ts';
import { fenOf } from '../src/domain/money.ts';
import type { Enterprise } from '../src/domain/shapes.ts';
import { type Book, counts, dimensionsOf, type Post, type Posting, poster } from './posting.ts';

/** What funds count for: row 18, capital and investments (domain.md §5; R12, R13). */

const isFiscal = (kind: string | undefined): boolean => kind === 'fiscalCentral' || kind === 'fiscalLocal';

const postPaidIn = (state: FundState, fact: Fact<'fund.paidIn'>, post: Post): void => {
  const on = fact.data.effectiveOn;
  const fen = fenOf(fact.data.amount);
  const fiscal = isFiscal(partnerKindOf(state, fact.data.partner));
  post('fund.paidIn', on, fen);
  if (fiscal) post('fund.fiscalPaidIn', on, fen);
  if (!state.ipOperationFund) return;
  post('fund.paidInOfRow18', on, fen);
  if (fiscal) post('fund.fiscalPaidInOfRow18', on, fen);
};

type ProjectFact = Fact<'project.reserved' | 'investment.closed' | 'investment.followedOn'>;

const postProject = (state: FundState, fact: ProjectFact, into: Posting[]): void => {
  const key = lifeOf(state.rescissions, fact);
  if (isLifeRescinded(state, fact.data.projectId, key)) return;
  const project: { enterprise: Enterprise; keyIndustry: number } | undefined =
    fact.type === 'investment.followedOn' ? state.lives.get(key) : fact.data;
  if (!project || !counts(project.enterprise)) return;
  const { enterprise, keyIndustry } = project;
  const on = fact.data.effectiveOn;
  const post = poster(
    into,
    dimensionsOf({ enterprise, keyIndustry, institution: state.manager }),
    enterprise.uscc ?? '',
  );
  switch (fact.type) {
    case 'project.reserved':
      if (!state.reserved.has(key)) post('fund.reserved', on, 1n);
      return;
    case 'investment.closed':
      post('fund.invested', on, fenOf(fact.data.amount));
      if (state.ipOperationFund && keyIndustry > 0) post('fund.projects', on, 1n);
      return;
    case 'investment.followedOn':
      post('fund.invested', on, fenOf(fact.data.amount));
      return;
  }
};

const post = (state: FundState, fact: Fact<FundType>, into: Posting[]): void => {
  switch (fact.type) {
    case 'fund.committed':
    case 'fund.paidIn': {
      const kind =
        fact.type === 'fund.committed' ? fact.data.partnerKind : partnerKindOf(state, fact.data.partner);
      const own = poster(
        into,
        dimensionsOf({ ...(kind === undefined ? {} : { kind }), institution: state.manager }),
      );
      if (fact.type === 'fund.paidIn') {
        postPaidIn(state, fact, own);
        return;
      }
      own('fund.committed', fact.data.effectiveOn, fenOf(fact.data.amount));
      return;
    }
    case 'project.reserved':
    case 'investment.closed':
    case 'investment.followedOn':
      postProject(state, fact, into);
      return;
    default:
      return;
  }
};

export const FUND_BOOK: Book<FundState, FundType> = { post };
