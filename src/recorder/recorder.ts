import type { Actor } from '../domain/actor.ts';
import { authorityRefusal } from '../domain/authority.ts';
import { timeText } from '../domain/calendar.ts';
import type { EventType } from '../domain/catalogue.ts';
import { EVENT_BYTES_MAX, type PostedFact, type RecordedEvent } from '../domain/envelope.ts';
import { isChange, isCorrection } from '../domain/history.ts';
import { type JudgeContext, judge, validateInner } from '../domain/judge.ts';
import { type Refusal, refuse } from '../domain/refusal.ts';
import type { Statements } from '../domain/statements.ts';
import { largestAmountPointer } from '../domain/turnover.ts';
import type { JournalReader } from '../journal/reader.ts';
import { type EventLog, HistoryRewritten, type LogEntry, LogFailure, LogSealed } from '../log/port.ts';
import { type ClockPort, ledgerClock } from './clock.ts';
import {
  canonicalText,
  derivedNonce,
  eventBytesAtMost,
  firstDifference,
  type Prepared,
  RecordedEntry,
  randomNonce,
} from './form.ts';
import { createLogEnd, type LogEnd } from './group.ts';
import { type LedgerState, readLedgerState } from './ledgerState.ts';
import { type Stated, statedIn } from './stated.ts';
import { createTurnover, type KnownTurnover } from './turnover.ts';

export type { Stated } from './stated.ts';

/**
 * The recorder, the only caller of `append`. What arrives together is decided one by one at the end of the log, appended
 * as one group and acknowledged after the flush, never before (group commit). While a group is flushed the next one is
 * decided on top of it; should it not stand, that one is decided again.
 */

export type { Frame, Prepared } from './form.ts';

export interface Submission {
  readonly facts: readonly Prepared[];
  readonly actor: Actor;
  /** All or none. */
  readonly atomic?: boolean;
  /** Judges and records nothing. */
  readonly dryRun?: boolean;
  /** Refuses the fact unless this is its subject's current revision (`If-Match`). */
  readonly ifMatch?: number;
}

export interface Recorded {
  readonly status: 'recorded' | 'repeated';
  readonly sequence: number;
  /** The recorded event as stored. */
  readonly text: string;
}

export interface Refused {
  readonly status: 'refused';
  readonly refusals: readonly Refusal[];
}
export type Outcome = Recorded | Refused;

export interface Recorder {
  /** Outcomes in the order of the facts, once those recorded are durable. */
  record(submission: Submission): Promise<readonly Outcome[]>;
  readonly state: LedgerState;
  /** Waits until everything submitted is answered, and takes nothing more. */
  close(): Promise<void>;
}

/** What the ledger states of its log, once the read model has come as far. */
export interface StatementPort extends Statements {
  /** Resolves when the read model holds what is spoken of, and the bulletins are computed. @throws when it cannot */
  reach(stated: Stated): Promise<void>;
}

export interface RecorderPorts {
  readonly log: EventLog;
  readonly journal: JournalReader;
  readonly clock: ClockPort;
  readonly findingOf: JudgeContext['findingOf'];
  readonly statements: StatementPort;
  /** The money of the facts in a prefix of the log, as far as it is known without reading it. */
  readonly turnover?: () => KnownTurnover;
  /** Called after each flush with the new size of the log. */
  readonly onFlushed?: (size: number) => void;
  /** Called when the store has failed for good; the process is to stop. */
  readonly onFatal?: (error: unknown) => void;
}

/** No further submission joins a group that holds this many facts. */
export const GROUP_FACTS_MAX = 5_000;

const NOTHING_KNOWN: KnownTurnover = { size: 0, fen: 0n };

interface Waiting {
  readonly submission: Submission;
  /** Whether it is decided at an end of the log that was seen after it had arrived. */
  isCurrent: boolean;
  readonly resolve: (outcomes: readonly Outcome[]) => void;
  readonly reject: (error: unknown) => void;
}

interface Decided {
  readonly waiting: Waiting;
  readonly outcomes: readonly Outcome[];
}

/** Why a group does not stand. */
interface Unavailability {
  readonly code: 'DISK_FULL' | 'OUTCOME_UNKNOWN' | 'HISTORY_REWRITTEN' | 'LEDGER_SEALED';
  readonly words: Readonly<Record<string, string>>;
}

const breaksAnother = (outcome: Outcome): boolean =>
  outcome.status === 'refused' && outcome.refusals.some(({ event }) => event !== undefined);

/** Why nothing is written any longer. */
const endingOf = (alarm: HistoryRewritten) =>
  alarm instanceof LogSealed
    ? ({ code: 'LEDGER_SEALED', words: { successor: alarm.successor } } as const)
    : ({
        code: 'HISTORY_REWRITTEN',
        words: { at: `event ${alarm.sequence}`, detail: alarm.reason },
      } as const);

const bytesOf = (entries: readonly LogEntry[]): number =>
  entries.reduce((sum, { bytes, text }) => sum + (bytes?.length ?? Buffer.byteLength(text)), 0);

