import type { DatabaseSync } from 'node:sqlite';
import type { FigureSource } from '../../projections/source.ts';
import type { JournalReader } from '../journal/reader.ts';
import { type Checkpoint, openTree } from '../transparency/index.ts';
import type { EvidenceFile } from './archive.ts';
import { evidenceFiles } from './bundle.ts';
import { earlierJson } from './consistency.ts';
import { figureStatement } from './figureStatement.ts';
import { provingBy } from './proving.ts';
import { eventsOfFigure, type FigureScope } from './selection.ts';

/** What evidence is made from. */
export interface EvidenceSource {
  readonly journal: JournalReader;
  readonly readModel: { readonly figures: DatabaseSync };
  readonly figures: { readonly at: (size: number) => FigureSource };
}

export interface FigureEvidenceOptions extends FigureScope {
  /** The text of a signed checkpoint that is not smaller than the prefix. */
  readonly checkpoint: string;
  /** An earlier checkpoint that the evidence shall be checkable against. */
  readonly old?: Checkpoint;
}

/** The evidence of the city's figure of a year in a prefix of the log that is not empty. */
export const figureEvidence = (
  { journal, readModel, figures }: EvidenceSource,
  { checkpoint, old, ...scope }: FigureEvidenceOptions,
): Iterable<EvidenceFile> => {
  const { indicator, year, size } = scope;
  const { origin, tree } = provingBy(journal, checkpoint);
  const { rootHash, consistency } = earlierJson(tree, { size, root: openTree(journal.hashes, size).root() });
  const statement = figureStatement(figures.at(size), {
    origin,
    indicator,
    year,
    rootHash,
    consistency,
    old: old === undefined ? null : earlierJson(tree, old),
  });
  const events = eventsOfFigure(journal, readModel.figures, scope);
  return evidenceFiles({ kind: 'figure', checkpoint, tree, events, statement });
};
