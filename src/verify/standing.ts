import { encodeBase64, parseHash, verifyConsistency } from '../transparency/index.ts';
import type { VerifiedJson } from './answer.ts';
import { DoesNotVerify } from './failure.ts';
import { type Head, openHead, type Trust } from './trust.ts';

/** Whether what a receipt shows still stands: the newest checkpoint of the log continues that of the receipt. */

const AT = '/log/checkpoint';

type Earlier = Pick<VerifiedJson, 'checkpoint'>;

/** Opens the newest checkpoint of the log. @throws DoesNotVerify also CHECKPOINT_STALE for one before the receipt's */
export const openNewest = (note: string, { checkpoint }: Earlier, trust: Trust): Head => {
  const head = openHead(note, AT, trust);
  const earlier = Number.parseInt(checkpoint.treeSize, 10);
  if (head.checkpoint.size < earlier)
    throw new DoesNotVerify('CHECKPOINT_STALE', AT, `${head.checkpoint.size} < ${earlier}`);
  return head;
};

/** @throws DoesNotVerify HISTORY_REWRITTEN */
export const checkContinued = (
  { checkpoint: earlier }: Earlier,
  { checkpoint: newest }: Head,
  hashes: readonly string[],
): void => {
  const verdict = verifyConsistency({
    oldSize: Number.parseInt(earlier.treeSize, 10),
    oldRoot: parseHash(earlier.rootHash),
    newSize: newest.size,
    newRoot: newest.root,
    proof: hashes.map(parseHash),
  });
  if (!verdict.ok)
    throw new DoesNotVerify(
      'HISTORY_REWRITTEN',
      AT,
      `${newest.size} ${encodeBase64(newest.root)}: ${verdict.message}`,
    );
};
