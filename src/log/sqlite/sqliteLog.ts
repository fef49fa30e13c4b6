import { isDiskFull } from '../../journal/database.ts';
import type { LongAppend as JournalAppend } from '../../journal/longAppend.ts';
import type { JournalReader } from '../../journal/reader.ts';
import { entriesFollowed, entriesUpTo } from '../journalEntries.ts';
import type { BeginLongAppend, LongAppend } from '../longAppend.ts';
import { type AppendResult, type EventLog, type LogEntry, LogFailure } from '../port.ts';

/** The embedded log: the journal itself, one file of one process. */

const FOLLOW_POLL_MS = 50;

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });

/** The journal as the log writes it: on this thread, or on one of its own. */
export interface WrittenJournal {
  readonly size: number;
  readonly reader: JournalReader;
  append(entries: readonly LogEntry[]): void | Promise<void>;
  appendLong?(): Promise<JournalAppend>;
  close(): void | Promise<void>;
}

/** @throws LogFailure for everything but a full disk */
const failed = (error: unknown): AppendResult => {
  if (isDiskFull(error)) return { kind: 'full', detail: String(error) };
  // A flush that failed may have lost pages that the kernel has already dropped: never tried again.
  throw new LogFailure('the journal could not be written', { cause: error });
};

/**
 * This process holds the journal alone. If the file holds anything else than it has written, another process writes it too,
 * and nothing that is decided here can be relied upon. @throws LogFailure
 */
const requireAlone = ({ size, reader }: WrittenJournal): void => {
  const stored = reader.size();
  if (stored !== size)
    throw new LogFailure(
      `another process has written the journal: it holds ${stored} events, of which this one knows ${size}`,
    );
};

/** The log, and what only an embedded one has. */
export interface SqliteLog extends EventLog {
  readonly appendLong?: BeginLongAppend;
}

export const sqliteLog = (journal: WrittenJournal): SqliteLog => {
  const { appendLong: begin } = journal;
  /** Appends come to their turn one after the other, each at the end that those before it have left. */
  let last: Promise<unknown> = Promise.resolve();

  const appendNow = async (expectedSize: number, entries: readonly LogEntry[]): Promise<AppendResult> => {
    if (journal.size !== expectedSize) {
      requireAlone(journal);
      return { kind: 'conflict', size: journal.size };
    }
    try {
      await journal.append(entries);
    } catch (error) {
      return failed(error);
    }
    return { kind: 'appended', size: journal.size };
  };

  const longAppend = (long: JournalAppend, ended: () => void): LongAppend => {
    const attempt = (work: () => void): AppendResult => {
      try {
        work();
      } catch (error) {
        ended();
        return failed(error);
      }
      return { kind: 'appended', size: journal.size };
    };
    return {
      journal: long.reader,
      add: (entries) => attempt(() => long.add(entries)),
      commit: () => {
        const result = attempt(long.commit);
        ended();
        return result;
      },
      rollback: () => {
        long.rollback();
        ended();
      },
    };
  };

  const appendLong = async (beginLong: () => Promise<JournalAppend>): Promise<LongAppend> => {
    const before = last;
    const { promise, resolve } = Promise.withResolvers<void>();
    last = before.then(() => promise);
    await before;
    try {
      requireAlone(journal);
      return longAppend(await beginLong(), resolve);
    } catch (error) {
      resolve();
      if (error instanceof LogFailure) throw error;
      throw new LogFailure('the journal could not be written', { cause: error });
    }
  };

  return {
    size: async () => journal.size,
    append: async (expectedSize, entries) => {
      if (entries.length === 0) throw new Error('an empty append');
      const result = last.then(() => appendNow(expectedSize, entries));
      last = result.catch(() => {});
      return result;
    },
    ...(begin ? { appendLong: () => appendLong(begin) } : {}),
    read: (from) => entriesUpTo(journal.reader, from, journal.size),
    follow: (from, signal) =>
      entriesFollowed(journal.reader, from, { signal, grown: () => pause(FOLLOW_POLL_MS, signal) }),
    close: async () => journal.close(),
  };
};
