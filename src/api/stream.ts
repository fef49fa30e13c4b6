import type { Request, Response } from 'express';
import type { Actor } from '../domain/actor.ts';
import { POSTER_CODES } from '../domain/authority.ts';
import { CODES } from '../domain/codes.ts';
import { takeBatch } from '../exchange/batchIntake.ts';
import { type LineBatch, lineBatches } from '../exchange/lines.ts';
import { WHOLE_BYTES_MAX } from '../exchange/whole.ts';
import { asProblem, FactRefused, Problem } from '../problem.ts';
import type { Outcome } from '../recorder/recorder.ts';
import { setLedgerSequence } from './answers.ts';
import { ClientGone, chunksOf } from './body.ts';
import type { ApiContext } from './context.ts';
import { createGroups } from './groups.ts';
import { expiryOf } from './letIn.ts';
import { choiceParameter, onlyKnown } from './parameters.ts';
import { queryOf, switchParameter } from './query.ts';
import { recordAll } from './recording.ts';
import { REQUEST_ID_HEADER } from './requestId.ts';
import { type AnswerOptions, createAnswer, type Line, type StreamAnswer } from './streamAnswer.ts';

/**
 * A stream of facts, one a line, of any length. They are recorded in groups as they come, and answered as a stream: refused
 * lines, progress, and a last line with the summary. A client that writes everything before it reads is never waited for:
 * what it does not take is bounded, and beyond that only counted. With `results=all` every line is answered and nothing is
 * left out, so the client must read while it writes.
 */

const linesIn = (batch: LineBatch, demonstration: boolean): Line[] => {
  const taken = takeBatch(batch, { demonstration });
  const facts = taken.facts.map(
    (fact, index): Line => ({ line: taken.lines[index] as number, batch, taken: fact }),
  );
  const refused = taken.refused.map((one): Line => ({ ...one, batch }));
  return refused.length === 0 ? facts : [...facts, ...refused].sort((a, b) => a.line - b.line);
};

interface StreamOptions extends AnswerOptions {
  readonly actor: Actor;
  readonly atomic: boolean;
}

/** What the store answers to every line, or what concerns whoever posts, cannot be answered line by line: the stream ends, and may be repeated. */
const stopOf = (outcomes: readonly Outcome[]): Problem | undefined => {
  for (const outcome of outcomes) {
    if (outcome.status !== 'refused') continue;
    const stop = outcome.refusals.find(
      ({ code }) => CODES[code].repeat === 'later' || POSTER_CODES.has(code),
    );
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

const answerStream = async (
  context: ApiContext,
  request: Request,
  answer: StreamAnswer,
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
    for (const [index, line] of lines.entries()) await answer.line(line, outcomes[index] as Outcome);
  };
  // Facts of a dry run are judged after those before them, so like an atomic one it is one submission.
  const isWhole = options.atomic || options.dryRun;
  const groups = createGroups(record, isWhole);
  const expiry = expiryOf(options.actor);
  const signal = AbortSignal.any([context.closing, groups.failed, expiry.signal]);
  let bytes = 0;
  try {
    for await (const batch of lineBatches(chunksOf(request, signal))) {
      bytes += batch.bytes.length;
      if (isWhole && bytes > WHOLE_BYTES_MAX) throw new Problem('ATOMIC_TOO_LARGE', { max: WHOLE_BYTES_MAX });
      await groups.add(linesIn(batch, demonstration), batch.bytes.length);
    }
  } catch (error) {
    await groups.settled();
    throw error;
  } finally {
    expiry.end();
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
  context.metrics.streamBegun();
  try {
    await answerStream(context, request, answer, options);
  } catch (error) {
    if (error instanceof ClientGone || response.destroyed || request.errored) throw new ClientGone();
    if (!response.headersSent) throw error;
    const problem = asProblem(error);
    if (problem.code === 'INTERNAL')
      context.logger.error(
        { requestId: response.getHeader(REQUEST_ID_HEADER), err: problem.cause },
        'a stream failed',
      );
    answer.broken(problem);
  } finally {
    context.metrics.streamEnded();
  }
};
