import { addDays, laterOf, yearOfMonth } from '../../src/domain/calendar.ts';
import type { DataOf } from '../../src/domain/catalogue.ts';
import { type Quantiles, quantileOf, rounded, yuan } from './amounts.ts';
import { type Case, type Draft, dayAfter, type Fields, openCase } from './case.ts';
import { addMonths, closingDay, dayIn, daysBetween, earlierOf, officeDay, yearOfDay } from './days.ts';
import { drawElsewhere, drawEnterprise, drawOverseas, partyOf } from './enterprises.ts';
import { INSURERS } from './institutions.ts';
import { pledgeDrafts } from './pledges.ts';
import { byShare, type Random, type Weighted } from './random.ts';
import { makeRights } from './rights.ts';
import type { Place, World } from './world.ts';

/** Insurance policies: bound, renewed, endorsed, claimed on, surrendered, voided. */

const SUMS: Quantiles = [
  [0, 10],
  [0.25, 30],
  [0.5, 80],
  [0.75, 200],
  [0.9, 500],
  [0.97, 1_000],
  [1, 1_800],
];
/** Sums insured per policy grow from year to year. */
const SUM_FACTOR: Readonly<Record<number, number>> = { 2018: 1, 2019: 1.02, 2020: 1.12, 2021: 1.2 };
/** From this share of the sums on a policy is of the city and valid: no single one decides a figure. */
const LARGEST_FROM = 0.85;
const CHANGE_MAX = 1_000_000;
const ELSEWHERE_SHARE = 0.03;
const BASIS_POINTS = 10_000;
/** Premium of 2 to 5 % of the sum insured. */
const RATE_BP_MIN = 200;
const RATE_BP_MAX = 500;

type Kind = DataOf<'policy.bound'>['kind'];
const KINDS: readonly Weighted<Kind>[] = [
  ['patentEnforcement', 38],
  ['infringementLiability', 15],
  ['pledgeLoan', 12],
  ['overseasInfringement', 10],
  ['legalExpense', 8],
  ['trademarkEnforcement', 12],
  ['geographicalIndication', 2],
  ['other', 3],
];

type Fate =
  | 'kept'
  | 'endorsed'
  | 'claimed'
  | 'rejected'
  | 'surrendered'
  | 'notTakenUp'
  | 'voided'
  | 'corrected';
const FATES: readonly Weighted<Fate>[] = [
  ['kept', 68],
  ['endorsed', 9],
  ['claimed', 7],
  ['rejected', 3.5],
  ['surrendered', 4],
  ['notTakenUp', 2],
  ['voided', 2.5],
  ['corrected', 4],
];
const RENEWED_SHARE = 0.3;
const LATE_SHARE = 0.03;

type Terms = Fields<'policy.bound'>;
interface Cover {
  readonly random: Random;
  readonly book: Case;
  readonly on: string;
  readonly terms: Terms;
  readonly sum: number;
  readonly rateBp: number;
}

const premiumOf = (sum: number, rateBp: number): string => yuan(Math.floor((sum * rateBp) / BASIS_POINTS));

/** The pledge of the month before at the same place, whose lender wants cover. */
const pledgeToCover = (world: World, { month, index }: Place): Draft<'pledge.registered'> | undefined => {
  if (index >= world.casesIn('pledge', month - 1)) return undefined;
  const drafts = pledgeDrafts(world, { line: 'pledge', month: month - 1, index });
  const isKept = drafts.some(({ type }) => type === 'loan.disbursed');
  return isKept ? (drafts[0] as Draft<'pledge.registered'>) : undefined;
};

/** The policy of the same place a year before, if it ran to its end. */
const policyToRenew = (world: World, { month, index }: Place): Draft<'policy.bound'> | undefined => {
  const place: Place = { line: 'policy', month: month - 12, index };
  if (index >= world.casesIn('policy', place.month)) return undefined;
  const { drafts, terms } = coverOf(world, place);
  if (drafts.some(({ type }) => ENDS.has(type)) || terms.kind === 'pledgeLoan') return undefined;
  return drafts[0] as Draft<'policy.bound'> | undefined;
};
const ENDS: ReadonlySet<string> = new Set(['policy.surrendered', 'policy.voided', 'fact.withdrawn']);

