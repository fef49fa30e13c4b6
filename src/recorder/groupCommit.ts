import type { PostedFact } from '../domain/envelope.ts';
import { type MessageValues, refuse } from '../domain/refusal.ts';
import { HistoryRewritten, LogFailure, LogSealed } from '../log/port.ts';
import type { FactDecider } from './factDecider.ts';
import type { RecorderPorts } from './ports.ts';
import { type Outcome, refusedWith, type Submission } from './submission.ts';
import { submissionDecider } from './submissionDecider.ts';
import { type Decided, splitAt, type Waiting } from './waiting.ts';

/**
 * Group commit: what arrives together is decided one by one at the end of the log, appended as one group and acknowledged
 * after the flush, never before. While a group is flushed the next one is decided on top of it; should it not stand, that
 * one is decided again.
 */
export interface GroupCommit {
  /** Outcomes in the order of the facts, once those recorded are durable. */
  submit(submission: Submission): Promise<readonly Outcome[]>;
  /** Resolves when everything submitted so far is answered. */
  settled(): Promise<void>;
  /** Waits its turn; then nothing is decided until it is over: what is submitted meanwhile comes after it. */
  hold(): Promise<Hold>;
  /** Others have written: what is known of the log is read again, though nobody posts here. */
  followed(): void;
  /** Takes nothing more. */
  close(): void;
}

/** The log for one alone. Either ends it; what is called after that is without effect. */
export interface Hold {
  release(): void;
  /** The log has failed. */
  fail(error: unknown): void;
}

/** No further submission joins a group that holds this many facts. */
export const GROUP_FACTS_MAX = 5_000;

/** Why a group does not stand. */
interface Unavailability {
  readonly code: 'DISK_FULL' | 'OUTCOME_UNKNOWN' | 'HISTORY_REWRITTEN' | 'LEDGER_SEALED';
  readonly words: MessageValues;
}

/** What comes later is not recorded here; whether what came before is, its own answer says. */
const closedNow = (): LogFailure => new LogFailure('the recorder is closed');

/** Why nothing is written any longer. */
const endingOf = (alarm: HistoryRewritten) =>
  alarm instanceof LogSealed
    ? ({ code: 'LEDGER_SEALED', words: { successor: alarm.successor } } as const)
    : ({
        code: 'HISTORY_REWRITTEN',
        words: { at: alarm.place, detail: alarm.reason },
      } as const);

