import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { RULES, type RulesByVersion } from '../projections/rules.ts';
import type { FigureSource } from '../projections/source.ts';
import { asSigningProblem, type Checkpoints, orProblem, readCheckpoints } from './checkpoints.ts';
import { filesOf, journalSize, requireLedger, takeLock } from './directory.ts';
import { openingOf } from './domain/history.ts';
import { openDatabase } from './journal/database.ts';
import { claimHome, standingOf } from './journal/home.ts';
import { type DirectoryLock, tryLock } from './journal/lock.ts';
import { prefixOf } from './journal/prefix.ts';
import { type JournalReader, openJournalReader } from './journal/reader.ts';
import { openJournalWriter } from './journal/writer.ts';
import { type JournalThread, openJournalThread } from './journal/writerThread.ts';
import type { SharedLog, SharedLogState } from './log/eventstoredb/eventStoreLog.ts';
import type { Timings } from './log/eventstoredb/timings.ts';
import type { LogEntry } from './log/port.ts';
import { sqliteLog } from './log/sqlite/sqliteLog.ts';
import { openingEntries } from './opening.ts';
import { operatorKeyFile, writeOperatorKey } from './operatorKey.ts';
import { Problem, readModelBehind } from './problem.ts';
import { computeBulletin } from './readmodel/bulletinThread.ts';
import { createFigures } from './readmodel/figureSource.ts';
import { knownTurnover } from './readmodel/figuresFold.ts';
import { findingOwners } from './readmodel/findingOwners.ts';
import { type LineageReader, lineageReader } from './readmodel/lineage.ts';
import type { Projector } from './readmodel/projector.ts';
import { openProjectorThread, type ProjectorThread } from './readmodel/projectorThread.ts';
import { type PublishedAt, publishedReader } from './readmodel/published.ts';
import {
  buildReadModel,
  openProjectors,
  projectedSize,
  type ReadModelFiles,
  requireReadModelOf,
} from './readmodel/readModel.ts';
import { cachedSubjects } from './readmodel/records.ts';
import { createStatements, type StatementsWithBulletins } from './readmodel/statements.ts';
import { newKey } from './recorder/apiKey.ts';
import { type ClockPort, systemClock } from './recorder/clock.ts';
import { createRecorder, type Recorder, type Stated } from './recorder/recorder.ts';
import {
  becomeNode,
  ledgerIdOf,
  loadSharedLog,
  requireEmbedded,
  requireNode,
  type StoreChoice,
  withSharedLog,
} from './sharedStore.ts';
import { checkTree } from './signing/check.ts';
import { type ContinuousSigning, signContinuously } from './signing/continuous.ts';
import { makeSigningKey, openSigningKey } from './signing/keys.ts';
import type { Signer } from './signing/signer.ts';
import { openSigner, type SigningChoices } from './signing/signing.ts';
import { type Policy, TransparencyError } from './transparency/index.ts';
import type { Witnesses } from './witness/witnesses.ts';
import { submissionOf, witnessesOf } from './witnessing.ts';

export { filesOf, journalSize, requireLedger } from './directory.ts';

/** The composition root: opens a data directory for reading or for writing. */

/** What a reading answers from: the journal, the figures, and how far they have come. */
export interface LedgerReader {
  readonly directory: string;
  /** As far as it is answered from; where others write, up to where the read model was known to be. */
  readonly journal: JournalReader;
  /** All that is recorded, for proofs and copies: they need nothing of the read model. */
  readonly log: JournalReader;
  /** The files of the read model, open for reading. */
  readonly readModel: { readonly figures: DatabaseSync; readonly findings: DatabaseSync };
  readonly figures: { readonly at: (size: number) => FigureSource };
  readonly lineage: LineageReader;
  readonly rules: RulesByVersion;
  readonly statements: StatementsWithBulletins;
  /** The bulletins published in the prefix of a size, in the order of their publication. */
  readonly published: (size: number) => readonly PublishedAt[];
  /** The log's key, and what it has signed. */
  readonly checkpoints: Checkpoints;
  close(): void;
}

