import { addDays, yearOfMonth } from '../../src/domain/calendar.ts';
import type { DataOf } from '../../src/domain/catalogue.ts';
import { type Quantiles, quantileOf, rounded, yuan } from './amounts.ts';
import { type Case, type Draft, dayAfter, type Fields, openCase } from './case.ts';
import { addMonths, closingDay, dayIn, earlierOf, LAST_BUSINESS_DAY, officeDay, yearOfDay } from './days.ts';
import { drawElsewhere, drawEnterprise, drawOverseas, type Enterprise } from './enterprises.ts';
import { AGENCIES, EXCHANGE } from './institutions.ts';
import { byShare, type Random, type Weighted } from './random.ts';
import { makeRights } from './rights.ts';
import type { Place, World } from './world.ts';

/** Transactions: assignments and licenses, with royalties, amendments, terminations and rescissions. */

const PRICES: Quantiles = [
  [0, 1],
  [0.3, 8],
  [0.6, 30],
  [0.8, 120],
  [0.95, 800],
  [1, 1_500],
];
/** Large prices hardly grew in 2020. */
const PRICE_FACTOR: Readonly<Record<number, number>> = { 2018: 1, 2019: 1.01, 2020: 0.98, 2021: 1.02 };
const THOUSAND = 1_000;
/** From this share of the prices on a deal is of the city and stands: no single one decides a figure. */
const LARGEST_FROM = 0.8;
/** Royalties and amendments are parts of the price, up to this. */
const CHANGE_BASE_MAX = 2_000_000;
const ELSEWHERE_SHARE = 0.03;

type Kind = DataOf<'deal.signed'>['kind'];
const KINDS: readonly Weighted<Kind>[] = [
  ['assignment', 46],
  ['applicationAssignment', 6],
  ['license', 34],
  ['sublicense', 3],
  ['openLicense', 3],
  ['crossLicense', 2],
  ['contributionInKind', 6],
];
/** The amended Patent Law knows open licenses from then on. */
const OPEN_LICENSES_FROM = '2021-06-01';
const LICENSES: ReadonlySet<Kind> = new Set(['license', 'sublicense', 'openLicense', 'crossLicense']);

type Fate = 'kept' | 'amended' | 'terminated' | 'rescinded' | 'corrected' | 'withdrawn';
const FATES: readonly Weighted<Fate>[] = [
  ['kept', 84],
  ['amended', 5],
  ['terminated', 4],
  ['rescinded', 2.5],
  ['corrected', 2.5],
  ['withdrawn', 2],
];
const LATE_SHARE = 0.04;

type Terms = Fields<'deal.signed'>;
interface Contract {
  readonly random: Random;
  readonly book: Case;
  readonly on: string;
  readonly until: string;
  readonly terms: Terms;
  /** Whole yuan. */
  readonly price: number;
  readonly name: string;
  readonly fate: Fate;
}

/** Mostly one side is of the city; at times both are, and now and then neither. */
const sidesOf = (
  world: World,
  place: Place,
  random: Random,
  share: number,
): { from: Enterprise; to: Enterprise } => {
  const own = drawEnterprise(world, place, random);
  if (share < ELSEWHERE_SHARE) return { from: drawElsewhere(random), to: drawOverseas(random) };
  if (share < 0.4) return { from: drawElsewhere(random), to: own };
  if (share < 0.46) return { from: drawOverseas(random), to: own };
  if (share < 0.6) return { from: own, to: drawElsewhere(random) };
  const other = drawEnterprise(world, place, random);
  return other.uscc === own.uscc ? { from: own, to: drawElsewhere(random) } : { from: own, to: other };
};

const kindOf = (world: World, place: Place, on: string, random: Random): Kind => {
  const kind = byShare(KINDS, world.share(place, 'kind', random));
  return kind === 'openLicense' && on < OPEN_LICENSES_FROM ? 'license' : kind;
};

const priceKindOf = (kind: Kind, random: Random): Terms['priceKind'] =>
  LICENSES.has(kind)
    ? random.weighted([
        ['lumpSum', 40],
        ['instalments', 12],
        ['royalty', 16],
        ['entryFeeAndRoyalty', 32],
      ])
    : random.weighted([
        ['lumpSum', 78],
        ['instalments', 22],
      ]);

const scopeOf = (kind: Kind, random: Random): Pick<Terms, 'licenseScope'> => {
  if (!LICENSES.has(kind)) return {};
  if (kind !== 'license') return { licenseScope: 'ordinary' };
  return {
    licenseScope: random.weighted([
      ['exclusive', 35],
      ['sole', 12],
      ['ordinary', 53],
    ]),
  };
};

