import * as z from 'zod';
import {
  type Checkpoint,
  encodeBase64,
  parseHash,
  TransparencyError,
  type Tree,
  type Verdict,
  verifyConsistency,
} from '../transparency/index.ts';

/** How a statement shows that the log of its checkpoint continues an earlier one. */

const SIZE = /^(0|[1-9]\d{0,15})$/;

const isHash = (text: string): boolean => {
  try {
    parseHash(text);
    return true;
  } catch (error) {
    if (error instanceof TransparencyError) return false;
    throw error;
  }
};

export const SIZE_TEXT = z.string().regex(SIZE);
export const HASH_TEXT = z.string().refine(isHash, 'not the canonical base64 of 32 bytes');

/** An earlier log and the proof that the checkpoint's continues it. */
export const EARLIER = z.strictObject({
  treeSize: SIZE_TEXT,
  rootHash: HASH_TEXT,
  consistency: z.array(HASH_TEXT),
});
export type EarlierJson = z.output<typeof EARLIER>;

export const earlierJson = (tree: Tree, { size, root }: Omit<Checkpoint, 'origin'>): EarlierJson => ({
  treeSize: String(size),
  rootHash: encodeBase64(root),
  consistency: tree.consistencyProof(size).map(encodeBase64),
});

export const sizeOf = (text: string): number => Number.parseInt(text, 10);

/** Whether the checkpoint's log begins with that earlier one. */
export const continues = ({ size, root }: Checkpoint, earlier: EarlierJson): Verdict =>
  verifyConsistency({
    oldSize: sizeOf(earlier.treeSize),
    oldRoot: parseHash(earlier.rootHash),
    newSize: size,
    newRoot: root,
    proof: earlier.consistency.map(parseHash),
  });
