import { createFactDecider } from './factDecider.ts';
import { createGroupCommit } from './groupCommit.ts';
import type { LedgerState } from './ledgerState.ts';
import type { RecorderPorts } from './ports.ts';
import { type Stated, statedIn } from './stated.ts';
import type { Outcome, Submission } from './submission.ts';
import { heldWhole, recordWhole, type WholeOptions, type WholeRecording } from './whole.ts';

export type { Frame, Prepared } from './form.ts';
export { GROUP_FACTS_MAX } from './groupCommit.ts';
export type { RecorderPorts, StatementPort } from './ports.ts';
export { mayWait, type Stated } from './stated.ts';
export type { Outcome, Recorded, Refused, Submission } from './submission.ts';
export { heldWhole, type WholeOptions, type WholeRecording } from './whole.ts';

/** The recorder, the only caller of `append`: decides what is posted, and records it in groups. */
export interface Recorder {
  /** Outcomes in the order of the facts, once those recorded are durable. */
  record(submission: Submission): Promise<readonly Outcome[]>;
  /** Begins to record facts of any number as a whole. Ends with `end` or `abandon`, and nothing else is decided before. */
  recordWhole(options: WholeOptions): Promise<WholeRecording>;
  readonly state: LedgerState;
  /** Others have written: who is admitted, and which periods are closed, is read again. */
  followed(): void;
  /** Waits until everything submitted is answered, and takes nothing more. */
  close(): Promise<void>;
}

export const createRecorder = (ports: RecorderPorts): Recorder => {
  const { journal } = ports;
  const decider = createFactDecider(ports);
  const commit = createGroupCommit(ports, decider);

  /** Facts that speak of a size of the log wait until the read model is there; all others are decided at once. */
  const recordStated = async (submission: Submission, stated: Stated): Promise<readonly Outcome[]> => {
    // What they speak of may be in a group that is just being written: nothing is answered before what came before it.
    if (stated.size > journal.size()) await commit.submit({ ...submission, facts: [] });
    await ports.statements.reach({ ...stated, size: Math.min(stated.size, journal.size()) });
    return commit.submit(submission);
  };

  const record = (submission: Submission): Promise<readonly Outcome[]> => {
    const stated = statedIn(submission.facts, journal);
    return stated ? recordStated(submission, stated) : commit.submit(submission);
  };

  return {
    get state() {
      return decider.state;
    },
    record,
    followed: commit.followed,
    recordWhole: async (options) =>
      (await recordWhole(ports, { commit, clock: decider.clock }, options)) ?? heldWhole(record, options),
    close: async () => {
      commit.close();
      await commit.settled();
    },
  };
};
