import type { DatabaseSync } from 'node:sqlite';
import { DIMENSIONS } from '../../projections/measures.ts';
import type { EnterpriseMeasure, FigureSource, Selection, Sum } from '../../projections/source.ts';
import { EARLIEST_EFFECTIVE_ON, type Month, monthOf, yearOfMonth } from '../domain/calendar.ts';
import { openingOf } from '../domain/history.ts';
import { rulesInForce } from '../domain/statementRules.ts';
import { allRows, firstRow, prepareRows } from '../journal/database.ts';
import type { JournalReader } from '../journal/reader.ts';
import { dimensionNames } from './names.ts';
import { publishedReader } from './published.ts';
import { cachedSubjects, recordsAt } from './records.ts';
import { reportReader } from './reports.ts';
import { ENTERPRISE_MEASURES, enterpriseNumber, measureNumber, WHOLE_CITY } from './schema.ts';

/** The figures' source on the read model: any prefix of the log, from running totals and at most one batch of entries. */

const NOTHING: Sum = { amount: 0n, postings: 0 };
const FIRST_MONTH = monthOf(EARLIEST_EFFECTIVE_ON);
const MONTHS_OF_YEAR = 12;

/** A value that never occurred in any posting has no account; no selector has this id. */
const NO_SELECTOR = -1;

const prepareReads = (database: DatabaseSync) => {
  const bigints = (sql: string) => {
    const statement = prepareRows(database, sql);
    statement.setReadBigInts(true);
    return statement;
  };
  return {
    nextMonth: prepareRows(
      database,
      'SELECT min(month) FROM total WHERE measure = ? AND selector = ? AND month >= ? AND month <= ?',
    ),
    total: bigints(
      `SELECT amount, postings FROM total
       WHERE measure = ? AND selector = ? AND month = ? AND size <= ? ORDER BY size DESC LIMIT 1`,
    ),
    batchBefore: prepareRows(database, 'SELECT max(size) FROM batch WHERE size <= ?'),
    tail: bigints(
      `SELECT coalesce(sum(amount), 0), coalesce(sum(postings), 0) FROM entry
       WHERE measure = ? AND month = ? AND sequence >= ? AND sequence < ?`,
    ),
    tailOf: DIMENSIONS.map((_, index) =>
      bigints(
        `SELECT coalesce(sum(amount), 0), coalesce(sum(postings), 0) FROM entry JOIN tuple ON tuple.id = entry.tuple
         WHERE measure = ? AND month = ? AND sequence >= ? AND sequence < ? AND tuple.d${index} = ?`,
      ),
    ),
    changesOfCity: prepareRows(
      database,
      `SELECT coalesce(sum(city_count), 0), coalesce(sum(city_first), 0) FROM enterprise_change
       WHERE measure = ? AND year = ? AND sequence >= ? AND sequence < ?`,
    ),
    changesOfDivision: prepareRows(
      database,
      `SELECT coalesce(sum(division_count), 0), coalesce(sum(division_first), 0) FROM enterprise_change
       WHERE measure = ? AND year = ? AND sequence >= ? AND sequence < ? AND division = ?`,
    ),
    byEnterprise: bigints(
      `SELECT enterprise, month, sum(amount) FROM entry JOIN tuple ON tuple.id = entry.tuple
       WHERE measure = ? AND month <= ? AND sequence < ? AND enterprise <> ''
         AND (? IS NULL OR tuple.d0 = ?)
       GROUP BY enterprise, month HAVING sum(amount) <> 0`,
    ),
    byTuple: bigints(
      `SELECT tuple, enterprise, sum(amount) FROM entry
       WHERE measure = ? AND month >= ? AND month <= ? AND sequence < ? AND enterprise <> ''
       GROUP BY tuple, enterprise HAVING sum(amount) <> 0`,
    ),
  };
};

/** A combination of values, an enterprise, and the sum of its postings there. */
type TupleSum = readonly [tuple: bigint, enterprise: string, amount: bigint];

/** The enterprises whose sums are not zero, by the value that `nameOf` gives a combination. */
const contributorsOf = (
  rows: readonly TupleSum[],
  nameOf: (tuple: number) => string,
): ReadonlyMap<string, ReadonlySet<string>> => {
  const sums = new Map<string, Map<string, bigint>>();
  for (const [tuple, enterprise, amount] of rows) {
    const value = nameOf(Number(tuple));
    const ofValue = sums.get(value) ?? new Map<string, bigint>();
    ofValue.set(enterprise, (ofValue.get(enterprise) ?? 0n) + amount);
    sums.set(value, ofValue);
  }
  return new Map(
    [...sums].map(([value, ofValue]) => [
      value,
      new Set([...ofValue].filter(([, sum]) => sum !== 0n).map(([enterprise]) => enterprise)),
    ]),
  );
};