/** A data directory held for writing. */
export interface LedgerRecording extends LedgerReader {
  readonly recorder: Recorder;
  /** Events that are known to be durable. */
  readonly logSize: () => number;
  /** Resolves when the read model holds that many events, and the bulletins are at hand. @throws Problem READ_MODEL_STALE */
  readonly reach: (stated: Stated) => Promise<void>;
  /** Undefined where this process does not sign. */
  readonly signer: Signer | undefined;
  /** Why nothing is recorded here, where that is so: a copy, or a sealed directory. */
  readonly readOnly: Problem | undefined;
  /** How the shared store stands; undefined where the ledger is embedded. */
  readonly store: (() => SharedLogState) | undefined;
  /** Resolves when the store has failed for good. */
  readonly fatal: Promise<unknown>;
  /** Ends recording, signs what was recorded, and lets the directory go. @throws Problem HISTORY_REWRITTEN, TREE_DAMAGED */
  closeWriter(): Promise<void>;
}

/** One whose read model is brought up on this thread, when its holder says so. */
export interface LedgerWriter extends LedgerRecording {
  readonly projector: Projector;
}

/** One that is served: its read model is brought up on a thread of its own. */
export interface ServedLedger extends LedgerRecording {
  readonly projector: ProjectorThread;
}

export type { SharedLogState } from './log/eventstoredb/eventStoreLog.ts';
export { LOCAL_ACTOR } from './recorder/actor.ts';

/** Why a data directory is not written, if it is not. A copied replica of a shared log goes on with it like any other node. */
const readOnlyProblem = (directory: string, isReplica: boolean): Problem | undefined => {
  const standing = standingOf(filesOf(directory).journal);
  switch (standing.kind) {
    case 'home':
      return undefined;
    case 'copy':
      return isReplica ? undefined : new Problem('LEDGER_COPY', { detail: directory });
    case 'sealed':
      return new Problem('LEDGER_SEALED', { successor: standing.successor });
  }
};

/** Checks the journal against itself and against what was signed. @throws Problem TREE_DAMAGED, HISTORY_REWRITTEN, … */
const openSignerOf = (
  directory: string,
  journal: JournalReader,
  choices: SigningChoices,
): { readonly signer: Signer | undefined } => {
  const origin = openingOf(journal.ofSubject('ledger/main'))?.origin ?? '';
  return orProblem(openSigner(filesOf(directory), { ...choices, origin, journal }));
};

export interface InitOptions {
  readonly origin: string;
  readonly openedOn?: string | undefined;
  readonly demonstration: boolean;
  readonly plan: boolean;
  readonly clock?: ClockPort;
  readonly signing?: SigningChoices;
  /** The shared store that the log is in; it is embedded otherwise. */
  readonly store?: StoreChoice | undefined;
}

/** Where nothing else is said, the ledger signs with the key of its directory. */
const SIGNS: SigningChoices = { signs: true };

const unusedName = (name: string): string => {
  for (let number = 1; ; number += 1) if (!existsSync(`${name}-${number}`)) return `${name}-${number}`;
};

/** The key is there before the first event, which names the log that it signs for. */
const prepareKey = (directory: string, origin: string, { signs, key: given }: SigningChoices): void => {
  // Of an `init` that was killed before there was a ledger; or of one that is lost, so that no secret is.
  const { signingKey, verifierKey, cosignatures } = filesOf(directory);
  for (const file of [verifierKey, cosignatures]) rmSync(file, { force: true });
  if (existsSync(signingKey)) renameSync(signingKey, unusedName(`${signingKey}.former`));
  if (given !== undefined) orProblem(openSigningKey(filesOf(directory), { origin, given }));
  else if (signs) makeSigningKey(filesOf(directory), origin);
};

/** Where something was signed there was a ledger: a new one would sign against it. @throws Problem DATA_EXISTS, DATA_INCONSISTENT */
const requireEmpty = (directory: string): void => {
  if (journalSize(directory) > 0) throw new Problem('DATA_EXISTS', { detail: directory });
  const { journal, checkpoint } = filesOf(directory);
  if (existsSync(checkpoint))
    throw new Problem('DATA_INCONSISTENT', {
      detail: {
        zh: `有检查点 ${checkpoint}，但日志 ${journal} 缺失；请恢复备份，或另选目录`,
        en: `there is a checkpoint, ${checkpoint}, and the journal ${journal} is missing; restore a backup, or choose another directory`,
      },
    });
};

const firstEntries = (directory: string, options: InitOptions): LogEntry[] => {
  const nowUs = (options.clock ?? systemClock).wallUs();
  // The file before the event: a key that nobody holds would lock everybody out.
  const operatorKey = options.demonstration ? undefined : newKey();
  if (operatorKey) writeOperatorKey(directory, operatorKey.text);
  return openingEntries({ ...options, openedOn: options.openedOn, operatorKey, nowUs });
};

