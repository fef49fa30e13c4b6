import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openDatabase } from '../../src/journal/database.ts';
import { openJournalReader } from '../../src/journal/reader.ts';
import { type JournalWriter, openJournalWriter } from '../../src/journal/writer.ts';
import { createAppender, encodeBase64, leafHash } from '../../src/transparency/index.ts';
import { entries, entry } from '../support/entries.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';

const open: JournalWriter[] = [];
afterEach(() => {
  for (const journal of open.splice(0)) journal.close();
  removeTemporaryDirectories();
});

const newJournal = (path = ':memory:'): JournalWriter => {
  const journal = openJournalWriter(path, 'NORMAL');
  open.push(journal);
  return journal;
};

const rootOf = (journal: JournalWriter, size: number): string => {
  const tree = createAppender();
  for (const { text } of journal.reader.read(0, size)) tree.append(leafHash(Buffer.from(text, 'utf8')));
  return encodeBase64(tree.root());
};

test('a recorded event cannot be changed', () => {
  const journal = newJournal();
  journal.append(entries(0, 3));
  const change = `UPDATE event SET text = '{}' WHERE sequence = 1`;
  expect(() => journal.database.exec(change)).toThrow('a recorded event is never changed');
  expect(() => journal.database.exec('UPDATE event SET recorded_at = 0')).toThrow(
    'a recorded event is never changed',
  );
  expect(journal.reader.at(1)?.text).toBe(entry(1).text);
});

test('a recorded event cannot be deleted', () => {
  const journal = newJournal();
  journal.append(entries(0, 3));
  expect(() => journal.database.exec('DELETE FROM event WHERE sequence = 2')).toThrow(
    'a recorded event is never deleted',
  );
  expect(() => journal.database.exec('DELETE FROM event')).toThrow('a recorded event is never deleted');
  expect(journal.reader.size()).toBe(3);
});

test('a recorded event cannot be replaced', () => {
  const journal = newJournal();
  journal.append(entries(0, 3));
  const again = 'SELECT * FROM event WHERE sequence = 1';
  expect(() => journal.database.exec(`INSERT OR REPLACE INTO event ${again}`)).toThrow(
    'a recorded event is never deleted',
  );
  expect(() =>
    journal.database.exec(
      `INSERT INTO event ${again} ON CONFLICT (sequence) DO UPDATE SET text = excluded.text`,
    ),
  ).toThrow('a recorded event is never changed');
  expect(journal.reader.at(1)?.text).toBe(entry(1).text);
});

test('a journal of another version is refused', () => {
  const path = join(temporaryDirectory(), 'journal.sqlite');
  const journal = openJournalWriter(path, 'NORMAL');
  journal.database.exec('PRAGMA user_version=7');
  journal.close();
  expect(() => openJournalWriter(path, 'NORMAL')).toThrow('journal of format 7; this program reads 2');
});

test('a failed append leaves size, tree and readings as they were', () => {
  const journal = newJournal();
  journal.append(entries(0, 300));
  const root = journal.reader.rootHash(300);
  const twice = [...entries(300, 300, { source: 'urn:b', subject: 'deal/b.1' }), entry(600, { id: '7' })];
  expect(() => journal.append(twice)).toThrow('UNIQUE constraint failed');
  expect(journal.size).toBe(300);
  expect(journal.reader.size()).toBe(300);
  expect(journal.reader.rootHash(300)).toBe(root);
  expect(journal.reader.revisionCount('deal/b.1')).toBe(0);
  expect(journal.reader.find('urn:b', '300')).toBeUndefined();
  expect(journal.reader.knownSubjects(['deal/a.1', 'deal/b.1'])).toEqual(['deal/a.1']);
});

test('after a failed append the next one is whole: places, names and tree', () => {
  const journal = newJournal();
  journal.append(entries(0, 200));
  // Names that the failed append gave ids to, and that others get afterwards.
  const failing = [
    entry(200, { source: 'urn:x', subject: 'deal/x.1' }),
    entry(201, { source: 'urn:y', subject: 'deal/y.1' }),
    entry(202, { id: '0' }),
  ];
  expect(() => journal.append(failing)).toThrow('UNIQUE');
  const next = [
    entry(200, { source: 'urn:y', subject: 'deal/y.1' }),
    entry(201, { source: 'urn:x', subject: 'deal/x.1' }),
    ...entries(202, 100, { source: 'urn:z', subject: 'deal/z.1' }),
  ];
  journal.append(next);
  expect(journal.size).toBe(302);
  expect(journal.reader.find('urn:y', '200')).toBe(200);
  expect(journal.reader.find('urn:x', '201')).toBe(201);
  expect(journal.reader.ofSubject('deal/x.1').map(({ sequence }) => sequence)).toEqual([201]);
  expect(journal.reader.ofSubject('deal/y.1').map(({ sequence }) => sequence)).toEqual([200]);
  expect(journal.reader.revisionCount('deal/z.1')).toBe(100);
  expect(journal.reader.rootHash(302)).toBe(rootOf(journal, 302));
});

test('a journal that is opened again goes on with the same tree', () => {
  const path = join(temporaryDirectory(), 'journal.sqlite');
  for (const from of [0, 255, 256, 257, 500, 513]) {
    const journal = openJournalWriter(path, 'NORMAL');
    expect(journal.size).toBe(from);
    const to = { 0: 255, 255: 256, 256: 257, 257: 500, 500: 513, 513: 700 }[from] as number;
    journal.append(entries(from, to - from));
    journal.close();
  }
  const journal = newJournal(path);
  expect(journal.size).toBe(700);
  expect(journal.reader.rootHash(700)).toBe(rootOf(journal, 700));
});

test('a reader on another connection sees whole groups only', () => {
  const path = join(temporaryDirectory(), 'journal.sqlite');
  const journal = newJournal(path);
  journal.append(entries(0, 2));
  const reader = openJournalReader(path);
  let during: number | undefined;
  const group = entries(2, 3);
  const watched = { ...entry(3) };
  Object.defineProperty(watched, 'text', {
    get: () => {
      during = reader.size();
      return entry(3).text;
    },
  });
  journal.append(group.with(1, watched));
  expect(during).toBe(2);
  expect(reader.size()).toBe(5);
  expect(reader.at(3)?.text).toBe(entry(3).text);
  reader.close();
});

test('a connection for reading cannot write', () => {
  const path = join(temporaryDirectory(), 'journal.sqlite');
  newJournal(path).append(entries(0, 1));
  const database = openDatabase(path, { readOnly: true });
  expect(() => database.exec('DROP TRIGGER event_is_final_2')).toThrow(
    'attempt to write a readonly database',
  );
  database.close();
});
