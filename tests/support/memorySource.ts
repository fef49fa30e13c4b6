import type { Dimension, Dimensions, Measure } from '../../projections/measures.ts';
import type { FigureSource, Report, Selection, Sum, Target } from '../../projections/source.ts';
import { type Month, parseTime } from '../../src/domain/calendar.ts';

/** A posting as a test writes it by hand; what is not stated of its dimensions is `none`. */
export interface MemoryPosting {
  readonly sequence: number;
  readonly measure: Measure;
  readonly month: Month;
  readonly amount: bigint;
  /** 1: the posting stands from here on; −1: it is taken back; 0: it stands already and only its amount changes. */
  readonly standing?: 1 | 0 | -1;
  readonly enterprise?: string;
  readonly dimensions?: Partial<Dimensions>;
}

export interface MemoryObservation {
  readonly sequence: number;
  readonly indicator: string;
  readonly year: number;
  readonly value: string;
  readonly division?: string;
}

export interface MemoryTarget {
  readonly sequence: number;
  readonly indicator: string;
  readonly year: number;
  readonly target: string;
  readonly required?: string;
}

export interface MemoryLog {
  /** Recorded time of each sequence number, RFC 3339; the log is as long as this list. */
  readonly recorded: readonly string[];
  /** In force from sequence 0 on; default 2018-01-01. */
  readonly openedOn?: string;
  readonly postings?: readonly MemoryPosting[];
  readonly observations?: readonly MemoryObservation[];
  readonly targets?: readonly MemoryTarget[];
  readonly closings?: readonly { readonly sequence: number; readonly year: number }[];
  readonly capital?: readonly {
    readonly sequence: number;
    readonly month: Month;
    readonly paidIn: bigint;
    readonly fiscalPaidIn: bigint;
  }[];
  readonly bulletins?: readonly {
    /** Of the approval that published it. */
    readonly sequence: number;
    readonly id: string;
    readonly year: number;
    readonly treeSize: number;
  }[];
  readonly reports?: readonly (Report & { readonly period: string })[];
}

const timeOf = (text: string): number => {
  const us = parseTime(text);
  if (us === undefined) throw new RangeError(`not a time: ${text}`);
  return us;
};

const isSelected = ({ dimensions }: MemoryPosting, selection: Selection | null): boolean =>
  selection === null || (dimensions?.[selection.dimension] ?? 'none') === selection.value;

const sumOf = (postings: readonly MemoryPosting[]): Sum => ({
  amount: postings.reduce((sum, { amount }) => sum + amount, 0n),
  postings: postings.reduce((count, { standing = 1 }) => count + standing, 0),
});

/** The enterprises whose postings are not zero in sum. */
const haveOf = (postings: readonly MemoryPosting[]): ReadonlySet<string> => {
  const sums = new Map<string, bigint>();
  for (const { enterprise, amount } of postings)
    if (enterprise !== undefined) sums.set(enterprise, (sums.get(enterprise) ?? 0n) + amount);
  return new Set([...sums].filter(([, amount]) => amount !== 0n).map(([uscc]) => uscc));
};

/** The prefix of a log written by hand: every answer is a scan, so that it is plain that it is right. */
export const memorySource = (log: MemoryLog, treeSize: number = log.recorded.length): FigureSource => {
  const inPrefix = ({ sequence }: { readonly sequence: number }): boolean => sequence < treeSize;
  const postings = (log.postings ?? []).filter(inPrefix);
  const observations = (log.observations ?? []).filter(inPrefix);
  const targets = (log.targets ?? []).filter(inPrefix);
  const last = log.recorded[treeSize - 1];

  const scan = (
    measure: Measure,
    from: Month,
    to: Month,
    selection: Selection | null,
  ): readonly MemoryPosting[] =>
    postings.filter(
      (posting) =>
        posting.measure === measure &&
        posting.month >= from &&
        posting.month <= to &&
        isSelected(posting, selection),
    );
  const observationsOf = (indicator: string, division: string | null): readonly MemoryObservation[] =>
    observations.filter((each) => each.indicator === indicator && (each.division ?? null) === division);

  return {
    asOf: { treeSize, recordedAt: last === undefined ? null : timeOf(last) },
    openedOn: treeSize === 0 ? null : (log.openedOn ?? '2018-01-01'),
    rules: 1,
    sum: (measure, from, to, selection) => sumOf(scan(measure, from, to, selection)),
    parts: (measure, from, to, dimension: Dimension) => {
      const all = scan(measure, from, to, null);
      const keys = new Set(all.map(({ dimensions }) => dimensions?.[dimension] ?? 'none'));
      const sums = [...keys].map(
        (value) =>
          [value, sumOf(all.filter((posting) => isSelected(posting, { dimension, value })))] as const,
      );
      return new Map(sums.filter(([, { amount, postings: standing }]) => standing > 0 || amount !== 0n));
    },
    enterprises: (measure, from, to, selection) => {
      const now = haveOf(scan(measure, from, to, selection));
      const earlier = haveOf(scan(measure, -Infinity, from - 1, selection));
      return { count: now.size, firstTime: [...now].filter((uscc) => !earlier.has(uscc)).length };
    },
    contributors: (measure, from, to, dimension) => {
      const keys = new Set(
        scan(measure, from, to, null).map(({ dimensions }) => dimensions?.[dimension] ?? 'none'),
      );
      return new Map(
        [...keys].map((value) => [value, haveOf(scan(measure, from, to, { dimension, value }))] as const),
      );
    },
    observation: (indicator, year, division) =>
      observationsOf(indicator, division).findLast((each) => each.year === year)?.value ?? null,
    observedYears: (indicator, division) =>
      [...new Set(observationsOf(indicator, division).map(({ year }) => year))].sort((a, b) => a - b),
    target: (indicator, year): Target | null => {
      const found = targets.findLast((each) => each.indicator === indicator && each.year === year);
      return found ? { required: found.required ?? null, target: found.target } : null;
    },
    required: (indicator) =>
      targets.findLast((each) => each.indicator === indicator && each.required !== undefined)?.required ??
      null,
    yearClosedAt: (year) => {
      const closing = (log.closings ?? []).filter(inPrefix).find((each) => each.year === year);
      return closing ? closing.sequence + 1 : null;
    },
    published: (year) => {
      const found = (log.bulletins ?? []).filter(inPrefix).findLast((each) => each.year === year);
      return found ? { id: found.id, treeSize: found.treeSize } : null;
    },
    fundCapital: (to) =>
      (log.capital ?? [])
        .filter(inPrefix)
        .reduce(
          (sum, { month, paidIn, fiscalPaidIn }) =>
            month <= to
              ? { paidIn: sum.paidIn + paidIn, fiscalPaidIn: sum.fiscalPaidIn + fiscalPaidIn }
              : sum,
          { paidIn: 0n, fiscalPaidIn: 0n },
        ),
    reports: (period) => (log.reports ?? []).filter(inPrefix).filter((report) => report.period === period),
    at: (size) => memorySource(log, size),
  };
};
