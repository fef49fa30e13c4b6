import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { allRows, openDatabase, prepareRows } from '../../journal/database.ts';
import { DoesNotVerify } from '../failure.ts';

/** A stored read model against one that was built anew, row by row. */

const tablesOf = (database: DatabaseSync): readonly string[] =>
  allRows<[string]>(
    prepareRows(database, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"),
  ).map(([name]) => name);

const rowsOf = function* (database: DatabaseSync, table: string): Generator<string> {
  const statement = prepareRows(database, `SELECT * FROM "${table}"`);
  statement.setReadBigInts(true);
  for (const row of statement.iterate()) yield (row as unknown as readonly unknown[]).map(String).join(' | ');
};

const differs = (table: string, stated: string, computed: string): DoesNotVerify =>
  new DoesNotVerify('FIGURE_MISMATCH', `${table}`, `${stated} ≠ ${computed}`);

const NO_ROW = '–';

const compareTable = (stored: DatabaseSync, anew: DatabaseSync, table: string): void => {
  const computed = rowsOf(anew, table);
  for (const row of rowsOf(stored, table)) {
    const { value = NO_ROW } = computed.next() as { value?: string };
    if (row !== value) throw differs(table, row, value);
  }
  const more = computed.next();
  if (!more.done) throw differs(table, NO_ROW, more.value);
};

/** How far a stored read model has come, and where its batches ended. Undefined where there is none. */
export const storedBatches = (
  path: string,
): { readonly size: number; readonly borders: readonly number[] } | undefined => {
  if (!existsSync(path)) return undefined;
  const database = openDatabase(path, { readOnly: true });
  try {
    const [checkpoint] = allRows<[number]>(prepareRows(database, 'SELECT size FROM checkpoint'));
    const borders = allRows<[number]>(prepareRows(database, 'SELECT size FROM batch ORDER BY size'));
    return { size: checkpoint?.[0] ?? 0, borders: borders.map(([size]) => size) };
  } finally {
    database.close();
  }
};

/** @throws DoesNotVerify FIGURE_MISMATCH at the first row that differs */
export const compareReadModels = (storedPath: string, anewPath: string): void => {
  const stored = openDatabase(storedPath, { readOnly: true });
  const anew = openDatabase(anewPath, { readOnly: true });
  try {
    const tables = tablesOf(anew);
    const there = tablesOf(stored);
    if (there.join(' ') !== tables.join(' ')) throw differs('tables', there.join(' '), tables.join(' '));
    for (const table of tables) compareTable(stored, anew, table);
  } finally {
    stored.close();
    anew.close();
  }
};
