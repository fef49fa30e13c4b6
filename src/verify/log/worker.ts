import { parentPort } from 'node:worker_threads';
import { type TaskQueue, takeFrom } from './taskQueue.ts';
import { runTask } from './tasks.ts';
import type { Report } from './threads.ts';

/** The entry of a thread: it takes tasks from a queue, and tells how far it is, each answer, and when none is left. */

const port = parentPort;
if (!port) throw new Error('to be run as a thread');

const tell = (report: Report): void => port.postMessage(report);

port.on('message', (queue: TaskQueue) => {
  for (const [place, task] of takeFrom(queue)) {
    const answer = runTask(task, (entries) => tell({ entries }));
    tell({ place, answer });
  }
  tell({ done: true });
});
