import { type LineBatch, lineBatches } from '../exchange/lines.ts';
import { WHOLE_BYTES_MAX, wholeWithin } from '../exchange/whole.ts';
import { FactRefused } from '../problem.ts';
import type { Outcome, WholeRecording } from '../recorder/recorder.ts';
import type { ApiContext } from './context.ts';
import { BATCH_REFUSED } from './recording.ts';
import { openSpool, type Spool } from './spool.ts';
import type { Line, StreamAnswer } from './streamAnswer.ts';
import { linesIn, type StreamOptions, stopOf } from './streamLines.ts';

/**
 * A stream that is judged as a whole, atomic or a dry run. It is kept on disk until it has come to its end, for nothing else
 * is decided while it is judged; and it is answered after that, for only then is it known what stands.
 */

export interface WholeStream {
  readonly context: ApiContext;
  readonly chunks: AsyncIterable<Buffer>;
  readonly signal: AbortSignal;
  readonly options: StreamOptions;
}

/** What is told of a batch. */
interface Told {
  /** Of each line; null stands for a fact whose outcome came at the end. */
  readonly outcomes: readonly (Outcome | null)[];
  /** How long it took. */
  readonly seconds: number;
}

interface Verdict {
  /** Outcomes of the facts that had none when they were taken, in order. */
  readonly waited: readonly Outcome[];
  /** Nothing of it is recorded, for something is refused: what was taken at first is not. */
  readonly isRefused: boolean;
  readonly since: number;
}

const taken = (outcome: Outcome | undefined): Outcome | null => {
  if (outcome === undefined) return null;
  // Without the event: it stands in the log, or nowhere.
  return outcome.status === 'refused' ? outcome : { ...outcome, text: '' };
};

const takeBatch = async (whole: WholeRecording, lines: readonly Line[]): Promise<Told> => {
  const start = performance.now();
  const facts = lines.flatMap((line) => ('taken' in line ? [line.taken] : []));
  const outcomes = await whole.take(facts);
  const stop = stopOf(outcomes.filter((outcome) => outcome !== undefined));
  if (stop) throw stop;
  const next = outcomes.values();
  return {
    outcomes: lines.map((line) =>
      'taken' in line ? taken(next.next().value) : { status: 'refused', refusals: line.refusals },
    ),
    seconds: (performance.now() - start) / MS_PER_S,
  };
};

const MS_PER_S = 1_000;

/** Judges the batches and writes what is told of each as a line. @throws Problem when the ledger cannot go on */
const judge = async (
  { context, signal, options }: WholeStream,
  batches: AsyncIterable<LineBatch>,
  told: Spool,
): Promise<Verdict> => {
  const { recorder } = context.ledger;
  const whole = await recorder.recordWhole(options);
  let isRefused = false;
  let mayStand = true;
  try {
    for await (const batch of batches) {
      signal.throwIfAborted();
      const lines = linesIn(batch, recorder.state.demonstration);
      if (lines.some((line) => !('taken' in line))) mayStand = false;
      const batchTold = await takeBatch(whole, lines);
      if (batchTold.outcomes.some((outcome) => outcome?.status === 'refused')) isRefused = true;
      await told.write(Buffer.from(`${JSON.stringify(batchTold)}\n`));
    }
    const { waited, failure } = await whole.end(mayStand);
    const stop = failure ? new FactRefused([failure]) : stopOf(waited);
    if (stop) throw stop;
    isRefused ||= waited.some(({ status }) => status === 'refused');
    return { waited, isRefused: options.atomic && isRefused && !options.dryRun, since: whole.since };
  } finally {
    whole.abandon();
  }
};

/** What was told of the batches, in order. */
async function* toldOf(told: Spool): AsyncGenerator<Told> {
  let rest: Buffer[] = [];
  for await (const chunk of told.chunks()) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      yield JSON.parse(Buffer.concat([...rest, chunk.subarray(start, end)]).toString('utf8')) as Told;
      rest = [];
      start = end + 1;
    }
    rest.push(chunk.subarray(start));
  }
}

const LINE_FEED = 0x0a;

const standing = (outcome: Outcome, { isRefused, since }: Verdict): Outcome => {
  const stands = outcome.status === 'refused' || (outcome.status === 'repeated' && outcome.sequence < since);
  return !isRefused || stands ? outcome : BATCH_REFUSED;
};

/** What became of the lines of a batch, those that had waited with theirs. */
const outcomesOf = ({ outcomes }: Told, waited: Iterator<Outcome>, verdict: Verdict): readonly Outcome[] =>
  outcomes.map((outcome) => standing(outcome ?? (waited.next().value as Outcome), verdict));

const answerAll = async (
  { context, options }: WholeStream,
  { bytes, told, verdict }: { readonly bytes: Spool; readonly told: Spool; readonly verdict: Verdict },
  answer: StreamAnswer,
): Promise<void> => {
  const { ledger } = context;
  const waited = verdict.waited.values();
  const next = toldOf(told);
  for await (const batch of lineBatches(bytes.chunks())) {
    const batchTold = (await next.next()).value as Told;
    const outcomes = outcomesOf(batchTold, waited, verdict);
    if (!options.dryRun) ledger.meter?.(outcomes, batchTold.seconds);
    for (const [index, line] of linesIn(batch, ledger.recorder.state.demonstration).entries())
      await answer.line(line, outcomes[index] as Outcome);
  }
};

/** Takes, judges and answers a stream as a whole. @throws Problem before the answer has begun; also what ends the body */
export const answerWhole = async (stream: WholeStream, answer: StreamAnswer): Promise<void> => {
  const { directory, store } = stream.context.ledger;
  const [bytes, told] = [await openSpool(directory), await openSpool(directory)];
  // In a shared store an append is bounded, and what is judged is held in memory.
  const within = wholeWithin(store ? WHOLE_BYTES_MAX : Number.POSITIVE_INFINITY);
  try {
    for await (const chunk of within(stream.chunks)) await bytes.write(chunk);
    const verdict = await judge(stream, lineBatches(bytes.chunks()), told);
    await answerAll(stream, { bytes, told, verdict }, answer);
  } finally {
    await Promise.all([bytes.close(), told.close()]);
  }
  answer.summary();
};
