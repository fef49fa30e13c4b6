import { readModelBehind } from '../problem.ts';
import { READ_MODEL_WAIT_MS } from './limits.ts';
import type { Logger } from './logger.ts';

/**
 * Keeps the read model up with the log, a batch at a time: there are never two at once.
 */
export interface Projection {
  /** Events that the read model holds. */
  readonly size: number;
  /** Why it has stopped, if it has. */
  readonly stale: string | undefined;
  /** There may be something new. */
  wake(): void;
  /** Resolves once the read model holds that many events. @throws Problem READ_MODEL_STALE after READ_MODEL_WAIT_MS */
  waitFor(size: number): Promise<void>;
  stop(): void;
}

/** What makes the steps, here or on a thread of its own. */
export interface Stepping {
  readonly size: number;
  readonly stale: string | undefined;
  readonly isStopped: boolean;
  /** How many events the step took, 0 at the end of the log. */
  step(): number | Promise<number>;
}

const RETRY_MS = 1_000;

interface Waiter {
  readonly size: number;
  readonly settle: (reached: boolean) => void;
}

/** Under load a batch takes what has come in this time: what a batch costs by itself is shared by more events. */
const STEP_INTERVAL_MS = 250;
const BUSY_STEP = 16;
const LARGE_STEP = 1_000;

export const createProjection = (projector: Stepping, logger: Logger): Projection => {
  const waiters = new Set<Waiter>();
  let next: { readonly cancel: () => void } | undefined;
  let isStepping = false;
  let isWoken = false;
  let lastStepAt = Number.NEGATIVE_INFINITY;
  let busySteps = 0;
  let retry: NodeJS.Timeout | undefined;
  let failure: string | undefined;
  let stopped = false;

  const isOver = (): boolean => stopped || failure !== undefined || projector.isStopped;

  const staleReason = (): string | undefined => failure ?? projector.stale;

  const settleWaiters = (): void => {
    for (const waiter of waiters)
      if (projector.size >= waiter.size) waiter.settle(true);
      else if (isOver()) waiter.settle(false);
  };

  const take = async (): Promise<number> => {
    isStepping = true;
    isWoken = false;
    try {
      return await projector.step();
    } catch (error) {
      // A thread that was ended by the stop has nothing to say.
      if (!stopped) failure = error instanceof Error ? error.message : String(error);
      return 0;
    } finally {
      isStepping = false;
    }
  };

  const step = async (): Promise<void> => {
    next = undefined;
    const taken = await take();
    settleWaiters();
    // A single poster's fact is there at once, and a read model that is far behind is brought up without a pause.
    if (taken > 0) busySteps = taken >= BUSY_STEP && taken < LARGE_STEP ? busySteps + 1 : 0;
    lastStepAt = busySteps > 1 ? performance.now() : Number.NEGATIVE_INFINITY;
    const reason = staleReason();
    if (taken > 0 || (isWoken && reason === undefined)) return wake();
    if (reason === undefined || stopped) return;
    logger.error({ reason, size: projector.size }, 'the read model has stopped');
    if (!isOver()) retryLater();
  };

  const wake = (): void => {
    isWoken = true;
    if (isOver() || retry || next || isStepping) return;
    const pause = lastStepAt + STEP_INTERVAL_MS - performance.now();
    if (waiters.size > 0 || pause <= 0) {
      const immediate = setImmediate(() => void step());
      next = { cancel: () => clearImmediate(immediate) };
    } else {
      const timer = setTimeout(() => void step(), pause);
      next = { cancel: () => clearTimeout(timer) };
    }
  };

  /** What is temporary, a full disk, is tried again now and then, not with everything that arrives. */
  const retryLater = (): void => {
    retry = setTimeout(() => {
      retry = undefined;
      wake();
    }, RETRY_MS).unref();
  };

  const reached = (size: number): Promise<boolean> =>
    new Promise((resolve) => {
      const waiter: Waiter = {
        size,
        settle: (value) => {
          clearTimeout(timer);
          waiters.delete(waiter);
          resolve(value);
        },
      };
      const timer = setTimeout(() => waiter.settle(false), READ_MODEL_WAIT_MS);
      waiters.add(waiter);
      // Somebody waits: no pause any more.
      next?.cancel();
      next = undefined;
      wake();
      settleWaiters();
    });

  return {
    get size() {
      return projector.size;
    },
    get stale() {
      return staleReason();
    },
    wake,
    waitFor: async (size) => {
      if (projector.size >= size || (await reached(size))) return;
      throw readModelBehind(projector.size, size, staleReason());
    },
    stop: () => {
      stopped = true;
      next?.cancel();
      clearTimeout(retry);
      settleWaiters();
    },
  };
};
