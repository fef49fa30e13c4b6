import { afterEach, expect, test } from 'vitest';
import type { JournalReader } from '../../src/journal/reader.ts';
import { type JournalWriter, openJournalWriter } from '../../src/journal/writer.ts';
import { entries, entry } from '../support/entries.ts';

const open: JournalWriter[] = [];
afterEach(() => {
  for (const journal of open.splice(0)) journal.close();
});

const journalOf = (...groups: Parameters<JournalWriter['append']>[0][]): JournalReader => {
  const journal = openJournalWriter(':memory:', 'NORMAL');
  open.push(journal);
  for (const group of groups) journal.append(group);
  return journal.reader;
};

test('an empty journal has no events, no times and the root of the empty tree', () => {
  const reader = journalOf();
  expect(reader.size()).toBe(0);
  expect(reader.read(0, 10)).toEqual([]);
  expect(reader.at(0)).toBeUndefined();
  expect(reader.sizeAt(Number.MAX_SAFE_INTEGER)).toBe(0);
  expect(reader.subjects('deal', '', 10)).toEqual([]);
  expect(reader.rootHash(0)).toBe('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=');
  expect(() => reader.recordedAt(0)).toThrow('no event 0');
  expect(() => reader.leafHash(0)).toThrow('no leaf hash 0');
});

test('an event is read by its place and by no other', () => {
  const reader = journalOf(entries(0, 3));
  expect(reader.at(2)).toEqual({ sequence: 2, recordedAt: 1_704_067_200_000_002, text: entry(2).text });
  expect(reader.at(3)).toBeUndefined();
  expect(reader.at(-1)).toBeUndefined();
  expect(reader.read(1, 1).map(({ sequence }) => sequence)).toEqual([1]);
});

test('a leaf hash is that of the stored bytes', () => {
  const reader = journalOf([entry(0)]);
  expect(entry(0).text).toBe(
    '{"data":{},"id":"0","nonce":"","recordedby":"local","recordedtime":"2024-01-01T00:00:00.000000Z","revision":0,"source":"urn:a","specversion":"1.0","subject":"deal/a.1","type":"deal.paid"}',
  );
  expect(Buffer.from(reader.leafHash(0)).toString('base64')).toBe(reader.rootHash(1));
  expect(reader.rootHash(1)).toBe('yi4YiilOZBixsIV2fZuNXiKg3PG5zjjrtkJGE+mDl4M=');
});

test('the size at a time counts what was recorded at or before it', () => {
  const times = [1_000, 1_001, 2_000, 5_000, 5_001, 5_002, 90_000];
  const reader = journalOf(times.map((recordedAt, index) => entry(index, { recordedAt })));
  expect(reader.sizeAt(0)).toBe(0);
  expect(reader.sizeAt(999)).toBe(0);
  times.forEach((time, index) => {
    expect(reader.sizeAt(time)).toBe(index + 1);
    expect(reader.sizeAt(time - 1)).toBe(index);
  });
  expect(reader.sizeAt(1_999)).toBe(2);
  expect(reader.sizeAt(4_999)).toBe(3);
  expect(reader.sizeAt(89_999)).toBe(6);
  expect(reader.sizeAt(90_001)).toBe(7);
});

test('the size at a time is right in journals of every length', () => {
  const journal = openJournalWriter(':memory:', 'NORMAL');
  open.push(journal);
  for (let size = 0; size <= 70; size += 1) {
    for (let index = 0; index < size; index += 1) expect(journal.reader.sizeAt(10 * index)).toBe(index + 1);
    expect(journal.reader.sizeAt(-1)).toBe(0);
    expect(journal.reader.sizeAt(10 * size + 5)).toBe(size);
    journal.append([entry(size, { recordedAt: 10 * size })]);
  }
});

test('revisions of a subject are its events, whoever posted them', () => {
  const reader = journalOf([
    entry(0, { subject: 'deal/a.1' }),
    entry(1, { subject: 'deal/a.10' }),
    entry(2, { subject: 'deal/a.1', source: 'urn:b' }),
    entry(3, { subject: 'pledge/a.1' }),
    entry(4, { subject: 'deal/a.1' }),
  ]);
  expect(reader.revisionCount('deal/a.1')).toBe(3);
  expect(reader.revisionCount('deal/a.10')).toBe(1);
  expect(reader.revisionCount('pledge/a.1')).toBe(1);
  expect(reader.revisionCount('deal/a')).toBe(0);
  expect(reader.revisionCount('')).toBe(0);
});

