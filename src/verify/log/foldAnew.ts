import type { JournalReader } from '../../journal/reader.ts';
import { openProjector, type Projection, type Projector } from '../../readmodel/projector.ts';
import { DoesNotVerify } from '../failure.ts';

/** What is folded, and how much of the log; `borders` are sizes at which its batches end. */
export interface FoldScope {
  readonly projection: Projection;
  readonly size: number;
  readonly borders?: readonly number[];
}

/** What a fold has stopped at; a disk without space for it says nothing about the log. */
const failureOf = ({ stale = '', isStopped }: Projector): Error =>
  isStopped
    ? new DoesNotVerify('ENTRY_REFUSED', 'replay', stale)
    : Object.assign(new Error(stale), { code: 'ENOSPC' });

/** Folds a log into a new file. @throws DoesNotVerify ENTRY_REFUSED where the fold stops */
export const foldAnew = (
  path: string,
  journal: JournalReader,
  { projection, size, borders = [] }: FoldScope,
): void => {
  const projector = openProjector(path, journal, projection);
  try {
    for (const border of [...borders.filter((border) => border < size), size]) {
      while (projector.step(border) > 0);
      if (projector.stale !== undefined) throw failureOf(projector);
    }
  } finally {
    projector.close();
  }
};
