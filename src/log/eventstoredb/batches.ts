import { failureOf, StoreFailure } from './failure.ts';

/** What has arrived on a stream of objects, many at a time. */

/** A readable stream of objects, as far as it is needed. */
export interface ObjectStream {
  read(): unknown;
  on(event: string, listener: (error: unknown) => void): unknown;
}

export interface BatchOptions {
  /** A server that says nothing for so long while it has something to send is lost. Undefined waits for ever. */
  readonly idleMs?: number;
  readonly signal?: AbortSignal;
  /** Ends the call; leaving the loop does not. */
  readonly cancel: () => Promise<unknown>;
}

const BATCH_MAX = 1_000;
/** Timers come before what has arrived: a process that was busy for long looks once more. */
const SECOND_LOOK_MS = 100;

const take = <T>(stream: ObjectStream): T[] => {
  const batch: T[] = [];
  while (batch.length < BATCH_MAX) {
    const next = stream.read() as T | null;
    if (next === null) break;
    batch.push(next);
  }
  return batch;
};

/** @throws StoreFailure */
export const batchesOf = async function* <T>(
  stream: ObjectStream,
  { idleMs, signal, cancel }: BatchOptions,
): AsyncGenerator<readonly T[]> {
  let failure: StoreFailure | undefined;
  let hasEnded = false;
  let wake = (): void => {};
  const fail = (error: unknown): void => {
    failure ??= failureOf(error);
    wake();
  };
  const onReadable = (): void => wake();
  stream.on('error', fail);
  stream.on('readable', onReadable);
  stream.on('end', () => {
    hasEnded = true;
    wake();
  });
  signal?.addEventListener('abort', onReadable, { once: true });
  const more = (): Promise<void> =>
    new Promise((resolve) => {
      const lost = (): void => fail(new StoreFailure('deadline', `nothing was heard for ${idleMs} ms`));
      const look = (): void => {
        timer = setTimeout(lost, SECOND_LOOK_MS);
      };
      let timer = idleMs === undefined ? undefined : setTimeout(look, idleMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  try {
    while (signal?.aborted !== true) {
      const batch = take<T>(stream);
      if (batch.length > 0) {
        yield batch;
        continue;
      }
      if (failure) throw failure;
      if (hasEnded) return;
      await more();
    }
  } finally {
    signal?.removeEventListener('abort', onReadable);
    cancel().catch(() => {});
  }
};
