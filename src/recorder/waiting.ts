import type { Prepared } from './form.ts';
import type { Outcome, Submission } from './submission.ts';

/** A submission that waits for its group. */
export interface Waiting {
  readonly submission: Submission;
  /** Whether it is decided at an end of the log that was seen after it had arrived. */
  isCurrent: boolean;
  readonly resolve: (outcomes: readonly Outcome[]) => void;
  readonly reject: (error: unknown) => void;
}

export interface Decided {
  readonly waiting: Waiting;
  readonly outcomes: readonly Outcome[];
}

/** A submission cut in two where a group is full; it is answered when both parts are. */
export const splitAt = (waiting: Waiting, index: number): readonly [Waiting, Waiting] => {
  const { submission } = waiting;
  let first: readonly Outcome[] = [];
  const part = (facts: readonly Prepared[], resolve: Waiting['resolve']): Waiting => ({
    ...waiting,
    submission: { ...submission, facts },
    resolve,
  });
  return [
    part(submission.facts.slice(0, index), (outcomes) => {
      first = outcomes;
    }),
    part(submission.facts.slice(index), (outcomes) => waiting.resolve([...first, ...outcomes])),
  ];
};
