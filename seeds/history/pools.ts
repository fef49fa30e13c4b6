import { addDays, shanghaiDate } from '../../src/domain/calendar.ts';
import { yuan } from './amounts.ts';
import { type Case, type Draft, LABEL, openCase } from './case.ts';
import { BUREAU } from './institutions.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/** Risk compensation pools: capital every year, the bank loans admitted to them, and what they compensate. */

const POOLS_OPENED_ON = '2019-09-02';
/** Money is in the pools, and recorded, when the first loans are admitted. */
const ADMITS_FROM = '2019-09-20';
const nameOf = (pool: number): string => `pool-${pool + 1}`;
const subjectOf = (pool: number): string => `riskPool/${BUREAU.uscc}.${LABEL}${nameOf(pool)}`;

const FISCAL = '示例市财政（虚构）';
const CAPITAL = [
  { on: POOLS_OPENED_ON, contributor: FISCAL, contributorKind: 'fiscalLocal', amount: 10_000_000 },
  { on: POOLS_OPENED_ON, contributor: '示例银行（虚构）', contributorKind: 'bank', amount: 6_000_000 },
  { on: '2019-09-05', contributor: '示例担保（虚构）', contributorKind: 'guarantor', amount: 4_000_000 },
  { on: '2020-03-10', contributor: '中央专项（虚构）', contributorKind: 'fiscalCentral', amount: 8_000_000 },
  { on: '2021-03-09', contributor: FISCAL, contributorKind: 'fiscalLocal', amount: 8_000_000 },
] as const;
/** Capital lasts: an average pool of the demonstration compensates a few loans in all its years. */
const COMPENSATION_MAX = 1_000_000;
const BASIS_POINTS = 10_000;

/** Capital of one pool; each pool serves the loans of one unit of scale. */
export const poolDrafts = (world: World, pool: number): readonly Draft[] => {
  const book = openCase({
    random: world.random('pool', 0, pool),
    line: 'riskPool',
    poster: BUREAU.uscc,
    name: nameOf(pool),
  });
  for (const { on, amount, ...contributor } of CAPITAL)
    book.post('riskPool.funded', on, { ...contributor, amount: yuan(amount) });
  return book.drafts;
};

export interface Admission {
  readonly admitted: Draft;
  readonly lossShareBp: number;
}

/** Admits a financing soon after its registration is recorded, once there are pools. */
export const admit = (book: Case, pool: number, random: Random, registered: Draft): Admission | undefined => {
  const on = addDays(shanghaiDate(registered.recordedAt), random.between(3, 20));
  const lossShareBp = random.pick([3_000, 4_000, 5_000]);
  if (on < ADMITS_FROM) return undefined;
  const fields = { financing: book.subject, lossShareBp };
  const filing = { by: BUREAU.uscc, subject: subjectOf(pool), after: registered };
  const admitted = book.post('riskPool.admitted', on, fields, filing);
  return admitted && { admitted, lossShareBp };
};

/** Compensates a loss (whole yuan) and, where a day is given, claws a part back when the guarantor recovers. */
export const compensate = (
  book: Case,
  { admitted, lossShareBp }: Admission,
  loss: { readonly on: string; readonly unpaid: number; readonly clawedBackOn: string | undefined },
): void => {
  const { on, unpaid, clawedBackOn } = loss;
  const amount = Math.min(COMPENSATION_MAX, Math.floor((unpaid * lossShareBp) / BASIS_POINTS));
  const financing = book.subject;
  const filing = { by: BUREAU.uscc, subject: admitted.subject };
  const fields = { financing, unpaidPrincipal: yuan(unpaid), amount: yuan(amount) };
  const paid = book.post('compensation.paid', on, fields, { ...filing, after: admitted });
  if (!paid || clawedBackOn === undefined) return;
  const back = yuan(Math.floor(amount * 0.3));
  book.post('compensation.clawedBack', clawedBackOn, { financing, amount: back }, { ...filing, after: paid });
};
