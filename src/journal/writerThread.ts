import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { LogEntry } from '../log/port.ts';
import { type LongAppend, openLongAppend } from './longAppend.ts';
import { packGroup } from './packedGroup.ts';
import { type JournalReader, openJournalReader } from './reader.ts';
import { openJournalWriter } from './writer.ts';
import type { WriterAnswer, WriterData } from './writerWorker.ts';

/**
 * The journal written on a thread of its own, so that the next group is decided while one is flushed. Who decides reads it
 * through a connection of this thread.
 */
export interface JournalThread {
  readonly reader: JournalReader;
  /** Events that are known to be durable; the reader may see a group a moment earlier. */
  readonly size: number;
  /** Appends all entries or none; the next call waits for this one. Rejects with what SQLite throws. */
  append(entries: readonly LogEntry[]): Promise<void>;
  /** Begins an append of any length on the caller's thread; nothing else is appended before it has ended. */
  appendLong(): Promise<LongAppend>;
  close(): Promise<void>;
}

/** Groups are short-lived; without these limits the thread lets its heap grow far beyond what it uses. */
const HEAP_LIMITS = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 256 };

/** Opens a journal for writing. The caller holds the lock of the data directory. */
export const openJournalThread = (path: string, synchronous: 'FULL' | 'NORMAL' = 'FULL'): JournalThread => {
  // Made here, so that a journal that cannot be opened is an error of the caller's.
  openJournalWriter(path, synchronous).close();
  const reader = openJournalReader(path);
  let size = reader.size();
  let worker: Worker | undefined;

  /** Started at the first append: many commands open a ledger for writing and write nothing. */
  const start = (): Worker => {
    const started = new Worker(new URL('./writerWorker.ts', import.meta.url), {
      workerData: { path, synchronous } satisfies WriterData,
      resourceLimits: HEAP_LIMITS,
    });
    // A thread that waits for its next group does not keep the process.
    started.unref();
    return started;
  };

  const answerTo = (target: Worker, entries: readonly LogEntry[]): Promise<WriterAnswer> =>
    new Promise((resolve, reject) => {
      const settle = (): void => {
        target.off('message', answered).off('error', failed).off('exit', ended);
        target.unref();
      };
      const answered = (answer: WriterAnswer): void => {
        settle();
        resolve(answer);
      };
      const failed = (error: unknown): void => {
        settle();
        reject(error);
      };
      const ended = (): void => failed(new Error('the thread of the journal has ended'));
      target.on('message', answered).on('error', failed).on('exit', ended);
      target.ref();
      const group = packGroup(entries);
      target.postMessage(group, [group.bytes.buffer, group.ends.buffer, group.recordedAt.buffer]);
    });

  const end = async (): Promise<void> => {
    const ending = worker;
    worker = undefined;
    if (!ending || ending.threadId < 0) return;
    ending.ref();
    ending.postMessage('close');
    await once(ending, 'exit');
  };

  return {
    reader,
    get size() {
      return size;
    },
    append: async (entries) => {
      worker ??= start();
      const answer = await answerTo(worker, entries);
      if ('failed' in answer) throw Object.assign(new Error(answer.failed.message), answer.failed);
      size = answer.size;
    },
    appendLong: async () => {
      // It would go on at the size that it knows.
      await end();
      const long = openLongAppend(path, synchronous);
      return {
        ...long,
        commit: () => {
          long.commit();
          size = reader.size();
        },
      };
    },
    close: async () => {
      reader.close();
      await end();
    },
  };
};
