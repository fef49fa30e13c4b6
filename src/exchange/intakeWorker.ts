import { parentPort } from 'node:worker_threads';
import { type PackedBatch, packLines } from './packedBatch.ts';

/** A thread that parses and validates batches of lines. */

export interface Task {
  readonly id: number;
  readonly firstLine: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly demonstration: boolean;
}

/** What is answered to a task, its bytes given back. */
export interface Done {
  readonly id: number;
  readonly packed: PackedBatch;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

parentPort?.on('message', ({ id, firstLine, bytes, demonstration }: Task) => {
  const batch = { firstLine, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
  const packed = packLines(batch, { demonstration });
  const moved = [bytes, packed.bytes, packed.marks, packed.lines, packed.turnover].map(
    ({ buffer }) => buffer,
  );
  parentPort?.postMessage({ id, packed, bytes } satisfies Done, moved);
});
