import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { filesOf, journalSize } from './directory.ts';
import type { Message } from './domain/refusal.ts';
import type { JournalReader } from './journal/reader.ts';
import { openJournalThread } from './journal/writerThread.ts';
import type { Connection } from './log/eventstoredb/connection.ts';
import type { SharedLog, SharedLogOptions } from './log/eventstoredb/eventStoreLog.ts';
import { StoreFailure } from './log/eventstoredb/failure.ts';
import { HistoryRewritten, LogSealed } from './log/port.ts';
import { Problem } from './problem.ts';
import { writeDurably } from './signing/durableFile.ts';

/** Which log of which store a data directory is a node of. */

/** The store as it is configured; the id may be that of the data directory. */
export interface StoreChoice {
  readonly connection: Connection;
  readonly ledgerId: string | undefined;
}

/** One log in a store. */
export interface SharedStore {
  readonly connection: Connection;
  readonly ledgerId: string;
}

/** The ledger whose node the directory is; undefined where it holds an embedded ledger, or none. */
export const ledgerIdOf = (directory: string): string | undefined => {
  const { ledgerId: path } = filesOf(directory);
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
};

const environment = (detail: Message): Problem => new Problem('ENVIRONMENT', { detail });

/** A replica that was written as if it were the ledger would be another ledger. @throws Problem ENVIRONMENT */
export const requireEmbedded = (directory: string): void => {
  const id = ledgerIdOf(directory);
  if (id !== undefined)
    throw environment({
      zh: `LEDGER_STORE：${directory} 是共享存储中账本 ${id} 的节点`,
      en: `LEDGER_STORE: ${directory} is a node of the ledger ${id} in a shared store`,
    });
};

const holdsEmbedded = (directory: string): Problem =>
  environment({
    zh: `LEDGER_STORE：${directory} 是嵌入式账本；用 migrate 迁移到存储`,
    en: `LEDGER_STORE: ${directory} holds an embedded ledger; migrate takes it to a store`,
  });

/** The log that the directory follows. @throws Problem ENVIRONMENT where it does not follow this one */
export const requireNode = (directory: string, { connection, ledgerId }: StoreChoice): SharedStore => {
  const kept = ledgerIdOf(directory);
  if (kept === undefined) throw holdsEmbedded(directory);
  if (ledgerId !== undefined && ledgerId !== kept)
    throw environment({
      zh: `LEDGER_ID：${directory} 是账本 ${kept} 的节点`,
      en: `LEDGER_ID: ${directory} is a node of the ledger ${kept}`,
    });
  return { connection, ledgerId: kept };
};

/**
 * Makes an empty directory a node of a ledger, with the id that is given, or of a new ledger.
 * @throws Problem ENVIRONMENT where it holds an embedded ledger, or is a node of another one
 */
export const becomeNode = (directory: string, { connection, ledgerId }: StoreChoice): SharedStore => {
  mkdirSync(directory, { recursive: true });
  const kept = ledgerIdOf(directory);
  if (kept !== undefined) return requireNode(directory, { connection, ledgerId });
  if (journalSize(directory) > 0) throw holdsEmbedded(directory);
  const id = ledgerId ?? randomUUID();
  writeDurably(filesOf(directory).ledgerId, `${id}\n`);
  return { connection, ledgerId: id };
};

/** What went wrong with the store, as the problem that it is. */
export const asStoreProblem = (error: unknown): unknown => {
  if (error instanceof LogSealed)
    return new Problem('LEDGER_SEALED', { successor: error.successor }, { cause: error });
  if (error instanceof HistoryRewritten)
    return new Problem('HISTORY_REWRITTEN', { at: error.place, detail: error.reason });
  if (error instanceof StoreFailure)
    return new Problem('STORE_UNREACHABLE', { detail: error.message }, { cause: error });
  return error;
};

/** The adapter is loaded where there is a store: its packages are a sixth of the start of a command (measured). */
export const loadSharedLog = async (): Promise<(options: SharedLogOptions) => SharedLog> =>
  (await import('./log/eventstoredb/eventStoreLog.ts')).sharedLog;

/** Runs with the log of a store, its journal in the directory, which this process holds. @throws Problem STORE_UNREACHABLE, … */
export const withSharedLog = async <T>(
  directory: string,
  store: SharedStore,
  work: (log: SharedLog, journal: JournalReader) => Promise<T>,
): Promise<T> => {
  const sharedLog = await loadSharedLog();
  const journal = openJournalThread(filesOf(directory).journal, 'NORMAL');
  const log = sharedLog({ ...store, journal });
  try {
    return await work(log, journal.reader);
  } catch (error) {
    throw asStoreProblem(error);
  } finally {
    await log.close();
  }
};
