import type { JournalReader } from '../journal/reader.ts';
import { openTree, type Tree } from '../transparency/index.ts';
import type { ShownEvent } from './events.ts';
import { readCheckpoint } from './trust.ts';

/** A signed checkpoint of a journal, and the tree that its proofs are made from. */
export interface Proving {
  readonly checkpoint: string;
  readonly origin: string;
  readonly tree: Tree;
}

export const provingBy = ({ hashes }: Pick<JournalReader, 'hashes'>, checkpoint: string): Proving => {
  const { origin, size } = readCheckpoint(checkpoint);
  return { checkpoint, origin, tree: openTree(hashes, size) };
};

/** @throws RangeError for an event that is not there */
export const shownAt = (journal: Pick<JournalReader, 'at'>, sequence: number): ShownEvent => {
  const found = journal.at(sequence);
  if (!found) throw new RangeError(`no event ${sequence}`);
  return { index: sequence, text: found.text };
};
