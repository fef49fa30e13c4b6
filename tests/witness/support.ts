import {
  createSigner,
  KEY_TYPE,
  openTree,
  parseVerifierKey,
  signCheckpoint,
  signingKey,
} from '../../src/transparency/index.ts';
import { leaves, memoryReader } from '../transparency/support.ts';

/** A log that is witnessed. */

export const ORIGIN = 'example.org/log';
export const logKey = signingKey({ name: ORIGIN, type: KEY_TYPE.ed25519, seed: new Uint8Array(32).fill(1) });
export const log = parseVerifierKey(logKey.vkey);

/** A log of made-up leaves; from `forkAt` on they are others. */
export const logOf = (size: number, forkAt = Number.POSITIVE_INFINITY) => {
  const others = leaves(2 * size + 1);
  const hashes = leaves(size).map((hash, index) => (index < forkAt ? hash : (others[size + index] ?? hash)));
  const reader = memoryReader(hashes);
  const note = (at: number, by = logKey): string =>
    signCheckpoint({ origin: by.name, size: at, root: openTree(reader, at).root() }, createSigner(by));
  const proof = (from: number, to: number): Uint8Array[] => openTree(reader, to).consistencyProof(from);
  return { note, proof };
};
