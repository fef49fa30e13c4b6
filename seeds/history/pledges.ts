import { addDays, laterOf, yearOfMonth } from '../../src/domain/calendar.ts';
import type { DataOf } from '../../src/domain/catalogue.ts';
import { interestText, type Quantiles, quantileOf, rounded, yuan } from './amounts.ts';
import { type Case, type Draft, dayAfter, type Fields, openCase } from './case.ts';
import { addMonths, closingDay, dayIn, daysBetween, officeDay, yearOfDay } from './days.ts';
import { drawElsewhere, drawEnterprise } from './enterprises.ts';
import { APPRAISER, BANKS, GUARANTORS, type Institution, PLEDGEES } from './institutions.ts';
import { type Admission, admit, compensate } from './pools.ts';
import { byShare, type Random, type Weighted } from './random.ts';
import { makeRights, type Register, type Right } from './rights.ts';
import type { Place, World } from './world.ts';

/** Pledge financings: from registration through loans and their repayment to what can go wrong. */

/** 70 % at most ten million yuan; the few large ones make the mean. */
const AMOUNTS: Quantiles = [
  [0, 50],
  [0.1, 150],
  [0.25, 300],
  [0.5, 550],
  [0.7, 1_000],
  [0.8, 1_800],
  [0.9, 3_800],
  [0.96, 8_000],
  [0.99, 15_000],
  [1, 24_000],
];
const LARGE = 10_000_000;
/** Large pledges grow from year to year; the share of the small ones stays. */
const LARGE_FACTOR: Readonly<Record<number, number>> = { 2018: 0.92, 2019: 0.97, 2020: 1.02, 2021: 1.06 };
const ELSEWHERE_SHARE = 0.03;
/** From this share of the amounts on a pledge is of the city, counted and valid: no single one decides a figure. */
const LARGEST_FROM = 0.85;
const HUNDRED_THOUSAND = 100_000;

type Fate =
  | 'performed'
  | 'prepaid'
  | 'increased'
  | 'extended'
  | 'released'
  | 'watched'
  | 'refinanced'
  | 'subrogated'
  | 'realized'
  | 'assigned'
  | 'partlyCancelled'
  | 'partlyRevoked'
  | 'revoked'
  | 'withdrawn';
/** In percent. */
const FATES: readonly Weighted<Fate>[] = [
  ['performed', 56],
  ['prepaid', 9],
  ['increased', 7],
  ['extended', 6],
  ['released', 5],
  ['watched', 3],
  ['refinanced', 3],
  ['subrogated', 2],
  ['realized', 1.5],
  ['assigned', 2],
  ['partlyCancelled', 1.5],
  ['partlyRevoked', 1.2],
  ['revoked', 1.4],
  ['withdrawn', 1.4],
];

type Kind = 'patent' | 'trademark' | 'mixed' | 'copyright' | 'other';
const KINDS: readonly Weighted<Kind>[] = [
  ['patent', 64],
  ['trademark', 14],
  ['mixed', 18],
  ['copyright', 2.5],
  ['other', 1.5],
];
const NEEDS_MIXED: ReadonlySet<Fate> = new Set(['partlyCancelled', 'partlyRevoked']);

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

interface Loan {
  readonly drawId: string;
  readonly rateBp: number;
  /** Whole yuan. */
  left: number;
  interestFrom: string;
  readonly disbursed: Draft | undefined;
}

interface Financing {
  readonly world: World;
  readonly place: Place;
  readonly random: Random;
  readonly book: Case;
  readonly fate: Fate;
  readonly on: string;
  readonly debtUntil: string;
  readonly terms: Fields<'pledge.registered'>;
  /** Whole yuan. */
  readonly secured: number;
  readonly numbers: readonly string[];
  readonly loans: Loan[];
  /** Into a risk pool; it stands from soon after the registration. */
  admission: Admission | undefined;
}

const amountOf = (year: number, share: number): number => {
  const amount = quantileOf(AMOUNTS, share);
  if (amount <= LARGE) return rounded(amount, amount < 1_000_000 ? 10_000 : HUNDRED_THOUSAND);
  const factor = LARGE_FACTOR[year] ?? 1;
  return rounded(LARGE + (amount - LARGE) * factor, HUNDRED_THOUSAND);
};

