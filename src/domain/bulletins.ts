import type { DataOf } from './catalogue.ts';
import type { LoggedEvent } from './envelope.ts';
import { type ChangeMark, readHistory } from './history.ts';
import type { FactKey } from './refusal.ts';

/** A bulletin that was requested and approved: the two events that it is, and what it froze. */
export interface Publication {
  readonly request: FactKey & { readonly sequence: number };
  readonly approval: ChangeMark;
  readonly data: DataOf<'bulletin.published'>;
}

/** The bulletin that the events of a subject `bulletin/<id>` have published; a subject holds one at most. */
export const publicationOf = (events: readonly LoggedEvent[]): Publication | undefined => {
  for (const { key, sequence, data, decidedBy } of readHistory(events).requests.values())
    if (decidedBy?.approved === true && data.type === 'bulletin.published')
      return {
        request: { ...key, sequence },
        approval: decidedBy,
        data: data.data as unknown as DataOf<'bulletin.published'>,
      };
  return undefined;
};
