import type { NoteSignature } from '../transparency/index.ts';
import { type Submission, type SubmitResult, submitCheckpoint, type WitnessAddress } from './submit.ts';

/**
 * The witnesses that a log sends its checkpoints to. Each gets the newest one as soon as it has answered to the one
 * before; one that fails is asked again later and later, and nothing waits for it.
 */
export interface Witnesses {
  /** A checkpoint was signed. */
  offer(submission: Submission): void;
  /** Waits until each has answered to the newest checkpoint or failed, no longer than `msMax`. */
  settled(msMax: number): Promise<void>;
  stop(): void;
}

export interface WitnessesPorts {
  readonly witnesses: readonly WitnessAddress[];
  /** Keeps cosignatures that hold. */
  readonly keep: (note: string, witness: WitnessAddress, signatures: readonly NoteSignature[]) => void;
  /** A witness did not cosign. */
  readonly onFailed: (witness: WitnessAddress, detail: string) => void;
  readonly submit?: typeof submitCheckpoint;
}

const RETRY_MS_MIN = 1_000;
const RETRY_MS_MAX = 60_000;

interface Asked {
  offer(submission: Submission): void;
  /** Resolves when the attempt that is under way has ended. */
  idle(): Promise<void>;
  stop(): void;
}

const askOne = (
  witness: WitnessAddress,
  { keep, onFailed, submit = submitCheckpoint }: WitnessesPorts,
): Asked => {
  let waiting: Submission | undefined;
  let running: Promise<void> | undefined;
  let retry: NodeJS.Timeout | undefined;
  let retryMs = RETRY_MS_MIN;
  let seen = 0;
  let stopped = false;

  const later = (submission: Submission): void => {
    waiting ??= submission;
    if (stopped) return;
    retry = setTimeout(() => {
      retry = undefined;
      start();
    }, retryMs);
    // A command that is done does not wait for it.
    retry.unref();
    retryMs = Math.min(2 * retryMs, RETRY_MS_MAX);
  };

  const take = (submission: Submission, result: SubmitResult): void => {
    switch (result.kind) {
      case 'cosigned':
        seen = submission.size;
        keep(submission.note, witness, result.signatures);
        retryMs = RETRY_MS_MIN;
        break;
      case 'overtaken':
        onFailed(witness, `it has seen ${result.size} events, more than there are`);
        break;
      case 'failed':
        onFailed(witness, result.detail);
        later(submission);
    }
  };

  const run = async (): Promise<void> => {
    while (waiting !== undefined && retry === undefined && !stopped) {
      const submission = waiting;
      waiting = undefined;
      try {
        const result = await submit(witness, submission, seen);
        // Who has stopped no longer holds what the answer would be kept in.
        if (!stopped) take(submission, result);
      } catch (error) {
        // A cosignature that could not be kept, on a full disk, is had by nobody: it is asked for again.
        take(submission, { kind: 'failed', detail: (error as Error).message });
      }
    }
    running = undefined;
  };

  const start = (): void => {
    running ??= run();
  };

  return {
    offer: (submission) => {
      waiting = submission;
      if (retry === undefined && !stopped) start();
    },
    idle: async () => running,
    stop: () => {
      stopped = true;
      clearTimeout(retry);
    },
  };
};

export const createWitnesses = (ports: WitnessesPorts): Witnesses => {
  const asked = ports.witnesses.map((witness) => askOne(witness, ports));
  return {
    offer: (submission) => {
      for (const one of asked) one.offer(submission);
    },
    settled: async (msMax) => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, msMax);
      });
      await Promise.race([Promise.all(asked.map((one) => one.idle())), late]);
      clearTimeout(timer);
    },
    stop: () => {
      for (const one of asked) one.stop();
    },
  };
};
