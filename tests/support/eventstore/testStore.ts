import { afterAll, beforeAll } from 'vitest';
import { type Double, startDouble } from './double.ts';

/**
 * The store that tests run on: the double, or the real server at TEST_EVENTSTORE_URL. Each test takes a ledger id of its own,
 * so that a used server serves too.
 */
interface TestStore {
  readonly url: string;
  /** Undefined on a real server. */
  readonly double: Double | undefined;
  close(): Promise<void>;
}

const startStore = async (): Promise<TestStore> => {
  const url = process.env.TEST_EVENTSTORE_URL;
  if (url !== undefined && url !== '') return { url, double: undefined, close: async () => {} };
  const double = await startDouble();
  return { url: double.url, double, close: double.close };
};

/** The store of the tests of a file or a group, started before the first and closed after the last. */
export const useStore = (): Omit<TestStore, 'close'> => {
  let started: TestStore | undefined;
  beforeAll(async () => {
    started = await startStore();
  });
  afterAll(() => started?.close());
  const store = (): TestStore => {
    if (!started) throw new Error('the store is there in tests only');
    return started;
  };
  return {
    get url() {
      return store().url;
    },
    get double() {
      return store().double;
    },
  };
};
