import type { Actor } from '../domain/actor.ts';
import { authorityRefusal } from '../domain/authority.ts';
import { timeText } from '../domain/calendar.ts';
import type { EventType } from '../domain/catalogue.ts';
import { EVENT_BYTES_MAX, type PostedFact, type RecordedEvent } from '../domain/envelope.ts';
import { isChange, isCorrection } from '../domain/history.ts';
import { asOfNow } from '../domain/identity.ts';
import { type JudgeContext, judge, validateInner } from '../domain/judge.ts';
import { refuse } from '../domain/refusal.ts';
import { largestAmountPointer } from '../domain/turnover.ts';
import type { LogEntry } from '../log/port.ts';
import { type LedgerClock, ledgerClock } from './clock.ts';
import {
  canonicalText,
  derivedNonce,
  eventBytesAtMost,
  firstDifference,
  type Prepared,
  randomNonce,
} from './form.ts';
import { createLogEnd, type LogEnd } from './group.ts';
import { type LedgerState, readLedgerState } from './ledgerState.ts';
import type { RecorderPorts } from './ports.ts';
import { RecordedEntry } from './recordedEntry.ts';
import { type Outcome, type Refused, refusedWith, type Submission } from './submission.ts';
import { createTurnover, type KnownTurnover } from './turnover.ts';

/** Decides one fact after the other at the end of the log: who may, is it a repeat, when, and is it allowed. */
export interface FactDecider {
  readonly end: LogEnd;
  readonly state: LedgerState;
  readonly clock: LedgerClock;
  /** Bytes of the group that is being decided. */
  readonly groupBytes: number;
  /** Decides a fact after all before it; what is recorded is added to the group. */
  decide(posted: Prepared, submission: Submission): Outcome;
  /** Whether a fact surely fits into the bytes of one append with the group. */
  hasRoomFor(fact: Prepared): boolean;
  /** Takes back what was added since the group had `length` facts. */
  takeBack(length: number): void;
  /** The group goes to the log; the next one begins behind it. */
  handOver(): void;
  /** Forgets everything that is not in the journal. */
  reset(): void;
}

const NOTHING_KNOWN: KnownTurnover = { size: 0, fen: 0n };

export const bytesOf = (entries: readonly LogEntry[]): number =>
  entries.reduce((sum, { bytes, text }) => sum + (bytes?.length ?? Buffer.byteLength(text)), 0);

/** `watched` is the clock of the recorder, where there is one: it has watched the machine's since the ledger was opened. */
export const createFactDecider = (ports: RecorderPorts, watched?: LedgerClock): FactDecider => {
  const { journal, log } = ports;
  const bytesMax = log.appendBytesMax ?? Number.POSITIVE_INFINITY;
  let groupBytes = 0;
  let state = readLedgerState(journal);
  const end = createLogEnd(journal);
  const turnover = createTurnover(journal, ports.turnover ?? (() => NOTHING_KNOWN), end.pending);
  const clock = watched ?? ledgerClock(ports.clock, end.lastRecordedAt);
  const nonceOf = state.demonstration ? derivedNonce(state.origin) : randomNonce;

  /** After something was taken back (dry runs, refused batches, others wrote first), and seldom of account: not kept in versions. */
  const readStateAgain = (): void => {
    if (state.isCurrent()) return;
    state = readLedgerState(journal);
    for (const event of end.pending()) state.see(event);
  };

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
    const recorded = JSON.parse(found.text) as RecordedEvent;
    const different = firstDifference(fact, recorded);
    const { id, subject, revision, recordedtime } = recorded;
    if (!different) return { status: 'repeated', ...found, event: { id, subject, revision, recordedtime } };
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
    actor: asOfNow(state.identity, actor),
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
    const subject = end.subjectOf(fact);
    const revision = subject.revisions;
    if (submission.ifMatch !== undefined && submission.ifMatch !== revision - 1)
      return refusedWith(refuse('REVISION_CONFLICT', { pointer: '', with: { actual: revision - 1 } }));
    const refusal = judge(fact, end.size, subject, contextFor(submission.actor, recordedAt));
    if (refusal) return refusedWith(refusal);
    const sequence = end.size;
    const part = {
      nonce: nonceOf(fact.source, fact.id),
      recordedBy: submission.actor.recordedBy,
      recordedAt,
      revision,
    };
    const entry = new RecordedEntry(prepared, part, sequence);
    const { size } = entry;
    if (size > EVENT_BYTES_MAX)
      return refusedWith(refuse('FACT_TOO_LARGE', { pointer: '', with: { size, max: EVENT_BYTES_MAX } }));
    if (!turnover.take(fact, sequence))
      return refusedWith(refuse('TOTAL_RANGE', { pointer: largestAmountPointer(fact.data) }));
    end.add(fact, entry);
    groupBytes += size;
    state.see(fact);
    return entry;
  };

  return {
    end,
    clock,
    get state() {
      return state;
    },
    get groupBytes() {
      return groupBytes;
    },
    decide,
    hasRoomFor: (fact) =>
      bytesMax === Number.POSITIVE_INFINITY || groupBytes + eventBytesAtMost(fact) <= bytesMax,
    takeBack: (length) => {
      if (end.group.length === length) return;
      end.cutTo(length);
      groupBytes = bytesOf(end.group);
      readStateAgain();
      turnover.forget();
    },
    handOver: () => {
      end.flushing();
      groupBytes = 0;
    },
    reset: () => {
      end.reset();
      turnover.forget();
      groupBytes = 0;
      readStateAgain();
    },
  };
};
