import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { answerOf, problemOf, temporaryDirectory } from './support.ts';

/** A data directory that another version of the program has made. */

/** As the first version had them: places by a column of the event. */
const FIRST_TABLES = `
  CREATE TABLE subject (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE event (
    sequence INTEGER PRIMARY KEY,
    subject INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    leaf_hash BLOB NOT NULL,
    text TEXT NOT NULL
  ) STRICT;
  PRAGMA user_version=1;
`;

const directoryOf = (tables: string): string => {
  const directory = temporaryDirectory();
  const database = new DatabaseSync(join(directory, 'journal.sqlite'));
  database.exec(tables);
  database.close();
  return directory;
};

test.each([
  ['status'],
  ['indicators'],
  ['import', '-'],
  ['serve'],
  ['init', '--demo'],
  ['rebuild'],
  ['export', '--out', 'log'],
  ['backup', '--out', 'copy'],
])('of an older format is named as such by %s, and left as it is', async (...command) => {
  const directory = directoryOf(FIRST_TABLES);
  expect(await problemOf({ from: directory }, ...command, '--data', '.')).toMatchObject({
    exit: 3,
    code: 'DATA_VERSION',
    message: {
      en: `The data directory was made by another version of the program: ${join(directory, 'journal.sqlite')}, of format 1; this one reads 2`,
      zh: expect.stringContaining('格式 1'),
    },
  });
  const database = new DatabaseSync(join(directory, 'journal.sqlite'));
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
  database.close();
  expect(tables.map(({ name }) => name)).toEqual(['event', 'subject']);
});

test('whose making was stopped before its tables holds no ledger, and one is opened in it', async () => {
  const directory = directoryOf('');
  expect(await problemOf({ from: directory }, 'status', '--data', '.')).toMatchObject({
    exit: 3,
    code: 'DATA_MISSING',
  });
  await answerOf(directory, 'init', '--demo', '--data', '.');
  expect(await answerOf(directory, 'status', '--data', '.')).toMatchObject({ directory });
});
