import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { JournalReader } from '../journal/reader.ts';
import type { Standing, StepAnswer } from './projectorWorker.ts';
import { openProjectors, type ReadModelFiles } from './readModel.ts';

/**
 * A projector on a thread of its own, so that who is served does not wait for what others have posted to be projected. What
 * it has done is known here once it has said so; the files may be a step ahead of that.
 */
export interface ProjectorThread extends Standing {
  /** Takes the next batch of the journal; resolves to how many events it took. Rejects when the thread cannot go on. */
  step(): Promise<number>;
  close(): Promise<void>;
}

type Waiting = Pick<PromiseWithResolvers<number>, 'resolve' | 'reject'>;

/** What is missing of the figures and of the findings when a ledger is opened: a batch of each, or nothing. */
const FIRST_STEPS = 2;

/**
 * The thread goes on from files that are there and of this journal; that they are not is an error of the caller's. What is
 * missing is taken here if it is little, so that a ledger of few events is never seen without them.
 */
const prepare = (files: ReadModelFiles, journal: JournalReader): Standing => {
  const projector = openProjectors(files, journal);
  try {
    for (let count = 0; count < FIRST_STEPS; count += 1) projector.step();
    const { size, stale, isStopped } = projector;
    return { size, stale, isStopped };
  } finally {
    projector.close();
  }
};

/** Opens the files for writing. The caller holds the lock of the data directory. */
export const openProjectorThread = (files: ReadModelFiles, journal: JournalReader): ProjectorThread => {
  let standing = prepare(files, journal);
  const worker = new Worker(new URL('./projectorWorker.ts', import.meta.url), { workerData: files });
  // A thread that waits for its next step does not keep the process.
  worker.unref();
  const waiting: Waiting[] = [];
  let ended: unknown;

  const answered = (answer: StepAnswer): void => {
    const first = waiting.shift();
    if ('failed' in answer) {
      first?.reject(new Error(answer.failed));
      return;
    }
    standing = answer;
    first?.resolve(answer.taken);
  };
  const end = (error: unknown): void => {
    ended ??= error;
    for (const { reject } of waiting.splice(0)) reject(ended);
  };
  worker.on('message', answered);
  worker.on('error', end);
  worker.on('exit', () => end(new Error('the thread of the read model has ended')));

  return {
    get size() {
      return standing.size;
    },
    get stale() {
      return standing.stale;
    },
    get isStopped() {
      return standing.isStopped;
    },
    step: () =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) return reject(ended);
        waiting.push({ resolve, reject });
        worker.postMessage('step');
      }),
    close: async () => {
      if (ended !== undefined) return;
      worker.ref();
      const exit = once(worker, 'exit');
      worker.postMessage('close');
      await exit;
    },
  };
};
