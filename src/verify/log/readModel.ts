import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { allRows, copyDatabase, openDatabase, prepareRows } from '../../journal/database.ts';
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

/** A stored read model as it was at one moment. */
export interface StoredReadModel {
  readonly path: string;
  /** How far it had come. */
  readonly size: number;
}

/**
 * Takes what is stored at a path, into a file beside whoever writes it. Undefined where there is none yet. It is a copy, for what it
 * is compared with takes as long to make as the log is long: a transaction open over all that would keep a server's write-ahead
 * log from being used again.
 */
export const takeStored = (path: string, copy: string): StoredReadModel | undefined => {
  if (!existsSync(path)) return undefined;
  copyDatabase(path, copy);
  return withDatabases([copy], ([database]) => {
    // A server that has just begun makes all of them at once.
    if (tablesOf(database).length === 0) return undefined;
    const [checkpoint] = allRows<[number]>(prepareRows(database, 'SELECT size FROM checkpoint'));
    return { path: copy, size: checkpoint?.[0] ?? 0 };
  });
};

/** Where the batches of stored figures ended. */
export const storedBorders = (path: string): readonly number[] =>
  withDatabases([path], ([database]) =>
    allRows<[number]>(prepareRows(database, 'SELECT size FROM batch ORDER BY size')).map(([size]) => size),
  );

/** Opens files for reading while work is done with them. */
const withDatabases = <T, const P extends readonly string[]>(
  paths: P,
  work: (databases: { readonly [K in keyof P]: DatabaseSync }) => T,
): T => {
  const databases = paths.map((path) => openDatabase(path, { readOnly: true }));
  try {
    return work(databases as unknown as { readonly [K in keyof P]: DatabaseSync });
  } finally {
    for (const database of databases) database.close();
  }
};

/**
 * Compares all tables but those named, which are only the fold's own memory and depend on its batches.
 * @throws DoesNotVerify FIGURE_MISMATCH at the first row that differs
 */
export const compareReadModels = (
  storedPath: string,
  anewPath: string,
  memory: ReadonlySet<string> = new Set(),
): void =>
  withDatabases([storedPath, anewPath], ([stored, anew]) => {
    const tables = tablesOf(anew);
    const there = tablesOf(stored);
    if (there.join(' ') !== tables.join(' ')) throw differs('tables', there.join(' '), tables.join(' '));
    for (const table of tables) if (!memory.has(table)) compareTable(stored, anew, table);
  });
