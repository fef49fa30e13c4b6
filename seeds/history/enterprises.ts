import { yearOfMonth } from '../../src/domain/calendar.ts';
import type { DataOf } from '../../src/domain/catalogue.ts';
import { madeUscc } from './identifiers.ts';
import type { Random, Weighted } from './random.ts';
import type { Place, World } from './world.ts';

/** The enterprises of the demonstration, of the city and from elsewhere. None of them exists; each name says so. */

export type Enterprise = DataOf<'pledge.registered'>['pledgor'];

/** Towns by their weight: parks and the large manufacturing towns have most. Valid in all years of the demonstration. */
const TOWNS: readonly Weighted<string>[] = [
  ['441900401000', 28],
  ['441900119000', 18],
  ['441900004000', 12],
  ['441900003000', 10],
  ['441900116000', 10],
  ['441900121000', 9],
  ['441900111000', 8],
  ['441900122000', 7],
  ['441900117000', 7],
  ['441900113000', 6],
  ['441900115000', 6],
  ['441900110000', 6],
  ['441900005000', 5],
  ['441900118000', 5],
  ['441900106000', 5],
  ['441900112000', 4],
  ['441900114000', 4],
  ['441900101000', 4],
  ['441900103000', 4],
  ['441900006000', 3],
  ['441900129000', 3],
  ['441900128000', 3],
  ['441900107000', 3],
  ['441900104000', 3],
  ['441900105000', 2],
  ['441900108000', 2],
  ['441900109000', 2],
  ['441900102000', 2],
  ['441900123000', 2],
  ['441900124000', 2],
  ['441900126000', 2],
  ['441900125000', 1],
  ['441900127000', 1],
  ['441900402000', 1],
  ['441900403000', 1],
  ['441900000000', 2],
];

const SIZES: readonly Weighted<NonNullable<Enterprise['size']>>[] = [
  ['micro', 20],
  ['small', 46],
  ['medium', 24],
  ['large', 10],
];
const STAGES: readonly Weighted<NonNullable<Enterprise['stage']>>[] = [
  ['startup', 25],
  ['growth', 48],
  ['mature', 27],
];

/** Key industries by their weight, 0 for none, each with a class of GB/T 4754-2017. */
const INDUSTRIES: readonly Weighted<readonly [keyIndustry: number, industry: string]>[] = [
  [[1, 'I65'], 7],
  [[2, 'C3921'], 9],
  [[3, 'C3922'], 13],
  [[4, 'C3491'], 6],
  [[5, 'C35'], 12],
  [[6, 'C26'], 8],
  [[7, 'C36'], 5],
  [[8, 'C384'], 7],
  [[9, 'C27'], 4],
  [[10, 'C358'], 4],
  [[0, 'C29'], 9],
  [[0, 'C33'], 7],
  [[0, 'C21'], 5],
  [[0, 'C18'], 4],
];

/** Nanshan, Tianhe, Zhongshan, Pudong, Haidian. */
const ELSEWHERE = ['440305', '440106', '442000', '310115', '110108'] as const;
/** Authority of the codes of public institutions (事业单位), such as universities. */
const PUBLIC_INSTITUTION = '12';

/** Enterprises of the city known by the end of a year, at scale 1. */
const KNOWN: Readonly<Record<number, number>> = { 2018: 130, 2019: 170, 2020: 205, 2021: 240 };
/** What five digits of an organization code can tell apart. */
const NUMBERS_MAX = 99_999;
const ELSEWHERE_KNOWN = 40;

const organizationOf = (number: number): string => `MA0${String(number).padStart(5, '0')}`;
const nameOf = (kind: string, number: number): string =>
  `示例${kind}${String(number).padStart(4, '0')}（虚构）`;

/** The enterprise of the city with that number, from 1. */
export const enterpriseOf = (world: World, number: number): Enterprise => {
  const random = world.random('enterprise', 0, number);
  const [keyIndustry, industry] = random.weighted(INDUSTRIES);
  return {
    uscc: madeUscc('91', '441900', organizationOf(number)),
    name: nameOf('企业', number),
    division: random.weighted(TOWNS),
    // A few enterprises leave open what they are; it is then unknown, never guessed.
    ...(random.chance(0.93) ? { size: random.weighted(SIZES) } : {}),
    ...(random.chance(0.85) ? { stage: random.weighted(STAGES) } : {}),
    industry,
    ...(keyIndustry === 0 ? {} : { keyIndustry }),
  };
};

/** Largest pledge, in whole yuan, that an enterprise of the size takes. */
const AMOUNT_MAX: Readonly<Record<NonNullable<Enterprise['size']>, number>> = {
  micro: 6_000_000,
  small: 40_000_000,
  medium: 160_000_000,
  large: Number.MAX_SAFE_INTEGER,
};
const TRIES = 12;

/** An enterprise of the city for a case, large enough for the amount. */
export const drawEnterprise = (world: World, place: Place, random: Random, amount = 0): Enterprise => {
  const known = Math.min((KNOWN[yearOfMonth(place.month)] ?? 0) * world.scale, NUMBERS_MAX);
  for (let tried = 1; ; tried += 1) {
    const drawn = enterpriseOf(world, 1 + random.below(known));
    if (tried === TRIES || amount <= AMOUNT_MAX[drawn.size ?? 'large']) return drawn;
  }
};

/** An enterprise or university from elsewhere in the mainland. */
export const drawElsewhere = (random: Random): Enterprise => {
  const number = random.between(1, ELSEWHERE_KNOWN);
  const division = ELSEWHERE[number % ELSEWHERE.length] as string;
  const isUniversity = number % 4 === 0;
  return {
    uscc: madeUscc(isUniversity ? PUBLIC_INSTITUTION : '91', division, organizationOf(number)),
    name: nameOf(isUniversity ? '大学' : '市外企业', number),
    division,
    ...(isUniversity ? {} : { size: 'medium' as const, stage: 'mature' as const }),
  };
};

const COUNTRIES = ['US', 'JP', 'DE', 'KR', 'HK'] as const;

/** A company from outside the mainland. */
export const drawOverseas = (random: Random): Enterprise => {
  const number = random.between(1, 9);
  return {
    foreign: { country: COUNTRIES[number % COUNTRIES.length] as string, registration: `DEMO-${number}` },
    name: `示例境外公司${number}（虚构） Fictional Overseas Company ${number}`,
    division: 'overseas',
  };
};

/** The party alone, without its place and classes. */
export const partyOf = ({
  uscc,
  foreign,
  individual,
  name,
}: Enterprise): DataOf<'policy.bound'>['insured'] => ({
  ...(uscc === undefined ? {} : { uscc }),
  ...(foreign === undefined ? {} : { foreign }),
  ...(individual === undefined ? {} : { individual }),
  ...(name === undefined ? {} : { name }),
});
