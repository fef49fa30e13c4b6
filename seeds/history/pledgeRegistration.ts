import { addDays, laterOf, yearOfMonth } from '../../src/domain/calendar.ts';
import { yuan } from './amounts.ts';
import { type Draft, dayAfter, type Fields } from './case.ts';
import { closingDay, officeDay, yearOfDay } from './days.ts';
import { type Financing, HUNDRED_THOUSAND, LARGE } from './pledgeTerms.ts';
import { byShare, type Weighted } from './random.ts';
import { makeRights } from './rights.ts';

/** How a pledge reaches the ledger: its registrations, late reports, mistakes and their correction. */

/** When the registration reaches the ledger: in time, late, or very late. */
const REPORTS: readonly Weighted<'inTime' | 'late' | 'veryLate'>[] = [
  ['inTime', 95],
  ['late', 3],
  ['veryLate', 2],
];
type Mistake = 'none' | 'amount' | 'place' | 'foundAfterClosing' | 'disputed';
const MISTAKES: readonly Weighted<Mistake>[] = [
  ['none', 92],
  ['amount', 2.5],
  ['place', 2.5],
  ['foundAfterClosing', 2],
  ['disputed', 1],
];

/** The terms as they were first typed, where a mistake was made. */
const typedTerms = (financing: Financing, mistake: Mistake): Fields<'pledge.registered'> => {
  const { terms, secured } = financing;
  if (mistake === 'amount' || mistake === 'foundAfterClosing')
    return { ...terms, securedAmount: yuan(secured > LARGE ? secured + HUNDRED_THOUSAND : secured * 10) };
  if (mistake !== 'place') return terms;
  const { keyIndustry: _unstated, ...pledgor } = terms.pledgor;
  const inCity = pledgor.division.startsWith('4419');
  return { ...terms, pledgor: inCity ? { ...pledgor, division: '441900000000' } : pledgor };
};

const correctRegistration = (
  { book, terms, on, random }: Financing,
  registered: Draft<'pledge.registered'>,
  mistake: Mistake,
): void => {
  const closing = closingDay(yearOfDay(on));
  const seen = dayAfter(registered);
  const found = addDays(seen, random.between(3, 45));
  const afterClosing = addDays(laterOf(seen, closing), random.between(8, 40));
  const reasons = { amount: '担保金额录入错误（虚构）', place: '所在镇街和产业漏填（虚构）' };
  switch (mistake) {
    case 'amount':
    case 'place':
      if (officeDay(found) < closing) book.correct(registered, found, reasons[mistake], terms);
      else
        book.request(registered, afterClosing, { reason: reasons[mistake], fields: terms, approved: true });
      return;
    case 'foundAfterClosing':
      book.request(registered, afterClosing, { reason: reasons.amount, fields: terms, approved: true });
      return;
    case 'disputed': {
      const fields = { ...terms, securityMix: 'ipAndOther' as const };
      book.request(registered, afterClosing, { reason: '申请更正担保方式（虚构）', fields, approved: false });
      return;
    }
    default:
      return;
  }
};

export const register = (financing: Financing): Draft<'pledge.registered'> | undefined => {
  const { world, place, random, book, on, fate } = financing;
  const report = byShare(REPORTS, world.share(place, 'report', random));
  const mistake = byShare(MISTAKES, world.share(place, 'mistake', random));
  const delays = {
    inTime: random.between(1, 6),
    late: random.between(30, 75),
    veryLate: random.between(95, 150),
  };
  const isWithdrawn = fate === 'withdrawn';
  const typed = isWithdrawn ? financing.terms : typedTerms(financing, mistake);
  const registered = book.post('pledge.registered', on, typed, { delay: delays[report] });
  if (!registered) return undefined;
  if (isWithdrawn) withdraw(financing, registered);
  else correctRegistration(financing, registered, mistake);
  return registered;
};

const withdraw = ({ book, on, random }: Financing, registered: Draft<'pledge.registered'>): void => {
  const found = addDays(dayAfter(registered), random.between(1, 25));
  const reason = '重复录入，撤回（虚构）';
  if (officeDay(found) < closingDay(yearOfDay(on))) book.correct(registered, found, reason);
  else book.request(registered, found, { reason, approved: true });
};

const RIGHTS_OF_TRADEMARKS_MAX = 3;

export const addTrademarks = ({ world, place, random, book, on, terms, numbers }: Financing): void => {
  const second = numbers[1];
  if (second === undefined) return;
  const wanted = {
    serial: world.serial(place),
    year: yearOfMonth(place.month),
    count: random.between(1, RIGHTS_OF_TRADEMARKS_MAX),
    before: terms.rights.length,
  };
  book.post('pledge.registrationAdded', addDays(on, random.between(0, 9)), {
    register: 'trademark',
    registrationNumber: second,
    rights: makeRights('trademark', wanted, random),
  });
};
