import type { Month } from '../src/domain/calendar.ts';
import type { Dimension, Measure } from './measures.ts';

/** The moment of a prefix of the log: its last event. All `null` and size 0 in an empty ledger. */
export interface AsOfMoment {
  readonly treeSize: number;
  /** Recorded time of the last event in microseconds, or null in an empty ledger. */
  readonly recordedAt: number | null;
}

/** Which postings of a measure are meant: all of the city, or those with one value of one dimension. */
export interface Selection {
  readonly dimension: Dimension;
  readonly value: string;
}

/** A sum of postings: the amount (fen or a number, by the measure) and how many postings stand in it. */
export interface Sum {
  readonly amount: bigint;
  readonly postings: number;
}

/** The measures whose enterprises (户数) are counted (domain.md §5, last paragraph but two). */
export type EnterpriseMeasure = 'pledge.count' | 'insurance.sumInsured' | 'deal.count';

/** What stands of the plan for an indicator and year: percent for growth rows, a level for the others. */
export interface Target {
  readonly required: string | null;
  readonly target: string;
}

/** A published bulletin: its id (of `bulletin/<id>`), and the size of the log that it speaks of. */
export interface PublishedBulletin {
  readonly id: string;
  readonly treeSize: number;
}

/** What an institution has confirmed (`report.confirmed`): amounts in fen, or numbers. */
export interface Report {
  readonly institution: string;
  readonly sequence: number;
  readonly treeSize: number;
  readonly figures: readonly { readonly indicator: string; readonly amount: bigint }[];
}

/**
 * All that the figures are computed from: one prefix of the log, however it is stored. The read model implements it on
 * running totals, the tests by a naive scan; the formulas (figures.ts, annex.ts) are pure functions of it.
 */
export interface FigureSource {
  readonly asOf: AsOfMoment;
  /** `openedOn` of the ledger, YYYY-MM-DD; null in an empty ledger. */
  readonly openedOn: string | null;
  /** Version of the rules in force in the prefix. */
  readonly rules: number;
  /** Sum of the postings in the months from..to (both included); `from` may be -Infinity for a stock. */
  sum(measure: Measure, from: Month, to: Month, selection: Selection | null): Sum;
  /** The sums of every value of a dimension that has a posting standing or an amount other than zero. */
  parts(measure: Measure, from: Month, to: Month, dimension: Dimension): ReadonlyMap<string, Sum>;
  /**
   * Enterprises whose postings of the measure in from..to are not zero in sum, and those of them with none in any
   * earlier month. `selection` is null or a division.
   */
  enterprises(
    measure: EnterpriseMeasure,
    from: Month,
    to: Month,
    selection: Selection | null,
  ): { readonly count: number; readonly firstTime: number };
  /**
   * The enterprises whose postings of the measure in from..to are not zero in sum, for each value of the dimension; parties
   * without a code are none.
   */
  contributors(
    measure: Measure,
    from: Month,
    to: Month,
    dimension: Dimension,
  ): ReadonlyMap<string, ReadonlySet<string>>;
  /** The standing observation: decimal string (yuan for rows 5, 6, 8); division null is the city's own. */
  observation(indicator: string, year: number, division: string | null): string | null;
  /** Years with a standing observation for that division (or the city), ascending. */
  observedYears(indicator: string, division: string | null): readonly number[];
  target(indicator: string, year: number): Target | null;
  /** The floor stated by the latest target of the indicator that states one. */
  required(indicator: string): string | null;
  /** Size of the log at which the year (not merely its months) was closed, that event included; null if it is open. */
  yearClosedAt(year: number): number | null;
  /** The bulletin of that year that was published last, or null while there is none. */
  published(year: number): PublishedBulletin | null;
  /** Capital paid into the funds of row 18 in all months to `to`, in fen: in all, and from central and local fiscal money. */
  fundCapital(to: Month): { readonly paidIn: bigint; readonly fiscalPaidIn: bigint };
  /** The confirmations of a period, in the order of the log. */
  reports(period: string): readonly Report[];
  /** The source of an earlier prefix of the same log. */
  at(treeSize: number): FigureSource;
}
