import { createAppender, encodeBase64, equalBytes, leafHash } from '../transparency/index.ts';
import type { JournalReader } from './reader.ts';

const BATCH_EVENTS = 1_000;

/**
 * Hashes every event again from its stored bytes. Answers the root, or the first event that is not what its stored hash
 * says. Memory is flat.
 */
export const rootOfBytes = (
  journal: JournalReader,
  onProgress: (events: number) => void = () => {},
): { readonly ok: true; readonly rootHash: string } | { readonly ok: false; readonly sequence: number } => {
  const tree = createAppender();
  const size = journal.size();
  while (tree.size < size) {
    const events = journal.read(tree.size, BATCH_EVENTS);
    if (events.length === 0) return { ok: false, sequence: tree.size };
    for (const { sequence, text } of events) {
      const hash = leafHash(Buffer.from(text, 'utf8'));
      if (sequence !== tree.size || !equalBytes(hash, journal.leafHash(sequence)))
        return { ok: false, sequence: tree.size };
      tree.append(hash);
    }
    onProgress(tree.size);
  }
  return { ok: true, rootHash: encodeBase64(tree.root()) };
};