/** A submission cut in two where a group is full; it is answered when both parts are. */
const splitAt = (waiting: Waiting, index: number): readonly [Waiting, Waiting] => {
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

const refusedWith = (...refusals: Refusal[]): Refused => ({ status: 'refused', refusals });

export const createRecorder = (ports: RecorderPorts): Recorder => {
  const { journal, log } = ports;
  const bytesMax = log.appendBytesMax ?? Number.POSITIVE_INFINITY;
  let groupBytes = 0;
  let state = readLedgerState(journal);
  const end: LogEnd = createLogEnd(journal);
  const turnover = createTurnover(journal, ports.turnover ?? (() => NOTHING_KNOWN), end.pending);
  const clock = ledgerClock(ports.clock, end.lastRecordedAt);
  const nonceOf = state.demonstration ? derivedNonce(state.origin) : randomNonce;
  const queue: Waiting[] = [];
  /** The submissions of the group that is being decided, and of the one that is being flushed. */
  let decided: Decided[] = [];
  let flushing: readonly Decided[] = [];
  let isAwake = false;
  let idle: PromiseWithResolvers<void> | undefined;
  let closed = false;

  const typeOf = (key: string): EventType | undefined => {
    const found = end.find(key);
    return found ? (JSON.parse(found.text) as RecordedEvent).type : undefined;
  };

  /** The data inside corrections and requests is checked here, where the log says what it is of. */
  const withInner = (prepared: Prepared): Prepared | Refused => {
    const { fact } = prepared;
    if (!isCorrection(fact.type) && !isChange(fact.type)) return prepared;
    const inner = validateInner(fact, typeOf);
    if (!inner.ok) return { status: 'refused', refusals: inner.refusals };
    return { fact: inner.value, dataText: canonicalText(inner.value.data) };
  };

  const repeatOf = (fact: PostedFact): Outcome | undefined => {
    const found = end.findFact(fact);
    if (!found) return undefined;
    const different = firstDifference(fact, JSON.parse(found.text) as RecordedEvent);
    if (!different) return { status: 'repeated', ...found };
    const { pointer, value } = different;
    return refusedWith(refuse('IDEMPOTENCY_BODY_DIFFERS', { pointer, value }));
  };

  const timeFor = (fact: PostedFact): number | Refused => {
    const last = end.lastRecordedAt;
    if (fact.recordedtime === undefined) {
      const reading = clock.after(last);
      return reading.ok
        ? reading.us
        : refusedWith(refuse('CLOCK_WRONG', { pointer: '', with: { detail: reading.detail } }));
    }
    if (fact.recordedtime > last && fact.recordedtime <= ports.clock.wallUs()) return fact.recordedtime;
    const value = timeText(fact.recordedtime);
    return refusedWith(
      refuse('RECORDED_TIME', { pointer: '/recordedtime', value, with: { last: timeText(last) } }),
    );
  };

  const contextFor = (actor: Actor, recordedAt: number): JudgeContext => ({
    recordedAt,
    actor,
    demonstration: state.demonstration,
    openedOn: state.openedOn,
    isMonthClosed: state.isMonthClosed,
    identity: state.identity,
    findingOf: ports.findingOf,
    statements: ports.statements,
  });

  const decide = (posted: Prepared, submission: Submission): Outcome => {
    const prepared = withInner(posted);
    if ('status' in prepared) return prepared;
    const { fact } = prepared;
    // Before the log is asked: a repeat, too, answers with what is recorded.
    const forbidden = authorityRefusal(fact, submission.actor, state.identity);
    if (forbidden) return refusedWith(forbidden);
    const repeat = repeatOf(fact);
    if (repeat) return repeat;
    const recordedAt = timeFor(fact);
    if (typeof recordedAt !== 'number') return recordedAt;
    const revision = end.revisions(fact.subject);
    if (submission.ifMatch !== undefined && submission.ifMatch !== revision - 1)
      return refusedWith(refuse('REVISION_CONFLICT', { pointer: '', with: { actual: revision - 1 } }));
    const refusal = judge(fact, end.size, end.view(fact.subject), contextFor(submission.actor, recordedAt));
    if (refusal) return refusedWith(refusal);
    const entry = new RecordedEntry(prepared, {
      nonce: nonceOf(fact.source, fact.id),
      recordedBy: submission.actor.recordedBy,
      recordedAt,
      revision,
    });
    const { size } = entry;
    if (size > EVENT_BYTES_MAX)
      return refusedWith(refuse('FACT_TOO_LARGE', { pointer: '', with: { size, max: EVENT_BYTES_MAX } }));
    const sequence = end.size;
    if (!turnover.take(fact, sequence))
      return refusedWith(refuse('TOTAL_RANGE', { pointer: largestAmountPointer(fact.data) }));
    end.add(fact, entry);
    groupBytes += size;
    state.see(fact);
    return {
      status: 'recorded',
      sequence,
      // Made where it is asked for: an import does not.
      get text() {
        return entry.text;
      },
    };
  };

  const hasRoomFor = (fact: Prepared): boolean =>
    bytesMax === Number.POSITIVE_INFINITY || groupBytes + eventBytesAtMost(fact) <= bytesMax;

  /** As many as the group has room for; those that are only judged need none, and an atomic batch is seen whole. */
  const decideEach = (submission: Submission): Outcome[] => {
    const outcomes: Outcome[] = [];
    const isWhole = submission.dryRun === true || submission.atomic === true;
    for (const fact of submission.facts) {
      if (!isWhole && !hasRoomFor(fact)) break;
      outcomes.push(decide(fact, submission));
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
        const again = decide(submission.facts[index] as Prepared, submission);
        if (again.status === 'refused') continue;
        outcomes[index] = again;
        waits = true;
      }
    }
    return outcomes;
  };

  /** Takes a submission into the group as far as there is room; the rest is the first of the next one. */
  const decideAll = (waiting: Waiting): Decided => {
    const { submission } = waiting;
    if (submission.atomic === true) return decideAtomic(waiting);
    const before = end.group.length;
    const outcomes = decideEach(submission);
    if (submission.dryRun === true) takeBack(before);
    if (outcomes.length === submission.facts.length) return { waiting, outcomes };
    const [first, rest] = splitAt(waiting, outcomes.length);
    queue.unshift(rest);
    return { waiting: first, outcomes };
  };

  const decideAtomic = (waiting: Waiting): Decided => {
    const { submission } = waiting;
    const before = end.group.length;
    const outcomes = decideTogether(submission);
    const isWhole = outcomes.every(({ status }) => status !== 'refused');
    const isFull = groupBytes > bytesMax;
    const isTooLarge = isFull && bytesOf(end.group.slice(before)) > bytesMax;
    if (isWhole && !isFull && submission.dryRun !== true) return { waiting, outcomes };
    takeBack(before);
    if (isWhole && isTooLarge) {
      const refused = refusedWith(refuse('ATOMIC_TOO_LARGE', { pointer: '', with: { max: bytesMax } }));
      return { waiting, outcomes: outcomes.map(() => refused) };
    }
    if (isWhole && submission.dryRun !== true) {
      const [none, all] = splitAt(waiting, 0);
      queue.unshift(all);
      return { waiting: none, outcomes: [] };
    }
    return { waiting, outcomes: submission.dryRun === true ? outcomes : outcomes.map(withBatchRefused) };
  };

  const takeBack = (length: number): void => {
    if (end.group.length === length) return;
    end.cutTo(length);
    groupBytes = bytesOf(end.group);
    // Rare (dry runs, refused atomic batches), so the ledger's state is read again instead of kept in versions.
    state = readLedgerState(journal);
    for (const event of end.pending()) state.see(event);
    turnover.forget();
  };

  /** Also the repeat of a fact of the same batch is no longer one. */
  const withBatchRefused = (outcome: Outcome): Outcome =>
    outcome.status === 'refused' || outcome.sequence < end.size
      ? outcome
      : refusedWith(refuse('BATCH_REFUSED', { pointer: '' }));

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
        decided.push(decideAll(waiting));
        // There is no room for what is waiting now.
        if (queue.length > length) return;
      } catch (error) {
        waiting.reject(error);
        takeBack(before);
      }
    }
  };

  /** What was decided on top of a group that does not stand is decided again, before what arrived after it. */
  const forget = (again: readonly Decided[] = []): void => {
    queue.unshift(...again.map(({ waiting }) => waiting), ...decided.splice(0).map(({ waiting }) => waiting));
    end.reset();
    turnover.forget();
    groupBytes = 0;
    state = readLedgerState(journal);
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
    const size = await endOfLog();
    if (typeof size !== 'number') return unavailable(size, group, end.size);
    if (size === end.size) return resolveAll(group);
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
    end.flushing();
    groupBytes = 0;
    const result = await log.append(size, entries);
    switch (result.kind) {
      case 'appended':
        end.flushed();
        ports.onFlushed?.(result.size);
        return resolveAll(group);
      case 'conflict':
        // Others wrote first: decide again, in the same order, at the new end.
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
    for (const waiting of [...unanswered, ...queue.splice(0)]) waiting.reject(error);
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

  /** Resolves when everything submitted so far is answered. */
  const settled = async (): Promise<void> => {
    if (queue.length + decided.length + flushing.length === 0) return;
    idle ??= Promise.withResolvers<void>();
    await idle.promise;
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

  const enqueue = (submission: Submission): Promise<readonly Outcome[]> =>
    new Promise((resolve, reject) => {
      if (closed) return reject(new Error('the recorder is closed'));
      queue.push({ submission, isCurrent: false, resolve, reject });
      wake();
    });

  /** Facts that speak of a size of the log wait until the read model is there; all others are decided at once. */
  const recordStated = async (submission: Submission, stated: Stated): Promise<readonly Outcome[]> => {
    // What they speak of may be in a group that is just being written.
    if (stated.size > journal.size()) await settled();
    await ports.statements.reach({ ...stated, size: Math.min(stated.size, journal.size()) });
    return enqueue(submission);
  };

  return {
    get state() {
      return state;
    },
    record: (submission) => {
      const stated = statedIn(submission.facts, journal);
      return stated ? recordStated(submission, stated) : enqueue(submission);
    },
    close: async () => {
      closed = true;
      await settled();
    },
  };
};
