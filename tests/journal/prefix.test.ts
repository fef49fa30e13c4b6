import { afterAll, describe, expect, test } from 'vitest';
import { prefixOf } from '../../src/journal/prefix.ts';
import type { JournalReader } from '../../src/journal/reader.ts';
import { type JournalWriter, openJournalWriter } from '../../src/journal/writer.ts';
import { entry, FIRST_RECORDED_AT } from '../support/entries.ts';

/** The prefix of a journal is what a journal would be that had ended there. */

const SIZE = 12;
const SUBJECTS = ['deal/a.1', 'deal/a.2', 'deal/b.1', 'pledge/a.1'];
const ALL = Array.from({ length: SIZE }, (_, index) =>
  entry(index, {
    subject: SUBJECTS[index < 5 ? 0 : index % SUBJECTS.length] ?? '',
    source: index % 3 === 0 ? 'urn:b' : 'urn:a',
  }),
);

const open: JournalWriter[] = [];
const journalOf = (size: number): JournalReader => {
  const journal = openJournalWriter(':memory:', 'NORMAL');
  open.push(journal);
  if (size > 0) journal.append(ALL.slice(0, size));
  return journal.reader;
};
const whole = journalOf(SIZE);
afterAll(() => {
  for (const journal of open) journal.close();
});

const KEYS = ALL.map(({ source, id }) => ({ source, id }));
const EVERY = Array.from({ length: SIZE }, (_, index) => index);
const byPlace = (found: readonly { readonly sequence: number }[]) =>
  found.toSorted((one, other) => one.sequence - other.sequence);

const READS: Readonly<Record<string, (journal: JournalReader) => unknown>> = {
  size: (journal) => journal.size(),
  read: (journal) => [journal.read(0, SIZE), journal.read(3, 4), journal.read(SIZE, 1)],
  texts: (journal) => [journal.texts(0, SIZE), journal.texts(3, 4)],
  entries: (journal) => [journal.entries(0, SIZE), journal.entries(3, 4)],
  at: (journal) => EVERY.map((sequence) => journal.at(sequence)),
  subjectsAt: (journal) => journal.subjectsAt(EVERY).toSorted(),
  find: (journal) => KEYS.map(({ source, id }) => journal.find(source, id)),
  findAll: (journal) => byPlace(journal.findAll(KEYS)),
  knownSubjects: (journal) => journal.knownSubjects([...SUBJECTS, 'deal/none']).toSorted(),
  ofSubject: (journal) =>
    SUBJECTS.map((subject) => [journal.ofSubject(subject), journal.ofSubject(subject, 6)]),
  storedOfSubject: (journal) =>
    SUBJECTS.map((subject) => [journal.storedOfSubject(subject), journal.storedOfSubject(subject, 6)]),
  storedOfSubjects: (journal) => [SIZE, 6].map((below) => journal.storedOfSubjects(SUBJECTS, below)),
  revisionCount: (journal) =>
    SUBJECTS.map((subject) => [journal.revisionCount(subject), journal.revisionCount(subject, 6)]),
  lastOfLine: (journal) =>
    ['deal', 'pledge', 'fund'].map((line) => [journal.lastOfLine(line), journal.lastOfLine(line, 6)]),
  sizeAt: (journal) => [0, 3, SIZE].map((after) => journal.sizeAt(FIRST_RECORDED_AT + after)),
};

describe.each(Object.entries(READS))('%s', (_, read) => {
  test.each([0, 1, 5, 7, SIZE])('of the first %i', (size) => {
    expect(read(prefixOf(whole, () => size))).toEqual(read(journalOf(size)));
  });
});

test('the prefix grows with its size', () => {
  let size = 1;
  const journal = prefixOf(whole, () => size);
  expect(journal.revisionCount('deal/a.1')).toBe(1);
  size = 4;
  expect(journal.revisionCount('deal/a.1')).toBe(4);
});