test('the events of a subject come in order, below a size where one is given', () => {
  const reader = journalOf(
    Array.from({ length: 9 }, (_, index) =>
      entry(index, { subject: index % 3 === 0 ? 'deal/a.1' : 'deal/b.1' }),
    ),
  );
  const places = (subject: string, size?: number): number[] =>
    reader.ofSubject(subject, size).map(({ sequence }) => sequence);
  expect(places('deal/a.1')).toEqual([0, 3, 6]);
  expect(places('deal/a.1', 6)).toEqual([0, 3]);
  expect(places('deal/a.1', 7)).toEqual([0, 3, 6]);
  expect(places('deal/a.1', 0)).toEqual([]);
  expect(places('deal/c.1')).toEqual([]);
  expect(reader.ofSubject('deal/a.1')[1]?.event.id).toBe('3');
});

test('an identity is found by source and id together', () => {
  const reader = journalOf([
    entry(0, { source: 'urn:a', id: 'x' }),
    entry(1, { source: 'urn:b', id: 'x' }),
    entry(2, { source: 'urn:a', id: 'X' }),
    entry(3, { source: 'urn:a', id: '编号' }),
  ]);
  expect(reader.find('urn:a', 'x')).toBe(0);
  expect(reader.find('urn:b', 'x')).toBe(1);
  expect(reader.find('urn:a', 'X')).toBe(2);
  expect(reader.find('urn:a', '编号')).toBe(3);
  expect(reader.find('urn:b', 'X')).toBeUndefined();
  expect(reader.find('urn:c', 'x')).toBeUndefined();
});

test('many identities are found at once as they are one by one', () => {
  const reader = journalOf(entries(0, 5), [entry(5, { source: 'urn:"b"', id: "it's \\ 😀" })]);
  expect(
    reader.findAll([
      { source: 'urn:a', id: '3' },
      { source: 'urn:a', id: 'unknown' },
      { source: 'urn:"b"', id: "it's \\ 😀" },
      { source: 'urn:none', id: '3' },
    ]),
  ).toEqual([
    { source: 'urn:a', id: '3', sequence: 3 },
    { source: 'urn:"b"', id: "it's \\ 😀", sequence: 5 },
  ]);
  expect(reader.findAll([])).toEqual([]);
});

test('identities that look like numbers stay texts', () => {
  const reader = journalOf([entry(0, { id: '1' }), entry(1, { id: '01' }), entry(2, { id: '1.0' })]);
  const ids = ['1', '01', '1.0', '1e0', 'null', 'true'];
  expect(
    reader.findAll(ids.map((id) => ({ source: 'urn:a', id }))).map(({ id, sequence }) => [id, sequence]),
  ).toEqual([
    ['1', 0],
    ['01', 1],
    ['1.0', 2],
  ]);
  expect(ids.map((id) => reader.find('urn:a', id))).toEqual([0, 1, 2, undefined, undefined, undefined]);
});

test('a source that was unknown is found once it has recorded something', () => {
  const journal = openJournalWriter(':memory:', 'NORMAL');
  open.push(journal);
  expect(journal.reader.find('urn:b', '0')).toBeUndefined();
  journal.append([entry(0, { source: 'urn:b' })]);
  expect(journal.reader.find('urn:b', '0')).toBe(0);
});

test('subjects of a line are listed by name, page after page', () => {
  const names = [
    'deal/b.1',
    'deal/a.2',
    'deal/a.10',
    'dealer/x',
    'policy/a.1',
    'deal/中.1',
    'deal/a.1',
    'dea/l',
  ];
  const reader = journalOf([...names, ...names].map((subject, index) => entry(index, { subject })));
  expect(reader.subjects('deal', '', 10)).toEqual([
    'deal/a.1',
    'deal/a.10',
    'deal/a.2',
    'deal/b.1',
    'deal/中.1',
  ]);
  expect(reader.subjects('deal', '', 2)).toEqual(['deal/a.1', 'deal/a.10']);
  expect(reader.subjects('deal', 'deal/a.10', 2)).toEqual(['deal/a.2', 'deal/b.1']);
  expect(reader.subjects('deal', 'deal/b.1', 2)).toEqual(['deal/中.1']);
  expect(reader.subjects('deal', 'deal/中.1', 2)).toEqual([]);
  expect(reader.subjects('deal', 'deal/a.15', 1)).toEqual(['deal/a.2']);
  expect(reader.subjects('policy', '', 10)).toEqual(['policy/a.1']);
  expect(reader.subjects('fund', '', 10)).toEqual([]);
});
