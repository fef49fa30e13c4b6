import { parentPort, workerData } from 'node:worker_threads';
import { openJournalReader } from '../journal/reader.ts';
import { openProjectors, type ReadModelFiles } from './readModel.ts';

/** The thread that keeps the read model up with a log that is being written: a batch for each time that it is asked. */

/** How far the read model has come, as another thread knows it. */
export interface Standing {
  readonly size: number;
  readonly stale: string | undefined;
  readonly isStopped: boolean;
}

/** What the thread answers to being asked for a step. */
export type StepAnswer = (Standing & { readonly taken: number }) | { readonly failed: string };

const files = workerData as ReadModelFiles;
const journal = openJournalReader(files.journal);
const projector = openProjectors(files, journal);

const step = (): StepAnswer => {
  try {
    const taken = projector.step();
    const { size, stale, isStopped } = projector;
    return { taken, size, stale, isStopped };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
};

parentPort?.on('message', (asked: 'step' | 'close') => {
  if (asked === 'step') return parentPort?.postMessage(step());
  projector.close();
  journal.close();
  parentPort?.close();
});
