import { type Figure, sameQuantity } from './figures.ts';
import type { FigureSource } from './source.ts';

/** What a figure is measured against for the status `R` (domain.md §7): its year's closing, and its last bulletin. */

export interface Reference {
  readonly since: 'closing' | 'bulletin';
  /** Id of the bulletin. */
  readonly bulletin?: string;
  /** Size of the log at the closing, or that the bulletin speaks of. */
  readonly treeSize: number;
}

/** The references of the figures of a year. Bulletins hold the city's whole years, on the registered basis of row 5. */
export const referencesOf = (
  source: FigureSource,
  year: number,
  { inBulletins }: { readonly inBulletins: boolean },
): readonly Reference[] => {
  const closedAt = source.yearClosedAt(year);
  const published = inBulletins ? source.published(year) : null;
  return [
    ...(closedAt === null ? [] : [{ since: 'closing' as const, treeSize: closedAt }]),
    ...(published === null
      ? []
      : [{ since: 'bulletin' as const, bulletin: published.id, treeSize: published.treeSize }]),
  ];
};

/** The references from which a figure differs. One that is missing differs from every value, as a value does from none. */
export const revisedSince = (
  { quantity }: Figure,
  references: readonly Reference[],
  figureAt: (treeSize: number) => Figure,
): readonly Reference[] =>
  references.filter(({ treeSize }) => !sameQuantity(quantity, figureAt(treeSize).quantity));
