import type { Message } from '../../domain/refusal.ts';
import { HistoryRewritten } from '../port.ts';
import type { StoreClient } from './client.ts';
import { failureOf, StoreFailure } from './failure.ts';
import type { Replica } from './replica.ts';
import type { Timings } from './timings.ts';

/**
 * Brings the replica to the end of the stream as it is now. It begins at the last event that it holds, so that an end that is
 * shorter, or another event there, is seen.
 */
export interface CatchUp {
  /** @throws StoreFailure when the store cannot be read, HistoryRewritten */
  run(): Promise<void>;
}

type Ending = { readonly kind: 'reached' } | { readonly kind: 'shorter'; readonly reason: Message };

const REACHED: Ending = { kind: 'reached' };
const MISSING: Ending = { kind: 'shorter', reason: { zh: '流已不存在', en: 'the stream is gone' } };

export const catchUpOf = (
  client: StoreClient,
  replica: Replica,
  { confirmMs }: Pick<Timings, 'confirmMs'>,
): CatchUp => {
  /** Since when the end of the stream has been seen before that of the journal. */
  let suspectedAt: number | undefined;

  const readOn = async (): Promise<Ending> => {
    const { size } = replica;
    const from = Math.max(0, size - 1);
    let isSeen = false;
    try {
      for await (const events of client.read({ from })) {
        if (!isSeen && events[0] !== undefined && events[0].revision > from && size > 0)
          throw new HistoryRewritten(0, {
            zh: `存储在事件 ${events[0].revision} 之前没有内容`,
            en: `the store holds nothing before event ${events[0].revision}`,
          });
        isSeen ||= events.length > 0;
        await replica.take(events);
      }
    } catch (error) {
      if (error instanceof HistoryRewritten) throw error;
      const failure = failureOf(error);
      if (failure.kind === 'deleted')
        throw new HistoryRewritten(0, { zh: '流已被永久删除', en: 'the stream was deleted for good' });
      if (failure.kind !== 'missing') throw failure;
      return size === 0 ? REACHED : MISSING;
    }
    return isSeen || size === 0
      ? REACHED
      : { kind: 'shorter', reason: { zh: '流在它之前结束', en: 'the stream ends before it' } };
  };

  return {
    run: async () => {
      const ending = await readOn();
      if (ending.kind === 'reached') {
        suspectedAt = undefined;
        return;
      }
      const now = performance.now();
      suspectedAt ??= now;
      if (now - suspectedAt >= confirmMs) throw new HistoryRewritten(replica.size - 1, ending.reason);
      // A server that has lost the lead without knowing shows an older end: another client finds another server.
      throw new StoreFailure('deadline', `event ${replica.size - 1} is not seen: ${ending.reason.en}`);
    },
  };
};
