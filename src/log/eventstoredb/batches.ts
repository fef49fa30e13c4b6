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
  /** As many are waited for, unless the stream ends; 1 unless given. */
  readonly atLeast?: number;
  /** Ends the call; leaving the loop does not. */
  readonly cancel: () => Promise<unknown>;
}

export const BATCH_MAX = 1_000;
/** Timers come before what has arrived: a process that was busy for long looks once more. */
const SECOND_LOOK_MS = 100;

const take = <T>(stream: ObjectStream, batch: T[]): void => {
  while (batch.length < BATCH_MAX) {
    const next = stream.read() as T | null;
    if (next === null) return;
    batch.push(next);
  }
};

/** @throws StoreFailure */
export const batchesOf = async function* <T>(
  stream: ObjectStream,
  { idleMs, signal, atLeast = 1, cancel }: BatchOptions,
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
  let batch: T[] = [];
  try {
    while (signal?.aborted !== true) {
      take(stream, batch);
      const isOver = failure !== undefined || hasEnded;
      if (batch.length >= (isOver ? 1 : atLeast)) {
        yield batch;
        batch = [];
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
