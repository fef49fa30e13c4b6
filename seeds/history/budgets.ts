import { addDays, type Month, monthNumber, yearOfMonth } from '../../src/domain/calendar.ts';
import type { DataOf } from '../../src/domain/catalogue.ts';
import { rounded, yuan } from './amounts.ts';
import { type Case, type Draft, keyOfDraft, openCase } from './case.ts';
import { officeDay, YEARS } from './days.ts';
import { enterpriseOf } from './enterprises.ts';
import { BUREAU } from './institutions.ts';
import { pledgeDrafts } from './pledges.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/** Budgets for subsidies: each year a local and a central one for every unit of scale. */

const APPROPRIATED_IN_MONTH = 3;
const PAYMENTS = 9;
const PAYMENT_MAX = 400_000;
/** More than all payments of a budget can come to. */
const APPROPRIATION = 6_000_000;
const PAID_IN_MONTHS = [6, 9, 11] as const;

const LEVELS = ['local', 'central'] as const;
const PROGRAMMES = {
  local: '示例市知识产权金融扶持资金（虚构）',
  central: '示例知识产权运营服务体系建设专项资金（虚构）',
} as const;

/** The pledge of the year before with this number, if it can be subsidized: its enterprise of the city pays interest. */
const subsidized = (world: World, year: number, random: Random): Draft<'pledge.registered'> | undefined => {
  const month = monthNumber(year - 1, random.between(1, 12));
  const count = world.casesIn('pledge', month);
  if (count === 0) return undefined;
  const drafts = pledgeDrafts(world, { line: 'pledge', month, index: random.below(count) });
  const registered = drafts[0] as Draft<'pledge.registered'> | undefined;
  const isPerformed = drafts.some(({ type }) => type === 'loan.repaid');
  const isStanding = drafts.every(({ type }) => type !== 'pledge.revoked');
  return isPerformed && isStanding ? registered : undefined;
};

const PURPOSES = ['interest', 'premium', 'appraisal', 'interest', 'other'] as const;

const pay = (book: Case, world: World, year: number, number: number, random: Random): Draft | undefined => {
  const drawn = PURPOSES[number % PURPOSES.length] as DataOf<'subsidy.paid'>['purpose'];
  const pledge = drawn === 'interest' || drawn === 'appraisal' ? subsidized(world, year, random) : undefined;
  const month = PAID_IN_MONTHS[Math.floor((number * PAID_IN_MONTHS.length) / PAYMENTS)] ?? 0;
  const on = officeDay(`${year}-${String(month).padStart(2, '0')}-${String(10 + number).padStart(2, '0')}`);
  const beneficiary = pledge
    ? (pledge.data.debtor ?? pledge.data.pledgor)
    : enterpriseOf(world, random.between(1, 100));
  return book.post('subsidy.paid', on, {
    beneficiary,
    purpose: pledge ? drawn : drawn === 'interest' || drawn === 'appraisal' ? 'other' : drawn,
    ...(pledge ? { financing: pledge.subject } : {}),
    amount: yuan(rounded(PAYMENT_MAX * (0.05 + random.unit() * 0.95), 5_000)),
  });
};

/** How many budgets begin in a month. */
export const budgetsIn = (world: World, month: Month): number =>
  month % 12 === APPROPRIATED_IN_MONTH - 1 && YEARS.some((year) => year === yearOfMonth(month))
    ? LEVELS.length * world.scale
    : 0;

/** One budget: its appropriation, its payments in three rounds, and at times a return. */
export const budgetDrafts = (world: World, month: Month, index: number): readonly Draft[] => {
  const year = yearOfMonth(month);
  const level = LEVELS[index % LEVELS.length] as (typeof LEVELS)[number];
  const random = world.random('budget', month, index);
  const book = openCase({ random, line: 'budget', poster: BUREAU.uscc, name: `B${year}-${index + 1}` });
  book.post('budget.appropriated', `${year}-03-06`, {
    level,
    programme: PROGRAMMES[level],
    amount: yuan(APPROPRIATION),
  });
  const payments = Array.from({ length: PAYMENTS }, (_, number) => pay(book, world, year, number, random));
  const first = payments[0];
  if (level === 'local' && first)
    book.post('subsidy.returned', officeDay(addDays(`${year}-11-24`, index % 3)), {
      payment: keyOfDraft(first).id,
      amount: yuan(5_000),
    });
  return book.drafts;
};
