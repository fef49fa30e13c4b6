import type { Request, Response } from 'express';
import { CODES } from '../domain/codes.ts';
import type { Actor } from '../domain/judge.ts';
import type { Refusal } from '../domain/refusal.ts';
import { preparedFacts, takeBatch } from '../exchange/batchIntake.ts';
import type { PreparedFact } from '../exchange/intake.ts';
import { type LineBatch, lineBatches, linesOf } from '../exchange/lines.ts';
import { asProblem, Problem, problemJson } from '../problem.ts';
import type { Outcome } from '../recorder/recorder.ts';
import { setLedgerSequence } from './answers.ts';
import { ClientGone, chunksOf, drained, writeAll } from './body.ts';
import type { ApiContext } from './context.ts';
import { createGroups } from './groups.ts';
import {
  REFUSED_BYTES_MAX,
  REFUSED_WAIT_MS,
  STREAM_PROGRESS_LINES,
  WHOLE_STREAM_BYTES_MAX,
} from './limits.ts';
import { NDJSON_TYPE } from './mediaType.ts';
import { choiceParameter, onlyKnown } from './parameters.ts';
import { queryOf, switchParameter } from './query.ts';
import { recordAll, statusOf } from './recording.ts';
import { FactRefused, refusedStatus } from './refused.ts';

/**
 * A stream of facts, one a line, of any length. They are recorded in groups as they come, and answered as a stream: refused
 * lines, progress, and a last line with the summary. A client that writes everything before it reads is never waited for:
 * what it does not take is bounded, and beyond that only counted. With `results=all` every line is answered and nothing is
 * left out, so the client must read while it writes.
 */

const OK = 200;

/** A line of a group: a fact, or why it is none. */
type Line = { readonly line: number; readonly batch: LineBatch } & (
  | { readonly taken: PreparedFact }
  | { readonly refusals: readonly Refusal[]; readonly factText: string }
);

const linesIn = (batch: LineBatch, demonstration: boolean): Line[] => {
  const taken = takeBatch(batch, { demonstration });
  const facts = preparedFacts(taken).map(
    (fact, index): Line => ({ line: taken.lines[index] as number, batch, taken: fact }),
  );
  const refused = taken.refused.map((one): Line => ({ ...one, batch }));
  return refused.length === 0 ? facts : [...facts, ...refused].sort((a, b) => a.line - b.line);
};

const REJECT_KEYS = 'errors,fact,line';

/** The fact on a line as posted; of a line of a rejects file the fact in it. */
const factTextOf = (line: Line): string => {
  if ('factText' in line) return line.factText;
  for (const { line: number, bytes } of linesOf(line.batch)) {
    if (number !== line.line) continue;
    const text = bytes.toString('utf8').trim();
    if (!text.includes('"errors"')) return text;
    const value = JSON.parse(text) as Record<string, unknown>;
    return Object.keys(value).sort().join() === REJECT_KEYS ? JSON.stringify(value.fact) : text;
  }
  throw new Error(`line ${line.line} is not in its batch`);
};

interface Tally {
  lines: number;
  recorded: number;
  repeated: number;
  refused: number;
  omittedRefusals: number;
  first: number | null;
  last: number | null;
}

interface StreamOptions {
  readonly actor: Actor;
  readonly atomic: boolean;
  readonly dryRun: boolean;
  /** Whether every line is answered. */
  readonly all: boolean;
}

const text = (sequence: number | null): string | null => (sequence === null ? null : String(sequence));

