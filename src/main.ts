import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { FigureSource } from '../projections/source.ts';
import { openDatabase } from './journal/database.ts';
import { type DirectoryLock, tryLock } from './journal/lock.ts';
import { type JournalReader, openJournalReader } from './journal/reader.ts';
import { openJournalWriter } from './journal/writer.ts';
import { sqliteLog } from './log/sqlite/sqliteLog.ts';
import { openingEntries } from './opening.ts';
import { Problem } from './problem.ts';
import { createFigures } from './readmodel/figureSource.ts';
import { findingExists } from './readmodel/findings.ts';
import { type LineageReader, lineageReader } from './readmodel/lineage.ts';
import { openProjector, type Projector } from './readmodel/projector.ts';
import { READ_MODEL_VERSION } from './readmodel/schema.ts';
import { type ClockPort, systemClock } from './recorder/clock.ts';
import { createRecorder, type Recorder } from './recorder/recorder.ts';

/** The composition root: opens a data directory for reading or for writing. */

/** Files of a data directory. */
export const filesOf = (directory: string) => ({
  journal: join(directory, 'journal.sqlite'),
  readModel: join(directory, `read-model-${READ_MODEL_VERSION}.sqlite`),
  lock: join(directory, 'lock.sqlite'),
});

/** What a reading answers from: the journal, the figures, and how far they have come. */
export interface LedgerReader {
  readonly directory: string;
  readonly journal: JournalReader;
  readonly readModel: DatabaseSync;
  readonly figures: { readonly at: (size: number) => FigureSource };
  readonly lineage: LineageReader;
  close(): void;
}

/** A data directory held for writing. */
export interface LedgerWriter extends LedgerReader {
  readonly recorder: Recorder;
  readonly projector: Projector;
  /** Resolves when the store has failed for good. */
  readonly fatal: Promise<unknown>;
  closeWriter(): Promise<void>;
}

export { LOCAL_ACTOR } from './recorder/actor.ts';

const requireLedger = (directory: string): void => {
  if (!existsSync(filesOf(directory).journal)) throw new Problem('DATA_MISSING', { detail: directory });
};

const takeLock = (directory: string): DirectoryLock => {
  const lock = tryLock(filesOf(directory).lock);
  if (!lock) throw new Problem('DATA_LOCKED', { detail: directory });
  return lock;
};

export interface InitOptions {
  readonly origin: string;
  readonly openedOn?: string | undefined;
  readonly demonstration: boolean;
  readonly plan: boolean;
  readonly clock?: ClockPort;
}

/** Creates a ledger in a directory that holds none. @throws Problem DATA_EXISTS or DATA_LOCKED */
export const initLedger = (directory: string, options: InitOptions): void => {
  mkdirSync(directory, { recursive: true });
  const lock = takeLock(directory);
  try {
    if (existsSync(filesOf(directory).journal)) {
      const journal = openJournalWriter(filesOf(directory).journal);
      const taken = journal.size > 0;
      journal.close();
      if (taken) throw new Problem('DATA_EXISTS', { detail: directory });
    }
    const journal = openJournalWriter(filesOf(directory).journal);
    const nowUs = (options.clock ?? systemClock).wallUs();
    journal.append(openingEntries({ ...options, openedOn: options.openedOn, nowUs }));
    journal.close();
  } finally {
    lock.release();
  }
};

const readerOn = (
  directory: string,
  journal: JournalReader,
  readModel: DatabaseSync,
): Omit<LedgerReader, 'close'> => {
  const figures = createFigures(readModel, journal);
  return { directory, journal, readModel, figures, lineage: lineageReader(readModel, journal, figures) };
};

