import type { Actor } from '../domain/actor.ts';
import { timeText } from '../domain/calendar.ts';
import type { EventType } from '../domain/catalogue.ts';
import { EVENT_BYTES_MAX, type PostedFact, type RecordedEvent } from '../domain/envelope.ts';
import { isChange, isCorrection } from '../domain/history.ts';
import { type JudgeContext, judge, validateInner } from '../domain/judge.ts';
import { type Refusal, refuse } from '../domain/refusal.ts';
import type { Statements } from '../domain/statements.ts';
import type { JournalReader } from '../journal/reader.ts';
import type { EventLog, LogEntry } from '../log/port.ts';
import { type ClockPort, ledgerClock } from './clock.ts';
import { canonicalText, derivedNonce, firstDifference, randomNonce, recordedText } from './form.ts';
import { createLogEnd, type LogEnd } from './group.ts';
import { type LedgerState, readLedgerState } from './ledgerState.ts';
import { statedSize } from './stated.ts';

/**
 * The recorder, the only caller of `append`. What arrives together is decided one by one at the end of the log, appended
 * as one group and acknowledged after the flush, never before (group commit).
 */

/** A fact ready to be recorded: its attributes and the RFC 8785 text of its data. */
export interface Prepared {
  readonly fact: PostedFact;
  readonly dataText: string;
}

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
  /** Resolves when the read model holds that many events. @throws when it cannot */
  reach(size: number): Promise<void>;
}

export interface RecorderPorts {
  readonly log: EventLog;
  readonly journal: JournalReader;
  readonly clock: ClockPort;
  readonly findingExists: (id: string) => boolean;
  readonly statements: StatementPort;
  /** Called after each flush with the new size of the log. */
  readonly onFlushed?: (size: number) => void;
  /** Called when the store has failed for good; the process is to stop. */
  readonly onFatal?: (error: unknown) => void;
}

/** No further submission joins a group that holds this many facts. */
export const GROUP_FACTS_MAX = 5_000;

interface Waiting {
  readonly submission: Submission;
  readonly resolve: (outcomes: readonly Outcome[]) => void;
  readonly reject: (error: unknown) => void;
}

interface Decided {
  readonly waiting: Waiting;
  readonly outcomes: readonly Outcome[];
}

const breaksAnother = (outcome: Outcome): boolean =>
  outcome.status === 'refused' && outcome.refusals.some(({ event }) => event !== undefined);

const refusedWith = (...refusals: Refusal[]): Refused => ({ status: 'refused', refusals });

