import type { LogTask } from './tasks.ts';

/** Tasks that several threads share: each takes the next one as soon as it is free, without asking anybody. */
export interface TaskQueue {
  readonly tasks: readonly LogTask[];
  /** How many have been taken, in shared memory. */
  readonly taken: Int32Array<SharedArrayBuffer>;
}

/** The tasks that a thread gets, with their places. */
export function* takeFrom({ tasks, taken }: TaskQueue): Generator<readonly [place: number, task: LogTask]> {
  for (;;) {
    const place = Atomics.add(taken, 0, 1);
    const task = tasks[place];
    if (!task) return;
    yield [place, task];
  }
}
