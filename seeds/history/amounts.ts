import { yuanOf } from '../../src/domain/money.ts';

/** Amounts of the demonstration are whole yuan; only interest has fen. */

/** Text of an amount in whole yuan, of either sign. */
export const yuan = (amount: number): string => `${amount}.00`;

const TEN_THOUSAND = 10_000;

/** Rounded down to a multiple of ten thousand yuan, at least that. */
export const rounded = (amount: number, unit: number = TEN_THOUSAND): number =>
  Math.max(unit, Math.floor(amount / unit) * unit);

/** A distribution by its quantiles: shares ascending from 0 to 1 with amounts in ten thousand yuan (万元). */
export type Quantiles = readonly (readonly [share: number, amount: number])[];

/** The amount in whole yuan at a share in [0, 1), on straight lines between the quantiles. */
export const quantileOf = (quantiles: Quantiles, share: number): number => {
  const next = quantiles.findIndex(([at]) => at > share);
  const [fromShare, from] = quantiles[next - 1] as Quantiles[number];
  const [toShare, to] = quantiles[next] as Quantiles[number];
  return (from + ((to - from) * (share - fromShare)) / (toShare - fromShare)) * TEN_THOUSAND;
};

const BASIS_POINTS = 10_000n;
const DAYS_OF_YEAR = 360n;

/** Interest on whole yuan for a number of days at a yearly rate, as text; 360 days are a year of interest. */
export const interestText = (principal: number, rateBp: number, days: number): string =>
  yuanOf((BigInt(principal) * 100n * BigInt(rateBp) * BigInt(days)) / (BASIS_POINTS * DAYS_OF_YEAR));
