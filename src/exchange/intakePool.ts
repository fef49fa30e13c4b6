import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { factTextAt, type TakenBatch, takeBatch } from './batchIntake.ts';
import type { IntakeOptions } from './intake.ts';
import type { Done, Task } from './intakeWorker.ts';
import type { LineBatch } from './lines.ts';
import { type PackedBatch, packLines, unpackBatch } from './packedBatch.ts';

/**
 * Intake on other threads: parsing and validating is the larger part of an import, so it runs beside the recording. The
 * order of the batches is kept, and only a few are under way.
 */

const WORKERS_MAX = 4;
/** Of each thread: deep enough that it has work while the recorder decides a group. What comes beyond it is taken here. */
const BATCHES_SENT = 6;
const BATCHES_UNDER_WAY = 12;
/** Batches are short-lived; without these limits each thread lets its heap grow far beyond what it uses. */
const WORKER_LIMITS = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 256 };
/** A source that fits into one batch is not worth a thread. */
const SMALL_BYTES = 65_536;

interface Waiting {
  readonly resolve: (done: Done) => void;
  readonly reject: (error: unknown) => void;
}

const createWorker = (waiting: Map<number, Waiting>): Worker => {
  const worker = new Worker(new URL('./intakeWorker.ts', import.meta.url), { resourceLimits: WORKER_LIMITS });
  worker.on('message', (done: Done) => {
    waiting.get(done.id)?.resolve(done);
    waiting.delete(done.id);
  });
  worker.on('error', (error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });
  return worker;
};

/** A taken batch that can still say what stood on its lines. */
export interface ReadBatch extends TakenBatch {
  readonly factTextAt: (line: number) => string;
}
/** A batch with what was taken of it. */
interface Taken {
  readonly batch: LineBatch;
  readonly taken: TakenBatch | PackedBatch;
}

/** A batch is unpacked when it is its turn: what waits for that is one piece of memory and not thousands of objects. */
const opened = ({ batch, taken }: Taken): ReadBatch => ({
  ...('bytes' in taken ? unpackBatch(taken) : taken),
  factTextAt: (line) => factTextAt(batch, line),
});

/** Bytes in memory of their own, which can be moved to another thread. */
const movable = ({ buffer, byteLength }: Buffer): Uint8Array<ArrayBuffer> | undefined =>
  buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? new Uint8Array(buffer) : undefined;

/** Takes batches of lines, in order. */
export async function* takeBatches(
  batches: AsyncIterable<LineBatch>,
  options: IntakeOptions,
): AsyncGenerator<ReadBatch> {
  const waiting = new Map<number, Waiting>();
  const workers: Worker[] = [];
  const underWay: Promise<Taken>[] = [];
  let next = 0;
  const workerFor = (id: number): Worker => {
    const wanted = Math.min(WORKERS_MAX, availableParallelism());
    while (workers.length < wanted) workers.push(createWorker(waiting));
    return workers[id % workers.length] as Worker;
  };
  const send = async ({ firstLine, bytes }: LineBatch): Promise<Taken> => {
    const id = next;
    next += 1;
    const moved = movable(bytes) ?? new Uint8Array(bytes);
    const done = new Promise<Done>((resolve, reject) => waiting.set(id, { resolve, reject }));
    const task: Task = { id, firstLine, bytes: moved, demonstration: options.demonstration };
    workerFor(id).postMessage(task, [moved.buffer]);
    const { packed, bytes: back } = await done;
    return { batch: { firstLine, bytes: Buffer.from(back.buffer) }, taken: packed };
  };
  const take = async (batch: LineBatch): Promise<Taken> => {
    if (workers.length === 0 && batch.bytes.length < SMALL_BYTES)
      return { batch, taken: takeBatch(batch, options) };
    // Also while the threads are still loading their code.
    if (waiting.size >= BATCHES_SENT * Math.max(1, workers.length))
      return { batch, taken: packLines(batch, options) };
    return send(batch);
  };
  try {
    for await (const batch of batches) {
      underWay.push(take(batch));
      if (underWay.length > BATCHES_UNDER_WAY * Math.max(1, workers.length))
        yield opened((await underWay.shift()) as Taken);
    }
    for (const taken of underWay) yield opened(await taken);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
