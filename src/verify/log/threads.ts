import { availableParallelism } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type TaskQueue, takeFrom } from './taskQueue.ts';
import { type LogTask, runTask, type TaskAnswer } from './tasks.ts';

/** Runs tasks side by side, here and in other threads; a short log is not worth the start of one. */
export interface Threads {
  readonly count: number;
  /** The answers in the order of the tasks. */
  run(tasks: readonly LogTask[], onProgress: (entries: number) => void): Promise<readonly TaskAnswer[]>;
  close(): Promise<void>;
}

const THREADS_MAX = 8;
const ENTRIES_WORTH_THREADS = 10_000;
/** Parsed entries die young; in the small nursery that a thread has by default, half of them are moved first (measured). */
const NURSERY_MB = 48;
const WORKER = new URL('./worker.ts', import.meta.url);

/** What a thread tells of the tasks that it takes. */
export type Report =
  | { readonly entries: number }
  | { readonly place: number; readonly answer: TaskAnswer }
  | { readonly done: true };

interface Run {
  readonly queue: TaskQueue;
  readonly answers: TaskAnswer[];
  readonly onProgress: (entries: number) => void;
}

/** A thread takes tasks until there are none left. */
const runThere = (worker: Worker, { queue, answers, onProgress }: Run): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = (finish: () => void): void => {
      worker.off('message', take);
      worker.off('error', fail);
      finish();
    };
    const fail = (error: unknown): void => end(() => reject(error));
    const take = (report: Report): void => {
      if ('entries' in report) onProgress(report.entries);
      else if ('done' in report) end(resolve);
      else answers[report.place] = report.answer;
    };
    worker.on('message', take);
    worker.on('error', fail);
    worker.postMessage(queue);
  });

/** This thread does too: it is there already, while others load their code. Between tasks it hears of the others. */
const runHere = async ({ queue, answers, onProgress }: Run): Promise<void> => {
  for (const [place, task] of takeFrom(queue)) {
    answers[place] = runTask(task, onProgress);
    await nextTurn();
  }
};

export const openThreads = (entries: number): Threads => {
  const count = entries < ENTRIES_WORTH_THREADS ? 1 : Math.min(THREADS_MAX, availableParallelism());
  const others = Array.from(
    { length: count - 1 },
    () => new Worker(WORKER, { resourceLimits: { maxYoungGenerationSizeMb: NURSERY_MB } }),
  );
  return {
    count,
    run: async (tasks, onProgress) => {
      const queue = { tasks, taken: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) };
      const run = { queue, answers: [], onProgress };
      await Promise.all([...others.map((worker) => runThere(worker, run)), runHere(run)]);
      return run.answers;
    },
    close: async () => {
      await Promise.all(others.map((worker) => worker.terminate()));
    },
  };
};
