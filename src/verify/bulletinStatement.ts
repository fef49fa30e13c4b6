import * as z from 'zod';
import type { DataOf } from '../domain/catalogue.ts';
import { HASH_TEXT, SIZE_TEXT } from './consistency.ts';

/** `bulletin.json`: which bulletin, the two events that it is, and the size of the log that it speaks of. */

export const BULLETIN_FORMAT = 'ip-finance-ledger/bulletin/1';

export const BULLETIN_STATEMENT = z.strictObject({
  format: z.literal(BULLETIN_FORMAT),
  title: z.strictObject({ zh: z.string(), en: z.string() }),
  origin: z.string(),
  id: z.string(),
  year: z.int(),
  request: SIZE_TEXT,
  approval: SIZE_TEXT,
  treeSize: SIZE_TEXT,
  rootHash: HASH_TEXT,
  consistency: z.array(HASH_TEXT),
});

export interface BulletinClaim {
  readonly origin: string;
  readonly id: string;
  readonly request: number;
  readonly approval: number;
  readonly bulletin: DataOf<'bulletin.published'>;
  readonly consistency: readonly string[];
}

/** The statement of a bulletin as its events give it: made by the ledger, and made again by the verifier. */
export const bulletinStatement = (claim: BulletinClaim) => {
  const { origin, id, request, approval, bulletin, consistency } = claim;
  return {
    format: BULLETIN_FORMAT,
    title: { zh: `公报 ${id}，${bulletin.year} 年`, en: `Bulletin ${id}, ${bulletin.year}` },
    origin,
    id,
    year: bulletin.year,
    request: String(request),
    approval: String(approval),
    treeSize: bulletin.treeSize,
    rootHash: bulletin.rootHash,
    consistency,
  };
};
