import { type Month, monthNumber, yearOfMonth } from '../../src/domain/calendar.ts';
import { YEARS, type Year } from './days.ts';
import { PATENT_SERIALS } from './identifiers.ts';
import { type Random, randomOf } from './random.ts';

/**
 * How much of everything there is. Every case is a function of (seed, line, month, index) alone, so that it can be
 * made again whenever one of its facts is due and none has to be kept.
 */

export interface DemonstrationOptions {
  /** Any integer; the same seed gives the same history. */
  readonly seed: number;
  /** Multiplies the number of pledges, policies and deals: an integer from 1 to {@link SCALE_MAX}. */
  readonly scale: number;
}

/** Numbers of rights would repeat beyond it. */
export const SCALE_MAX = 1_000;

export type VolumeLine = 'pledge' | 'policy' | 'deal';
/** What is drawn with a generator of its own. */
export type Stream = VolumeLine | 'enterprise' | 'pool' | 'budget' | 'occasion';
/** Properties whose distribution over the cases of a year is exact. */
export type Trait = 'amount' | 'fate' | 'kind' | 'place' | 'institution' | 'report' | 'mistake' | 'renewal';

/** Cases of each year at scale 1. Growth: pledges 44, 40 and 30 %, policies 29, 48 and 35 %, deals 23, 10 and 26 %. */
const CASES: Readonly<Record<VolumeLine, Readonly<Record<Year, number>>>> = {
  pledge: { 2018: 64, 2019: 92, 2020: 129, 2021: 168 },
  policy: { 2018: 48, 2019: 62, 2020: 92, 2021: 124 },
  deal: { 2018: 40, 2019: 49, 2020: 54, 2021: 68 },
};

/** Weights of the months: the new year's holidays, the ends of quarters, and the standstill of early 2020. */
const MONTH_WEIGHTS = [7, 4, 9, 8, 8, 10, 8, 8, 10, 7, 9, 12];
const MONTH_WEIGHTS_2020 = [7, 1, 5, 8, 9, 11, 9, 9, 11, 8, 10, 12];

const STREAMS: Readonly<Record<Stream, number>> = {
  pledge: 1,
  policy: 2,
  deal: 3,
  enterprise: 4,
  pool: 5,
  budget: 6,
  occasion: 7,
};
const TRAITS: readonly Trait[] = [
  'amount',
  'fate',
  'kind',
  'place',
  'institution',
  'report',
  'mistake',
  'renewal',
];
const STRATA_STREAM = 64;
const MONTHS_OF_STREAM = 2 ** 16;
const LINES: readonly VolumeLine[] = ['pledge', 'policy', 'deal'];
export const RIGHTS_PER_CASE = 8;

const casesBefore = (weights: readonly number[], total: number, month: number): number => {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const before = weights.slice(0, month).reduce((sum, weight) => sum + weight, 0);
  return Math.round((total * before) / all);
};

/** A case of a line: the month in which it begins and its place among those of the month, from 0. */
export interface Place {
  readonly line: VolumeLine;
  readonly month: Month;
  readonly index: number;
}

export interface World {
  readonly scale: number;
  random(stream: Stream, month: Month, index: number): Random;
  /** How many cases of the line begin in the month. */
  casesIn(line: VolumeLine, month: Month): number;
  /** Place of a case among those of its line and year, from 0. */
  ordinal(place: Place): number;
  /** A number that no other case has, of any line; it is below {@link serialsEnd}. */
  serial(place: Place): number;
  /** The first number that no case has. */
  readonly serialsEnd: number;
  /**
   * Where a case stands in [0, 1) by a trait: each case of a line and year has a stratum of its own, in random order,
   * and lies at random in it. So the amounts of a year have the distribution that is meant, whatever the seed.
   */
  share(place: Place, trait: Trait, random: Random): number;
}

const shuffled = (length: number, random: Random): Uint32Array => {
  const order = Uint32Array.from({ length }, (_, index) => index);
  for (let last = length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    const moved = order[last] as number;
    order[last] = order[other] as number;
    order[other] = moved;
  }
  return order;
};

/** @throws RangeError when the seed is no integer or the scale is out of its range. */
export const createWorld = ({ seed, scale }: DemonstrationOptions): World => {
  if (!Number.isSafeInteger(seed)) throw new RangeError('the seed is an integer');
  if (!Number.isInteger(scale) || scale < 1 || scale > SCALE_MAX)
    throw new RangeError(`the scale is an integer from 1 to ${SCALE_MAX}`);
  const strata = new Map<string, Uint32Array>();

  const casesOf = (line: VolumeLine, year: number): number => (CASES[line][year as Year] ?? 0) * scale;
  const known = new Map<number, number>();
  /** Cases of the year before the month. */
  const before = (line: VolumeLine, month: Month): number => {
    const key = month * LINES.length + LINES.indexOf(line);
    const found = known.get(key);
    if (found !== undefined) return found;
    const year = yearOfMonth(month);
    const weights = year === 2020 ? MONTH_WEIGHTS_2020 : MONTH_WEIGHTS;
    const count = casesBefore(weights, casesOf(line, year), month - monthNumber(year, 1));
    known.set(key, count);
    return count;
  };
  const ofYears = (line: VolumeLine, until: number): number =>
    YEARS.filter((year) => year < until).reduce((sum, year) => sum + casesOf(line, year), 0);
  const firstSerial = (line: VolumeLine): number =>
    LINES.slice(0, LINES.indexOf(line)).reduce((sum, each) => sum + ofYears(each, Infinity), 0);
  const firstSerials = { pledge: 0, policy: firstSerial('policy'), deal: firstSerial('deal') };
  const serialsEnd = firstSerials.deal + ofYears('deal', Infinity);
  if (serialsEnd * RIGHTS_PER_CASE > PATENT_SERIALS) throw new RangeError('more rights than numbers');

  const strataOf = (line: VolumeLine, year: number, trait: Trait): Uint32Array => {
    const key = `${line} ${year} ${trait}`;
    const known = strata.get(key);
    if (known) return known;
    const stream = STRATA_STREAM + STREAMS[line] * TRAITS.length + TRAITS.indexOf(trait);
    const made = shuffled(casesOf(line, year), randomOf(seed, stream, year));
    strata.set(key, made);
    return made;
  };

  const ordinal = ({ line, month, index }: Place): number => before(line, month) + index;
  return {
    scale,
    random: (stream, month, index) => randomOf(seed, STREAMS[stream] * MONTHS_OF_STREAM + month, index),
    casesIn: (line, month) => {
      const year = yearOfMonth(month);
      const next = yearOfMonth(month + 1) === year ? before(line, month + 1) : casesOf(line, year);
      return next - before(line, month);
    },
    ordinal,
    serial: (place) =>
      firstSerials[place.line] + ofYears(place.line, yearOfMonth(place.month)) + ordinal(place),
    serialsEnd,
    share: (place, trait, random) => {
      const order = strataOf(place.line, yearOfMonth(place.month), trait);
      return ((order[ordinal(place)] as number) + random.unit()) / order.length;
    },
  };
};