/** Lines of the answer. They begin with the first that is written, so that an early failure still has its own status. */
const createAnswer = (response: Response, options: StreamOptions) => {
  const tally: Tally = {
    lines: 0,
    recorded: 0,
    repeated: 0,
    refused: 0,
    omittedRefusals: 0,
    first: null,
    last: null,
  };
  const start = performance.now();
  let isRead = true;

  const begin = (): void => {
    if (response.headersSent) return;
    response.status(OK).setHeader('Content-Type', NDJSON_TYPE);
    response.setHeader('Cache-Control', 'no-store');
  };

  const write = async (line: string): Promise<void> => {
    begin();
    if (options.all) return writeAll(response, line);
    response.write(line);
  };

  /** Whether the client takes what it is sent, or has not been sent much yet. */
  const hasRoom = async (): Promise<boolean> => {
    if (options.all || response.writableLength < REFUSED_BYTES_MAX) {
      isRead = true;
      return true;
    }
    // One that writes everything before it reads is waited for once, not for every line.
    if (isRead) isRead = await drained(response, REFUSED_WAIT_MS);
    return isRead;
  };

  const writeRefused = async (line: Line, errors: readonly Refusal[]): Promise<void> => {
    if (!(await hasRoom())) {
      tally.omittedRefusals += 1;
      return;
    }
    // Joined as text, for the fact is handed back to the letter.
    const id = 'taken' in line ? `"id":${JSON.stringify(line.taken.fact.id)},` : '';
    const more = options.all ? `"status":${refusedStatus(errors)},${id}` : '';
    await write(
      `{"line":${line.line},${more}"errors":${JSON.stringify(errors)},"fact":${factTextOf(line)}}\n`,
    );
  };

  const count = (outcome: Outcome): void => {
    tally.lines += 1;
    if (outcome.status === 'refused') {
      if (outcome.refusals[0]?.code !== 'BATCH_REFUSED') tally.refused += 1;
    } else if (outcome.status === 'repeated') tally.repeated += 1;
    else {
      tally.recorded += 1;
      if (options.dryRun) return;
      tally.first ??= outcome.sequence;
      tally.last = outcome.sequence;
    }
  };

  const progressJson = () => {
    const { lines, recorded, repeated, refused } = tally;
    return { lines, recorded, repeated, refused };
  };

  return {
    answerLine: async (line: Line, outcome: Outcome): Promise<void> => {
      count(outcome);
      if (outcome.status === 'refused') {
        if (options.all || outcome.refusals[0]?.code !== 'BATCH_REFUSED')
          await writeRefused(line, outcome.refusals);
      } else if (options.all && 'taken' in line) {
        const status = statusOf(outcome, options.dryRun);
        const { id } = line.taken.fact;
        const sequence = String(outcome.sequence);
        await write(`${JSON.stringify({ line: line.line, status, sequence, id })}\n`);
      }
      // Progress is for those who read; to others it would only pile up.
      if (tally.lines % STREAM_PROGRESS_LINES === 0 && !response.writableNeedDrain)
        await write(`${JSON.stringify({ progress: progressJson() })}\n`);
    },
    summary: (): void => {
      begin();
      const { recorded, repeated, refused, omittedRefusals, first, last } = tally;
      const summary = {
        recorded,
        repeated,
        refused,
        omittedRefusals,
        firstSequence: text(first),
        lastSequence: text(last),
        seconds: Math.round(performance.now() - start) / 1000,
      };
      response.end(`${JSON.stringify({ summary })}\n`);
    },
    /** The answer is incomplete: a problem instead of the summary. */
    broken: (problem: Problem): void => {
      response.end(`${JSON.stringify({ problem: problemJson(problem), progress: progressJson() })}\n`);
    },
  };
};

/** What the store answers to every line cannot be answered line by line: the stream ends, and may be repeated. */
const stopOf = (outcomes: readonly Outcome[]): Problem | undefined => {
  for (const outcome of outcomes) {
    if (outcome.status !== 'refused') continue;
    const stop = outcome.refusals.find(({ code }) => CODES[code].repeat === 'later');
    if (stop) return new FactRefused([stop]);
  }
  return undefined;
};

const optionsOf = (request: Request, actor: Actor): StreamOptions => {
  const parameters = queryOf(request.url);
  onlyKnown(parameters, ['atomic', 'dryRun', 'results']);
  return {
    actor,
    atomic: switchParameter(parameters, 'atomic'),
    dryRun: switchParameter(parameters, 'dryRun'),
    all: choiceParameter(parameters, 'results', ['refused', 'all']) === 'all',
  };
};

type Answer = ReturnType<typeof createAnswer>;

const answerStream = async (
  context: ApiContext,
  request: Request,
  answer: Answer,
  options: StreamOptions,
): Promise<void> => {
  const { ledger } = context;
  const { demonstration } = ledger.recorder.state;
  const record = async (lines: readonly Line[]): Promise<void> => {
    const outcomes = await recordAll(
      ledger,
      lines.map((line) => ('taken' in line ? line.taken : { status: 'refused', refusals: line.refusals })),
      options,
    );
    const stop = stopOf(outcomes);
    if (stop) throw stop;
    for (const [index, line] of lines.entries()) await answer.answerLine(line, outcomes[index] as Outcome);
  };
  // Facts of a dry run are judged after those before them, so like an atomic one it is one submission.
  const isWhole = options.atomic || options.dryRun;
  const groups = createGroups(record, isWhole);
  const signal = AbortSignal.any([context.closing, groups.failed]);
  let bytes = 0;
  try {
    for await (const batch of lineBatches(chunksOf(request, signal))) {
      bytes += batch.bytes.length;
      if (isWhole && bytes > WHOLE_STREAM_BYTES_MAX)
        throw new Problem('ATOMIC_TOO_LARGE', { max: WHOLE_STREAM_BYTES_MAX });
      await groups.add(linesIn(batch, demonstration), batch.bytes.length);
    }
  } catch (error) {
    await groups.settled();
    throw error;
  }
  await groups.end();
  answer.summary();
};

/** A stream of facts. @throws Problem before the answer has begun; after that the problem is its last line */
export const postStream = async (
  context: ApiContext,
  request: Request,
  response: Response,
  actor: Actor,
): Promise<void> => {
  const options = optionsOf(request, actor);
  const answer = createAnswer(response, options);
  setLedgerSequence(response, context.ledger.journal.size());
  try {
    await answerStream(context, request, answer, options);
  } catch (error) {
    if (error instanceof ClientGone || response.destroyed || request.errored) throw new ClientGone();
    if (!response.headersSent) throw error;
    const problem = asProblem(error);
    if (problem.code === 'INTERNAL') context.logger.error('a stream failed', { error });
    answer.broken(problem);
  }
};
