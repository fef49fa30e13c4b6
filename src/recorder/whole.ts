import { setImmediate as turn } from 'node:timers/promises';
import { type Refusal, refuse } from '../domain/refusal.ts';
import type { LongAppend } from '../log/longAppend.ts';
import { type AppendResult, LogFailure } from '../log/port.ts';
import type { LedgerClock } from './clock.ts';
import { createFactDecider, type FactDecider } from './factDecider.ts';
import type { Prepared } from './form.ts';
import { GROUP_FACTS_MAX, type GroupCommit } from './groupCommit.ts';
import type { RecorderPorts } from './ports.ts';
import { statedIn } from './stated.ts';
import { type Outcome, refusedWith, type Submission } from './submission.ts';
import { breaksAnother } from './submissionDecider.ts';

/**
 * Facts of any number that are judged as a whole: an atomic input, which is recorded entirely or not at all, or a dry run.
 * They are decided as they come, each after those before it, in an append that nobody sees before its end; what is held in
 * memory does not grow with them. Nothing else is decided meanwhile, so whoever brings them has them at hand.
 */
export interface WholeRecording {
  /** Whether all is held in memory until the end, so that it must be bounded. */
  readonly isHeld: boolean;
  /** Size of the log before it: what is a repeat of a later event repeats a fact of its own. */
  readonly since: number;
  /**
   * Decides the next facts; undefined stands for one whose outcome comes at the end. Facts recorded stand only once the end
   * has said so.
   */
  take(facts: readonly Prepared[]): Promise<readonly (Outcome | undefined)[]>;
  /** Decides what has waited, and records everything or nothing: nothing unless `mayStand`. */
  end(mayStand: boolean): Promise<WholeEnd>;
  /** Records nothing; without effect after the end. */
  abandon(): void;
}

export interface WholeEnd {
  /** Outcomes of the facts that had none, in order. */
  readonly waited: readonly Outcome[];
  /** Whether the facts taken are in the log; else none of them is. */
  readonly stands: boolean;
  /** Why they are not, though each of them might have been. */
  readonly failure?: Refusal;
}

export type WholeOptions = Pick<Submission, 'actor' | 'atomic' | 'dryRun'>;

type Record = (submission: Submission) => Promise<readonly Outcome[]>;

/** Where the log has no append of any length, all is one submission. */
export const heldWhole = (record: Record, options: WholeOptions): WholeRecording => {
  const held: Prepared[] = [];
  return {
    isHeld: true,
    since: Number.POSITIVE_INFINITY,
    take: async (facts) => {
      for (const fact of facts) held.push(fact);
      return facts.map(() => undefined);
    },
    end: async (mayStand) => {
      const waited = await record({ ...options, facts: held, dryRun: options.dryRun === true || !mayStand });
      const isWhole = waited.every(({ status }) => status !== 'refused');
      return { waited, stands: isWhole && mayStand && options.dryRun !== true };
    },
    abandon: () => {},
  };
};

/** Begins to record a whole. @throws LogFailure */
export const recordWhole = async (
  ports: RecorderPorts,
  { commit, clock }: { readonly commit: GroupCommit; readonly clock: LedgerClock },
  options: WholeOptions,
): Promise<WholeRecording | undefined> => {
  const { appendLong } = ports;
  if (!appendLong) return undefined;
  const hold = await commit.hold();
  try {
    const long = await appendLong();
    const decider = createFactDecider({ ...ports, journal: long.journal }, clock);
    return wholeOn({ ports, long, decider, release: hold.release, fail: hold.fail }, options);
  } catch (error) {
    hold.fail(error);
    throw error;
  }
};

interface Parts {
  readonly ports: RecorderPorts;
  readonly long: LongAppend;
  readonly decider: FactDecider;
  readonly release: () => void;
  readonly fail: (error: unknown) => void;
}

interface WaitingFact {
  readonly fact: Prepared;
  outcome: Outcome;
}

const wholeOn = (parts: Parts, options: WholeOptions): WholeRecording => {
  const { ports, long, decider, release, fail } = parts;
  const { end: logEnd } = decider;
  const since = logEnd.size;
  const submission: Submission = { ...options, facts: [] };
  /** What would only make another event break its rule: decided again after the rest (domain.md §3.3). */
  const waiting: WaitingFact[] = [];
  let isRefused = false;
  let failure: Refusal | undefined;

  /** What an append answers; after a full disk nothing of the whole can stand. */
  const settle = (append: () => AppendResult): void => {
    try {
      if (append().kind !== 'appended') failure = refuse('DISK_FULL', { pointer: '' });
    } catch (error) {
      if (error instanceof LogFailure) fail(error);
      throw error;
    }
  };

  const store = (): void => {
    const { group } = logEnd;
    if (group.length === 0 || failure) return;
    decider.handOver();
    settle(() => long.add(group));
    logEnd.flushed();
  };

  const decide = (fact: Prepared): Outcome | undefined => {
    const outcome = decider.decide(fact, submission);
    if (options.atomic === true && breaksAnother(outcome)) {
      waiting.push({ fact, outcome });
      return undefined;
    }
    if (outcome.status === 'refused') isRefused = true;
    return outcome;
  };

  const decideWaiting = (): void => {
    for (let helped = true; helped; ) {
      helped = false;
      for (const item of waiting) {
        if (item.outcome.status !== 'refused') continue;
        const again = decider.decide(item.fact, submission);
        if (again.status === 'refused') continue;
        item.outcome = again;
        helped = true;
        if (logEnd.group.length >= GROUP_FACTS_MAX) store();
      }
    }
    store();
  };

  const takeNow: WholeRecording['take'] = async (facts) => {
    const stated = statedIn(facts, long.journal);
    if (stated) await ports.statements.reach({ ...stated, size: Math.min(stated.size, since) });
    // Others are answered meanwhile, from what the log was.
    await turn();
    logEnd.expect(facts.map(({ fact }) => fact));
    const outcomes = failure ? [] : facts.map(decide);
    store();
    const failed = failure && refusedWith(failure);
    return failed ? facts.map(() => failed) : outcomes;
  };

  /** What is taken before the last has an outcome comes after it. */
  let last: Promise<unknown> = Promise.resolve();
  const take: WholeRecording['take'] = (facts) => {
    const outcomes = last.then(() => takeNow(facts));
    last = outcomes.catch(() => {});
    return outcomes;
  };

  const end: WholeRecording['end'] = async (mayStand) => {
    await last;
    if (!failure) decideWaiting();
    const isWhole = !isRefused && waiting.every(({ outcome }) => outcome.status !== 'refused');
    let stands = options.atomic === true && options.dryRun !== true && mayStand && isWhole && !failure;
    if (stands) settle(long.commit);
    if (failure) stands = false;
    if (!stands) long.rollback();
    release();
    if (stands && logEnd.size > since) ports.onFlushed?.(logEnd.size);
    const waited = waiting.map(({ outcome }) => outcome);
    return { waited, stands, ...(failure ? { failure } : {}) };
  };

  return {
    isHeld: false,
    since,
    take,
    end,
    abandon: () => {
      long.rollback();
      release();
    },
  };
};
