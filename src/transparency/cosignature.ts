// C2SP tlog-cosignature, Ed25519: what a witness signs, and the 72 bytes that it gives for it.
//
// A cosignature says: at this time this was the largest tree that I had seen of this log, and it continued
// all that I had seen before.

import { isSize } from './size.ts';

/** Length of an Ed25519 signature, in bytes. */
export const ED25519_SIGNATURE_BYTES = 64;

const TIME_BYTES = 8;

/** A `timestamped_signature`: the time of the statement in POSIX seconds and the Ed25519 signature. */
export interface Cosignature {
  readonly timeSeconds: number;
  readonly ed25519: Uint8Array;
}

/**
 * The signed message, C2SP tlog-cosignature, "Ed25519 signed message". The text is the checkpoint's note
 * text.
 */
export function cosignatureMessage(text: string, timeSeconds: number): string {
  return `cosignature/v1\ntime ${timeSeconds}\n${text}`;
}

/** uint64 time, big-endian ‖ Ed25519 signature; C2SP tlog-cosignature, "Format". */
export function encodeCosignature({ timeSeconds, ed25519 }: Cosignature): Uint8Array {
  const bytes = new Uint8Array(TIME_BYTES + ED25519_SIGNATURE_BYTES);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(timeSeconds));
  bytes.set(ed25519, TIME_BYTES);
  return bytes;
}

/**
 * The inverse, or undefined unless there are exactly 72 bytes and the time is a safe integer. The format
 * allows times up to 2^63 − 1 and verifiers to reject times in the future; 2^53 seconds are 285 million years
 * away.
 */
export function decodeCosignature(bytes: Uint8Array): Cosignature | undefined {
  if (bytes.length !== TIME_BYTES + ED25519_SIGNATURE_BYTES) {
    return undefined;
  }
  const timeSeconds = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0));
  return isSize(timeSeconds) ? { timeSeconds, ed25519: bytes.subarray(TIME_BYTES) } : undefined;
}
