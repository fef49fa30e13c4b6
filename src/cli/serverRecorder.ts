import { StringDecoder } from 'node:string_decoder';
import { timeText } from '../domain/calendar.ts';
import { type Refusal, refuse } from '../domain/refusal.ts';
import type { ImportLedger } from '../exchange/importFacts.ts';
import { Problem } from '../problem.ts';
import type { Outcome, Prepared, Submission } from '../recorder/recorder.ts';
import { problemIn, type Server } from './server.ts';

/** A server as what an import records into: each submission is a stream of its own, every line of which is answered. */

/** A line of the answer to a stream. */
interface AnswerLine {
  readonly line?: number;
  readonly status?: number;
  readonly sequence?: string;
  readonly repeated?: boolean;
  readonly errors?: readonly Refusal[];
  readonly summary?: unknown;
  readonly problem?: unknown;
}

/** What a fact looked like when it was posted: its data may have been normalized, which is all that differs. */
const postedText = ({ fact, dataText }: Prepared): string => {
  const { id, source, type, subject, time, datacontenttype, dataschema, recordedtime } = fact;
  const at = recordedtime === undefined ? undefined : timeText(recordedtime);
  const data: unknown = JSON.parse(dataText);
  return JSON.stringify({
    specversion: '1.0',
    id,
    source,
    type,
    subject,
    time,
    datacontenttype,
    dataschema,
    recordedtime: at,
    data,
  });
};

const LINES_PER_CHUNK = 500;

async function* bodyOf(facts: readonly Prepared[]): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < facts.length; start += LINES_PER_CHUNK)
    yield Buffer.from(
      facts
        .slice(start, start + LINES_PER_CHUNK)
        .map((fact) => `${postedText(fact)}\n`)
        .join(''),
    );
}

async function* linesOf(response: Response): AsyncGenerator<AnswerLine> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of response.body ?? []) {
    const lines = (rest + decoder.write(Buffer.from(chunk))).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as AnswerLine;
  }
}

const outcomeOf = ({ sequence = '0', repeated, errors }: AnswerLine): Outcome => {
  if (errors) return { status: 'refused', refusals: errors };
  const status = repeated === true ? 'repeated' : 'recorded';
  return { status, sequence: Number.parseInt(sequence, 10), text: '' };
};

const cutShort = (): Problem => new Problem('OUTCOME_UNKNOWN');

const readOutcomes = async (response: Response): Promise<Outcome[]> => {
  const outcomes: Outcome[] = [];
  for await (const line of linesOf(response)) {
    if (line.problem !== undefined) throw problemIn(line.problem) ?? cutShort();
    if (line.summary !== undefined) return outcomes;
    if (line.line !== undefined) outcomes.push(outcomeOf(line));
  }
  // Without the last line the answer is incomplete.
  throw cutShort();
};

const UNANSWERED: Outcome = {
  status: 'refused',
  refusals: [refuse('OUTCOME_UNKNOWN', { pointer: '' })],
};

const record = async (
  server: Server,
  { facts, atomic, dryRun }: Omit<Submission, 'actor'>,
): Promise<readonly Outcome[]> => {
  const query = {
    results: 'all',
    ...(atomic === true ? { atomic: 'true' } : {}),
    ...(dryRun === true ? { dryRun: 'true' } : {}),
  };
  const response = await server.fetch(
    { method: 'POST', path: '/v1/events', query },
    {
      headers: { 'content-type': 'application/x-ndjson' },
      body: ReadableStream.from(bodyOf(facts)),
      duplex: 'half',
    },
  );
  const outcomes = await readOutcomes(response).catch((error: unknown) => {
    throw error instanceof Problem ? error : cutShort();
  });
  return facts.map((_, index) => outcomes[index] ?? UNANSWERED);
};

/** The ledger behind a server, as far as an import needs it. */
export const serverLedger = async (server: Server): Promise<ImportLedger> => {
  const self = (await (await server.fetch({ path: '/v1/self' })).json()) as {
    readonly ledger: { readonly demonstration: boolean };
  };
  // Each submission is a request of its own, and requests are decided side by side: the next one waits, and fails with it.
  let last: Promise<unknown> = Promise.resolve();
  return {
    recorder: {
      record: (submission) => {
        const outcomes = last.then(() => record(server, submission));
        last = outcomes;
        return outcomes;
      },
      state: self.ledger,
    },
  };
};