const partiesOf = (
  world: World,
  place: Place,
  random: Random,
  share: number,
): Pick<Terms, 'enterprise' | 'applicant' | 'insured'> => {
  const enterprise = share < ELSEWHERE_SHARE ? drawElsewhere(random) : drawEnterprise(world, place, random);
  const party = partyOf(enterprise);
  // A parent company outside the mainland at times insures its subsidiary.
  return { enterprise, applicant: share > 0.98 ? partyOf(drawOverseas(random)) : party, insured: party };
};

const registerOf = (kind: Kind) =>
  kind === 'trademarkEnforcement' || kind === 'geographicalIndication' ? 'trademark' : 'patent';

const coveredBy = (world: World, place: Place, random: Random, at: number) => {
  const kind = byShare(KINDS, world.share(place, 'kind', random));
  const pledge = kind === 'pledgeLoan' ? pledgeToCover(world, place) : undefined;
  if (pledge) {
    const { rights, pledgor, debtor, pledgee } = pledge.data;
    const enterprise = debtor ?? pledgor;
    const insured = { uscc: pledgee.uscc, name: pledgee.name };
    const parties = { enterprise, applicant: partyOf(enterprise), insured };
    return { covered: { ...parties, kind, rights, financing: pledge.subject }, notBefore: dayAfter(pledge) };
  }
  const count = random.between(1, 4);
  const wanted = { serial: world.serial(place), year: yearOfMonth(place.month), count };
  const parties = partiesOf(world, place, random, at);
  return {
    covered: { ...parties, kind, rights: makeRights(registerOf(kind), wanted, random) },
    notBefore: '',
  };
};

const newTerms = (
  world: World,
  place: Place,
  random: Random,
  at: number,
): { terms: Omit<Terms, 'policyNumber' | 'insurer' | 'sumInsured' | 'premium'>; on: string } => {
  const { covered, notBefore } = coveredBy(world, place, random, at);
  const on = laterOf(dayIn(place.month, random), notBefore);
  const from = addDays(on, random.between(1, 9));
  return { on, terms: { ...covered, from, until: addDays(addMonths(from, 12), -1) } };
};

const renewedTerms = (before: Draft<'policy.bound'>): ReturnType<typeof newTerms> => {
  const { kind, enterprise, applicant, insured, rights, until, effectiveOn } = before.data;
  const from = addDays(until, 1);
  const on = officeDay(addMonths(effectiveOn, 12));
  return {
    on: earlierOf(on, from),
    terms: {
      kind,
      enterprise,
      applicant,
      insured,
      rights,
      from,
      until: addDays(addMonths(from, 12), -1),
      renews: before.subject,
    },
  };
};

function coverOf(world: World, place: Place): { readonly drafts: readonly Draft[]; readonly terms: Terms } {
  const random = world.random('policy', place.month, place.index);
  const year = yearOfMonth(place.month);
  const share = world.share(place, 'amount', random);
  const isLargest = share >= LARGEST_FROM;
  const at = Math.max(world.share(place, 'place', random), isLargest ? ELSEWHERE_SHARE : 0);
  const drawn = byShare(FATES, world.share(place, 'fate', random));
  const fate = isLargest && (drawn === 'notTakenUp' || drawn === 'voided') ? 'kept' : drawn;
  const sum = rounded(quantileOf(SUMS, share) * (SUM_FACTOR[year] ?? 1));
  const rateBp = random.between(RATE_BP_MIN, RATE_BP_MAX);
  const insurer = byShare(
    INSURERS.map((each, index) => [each, INSURERS.length - index] as const),
    world.share(place, 'institution', random),
  );
  const renewable =
    world.share(place, 'renewal', random) < RENEWED_SHARE ? policyToRenew(world, place) : undefined;
  const { on, terms: covered } = renewable ? renewedTerms(renewable) : newTerms(world, place, random, at);
  const name = `I${year}-${String(world.ordinal(place) + 1).padStart(4, '0')}`;
  const terms: Terms = {
    ...covered,
    policyNumber: `DEMO-${name}`,
    insurer,
    sumInsured: yuan(sum),
    premium: premiumOf(sum, rateBp),
  };
  const book = openCase({ random, line: 'policy', poster: insurer.uscc, name });
  const isLate = world.share(place, 'report', random) < LATE_SHARE;
  bind({ random, book, on, terms, sum, rateBp }, fate, isLate);
  return { drafts: book.drafts, terms };
}

