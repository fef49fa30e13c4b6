import type { LedgerReader } from '../main.ts';
import { wrongUse } from '../problem.ts';

/** The request for a bulletin: the ledger computes what it asks for. */

export interface BulletinOrder {
  readonly year: number;
  /** Of `bulletin/<id>`; by default the year and the size. */
  readonly bulletin?: string | undefined;
  readonly reason?: string | undefined;
}

/** The size of the log that a bulletin speaks of: all of it by default. @throws Problem USAGE for one that the log has not */
export const orderedSize = ({ journal }: LedgerReader, treeSize: number | undefined): number => {
  const size = journal.size();
  if (treeSize !== undefined && (treeSize < 1 || treeSize > size))
    throw wrongUse(`树大小 ${treeSize}：应为 1 至 ${size}`, `tree size ${treeSize}: from 1 to ${size}`);
  return treeSize ?? size;
};

export const bulletinSubject = ({ year, bulletin }: BulletinOrder, size: number): string =>
  `bulletin/${bulletin ?? `${year}-${size}`}`;

/** The fact of an order, but for its identity, once the read model holds `size` events. */
export const bulletinRequest = (
  { statements }: LedgerReader,
  order: BulletinOrder,
  { size, effectiveOn }: { readonly size: number; readonly effectiveOn: string },
) => {
  const { year, reason } = order;
  const content = statements.bulletin(year, size);
  if (!content) throw new RangeError(`the read model does not hold ${size} events`);
  return {
    type: 'change.requested' as const,
    subject: bulletinSubject(order, size),
    data: {
      effectiveOn,
      type: 'bulletin.published' as const,
      data: { effectiveOn, ...content },
      reason: reason ?? `${year}`,
    },
  };
};
