import { STREAM_GROUP_BYTES, STREAM_GROUP_FACTS } from './limits.ts';

/**
 * Groups of a stream: while one is being recorded the next collects what comes, so that a slow client's line is recorded at
 * once and a fast client's lines together. They are recorded one after the other; after one that failed none is.
 */
export interface Groups<T> {
  /** Takes items of a chunk; waits while what is collected is large. @throws what recording a group threw */
  add(items: readonly T[], bytes: number): Promise<void>;
  /** Records the rest and waits for it. @throws what recording a group threw */
  end(): Promise<void>;
  /** Waits for the group under way, drops what is collected behind it, and never rejects. */
  settled(): Promise<void>;
  /** Aborted with what recording a group threw: whoever waits for more to come need not. */
  readonly failed: AbortSignal;
}

export const createGroups = <T>(record: (items: readonly T[]) => Promise<void>): Groups<T> => {
  const failure = new AbortController();
  let collected: T[] = [];
  let collectedBytes = 0;
  let underWay: Promise<void> | undefined;

  const start = (): void => {
    const items = collected;
    collected = [];
    collectedBytes = 0;
    underWay = record(items).then(
      () => {
        underWay = undefined;
        if (collected.length > 0) start();
      },
      (error: unknown) => {
        underWay = undefined;
        collected = [];
        failure.abort(error);
      },
    );
  };

  const isFull = (): boolean =>
    collected.length >= STREAM_GROUP_FACTS || collectedBytes >= STREAM_GROUP_BYTES;

  return {
    failed: failure.signal,
    add: async (items, bytes) => {
      failure.signal.throwIfAborted();
      for (const item of items) collected.push(item);
      collectedBytes += bytes;
      if (collected.length === 0) return;
      if (!underWay) start();
      while (underWay && isFull()) await underWay;
      failure.signal.throwIfAborted();
    },
    end: async () => {
      while (underWay) await underWay;
      failure.signal.throwIfAborted();
    },
    settled: async () => {
      collected = [];
      while (underWay) await underWay;
    },
  };
};
