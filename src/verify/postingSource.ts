import type { Measure } from '../../projections/measures.ts';
import type { Posting } from '../../projections/posting.ts';
import type { FigureSource, Selection, Sum } from '../../projections/source.ts';
import { EARLIEST_EFFECTIVE_ON, type Month, monthOf, yearOfMonth } from '../domain/calendar.ts';

/** Figures computed from postings and records in memory, by plain sums: nothing is shared with the read model's totals. */

/** What a prefix of the log holds. */
export interface PrefixContents {
  readonly asOf: FigureSource['asOf'];
  readonly openedOn: string | null;
  readonly rules: number;
  readonly postings: readonly Posting[];
  readonly records: Pick<
    FigureSource,
    'observation' | 'observedYears' | 'target' | 'required' | 'yearClosedAt'
  >;
}

const FIRST_MONTH = monthOf(EARLIEST_EFFECTIVE_ON);

const byMeasure = (postings: readonly Posting[]): ReadonlyMap<Measure, readonly Posting[]> =>
  Map.groupBy(postings, ({ measure }) => measure);

const sumOf = (postings: readonly Posting[]): Sum => ({
  amount: postings.reduce((sum, { amount }) => sum + amount, 0n),
  postings: postings.length,
});

/** Enterprises whose postings are not zero in sum. */
const enterprisesOf = (postings: readonly Posting[]): ReadonlySet<string> => {
  const sums = new Map<string, bigint>();
  for (const { enterprise, amount } of postings)
    if (enterprise !== '') sums.set(enterprise, (sums.get(enterprise) ?? 0n) + amount);
  return new Set([...sums].filter(([, amount]) => amount !== 0n).map(([uscc]) => uscc));
};

const MONTHS_OF_YEAR = 12;

/** Enterprises of any of the periods that the postings lie in: years where a whole year is asked for, else months. */
const enterprisesOfPeriods = (postings: readonly Posting[], wholeYear: boolean): ReadonlySet<string> => {
  const periods = Map.groupBy(postings, ({ month }) => (wholeYear ? yearOfMonth(month) : month));
  return new Set([...periods.values()].flatMap((ofPeriod) => [...enterprisesOf(ofPeriod)]));
};

/** The source of one prefix; `prefixOf` gives what an earlier one holds. */
export const postingSource = (
  contents: PrefixContents,
  prefixOf: (treeSize: number) => PrefixContents,
): FigureSource => {
  const { asOf, openedOn, rules, records } = contents;
  const measures = byMeasure(contents.postings);
  const select = (measure: Measure, from: Month, to: Month, selection: Selection | null) =>
    (measures.get(measure) ?? []).filter(
      ({ month, dimensions }) =>
        month >= from &&
        month <= to &&
        (selection === null || dimensions[selection.dimension] === selection.value),
    );
  return {
    ...records,
    asOf,
    openedOn,
    rules,
    sum: (measure, from, to, selection) => sumOf(select(measure, from, to, selection)),
    parts: (measure, from, to, dimension) =>
      new Map(
        [...Map.groupBy(select(measure, from, to, null), ({ dimensions }) => dimensions[dimension])].map(
          ([value, postings]) => [value, sumOf(postings)],
        ),
      ),
    enterprises: (measure, from, to, selection) => {
      const present = enterprisesOf(select(measure, from, to, selection));
      const wholeYear = from % MONTHS_OF_YEAR === 0 && to === from + MONTHS_OF_YEAR - 1;
      const earlier = enterprisesOfPeriods(select(measure, FIRST_MONTH, from - 1, selection), wholeYear);
      return {
        count: present.size,
        firstTime: [...present].filter((uscc) => !earlier.has(uscc)).length,
      };
    },
    contributors: (measure, from, to, dimension) =>
      new Map(
        [...Map.groupBy(select(measure, from, to, null), ({ dimensions }) => dimensions[dimension])].map(
          ([value, postings]) => [value, enterprisesOf(postings)],
        ),
      ),
    fundCapital: (to) => ({
      paidIn: sumOf(select('fund.paidInOfRow18', FIRST_MONTH, to, null)).amount,
      fiscalPaidIn: sumOf(select('fund.fiscalPaidInOfRow18', FIRST_MONTH, to, null)).amount,
    }),
    // What was published or confirmed of a figure is no part of it.
    published: () => null,
    reports: () => [],
    at: (treeSize) => postingSource(prefixOf(treeSize), prefixOf),
  };
};
