import { encodeBase64, equalBytes } from '../../transparency/index.ts';
import { DoesNotVerify, type Findings } from '../failure.ts';
import { type Head, oldCheckpoint, openHead, rewritten, type Trust } from '../trust.ts';
import type { Roots } from './passes.ts';

/** The signed checkpoint of a whole log, and the one given with `--old`: what the roots of the log are held against. */
export interface LogHead {
  /** Undefined where it does not hold, which is among the findings. */
  readonly head: Head | undefined;
  /** Sizes at which the root is wanted. */
  readonly sizes: readonly number[];
  /** @throws DoesNotVerify HISTORY_REWRITTEN, ROOT_MISMATCH */
  checkRoots(roots: Roots): void;
}

export const openLogHead = (
  text: string,
  { at, trust, findings }: { readonly at: string; readonly trust: Trust; readonly findings: Findings },
): LogHead => {
  let head: Head | undefined;
  let old: ReturnType<typeof oldCheckpoint>;
  findings.during(() => {
    head = openHead(text, at, trust);
    old = oldCheckpoint(trust, head);
  });
  const signed = head?.checkpoint;
  return {
    head,
    sizes: [old, signed].flatMap((checkpoint) => (checkpoint ? [checkpoint.size] : [])),
    checkRoots: (roots) => {
      const rootOf = (size: number): Uint8Array => roots.get(size) ?? new Uint8Array(0);
      if (old && !equalBytes(rootOf(old.size), old.root))
        throw rewritten(old, { zh: '另一根哈希', en: 'another root' });
      if (signed && !equalBytes(rootOf(signed.size), signed.root))
        throw new DoesNotVerify('ROOT_MISMATCH', at, {
          zh: `${signed.size} 条的根哈希为 ${encodeBase64(rootOf(signed.size))}`,
          en: `${encodeBase64(rootOf(signed.size))} of ${signed.size} entries`,
        });
    },
  };
};
