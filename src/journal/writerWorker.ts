import { parentPort, workerData } from 'node:worker_threads';
import { type PackedGroup, unpackGroup } from './packedGroup.ts';
import { openJournalWriter } from './writer.ts';

/** The thread that writes the journal: leaf hashes, tree, rows and the flush are its work. */

export interface WriterData {
  readonly path: string;
  readonly synchronous: 'FULL' | 'NORMAL';
}

const { path, synchronous } = workerData as WriterData;
const journal = openJournalWriter(path, synchronous);

/** What the thread answers to a group. */
export type WriterAnswer =
  | { readonly size: number }
  | {
      readonly failed: {
        readonly message: string;
        readonly errcode: number | undefined;
        readonly code: string | undefined;
      };
    };

const append = (group: PackedGroup): WriterAnswer => {
  try {
    journal.append(unpackGroup(group));
    return { size: journal.size };
  } catch (error) {
    // What SQLite says beside the message does not pass between threads by itself.
    const { message, errcode, code } = error as Error & { errcode?: number; code?: string };
    return { failed: { message, errcode, code } };
  }
};

parentPort?.on('message', (group: PackedGroup | 'close') => {
  if (group !== 'close') return parentPort?.postMessage(append(group));
  journal.close();
  parentPort?.close();
});
