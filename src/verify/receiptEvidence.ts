import type { RecordedEvent } from '../domain/envelope.ts';
import type { JournalReader } from '../journal/reader.ts';
import type { Tree } from '../transparency/index.ts';
import type { EvidenceFile } from './archive.ts';
import { evidenceFiles } from './bundle.ts';
import type { ShownEvent } from './events.ts';
import { provingBy, shownAt } from './proving.ts';
import { receiptStatement } from './receiptStatement.ts';
import { readCheckpoint } from './trust.ts';

/** What a receipt is made from, wherever it comes from. */
export interface ReceiptParts {
  readonly events: readonly ShownEvent[];
  readonly checkpoint: string;
  readonly tree: Pick<Tree, 'inclusionProof'>;
}

const byIndex = (a: ShownEvent, b: ShownEvent): number => a.index - b.index;

export const receiptFiles = ({ events, checkpoint, tree }: ReceiptParts): Iterable<EvidenceFile> => {
  const inOrder = [...events].sort(byIndex);
  const read = inOrder.map(({ index, text }) => ({
    index,
    sequence: index,
    text,
    event: JSON.parse(text) as RecordedEvent,
  }));
  const statement = receiptStatement(readCheckpoint(checkpoint).origin, read);
  return evidenceFiles({ kind: 'receipt', checkpoint, tree, events: inOrder, statement });
};

/** The receipt for the events at these places of the log, all of which a checkpoint covers. */
export const receiptEvidence = (
  journal: JournalReader,
  { sequences, checkpoint }: { readonly sequences: readonly number[]; readonly checkpoint: string },
): Iterable<EvidenceFile> => {
  const { tree } = provingBy(journal, checkpoint);
  return receiptFiles({ events: sequences.map((sequence) => shownAt(journal, sequence)), checkpoint, tree });
};
