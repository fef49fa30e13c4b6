import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf, requireLedger, takeLock } from './directory.ts';
import { claimHome, sealJournal, standingOf } from './journal/home.ts';
import { type JournalReader, openJournalReader } from './journal/reader.ts';
import { type JournalWriter, openJournalWriter } from './journal/writer.ts';
import type { SharedLog } from './log/eventstoredb/eventStoreLog.ts';
import { LogSealed, type PlacedEntry } from './log/port.ts';
import { Problem } from './problem.ts';
import { becomeNode, ledgerIdOf, requireNode, type StoreChoice, withSharedLog } from './sharedStore.ts';
import { PUBLIC_MODE, SECRET_MODE, writeDurably } from './signing/durableFile.ts';

/**
 * `migrate`: a ledger from a data directory into a shared store, or back, with the same bytes in the same order and so the
 * same root. Run again after a crash it goes on where it was. The source is sealed before the key moves: at no moment are
 * there two that could sign on.
 */

export interface Migrated {
  readonly from: string;
  readonly to: string;
  readonly treeSize: string;
  readonly rootHash: string;
}

export interface MigrateOptions {
  /** The data directory of the node: made one of the store, or the one that leaves it. */
  readonly node: string;
  /** The data directory of the embedded ledger. */
  readonly embedded: string;
  readonly store: StoreChoice;
  readonly onProgress?: (events: number, total: number) => void;
}

const BATCH = 1_000;
/** Below what an append takes, whatever the last entry adds. */
const BATCH_BYTES = 900_000;

type Files = ReturnType<typeof filesOf>;

/** What goes with the ledger; the cosignatures are of the checkpoint. */
const MOVED = ['signingKey', 'verifierKey', 'checkpoint', 'formerCheckpoint', 'cosignatures'] as const;

/** What is there already is as new, or newer: this is run again after a crash. */
const moveSigning = (from: Files, to: Files): void => {
  for (const name of MOVED)
    if (existsSync(from[name]) && !existsSync(to[name]))
      writeDurably(to[name], readFileSync(from[name], 'utf8'), {
        mode: name === 'signingKey' ? SECRET_MODE : PUBLIC_MODE,
      });
  rmSync(from.signingKey, { force: true });
};

/** The store of a migration that has begun here and is not over; neither a backup nor an export has it. */
const markOf = (directory: string): string => join(directory, 'migrating');

/** What is here was brought by an earlier run of this migration, or there is nothing: it may go on. @throws Problem DATA_EXISTS */
const beginAt = (directory: string, store: string, size: number): void => {
  const mark = markOf(directory);
  const begun = existsSync(mark) ? readFileSync(mark, 'utf8') : undefined;
  if (begun === store) return;
  if (size > 0 || begun !== undefined) throw new Problem('DATA_EXISTS', { detail: directory });
  writeDurably(mark, store);
};

/** As many entries as one append takes. */
const batchFrom = (journal: JournalReader, from: number): PlacedEntry[] => {
  const entries = journal.entries(from, BATCH);
  let bytes = 0;
  const end = entries.findIndex(({ text }) => {
    bytes += Buffer.byteLength(text);
    return bytes > BATCH_BYTES;
  });
  return end <= 0 ? entries.slice(0, end === 0 ? 1 : entries.length) : entries.slice(0, end);
};

/** What is there already must be the beginning of what is to come. */
const requirePrefix = (part: JournalReader, whole: JournalReader, place: string): void => {
  const size = part.size();
  if (size > whole.size() || (size > 0 && part.rootHash(size) !== whole.rootHash(size)))
    throw new Problem('DATA_EXISTS', { detail: place });
};

/** Whether an earlier run has sealed it for this successor. @throws Problem LEDGER_COPY, LEDGER_SEALED */
const isSealedFor = (path: string, successor: string): boolean => {
  const standing = standingOf(path);
  if (standing.kind === 'copy') throw new Problem('LEDGER_COPY', { detail: path });
  if (standing.kind === 'sealed' && standing.successor !== successor)
    throw new Problem('LEDGER_SEALED', { successor: standing.successor });
  return standing.kind === 'sealed';
};

const isFull = (size: number, total: number, report: MigrateOptions['onProgress']): boolean => {
  report?.(size, total);
  return size >= total;
};

