import { randomUUID } from 'node:crypto';
import { EventStoreDBClient } from '@eventstore/db-client';
import { openJournalWriter } from '../../src/journal/writer.ts';
import { type Connection, parseConnection } from '../../src/log/eventstoredb/connection.ts';
import {
  type SharedLog,
  type SharedLogOptions,
  sharedLog,
  streamOf,
} from '../../src/log/eventstoredb/eventStoreLog.ts';
import type { AppendResult, LogEntry, PlacedEntry } from '../../src/log/port.ts';

/** Nodes of a ledger on a store, with short times. */

/** Short, but longer than a busy machine needs for what goes right. */
export const TIMINGS = {
  appendDeadlineMs: 1_000,
  settleMs: 15_000,
  readIdleMs: 1_000,
  retryMs: 20,
  confirmMs: 1_500,
  watchMs: 300,
  quietMs: 50,
};

export const newLedgerId = (): string => `t-${randomUUID()}`;

export const openNode = (url: string, ledgerId: string, options: Partial<SharedLogOptions> = {}): SharedLog =>
  sharedLog({
    connection: parseConnection(url) as Connection,
    ledgerId,
    journal: openJournalWriter(':memory:', 'NORMAL'),
    timings: TIMINGS,
    ...options,
  });

export const textsOf = async (log: SharedLog): Promise<string[]> => {
  const texts: string[] = [];
  for await (const batch of log.read(0)) texts.push(...batch.map(({ text }: PlacedEntry) => text));
  return texts;
};

/** Appends as the recorder does: again at the actual end after a conflict, and again when the outcome is unknown. */
export const appendSurely = async (
  log: SharedLog,
  entriesAt: (size: number) => LogEntry[],
): Promise<number> => {
  for (;;) {
    const size = await log.size();
    const result: AppendResult = await log.append(size, entriesAt(size));
    if (result.kind === 'appended') return result.size;
    if (result.kind !== 'conflict' && result.kind !== 'unknown') throw new Error(result.kind);
  }
};

/** Waits until something is so. */
export const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
};

/** The store's own client, as somebody else would use it on the ledger's stream. */
export const intruder = (url: string, ledgerId: string) => ({
  client: EventStoreDBClient.connectionString(url),
  stream: streamOf(ledgerId),
  credentials: { username: 'admin', password: 'changeit' },
});