const contractOf = (world: World, place: Place): Contract => {
  const random = world.random('deal', place.month, place.index);
  const year = yearOfMonth(place.month);
  const on = dayIn(place.month, random);
  const kind = kindOf(world, place, on, random);
  const priceKind = priceKindOf(kind, random);
  const share = world.share(place, 'amount', random);
  const isLargest = share >= LARGEST_FROM;
  const at = Math.max(world.share(place, 'place', random), isLargest ? ELSEWHERE_SHARE : 0);
  const drawn = byShare(FATES, world.share(place, 'fate', random));
  const fate = isLargest && (drawn === 'rescinded' || drawn === 'withdrawn') ? 'kept' : drawn;
  // Companies that license to each other pay nothing, unless much is at stake.
  const isFree = kind === 'crossLicense' && !isLargest;
  const price = isFree ? 0 : rounded(quantileOf(PRICES, share) * (PRICE_FACTOR[year] ?? 1), THOUSAND);
  const atExchange = world.share(place, 'institution', random) < 0.55;
  const name = `T${year}-${String(world.ordinal(place) + 1).padStart(4, '0')}`;
  const register = random.chance(0.8) ? 'patent' : 'trademark';
  const wanted = { serial: world.serial(place), year, count: random.between(1, 5) };
  const until = addMonths(on, 12 * random.between(2, 5));
  const poster = atExchange ? EXCHANGE : random.pick(AGENCIES);
  return {
    random,
    book: openCase({ random, line: 'deal', poster: poster.uscc, name }),
    on,
    until,
    price,
    name,
    fate,
    terms: {
      kind,
      ...scopeOf(kind, random),
      rights: makeRights(register, wanted, random),
      ...sidesOf(world, place, random, at),
      price: yuan(price),
      priceKind,
      ...(atExchange ? { venue: EXCHANGE } : {}),
      ...(LICENSES.has(kind) ? { until } : {}),
      ...(random.chance(0.07) ? { relatedParties: true } : {}),
    },
  };
};

/** Royalties of each year of the license, settled in the month after it, until it ends. */
const settleRoyalties = ({ book, on, until, terms, price, random }: Contract, end: string): void => {
  if (terms.priceKind !== 'royalty' && terms.priceKind !== 'entryFeeAndRoyalty') return;
  const last = earlierOf(end, until);
  for (let from = on; from < last; ) {
    const next = addMonths(from, 12);
    const periodUntil = addDays(earlierOf(next, last), -1);
    const amount = rounded(Math.min(price, CHANGE_BASE_MAX) * (0.04 + random.unit() * 0.1), THOUSAND);
    const settledOn = officeDay(addDays(periodUntil, random.between(8, 30)));
    if (settledOn > LAST_BUSINESS_DAY || periodUntil < from) return;
    book.post('deal.royaltySettled', settledOn, { amount: yuan(amount), periodFrom: from, periodUntil });
    from = next;
  }
};

const register = ({ book, on, random, terms, name }: Contract): void => {
  if (random.chance(LICENSES.has(terms.kind) ? 0.25 : 0.4))
    book.post('deal.registered', officeDay(addDays(on, random.between(20, 70))), {
      registrationNumber: `DEMO-${name}`,
    });
};

const pay = ({ book, on, random, price }: Contract): void => {
  if (price > 0 && random.chance(0.35))
    book.post('deal.paid', officeDay(addDays(on, random.between(5, 60))), { amount: yuan(price) });
};

const amend = ({ book, on, random, price }: Contract): void => {
  const change = rounded(Math.min(price, CHANGE_BASE_MAX) * (0.1 + random.unit() * 0.2), THOUSAND);
  // No more is taken off than there is.
  const sign = random.chance(0.75) || change > price ? 1 : -1;
  book.post('deal.amended', officeDay(addDays(on, random.between(80, 200))), {
    priceChange: yuan(change * sign),
  });
};

const correctPrice = ({ book, on, terms, random }: Contract, signed: Draft<'deal.signed'>): void => {
  const reason = '成交价单位录入错误（虚构）';
  const found = officeDay(addDays(dayAfter(signed), random.between(4, 30)));
  if (found < closingDay(yearOfDay(on))) book.correct(signed, found, reason, terms);
  else book.request(signed, addDays(found, 20), { reason, fields: terms, approved: true });
};

const withdraw = ({ book, on, random }: Contract, signed: Draft<'deal.signed'>): void => {
  const reason = '合同未生效，误报撤回（虚构）';
  const found = officeDay(addDays(dayAfter(signed), random.between(2, 20)));
  if (found < closingDay(yearOfDay(on))) book.correct(signed, found, reason);
  else book.request(signed, found, { reason, approved: true });
};

const end = (contract: Contract): string => {
  const { book, on, random, fate } = contract;
  const day = officeDay(addDays(on, random.between(150, 420)));
  if (fate === 'terminated') {
    book.post('deal.terminated', day, { reason: '双方协商解除（虚构）' });
    return day;
  }
  if (fate === 'rescinded') book.post('deal.rescinded', day, { ground: '合同因重大误解被撤销（虚构）' });
  return fate === 'rescinded' ? on : contract.until;
};

/** The facts of one transaction. */
export const dealDrafts = (world: World, place: Place): readonly Draft[] => {
  const contract = contractOf(world, place);
  const { book, random, on, terms, price, fate } = contract;
  const isLate = world.share(place, 'report', random) < LATE_SHARE;
  const typed = fate === 'corrected' ? { ...terms, price: yuan(price * 10) } : terms;
  const signed = book.post('deal.signed', on, typed, isLate ? { delay: random.between(30, 140) } : {});
  if (!signed) return book.drafts;
  if (fate === 'withdrawn') {
    withdraw(contract, signed);
    return book.drafts;
  }
  if (fate === 'corrected') correctPrice(contract, signed);
  pay(contract);
  register(contract);
  if (fate === 'amended') amend(contract);
  settleRoyalties(contract, end(contract));
  return book.drafts;
};
