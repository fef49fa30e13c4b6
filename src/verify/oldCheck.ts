import { wrongUse } from '../problem.ts';
import { encodeBase64 } from '../transparency/index.ts';
import { continues, type EarlierJson, sizeOf } from './consistency.ts';
import { type Head, oldCheckpoint, rewritten, type Trust } from './trust.ts';

/**
 * That the log continues the checkpoint given with `--old`, by what the evidence holds of earlier logs.
 * @throws DoesNotVerify CHECKPOINT_STALE, HISTORY_REWRITTEN; Problem USAGE where it was made for no such checkpoint
 */
export const checkOldOfBundle = (
  trust: Trust,
  head: Head,
  { shown, at }: { readonly shown: readonly EarlierJson[]; readonly at: string },
): void => {
  const old = oldCheckpoint(trust, head);
  if (old === undefined || old.size === head.checkpoint.size) return;
  const earlier = shown.find(({ treeSize }) => sizeOf(treeSize) === old.size);
  if (!earlier)
    throw wrongUse(
      `${at} 不是以 --old 为大小 ${old.size} 的检查点制作的`,
      `${at} was not made with --old for a checkpoint of size ${old.size}`,
    );
  if (earlier.rootHash !== encodeBase64(old.root))
    throw rewritten(old, { zh: '另一根哈希', en: 'another root' });
  const verdict = continues(head.checkpoint, earlier);
  if (!verdict.ok) throw rewritten(old, { zh: verdict.message, en: verdict.message });
};
