import { Worker } from 'node:worker_threads';
import type { BulletinContent } from '../../projections/bulletin.ts';

/** A bulletin of a long log takes seconds: every entry behind its figures is read and hashed. So a thread computes it. */

export interface BulletinTask {
  /** Paths of the files of the log and of the figures. */
  readonly journal: string;
  readonly figures: string;
  readonly year: number;
  readonly treeSize: number;
}

/** Where nobody waits for it any more the signal ends the thread, which would keep the process; it rejects with its reason. */
export const computeBulletin = (task: BulletinTask, signal: AbortSignal): Promise<BulletinContent> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = new Worker(new URL('./bulletinWorker.ts', import.meta.url), { workerData: task });
    worker.once('message', resolve);
    worker.once('error', reject);
    const end = (): void => {
      reject(signal.reason);
      void worker.terminate();
    };
    signal.addEventListener('abort', end);
    worker.once('exit', () => {
      signal.removeEventListener('abort', end);
      reject(new Error('the thread ended without a bulletin'));
    });
  });
