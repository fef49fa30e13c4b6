import { yearOfMonth } from '../../src/domain/calendar.ts';
import { type Quantiles, quantileOf, rounded, yuan } from './amounts.ts';
import { type Case, type Draft, type Fields, openCase } from './case.ts';
import { addMonths, dayIn } from './days.ts';
import { drawElsewhere, drawEnterprise } from './enterprises.ts';
import { APPRAISER, PLEDGEES } from './institutions.ts';
import type { Admission } from './pools.ts';
import { byShare, type Random, type Weighted } from './random.ts';
import { makeRights, type Register } from './rights.ts';
import type { Place, World } from './world.ts';

/** What is drawn for a pledge financing: its amount, parties, rights and terms, and what becomes of it. */

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
export const LARGE = 10_000_000;
/** Large pledges grow from year to year; the share of the small ones stays. */
const LARGE_FACTOR: Readonly<Record<number, number>> = { 2018: 0.92, 2019: 0.97, 2020: 1.02, 2021: 1.06 };
const ELSEWHERE_SHARE = 0.03;
/** From this share of the amounts on a pledge is of the city, counted and valid: no single one decides a figure. */
const LARGEST_FROM = 0.85;
export const HUNDRED_THOUSAND = 100_000;

export type Fate =
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

export interface Loan {
  readonly drawId: string;
  readonly rateBp: number;
  /** Whole yuan. */
  left: number;
  interestFrom: string;
  readonly disbursed: Draft | undefined;
}

export interface Financing {
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

export const financingOf = (world: World, place: Place): Financing => {
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
