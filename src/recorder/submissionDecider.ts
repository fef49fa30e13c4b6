import { refuse } from '../domain/refusal.ts';
import { bytesOf, type FactDecider } from './factDecider.ts';
import type { Prepared } from './form.ts';
import { type Outcome, refusedWith, type Submission } from './submission.ts';

/** Whether a fact was refused only because another recorded event would break its rule after it. */
export const breaksAnother = (outcome: Outcome): boolean =>
  outcome.status === 'refused' && outcome.refusals.some(({ event }) => event !== undefined);

/**
 * Decides a submission as far as the group has room for it: outcomes of its first facts, none of an atomic one that is to
 * begin the next group. What is only judged, or does not stand as a whole, leaves nothing in the group.
 * @param bytesMax bytes of one append
 */
export const submissionDecider = (decider: FactDecider, bytesMax: number) => {
  /** As many as the group has room for; those that are only judged need none, and an atomic batch is seen whole. */
  const decideEach = (submission: Submission): Outcome[] => {
    const outcomes: Outcome[] = [];
    const isWhole = submission.dryRun === true || submission.atomic === true;
    for (const fact of submission.facts) {
      if (!isWhole && !decider.hasRoomFor(fact)) break;
      outcomes.push(decider.decide(fact, submission));
    }
    return outcomes;
  };

  /**
   * What would only make another recorded event break its rule is decided again after the rest of its batch, as long as that
   * helps: a registration and the amendments that rest on it are withdrawn together in any order (domain.md §3.3).
   */
  const decideTogether = (submission: Submission): Outcome[] => {
    const outcomes = decideEach(submission);
    for (let waits = true; waits; ) {
      waits = false;
      for (const [index, outcome] of outcomes.entries()) {
        if (!breaksAnother(outcome)) continue;
        const again = decider.decide(submission.facts[index] as Prepared, submission);
        if (again.status === 'refused') continue;
        outcomes[index] = again;
        waits = true;
      }
    }
    return outcomes;
  };

  /** Also the repeat of a fact of the same batch is no longer one. */
  const withBatchRefused = (outcome: Outcome): Outcome =>
    outcome.status === 'refused' || outcome.sequence < decider.end.size
      ? outcome
      : refusedWith(refuse('BATCH_REFUSED', { pointer: '' }));

  const decideAtomic = (submission: Submission): readonly Outcome[] => {
    const { end } = decider;
    const before = end.group.length;
    const outcomes = decideTogether(submission);
    const isWhole = outcomes.every(({ status }) => status !== 'refused');
    const isFull = decider.groupBytes > bytesMax;
    const isTooLarge = isFull && bytesOf(end.group.slice(before)) > bytesMax;
    if (isWhole && !isFull && submission.dryRun !== true) return outcomes;
    decider.takeBack(before);
    if (isWhole && isTooLarge) {
      const refused = refusedWith(refuse('ATOMIC_TOO_LARGE', { pointer: '', with: { max: bytesMax } }));
      return outcomes.map(() => refused);
    }
    if (submission.dryRun === true) return outcomes;
    return isWhole ? [] : outcomes.map(withBatchRefused);
  };

  return (submission: Submission): readonly Outcome[] => {
    if (submission.atomic === true) return decideAtomic(submission);
    const before = decider.end.group.length;
    const outcomes = decideEach(submission);
    if (submission.dryRun === true) decider.takeBack(before);
    return outcomes;
  };
};
