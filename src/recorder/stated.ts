import type { DataOf, EventType } from '../domain/catalogue.ts';
import type { PostedFact, RecordedEvent } from '../domain/envelope.ts';
import type { BulletinKey } from '../domain/statements.ts';
import type { JournalReader } from '../journal/reader.ts';

/** What facts speak of that the ledger states itself: it must be known before they are decided. */
export interface Stated {
  /** The largest size of the log that one speaks of; 0 if none does. */
  readonly size: number;
  readonly bulletins: readonly BulletinKey[];
}

const SIZE = /^\d{1,15}$/;

/** What no schema has checked yet may be anything. */
const sizeIn = (data: unknown): number => {
  const { treeSize } = (data ?? {}) as { readonly treeSize?: unknown };
  return typeof treeSize === 'string' && SIZE.test(treeSize) ? Number.parseInt(treeSize, 10) : 0;
};

const ofRequest = ({ data }: { readonly data: unknown }): Stated | undefined => {
  const request = data as DataOf<'change.requested'>;
  if (request.type !== 'bulletin.published') return undefined;
  const size = sizeIn(request.data);
  const { year } = request.data as { readonly year?: unknown };
  return { size, bulletins: Number.isSafeInteger(year) ? [{ year: year as number, treeSize: size }] : [] };
};

const ofApproval = ({ data }: PostedFact, journal: JournalReader): Stated | undefined => {
  const { request } = data as DataOf<'change.approved'>;
  const sequence = journal.find(request.source, request.id);
  const stored = sequence === undefined ? undefined : journal.at(sequence);
  const event = stored && (JSON.parse(stored.text) as RecordedEvent);
  return event?.type === 'change.requested' ? ofRequest(event) : undefined;
};

const statedBy = (fact: PostedFact, journal: JournalReader): Stated | undefined => {
  switch (fact.type) {
    case 'report.confirmed':
      return { size: sizeIn(fact.data), bulletins: [] };
    case 'change.requested':
      return ofRequest(fact);
    // Findings are those of the log as it stands.
    case 'finding.explained':
    case 'finding.resolved':
      return { size: journal.size(), bulletins: [] };
    case 'change.approved':
      return fact.subject.startsWith('bulletin/') ? ofApproval(fact, journal) : undefined;
    default:
      return undefined;
  }
};

const MAY_WAIT: ReadonlySet<EventType> = new Set([
  'report.confirmed',
  'change.requested',
  'change.approved',
  'finding.explained',
  'finding.resolved',
]);

/** Whether a fact may wait for the read model before it is decided: what is submitted after it does not wait for it. */
export const mayWait = ({ type }: PostedFact): boolean => MAY_WAIT.has(type);

/** What the facts of a submission speak of; undefined for the many that speak of nothing. */
export const statedIn = (
  facts: readonly { readonly fact: PostedFact }[],
  journal: JournalReader,
): Stated | undefined => {
  let all: Stated | undefined;
  for (const { fact } of facts) {
    const one = mayWait(fact) ? statedBy(fact, journal) : undefined;
    if (!one) continue;
    all = all ? { size: Math.max(all.size, one.size), bulletins: [...all.bulletins, ...one.bulletins] } : one;
  }
  return all;
};
