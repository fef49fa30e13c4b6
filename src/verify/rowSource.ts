import type { BulletinRow } from '../../projections/bulletin.ts';
import type { FigureSource } from '../../projections/source.ts';
import { monthNumber, monthText, startOfShanghaiDay } from '../domain/calendar.ts';
import { yuanOf } from '../domain/money.ts';

/** The figures that stand in a row of a bulletin, as if they had been observed: all that follows from them can be computed again. */

type Stated = { readonly amountFen: string } | { readonly count: string } | { readonly level: string };

const decimalOf = (stated: Stated): string => {
  if ('amountFen' in stated) return yuanOf(BigInt(stated.amountFen));
  return 'count' in stated ? stated.count : stated.level;
};

const MONTHS_OF_YEAR = 12;
/** After every year, so that all of them count as observed. */
const OPENED_ON = '9999-12-31';

/** Values by year: the row's own, its base and the one before. */
const valuesOf = (row: BulletinRow, year: number): ReadonlyMap<number, string> => {
  const values = new Map<number, string>();
  const { base = null, previous = null } = row as {
    base?: (Stated & { year: number }) | null;
    previous?: (Stated & { year: number }) | null;
  };
  for (const stated of [base, previous]) if (stated) values.set(stated.year, decimalOf(stated));
  if (row.value) values.set(year, decimalOf(row.value));
  return values;
};

/** A moment in the year with that many months of it not yet over; after it if there are none. */
const momentWith = (year: number, monthsLeft: number): number => {
  const month = monthNumber(year, 1) + MONTHS_OF_YEAR - monthsLeft;
  return startOfShanghaiDay(`${monthText(month)}-01`);
};

const NOTHING = { amount: 0n, postings: 0 };

export const rowSource = (row: BulletinRow, year: number, rules: number): FigureSource => {
  const values = valuesOf(row, year);
  const targets = new Map((row.targets ?? []).map((each) => [each.year, each.target]));
  if (row.target !== null) targets.set(year, row.target);
  const source: FigureSource = {
    asOf: { treeSize: 1, recordedAt: momentWith(year, row.monthsLeft ?? 0) },
    openedOn: OPENED_ON,
    rules,
    sum: () => NOTHING,
    parts: () => new Map(),
    enterprises: () => ({ count: 0, firstTime: 0 }),
    contributors: () => new Map(),
    observation: (_, asked) => values.get(asked) ?? null,
    observedYears: () => [...values.keys()].sort((a, b) => a - b),
    target: (_, asked) => {
      const target = targets.get(asked);
      return target === undefined ? null : { target, required: row.required };
    },
    required: () => row.required,
    yearClosedAt: () => null,
    published: () => null,
    fundCapital: () => ({ paidIn: 0n, fiscalPaidIn: 0n }),
    reports: () => [],
    at: () => source,
  };
  return source;
};
