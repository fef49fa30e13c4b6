import type { DatabaseSync } from 'node:sqlite';
import type { LoggedEvent, RecordedEvent } from '../domain/envelope.ts';
import type { PlacedEntry } from '../log/port.ts';
import { encodeBase64, HASH_BYTES, openTree, type TileHashReader } from '../transparency/index.ts';
import { allRows, firstRow, openDatabase, prepareRows } from './database.ts';
import { requireJournal } from './format.ts';

/** Reading the journal: everything that answers — history, figures, proofs, export — reads through this. */

export interface StoredEvent {
  readonly sequence: number;
  readonly recordedAt: number;
  /** The recorded event as stored. */
  readonly text: string;
}

export interface JournalReader {
  /** Number of events. */
  size(): number;
  /** Events from a sequence on, at most `count`. */
  read(from: number, count: number): StoredEvent[];
  /** The same as texts alone. */
  texts(from: number, count: number): string[];
  at(sequence: number): StoredEvent | undefined;
  /** The subjects of the events at many places, each once. */
  subjectsAt(sequences: readonly number[]): string[];
  /** Place of the fact with that identity, or undefined. */
  find(source: string, id: string): number | undefined;
  /** Those of the identities that are recorded, with their places. */
  findAll(
    keys: readonly { readonly source: string; readonly id: string }[],
  ): { readonly source: string; readonly id: string; readonly sequence: number }[];
  /** Those of the subjects that have events. */
  knownSubjects(subjects: readonly string[]): string[];
  /** Events of a subject with a sequence below `size`, in order. */
  ofSubject(subject: string, size?: number): LoggedEvent[];
  /** The same as stored. */
  storedOfSubject(subject: string, size?: number): StoredEvent[];
  /** The same of many subjects, one after the other. */
  storedOfSubjects(subjects: readonly string[], size: number): StoredEvent[];
  /** Number of events of a subject with a sequence below `size`. */
  revisionCount(subject: string, size?: number): number;
  /** Subjects of a line, ascending by name, after `after`, at most `count`. */
  subjects(line: string, after: string, count: number): string[];
  /** Sequence of the last event of a line, among those below `size`; -1 where there is none. */
  lastOfLine(line: string, size?: number): number;
  /** Recorded time of an event in microseconds. */
  recordedAt(sequence: number): number;
  /** Number of events recorded at or before a time: the size of the prefix known then. */
  sizeAt(us: number): number;
  leafHash(sequence: number): Uint8Array;
  readonly hashes: TileHashReader;
  /** Merkle root of the first `size` events, in base64. */
  rootHash(size: number): string;
  /** Identity and subject of entries, for copying the log. */
  entries(from: number, count: number): PlacedEntry[];
  close(): void;
}

const TILE_SQL = 'SELECT hash FROM tree WHERE level = ? AND position >= ? AND position < ? ORDER BY position';
const LEAF_SQL = 'SELECT leaf_hash FROM event WHERE sequence >= ? AND sequence < ? ORDER BY sequence';

const hashReader = (database: DatabaseSync): TileHashReader => {
  const leaves = prepareRows(database, LEAF_SQL);
  const nodes = prepareRows(database, TILE_SQL);
  return {
    hashes: (tileLevel, start, count) => {
      const rows =
        tileLevel === 0
          ? allRows<[Uint8Array]>(leaves, start, start + count)
          : allRows<[Uint8Array]>(nodes, tileLevel, start, start + count);
      return rows.map(([hash]) => hash);
    },
  };
};

