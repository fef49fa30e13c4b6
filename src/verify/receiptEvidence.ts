import type { RecordedEvent } from '../domain/envelope.ts';
import type { JournalReader } from '../journal/reader.ts';
import type { EvidenceFile } from './archive.ts';
import { evidenceFiles } from './bundle.ts';
import { provingBy, shownAt } from './proving.ts';
import { receiptStatement } from './receiptStatement.ts';

/** The receipt for the events at these places of the log, all of which a checkpoint covers. */
export const receiptEvidence = (
  journal: JournalReader,
  { sequences, checkpoint }: { readonly sequences: readonly number[]; readonly checkpoint: string },
): Iterable<EvidenceFile> => {
  const { origin, tree } = provingBy(journal, checkpoint);
  const events = [...sequences].sort((a, b) => a - b).map((sequence) => shownAt(journal, sequence));
  const read = events.map(({ index, text }) => ({
    index,
    sequence: index,
    text,
    event: JSON.parse(text) as RecordedEvent,
  }));
  const statement = receiptStatement(origin, read);
  return evidenceFiles({ kind: 'receipt', checkpoint, tree, events, statement });
};
