import { parentPort } from 'node:worker_threads';
import { takeLines } from './batchIntake.ts';
import { createPacker } from './packedBatch.ts';

/** A thread that parses and validates batches of lines. */

interface Task {
  readonly id: number;
  readonly firstLine: number;
  readonly bytes: Uint8Array;
  readonly demonstration: boolean;
}

parentPort?.on('message', ({ id, firstLine, bytes, demonstration }: Task) => {
  const batch = { firstLine, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
  const packer = createPacker(bytes.length * 2);
  takeLines(batch, { demonstration }, packer);
  const packed = packer.packed();
  const moved = [packed.bytes, packed.marks, packed.lines, packed.turnover].map(({ buffer }) => buffer);
  parentPort?.postMessage({ id, packed }, moved);
});
