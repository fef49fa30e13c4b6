import type { JournalReader } from '../journal/reader.ts';
import {
  type Checkpoint,
  createAppender,
  encodeBase64,
  equalBytes,
  leafHash,
  TILE_WIDTH,
  TransparencyError,
  treeRoot,
} from '../transparency/index.ts';
import { type Checked, fault } from './fault.ts';

/**
 * What is checked before anything is signed after a start. The events after the last full tile are hashed again from
 * their stored bytes; the tiles before them are checked against those above, all of them from the second level up, and
 * of the lowest the last one. That is a few thousand hashes for a million events. Leaves of earlier tiles are checked
 * when they are used: a proof is verified before it is handed out, and `verify` reads everything.
 */

const OK = { ok: true } as const;

const checkTail = (journal: JournalReader, size: number): Checked => {
  const start = size - (size % TILE_WIDTH);
  const events = journal.read(start, size - start);
  for (let sequence = start; sequence < size; sequence += 1) {
    const event = events[sequence - start];
    if (event?.sequence !== sequence) return fault('TREE_DAMAGED', `event ${sequence} is missing`);
    if (!equalBytes(leafHash(Buffer.from(event.text, 'utf8')), journal.leafHash(sequence)))
      return fault('TREE_DAMAGED', `event ${sequence} is not the one that was hashed when it was recorded`);
  }
  return OK;
};

const rootOf = (leaves: readonly Uint8Array[]): Uint8Array => {
  const tree = createAppender();
  for (const leaf of leaves) tree.append(leaf);
  return tree.root();
};

/** Whether the hash at this place is the root of the tile below it. */
const isTileRoot = ({ hashes }: JournalReader, tileLevel: number, index: number): boolean => {
  const [stored] = hashes.hashes(tileLevel, index, 1);
  const tile = hashes.hashes(tileLevel - 1, index * TILE_WIDTH, TILE_WIDTH);
  return stored !== undefined && tile.length === TILE_WIDTH && equalBytes(stored, rootOf(tile));
};

const checkTiles = (journal: JournalReader, size: number): Checked => {
  for (let tileLevel = 1; ; tileLevel += 1) {
    const tiles = Math.floor(size / TILE_WIDTH ** tileLevel);
    if (tiles === 0) return OK;
    for (let index = tileLevel === 1 ? tiles - 1 : 0; index < tiles; index += 1)
      if (!isTileRoot(journal, tileLevel, index))
        return fault('TREE_DAMAGED', `tile ${index} at level ${tileLevel - 1}`);
  }
};

/** Whether what the journal stores of its tree fits together. */
export const checkTree = (journal: JournalReader): Checked => {
  const size = journal.size();
  const tail = checkTail(journal, size);
  return tail.ok ? checkTiles(journal, size) : tail;
};

/** Whether the journal's events begin with those that a checkpoint was signed for. */
export const checkContinues = (journal: JournalReader, { size, root }: Checkpoint): Checked => {
  const now = journal.size();
  if (now < size)
    return fault('HISTORY_REWRITTEN', `${size} events were signed, ${now} are there, the end is missing`);
  try {
    const actual = treeRoot(journal.hashes, size);
    if (equalBytes(actual, root)) return OK;
    return fault(
      'HISTORY_REWRITTEN',
      `of the first ${size} events the root ${encodeBase64(root)} was signed, it is ${encodeBase64(actual)}`,
    );
  } catch (error) {
    if (error instanceof TransparencyError) return fault('TREE_DAMAGED', error.message);
    throw error;
  }
};
