import type { Actor } from '../../src/domain/actor.ts';
import { parseTime } from '../../src/domain/calendar.ts';
import type { RecordedEvent } from '../../src/domain/envelope.ts';
import { intakeValue } from '../../src/exchange/intake.ts';
import { type JournalWriter, openJournalWriter } from '../../src/journal/writer.ts';
import type { AppendResult, EventLog, LogEntry } from '../../src/log/port.ts';
import { sqliteLog } from '../../src/log/sqlite/sqliteLog.ts';
import { openingEntries } from '../../src/opening.ts';
import { LOCAL_ACTOR } from '../../src/recorder/actor.ts';
import type { ClockPort } from '../../src/recorder/clock.ts';
import {
  createRecorder,
  type Outcome,
  type Prepared,
  type Recorder,
  type RecorderPorts,
  type Submission,
} from '../../src/recorder/recorder.ts';
import { facts, type Overrides, type Posted, USCC } from '../support/facts.ts';
import { NO_STATEMENTS } from '../support/statements.ts';

/** A recorder on a journal in memory, with a log that can be watched and held, and clocks that stand still. */

export const ACTOR: Actor = LOCAL_ACTOR;
export const SECOND_US = 1_000_000;
export const MINUTE_US = 60 * SECOND_US;
/** Noon of 15 June 2024 in Asia/Shanghai. */
export const NOON_US = parseTime('2024-06-15T12:00:00+08:00') as number;

export interface TestClock extends ClockPort {
  /** Time goes by: both clocks move. */
  advance(us: number): void;
  /** Somebody sets the wall clock. */
  jump(us: number): void;
}

export const testClock = (startUs: number = NOON_US): TestClock => {
  let wall = startUs;
  let monotonic = 5_000;
  return {
    wallUs: () => wall,
    monotonicUs: () => monotonic,
    advance: (us) => {
      wall += us;
      monotonic += us;
    },
    jump: (us) => {
      wall += us;
    },
  };
};

type Append = EventLog['append'];

export interface Held {
  /** Resolves when the append has been called; nothing is written yet. */
  readonly called: Promise<void>;
  release(): void;
}

export interface WatchedLog extends EventLog {
  /** Number of entries of each append that was called. */
  readonly groups: readonly number[];
  readonly expectedSizes: readonly number[];
  /** Answers the next append instead of the log. */
  next(answer: Append): void;
  /** Holds the next append open until it is released. */
  hold(): Held;
}

export const watchedLog = (log: EventLog): WatchedLog => {
  const groups: number[] = [];
  const expectedSizes: number[] = [];
  const answers: Append[] = [];
  return {
    ...log,
    groups,
    expectedSizes,
    append: (expectedSize: number, entries: readonly LogEntry[]): Promise<AppendResult> => {
      groups.push(entries.length);
      expectedSizes.push(expectedSize);
      const answer = answers.shift() ?? log.append;
      return answer(expectedSize, entries);
    },
    next: (answer) => {
      answers.push(answer);
    },
    hold: () => {
      const called = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      answers.push(async (expectedSize, entries) => {
        called.resolve();
        await released.promise;
        return log.append(expectedSize, entries);
      });
      return { called: called.promise, release: () => released.resolve() };
    },
  };
};

export interface Setup {
  readonly journal: JournalWriter;
  readonly log: WatchedLog;
  readonly clock: TestClock;
  readonly recorder: Recorder;
  /** What `onFatal` was called with. */
  readonly fatal: readonly unknown[];
  readonly flushedSizes: readonly number[];
  /** Takes posted facts in; throws when intake refuses one. */
  taken(posted: readonly Posted[]): Prepared[];
  record(posted: readonly Posted[], options?: Partial<Submission>): Promise<readonly Outcome[]>;
  /** Records a single fact. */
  one(posted: Posted, options?: Partial<Submission>): Promise<Outcome>;
  event(sequence: number): RecordedEvent;
}

export interface SetupOptions {
  readonly demonstration?: boolean;
  readonly clock?: TestClock;
  readonly journal?: JournalWriter;
  readonly ports?: Partial<RecorderPorts>;
  /** What one append takes at the most. */
  readonly appendBytesMax?: number;
}

const open: Setup[] = [];

/** To be called after each test. */
export const closeAll = async (): Promise<void> => {
  for (const setup of open.splice(0)) {
    await setup.recorder.close();
    if (setup.journal.database.isOpen) setup.journal.close();
  }
};

export const newSetup = (options: SetupOptions = {}): Setup => {
  const {
    demonstration = false,
    clock = testClock(),
    journal = openJournalWriter(':memory:', 'NORMAL'),
  } = options;
  if (journal.size === 0)
    journal.append(
      openingEntries({
        origin: demonstration ? 'example.org/demo' : 'example.org/ledger',
        openedOn: '2018-01-01',
        demonstration,
        plan: false,
        nowUs: clock.wallUs(),
      }),
    );
  const { appendBytesMax } = options;
  const log = watchedLog({
    ...sqliteLog(journal),
    ...(appendBytesMax === undefined ? {} : { appendBytesMax }),
  });
  const fatal: unknown[] = [];
  const flushedSizes: number[] = [];
  const recorder = createRecorder({
    log,
    journal: journal.reader,
    clock,
    findingOf: () => undefined,
    statements: NO_STATEMENTS,
    onFlushed: (size) => flushedSizes.push(size),
    onFatal: (error) => fatal.push(error),
    ...options.ports,
  });
  const taken = (posted: readonly Posted[]): Prepared[] =>
    posted.map((fact) => {
      const intake = intakeValue(fact, { demonstration });
      if (!intake.ok) throw new Error(`intake refuses ${fact.id}: ${JSON.stringify(intake.refusals)}`);
      return intake;
    });
  const record: Setup['record'] = (posted, more = {}) =>
    recorder.record({ facts: taken(posted), actor: ACTOR, ...more });
  const setup: Setup = {
    journal,
    log,
    clock,
    recorder,
    fatal,
    flushedSizes,
    taken,
    record,
    one: async (posted, more) => (await record([posted], more))[0] as Outcome,
    event: (sequence) => JSON.parse(journal.reader.at(sequence)?.text ?? 'null') as RecordedEvent,
  };
  open.push(setup);
  return setup;
};

/** The signing of the deal with that number; every number is another contract. */
export const deal = (number: number, data: Overrides = {}, envelope: Overrides = {}): Posted =>
  facts.dealSigned(data, { id: `deal-${number}`, subject: `deal/${USCC.bank}.D${number}`, ...envelope });

/** A payment of the deal with that number. */
export const payment = (number: number, id: string, data: Overrides = {}): Posted =>
  facts.dealPaid(data, { id, subject: `deal/${USCC.bank}.D${number}` });

export const deals = (from: number, count: number): Posted[] =>
  Array.from({ length: count }, (_, index) => deal(from + index));

/** `recorded 3`, `repeated 3`, or the codes and pointers of a refusal. */
export const shortOf = (outcome: Outcome | undefined): string =>
  outcome?.status === 'refused'
    ? outcome.refusals.map(({ code, pointer }) => `${code} ${pointer}`.trim()).join(', ')
    : `${outcome?.status} ${outcome?.sequence}`;

export const shorts = (outcomes: readonly Outcome[]): string[] => outcomes.map(shortOf);

/** Whether a promise is settled after the event loop has turned a number of times. */
export const isSettled = async (promise: Promise<unknown>): Promise<boolean> => {
  let settled = false;
  const settle = (): void => {
    settled = true;
  };
  promise.then(settle, settle);
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  return settled;
};
