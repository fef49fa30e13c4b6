import { parentPort } from 'node:worker_threads';
import { takeBatch } from './batchIntake.ts';

/** A thread that parses and validates batches of lines. */

interface Task {
  readonly id: number;
  readonly firstLine: number;
  readonly bytes: Uint8Array;
  readonly demonstration: boolean;
}

parentPort?.on('message', ({ id, firstLine, bytes, demonstration }: Task) => {
  const batch = { firstLine, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
  parentPort?.postMessage({ id, taken: takeBatch(batch, { demonstration }) });
});
