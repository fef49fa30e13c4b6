import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { StoreClient } from './client.ts';
import type { Delivery } from './delivery.ts';
import { failureOf } from './failure.ts';
import { isOfAppend } from './form.ts';
import type { Timings } from './timings.ts';
import type { NewEvent } from './unaryAppend.ts';

/**
 * An append, followed until it is known what became of it. It is tried again with the same ids at the same place, which the
 * server takes once; what stands at the place in the end is read back, or seen as it is delivered, for the server compares ids
 * only.
 */

export type Settled =
  /** They stand at the place as this append wrote them. */
  | { readonly kind: 'ours' }
  /** Others are at the place, or the stream ends elsewhere. */
  | { readonly kind: 'others' }
  | { readonly kind: 'unknown'; readonly detail: string }
  | { readonly kind: 'deleted' };

interface Attempt {
  readonly expectedSize: number;
  readonly events: Iterable<NewEvent>;
  readonly append: string;
}

/** Who has the place: this append, somebody else, or nobody yet. */
const holderOf = async (
  client: StoreClient,
  { expectedSize, append }: Attempt,
): Promise<'ours' | 'others' | 'nobody'> => {
  try {
    for await (const [first] of client.read({ from: expectedSize, count: 1 }))
      if (first) return first.revision === expectedSize && isOfAppend(first, append) ? 'ours' : 'others';
  } catch (error) {
    if (failureOf(error).kind !== 'missing') throw error;
  }
  return 'nobody';
};

interface AppendPorts {
  readonly client: StoreClient;
  readonly delivery: Pick<Delivery, 'expect'>;
  readonly timings: Pick<Timings, 'settleMs' | 'retryMs'>;
}

const tryOnce = async ({ client, delivery }: AppendPorts, attempt: Attempt): Promise<Settled> => {
  const delivered = delivery.expect(attempt.expectedSize);
  let detail = 'the store did not show what it had taken';
  try {
    const answer = await client.append(attempt.expectedSize, attempt.events);
    if (answer.kind === 'elsewhere' && answer.last < attempt.expectedSize) return { kind: 'others' };
    const event = answer.kind === 'written' ? await delivered() : undefined;
    if (event) return { kind: isOfAppend(event, attempt.append) ? 'ours' : 'others' };
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === 'deleted') return { kind: 'deleted' };
    if (failure.kind === 'deadline') client.replace();
    detail = failure.message;
  }
  const holder = await holderOf(client, attempt);
  return holder === 'nobody' ? { kind: 'unknown', detail } : { kind: holder };
};

/** `eventsOf` makes the events with what this append is known by. */
export const settledAppend = async (
  ports: AppendPorts,
  expectedSize: number,
  eventsOf: (append: string) => Iterable<NewEvent>,
): Promise<Settled> => {
  const { client, timings } = ports;
  const { settleMs, retryMs } = timings;
  const append = randomUUID();
  const events = eventsOf(append);
  const until = performance.now() + settleMs;
  for (;;) {
    let settled: Settled;
    try {
      settled = await tryOnce(ports, { expectedSize, events, append });
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'deadline') client.replace();
      settled = { kind: 'unknown', detail: failure.message };
    }
    if (settled.kind !== 'unknown' || performance.now() + retryMs > until) return settled;
    await pause(retryMs);
  }
};
