import type { DataOf } from '../domain/catalogue.ts';
import type { PostedFact, RecordedEvent } from '../domain/envelope.ts';
import type { JournalReader } from '../journal/reader.ts';

/** Which size of the log a fact speaks of: what the ledger states of it must be known before the fact is decided. */

const SIZE = /^\d{1,16}$/;

/** What no schema has checked yet may be anything. */
const sizeIn = (data: unknown): number => {
  const { treeSize } = (data ?? {}) as { readonly treeSize?: unknown };
  return typeof treeSize === 'string' && SIZE.test(treeSize) ? Number.parseInt(treeSize, 10) : 0;
};

const sizeOfRequest = ({ data }: { readonly data: unknown }): number => {
  const request = data as DataOf<'change.requested'>;
  return request.type === 'bulletin.published' ? sizeIn(request.data) : 0;
};

const sizeOfApproved = ({ data }: PostedFact, journal: JournalReader): number => {
  const { request } = data as DataOf<'change.approved'>;
  const sequence = journal.find(request.source, request.id);
  const stored = sequence === undefined ? undefined : journal.at(sequence);
  const event = stored && (JSON.parse(stored.text) as RecordedEvent);
  return event?.type === 'change.requested' ? sizeOfRequest(event) : 0;
};

const sizeOf = (fact: PostedFact, journal: JournalReader): number => {
  switch (fact.type) {
    case 'report.confirmed':
      return sizeIn(fact.data);
    case 'change.requested':
      return sizeOfRequest(fact);
    case 'change.approved':
      return fact.subject.startsWith('bulletin/') ? sizeOfApproved(fact, journal) : 0;
    default:
      return 0;
  }
};

/** The largest size that the facts speak of; 0 if none speaks of one. */
export const statedSize = (
  facts: readonly { readonly fact: PostedFact }[],
  journal: JournalReader,
): number => {
  let largest = 0;
  for (const { fact } of facts) largest = Math.max(largest, sizeOf(fact, journal));
  return largest;
};