/** Opens the source of the whole journal as far as it is projected; `at` gives that of any earlier prefix. */
export const createFigures = (
  database: DatabaseSync,
  journal: JournalReader,
): { readonly at: (size: number) => FigureSource } => {
  const reads = prepareReads(database);
  const names = dimensionNames(database);
  const readSubject = cachedSubjects(journal);
  const reportsAt = reportReader(database, journal);
  const publishedAt = publishedReader(database, readSubject);

  const at = (size: number): FigureSource => {
    const records = recordsAt(readSubject, size);
    const batchStart = firstRow<[number | null]>(reads.batchBefore, size)?.[0] ?? 0;
    const ofLedger = size === 0 ? [] : readSubject('ledger/main', size);
    const opened = openingOf(ofLedger);

    const selectorOf = (selection: Selection | null): number =>
      selection === null ? WHOLE_CITY : (names.find(selection.dimension, selection.value) ?? NO_SELECTOR);

    const tailOfMonth = (
      measure: number,
      month: Month,
      selection: Selection | null,
      selector: number,
    ): Sum => {
      if (batchStart === size) return NOTHING;
      const range = [measure, month, batchStart, size] as const;
      const row =
        selection === null
          ? firstRow<[bigint, bigint]>(reads.tail, ...range)
          : firstRow<[bigint, bigint]>(
              reads.tailOf[DIMENSIONS.indexOf(selection.dimension)] as (typeof reads.tailOf)[number],
              ...range,
              selector,
            );
      return row ? { amount: row[0], postings: Number(row[1]) } : NOTHING;
    };

    const sumOf = (
      measure: number,
      from: Month,
      to: Month,
      selection: Selection | null,
      selector: number,
    ): Sum => {
      let amount = 0n;
      let postings = 0;
      // Only months that have an account are visited, so a stock over all years costs what its months cost.
      const next = (month: Month): Month | null =>
        firstRow<[number | null]>(reads.nextMonth, measure, selector, month, to)?.[0] ?? null;
      for (let month = next(Math.max(from, FIRST_MONTH)); month !== null; month = next(month + 1)) {
        const row = firstRow<[bigint, bigint]>(reads.total, measure, selector, month, size);
        const tail = tailOfMonth(measure, month, selection, selector);
        amount += (row?.[0] ?? 0n) + tail.amount;
        postings += Number(row?.[1] ?? 0n) + tail.postings;
      }
      return { amount, postings };
    };

    /** `month` is the first of the year. */
    const enterprisesOfYear = (measure: number, month: Month, selection: Selection | null) => {
      const selector = selectorOf(selection);
      const account = enterpriseNumber(measure, selection === null ? 'city' : 'division');
      const row = firstRow<[bigint, bigint]>(reads.total, account, selector, month, size);
      const range = [measure, yearOfMonth(month), batchStart, size] as const;
      const [count, firstTime] = (
        selection === null
          ? firstRow<[number, number]>(reads.changesOfCity, ...range)
          : firstRow<[number, number]>(reads.changesOfDivision, ...range, selector)
      ) as [number, number];
      return { count: Number(row?.[0] ?? 0n) + count, firstTime: Number(row?.[1] ?? 0n) + firstTime };
    };

    // The tables of a bulletin ask for the same months by one dimension after the other.
    const sumsByTuple = new Map<string, readonly TupleSum[]>();
    const tupleSums = (measure: number, from: Month, to: Month): readonly TupleSum[] => {
      const key = `${measure} ${from} ${to}`;
      const known = sumsByTuple.get(key);
      if (known) return known;
      const rows = allRows<TupleSum>(reads.byTuple, measure, from, to, size);
      sumsByTuple.set(key, rows);
      return rows;
    };

    const enterprisesOfMonths = (
      measure: EnterpriseMeasure,
      from: Month,
      to: Month,
      selection: Selection | null,
    ) => {
      const selector = selection === null ? null : selectorOf(selection);
      const rows = allRows<[string, bigint, bigint]>(
        reads.byEnterprise,
        measureNumber(measure),
        to,
        size,
        selector,
        selector,
      );
      const sums = new Map<string, bigint>();
      const earlier = new Set<string>();
      for (const [enterprise, month, amount] of rows) {
        if (month < from) earlier.add(enterprise);
        else sums.set(enterprise, (sums.get(enterprise) ?? 0n) + amount);
      }
      const present = [...sums].filter(([, sum]) => sum !== 0n).map(([enterprise]) => enterprise);
      return {
        count: present.length,
        firstTime: present.filter((enterprise) => !earlier.has(enterprise)).length,
      };
    };

    return {
      ...records,
      asOf: { treeSize: size, recordedAt: size === 0 ? null : journal.recordedAt(size - 1) },
      openedOn: opened?.openedOn ?? null,
      rules: rulesInForce(ofLedger),
      sum: (measure, from, to, selection) =>
        sumOf(measureNumber(measure), from, to, selection, selectorOf(selection)),
      parts: (measure, from, to, dimension) => {
        const found = new Map<string, Sum>();
        for (const { id, value } of names.values(dimension)) {
          const sum = sumOf(measureNumber(measure), from, to, { dimension, value }, id);
          if (sum.amount !== 0n || sum.postings !== 0) found.set(value, sum);
        }
        return found;
      },
      enterprises: (measure, from, to, selection) => {
        if (from % MONTHS_OF_YEAR !== 0 || to !== from + MONTHS_OF_YEAR - 1)
          return enterprisesOfMonths(measure, from, to, selection);
        return enterprisesOfYear(ENTERPRISE_MEASURES.indexOf(measure), from, selection);
      },
      contributors: (measure, from, to, dimension) => {
        const rows = tupleSums(measureNumber(measure), Math.max(from, FIRST_MONTH), to);
        const values = new Map(names.values(dimension).map(({ id, value }) => [id, value]));
        const at = DIMENSIONS.indexOf(dimension);
        return contributorsOf(rows, (tuple) => values.get(names.selectorsOf(tuple)[at] ?? NO_SELECTOR) ?? '');
      },
      published: (year) => {
        const last = publishedAt(size).findLast(({ data }) => data.year === year);
        return last ? { id: last.id, treeSize: Number.parseInt(last.data.treeSize, 10) } : null;
      },
      fundCapital: (to) => ({
        paidIn: sumOf(measureNumber('fund.paidInOfRow18'), FIRST_MONTH, to, null, WHOLE_CITY).amount,
        fiscalPaidIn: sumOf(measureNumber('fund.fiscalPaidInOfRow18'), FIRST_MONTH, to, null, WHOLE_CITY)
          .amount,
      }),
      reports: (period) => reportsAt(period, size),
      at,
    };
  };
  return { at };
};
