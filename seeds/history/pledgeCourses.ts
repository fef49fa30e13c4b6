import { addDays } from '../../src/domain/calendar.ts';
import type { DataOf } from '../../src/domain/catalogue.ts';
import { rounded, yuan } from './amounts.ts';
import { addMonths, daysBetween, officeDay } from './days.ts';
import { BANKS, GUARANTORS, type Institution } from './institutions.ts';
import { disburse, repay, repayPart, settle } from './pledgeLoans.ts';
import { type Fate, type Financing, HUNDRED_THOUSAND, LARGE } from './pledgeTerms.ts';
import { compensate } from './pools.ts';
import type { Right } from './rights.ts';

/** What becomes of a pledge financing, from repayment in time to default, assignment and revocation. */

const perform = (financing: Financing): void => {
  repayPart(financing);
  settle(financing, officeDay(financing.debtUntil), 'performed');
};

/** A day of the term, `share` of the way. */
const dayAt = ({ on, debtUntil }: Financing, share: number): string =>
  officeDay(addDays(on, Math.floor(daysBetween(on, debtUntil) * share)));

const prepay = (financing: Financing): void =>
  settle(financing, dayAt(financing, 0.4 + financing.random.unit() * 0.4), 'prepaid');

const increase = (financing: Financing): void => {
  const { random, book, secured, loans } = financing;
  const share = 0.1 + random.unit() * 0.4;
  const more = rounded(Math.min(secured, LARGE) * share, secured < 2_000_000 ? 10_000 : HUNDRED_THOUSAND);
  const on = dayAt(financing, 0.3);
  book.post('pledge.amended', on, { securedAmount: yuan(secured + more) });
  if (loans.length > 0) disburse(financing, officeDay(addDays(on, random.between(3, 12))), more);
  perform(financing);
};

const extend = (financing: Financing): void => {
  const { book, debtUntil, loans, random } = financing;
  const later = addMonths(debtUntil, random.pick([3, 6, 12]));
  const on = dayAt(financing, 0.95);
  book.post('pledge.amended', on, { debtUntil: later });
  for (const { drawId } of loans) book.post('loan.extended', on, { drawId, maturity: later });
  settle(financing, officeDay(later), 'performed');
};

const referenceOf = ({ kind, number }: Right): { kind: Right['kind']; number: string } => ({ kind, number });

const release = (financing: Financing): void => {
  const { book, terms } = financing;
  const rights = terms.rights.slice(-1).map(referenceOf);
  book.post('pledge.rightsReleased', dayAt(financing, 0.5), { rights });
  perform(financing);
};

const watch = (financing: Financing): void => {
  const { book, loans } = financing;
  const classify = (share: number, riskClass: DataOf<'loan.classified'>['riskClass']): void => {
    for (const { drawId } of loans)
      book.post('loan.classified', dayAt(financing, share), { drawId, riskClass });
  };
  classify(0.4, 'specialMention');
  classify(0.8, 'pass');
  perform(financing);
};

/** Late interest, then default; returns the day of it. */
const fallDue = (financing: Financing): string => {
  const { book, loans, random } = financing;
  const watchedOn = dayAt(financing, 0.55);
  const defaultedOn = officeDay(addDays(watchedOn, random.between(30, 60)));
  for (const { drawId } of loans)
    book.post('loan.classified', watchedOn, { drawId, riskClass: 'specialMention' });
  for (const { drawId } of loans) book.post('loan.defaulted', defaultedOn, { drawId });
  return defaultedOn;
};

