import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type LogTask, runTask, type TaskAnswer } from './tasks.ts';

/** Runs tasks side by side; a short log is not worth the start of a thread. */
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

type Report = { readonly entries: number } | { readonly answer: TaskAnswer };

const ask = (worker: Worker, task: LogTask, onProgress: (entries: number) => void): Promise<TaskAnswer> =>
  new Promise((resolve, reject) => {
    const end = (finish: () => void): void => {
      worker.off('message', take);
      worker.off('error', fail);
      finish();
    };
    const fail = (error: unknown): void => end(() => reject(error));
    const take = (report: Report): void => {
      if ('entries' in report) onProgress(report.entries);
      else end(() => resolve(report.answer));
    };
    worker.on('message', take);
    worker.on('error', fail);
    worker.postMessage(task);
  });

const inThisThread: Threads = {
  count: 1,
  run: async (tasks, onProgress) => tasks.map((task) => runTask(task, onProgress)),
  close: async () => {},
};

export const openThreads = (entries: number): Threads => {
  const count = Math.min(THREADS_MAX, availableParallelism());
  if (entries < ENTRIES_WORTH_THREADS || count === 1) return inThisThread;
  const workers = Array.from(
    { length: count },
    () => new Worker(WORKER, { resourceLimits: { maxYoungGenerationSizeMb: NURSERY_MB } }),
  );
  return {
    count,
    run: async (tasks, onProgress) => {
      const answers: TaskAnswer[] = [];
      const waiting = tasks.entries();
      await Promise.all(
        workers.map(async (worker) => {
          for (const [place, task] of waiting) answers[place] = await ask(worker, task, onProgress);
        }),
      );
      return answers;
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
};
