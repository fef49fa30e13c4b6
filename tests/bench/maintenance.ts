import { DatabaseSync } from 'node:sqlite';
import {
  createAppender,
  createSigner,
  KEY_TYPE,
  leafHash,
  signCheckpoint,
  signingKey,
} from '../../src/transparency/index.ts';

/**
 * What keeping the log costs, done once more alone over the same bytes: leaf hashes, the tree with its stored hashes, and
 * a signature a second. Answers seconds.
 */
export const maintenance = async (texts: AsyncIterable<readonly string[]>): Promise<number> => {
  const database = new DatabaseSync(':memory:');
  database.exec('CREATE TABLE tree (level, position, hash, PRIMARY KEY (level, position)) WITHOUT ROWID');
  const insert = database.prepare('INSERT INTO tree VALUES (?, ?, ?)');
  const origin = 'bench.example/ledger';
  const key = signingKey({ name: origin, type: KEY_TYPE.ed25519, seed: new Uint8Array(32).fill(1) });
  const signer = createSigner(key);
  const tree = createAppender();
  let seconds = 0;
  let signed = 0;
  for await (const batch of texts) {
    const start = performance.now();
    for (const text of batch)
      for (const node of tree.append(leafHash(Buffer.from(text, 'utf8'))))
        insert.run(node.tileLevel, node.index, node.hash);
    if (seconds >= signed) {
      signCheckpoint({ origin, size: tree.size, root: tree.root() }, signer);
      signed += 1;
    }
    seconds += (performance.now() - start) / 1_000;
  }
  database.close();
  return seconds;
};
