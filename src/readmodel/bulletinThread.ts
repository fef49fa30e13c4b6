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

export const computeBulletin = (task: BulletinTask): Promise<BulletinContent> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./bulletinWorker.ts', import.meta.url), { workerData: task });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the thread ended without a bulletin')));
  });
