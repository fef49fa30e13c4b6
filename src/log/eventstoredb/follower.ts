import { setTimeout as sleep } from 'node:timers/promises';
import type { JournalReader } from '../../journal/reader.ts';
import { HistoryRewritten } from '../port.ts';
import type { ReadEvent, StoreClient } from './client.ts';
import type { Delivery } from './delivery.ts';
import { failureOf } from './failure.ts';
import type { Replica } from './replica.ts';
import type { Timings } from './timings.ts';
import { createWatch } from './watch.ts';

/**
 * Keeps the replica at the end of the log: by reading up to the end, then by a subscription from the last event that it
 * holds, again and again. Lost connections and a subscription that was dropped are nothing but another round.
 */
export interface Follower {
  readonly isConnected: boolean;
  readonly problem: string | undefined;
  readonly seenSize: number;
  /** This node writes much: it learns of others by their conflicts, and its own events need not come back to it. */
  pause(): void;
  stop(): Promise<void>;
}

export interface FollowerPorts {
  readonly client: StoreClient;
  readonly replica: Replica;
  readonly journal: JournalReader;
  readonly timings: Timings;
  readonly delivery: Pick<Delivery, 'delivered' | 'begin' | 'end'>;
  readonly serial: <T>(work: () => Promise<T>) => Promise<T>;
  readonly catchUp: () => Promise<void>;
  readonly take: (events: readonly ReadEvent[]) => Promise<void>;
  readonly onRewritten: (alarm: HistoryRewritten) => void;
}

export const createFollower = (ports: FollowerPorts): Follower => {
  const { client, replica, timings, delivery, serial } = ports;
  const stopping = new AbortController();
  let isConnected = false;
  let problem: string | undefined;
  let seenSize = 0;
  let writtenAt = Number.NEGATIVE_INFINITY;
  let live: AbortController | undefined;
  const watch = createWatch(client, ports.journal);

  const rest = (): Promise<void> =>
    sleep(timings.retryMs, undefined, { signal: stopping.signal }).catch(() => {});

  /**
   * The end of the round that goes on by a subscription: this node writes much, a look at the stream is due, or it all stops.
   * What comes is told before those before it are taken, for an append that they wait for may wait to see it.
   */
  const subscribe = async (): Promise<void> => {
    const controller = new AbortController();
    live = controller;
    const timer = setTimeout(() => controller.abort(), timings.watchMs);
    let taking: Promise<void> = Promise.resolve();
    delivery.begin();
    try {
      for await (const events of client.subscribe({ from: replica.size, signal: controller.signal })) {
        delivery.delivered(events);
        seenSize = Math.max(seenSize, (events.at(-1)?.revision ?? -1) + 1);
        await taking;
        taking = serial(() => ports.take(events));
        taking.catch(() => controller.abort());
      }
    } finally {
      delivery.end();
      clearTimeout(timer);
      live = undefined;
      await taking;
    }
  };

  const quiet = async (): Promise<void> => {
    for (;;) {
      const rest = writtenAt + timings.quietMs - performance.now();
      if (rest <= 0 || stopping.signal.aborted) return;
      await sleep(rest, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };

  /** However a subscription ends — dropped, lost —, reading up to the end tells how the store stands. */
  const stayLive = async (): Promise<void> => {
    try {
      await subscribe();
    } catch (error) {
      if (error instanceof HistoryRewritten) throw error;
      if (failureOf(error).kind === 'deadline') client.replace();
      await rest();
    }
  };

  const round = async (): Promise<void> => {
    await ports.catchUp();
    isConnected = true;
    problem = undefined;
    await watch.look();
    await quiet();
    if (!stopping.signal.aborted) await stayLive();
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await round();
      } catch (error) {
        if (error instanceof HistoryRewritten) {
          ports.onRewritten(error);
          return;
        }
        const failure = failureOf(error);
        isConnected = false;
        problem = failure.message;
        if (failure.kind === 'deadline') client.replace();
        await rest();
      }
    }
  };
  const running = run();

  return {
    get isConnected() {
      return isConnected;
    },
    get problem() {
      return problem;
    },
    get seenSize() {
      return seenSize;
    },
    pause: () => {
      writtenAt = performance.now();
      live?.abort();
    },
    stop: async () => {
      stopping.abort();
      live?.abort();
      await running;
    },
  };
};
