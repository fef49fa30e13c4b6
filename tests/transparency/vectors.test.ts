import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  consistencyProof,
  cosignCheckpoint,
  createAppender,
  createCosigner,
  createSigner,
  EMPTY_ROOT,
  encodeBase64,
  inclusionProof,
  KEY_TYPE,
  openCheckpoint,
  parseHash,
  parseSigningKey,
  parseVerifierKey,
  signCheckpoint,
  signingKey,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
} from '../../src/transparency/index.ts';
import { memoryReader } from './support.ts';

interface Vectors {
  readonly checkpoints: readonly string[];
  readonly consistency: readonly {
    readonly Old: number;
    readonly New: number;
    readonly Proof: readonly string[];
  }[];
  readonly emptyRoot: string;
  readonly inclusion: readonly {
    readonly Size: number;
    readonly Index: number;
    readonly Proof: readonly string[];
  }[];
  readonly leafHashes: readonly string[];
  readonly origin: string;
  readonly roots: readonly string[];
  readonly skey: string;
  readonly vkey: string;
  readonly witnessSeedHex: string;
  readonly witnessTime: number;
  readonly witnessVkey: string;
}

const vectors: Vectors = JSON.parse(
  readFileSync(new URL('../vectors/tlog-vectors.json', import.meta.url), 'utf8'),
);
const leafHashes = vectors.leafHashes.map(parseHash);
const roots = vectors.roots.map(parseHash);
const reader = memoryReader(leafHashes);

function leafAt(index: number): Uint8Array {
  return leafHashes[index] ?? EMPTY_ROOT;
}

function rootOf(size: number): Uint8Array {
  return roots[size - 1] ?? EMPTY_ROOT;
}

describe('the trees, proofs and checkpoints of an independent implementation', () => {
  it('are all there', () => {
    expect(vectors.roots).toHaveLength(40);
    expect(vectors.inclusion).toHaveLength(820);
    expect(vectors.consistency).toHaveLength(820);
    expect(vectors.checkpoints).toHaveLength(40);
  });

  it('agree on the root of the empty tree', () => {
    expect(encodeBase64(EMPTY_ROOT)).toBe(vectors.emptyRoot);
  });

  it('agree on the roots of 40 trees, read from storage and appended to', () => {
    const appender = createAppender();
    const appended = leafHashes.map((hash) => {
      appender.append(hash);
      return encodeBase64(appender.root());
    });
    expect(appended).toEqual(vectors.roots);
    expect(leafHashes.map((_, i) => encodeBase64(treeRoot(reader, i + 1)))).toEqual(vectors.roots);
  });

  it('agree on 820 inclusion proofs, made and verified', () => {
    for (const { Size: size, Index: index, Proof } of vectors.inclusion) {
      expect(inclusionProof(reader, { index, size }).map(encodeBase64)).toEqual(Proof);
      const proof = Proof.map(parseHash);
      expect(verifyInclusion({ leafHash: leafAt(index), index, size, proof, root: rootOf(size) })).toEqual({
        ok: true,
      });
    }
  });

  it('agree on 820 consistency proofs, made and verified', () => {
    for (const { Old: oldSize, New: newSize, Proof } of vectors.consistency) {
      expect(consistencyProof(reader, { oldSize, newSize }).map(encodeBase64)).toEqual(Proof);
      const claim = { oldSize, newSize, oldRoot: rootOf(oldSize), newRoot: rootOf(newSize) };
      expect(verifyConsistency({ ...claim, proof: Proof.map(parseHash) })).toEqual({ ok: true });
    }
  });

  it('agree on 40 checkpoints, signed and cosigned byte for byte', () => {
    const signer = createSigner(parseSigningKey(vectors.skey));
    const seed = new Uint8Array(Buffer.from(vectors.witnessSeedHex, 'hex'));
    const witness = signingKey({ name: 'witness.example/w1', type: KEY_TYPE.cosignatureV1, seed });
    const cosigner = createCosigner(witness, vectors.witnessTime);
    const signed = roots.map((root, i) =>
      cosignCheckpoint(signCheckpoint({ origin: vectors.origin, size: i + 1, root }, signer), cosigner),
    );
    expect(signed).toEqual(vectors.checkpoints);
  });

  it('agree on the keys', () => {
    expect(parseSigningKey(vectors.skey).vkey).toBe(vectors.vkey);
    expect(parseVerifierKey(vectors.witnessVkey).vkey).toBe(vectors.witnessVkey);
  });

  it('agree that 40 checkpoints are signed by the log and cosigned by the witness', () => {
    const keys = {
      logs: [parseVerifierKey(vectors.vkey)],
      witnesses: [parseVerifierKey(vectors.witnessVkey)],
    };
    for (const [i, note] of vectors.checkpoints.entries()) {
      const opened = openCheckpoint(note, keys);
      expect(opened).toMatchObject({
        ok: true,
        checkpoint: { origin: 'vectors.example/log', size: i + 1, root: rootOf(i + 1) },
        cosignatures: [{ name: 'witness.example/w1', keyId: 'd4ddf8a0', timeSeconds: 1_790_000_000 }],
        unverified: [],
      });
    }
  });
});
