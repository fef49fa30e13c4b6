import type { DatabaseSync } from 'node:sqlite';
import { type Appender, leafHash, openAppender, type TileHashReader } from '../transparency/index.ts';

/** What a journal keeps of its events so that they can be proved: their leaf hashes, and the tree's hashes above them. */
export interface JournalTree {
  /** Takes the next event inside the caller's transaction; answers its leaf hash. */
  append(bytes: Uint8Array): Uint8Array;
  /** Goes on at that size, after a transaction that was rolled back. */
  reset(size: number): void;
}

/** Makes the tree of a journal that is opened for writing. */
export type OpenJournalTree = (
  database: DatabaseSync,
  stored: { readonly hashes: TileHashReader; readonly size: number },
) => JournalTree;

/** The tree of the log (RFC 9162), its hashes stored as they are completed. @throws TransparencyError HASHES_MISSING */
export const merkleTree: OpenJournalTree = (database, { hashes, size }) => {
  const insertNode = database.prepare('INSERT INTO tree VALUES (?, ?, ?)');
  let tree: Appender = openAppender(hashes, size);
  return {
    append: (bytes) => {
      const hash = leafHash(bytes);
      for (const node of tree.append(hash)) insertNode.run(node.tileLevel, node.index, node.hash);
      return hash;
    },
    reset: (to) => {
      tree = openAppender(hashes, to);
    },
  };
};
