import { parentPort } from 'node:worker_threads';
import { type LogTask, runTask } from './tasks.ts';

/** The entry of a thread: a task comes in, how far it is and its answer go out. */

const port = parentPort;
if (!port) throw new Error('to be run as a thread');

port.on('message', (task: LogTask) => {
  const answer = runTask(task, (entries) => port.postMessage({ entries }));
  port.postMessage({ answer });
});
