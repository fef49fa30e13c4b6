import { setTimeout as pause } from 'node:timers/promises';
import { isDiskFull } from '../../journal/database.ts';
import { entriesFollowed, entriesUpTo } from '../journalEntries.ts';
import {
  type AppendResult,
  type EventLog,
  HistoryRewritten,
  type LogEntry,
  LogFailure,
  LogSealed,
} from '../port.ts';
import { settledAppend } from './append.ts';
import { catchUpOf } from './catchUp.ts';
import { type StoreClient, storeClient } from './client.ts';
import type { Connection } from './connection.ts';
import { createDelivery } from './delivery.ts';
import { failureOf, StoreFailure } from './failure.ts';
import { createFollower } from './follower.ts';
import { sealEvent, storable, toStore } from './form.ts';
import { type ReplicaJournal, replicaOf } from './replica.ts';
import { TIMINGS, type Timings } from './timings.ts';
import type { NewEvent } from './unaryAppend.ts';

/**
 * The shared log: the stream `ledger-<ledger id>` of an EventStoreDB, with the journal of this node as its replica. The journal
 * takes this node's entries once they are durable in the store, and those of other nodes by following, all in order; whoever
 * reads, reads the journal.
 */

/** Bytes of data that the server takes in one append; metadata is not counted. */
export const APPEND_BYTES_MAX = 1_048_576;

/**
 * Events that this node appends while it follows by a subscription: more would get it dropped, and cost more to take than a
 * look at the place.
 */
const LIVE_EVENTS_MAX = 8;

export interface SharedLogOptions {
  readonly connection: Connection;
  readonly ledgerId: string;
  /** Held by this process for writing. */
  readonly journal: ReplicaJournal;
  readonly timings?: Partial<Timings>;
  /** Called when the journal has grown by what others wrote. */
  readonly onFollowed?: (size: number) => void;
}

/** How the log stands, for readiness. */
export interface SharedLogState {
  /** Whether the store was reached at the last try. */
  readonly isConnected: boolean;
  /** Why it was not. */
  readonly problem: string | undefined;
  /** Number of events of the log as far as it was seen. */
  readonly logSize: number;
  readonly alarm: HistoryRewritten | undefined;
}

export interface SharedLog extends EventLog {
  readonly state: SharedLogState;
  /** Resolves with the alarm when there is one. */
  readonly alarmed: Promise<HistoryRewritten>;
  /** Ends the log for good after that many events; every node sees it in its place. */
  seal(expectedSize: number, successor: string): Promise<'sealed' | 'conflict' | 'unknown'>;
}

/** One after the other, in the order of the calls. */
const createSerial = () => {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
};

/** The events of an append, made each time they are gone through. */
const toEvents = (entries: readonly LogEntry[]) => {
  const storables = entries.map(storable);
  return (append: string): Iterable<NewEvent> => ({
    *[Symbol.iterator]() {
      for (const each of storables) yield toStore(each, append);
    },
  });
};

export const streamOf = (ledgerId: string): string => `ledger-${ledgerId}`;

const refuseRepeated = (entries: readonly LogEntry[], journal: ReplicaJournal): void => {
  const seen = new Set<string>();
  for (const { source, id } of entries) {
    const key = `${source} ${id}`;
    if (seen.has(key)) throw new Error(`the identity ${key} stands twice in the append`);
    seen.add(key);
  }
  const [known] = journal.reader.findAll(entries);
  if (known) throw new Error(`the identity ${known.source} ${known.id} is in the log`);
};