const signFirst = (directory: string, journal: JournalReader, signing: SigningChoices): void => {
  const { signer } = openSignerOf(directory, journal, signing);
  if (signer) orProblem(signer.sign(journal.size()));
};

/**
 * Creates a ledger in a directory that holds none, with its signing key and its first checkpoint.
 * @throws Problem DATA_EXISTS, DATA_LOCKED, SIGNING_KEY_WRONG
 */
export const initLedger = (directory: string, options: InitOptions): void => {
  mkdirSync(directory, { recursive: true });
  const lock = takeLock(directory);
  try {
    requireEmbedded(directory);
    requireEmpty(directory);
    const { origin, signing = SIGNS } = options;
    prepareKey(directory, origin, signing);
    const journal = openJournalWriter(filesOf(directory).journal);
    try {
      claimHome(filesOf(directory).journal);
      journal.append(firstEntries(directory, options));
      signFirst(directory, journal.reader, signing);
    } finally {
      journal.close();
    }
  } finally {
    lock.release();
  }
};

/**
 * Creates a ledger in a store that holds none of its id, and makes the directory its first node.
 * @throws Problem DATA_EXISTS, DATA_LOCKED, SIGNING_KEY_WRONG, STORE_UNREACHABLE, OUTCOME_UNKNOWN
 */
export const initSharedLedger = async (
  directory: string,
  options: InitOptions & { readonly store: StoreChoice },
): Promise<void> => {
  mkdirSync(directory, { recursive: true });
  const lock = takeLock(directory);
  try {
    requireEmpty(directory);
    const store = becomeNode(directory, options.store);
    const taken = new Problem('DATA_EXISTS', {
      detail: { zh: `存储中的账本 ${store.ledgerId}`, en: `the ledger ${store.ledgerId} of the store` },
    });
    await withSharedLog(directory, store, async (log, journal) => {
      if ((await log.size()) > 0) throw taken;
      const { origin, signing = SIGNS } = options;
      prepareKey(directory, origin, signing);
      const result = await log.append(0, firstEntries(directory, options));
      if (result.kind === 'conflict') {
        // Another node was first, and its key signs.
        const { signingKey, verifierKey } = filesOf(directory);
        for (const file of [signingKey, verifierKey, operatorKeyFile(directory)])
          rmSync(file, { force: true });
        throw taken;
      }
      if (result.kind !== 'appended') throw new Problem('OUTCOME_UNKNOWN');
      signFirst(directory, journal, signing);
    });
  } finally {
    lock.release();
  }
};

/**
 * Brings the journal of a node to the end of the log; a directory that holds nothing becomes a node of the ledger.
 * Answers its size, 0 where the store holds nothing of the ledger.
 * @throws Problem DATA_LOCKED, STORE_UNREACHABLE, HISTORY_REWRITTEN
 */