const subrogate = (financing: Financing): void => {
  const { book, loans, random, terms } = financing;
  const defaultedOn = fallDue(financing);
  const guarantor = random.pick(GUARANTORS.filter(({ uscc }) => uscc !== terms.pledgee.uscc));
  const paidOn = officeDay(addDays(defaultedOn, random.between(40, 80)));
  const unpaid = loans.reduce((sum, { left }) => sum + left, 0);
  for (const loan of loans) {
    book.post('guarantee.subrogated', paidOn, { drawId: loan.drawId, principal: yuan(loan.left), guarantor });
    const recovered = rounded(loan.left * (0.2 + random.unit() * 0.4));
    loan.left = 0;
    const recoveredOn = officeDay(addDays(paidOn, random.between(120, 220)));
    book.post('loan.recovered', recoveredOn, { drawId: loan.drawId, principal: yuan(recovered) });
  }
  const { admission } = financing;
  if (admission) {
    const on = officeDay(addDays(paidOn, 30));
    const clawedBackOn = random.chance(0.7) ? addDays(on, random.between(100, 160)) : undefined;
    compensate(book, admission, { on, unpaid, clawedBackOn });
  }
  book.post('pledge.cancelled', officeDay(addDays(paidOn, 240)), { reason: 'other' });
};

const realize = (financing: Financing): void => {
  const { book, loans, random } = financing;
  const loan = loans[0];
  if (!loan) return;
  const defaultedOn = fallDue(financing);
  const classify = (on: string, riskClass: DataOf<'loan.classified'>['riskClass']): void => {
    for (const { drawId } of loans) book.post('loan.classified', on, { drawId, riskClass });
  };
  classify(officeDay(addDays(defaultedOn, 60)), 'doubtful');
  const soldOn = officeDay(addDays(defaultedOn, random.between(120, 200)));
  const proceeds = rounded(loan.left * (0.3 + random.unit() * 0.3));
  const way = random.pick(['agreement', 'auction', 'sale', 'court'] as const);
  book.post('pledge.realized', soldOn, { way, toPledgee: yuan(proceeds), toPledgor: '0' });
  repay(financing, loan, soldOn, proceeds);
  classify(officeDay(addDays(soldOn, 20)), 'loss');
  const writtenOffOn = officeDay(addDays(soldOn, 40));
  for (const each of loans)
    book.post('loan.writtenOff', writtenOffOn, { drawId: each.drawId, principal: yuan(each.left) });
  book.post('pledge.cancelled', officeDay(addDays(soldOn, 50)), { reason: 'realized' });
  const recovered = yuan(rounded(loan.left * 0.1));
  book.post('loan.recovered', officeDay(addDays(soldOn, 150)), { drawId: loan.drawId, principal: recovered });
};

/** The claim passes to another bank, which reports from then on. */
const assign = (financing: Financing): void => {
  const { book, random, terms } = financing;
  const next: Institution = random.pick(BANKS.filter(({ uscc }) => uscc !== terms.pledgee.uscc));
  book.post('pledge.amended', dayAt(financing, 0.5), { pledgee: next });
  book.passTo(next.uscc);
  perform(financing);
};

const cancelPart = (financing: Financing): void => {
  const { book, numbers } = financing;
  const second = numbers[1];
  if (second !== undefined)
    book.post('pledge.cancelled', dayAt(financing, 0.6), { reason: 'waived', registrationNumber: second });
  perform(financing);
};

const revokePart = (financing: Financing): void => {
  const { book, numbers } = financing;
  const second = numbers[1];
  if (second !== undefined)
    book.post('pledge.revoked', dayAt(financing, 0.35), {
      ground: '商标质押登记因材料不实被撤销（虚构）',
      registrationNumber: second,
    });
  perform(financing);
};

/** The registration is void from the start; the loan is repaid all the same. */
const revoke = (financing: Financing): void => {
  const { book } = financing;
  const on = dayAt(financing, 0.5);
  book.post('pledge.revoked', on, { ground: '出质登记因权属无效被撤销（虚构）' });
  for (const loan of financing.loans) repay(financing, loan, officeDay(addDays(on, 45)), loan.left);
};

export const COURSES: Readonly<Record<Exclude<Fate, 'withdrawn'>, (financing: Financing) => void>> = {
  performed: perform,
  prepaid: prepay,
  increased: increase,
  extended: extend,
  released: release,
  watched: watch,
  refinanced: perform,
  subrogated: (financing) => (financing.loans.length > 0 ? subrogate(financing) : perform(financing)),
  realized: (financing) => (financing.loans.length > 0 ? realize(financing) : perform(financing)),
  assigned: assign,
  partlyCancelled: cancelPart,
  partlyRevoked: revokePart,
  revoked: revoke,
};
