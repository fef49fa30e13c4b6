import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createSigner,
  formatProof,
  formatSigningKey,
  KEY_TYPE,
  leafHash,
  openTree,
  parseProof,
  parseSigningKey,
  proofsOf,
  signCheckpoint,
} from '../../src/transparency/index.ts';

/** Many proofs against one checkpoint are the same, written and read, as each of them alone. */

const SIZE = 70;
const leaves = Array.from({ length: SIZE }, (_, index) => leafHash(Uint8Array.of(index)));
const tree = openTree({ hashes: (_, start, count) => leaves.slice(start, start + count) }, SIZE);
const signer = createSigner(
  parseSigningKey(
    formatSigningKey({ name: 'a.example/log', type: KEY_TYPE.ed25519, seed: new Uint8Array(32) }),
  ),
);
const checkpointOf = (size: number): string =>
  signCheckpoint({ origin: 'a.example/log', size, root: tree.root() }, signer);
const checkpoint = checkpointOf(SIZE);

const indexes = fc.array(fc.integer({ min: 0, max: SIZE - 1 }), { minLength: 1, maxLength: 12 });

test('they are written as one alone is, in whatever order', () => {
  fc.assert(
    fc.property(indexes, (order) => {
      const { format } = proofsOf(checkpoint);
      for (const index of order) {
        const hashes = tree.inclusionProof(index);
        expect(format(index, hashes)).toBe(formatProof({ index, hashes, checkpoint, extra: null }));
      }
    }),
  );
});

const outcome = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    return String(error);
  }
};

/** What may happen to a proof on its way. */
const damage = fc.oneof(
  fc.constant((text: string): string => text),
  fc
    .tuple(fc.nat(), fc.constantFrom('', '\n', 'A', '=', ' ', '\u00e9', '\n\n'))
    .map(([place, piece]) => (text: string): string => {
      const at = place % text.length;
      return text.slice(0, at) + piece + text.slice(at + 1);
    }),
  fc.constant((text: string): string => text.replace('\nindex ', '\nextra QQ==\nindex ')),
  fc.constant((text: string): string => text.replace(checkpoint, checkpointOf(SIZE + 1))),
  fc.constant((text: string): string => text.replace('\n\na.example', '\n\n\na.example')),
  fc.constant((text: string): string => text.replace(/\n[^\n]{44}\n\n/, '\n\n')),
);

test('they are read as one alone is, whole or damaged, whatever was read before', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: SIZE - 1 }), damage), { maxLength: 12 }),
      (list) => {
        const { parse } = proofsOf(checkpoint);
        for (const [index, damaged] of list) {
          const text = formatProof({ index, hashes: tree.inclusionProof(index), checkpoint, extra: null });
          const bytes = Buffer.from(damaged(text));
          expect(outcome(() => parse(bytes))).toEqual(outcome(() => parseProof(bytes)));
        }
      },
    ),
    { numRuns: 400 },
  );
});
