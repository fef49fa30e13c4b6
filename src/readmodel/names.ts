import type { DatabaseSync } from 'node:sqlite';
import { DIMENSIONS, type Dimension, type Dimensions } from '../../projections/measures.ts';
import { allRows, firstRow, prepareRows } from '../journal/database.ts';

/** Values of dimensions and their combinations, as small integers. */
export interface DimensionNames {
  /** Id of a value of a dimension; undefined when it never occurred. */
  find(dimension: Dimension, value: string): number | undefined;
  /** All values of a dimension with their ids. */
  values(dimension: Dimension): { readonly id: number; readonly value: string }[];
  /** Ids of the seven values of a combination, in the order of DIMENSIONS. */
  selectorsOf(tuple: number): readonly number[];
}

/** A combination of values: its id, and those of its values in the order of DIMENSIONS. */
export interface Tuple {
  readonly id: number;
  readonly selectors: readonly number[];
}

export interface DimensionWriter {
  /** Id of a combination, given to it at its first use, and the ids of its values. */
  tupleOf(dimensions: Dimensions): Tuple;
  /** Forgets what a transaction that was rolled back may have given. */
  reset(): void;
}

const COLUMNS = DIMENSIONS.map((_, index) => `d${index}`).join(', ');
/** Combinations kept in memory; dropped whole when full. */
const TUPLE_CACHE_MAX = 50_000;

export const dimensionNames = (database: DatabaseSync): DimensionNames => {
  const find = prepareRows(database, 'SELECT id FROM selector WHERE dimension = ? AND value = ?');
  const values = prepareRows(database, 'SELECT id, value FROM selector WHERE dimension = ? ORDER BY value');
  const tuple = prepareRows(database, `SELECT ${COLUMNS} FROM tuple WHERE id = ?`);
  const cache = new Map<number, readonly number[]>();
  return {
    find: (dimension, value) => firstRow<[number]>(find, DIMENSIONS.indexOf(dimension), value)?.[0],
    values: (dimension) =>
      allRows<[number, string]>(values, DIMENSIONS.indexOf(dimension)).map(([id, value]) => ({ id, value })),
    selectorsOf: (id) => {
      const cached = cache.get(id);
      if (cached) return cached;
      if (cache.size >= TUPLE_CACHE_MAX) cache.clear();
      const found = firstRow<number[]>(tuple, id) ?? [];
      cache.set(id, found);
      return found;
    },
  };
};

export const dimensionWriter = (database: DatabaseSync): DimensionWriter => {
  const findValue = prepareRows(database, 'SELECT id FROM selector WHERE dimension = ? AND value = ?');
  const addValue = prepareRows(
    database,
    'INSERT INTO selector (dimension, value) VALUES (?, ?) RETURNING id',
  );
  const marks = DIMENSIONS.map(() => '?').join(', ');
  const findTuple = prepareRows(
    database,
    `SELECT id FROM tuple WHERE ${DIMENSIONS.map((_, index) => `d${index} = ?`).join(' AND ')}`,
  );
  const addTuple = prepareRows(database, `INSERT INTO tuple (${COLUMNS}) VALUES (${marks}) RETURNING id`);
  const selectorIds = new Map<string, number>();
  const tuples = new Map<string, Tuple>();
  // The postings of one event share one object.
  let last: { readonly dimensions: Dimensions; readonly found: Tuple } | undefined;

  const selectorOf = (index: number, value: string): number => {
    const key = `${index}|${value}`;
    const cached = selectorIds.get(key);
    if (cached !== undefined) return cached;
    const [id] = (firstRow<[number]>(findValue, index, value) ??
      firstRow<[number]>(addValue, index, value)) as [number];
    selectorIds.set(key, id);
    return id;
  };

  const tupleOfValues = (dimensions: Dimensions): Tuple => {
    let key = '';
    for (const dimension of DIMENSIONS) key += `|${dimensions[dimension]}`;
    const cached = tuples.get(key);
    if (cached) return cached;
    if (tuples.size >= TUPLE_CACHE_MAX) tuples.clear();
    const selectors = DIMENSIONS.map((dimension, index) => selectorOf(index, dimensions[dimension]));
    const [id] = (firstRow<[number]>(findTuple, ...selectors) ??
      firstRow<[number]>(addTuple, ...selectors)) as [number];
    const found = { id, selectors };
    tuples.set(key, found);
    return found;
  };

  return {
    tupleOf: (dimensions) => {
      if (last?.dimensions !== dimensions) last = { dimensions, found: tupleOfValues(dimensions) };
      return last.found;
    },
    reset: () => {
      selectorIds.clear();
      tuples.clear();
      last = undefined;
    },
  };
};
