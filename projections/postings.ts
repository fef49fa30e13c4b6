import type { EventType } from '../src/domain/catalogue.ts';
import { type ContractTail, readContract, tailOf } from '../src/domain/contract.ts';
import type { Fact } from '../src/domain/lines/life.ts';
import type { ContractLine } from '../src/domain/subject.ts';
import { DEAL_BOOK } from './deal.ts';
import { FUND_BOOK } from './fund.ts';
import { PLEDGE_BOOK } from './pledge.ts';
import { POLICY_BOOK } from './policy.ts';
import type { Book, Posting } from './posting.ts';
import { SECURITIZATION_BOOK } from './securitization.ts';
import { BUDGET_BOOK, RISK_POOL_BOOK } from './support.ts';

/** The one idea of the ledger: a contract's contribution to the figures is a pure function of its history. */

type AnyBook = Book<unknown, EventType>;

const BOOKS: Readonly<Record<ContractLine, AnyBook>> = {
  pledge: PLEDGE_BOOK,
  policy: POLICY_BOOK,
  deal: DEAL_BOOK,
  fund: FUND_BOOK,
  securitization: SECURITIZATION_BOOK,
  riskPool: RISK_POOL_BOOK,
  budget: BUDGET_BOOK,
} as unknown as Record<ContractLine, AnyBook>;

/** A recorded history never breaks a rule of its line; if one does, the log or the program is not what it was. */
export class BrokenHistoryError extends Error {
  readonly fact: Fact;
  readonly code: string;
  constructor(fact: Fact, code: string) {
    super(`recorded fact ${fact.source} ${fact.id} at ${fact.sequence} breaks ${code}`);
    this.name = 'BrokenHistoryError';
    this.fact = fact;
    this.code = code;
  }
}

/**
 * All postings of a contract and the tail of its reading. `facts` are its facts as they stand, in the order of the log.
 * @throws BrokenHistoryError when the history breaks a rule of its line.
 */
export const postingsOf = (
  line: ContractLine,
  facts: readonly Fact[],
): { readonly postings: readonly Posting[]; readonly tail: ContractTail } => {
  const book = BOOKS[line];
  const postings: Posting[] = [];
  const reading = readContract(line, facts, (state, fact) => book.post(state, fact, postings));
  if (reading.broken) throw new BrokenHistoryError(reading.broken.fact, reading.broken.violation.code);
  const nothing = reading.voidedBy !== undefined || book.countsForNothing?.(reading.state) === true;
  return { postings: nothing ? [] : postings, tail: tailOf(line, reading) };
};

/** Postings of a fact that only adds to a contract (`onlyAdds`), from the state before it. */
export const addedPostings = (tail: ContractTail, fact: Fact): readonly Posting[] => {
  const postings: Posting[] = [];
  BOOKS[tail.line].post(tail.state, fact, postings);
  return postings;
};