export const followStore = async (directory: string, choice: StoreChoice): Promise<number> => {
  mkdirSync(directory, { recursive: true });
  const lock = takeLock(directory);
  try {
    const isNew = ledgerIdOf(directory) === undefined && journalSize(directory) === 0;
    const store = isNew ? becomeNode(directory, choice) : requireNode(directory, choice);
    return await withSharedLog(directory, store, (log) => log.size());
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
  { journal, log }: Pick<LedgerReader, 'journal' | 'log'>,
  readModel: LedgerReader['readModel'],
  projectedSize: () => number,
): Omit<LedgerReader, 'close'> => {
  const figures = createFigures(readModel.figures, journal);
  const lineage = lineageReader(readModel.figures, journal, { figures, rules: RULES });
  const shared = { journal, figures, lineage, rules: RULES };
  return {
    ...shared,
    log,
    directory,
    readModel,
    statements: createStatements({
      ...shared,
      projectedSize,
      compute: (key, signal) => {
        const files = filesOf(directory);
        return computeBulletin({ ...key, journal: files.journal, figures: files.figures }, signal);
      },
    }),
    published: publishedReader(readModel.figures, cachedSubjects(journal)),
    checkpoints: readCheckpoints(filesOf(directory)),
  };
};

type AnyProjector = Projector | ProjectorThread;
type OpenProjector<P extends AnyProjector> = (files: ReadModelFiles, journal: JournalReader) => P;

/** Takes what the read model lacks up to that size; between two batches others get their turn. @throws Problem READ_MODEL_STALE */
const bringUp = async (projector: AnyProjector, size: number): Promise<void> => {
  while (projector.size < size) {
    // What a step of another's has just taken is not taken again.
    if ((await projector.step()) === 0 && projector.size < size)
      throw readModelBehind(projector.size, size, projector.stale);
    await new Promise((resolve) => setImmediate(resolve));
  }
};

/** @throws Problem DATA_MISSING, TREE_DAMAGED */
const openJournal = (directory: string, synchronous: 'FULL' | 'NORMAL'): JournalThread => {
  const { journal: path } = filesOf(directory);
  try {
    const journal = openJournalThread(path, synchronous);
    if (journal.size > 0) return journal;
    // An `init` that was killed before its first events were durable leaves a journal without any.
    void journal.close();
  } catch (error) {
    if (error instanceof TransparencyError) throw new Problem('TREE_DAMAGED', { detail: error.message });
    throw error;
  }
  throw new Problem('DATA_MISSING', { detail: directory });
};

export interface WriterOptions {
  readonly clock?: ClockPort;
  readonly signing?: SigningChoices;
  /** Those that each checkpoint is sent to. */
  readonly witnesses?: Policy | undefined;
  /** A witness did not cosign; the log goes on. */
  readonly onWitnessFailed?: (url: string, detail: string) => void;
  /** The shared store that the log is in; it is embedded otherwise. */
  readonly store?: StoreChoice | undefined;
  readonly storeTimings?: Partial<Timings>;
  /** Called after each flush, and when others have written, with the new size of the log. */
  readonly onFlushed?: (size: number) => void;
}

/** What ends the process: the store has failed, or the log does not continue what was signed. */
const createFatal = () => {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  let failed = false;
  return {
    promise,
    isFailed: () => failed,
    fail: (reason: unknown): void => {
      failed = true;
      resolve(reason);
    },
  };
};

/** Signs as the log grows; after a failure nothing more, for what is stored cannot be trusted. */
const signingOf = (
  signer: Signer | undefined,
  journal: JournalThread,
  witnesses: Witnesses | undefined,
  fatal: ReturnType<typeof createFatal>,
): ContinuousSigning | undefined =>
  signer &&
  signContinuously({
    signer,
    size: () => journal.size,
    onSigned: (signed) => witnesses?.offer(submissionOf(journal.reader, signed)),
    onFailed: (reason) => fatal.fail(asSigningProblem(reason)),
  });

/**
 * Opens a data directory for writing; the only process that does. Nothing is written before what is stored agrees with
 * itself and with what was signed. @throws Problem DATA_MISSING, DATA_LOCKED, TREE_DAMAGED, HISTORY_REWRITTEN, …
 */
export const openLedgerWriter = (directory: string, options: WriterOptions = {}): Promise<LedgerWriter> =>
  openWith(openProjectors, directory, options);

/** Opens a data directory to be served: the same, and the read model keeps up beside whoever is answered. */
export const openServedLedger = (directory: string, options: WriterOptions = {}): Promise<ServedLedger> =>
  openWith(openProjectorThread, directory, options);

const openWith = async <P extends AnyProjector>(
  openProjector: OpenProjector<P>,
  directory: string,
  options: WriterOptions,
): Promise<LedgerRecording & { readonly projector: P }> => {
  requireLedger(directory);
  const sharedLog = options.store && (await loadSharedLog());
  const lock = takeLock(directory);
  let writer: JournalThread | undefined;
  try {
    const store = options.store && requireNode(directory, options.store);
    if (!store) requireEmbedded(directory);
    // A replica that loses its last events follows them again.
    const journal = openJournal(directory, store ? 'NORMAL' : 'FULL');
    writer = journal;
    const readOnly = readOnlyProblem(directory, store !== undefined);
    // A copy is not measured by what its original has signed; `resume` does that.
    const { signer } = readOnly
      ? { ...orProblem(checkTree(journal.reader)), signer: undefined }
      : openSignerOf(directory, journal.reader, options.signing ?? SIGNS);
    const openShared =
      store &&
      sharedLog &&
      ((onFollowed: (size: number) => void): SharedLog =>
        sharedLog({ ...store, journal, onFollowed, ...storeTimingsOf(options) }));
    const parts = { openProjector, writer: journal, lock, signer, readOnly, openShared, options };
    return writerOn(directory, parts);
  } catch (error) {
    void writer?.close();
    lock.release();
    throw error;
  }
};

interface WriterParts<P extends AnyProjector> {
  readonly openProjector: OpenProjector<P>;
  readonly writer: JournalThread;
  readonly lock: DirectoryLock;
  readonly signer: Signer | undefined;
  readonly readOnly: Problem | undefined;
  /** Undefined where the log is embedded. */
  readonly openShared: ((onFollowed: (size: number) => void) => SharedLog) | undefined;
  readonly options: WriterOptions;
}

const storeTimingsOf = ({ storeTimings }: WriterOptions) => (storeTimings ? { timings: storeTimings } : {});

/** The log in the data directory, where an append may have any length. */
const embeddedLog = (writer: JournalThread) => {
  const log = sqliteLog(writer);
  return { log, appendLong: log.appendLong };
};

/** A recorder that records nothing. */
const refusing = (recorder: Recorder, problem: Problem): Recorder => ({
  ...recorder,
  record: () => Promise.reject(problem),
  recordWhole: () => Promise.reject(problem),
});

const writerOn = <P extends AnyProjector>(
  directory: string,
  parts: WriterParts<P>,
): LedgerRecording & { readonly projector: P } => {
  const { writer, lock, signer, readOnly, openShared, options } = parts;
  const files = filesOf(directory);
  const projector = parts.openProjector(files, writer.reader);
  const readModel = openReadModel(files);
  const fatal = createFatal();
  const witnesses = signer && witnessesOf(files, signer, options);
  // The last process may have ended before they had answered.
  const last = signer?.latest();
  if (last) witnesses?.offer(submissionOf(writer.reader, last));
  const signing = signingOf(signer, writer, witnesses, fatal);
  // It may have ended before it had signed all, and what a node has followed was signed elsewhere.
  signing?.grown();
  const reader = readerOn(
    directory,
    { journal: writer.reader, log: writer.reader },
    readModel,
    () => projector.size,
  );
  const reach = async ({ size, bulletins }: Stated): Promise<void> => {
    await bringUp(projector, size);
    for (const bulletin of bulletins) await reader.statements.prepare(bulletin);
  };
  const onGrown = (size: number): void => {
    signing?.grown();
    options.onFlushed?.(size);
  };
  const onFollowed = (size: number): void => {
    recorder.followed();
    onGrown(size);
  };
  const shared = openShared?.(onFollowed);
  // What was rewritten is not signed on.
  void shared?.alarmed.then(() => signing?.stop());
  const recorder = createRecorder({
    ...(shared ? { log: shared } : embeddedLog(writer)),
    journal: writer.reader,
    clock: options.clock ?? systemClock,
    findingOf: (id) => findingOwners(readModel.findings, writer.reader, id),
    turnover: () => knownTurnover(readModel.figures),
    statements: { ...reader.statements, reach },
    onFlushed: onGrown,
    onFatal: fatal.fail,
  });
  const close = async (): Promise<void> => {
    signing?.stop();
    witnesses?.stop();
    reader.statements.close();
    // Following ends before what it wakes is closed.
    await shared?.close();
    closeReadModel(readModel);
    await projector.close();
    if (!shared) await writer.close();
    // Nobody else writes before the last connection of this one is closed.
    lock.release();
  };
  return {
    ...reader,
    recorder: readOnly ? refusing(recorder, readOnly) : recorder,
    projector,
    logSize: () => writer.size,
    reach,
    signer,
    readOnly,
    store: shared && (() => shared.state),
    fatal: fatal.promise,
    close: () => void close(),
    closeWriter: async () => {
      await recorder.close();
      try {
        const mayBeSigned = !fatal.isFailed() && shared?.state.alarm === undefined;
        if (signing && mayBeSigned) orProblem(signing.finish());
        await witnesses?.settled(WITNESS_MS_MAX);
      } finally {
        await close();
      }
    },
  };
};

/** How long the end of a process waits for cosignatures of its last checkpoint. */
const WITNESS_MS_MAX = 3_000;

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
    if (performance.now() > deadline) throw readModelBehind(Math.max(projected, 0), size);
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
  const log = openJournalReader(files.journal);
  const size = log.size();
  try {
    await awaitProjection(directory, size);
    requireReadModelOf(files, log);
  } catch (error) {
    log.close();
    throw error;
  }
  // What others record meanwhile is in the log at once and in the figures later: one reader speaks of one prefix.
  const journal = prefixOf(log, () => size);
  const readModel = openReadModel(files);
  return {
    ...readerOn(directory, { journal, log }, readModel, () => size),
    close: () => {
      closeReadModel(readModel);
      log.close();
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
