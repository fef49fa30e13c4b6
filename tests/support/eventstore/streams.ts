/**
 * The streams of the double: what a server of EventStoreDB 23.10 was seen to do with them. Ids are compared by place and
 * never by content, a deleted stream goes on where it ended, and a tombstone is for good.
 */

export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface PlacedEvent extends StoredEvent {
  readonly revision: number;
}

/** `any`, or the revision of the event that must be the last one; -1 asks that there is none. */
export type Expected = number | 'any';

export type Appended =
  | { readonly kind: 'written'; readonly last: number }
  | { readonly kind: 'wrongVersion'; readonly last: number }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'tombstoned' };

export type Visible =
  | { readonly kind: 'events'; readonly events: readonly PlacedEvent[] }
  | { readonly kind: 'missing' }
  | { readonly kind: 'tombstoned' };

/** Bytes of data that one append may bring; metadata is not counted. */
export const APPEND_BYTES_MAX = 1_048_576;
const NEVER = Number.MAX_SAFE_INTEGER;

interface Stream {
  events: StoredEvent[];
  /** Revisions below it are not shown; {@link NEVER} once the stream is deleted. */
  truncateBefore: number;
  maxCount: number;
  isTombstoned: boolean;
}

export interface Streams {
  append(name: string, expected: Expected, proposed: readonly StoredEvent[]): Appended;
  /** Events shown from a revision on, or the last ones that are shown. */
  read(name: string, from: number | 'end', count: number): Visible;
  isTombstoned(name: string): boolean;
  /** Revision of the last event, -1 where there is none. */
  last(name: string): number;
  remove(name: string): void;
  tombstone(name: string): void;
  /** Changes what is stored, as no client can. */
  overwrite(name: string, revision: number, change: (event: StoredEvent) => StoredEvent): void;
  /** Everything as it is now; calling the answer restores it, as from an older backup. */
  backup(): () => void;
  /** Called after each change of the stream; answers how to stop that. */
  watch(name: string, listener: () => void): () => void;
}

/** Whether these ids stand at this place already; the server then reports success and writes nothing. */
const isRepeat = (stream: Stream, expected: number, proposed: readonly StoredEvent[]): boolean =>
  proposed.every(({ id }, index) => stream.events[expected + 1 + index]?.id === id);

export const createStreams = (): Streams => {
  let streams = new Map<string, Stream>();
  const listeners = new Map<string, Set<() => void>>();

  const streamOf = (name: string): Stream => {
    const found = streams.get(name);
    if (found) return found;
    const fresh: Stream = { events: [], truncateBefore: 0, maxCount: NEVER, isTombstoned: false };
    streams.set(name, fresh);
    return fresh;
  };
  const notify = (name: string): void => {
    for (const listener of listeners.get(name) ?? []) listener();
  };

  /** Metadata of a stream are events of a stream of their own. */
  const applyMetadata = (name: string, proposed: readonly StoredEvent[]): void => {
    const latest = proposed.at(-1);
    if (!name.startsWith('$$') || !latest) return;
    const { $tb, $maxCount } = JSON.parse(Buffer.from(latest.data).toString('utf8')) as {
      $tb?: number;
      $maxCount?: number;
    };
    const stream = streamOf(name.slice(2));
    stream.truncateBefore = $tb ?? 0;
    stream.maxCount = $maxCount ?? NEVER;
  };

  return {
    append: (name, expected, proposed) => {
      const stream = streamOf(name);
      const last = stream.events.length - 1;
      if (stream.isTombstoned) return { kind: 'tombstoned' };
      const bytes = proposed.reduce((sum, { data }) => sum + data.length, 0);
      if (bytes > APPEND_BYTES_MAX) return { kind: 'tooLarge' };
      if (proposed.length === 0) return { kind: 'written', last };
      if (expected !== 'any' && expected < last && isRepeat(stream, expected, proposed))
        return { kind: 'written', last: expected + proposed.length };
      const restarts = stream.truncateBefore === NEVER && expected === -1;
      if (expected !== 'any' && expected !== last && !restarts) return { kind: 'wrongVersion', last };
      if (stream.truncateBefore === NEVER) stream.truncateBefore = last + 1;
      stream.events.push(...proposed);
      applyMetadata(name, proposed);
      notify(name);
      return { kind: 'written', last: stream.events.length - 1 };
    },
    isTombstoned: (name) => streams.get(name)?.isTombstoned === true,
    read: (name, from, count) => {
      const stream = streams.get(name);
      if (stream?.isTombstoned === true) return { kind: 'tombstoned' };
      if (!stream || stream.events.length === 0 || stream.truncateBefore === NEVER)
        return { kind: 'missing' };
      const start = from === 'end' ? stream.events.length - count : from;
      const first = Math.max(start, stream.truncateBefore, stream.events.length - stream.maxCount);
      const events = stream.events
        .slice(first, first + count)
        .map((event, index) => ({ ...event, revision: first + index }));
      return { kind: 'events', events };
    },
    last: (name) => (streams.get(name)?.events.length ?? 0) - 1,
    remove: (name) => {
      streamOf(name).truncateBefore = NEVER;
      notify(name);
    },
    tombstone: (name) => {
      streamOf(name).isTombstoned = true;
      notify(name);
    },
    overwrite: (name, revision, change) => {
      const { events } = streamOf(name);
      events[revision] = change(events[revision] as StoredEvent);
    },
    backup: () => {
      const copy = [...streams].map(([name, stream]) => [name, structuredClone(stream)] as const);
      return () => {
        streams = new Map(copy.map(([name, stream]) => [name, structuredClone(stream)]));
      };
    },
    watch: (name, listener) => {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener);
      return () => set.delete(listener);
    },
  };
};
