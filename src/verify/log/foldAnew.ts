import type { JournalReader } from '../../journal/reader.ts';
import { openProjector, type Projection } from '../../readmodel/projector.ts';
import { DoesNotVerify } from '../failure.ts';

/** What is folded, and how much of the log; `borders` are sizes at which its batches end. */
export interface FoldScope {
  readonly projection: Projection;
  readonly size: number;
  readonly borders?: readonly number[];
}

/** Folds a log into a new file. @throws DoesNotVerify ENTRY_REFUSED where the fold stops */
export const foldAnew = (
  path: string,
  journal: JournalReader,
  { projection, size, borders = [] }: FoldScope,
): void => {
  const projector = openProjector(path, journal, projection);
  try {
    for (const border of [...borders.filter((border) => border < size), size])
      while (projector.step(border) > 0);
    const { stale } = projector;
    if (stale !== undefined) throw new DoesNotVerify('ENTRY_REFUSED', 'replay', stale);
  } finally {
    projector.close();
  }
};
