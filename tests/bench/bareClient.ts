import { randomUUID } from 'node:crypto';
import { ANY, EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';

/** The store's client alone, appending and reading what a ledger does at the least: its bytes, with as much beside them. */

/** A recorded event. */
export type Recorded = Readonly<Record<string, unknown>>;

export interface BareClient {
  /** Appends in groups, each at the exact end; answers the seconds of each append. */
  append(events: readonly Recorded[], group: number): Promise<number[]>;
  /** Appends one by one for so many seconds, with so many under way; answers how many a second. */
  appendSingles(events: readonly Recorded[], underWay: number, seconds: number): Promise<number>;
  /** Reads a stream to its end; answers the number of its events. */
  read(stream: string): Promise<number>;
  close(): Promise<void>;
}

/** Taken by nobody on an insecure server; they choose the unary transport. */
const CREDENTIALS = { username: 'admin', password: 'changeit' };
const LEAF_HASH = Buffer.alloc(32).toString('base64');
const CALL = { credentials: CREDENTIALS, requiresLeader: true };

const eventOf = (data: Recorded, append: string) =>
  jsonEvent({
    id: randomUUID(),
    type: String(data.type),
    data: { ...data },
    metadata: { $correlationId: String(data.subject), leafHash: LEAF_HASH, append },
  });

export const bareClient = (url: string): BareClient => {
  const client = EventStoreDBClient.connectionString(url);
  return {
    append: async (events, group) => {
      const stream = `bench-${randomUUID()}`;
      const times: number[] = [];
      for (let from = 0; from < events.length; from += group) {
        const start = performance.now();
        const append = randomUUID();
        const batch = events.slice(from, from + group).map((data) => eventOf(data, append));
        await client.appendToStream(stream, batch, {
          ...CALL,
          expectedRevision: from === 0 ? NO_STREAM : BigInt(from - 1),
        });
        times.push((performance.now() - start) / 1_000);
      }
      return times;
    },
    appendSingles: async (events, underWay, seconds) => {
      const stream = `bench-${randomUUID()}`;
      const end = performance.now() + seconds * 1_000;
      let count = 0;
      const one = async (): Promise<void> => {
        while (performance.now() < end) {
          const event = eventOf(events[count % events.length] as Recorded, randomUUID());
          count += 1;
          await client.appendToStream(stream, [event], { ...CALL, expectedRevision: ANY });
        }
      };
      await Promise.all(Array.from({ length: underWay }, one));
      return count / seconds;
    },
    read: async (stream) => {
      let count = 0;
      for await (const { event } of client.readStream(stream)) if (event) count += 1;
      return count;
    },
    close: () => client.dispose(),
  };
};
