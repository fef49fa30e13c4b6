import type { DatabaseSync } from 'node:sqlite';
import type { EventType } from '../domain/catalogue.ts';
import type { LoggedEvent, RecordedEvent } from '../domain/envelope.ts';
import { isDiskFull, openDatabase, transaction } from '../journal/database.ts';
import type { JournalReader } from '../journal/reader.ts';

/**
 * The projector: reads the journal in order and folds it into a file of its own, in batches of one transaction each with its
 * checkpoint. What is folded is a {@link Projection}: the figures are one, the findings another.
 */
export interface Projector {
  /** Events that the file holds. */
  readonly size: number;
  /** Why it does not go on, if it does not: the event that it could not take, or a full disk. Everything is stale meanwhile. */
  readonly stale: string | undefined;
  /** Whether it has stopped for good. From a full disk it goes on with the next step that finds space. */
  readonly isStopped: boolean;
  /** Takes the next batch of the journal, at most up to `end`; returns how many events it took, 0 at the end. */
  step(end?: number): number;
  /** Takes everything up to the end of the journal as it is now. */
  catchUp(onProgress?: (size: number) => void): void;
  close(): void;
}

/** A fold over the log that writes inside the projector's transaction. */
export interface Fold {
  take(logged: LoggedEvent): void;
  /** Ends a batch, after which the file holds `size` events. */
  flush(size: number): void;
  /** Forgets what was read, after a transaction that was rolled back. */
  reset(): void;
}

/** What a projector makes of the log. */
export interface Projection {
  /** Counts up with every change of the tables or of what is folded; a file of another version is built anew. */
  readonly version: number;
  /** CREATE statements of its tables. */
  readonly tables: string;
  /** Whether an event of that type can change anything; all others are not even parsed. Every one can where this is left out. */
  readonly concerns?: (type: EventType) => boolean;
  readonly open: (database: DatabaseSync, journal: JournalReader) => Fold;
}

/** Events of a batch at the most. */
export const BATCH_EVENTS_MAX = 4_096;
/** Events that are read at once: so few die young in memory, where all of a batch would be moved twice (measured). */
const READ_EVENTS_MAX = 128;

const CHECKPOINT = `
  CREATE TABLE checkpoint (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    size INTEGER NOT NULL,
    root TEXT NOT NULL,
    stale TEXT
  ) STRICT;
  INSERT INTO checkpoint VALUES (1, 0, '', NULL);
`;

/** The file was made of another journal, or of more than this one has now. */
export class ForeignReadModel extends Error {
  readonly path: string;
  constructor(path: string) {
    super(`${path} is not of this journal`);
    this.name = 'ForeignReadModel';
    this.path = path;
  }
}

const TYPE_END = '"}'.length;

/** Type of a recorded event: in the canonical form it is the last of the attributes. */
const typeOfText = (text: string): EventType => {
  const end = text.length - TYPE_END;
  return text.slice(text.lastIndexOf('"', end - 1) + 1, end) as EventType;
};

const DISK_IS_FULL = 'the disk is full';

/** Creates the tables in an empty file. @throws when the file is of another version */
const prepareTables = (database: DatabaseSync, { version, tables }: Projection): void => {
  const { user_version: found } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (found === version) return;
  if (found !== 0) throw new Error(`a projection of version ${found}; this program writes ${version}`);
  database.exec(`BEGIN IMMEDIATE; ${CHECKPOINT} ${tables} PRAGMA user_version=${version}; COMMIT`);
};

/** Opens a projection's file for writing. The caller holds the lock of the data directory. */
export const openProjector = (path: string, journal: JournalReader, projection: Projection): Projector => {
  const database = openDatabase(path, { synchronous: 'NORMAL' });
  prepareTables(database, projection);
  const fold = projection.open(database, journal);
  const advance = database.prepare('UPDATE checkpoint SET size = ?, root = ? WHERE size = ? AND root = ?');
  const markStale = database.prepare('UPDATE checkpoint SET stale = ?');
  let { size, root } = database.prepare('SELECT size, root FROM checkpoint').get() as {
    size: number;
    root: string;
  };
  let stale: string | undefined;
  let isStopped = false;

  const takeEvent = (sequence: number, text: string): void => {
    if (projection.concerns?.(typeOfText(text)) === false) return;
    try {
      fold.take({ sequence, event: JSON.parse(text) as RecordedEvent });
    } catch (error) {
      throw new Error(`event ${sequence}: ${String(error)}`, { cause: error });
    }
  };

  const takeBatch = (next: number): void => {
    for (let from = size; from < next; from += READ_EVENTS_MAX) {
      const texts = journal.texts(from, Math.min(READ_EVENTS_MAX, next - from));
      for (const [index, text] of texts.entries()) takeEvent(from + index, text);
    }
    fold.flush(next);
    const nextRoot = journal.rootHash(next);
    // Compare and set: another projector on the same file, or a file that is not what was read, is an error.
    if (advance.run(next, nextRoot, size, root).changes !== 1) throw new Error('the checkpoint was moved');
    size = next;
    root = nextRoot;
  };

  /** Nothing is skipped: the projector stops at what it cannot take, and everything is marked as stale with the reason. */
  const halt = (error: unknown): void => {
    if (isDiskFull(error) || (error instanceof Error && isDiskFull(error.cause))) {
      // Not written down: there is no space for it, and the next step may find some.
      stale = DISK_IS_FULL;
      return;
    }
    isStopped = true;
    stale = error instanceof Error ? error.message : String(error);
    markStale.run(stale);
  };

  const step = (end = Number.MAX_SAFE_INTEGER): number => {
    const next = Math.min(journal.size(), end, size + BATCH_EVENTS_MAX);
    if (isStopped || next <= size) return 0;
    const before = { size, root };
    try {
      transaction(database, () => takeBatch(next));
    } catch (error) {
      ({ size, root } = before);
      fold.reset();
      halt(error);
      return 0;
    }
    stale = undefined;
    return size - before.size;
  };

  if (size > journal.size() || (size > 0 && journal.rootHash(size) !== root)) {
    database.close();
    throw new ForeignReadModel(path);
  }
  // What stopped it may be gone with another version of the program; if it is not, it stops there again.
  markStale.run(null);

  return {
    get size() {
      return size;
    },
    get stale() {
      return stale;
    },
    get isStopped() {
      return isStopped;
    },
    step,
    catchUp: (onProgress) => {
      while (step() > 0) onProgress?.(size);
    },
    close: () => database.close(),
  };
};
