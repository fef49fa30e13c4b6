import { BACKWARDS, END, EventStoreDBClient, type ResolvedEvent, START } from '@eventstore/db-client';
import { BATCH_MAX, batchesOf } from './batches.ts';
import type { Connection } from './connection.ts';
import { failureOf, StoreFailure } from './failure.ts';
import { type NewEvent, unaryAppend, type WriteAnswer } from './unaryAppend.ts';

/**
 * The one file that talks to the client of the store, but for the append that it makes. It hands on what is written and read,
 * its own deadlines, and failures of one kind.
 */

/** An event as the store has it: its data, and the JSON text of that. */
export interface ReadEvent {
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly recorded: unknown;
  readonly text: string;
  readonly metadata: unknown;
}

export interface ReadOptions {
  /** Revision of the first event, which is included. */
  readonly from: number;
  readonly count?: number;
  readonly signal?: AbortSignal;
}

export interface StoreClient {
  /** Appends if the stream ends after `expectedSize` events. @throws StoreFailure; then it may have been written */
  append(expectedSize: number, events: Iterable<NewEvent>): Promise<WriteAnswer>;
  /** To the end as it is now. @throws StoreFailure, `missing` where there is no stream */
  read(options: ReadOptions): AsyncIterable<readonly ReadEvent[]>;
  /** The last event; undefined where there is none. @throws StoreFailure */
  last(): Promise<ReadEvent | undefined>;
  /** From a revision on, and what comes later. @throws StoreFailure */
  subscribe(options: {
    readonly from: number;
    readonly signal: AbortSignal;
  }): AsyncIterable<readonly ReadEvent[]>;
  /** Goes on with a new client: the old one may hold on to a server that no longer answers. */
  replace(): void;
  close(): Promise<void>;
}

export interface ClientOptions {
  readonly connection: Connection;
  readonly stream: string;
  readonly appendDeadlineMs: number;
  readonly readIdleMs: number;
}

/** Beyond the deadline that the call has: finding a server has none. */
const DISCOVERY_MARGIN_MS = 500;
/** Events that are there while those before are taken. */
const READ_AHEAD = 2 * BATCH_MAX;

const eventsOf = (resolved: readonly ResolvedEvent[]): ReadEvent[] =>
  resolved.flatMap(({ event }) =>
    event
      ? [
          {
            revision: Number(event.revision),
            id: event.id,
            type: event.type,
            recorded: event.data,
            text: JSON.stringify(event.data),
            metadata: event.metadata,
          },
        ]
      : [],
  );

const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new StoreFailure('deadline', `no answer in ${ms} ms`)), ms);
  // Whichever loses is of no interest any longer.
  work.catch(() => {});
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
};

/** Not awaited by the client itself: a server that cannot be found while a stream breaks would end the process. */
const withoutUnhandledRejection = (client: EventStoreDBClient): EventStoreDBClient => {
  const open = client as unknown as { handleError: (...values: unknown[]) => Promise<void> };
  const { handleError } = open;
  open.handleError = (...values) => handleError(...values).catch(() => {});
  return client;
};

const connect = ({ address }: Connection): EventStoreDBClient =>
  withoutUnhandledRejection(EventStoreDBClient.connectionString(address));

export const storeClient = (options: ClientOptions): StoreClient => {
  const { connection, stream, appendDeadlineMs, readIdleMs } = options;
  const { credentials } = connection;
  let client = connect(connection);
  const base = { credentials, requiresLeader: true };
  const readAhead = { highWaterMark: READ_AHEAD };

  /** A client that was replaced ends what it was reading as if that were the end. */
  const refuseEndOf = (used: EventStoreDBClient): void => {
    if (used !== client) throw new StoreFailure('retriable', 'the client was replaced');
  };

  const read = async function* ({ from, count, signal }: ReadOptions): AsyncGenerator<readonly ReadEvent[]> {
    const used = client;
    const reading = used.readStream(
      stream,
      {
        ...base,
        fromRevision: from === 0 ? START : BigInt(from),
        ...(count === undefined ? {} : { maxCount: count }),
      },
      readAhead,
    );
    const batches = batchesOf<ResolvedEvent>(reading, {
      idleMs: readIdleMs,
      atLeast: Math.min(count ?? BATCH_MAX, BATCH_MAX),
      cancel: () => reading.cancel(),
      ...(signal ? { signal } : {}),
    });
    for await (const batch of batches) yield eventsOf(batch);
    refuseEndOf(used);
  };

  return {
    append: async (expectedSize, events) => {
      try {
        const appending = unaryAppend(
          client,
          { stream, expectedSize, events },
          { ...base, deadline: appendDeadlineMs },
        );
        return await within(appendDeadlineMs + DISCOVERY_MARGIN_MS, appending);
      } catch (error) {
        throw failureOf(error);
      }
    },
    read,
    last: async () => {
      const used = client;
      const reading = used.readStream(stream, {
        ...base,
        direction: BACKWARDS,
        fromRevision: END,
        maxCount: 1,
      });
      try {
        const batches = batchesOf<ResolvedEvent>(reading, {
          idleMs: readIdleMs,
          cancel: () => reading.cancel(),
        });
        for await (const batch of batches) return eventsOf(batch)[0];
      } catch (error) {
        if (failureOf(error).kind !== 'missing') throw error;
        return undefined;
      }
      refuseEndOf(used);
      return undefined;
    },
    subscribe: async function* ({ from, signal }) {
      const subscription = client.subscribeToStream(
        stream,
        { ...base, fromRevision: from === 0 ? START : BigInt(from - 1) },
        readAhead,
      );
      const batches = batchesOf<ResolvedEvent>(subscription, {
        signal,
        cancel: () => subscription.unsubscribe(),
      });
      for await (const batch of batches) yield eventsOf(batch);
    },
    replace: () => {
      const old = client;
      client = connect(connection);
      old.dispose().catch(() => {});
    },
    close: () => client.dispose(),
  };
};
