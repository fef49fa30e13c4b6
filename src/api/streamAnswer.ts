import type { Response } from 'express';
import type { Refusal } from '../domain/refusal.ts';
import { factTextAt } from '../exchange/batchIntake.ts';
import type { PreparedFact } from '../exchange/intake.ts';
import type { LineBatch } from '../exchange/lines.ts';
import { type Problem, problemJson, refusedStatus } from '../problem.ts';
import type { Outcome } from '../recorder/recorder.ts';
import { drained, writeAll } from './body.ts';
import { REFUSED_BYTES_MAX, REFUSED_WAIT_MS, STREAM_PROGRESS_LINES } from './limits.ts';
import { NDJSON_TYPE } from './mediaType.ts';
import { statusOf } from './recording.ts';

/** The answer to a stream: lines of NDJSON, of which no more is held than a client may leave unread. */

/** A line of a stream: a fact, or why it is none. */
export type Line = { readonly line: number; readonly batch: LineBatch } & (
  | { readonly taken: PreparedFact }
  | { readonly refusals: readonly Refusal[]; readonly factText: string }
);

export interface AnswerOptions {
  readonly dryRun: boolean;
  /** Whether every line is answered. */
  readonly all: boolean;
}

export interface StreamAnswer {
  line(line: Line, outcome: Outcome): Promise<void>;
  /** The last line of a stream that was taken to its end. */
  summary(): void;
  /** The last line of one that was not. */
  broken(problem: Problem): void;
}

/** What is no fact at all stands as it was taken; else the fact is as posted. */
const factTextOf = (line: Line): string =>
  'factText' in line ? line.factText : factTextAt(line.batch, line.line);

/** A fact that is not refused itself is not told so, unless every line is answered. */
const isOfBatch = (refusals: readonly Refusal[]): boolean => refusals[0]?.code === 'BATCH_REFUSED';

const sequenceText = (sequence: number | null): string | null =>
  sequence === null ? null : String(sequence);

const createTally = ({ dryRun }: AnswerOptions) => {
  const start = performance.now();
  const counts = { lines: 0, recorded: 0, repeated: 0, refused: 0 };
  let omittedRefusals = 0;
  let first: number | null = null;
  let last: number | null = null;
  return {
    counts,
    count: (outcome: Outcome): void => {
      counts.lines += 1;
      if (outcome.status !== 'refused') counts[outcome.status] += 1;
      else if (!isOfBatch(outcome.refusals)) counts.refused += 1;
      if (outcome.status !== 'recorded' || dryRun) return;
      first = Math.min(first ?? outcome.sequence, outcome.sequence);
      last = Math.max(last ?? outcome.sequence, outcome.sequence);
    },
    omit: (): void => {
      omittedRefusals += 1;
    },
    summary: () => {
      const { lines: _, ...sums } = counts;
      return {
        ...sums,
        omittedRefusals,
        firstSequence: sequenceText(first),
        lastSequence: sequenceText(last),
        seconds: Math.round(performance.now() - start) / 1000,
      };
    },
  };
};

const OK = 200;

/** What is written, and how much of it may wait for the client. */
const createWriter = (response: Response, { all }: AnswerOptions) => {
  let isRead = true;
  // The answer begins with its first line, so that what fails before that has a status of its own.
  const begin = (): void => {
    if (response.headersSent) return;
    response.status(OK).setHeader('Content-Type', NDJSON_TYPE);
    response.setHeader('Cache-Control', 'no-store');
  };
  return {
    write: async (line: string): Promise<void> => {
      begin();
      if (all) await writeAll(response, line);
      else response.write(line);
    },
    /** Whether the client takes what it is sent, or has not been sent much yet. */
    hasRoom: async (): Promise<boolean> => {
      if (all || response.writableLength < REFUSED_BYTES_MAX) isRead = true;
      // One that writes everything before it reads is waited for once, not for every line.
      else if (isRead) isRead = await drained(response, REFUSED_WAIT_MS);
      return isRead;
    },
    end: (line: string): void => {
      begin();
      response.end(line);
    },
  };
};

export const createAnswer = (response: Response, options: AnswerOptions): StreamAnswer => {
  const tally = createTally(options);
  const { write, hasRoom, end } = createWriter(response, options);

  const writeRefused = async (line: Line, errors: readonly Refusal[]): Promise<void> => {
    if (!(await hasRoom())) return tally.omit();
    // Joined as text, for the fact is handed back to the letter.
    const id = 'taken' in line ? `"id":${JSON.stringify(line.taken.fact.id)},` : '';
    const more = options.all ? `"status":${refusedStatus(errors)},${id}` : '';
    await write(
      `{"line":${line.line},${more}"errors":${JSON.stringify(errors)},"fact":${factTextOf(line)}}\n`,
    );
  };

  const writeResult = async (line: Line, outcome: Outcome): Promise<void> => {
    if (outcome.status === 'refused') {
      if (options.all || !isOfBatch(outcome.refusals)) await writeRefused(line, outcome.refusals);
    } else if (options.all && 'taken' in line) {
      const { id } = line.taken.fact;
      const status = statusOf(outcome, options.dryRun);
      const sequence = String(outcome.sequence);
      const repeated = outcome.status === 'repeated' ? { repeated: true } : {};
      await write(`${JSON.stringify({ line: line.line, status, ...repeated, sequence, id })}\n`);
    }
  };

  return {
    line: async (line, outcome) => {
      tally.count(outcome);
      await writeResult(line, outcome);
      // Progress is for those who read; for others it would only pile up.
      if (tally.counts.lines % STREAM_PROGRESS_LINES === 0 && !response.writableNeedDrain)
        await write(`${JSON.stringify({ progress: tally.counts })}\n`);
    },
    summary: () => end(`${JSON.stringify({ summary: tally.summary() })}\n`),
    broken: (problem) =>
      end(`${JSON.stringify({ problem: problemJson(problem), progress: tally.counts })}\n`),
  };
};
