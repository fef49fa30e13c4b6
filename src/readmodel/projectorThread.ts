import { Worker } from 'node:worker_threads';
import type { JournalReader } from '../journal/reader.ts';
import type { Standing, StepAnswer } from './projectorWorker.ts';
import { openProjectors, type ReadModelFiles } from './readModel.ts';

/**
 * A projector on a thread of its own, so that who is served does not wait for what others have posted to be projected. What
 * it has done is known here once it has said so; the files may be a step ahead of that. Should the thread end, everything is
 * stale until a later step can begin a new one: nothing is lost with it but its last, unfinished batch.
 */
export interface ProjectorThread extends Standing {
  /** Takes the next batch of the journal; resolves to how many events it took, 0 where there are none or it could not. */
  step(): Promise<number>;
  close(): Promise<void>;
}

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
  let worker: Worker | undefined;
  /** Those who asked the thread for a step, in the order of its answers. */
  const waiting: ((taken: number) => void)[] = [];

  const answered = (answer: StepAnswer): void => {
    standing = 'failed' in answer ? { ...standing, stale: answer.failed } : answer;
    waiting.shift()?.('failed' in answer ? 0 : answer.taken);
  };

  const start = (): Worker => {
    const started = new Worker(new URL('./projectorWorker.ts', import.meta.url), { workerData: files });
    // A thread that waits for its next step does not keep the process.
    started.unref();
    let reason = 'the thread of the read model has ended';
    started.on('message', answered);
    started.on('error', (error: unknown) => {
      reason += `: ${error instanceof Error ? error.message : String(error)}`;
    });
    started.on('exit', () => {
      worker = undefined;
      // One that nobody was waiting for leaves nothing undone.
      if (waiting.length > 0) standing = { ...standing, stale: reason };
      for (const resolve of waiting.splice(0)) resolve(0);
    });
    return started;
  };
  worker = start();

  /** The thread; undefined where none can be had now, which a later step may find otherwise. */
  const startedThread = (): Worker | undefined => {
    try {
      worker ??= start();
    } catch (error) {
      standing = {
        ...standing,
        stale: `a thread of the read model cannot be had: ${(error as Error).message}`,
      };
    }
    return worker;
  };

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
      new Promise((resolve) => {
        const thread = startedThread();
        if (!thread) return resolve(0);
        waiting.push(resolve);
        thread.postMessage('step');
      }),
    close: async () => {
      const closing = worker;
      if (!closing) return;
      closing.ref();
      await new Promise((resolve) => {
        closing.once('exit', resolve);
        closing.postMessage('close');
      });
    },
  };
};