/** Who pledges: mostly the debtor itself, at times its owner, another company, or a company elsewhere. */
const partiesOf = (
  world: World,
  place: Place,
  random: Random,
  share: number,
  amount: number,
): Pick<Fields<'pledge.registered'>, 'pledgor' | 'debtor'> => {
  if (share < ELSEWHERE_SHARE) return { pledgor: drawElsewhere(random) };
  const own = drawEnterprise(world, place, random, amount);
  if (share < 0.05) return { pledgor: { individual: true, division: own.division }, debtor: own };
  if (share < 0.08) {
    const other = drawEnterprise(world, place, random);
    return other.uscc === own.uscc ? { pledgor: own } : { pledgor: other, debtor: own };
  }
  return { pledgor: own };
};

const mixOf = (fate: Fate, random: Random): Fields<'pledge.registered'>['securityMix'] => {
  if (fate === 'subrogated') return 'ipAndGuarantee';
  return random.weighted([
    ['ipOnly', 36],
    ['ipAndGuarantee', 40],
    ['ipAndOther', 24],
  ]);
};

interface Drawn {
  readonly fate: Fate;
  readonly kind: Kind;
  /** Where the parties are ({@link partiesOf}). */
  readonly at: number;
}

const counted = ({ fate, kind, at }: Drawn): Drawn => ({
  fate: fate === 'revoked' || fate === 'withdrawn' ? 'performed' : fate,
  kind: kind === 'copyright' || kind === 'other' ? 'patent' : kind,
  at: Math.max(at, ELSEWHERE_SHARE),
});

const registrationNumber = (register: Register, year: number, serial: number): string =>
  `DEMO-${register === 'patent' ? 'Y' : 'S'}${year}-${String(serial).padStart(6, '0')}`;

const TERMS_MONTHS: readonly Weighted<number>[] = [
  [12, 62],
  [24, 24],
  [36, 14],
];

const monthsOf = (fate: Fate, random: Random): number => {
  const months = random.weighted(TERMS_MONTHS);
  return fate === 'subrogated' || fate === 'realized' ? 12 : months;
};

const financingOf = (world: World, place: Place): Financing => {
  const random = world.random('pledge', place.month, place.index);
  const serial = world.serial(place);
  const year = yearOfMonth(place.month);
  const share = world.share(place, 'amount', random);
  const drawn = {
    fate: byShare(FATES, world.share(place, 'fate', random)),
    kind: byShare(KINDS, world.share(place, 'kind', random)),
    at: world.share(place, 'place', random),
  };
  const { fate, kind, at } = share < LARGEST_FROM ? drawn : counted(drawn);
  const secured = amountOf(year, share);
  const pledgee = byShare(PLEDGEES, world.share(place, 'institution', random));
  const on = dayIn(place.month, random);
  const isMixed = kind === 'mixed' || NEEDS_MIXED.has(fate);
  const register: Register = isMixed ? 'patent' : kind;
  const debtUntil = addMonths(on, monthsOf(fate, random));
  const count = random.between(fate === 'released' ? 3 : 1, 5);
  const name = `P${year}-${String(world.ordinal(place) + 1).padStart(4, '0')}`;
  const number = registrationNumber(register, year, serial + 1);
  return {
    world,
    place,
    random,
    book: openCase({ random, line: 'pledge', poster: pledgee.uscc, name }),
    fate,
    on,
    debtUntil,
    secured,
    numbers: isMixed ? [number, registrationNumber('trademark', year, serial + 1)] : [number],
    loans: [],
    admission: undefined,
    terms: {
      register,
      registrationNumber: number,
      rights: makeRights(register, { serial, year, count }, random),
      ...partiesOf(world, place, random, at, secured),
      pledgee,
      securedKind: random.chance(0.7) ? 'fixed' : 'maximum',
      securedAmount: yuan(secured),
      securityMix: mixOf(fate, random),
      debtFrom: on,
      debtUntil,
      ...(random.chance(0.6)
        ? { appraisedValue: yuan(rounded(secured * (1.4 + random.unit()))), appraiser: APPRAISER }
        : {}),
    },
  };
};

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

