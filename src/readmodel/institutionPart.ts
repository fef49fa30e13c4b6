import type { DatabaseSync } from 'node:sqlite';
import { DIMENSIONS, type Dimension } from '../../projections/measures.ts';
import type { FigureSource, Selection, Sum } from '../../projections/source.ts';
import { EARLIEST_EFFECTIVE_ON, type Month, monthOf } from '../domain/calendar.ts';
import { allRows, firstRow, prepareRows } from '../journal/database.ts';
import { dimensionNames } from './names.ts';
import { measureNumber } from './schema.ts';

/**
 * An institution's own part of the figures: the postings whose dimension `institution` it is — of a pledge its pledgee at the
 * time, of a policy its insurer, of a deal its venue, of a fund its manager, of a securitization its originator. What is of
 * the city and not of an institution is in no part: observations (so a year before the ledger was opened has what the
 * institution itself reported), targets, and published bulletins. Of the confirmations there are its own.
 */

const INSTITUTION = DIMENSIONS.indexOf('institution');
const DIVISION = DIMENSIONS.indexOf('division');
const FIRST_MONTH = monthOf(EARLIEST_EFFECTIVE_ON);
/** No value of a dimension has this id. */
const NO_SELECTOR = -1;
const OWN = `FROM entry JOIN tuple ON tuple.id = entry.tuple
  WHERE measure = ? AND month >= ? AND month <= ? AND sequence < ? AND tuple.d${INSTITUTION} = ?`;

const preparePart = (database: DatabaseSync) => {
  const bigints = (sql: string) => {
    const statement = prepareRows(database, sql);
    statement.setReadBigInts(true);
    return statement;
  };
  const sums = 'coalesce(sum(amount), 0), coalesce(sum(postings), 0)';
  return {
    whole: bigints(`SELECT ${sums} ${OWN}`),
    selected: DIMENSIONS.map((_, index) => bigints(`SELECT ${sums} ${OWN} AND tuple.d${index} = ?`)),
    parts: DIMENSIONS.map((_, index) =>
      bigints(`SELECT tuple.d${index}, sum(amount), sum(postings) ${OWN} GROUP BY tuple.d${index}`),
    ),
    enterprises: bigints(
      `SELECT enterprise, month, sum(amount) ${OWN} AND enterprise <> '' AND (? IS NULL OR tuple.d${DIVISION} = ?)
       GROUP BY enterprise, month HAVING sum(amount) <> 0`,
    ),
  };
};

type Reads = ReturnType<typeof preparePart>;

const sumOf = (row: readonly [bigint, bigint] | undefined): Sum => ({
  amount: row?.[0] ?? 0n,
  postings: Number(row?.[1] ?? 0n),
});

/** Enterprises with a sum in the months from `from` on, and those of them with none in an earlier one. */
const countEnterprises = (rows: readonly [string, bigint, bigint][], from: Month) => {
  const sums = new Map<string, bigint>();
  const earlier = new Set<string>();
  for (const [enterprise, month, amount] of rows) {
    if (month < from) earlier.add(enterprise);
    else sums.set(enterprise, (sums.get(enterprise) ?? 0n) + amount);
  }
  const present = [...sums].filter(([, sum]) => sum !== 0n).map(([enterprise]) => enterprise);
  return { count: present.length, firstTime: present.filter((one) => !earlier.has(one)).length };
};

interface Part {
  readonly institution: string;
  readonly reads: Reads;
  readonly names: ReturnType<typeof dimensionNames>;
}

const restricted = (part: Part, source: FigureSource): FigureSource => {
  const { institution, reads, names } = part;
  const { treeSize } = source.asOf;
  const idOf = (dimension: Dimension, value: string): number => names.find(dimension, value) ?? NO_SELECTOR;
  const range = (measure: string, from: Month, to: Month) =>
    [
      measureNumber(measure),
      Math.max(from, FIRST_MONTH),
      to,
      treeSize,
      idOf('institution', institution),
    ] as const;
  const sum = (measure: string, from: Month, to: Month, selection: Selection | null): Sum => {
    const asked = range(measure, from, to);
    if (selection === null) return sumOf(firstRow<[bigint, bigint]>(reads.whole, ...asked));
    const statement = reads.selected[DIMENSIONS.indexOf(selection.dimension)] as Reads['whole'];
    const id = idOf(selection.dimension, selection.value);
    return sumOf(firstRow<[bigint, bigint]>(statement, ...asked, id));
  };
  return {
    ...source,
    sum,
    parts: (measure, from, to, dimension) => {
      const statement = reads.parts[DIMENSIONS.indexOf(dimension)] as Reads['whole'];
      const values = new Map(names.values(dimension).map(({ id, value }) => [id, value]));
      return new Map(
        allRows<[bigint, bigint, bigint]>(statement, ...range(measure, from, to))
          .filter(([, amount, postings]) => amount !== 0n || postings !== 0n)
          .map(([id, ...row]) => [values.get(Number(id)) ?? '', sumOf(row)]),
      );
    },
    enterprises: (measure, from, to, selection) => {
      const division = selection === null ? null : idOf(selection.dimension, selection.value);
      const asked = range(measure, FIRST_MONTH, to);
      return countEnterprises(allRows(reads.enterprises, ...asked, division, division), from);
    },
    // They are for the bureau's tables, which an institution has no part in.
    contributors: () => new Map(),
    observation: () => null,
    observedYears: () => [],
    target: () => null,
    required: () => null,
    published: () => null,
    fundCapital: (to) => ({
      paidIn: sum('fund.paidInOfRow18', FIRST_MONTH, to, null).amount,
      fiscalPaidIn: sum('fund.fiscalPaidInOfRow18', FIRST_MONTH, to, null).amount,
    }),
    reports: (period) => source.reports(period).filter((report) => report.institution === institution),
    at: (size) => restricted(part, source.at(size)),
  };
};

/** The own parts of institutions, on the figures of all. */
export const institutionParts = (
  database: DatabaseSync,
  figures: { readonly at: (size: number) => FigureSource },
): { readonly of: (institution: string) => { readonly at: (size: number) => FigureSource } } => {
  const shared = { reads: preparePart(database), names: dimensionNames(database) };
  return {
    of: (institution) => ({ at: (size) => restricted({ ...shared, institution }, figures.at(size)) }),
  };
};
