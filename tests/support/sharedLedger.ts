import { randomUUID } from 'node:crypto';
import { type Connection, parseConnection } from '../../src/log/eventstoredb/connection.ts';
import type { Timings } from '../../src/log/eventstoredb/timings.ts';
import { followStore, initSharedLedger, type LedgerWriter, openLedgerWriter } from '../../src/main.ts';
import type { ClockPort } from '../../src/recorder/clock.ts';
import type { StoreChoice } from '../../src/sharedStore.ts';
import { temporaryDirectory } from './ledger.ts';

/** Ledgers in a shared store, and their nodes. */

/** Each test has a ledger of its own, so that a used server serves too. */
export const newStore = (url: string): StoreChoice => ({
  connection: parseConnection(url) as Connection,
  ledgerId: randomUUID(),
});

/** Short, but longer than a busy machine needs for what goes right. */
export const TIMINGS: Partial<Timings> = {
  appendDeadlineMs: 1_500,
  settleMs: 20_000,
  readIdleMs: 1_500,
  retryMs: 20,
  watchMs: 500,
  quietMs: 50,
};

export interface NodeOptions {
  readonly directory?: string;
  readonly clock?: ClockPort;
  readonly timings?: Partial<Timings>;
}

/** A node of a ledger that the store holds; only the first one signs. */
export const openNode = async (store: StoreChoice, options: NodeOptions = {}): Promise<LedgerWriter> => {
  const { directory = temporaryDirectory(), clock, timings = TIMINGS } = options;
  await followStore(directory, store);
  return openLedgerWriter(directory, {
    store,
    storeTimings: timings,
    signing: { signs: false },
    ...(clock ? { clock } : {}),
  });
};

/** A demonstration in the store, and its first node. */
export const sharedDemonstration = async (
  store: StoreChoice,
  { directory = temporaryDirectory(), clock, timings = TIMINGS }: NodeOptions = {},
): Promise<LedgerWriter> => {
  await initSharedLedger(directory, {
    origin: 'example.org/demo',
    demonstration: true,
    plan: true,
    store,
    ...(clock ? { clock } : {}),
  });
  return openLedgerWriter(directory, { store, storeTimings: timings, ...(clock ? { clock } : {}) });
};

/** Waits until a node holds that many events. */
export const reaching = async (node: LedgerWriter, size: number): Promise<void> => {
  while (node.journal.size() < size) await new Promise((resolve) => setTimeout(resolve, 10));
};
