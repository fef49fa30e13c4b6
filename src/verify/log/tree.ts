import { createAppender, equalBytes, TILE_WIDTH } from '../../transparency/index.ts';
import { DoesNotVerify, type Findings } from '../failure.ts';
import { bundlesOf, type LogSource } from './source.ts';

/** The tree above the leaf hashes: every stored hash must follow from those below it. */

const tileName = (level: number, index: number): string => `level ${level}, hash ${index}`;

/**
 * Hashes the tree from its leaf hashes up, and gives its roots at the sizes asked for.
 */
export const checkTree = (
  { size, hashes }: Pick<LogSource, 'size' | 'hashes'>,
  sizes: readonly number[],
  findings: Findings,
): ReadonlyMap<number, Uint8Array> => {
  const wanted = new Set(sizes);
  const roots = new Map<number, Uint8Array>();
  const tree = createAppender();
  const keep = (): void => {
    if (wanted.has(tree.size)) roots.set(tree.size, tree.root());
  };
  keep();
  for (let index = 0; index < bundlesOf(size); index += 1) {
    const start = index * TILE_WIDTH;
    for (const leaf of hashes.hashes(0, start, Math.min(TILE_WIDTH, size - start))) {
      for (const { tileLevel, index: place, hash } of tree.append(leaf)) {
        const [stored] = hashes.hashes(tileLevel, place, 1);
        if (!stored || !equalBytes(stored, hash))
          findings.add(
            new DoesNotVerify(
              'TILE_MISMATCH',
              tileName(tileLevel, place),
              { zh: '不是下层数据块的哈希', en: 'not what the tile below it hashes to' },
              place,
            ),
          );
      }
      keep();
    }
  }
  return roots;
};
