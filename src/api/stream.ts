import type { Request, Response } from 'express';
import type { Actor } from '../domain/actor.ts';
import { lineBatches } from '../exchange/lines.ts';
import { asProblem } from '../problem.ts';
import type { Outcome } from '../recorder/recorder.ts';
import { setLedgerSequence } from './answers.ts';
import { ClientGone, chunksOf } from './body.ts';
import type { ApiContext } from './context.ts';
import { createGroups } from './groups.ts';
import { expiryOf } from './letIn.ts';
import { recordAll } from './recording.ts';
import { REQUEST_ID_HEADER } from './requestId.ts';
import { createAnswer, type Line, type StreamAnswer } from './streamAnswer.ts';
import { linesIn, optionsOf, type StreamOptions, stopOf } from './streamLines.ts';
import { answerWhole } from './wholeStream.ts';

/**
 * A stream of facts, one a line, of any length. They are recorded in groups as they come, and answered as a stream: refused
 * lines, progress, and a last line with the summary. A client that writes everything before it reads is never waited for:
 * what it does not take is bounded, and beyond that only counted. With `results=all` every line is answered and nothing is
 * left out, so the client must read while it writes.
 */

interface PostedStream {
  readonly context: ApiContext;
  readonly request: Request;
  readonly signal: AbortSignal;
  readonly options: StreamOptions;
}

/** Records the lines as they come. */
const answerLines = async (
  { context, request, signal, options }: PostedStream,
  answer: StreamAnswer,
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
  const groups = createGroups(record);
  const ends = AbortSignal.any([signal, groups.failed]);
  try {
    for await (const batch of lineBatches(chunksOf(request, ends)))
      await groups.add(linesIn(batch, demonstration), batch.bytes.length);
  } catch (error) {
    await groups.settled();
    throw error;
  }
  await groups.end();
  answer.summary();
};

/** Facts of a dry run are judged after those before them, so like those of an atomic stream they are one whole. */
const answerStream = async (
  { context, request, options }: Omit<PostedStream, 'signal'>,
  answer: StreamAnswer,
): Promise<void> => {
  const expiry = expiryOf(options.actor);
  const signal = AbortSignal.any([context.closing, expiry.signal]);
  try {
    if (options.atomic || options.dryRun)
      await answerWhole({ context, chunks: chunksOf(request, signal), signal, options }, answer);
    else await answerLines({ context, request, signal, options }, answer);
  } finally {
    expiry.end();
  }
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
    await answerStream({ context, request, options }, answer);
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
