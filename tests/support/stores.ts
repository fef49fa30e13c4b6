import { describe } from 'vitest';
import { type LedgerWriter, openLedgerWriter } from '../../src/main.ts';
import type { StoreChoice } from '../../src/sharedStore.ts';
import { useStore } from './eventstore/testStore.ts';
import { demonstrationLedger, temporaryDirectory } from './ledger.ts';
import { newStore, sharedDemonstration, TIMINGS } from './sharedLedger.ts';

/** Where a ledger is kept: what holds for one holds for the other. */
export interface Stores {
  /** A demonstration with the plan's targets, open for writing; each is a ledger of its own. */
  readonly demonstration: (directory?: string) => Promise<LedgerWriter>;
  /** Opens one again that was closed. */
  readonly reopen: (directory: string) => Promise<LedgerWriter>;
  /** Runs of a property: each fact goes to a server where there is one. */
  readonly runs: number;
}

const EMBEDDED: Stores = {
  demonstration: demonstrationLedger,
  reopen: openLedgerWriter,
  runs: 6,
};

const sharedStores = (url: () => string): Stores => {
  const choices = new Map<string, StoreChoice>();
  return {
    demonstration: (directory = temporaryDirectory()) => {
      const choice = newStore(url());
      choices.set(directory, choice);
      return sharedDemonstration(choice, { directory });
    },
    reopen: (directory) =>
      openLedgerWriter(directory, { store: choices.get(directory), storeTimings: TIMINGS }),
    runs: 2,
  };
};

/** The same tests for a ledger that is embedded and for one in a shared store. */
export const describeStores = (tests: (stores: Stores) => void): void => {
  describe('embedded', () => tests(EMBEDDED));
  describe('in a shared store', () => {
    const store = useStore();
    tests(sharedStores(() => store.url));
  });
};