/** A reader on a connection that it owns or shares. */
export const journalReader = (database: DatabaseSync): JournalReader => {
  const bySequence = prepareRows(
    database,
    'SELECT sequence, recorded_at, text FROM event WHERE sequence >= ? ORDER BY sequence LIMIT ?',
  );
  const textsFrom = prepareRows(
    database,
    'SELECT text FROM event WHERE sequence >= ? ORDER BY sequence LIMIT ?',
  );
  const last = prepareRows(database, 'SELECT max(sequence) FROM event');
  const time = prepareRows(database, 'SELECT recorded_at FROM event WHERE sequence = ?');
  const identity = prepareRows(database, 'SELECT sequence FROM identity WHERE source = ? AND id = ?');
  const sourceId = prepareRows(database, 'SELECT id FROM source WHERE name = ?');
  // Sources are the institutions: few, and their ids never change.
  const sourceIds = new Map<string, number>();
  // A cross join keeps its order: the other way round, all facts of the source would be read.
  const identities = prepareRows(
    database,
    `SELECT identity.id, identity.sequence FROM json_each(?2) AS asked
     CROSS JOIN identity ON identity.source = ?1 AND identity.id = asked.value`,
  );
  const subjectNames = prepareRows(
    database,
    `SELECT asked.value FROM json_each(?) AS asked
     WHERE EXISTS (SELECT 1 FROM place WHERE subject = asked.value)`,
  );
  const ofSubject = prepareRows(
    database,
    `SELECT event.sequence, event.recorded_at, event.text FROM place JOIN event ON event.sequence = place.sequence
     WHERE place.subject = ? AND place.sequence < ? ORDER BY place.sequence`,
  );
  const ofSubjects = prepareRows(
    database,
    `SELECT event.sequence, event.recorded_at, event.text FROM json_each(?) AS asked
     JOIN place ON place.subject = asked.value AND place.sequence < ?
     JOIN event ON event.sequence = place.sequence`,
  );
  const subjectsOf = prepareRows(
    database,
    `SELECT DISTINCT json_extract(text, '$.subject') FROM event
     WHERE sequence IN (SELECT value FROM json_each(?))`,
  );
  const revisions = prepareRows(database, 'SELECT count(*) FROM place WHERE subject = ? AND sequence < ?');
  // One seek for each name: a subject may have thousands of events.
  const names = prepareRows(
    database,
    `WITH RECURSIVE found (name) AS (
       SELECT min(subject) FROM place WHERE subject > ?1 AND subject < ?2
       UNION ALL
       SELECT (SELECT min(subject) FROM place WHERE subject > found.name AND subject < ?2)
       FROM found WHERE found.name IS NOT NULL
     )
     SELECT name FROM found WHERE name IS NOT NULL LIMIT ?3`,
  );
  const lastOfNames = prepareRows(
    database,
    'SELECT max(sequence) FROM place WHERE subject > ? AND subject < ? AND sequence < ?',
  );
  const leaf = prepareRows(database, 'SELECT leaf_hash FROM event WHERE sequence = ?');
  const hashes = hashReader(database);

  const size = (): number => {
    const row = firstRow<[number | null]>(last);
    return row?.[0] === null || row === undefined ? 0 : row[0] + 1;
  };
  const recordedAt = (sequence: number): number => {
    const row = firstRow<[number]>(time, sequence);
    if (!row) throw new RangeError(`no event ${sequence}`);
    return row[0];
  };
  const stored = ([sequence, at, text]: [number, number, string]): StoredEvent => ({
    sequence,
    recordedAt: at,
    text,
  });
  const read = (from: number, count: number): StoredEvent[] =>
    allRows<[number, number, string]>(bySequence, from, count).map(stored);
  const storedOfSubject = (subject: string, below = Number.MAX_SAFE_INTEGER): StoredEvent[] =>
    allRows<[number, number, string]>(ofSubject, subject, below).map(stored);

  const idOfSource = (source: string): number | undefined => {
    const known = sourceIds.get(source) ?? firstRow<[number]>(sourceId, source)?.[0];
    if (known !== undefined) sourceIds.set(source, known);
    return known;
  };

  return {
    size,
    read,
    texts: (from, count) => allRows<[string]>(textsFrom, from, count).map(([text]) => text),
    subjectsAt: (sequences) =>
      allRows<[string]>(subjectsOf, JSON.stringify(sequences)).map(([subject]) => subject),
    at: (sequence) => read(sequence, 1).find((event) => event.sequence === sequence),
    find: (source, id) => {
      const known = idOfSource(source);
      return known === undefined ? undefined : firstRow<[number]>(identity, known, id)?.[0];
    },
    findAll: (keys) =>
      [...Map.groupBy(keys, ({ source }) => source)].flatMap(([source, ofSource]) => {
        const known = idOfSource(source);
        if (known === undefined) return [];
        const ids = JSON.stringify(ofSource.map(({ id }) => id));
        return allRows<[string, number]>(identities, known, ids).map(([id, sequence]) => ({
          source,
          id,
          sequence,
        }));
      }),
    knownSubjects: (subjects) =>
      allRows<[string]>(subjectNames, JSON.stringify(subjects)).map(([name]) => name),
    ofSubject: (subject, below) =>
      storedOfSubject(subject, below).map(({ sequence, text }) => ({
        sequence,
        event: JSON.parse(text) as RecordedEvent,
      })),
    storedOfSubject,
    storedOfSubjects: (subjects, below) =>
      allRows<[number, number, string]>(ofSubjects, JSON.stringify(subjects), below).map(stored),
    revisionCount: (subject, below = Number.MAX_SAFE_INTEGER) =>
      firstRow<[number]>(revisions, subject, below)?.[0] ?? 0,
    subjects: (line, after, count) =>
      allRows<[string]>(names, after > `${line}/` ? after : `${line}/`, `${line}0`, count).map(
        ([name]) => name,
      ),
    lastOfLine: (line, below = Number.MAX_SAFE_INTEGER) =>
      firstRow<[number | null]>(lastOfNames, `${line}/`, `${line}0`, below)?.[0] ?? -1,
    recordedAt,
    sizeAt: (us) => {
      // Recorded times increase strictly along the log, so the prefix is found by bisection.
      let low = 0;
      let high = size();
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        if (recordedAt(middle) <= us) low = middle + 1;
        else high = middle;
      }
      return low;
    },
    leafHash: (sequence) => {
      const row = firstRow<[Uint8Array]>(leaf, sequence);
      if (row?.[0].length !== HASH_BYTES) throw new RangeError(`no leaf hash ${sequence}`);
      return row[0];
    },
    hashes,
    rootHash: (treeSize) => encodeBase64(openTree(hashes, treeSize).root()),
    entries: (from, count) =>
      read(from, count).map((stored) => {
        const { source, id, subject } = JSON.parse(stored.text) as RecordedEvent;
        return { ...stored, source, id, subject };
      }),
    close: () => database.close(),
  };
};

/** Opens a journal file for reading only; takes no lock. @throws JournalFormat */
export const openJournalReader = (path: string): JournalReader => {
  const database = openDatabase(path, { readOnly: true });
  try {
    requireJournal(database);
    return journalReader(database);
  } catch (error) {
    database.close();
    throw error;
  }
};

/** An event as it is handed out: with its place, as a string of digits. */
export const withLogIndex = (stored: StoredEvent): RecordedEvent & { readonly logindex: string } => ({
  ...(JSON.parse(stored.text) as RecordedEvent),
  logindex: String(stored.sequence),
});

const SUBJECTS_PER_READ = 1_000;

/** The subjects of a line in the order of their names, those after `after`. */
export const subjectsOfLine = function* (
  journal: Pick<JournalReader, 'subjects'>,
  line: string,
  after = '',
): Generator<string> {
  let last: string | undefined = after;
  while (last !== undefined) {
    const names = journal.subjects(line, last, SUBJECTS_PER_READ);
    yield* names;
    last = names.at(-1);
  }
};
