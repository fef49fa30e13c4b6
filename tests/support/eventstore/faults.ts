/** Faults on command: each waits for the next call of its kind. */

export type AppendFault =
  /** Nothing is written, and nothing is said. */
  | 'noAnswer'
  /** Written, and nothing is said. */
  | 'noAnswerWritten'
  | 'lostBefore'
  | 'lostAfter'
  /** Nothing is said; written when `releaseLate` is called, as when a lost quorum returns. */
  | 'late'
  | 'timeout'
  | 'timeoutWritten'
  | 'timeoutLate'
  | 'notReady'
  | 'stopping'
  | 'stoppingWritten';

export const APPEND_FAULTS: readonly AppendFault[] = [
  'noAnswer',
  'noAnswerWritten',
  'lostBefore',
  'lostAfter',
  'late',
  'timeout',
  'timeoutWritten',
  'timeoutLate',
  'notReady',
  'stopping',
  'stoppingWritten',
];

export type ReadFault =
  /** The connection is lost before anything is sent. */
  | 'lostBefore'
  /** The connection is lost after the first events. */
  | 'lostMidway'
  | 'notReady'
  /** Ends with code 13, as a server does that is stopped in order. */
  | 'stopping'
  /** Nothing is said. */
  | 'noAnswer'
  /** Each event is sent twice. */
  | 'repeated'
  /** The second event is left out. */
  | 'gap';

export const READ_FAULTS: readonly ReadFault[] = [
  'lostBefore',
  'lostMidway',
  'notReady',
  'stopping',
  'noAnswer',
  'repeated',
];

export interface Faults {
  append(...faults: readonly AppendFault[]): void;
  read(...faults: readonly ReadFault[]): void;
  nextAppend(): AppendFault | undefined;
  nextRead(): ReadFault | undefined;
  /** Appends that are to be written late. */
  readonly waiting: number;
  later(write: () => void): void;
  /** Writes what was to be written late; answers how many appends that were. */
  releaseLate(): number;
  clear(): void;
}

export const createFaults = (): Faults => {
  const appends: AppendFault[] = [];
  const reads: ReadFault[] = [];
  const late: (() => void)[] = [];
  return {
    append: (...faults) => {
      appends.push(...faults);
    },
    read: (...faults) => {
      reads.push(...faults);
    },
    nextAppend: () => appends.shift(),
    nextRead: () => reads.shift(),
    get waiting() {
      return late.length;
    },
    later: (write) => {
      late.push(write);
    },
    releaseLate: () => {
      const writes = late.splice(0);
      for (const write of writes) write();
      return writes.length;
    },
    clear: () => {
      appends.length = 0;
      reads.length = 0;
      late.length = 0;
    },
  };
};