export const createRecorder = (ports: RecorderPorts): Recorder => {
  const { journal, log } = ports;
  let state = readLedgerState(journal);
  const end: LogEnd = createLogEnd(journal);
  const clock = ledgerClock(ports.clock, end.lastRecordedAt);
  const nonceOf = state.demonstration ? derivedNonce(state.origin) : randomNonce;
  const queue: Waiting[] = [];
  let draining: Promise<void> | undefined;
  let closed = false;

  const typeOf = (key: string): EventType | undefined => {
    const space = key.indexOf(' ');
    const found = end.find(key.slice(0, space), key.slice(space + 1));
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
    const found = end.find(fact.source, fact.id);
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
    hasParticipants: state.hasParticipants,
    isMonthClosed: state.isMonthClosed,
    holderOf: (recordedBy) => recordedBy,
    findingExists: ports.findingExists,
    statements: ports.statements,
  });

  const decide = (posted: Prepared, submission: Submission): Outcome => {
    const prepared = withInner(posted);
    if ('status' in prepared) return prepared;
    const { fact, dataText } = prepared;
    const repeat = repeatOf(fact);
    if (repeat) return repeat;
    const recordedAt = timeFor(fact);
    if (typeof recordedAt !== 'number') return recordedAt;
    const revision = end.revisions(fact.subject);
    if (submission.ifMatch !== undefined && submission.ifMatch !== revision - 1)
      return refusedWith(refuse('REVISION_CONFLICT', { pointer: '', with: { actual: revision - 1 } }));
    const refusal = judge(fact, end.size, end.view(fact.subject), contextFor(submission.actor, recordedAt));
    if (refusal) return refusedWith(refusal);
    const part = {
      nonce: nonceOf(fact.source, fact.id),
      recordedBy: submission.actor.recordedBy,
      recordedAt,
      revision,
    };
    const text = recordedText(fact, dataText, part);
    // UTF-8 takes at most three bytes for a UTF-16 unit, so a short text need not be measured.
    const size = text.length * 3 > EVENT_BYTES_MAX ? Buffer.byteLength(text) : 0;
    if (size > EVENT_BYTES_MAX)
      return refusedWith(refuse('FACT_TOO_LARGE', { pointer: '', with: { size, max: EVENT_BYTES_MAX } }));
    const { source, id, subject } = fact;
    const sequence = end.size;
    const event = { ...fact, revision, recordedby: part.recordedBy } as unknown as RecordedEvent;
    end.add(fact, { entry: { text, source, id, subject, recordedAt }, event });
    state.see(fact);
    return { status: 'recorded', sequence, text };
  };

  const decideEach = (submission: Submission): Outcome[] =>
    submission.facts.map((fact) => decide(fact, submission));

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

  const decideAll = (waiting: Waiting): Decided => {
    const { submission } = waiting;
    const before = end.group.length;
    end.expect(submission.facts.map(({ fact }) => fact));
    const outcomes = submission.atomic === true ? decideTogether(submission) : decideEach(submission);
    const refused = outcomes.some((outcome) => outcome.status === 'refused');
    if (submission.dryRun !== true && !(submission.atomic === true && refused)) return { waiting, outcomes };
    takeBack(before);
    return { waiting, outcomes: submission.dryRun === true ? outcomes : outcomes.map(withBatchRefused) };
  };

  const takeBack = (length: number): void => {
    if (end.group.length === length) return;
    end.cutTo(length);
    // Rare (dry runs, refused atomic batches), so the ledger's state is read again instead of kept in versions.
    state = readLedgerState(journal);
    for (const { event } of end.group) state.see(event);
  };

  /** Also the repeat of a fact of the same batch is no longer one. */
  const withBatchRefused = (outcome: Outcome): Outcome =>
    outcome.status === 'refused' || outcome.sequence < end.size
      ? outcome
      : refusedWith(refuse('BATCH_REFUSED', { pointer: '' }));

  /** Takes what has arrived: whole submissions, at least one, until the group is large enough. */
  const decideGroup = (decided: Decided[]): void => {
    while (queue.length > 0 && end.group.length < GROUP_FACTS_MAX) {
      const waiting = queue.shift() as Waiting;
      const before = end.group.length;
      try {
        decided.push(decideAll(waiting));
      } catch (error) {
        waiting.reject(error);
        takeBack(before);
      }
    }
  };

  const forget = (): void => {
    end.reset();
    state = readLedgerState(journal);
  };

  /**
   * Nothing of the group stands, and neither does what was decided after it: a repeat of one of its facts, or a refusal
   * because of one. Only repeats of what was in the log below `size` before are answered.
   */
  const unavailable = (
    code: 'DISK_FULL' | 'OUTCOME_UNKNOWN' | 'HISTORY_REWRITTEN',
    decided: readonly Decided[],
    size: number,
    words: Readonly<Record<string, string>> = {},
  ): void => {
    forget();
    const unanswered = refusedWith(refuse(code, { pointer: '', with: words }));
    for (const { waiting, outcomes } of decided)
      waiting.resolve(
        outcomes.map((outcome) =>
          outcome.status === 'repeated' && outcome.sequence < size ? outcome : unanswered,
        ),
      );
  };

  const flush = async (decided: Decided[]): Promise<void> => {
    const entries: LogEntry[] = end.group.map(({ entry }) => entry);
    const size = end.size - entries.length;
    if (entries.length === 0) {
      end.flushed();
      return resolveAll(decided);
    }
    const result = await log.append(size, entries);
    switch (result.kind) {
      case 'appended':
        end.flushed();
        ports.onFlushed?.(result.size);
        return resolveAll(decided);
      case 'conflict':
        // Others wrote first: decide again, in the same order, at the new end.
        queue.unshift(...decided.map(({ waiting }) => waiting));
        return forget();
      case 'full':
        return unavailable('DISK_FULL', decided, size);
      case 'unknown':
        return unavailable('OUTCOME_UNKNOWN', decided, size);
      case 'rewritten': {
        const { sequence, reason } = result.alarm;
        return unavailable('HISTORY_REWRITTEN', decided, size, { at: `event ${sequence}`, detail: reason });
      }
    }
  };

  const resolveAll = (decided: readonly Decided[]): void => {
    for (const { waiting, outcomes } of decided) waiting.resolve(outcomes);
  };

  const drain = async (): Promise<void> => {
    // One turn of the event loop lets what arrived together share one flush.
    await new Promise((resolve) => setImmediate(resolve));
    while (queue.length > 0) {
      const decided: Decided[] = [];
      try {
        decideGroup(decided);
        await flush(decided);
      } catch (error) {
        closed = true;
        for (const { waiting } of decided) waiting.reject(error);
        for (const waiting of queue.splice(0)) waiting.reject(error);
        ports.onFatal?.(error);
      }
    }
    draining = undefined;
  };

  const enqueue = (submission: Submission): Promise<readonly Outcome[]> =>
    new Promise((resolve, reject) => {
      if (closed) return reject(new Error('the recorder is closed'));
      queue.push({ submission, resolve, reject });
      draining ??= drain();
    });

  /** Facts that speak of a size of the log wait until the read model is there; all others are decided at once. */
  const recordStated = async (submission: Submission, size: number): Promise<readonly Outcome[]> => {
    // What they speak of may be in a group that is just being written.
    if (size > journal.size()) await draining;
    await ports.statements.reach(Math.min(size, journal.size()));
    return enqueue(submission);
  };

  return {
    get state() {
      return state;
    },
    record: (submission) => {
      const size = statedSize(submission.facts, journal);
      return size === 0 ? enqueue(submission) : recordStated(submission, size);
    },
    close: async () => {
      closed = true;
      await draining;
    },
  };
};
