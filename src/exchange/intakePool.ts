import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { factTextAt, type TakenBatch, takeBatch } from './batchIntake.ts';
import type { IntakeOptions } from './intake.ts';
import type { LineBatch } from './lines.ts';

/**
 * Intake on other threads: parsing and validating is the larger part of an import, so it runs beside the recording. The
 * order of the batches is kept, and only a few are under way.
 */

const WORKERS_MAX = 4;
/** Deep enough that a worker has work while the recorder flushes a group. */
const BATCHES_PER_WORKER = 20;
/** A source that fits into one batch is not worth a thread. */
const SMALL_BYTES = 65_536;

interface Waiting {
  readonly resolve: (taken: TakenBatch) => void;
  readonly reject: (error: unknown) => void;
}

const createWorker = (waiting: Map<number, Waiting>): Worker => {
  const worker = new Worker(new URL('./intakeWorker.ts', import.meta.url));
  worker.on('message', ({ id, taken }: { id: number; taken: TakenBatch }) => {
    waiting.get(id)?.resolve(taken);
    waiting.delete(id);
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

/** Takes batches of lines, in order. */
export async function* takeBatches(
  batches: AsyncIterable<LineBatch>,
  options: IntakeOptions,
): AsyncGenerator<ReadBatch> {
  const waiting = new Map<number, Waiting>();
  const workers: Worker[] = [];
  const underWay: Promise<ReadBatch>[] = [];
  let next = 0;
  const take = (batch: LineBatch): Promise<TakenBatch> => {
    if (workers.length === 0 && batch.bytes.length < SMALL_BYTES)
      return Promise.resolve(takeBatch(batch, options));
    const wanted = Math.max(1, Math.min(WORKERS_MAX, availableParallelism() - 1));
    while (workers.length < wanted) workers.push(createWorker(waiting));
    const id = next;
    next += 1;
    const bytes = new Uint8Array(batch.bytes);
    const taken = new Promise<TakenBatch>((resolve, reject) => waiting.set(id, { resolve, reject }));
    const task = { id, firstLine: batch.firstLine, bytes, demonstration: options.demonstration };
    workers[id % workers.length]?.postMessage(task, [bytes.buffer]);
    return taken;
  };
  try {
    for await (const batch of batches) {
      const factTextOf = (line: number): string => factTextAt(batch, line);
      underWay.push(take(batch).then((taken) => ({ ...taken, factTextAt: factTextOf })));
      if (underWay.length > BATCHES_PER_WORKER * Math.max(1, workers.length))
        yield await (underWay.shift() as Promise<ReadBatch>);
    }
    for (const taken of underWay) yield await taken;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
