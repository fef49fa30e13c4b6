import { parentPort } from 'node:worker_threads';
import { takeBatch } from './batchIntake.ts';
import { packBatch } from './packedBatch.ts';

/** A thread that parses and validates batches of lines. */

interface Task {
  readonly id: number;
  readonly firstLine: number;
  readonly bytes: Uint8Array;
  readonly demonstration: boolean;
}

parentPort?.on('message', ({ id, firstLine, bytes, demonstration }: Task) => {
  const batch = { firstLine, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
  const packed = packBatch(takeBatch(batch, { demonstration }), bytes.length * 2);
  parentPort?.postMessage({ id, packed }, [packed.bytes.buffer, packed.ends.buffer]);
});