/** Opens a data directory for writing; the only process that does. @throws Problem DATA_MISSING or DATA_LOCKED */
export const openLedgerWriter = (
  directory: string,
  options: {
    readonly clock?: ClockPort;
    /** Called after each flush with the new size of the log. */
    readonly onFlushed?: (size: number) => void;
  } = {},
): LedgerWriter => {
  requireLedger(directory);
  const lock = takeLock(directory);
  try {
    const files = filesOf(directory);
    const writer = openJournalWriter(files.journal);
    const projector = openProjector(files.readModel, writer.reader);
    const readModel = openDatabase(files.readModel, { readOnly: true });
    let fail: (error: unknown) => void = () => {};
    const fatal = new Promise<unknown>((resolve) => {
      fail = resolve;
    });
    const log = sqliteLog(writer);
    const recorder = createRecorder({
      log,
      journal: writer.reader,
      clock: options.clock ?? systemClock,
      findingExists: (id) => findingExists(readModel, id),
      ...(options.onFlushed ? { onFlushed: options.onFlushed } : {}),
      onFatal: fail,
    });
    const close = (): void => {
      readModel.close();
      projector.close();
      writer.close();
      lock.release();
    };
    return {
      ...readerOn(directory, writer.reader, readModel),
      recorder,
      projector,
      fatal,
      close,
      closeWriter: async () => {
        await recorder.close();
        close();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
};

/** How long a reading waits for a running writer's projector. */
const READ_WAIT_MS = 10_000;
const READ_POLL_MS = 20;

const projectedSize = (directory: string): number => {
  const { readModel } = filesOf(directory);
  if (!existsSync(readModel)) return -1;
  const database = openDatabase(readModel, { readOnly: true });
  try {
    const row = database.prepare('SELECT size FROM checkpoint').get() as { size: number } | undefined;
    return row?.size ?? -1;
  } catch {
    return -1;
  } finally {
    database.close();
  }
};

/** Brings the read model up to the journal: by itself if nobody writes, else by waiting for the one who does. */
const awaitProjection = async (directory: string, size: number): Promise<void> => {
  const deadline = performance.now() + READ_WAIT_MS;
  for (;;) {
    const projected = projectedSize(directory);
    if (projected >= size) return;
    const lock = tryLock(filesOf(directory).lock);
    if (lock) {
      try {
        projectAll(directory);
      } finally {
        lock.release();
      }
      if (projectedSize(directory) >= size) return;
    }
    if (performance.now() > deadline)
      throw new Problem('READ_MODEL_STALE', { detail: `${Math.max(projected, 0)} of ${size}` });
    await new Promise((resolve) => setTimeout(resolve, READ_POLL_MS));
  }
};

/** Projects everything the journal holds. The caller holds the lock. */
export const projectAll = (directory: string, onProgress?: (size: number) => void): void => {
  const files = filesOf(directory);
  const journal = openJournalReader(files.journal);
  const projector = openProjector(files.readModel, journal);
  try {
    projector.catchUp(onProgress);
    if (projector.stale !== undefined) throw new Problem('READ_MODEL_STALE', { detail: projector.stale });
  } finally {
    projector.close();
    journal.close();
  }
};

/** Opens a data directory for reading, beside a running writer or alone. @throws Problem DATA_MISSING, READ_MODEL_STALE */
export const openLedgerReader = async (directory: string): Promise<LedgerReader> => {
  requireLedger(directory);
  const files = filesOf(directory);
  const journal = openJournalReader(files.journal);
  await awaitProjection(directory, journal.size());
  const readModel = openDatabase(files.readModel, { readOnly: true });
  return {
    ...readerOn(directory, journal, readModel),
    close: () => {
      readModel.close();
      journal.close();
    },
  };
};

/** Builds the read model anew from the journal. @throws Problem DATA_LOCKED */
export const rebuildReadModel = (directory: string, onProgress?: (size: number) => void): void => {
  requireLedger(directory);
  const lock = takeLock(directory);
  try {
    const { readModel } = filesOf(directory);
    for (const suffix of ['', '-wal', '-shm']) rmSync(readModel + suffix, { force: true });
    projectAll(directory, onProgress);
  } finally {
    lock.release();
  }
};
