import type { JournalReader } from '../../journal/reader.ts';
import { leafHash } from '../../transparency/index.ts';
import { HistoryRewritten, type LogEntry, type PlacedEntry } from '../port.ts';
import type { ReadEvent } from './client.ts';
import { fromStore } from './form.ts';

/** A journal that this process writes, on this thread or on one of its own. */
export interface ReplicaJournal {
  /** Events that are known to be stored. */
  readonly size: number;
  readonly reader: JournalReader;
  append(entries: readonly LogEntry[]): void | Promise<void>;
  close(): void | Promise<void>;
}

/** A larger append is not kept to be compared. */
const ADDED_KEPT_MAX = 64;

/** The journal of a node as a replica of the log: it takes what follows, and compares what it has. */
export interface Replica {
  readonly size: number;
  /**
   * Takes the events that follow its end; what it holds already is compared. Answers how many it took.
   * @throws HistoryRewritten at a gap, a changed event, or one that does not continue the log
   */
  take(events: readonly ReadEvent[]): Promise<number>;
  /** Adds what this node has written itself. */
  add(entries: readonly LogEntry[]): Promise<void>;
  /** Calls back when it has grown; answers how to stop that. */
  onGrown(listener: () => void): () => void;
}

export const replicaOf = (journal: ReplicaJournal): Replica => {
  const { reader } = journal;
  const listeners = new Set<() => void>();
  let lastRecordedAt = journal.size === 0 ? 0 : reader.recordedAt(journal.size - 1);

  /** What was added last: a subscription brings it once more. */
  let added: { readonly from: number; readonly entries: readonly LogEntry[] } = { from: 0, entries: [] };

  const isSame = ({ revision, text }: ReadEvent, taken: readonly PlacedEntry[]): boolean => {
    const known =
      revision < journal.size ? added.entries[revision - added.from] : taken[revision - journal.size];
    if (known) return known.text === text;
    return Buffer.from(reader.leafHash(revision)).equals(leafHash(Buffer.from(text, 'utf8')));
  };

  const compare = (event: ReadEvent, taken: readonly PlacedEntry[]): void => {
    if (!isSame(event, taken))
      throw new HistoryRewritten(event.revision, {
        zh: '此处存储的事件与先前不同',
        en: 'the store holds another event here than before',
      });
  };

  const next = (event: ReadEvent, size: number, after: number): PlacedEntry => {
    if (event.revision !== size)
      throw new HistoryRewritten(size, {
        zh: `存储在此之后是事件 ${event.revision}`,
        en: `the store goes on with event ${event.revision}`,
      });
    const entry = fromStore(event);
    if (entry.recordedAt <= after)
      throw new HistoryRewritten(size, {
        zh: '该事件的记录时间早于它前面的事件',
        en: 'the event is recorded before the one that it follows',
      });
    return entry;
  };

  const add = async (entries: readonly LogEntry[]): Promise<void> => {
    const from = journal.size;
    await journal.append(entries);
    added = { from, entries: entries.length > ADDED_KEPT_MAX ? [] : entries };
    lastRecordedAt = entries.at(-1)?.recordedAt ?? lastRecordedAt;
    for (const listener of [...listeners]) listener();
  };

  const refuseKnown = (entries: readonly PlacedEntry[]): void => {
    const seen = new Set<string>();
    const known = new Set(reader.findAll(entries).map(({ source, id }) => `${source} ${id}`));
    for (const { source, id, sequence } of entries) {
      const key = `${source} ${id}`;
      if (known.has(key) || seen.has(key))
        throw new HistoryRewritten(sequence, {
          zh: '该事件已在日志中',
          en: 'the event is in the log already',
        });
      seen.add(key);
    }
  };

  return {
    get size() {
      return journal.size;
    },
    take: async (events) => {
      const entries: PlacedEntry[] = [];
      for (const event of events) {
        const size = journal.size + entries.length;
        // What is delivered again is compared and goes no further.
        if (event.revision < size) compare(event, entries);
        else entries.push(next(event, size, entries.at(-1)?.recordedAt ?? lastRecordedAt));
      }
      if (entries.length === 0) return 0;
      refuseKnown(entries);
      await add(entries);
      return entries.length;
    },
    add,
    onGrown: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