const copyToStore = async (
  source: JournalReader,
  { log, replica }: { readonly log: SharedLog; readonly replica: JournalReader },
  { onProgress }: MigrateOptions,
): Promise<void> => {
  let size = await log.size();
  requirePrefix(replica, source, 'the ledger of the store');
  while (!isFull(size, source.size(), onProgress)) {
    const result = await log.append(size, batchFrom(source, size));
    if (result.kind === 'appended') size = result.size;
    // An append of a run before this one may have come true late; anything else is seen here.
    else if (result.kind === 'conflict') requirePrefix(replica, source, 'the ledger of the store');
    else if (result.kind === 'full') throw new Problem('DISK_FULL');
    else if (result.kind === 'rewritten') throw result.alarm;
    else throw new Problem('STORE_UNREACHABLE', { detail: result.detail });
    size = Math.max(size, replica.size());
  }
};

const summaryOf = (journal: JournalReader, from: string, to: string): Migrated => {
  const size = journal.size();
  return { from, to, treeSize: String(size), rootHash: journal.rootHash(size) };
};

const storeName = ({ connection }: StoreChoice, ledgerId: string): string =>
  `${connection.address} ledger-${ledgerId}`;

/** @throws Problem DATA_MISSING, DATA_LOCKED, DATA_EXISTS, LEDGER_COPY, LEDGER_SEALED, STORE_UNREACHABLE, … */
export const migrateToStore = async (options: MigrateOptions): Promise<Migrated> => {
  const { node, embedded, store: choice } = options;
  requireLedger(embedded);
  mkdirSync(node, { recursive: true });
  const locks = [takeLock(embedded), takeLock(node)];
  const source = openJournalReader(filesOf(embedded).journal);
  try {
    const store = becomeNode(node, choice);
    const name = storeName(choice, store.ledgerId);
    const isSealed = isSealedFor(filesOf(embedded).journal, name);
    await withSharedLog(node, store, async (log, replica) => {
      // All was copied before it was sealed; others may have written since.
      if (isSealed) await log.size();
      else await copyToStore(source, { log, replica }, options);
      if (isSealed) requirePrefix(source, replica, 'the ledger of the store');
      if (replica.rootHash(source.size()) !== source.rootHash(source.size()))
        throw new Problem('DATA_INCONSISTENT', {
          detail: { zh: '迁移后的根不同', en: 'the roots differ after the migration' },
        });
    });
    sealJournal(filesOf(embedded).journal, name);
    moveSigning(filesOf(embedded), filesOf(node));
    return summaryOf(source, embedded, name);
  } finally {
    source.close();
    for (const lock of locks) lock.release();
  }
};

const copyFromStore = async (
  { log, replica }: { readonly log: SharedLog; readonly replica: JournalReader },
  target: JournalWriter,
  { embedded, onProgress }: MigrateOptions,
): Promise<void> => {
  for (;;) {
    const total = await log.size();
    requirePrefix(target.reader, replica, embedded);
    while (!isFull(target.size, total, onProgress)) target.append(replica.entries(target.size, BATCH));
    // Who still writes is seen here: the seal is the last of the stream, or is not written.
    const result = await log.seal(total, embedded);
    if (result === 'sealed') return;
    if (result === 'unknown')
      throw new Problem('STORE_UNREACHABLE', { detail: { zh: '封存标记', en: 'the seal' } });
  }
};

/** A run before this one has sealed the stream: what is left is here already. */
const wasSealedFor = (error: unknown, embedded: string): boolean =>
  error instanceof Problem && error.cause instanceof LogSealed && error.cause.successor === embedded;

const nodeOf = ({ node, store }: MigrateOptions) =>
  ledgerIdOf(node) === undefined ? becomeNode(node, store) : requireNode(node, store);

/** @throws Problem DATA_LOCKED, DATA_EXISTS, LEDGER_SEALED, STORE_UNREACHABLE, … */
export const migrateFromStore = async (options: MigrateOptions): Promise<Migrated> => {
  const { node, embedded } = options;
  for (const directory of [node, embedded]) mkdirSync(directory, { recursive: true });
  const locks = [takeLock(embedded), takeLock(node)];
  const target = openJournalWriter(filesOf(embedded).journal);
  try {
    const store = nodeOf(options);
    const name = storeName(options.store, store.ledgerId);
    beginAt(embedded, name, target.size);
    try {
      await withSharedLog(node, store, (log, replica) => copyFromStore({ log, replica }, target, options));
    } catch (error) {
      if (!wasSealedFor(error, embedded)) throw error;
    }
    const replica = openJournalReader(filesOf(node).journal);
    requirePrefix(replica, target.reader, embedded);
    replica.close();
    sealJournal(filesOf(node).journal, embedded);
    claimHome(filesOf(embedded).journal);
    moveSigning(filesOf(node), filesOf(embedded));
    rmSync(markOf(embedded));
    return summaryOf(target.reader, name, embedded);
  } finally {
    target.close();
    for (const lock of locks) lock.release();
  }
};