export const createGroupCommit = (ports: RecorderPorts, decider: FactDecider): GroupCommit => {
  const { journal, log } = ports;
  const { end } = decider;
  const decideSubmission = submissionDecider(decider, log.appendBytesMax ?? Number.POSITIVE_INFINITY);
  const queue: Waiting[] = [];
  /** What is submitted while somebody holds the log, or waits to. */
  const outside: Waiting[] = [];
  let holders = 0;
  let lastHold: Promise<void> = Promise.resolve();
  /** Where the last conflict was. */
  let conflictAt: number | undefined;
  /** The submissions of the group that is being decided, and of the one that is being flushed. */
  let decided: Decided[] = [];
  let flushing: readonly Decided[] = [];
  let isAwake = false;
  let idle: PromiseWithResolvers<void> | undefined;
  let closed = false;

  /** Takes a submission into the group as far as there is room; the rest is the first of the next one. */
  const decideWhatFits = (waiting: Waiting): Decided => {
    const outcomes = decideSubmission(waiting.submission);
    if (outcomes.length === waiting.submission.facts.length) return { waiting, outcomes };
    const [first, rest] = splitAt(waiting, outcomes.length);
    queue.unshift(rest);
    return { waiting: first, outcomes };
  };

  /** Looks up at once what is about to be decided: posters of one fact each share it too. */
  const expectWaiting = (): void => {
    const facts: PostedFact[] = [];
    for (const { submission } of queue) {
      for (const { fact } of submission.facts) facts.push(fact);
      if (facts.length >= GROUP_FACTS_MAX) break;
    }
    end.expect(facts);
  };

  /** Takes what has arrived until the group is large enough. */
  const decideWaiting = (): void => {
    expectWaiting();
    while (queue.length > 0 && end.group.length < GROUP_FACTS_MAX) {
      const waiting = queue.shift() as Waiting;
      const before = end.group.length;
      const { length } = queue;
      try {
        decided.push(decideWhatFits(waiting));
        // There is no room for what is waiting now.
        if (queue.length > length) return;
      } catch (error) {
        waiting.reject(error);
        decider.takeBack(before);
      }
    }
  };

  /** What was decided on top of a group that does not stand is decided again, before what arrived after it. */
  const forget = (again: readonly Decided[] = []): void => {
    queue.unshift(...again.map(({ waiting }) => waiting), ...decided.splice(0).map(({ waiting }) => waiting));
    decider.reset();
  };

  /**
   * Nothing of the group stands: no fact, no repeat of one of its facts, no refusal because of one. Only repeats of what was
   * in the log below `size` before are answered.
   */
  const unavailable = ({ code, words }: Unavailability, group: readonly Decided[], size: number): void => {
    const unanswered = refusedWith(refuse(code, { pointer: '', with: words }));
    for (const { waiting, outcomes } of group)
      waiting.resolve(
        outcomes.map((outcome) =>
          outcome.status === 'repeated' && outcome.sequence < size ? outcome : unanswered,
        ),
      );
    forget();
  };

  const resolveAll = (group: readonly Decided[]): void => {
    for (const { waiting, outcomes } of group) waiting.resolve(outcomes);
  };

  /**
   * Nothing is appended, so nothing shows that others have not written meanwhile: a refusal holds at an end of the log that
   * was seen after the fact had arrived.
   */
  const answerWithout = async (group: readonly Decided[]): Promise<void> => {
    const isDoubtful = ({ waiting, outcomes }: Decided): boolean =>
      !waiting.isCurrent && outcomes.some(({ status }) => status !== 'repeated');
    if (!group.some(isDoubtful)) return resolveAll(group);
    const known = end.size;
    const size = await endOfLog();
    if (typeof size !== 'number') return unavailable(size, group, known);
    if (size === known) return resolveAll(group);
    for (const { waiting } of group) waiting.isCurrent = true;
    forget(group);
  };

  /** The size of the log, or why it is not known. */
  const endOfLog = async (): Promise<number | Unavailability> => {
    try {
      return await log.size();
    } catch (error) {
      if (error instanceof HistoryRewritten) return endingOf(error);
      if (error instanceof LogFailure) throw error;
      return { code: 'OUTCOME_UNKNOWN', words: {} };
    }
  };

  const flush = async (group: readonly Decided[]): Promise<void> => {
    const entries = end.group;
    if (entries.length === 0) return answerWithout(group);
    const size = end.size - entries.length;
    decider.handOver();
    const result = await log.append(size, entries);
    switch (result.kind) {
      case 'appended':
        end.flushed();
        ports.onFlushed?.(result.size);
        return resolveAll(group);
      case 'conflict':
        // Others wrote first: decide again, in the same order, at the new end. If it is where it was, it would never be another.
        if (conflictAt === size) return unavailable({ code: 'OUTCOME_UNKNOWN', words: {} }, group, size);
        conflictAt = size;
        return forget(group);
      case 'full':
        return unavailable({ code: 'DISK_FULL', words: {} }, group, size);
      case 'unknown':
        return unavailable({ code: 'OUTCOME_UNKNOWN', words: {} }, group, size);
      case 'rewritten':
        return unavailable(endingOf(result.alarm), group, size);
    }
  };

  const fail = (error: unknown): void => {
    closed = true;
    const unanswered = [...flushing, ...decided.splice(0)].map(({ waiting }) => waiting);
    for (const waiting of [...unanswered, ...queue.splice(0), ...outside.splice(0)]) waiting.reject(error);
    ports.onFatal?.(error);
  };

  /** Decides what has arrived, also while a group is being flushed, and hands the group over once none is. */
  const turn = async (): Promise<void> => {
    // Where others write too, the journal may have grown by theirs.
    if (flushing.length + decided.length === 0 && journal.size() !== end.size) forget();
    decideWaiting();
    if (flushing.length > 0 || decided.length === 0) return;
    flushing = decided;
    decided = [];
    await flush(flushing);
    flushing = [];
  };

  const run = async (): Promise<void> => {
    try {
      await turn();
    } catch (error) {
      fail(error);
      flushing = [];
    }
    // Who waits for a flush goes on after it.
    if (flushing.length > 0) return;
    if (queue.length + decided.length > 0) wake();
    else {
      idle?.resolve();
      idle = undefined;
    }
  };

  /** Resolves when everything that was let in is answered. */
  const drained = async (): Promise<void> => {
    if (queue.length + decided.length + flushing.length === 0) return;
    idle ??= Promise.withResolvers<void>();
    await idle.promise;
  };

  const settled = async (): Promise<void> => {
    await lastHold;
    await drained();
  };

  const hold = async (): Promise<Hold> => {
    if (closed) throw closedNow();
    holders += 1;
    const before = lastHold;
    const { promise, resolve } = Promise.withResolvers<void>();
    lastHold = before.then(() => promise);
    await before;
    await drained();
    let isOver = false;
    const over = (work: () => void): void => {
      if (isOver) return;
      isOver = true;
      holders -= 1;
      work();
      resolve();
    };
    if (closed) {
      over(() => {});
      throw closedNow();
    }
    return {
      release: () =>
        over(() => {
          // What was known of the end of the log may no longer be so.
          decider.reset();
          queue.push(...outside.splice(0));
          wake();
        }),
      fail: (error) => over(() => fail(error)),
    };
  };

  /** One turn of the event loop lets what arrives together share one flush. */
  const wake = (): void => {
    if (isAwake) return;
    isAwake = true;
    setImmediate(() => {
      isAwake = false;
      void run();
    });
  };

  return {
    submit: (submission) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(closedNow());
        (holders > 0 ? outside : queue).push({ submission, isCurrent: false, resolve, reject });
        wake();
      }),
    settled,
    hold,
    followed: wake,
    close: () => {
      closed = true;
    },
  };
};
