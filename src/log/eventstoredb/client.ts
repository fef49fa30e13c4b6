import {
  BACKWARDS,
  END,
  EventStoreDBClient,
  jsonEvent,
  NO_STREAM,
  type ResolvedEvent,
  START,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { batchesOf } from './batches.ts';
import type { Connection } from './connection.ts';
import { failureOf, StoreFailure } from './failure.ts';

/**
 * The one file that talks to the client of the store. It hands on what is written and read, its own deadlines, and failures
 * of one kind.
 */

/** An event for the store. */
export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
}

/** An event as the store has it; `text` is what its data is as JSON. */
export interface ReadEvent {
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly text: string;
  readonly metadata: unknown;
}

export type WriteAnswer =
  /** `last` is the revision of the last event written. */
  | { readonly kind: 'written'; readonly last: number }
  /** The stream ends elsewhere; -1 where there is none. */
  | { readonly kind: 'elsewhere'; readonly last: number };

export interface ReadOptions {
  /** Revision of the first event, which is included. */
  readonly from: number;
  readonly count?: number;
  readonly signal?: AbortSignal;
}

export interface StoreClient {
  /** Appends if the stream ends after `expectedSize` events. @throws StoreFailure; then it may have been written */
  append(expectedSize: number, events: readonly NewEvent[]): Promise<WriteAnswer>;
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
const READ_AHEAD = 512;

const eventsOf = (resolved: readonly ResolvedEvent[]): ReadEvent[] =>
  resolved.flatMap(({ event }) =>
    event
      ? [
          {
            revision: Number(event.revision),
            id: event.id,
            type: event.type,
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

  const write = async (expectedSize: number, events: readonly NewEvent[]): Promise<WriteAnswer> => {
    const expectedRevision = expectedSize === 0 ? NO_STREAM : BigInt(expectedSize - 1);
    const result = await client.appendToStream(
      stream,
      events.map((event) => jsonEvent(event)),
      {
        ...base,
        deadline: appendDeadlineMs,
        expectedRevision,
      },
    );
    const last = Number(result.nextExpectedRevision);
    return { kind: result.success ? 'written' : 'elsewhere', last };
  };

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
      cancel: () => reading.cancel(),
      ...(signal ? { signal } : {}),
    });
    for await (const batch of batches) yield eventsOf(batch);
    refuseEndOf(used);
  };

  return {
    append: async (expectedSize, events) => {
      try {
        return await within(appendDeadlineMs + DISCOVERY_MARGIN_MS, write(expectedSize, events));
      } catch (error) {
        if (!(error instanceof WrongExpectedVersionError)) throw failureOf(error);
        const { actualVersion } = error;
        return { kind: 'elsewhere', last: typeof actualVersion === 'bigint' ? Number(actualVersion) : -1 };
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
