import { afterEach, expect, test } from 'vitest';
import { type JournalWriter, openJournalWriter } from '../../src/journal/writer.ts';
import {
  createAppender,
  encodeBase64,
  leafHash,
  openTree,
  verifyConsistency,
  verifyInclusion,
} from '../../src/transparency/index.ts';
import { entries } from '../support/entries.ts';

/** The journal's stored hashes give the roots that the leaves give, at every size and around full tiles. */

const open: JournalWriter[] = [];
afterEach(() => {
  for (const journal of open.splice(0)) journal.close();
});

/** A journal with that many events, and the roots of all its prefixes computed from the texts alone. */
const grown = (groups: readonly number[]): { journal: JournalWriter; roots: readonly string[] } => {
  const journal = openJournalWriter(':memory:', 'NORMAL');
  open.push(journal);
  const tree = createAppender();
  const roots = [encodeBase64(tree.root())];
  for (const count of groups) {
    const group = entries(journal.size, count);
    for (const { text } of group) {
      tree.append(leafHash(Buffer.from(text, 'utf8')));
      roots.push(encodeBase64(tree.root()));
    }
    journal.append(group);
  }
  return { journal, roots };
};

test('the root of every size up to 600 is that of the leaves', () => {
  const { journal, roots } = grown([1, 2, 3, 100, 150, 1, 255, 88]);
  expect(journal.size).toBe(600);
  expect(roots.map((_, size) => journal.reader.rootHash(size))).toEqual(roots);
});

test('the root of the end is right whenever the journal has just that size', () => {
  const journal = openJournalWriter(':memory:', 'NORMAL');
  open.push(journal);
  const { roots } = grown([600]);
  for (let size = 1; size <= 600; size += 1) {
    journal.append(entries(size - 1, 1));
    expect(journal.reader.rootHash(size)).toBe(roots[size]);
  }
});

test('the roots around 65,536 leaves are those of the leaves', () => {
  const { journal, roots } = grown([5_000, 60_000, 500, 300]);
  const sizes = [
    255, 256, 257, 4_096, 32_767, 32_768, 65_279, 65_280, 65_281, 65_534, 65_535, 65_536, 65_537, 65_538,
    65_791, 65_792, 65_793, 65_800,
  ];
  expect(sizes.map((size) => journal.reader.rootHash(size))).toEqual(sizes.map((size) => roots[size]));
  const stored = journal.database.prepare('SELECT level, count(*) AS count FROM tree GROUP BY level').all();
  expect(stored.map((row) => ({ ...row }))).toEqual([
    { level: 1, count: 257 },
    { level: 2, count: 1 },
  ]);
});

test('a size beyond the end has no root', () => {
  const { journal } = grown([10]);
  expect(() => journal.reader.rootHash(11)).toThrow('storage does not have');
});

test('proofs from the stored hashes hold', () => {
  const { journal, roots } = grown([700]);
  const rootAt = (size: number): Uint8Array => Buffer.from(roots[size] as string, 'base64');
  const tree = openTree(journal.reader.hashes, 700);
  for (const index of [0, 1, 255, 256, 511, 512, 698, 699]) {
    const claim = {
      index,
      size: 700,
      leafHash: journal.reader.leafHash(index),
      proof: tree.inclusionProof(index),
      root: rootAt(700),
    };
    expect(verifyInclusion(claim)).toMatchObject({ ok: true });
  }
  for (const oldSize of [1, 255, 256, 257, 512, 600, 700]) {
    const claim = {
      oldSize,
      newSize: 700,
      oldRoot: rootAt(oldSize),
      newRoot: rootAt(700),
      proof: tree.consistencyProof(oldSize),
    };
    expect(verifyConsistency(claim)).toMatchObject({ ok: true });
  }
});
