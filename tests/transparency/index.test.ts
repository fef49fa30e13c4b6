import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  canonicalJson,
  consistencyProof,
  cosignCheckpoint,
  createAppender,
  createCosigner,
  createSigner,
  encodeBase64,
  encodeEntryBundle,
  entryBundlesOfSize,
  formatProof,
  formatTilePath,
  KEY_TYPE,
  leafHash,
  openTree,
  parsePolicy,
  parseProof,
  signCheckpoint,
  signingKey,
  tilesOfSize,
  verifyProof,
} from '../../src/transparency/index.ts';
import { memoryReader, SEED_1, SEED_2, utf8 } from './support.ts';

const FOLDER = new URL('../../src/transparency/', import.meta.url);

/** The package comment without its comment signs. */
const comment = readFileSync(new URL('index.ts', FOLDER), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('//'))
  .map((line) => line.replace(/^\/\/ ? ? ?/, ''))
  .join('\n');

/** Whether a line of the comment has this hash, and this said of it. */
function saysOf(hash: string, said: string): boolean {
  return comment.split('\n').some((line) => line.includes(` ${hash} `) && line.endsWith(` ${said}`));
}

describe('the worked example of the package comment', () => {
  const entries = ['0', '1', '2'].map((n) => canonicalJson({ n }));
  const hashes = entries.map((entry) => leafHash(utf8(entry)));
  const reader = memoryReader(hashes);
  const log = signingKey({ name: 'log.example/ledger', type: KEY_TYPE.ed25519, seed: SEED_1 });
  const witness = signingKey({ name: 'witness.example/w', type: KEY_TYPE.cosignatureV1, seed: SEED_2 });

  it('has the right entries and hashes', () => {
    const appender = createAppender();
    for (const [i, entry] of entries.entries()) {
      expect(comment).toContain(`${i}  ${entry}`);
      expect(saysOf(encodeBase64(leafHash(utf8(entry))), `leaf ${i}`)).toBe(true);
      appender.append(leafHash(utf8(entry)));
      expect(comment).toContain(encodeBase64(appender.root()));
    }
    expect(consistencyProof(reader, { oldSize: 2, newSize: 3 }).map(encodeBase64)).toEqual([
      'WjUSIQAbajqfZHZz11Ok0HUS1hY049t+zTKtD/AEfnM=',
    ]);
  });

  it('has the right checkpoint, policy and proof, and the proof holds', () => {
    const tree = openTree(reader, 3);
    const signed = signCheckpoint({ origin: log.name, size: 3, root: tree.root() }, createSigner(log));
    const checkpoint = cosignCheckpoint(signed, createCosigner(witness, 1_790_000_000));
    expect(comment).toContain(checkpoint);
    const policyText = `log ${log.vkey}\nwitness w ${witness.vkey}\nquorum w\n`;
    expect(comment).toContain(policyText);
    const proof = formatProof({ index: 1, hashes: tree.inclusionProof(1), checkpoint, extra: null });
    expect(comment).toContain(proof.slice(0, proof.indexOf('\n\n') + 2));
    const expectation = { leafHash: leafHash(utf8('{"n":"1"}')), policy: parsePolicy(policyText) };
    expect(verifyProof(parseProof(proof), expectation)).toMatchObject({ ok: true });
  });

  it('has the right files', () => {
    const paths = [...tilesOfSize(3), ...entryBundlesOfSize(3)].map(formatTilePath);
    expect(paths).toEqual(['tile/0/000.p/3', 'tile/entries/000.p/3']);
    for (const path of paths) {
      expect(comment).toContain(`\`${path}\``);
    }
    expect([...tilesOfSize(256)].map(formatTilePath)).toEqual(['tile/0/000', 'tile/1/000.p/1']);
    expect(encodeEntryBundle(entries.map(utf8))).toHaveLength(3 * (2 + 9));
  });
});

describe('the package', () => {
  it('imports nothing but node:crypto and itself', () => {
    const imported = readdirSync(FOLDER).flatMap((file) =>
      [...readFileSync(new URL(file, FOLDER), 'utf8').matchAll(/ from '([^']+)';/g)].map(
        (match) => match[1] ?? '',
      ),
    );
    expect(imported.filter((from) => !/^\.\/[a-z]+\.ts$/.test(from) && from !== 'node:crypto')).toEqual([]);
  });
});
