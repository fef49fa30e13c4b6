import { type Double, startDouble } from './double.ts';

/**
 * The store that tests run on: the double, or the real server at TEST_EVENTSTORE_URL. Each test takes a ledger id of its own,
 * so that a used server serves too.
 */
export interface TestStore {
  readonly url: string;
  /** Undefined on a real server. */
  readonly double: Double | undefined;
  close(): Promise<void>;
}

export const startStore = async (): Promise<TestStore> => {
  const url = process.env.TEST_EVENTSTORE_URL;
  if (url !== undefined && url !== '') return { url, double: undefined, close: async () => {} };
  const double = await startDouble();
  return { url: double.url, double, close: double.close };
};