const register = (financing: Financing): Draft<'pledge.registered'> | undefined => {
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

const addTrademarks = ({ world, place, random, book, on, terms, numbers }: Financing): void => {
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

const disburse = (
  financing: Financing,
  on: string,
  principal: number,
  more: { readonly newMoney?: false } = {},
): void => {
  const { random, book, loans, debtUntil } = financing;
  const drawId = `D${loans.length + 1}`;
  const rateBp = random.between(360, 620);
  const disbursed = book.post('loan.disbursed', on, {
    drawId,
    principal: yuan(principal),
    annualRateBp: rateBp,
    maturity: debtUntil,
    ...more,
  });
  loans.push({ drawId, rateBp, left: principal, interestFrom: on, disbursed });
};

/** Draws within the secured amount. Guarantors secure a claim of recourse and lend nothing themselves. */
const lend = (financing: Financing): void => {
  const { random, on, secured, terms, fate } = financing;
  const isTroubled = fate === 'subrogated' || fate === 'realized';
  if (terms.pledgee.kind === 'guarantor' || (!isTroubled && random.chance(0.06))) return;
  const first = rounded(secured * (0.55 + random.unit() * 0.45));
  const drawnOn = officeDay(addDays(on, random.between(2, 14)));
  const isRefinanced = fate === 'refinanced' ? ({ newMoney: false } as const) : {};
  if (secured < 3_000_000 || random.chance(0.85)) {
    disburse(financing, drawnOn, first, isRefinanced);
    return;
  }
  const half = rounded(first / 2);
  disburse(financing, drawnOn, half, isRefinanced);
  disburse(financing, officeDay(addDays(drawnOn, random.between(20, 80))), half);
};

const repay = (financing: Financing, loan: Loan, on: string, principal: number, isLate = false): void => {
  if (loan.left === 0) return;
  const interest = interestText(loan.left, loan.rateBp, daysBetween(loan.interestFrom, on));
  const { disbursed } = loan;
  const late = isLate && disbursed ? { delay: financing.random.between(50, 100), after: disbursed } : {};
  financing.book.post('loan.repaid', on, { drawId: loan.drawId, principal: yuan(principal), interest }, late);
  loan.left -= principal;
  loan.interestFrom = on;
};

const settle = (financing: Financing, on: string, reason: DataOf<'pledge.cancelled'>['reason']): void => {
  for (const loan of financing.loans) repay(financing, loan, on, loan.left);
  financing.book.post('pledge.cancelled', officeDay(addDays(on, financing.random.between(2, 20))), {
    reason,
  });
};

/** A part repaid half-way, at times reported long after. */
const repayPart = (financing: Financing): void => {
  const { random, loans, on, debtUntil } = financing;
  const loan = loans.at(-1);
  if (!loan || !random.chance(0.18)) return;
  const middle = officeDay(addDays(on, Math.floor(daysBetween(on, debtUntil) * 0.6)));
  repay(financing, loan, middle, rounded(loan.left * 0.3), random.chance(0.2));
};

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

const COURSES: Readonly<Record<Exclude<Fate, 'withdrawn'>, (financing: Financing) => void>> = {
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

/** What the pools are for: bank loans of small amounts without other collateral. */
const isSmallRisk = ({ secured, terms, random, fate }: Financing): boolean =>
  secured <= LARGE &&
  terms.pledgee.kind === 'bank' &&
  terms.securityMix !== 'ipAndOther' &&
  (terms.debtor ?? terms.pledgor).division.startsWith('4419') &&
  (fate === 'subrogated' || random.chance(0.45));

/** The facts of one pledge financing, its admission to a risk pool included. */
export const pledgeDrafts = (world: World, place: Place): readonly Draft[] => {
  const financing = financingOf(world, place);
  const registered = register(financing);
  if (!registered || financing.fate === 'withdrawn') return financing.book.drafts;
  addTrademarks(financing);
  lend(financing);
  if (isSmallRisk(financing))
    financing.admission = admit(
      financing.book,
      world.serial(place) % world.scale,
      financing.random,
      registered,
    );
  COURSES[financing.fate](financing);
  return financing.book.drafts;
};
