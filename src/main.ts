import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { RULES, type RulesByVersion } from '../projections/rules.ts';
import type { FigureSource } from '../projections/source.ts';
import type { Statements } from './domain/statements.ts';
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
import { FIGURES, FINDINGS } from './readmodel/projections.ts';
import type { Projector } from './readmodel/projector.ts';
import { type PublishedAt, publishedReader } from './readmodel/published.ts';
import { buildReadModel, openProjectors, projectedSize } from './readmodel/readModel.ts';
import { cachedSubjects } from './readmodel/records.ts';
import { createStatements } from './readmodel/statements.ts';
import { type ClockPort, systemClock } from './recorder/clock.ts';
import { createRecorder, type Recorder } from './recorder/recorder.ts';

/** The composition root: opens a data directory for reading or for writing. */

/** Files of a data directory. */
export const filesOf = (directory: string) => ({
  journal: join(directory, 'journal.sqlite'),
  figures: join(directory, `figures-${FIGURES.version}.sqlite`),
  findings: join(directory, `findings-${FINDINGS.version}.sqlite`),
  lock: join(directory, 'lock.sqlite'),
});

/** What a reading answers from: the journal, the figures, and how far they have come. */
export interface LedgerReader {
  readonly directory: string;
  readonly journal: JournalReader;
  /** The files of the read model, open for reading. */
  readonly readModel: { readonly figures: DatabaseSync; readonly findings: DatabaseSync };
  readonly figures: { readonly at: (size: number) => FigureSource };
  readonly lineage: LineageReader;
  readonly rules: RulesByVersion;
  readonly statements: Statements;
  /** The bulletins published in the prefix of a size, in the order of their publication. */
  readonly published: (size: number) => readonly PublishedAt[];
  close(): void;
}

/** A data directory held for writing. */
export interface LedgerWriter extends LedgerReader {
  readonly recorder: Recorder;
  readonly projector: Projector;
  /** Resolves when the read model holds that many events. @throws Problem READ_MODEL_STALE */
  readonly reach: (size: number) => Promise<void>;
  /** Resolves when the store has failed for good. */
  readonly fatal: Promise<unknown>;
  closeWriter(): Promise<void>;
}

export { LOCAL_ACTOR } from './recorder/actor.ts';

/** @throws Problem DATA_MISSING */
export const requireLedger = (directory: string): void => {
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

const openReadModel = (files: ReturnType<typeof filesOf>): LedgerReader['readModel'] => ({
  figures: openDatabase(files.figures, { readOnly: true }),
  findings: openDatabase(files.findings, { readOnly: true }),
});

const closeReadModel = ({ figures, findings }: LedgerReader['readModel']): void => {
  figures.close();
  findings.close();
};

const readerOn = (
  directory: string,
  journal: JournalReader,
  readModel: LedgerReader['readModel'],
  projectedSize: () => number,
): Omit<LedgerReader, 'close'> => {
  const figures = createFigures(readModel.figures, journal);
  const lineage = lineageReader(readModel.figures, journal, figures, RULES);
  const shared = { journal, figures, lineage, rules: RULES };
  return {
    ...shared,
    directory,
    readModel,
    statements: createStatements({ ...shared, projectedSize }),
    published: publishedReader(readModel.figures, cachedSubjects(journal)),
  };
};

/** Takes what the read model lacks up to that size; between two batches others get their turn. @throws Problem READ_MODEL_STALE */
const bringUp = async (projector: Projector, size: number): Promise<void> => {
  while (projector.size < size) {
    if (projector.step() === 0)
      throw new Problem('READ_MODEL_STALE', { detail: projector.stale ?? `${projector.size} of ${size}` });
    await new Promise((resolve) => setImmediate(resolve));
  }
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
    if (writer.size === 0) {
      // An `init` that was killed before its first events were durable leaves a journal without any.
      writer.close();
      throw new Problem('DATA_MISSING', { detail: directory });
    }
    const projector = openProjectors(files, writer.reader);
    const readModel = openReadModel(files);
    let fail: (error: unknown) => void = () => {};
    const fatal = new Promise<unknown>((resolve) => {
      fail = resolve;
    });
    const reader = readerOn(directory, writer.reader, readModel, () => projector.size);
    const reach = (size: number): Promise<void> => bringUp(projector, size);
    const log = sqliteLog(writer);
    const recorder = createRecorder({
      log,
      journal: writer.reader,
      clock: options.clock ?? systemClock,
      findingExists: (id) => findingExists(readModel.findings, id),
      statements: { ...reader.statements, reach },
      ...(options.onFlushed ? { onFlushed: options.onFlushed } : {}),
      onFatal: fail,
    });
    const close = (): void => {
      closeReadModel(readModel);
      projector.close();
      writer.close();
      lock.release();
    };
    return {
      ...reader,
      recorder,
      projector,
      reach,
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

/** Brings the read model up to the journal: by itself if nobody writes, else by waiting for the one who does. */
const awaitProjection = async (directory: string, size: number): Promise<void> => {
  const deadline = performance.now() + READ_WAIT_MS;
  for (;;) {
    const projected = projectedSize(filesOf(directory));
    if (projected >= size) return;
    const lock = tryLock(filesOf(directory).lock);
    if (lock) {
      try {
        await buildOrFail(directory);
      } finally {
        lock.release();
      }
      if (projectedSize(filesOf(directory)) >= size) return;
    }
    if (performance.now() > deadline)
      throw new Problem('READ_MODEL_STALE', { detail: `${Math.max(projected, 0)} of ${size}` });
    await new Promise((resolve) => setTimeout(resolve, READ_POLL_MS));
  }
};

const buildOrFail = async (directory: string, onProgress?: (size: number) => void): Promise<void> => {
  const stale = await buildReadModel(filesOf(directory), onProgress);
  if (stale !== undefined) throw new Problem('READ_MODEL_STALE', { detail: stale });
};

/** Opens a data directory for reading, beside a running writer or alone. @throws Problem DATA_MISSING, READ_MODEL_STALE */
export const openLedgerReader = async (directory: string): Promise<LedgerReader> => {
  requireLedger(directory);
  const files = filesOf(directory);
  const journal = openJournalReader(files.journal);
  await awaitProjection(directory, journal.size());
  const readModel = openReadModel(files);
  return {
    ...readerOn(directory, journal, readModel, () => projectedSize(files)),
    close: () => {
      closeReadModel(readModel);
      journal.close();
    },
  };
};

/** Builds the read model anew from the journal. @throws Problem DATA_LOCKED, READ_MODEL_STALE */
export const rebuildReadModel = async (
  directory: string,
  onProgress?: (size: number) => void,
): Promise<void> => {
  requireLedger(directory);
  const lock = takeLock(directory);
  try {
    const { figures, findings } = filesOf(directory);
    for (const file of [figures, findings])
      for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    await buildOrFail(directory, onProgress);
  } finally {
    lock.release();
  }
};