const bind = (cover: Cover, fate: Fate, isLate: boolean): void => {
  const { book, on, terms, random } = cover;
  const typed = fate === 'corrected' ? { ...terms, ...typedSum(cover) } : terms;
  const bound = book.post('policy.bound', on, typed, isLate ? { delay: random.between(30, 120) } : {});
  if (!bound) return;
  if (fate === 'corrected') correctSum(cover, bound);
  if (fate !== 'notTakenUp' && random.chance(0.22))
    book.post('policy.premiumPaid', addDays(terms.from, random.between(0, 12)), { amount: terms.premium });
  COURSES[fate]?.(cover);
};

/** A tenfold sum insured, typed with its premium. */
const typedSum = ({ sum, rateBp }: Cover) => ({
  sumInsured: yuan(sum * 10),
  premium: premiumOf(sum * 10, rateBp),
});

const correctSum = ({ book, on, terms, random }: Cover, bound: Draft<'policy.bound'>): void => {
  const reason = '保险金额单位录入错误（虚构）';
  const found = officeDay(addDays(dayAfter(bound), random.between(5, 40)));
  if (found < closingDay(yearOfDay(on))) book.correct(bound, found, reason, terms);
  else book.request(bound, addDays(found, 30), { reason, fields: terms, approved: true });
};

/** A day of the cover, `share` of the way. */
const dayAt = ({ terms }: Cover, share: number): string =>
  officeDay(addDays(terms.from, Math.floor(daysBetween(terms.from, terms.until) * share)));

const endorse = (cover: Cover): void => {
  const { book, random, sum, rateBp } = cover;
  const isIncrease = random.chance(0.75);
  const change = rounded(Math.min(sum * 0.3, CHANGE_MAX)) * (isIncrease ? 1 : -1);
  // The smallest policies have nothing to take away.
  if (sum + change <= 0) return;
  const premiumChange = premiumOf(change, rateBp);
  book.post('policy.endorsed', dayAt(cover, 0.4), { sumInsuredChange: yuan(change), premiumChange });
};

const notify = (cover: Cover): { readonly claimId: string; readonly amount: number; readonly on: string } => {
  const { book, random, sum } = cover;
  const lossOn = dayAt(cover, 0.3 + random.unit() * 0.4);
  const on = officeDay(addDays(lossOn, random.between(5, 40)));
  const amount = rounded(sum * (0.1 + random.unit() * 0.5));
  book.post('claim.notified', on, { claimId: 'C1', lossOn, amount: yuan(amount) });
  return { claimId: 'C1', amount, on };
};

const COURSES: Partial<Record<Fate, (cover: Cover) => void>> = {
  endorsed: endorse,
  claimed: (cover) => {
    const { claimId, amount, on } = notify(cover);
    const paid = yuan(Math.floor(amount * 0.8));
    cover.book.post('claim.paid', officeDay(addDays(on, cover.random.between(30, 90))), {
      claimId,
      amount: paid,
    });
  },
  rejected: (cover) => {
    const { claimId, on } = notify(cover);
    const reason = '不属于保险责任（虚构）';
    cover.book.post('claim.rejected', officeDay(addDays(on, cover.random.between(20, 60))), {
      claimId,
      reason,
    });
  },
  surrendered: (cover) => {
    const refund = premiumOf(Math.floor(cover.sum / 2), cover.rateBp);
    cover.book.post('policy.surrendered', dayAt(cover, 0.45), { refund });
  },
  // Surrendered before the cover begins: the policy counts for nothing.
  notTakenUp: ({ book, on, terms }) => book.post('policy.surrendered', on, { refund: terms.premium }),
  voided: (cover) =>
    cover.book.post('policy.voided', dayAt(cover, 0.5), {
      ground: '投保人未如实告知，合同解除且自始无效（虚构）',
    }),
};

/** The facts of one policy. */
export const policyDrafts = (world: World, place: Place): readonly Draft[] => coverOf(world, place).drafts;