export const sharedLog = (options: SharedLogOptions): SharedLog => {
  const { journal, connection } = options;
  const timings: Timings = { ...TIMINGS, ...options.timings };
  const client: StoreClient = storeClient({
    connection,
    stream: streamOf(options.ledgerId),
    appendDeadlineMs: timings.appendDeadlineMs,
    readIdleMs: timings.readIdleMs,
  });
  const replica = replicaOf(journal);
  const catchUp = catchUpOf(client, replica, timings);
  const delivery = createDelivery(timings);
  const appending = { client, delivery, timings };
  const serial = createSerial();
  const alarmed = Promise.withResolvers<HistoryRewritten>();
  let alarm: HistoryRewritten | undefined;

  const raise = (error: HistoryRewritten): HistoryRewritten => {
    alarm ??= error;
    alarmed.resolve(alarm);
    return alarm;
  };

  /** To the end of the stream; what others wrote is told. @throws StoreFailure, HistoryRewritten */
  const follow = async (): Promise<void> => {
    if (alarm) throw alarm;
    const before = replica.size;
    try {
      await catchUp.run();
    } catch (error) {
      if (error instanceof HistoryRewritten) throw raise(error);
      if (isDiskFull(error)) throw error;
      const failure = failureOf(error);
      if (failure.kind === 'deadline') client.replace();
      throw failure;
    } finally {
      if (replica.size > before) options.onFollowed?.(replica.size);
    }
  };

  /** The same, tried for a while. */
  const reachEnd = async (): Promise<void> => {
    const until = performance.now() + timings.settleMs;
    for (;;) {
      try {
        return await follow();
      } catch (error) {
        if (!(error instanceof StoreFailure) || performance.now() + timings.retryMs > until) throw error;
        await pause(timings.retryMs);
      }
    }
  };

  const follower = createFollower({
    client,
    replica,
    timings,
    journal: journal.reader,
    delivery,
    serial,
    catchUp: () => serial(follow),
    take: async (events) => {
      if ((await replica.take(events)) > 0) options.onFollowed?.(replica.size);
    },
    onRewritten: raise,
  });

  /** What was written by this node, into its journal. */
  const keep = async (entries: readonly LogEntry[]): Promise<AppendResult> => {
    try {
      await replica.add(entries);
    } catch (error) {
      // They are in the log and will be followed; what the journal does not hold cannot be answered for.
      if (isDiskFull(error)) return { kind: 'unknown', detail: String(error) };
      throw new LogFailure('the journal could not be written', { cause: error });
    }
    return { kind: 'appended', size: replica.size };
  };

  const conflict = async (): Promise<AppendResult> => {
    try {
      await reachEnd();
    } catch (error) {
      if (error instanceof HistoryRewritten) return { kind: 'rewritten', alarm: error };
      if (isDiskFull(error)) return { kind: 'full', detail: String(error) };
      return { kind: 'unknown', detail: failureOf(error).message };
    }
    return { kind: 'conflict', size: replica.size };
  };

  const append = async (expectedSize: number, entries: readonly LogEntry[]): Promise<AppendResult> => {
    if (alarm) return { kind: 'rewritten', alarm };
    if (replica.size < expectedSize) {
      const behind = await conflict();
      if (behind.kind !== 'conflict' || replica.size !== expectedSize) return behind;
    }
    if (replica.size !== expectedSize) return { kind: 'conflict', size: replica.size };
    refuseRepeated(entries, journal);
    const settled = await settledAppend(appending, expectedSize, toEvents(entries));
    switch (settled.kind) {
      case 'ours':
        return keep(entries);
      case 'others':
        return conflict();
      case 'deleted':
        return {
          kind: 'rewritten',
          alarm: raise(
            new HistoryRewritten(0, { zh: '流已被永久删除', en: 'the stream was deleted for good' }),
          ),
        };
      case 'unknown':
        return settled;
    }
  };

  const seal: SharedLog['seal'] = async (expectedSize, successor) => {
    const settled = await settledAppend(appending, expectedSize, (append) => [sealEvent(successor, append)]);
    if (settled.kind === 'unknown') return 'unknown';
    if (settled.kind === 'ours') raise(new LogSealed(expectedSize, successor));
    return settled.kind === 'ours' ? 'sealed' : 'conflict';
  };

  return {
    appendBytesMax: APPEND_BYTES_MAX,
    seal: (expectedSize, successor) => serial(() => seal(expectedSize, successor)),
    get state() {
      const { isConnected, problem } = follower;
      return { isConnected, problem, logSize: Math.max(follower.seenSize, replica.size), alarm };
    },
    alarmed: alarmed.promise,
    size: () =>
      serial(async () => {
        await reachEnd();
        return replica.size;
      }),
    append: async (expectedSize, entries) => {
      if (entries.length === 0) throw new Error('an empty append');
      if (entries.length > LIVE_EVENTS_MAX) follower.pause();
      return serial(() => append(expectedSize, entries));
    },
    read: async function* (from) {
      await serial(reachEnd);
      yield* entriesUpTo(journal.reader, from, replica.size);
    },
    follow: (from, signal) =>
      entriesFollowed(journal.reader, from, {
        signal,
        grown: () => grownOrAborted(replica.onGrown, signal),
      }),
    close: async () => {
      await follower.stop();
      await serial(async () => {});
      await client.close();
      await journal.close();
    },
  };
};

const grownOrAborted = (onGrown: (listener: () => void) => () => void, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      stop();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const stop = onGrown(done);
    signal.addEventListener('abort', done, { once: true });
  });
