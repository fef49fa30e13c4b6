import type { JournalReader } from '../../journal/reader.ts';
import { leafHash } from '../../transparency/index.ts';
import { HistoryRewritten } from '../port.ts';
import type { StoreClient } from './client.ts';
import { failureOf } from './failure.ts';

/**
 * Looks whether the stream still holds what the journal holds: its beginning each time, for a stream is cut off at its
 * beginning, and a piece of the rest, so that in the course of time all of it is seen again.
 */
export interface Watch {
  /** @throws HistoryRewritten, StoreFailure */
  look(): Promise<void>;
}

const PIECE = 200;

export const createWatch = (client: StoreClient, journal: JournalReader): Watch => {
  let next = 0;

  /** @returns how many events were compared */
  const compare = async (from: number, count: number): Promise<number> => {
    let place = from;
    for await (const events of client.read({ from, count }))
      for (const { revision, text } of events) {
        if (revision !== place)
          throw new HistoryRewritten(place, {
            zh: `存储在此处接着的是事件 ${revision}`,
            en: `the store goes on with event ${revision} here`,
          });
        if (!Buffer.from(journal.leafHash(place)).equals(leafHash(Buffer.from(text, 'utf8'))))
          throw new HistoryRewritten(place, {
            zh: '存储中此处的事件与本节点的副本不同',
            en: 'the store holds another event here than the journal',
          });
        place += 1;
      }
    return place - from;
  };

  return {
    look: async () => {
      const size = journal.size();
      if (size === 0) return;
      try {
        if ((await compare(0, 1)) === 0)
          throw new HistoryRewritten(0, { zh: '流为空', en: 'the stream is empty' });
        const count = Math.min(PIECE, size - next);
        const compared = count > 0 ? await compare(next, count) : 0;
        next = compared < PIECE ? 0 : next + compared;
      } catch (error) {
        if (error instanceof HistoryRewritten) throw error;
        const failure = failureOf(error);
        if (failure.kind === 'deleted')
          throw new HistoryRewritten(0, { zh: '流已被永久删除', en: 'the stream was deleted for good' });
        throw failure;
      }
    },
  };
};
