import type { ReadEvent } from './client.ts';
import type { Timings } from './timings.ts';

/**
 * The event that this node's append is about to put at a place, as the subscription of the same node brings it. It comes with
 * the answer to the append, or a moment after it: who waits for it need not read the place.
 */
export interface Delivery {
  /** Looks out for the event at a place until the answer is called, which waits a little; undefined when it has not come. */
  expect(revision: number): () => Promise<ReadEvent | undefined>;
  /** What the subscription has brought. */
  delivered(events: readonly ReadEvent[]): void;
  /** There is a subscription from now on. */
  begin(): void;
  /** There is none any longer. */
  end(): void;
}

export const createDelivery = ({ deliveryMs }: Pick<Timings, 'deliveryMs'>): Delivery => {
  let isLive = false;
  let expected: { readonly revision: number; readonly resolve: (event?: ReadEvent) => void } | undefined;
  return {
    expect: (revision) => {
      if (!isLive) return async () => undefined;
      const { promise, resolve } = Promise.withResolvers<ReadEvent | undefined>();
      expected = { revision, resolve };
      return async () => {
        const timer = setTimeout(() => resolve(undefined), deliveryMs);
        try {
          return await promise;
        } finally {
          clearTimeout(timer);
          expected = undefined;
        }
      };
    },
    delivered: (events) => {
      const event = expected && events.find(({ revision }) => revision === expected?.revision);
      if (event) expected?.resolve(event);
    },
    begin: () => {
      isLive = true;
    },
    end: () => {
      isLive = false;
      expected?.resolve();
    },
  };
};
