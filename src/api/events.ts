import type { Request, Response } from 'express';
import type { Actor } from '../domain/actor.ts';
import { CODES } from '../domain/codes.ts';
import { EVENT_BYTES_MAX } from '../domain/envelope.ts';
import { refuse } from '../domain/refusal.ts';
import { parseStrictJson } from '../domain/strictJson.ts';
import { type Intake, intakeText, intakeValue, type PreparedFact } from '../exchange/intake.ts';
import type { LedgerRecording } from '../main.ts';
import { FactRefused, Problem, refusedStatus, wrongUse } from '../problem.ts';
import type { Outcome, Refused } from '../recorder/recorder.ts';
import { type Action, type Answered, sendAnswered } from './action.ts';
import { sendJsonText, setLedgerSequence, setRetryAfter } from './answers.ts';
import { readBody, textOf } from './body.ts';
import type { ApiContext, Handler } from './context.ts';
import { BATCH_BODY_BYTES_MAX, BATCH_FACTS_MAX, FACT_BODY_BYTES_MAX } from './limits.ts';
import { BATCH_TYPE, mediaTypeOf, NDJSON_TYPE, ONE_FACT_TYPES } from './mediaType.ts';
import { onlyKnown } from './parameters.ts';
import { queryOf, switchParameter } from './query.ts';
import { type RecordedJson, recordAll, recordedAnswer, recordedJson, statusOf } from './recording.ts';
import { postStream } from './stream.ts';

/** `POST /v1/events`: one fact, a batch, or a stream. */

const OK = 200;

const REVISION_TAG = /^"(\d{1,15})"$/;

/** `If-Match: "<revision>"`. @throws Problem USAGE */
const ifMatchOf = (request: Request): number | undefined => {
  const text = request.get('If-Match');
  if (text === undefined) return undefined;
  const digits = REVISION_TAG.exec(text)?.[1];
  if (digits === undefined)
    throw wrongUse(
      `If-Match ${text}：应为带引号的版本号，如 "3"`,
      `If-Match ${text}: a revision in quotation marks, like "3"`,
    );
  return Number.parseInt(digits, 10);
};

const refuseIfMatch = (request: Request): void => {
  if (request.get('If-Match') !== undefined)
    throw wrongUse('If-Match 只用于单条事实', 'If-Match is for a single fact');
};

const encodingRefused = (): FactRefused => new FactRefused([refuse('TEXT_ENCODING', { pointer: '' })]);

const factTooLarge = (size: number): FactRefused =>
  new FactRefused([refuse('FACT_TOO_LARGE', { pointer: '', with: { size, max: EVENT_BYTES_MAX } })]);

/** Records one fact that intake has looked at. @throws FactRefused */
export const recordOne = async (
  ledger: LedgerRecording,
  intake: Intake,
  options: { readonly actor: Actor; readonly dryRun: boolean; readonly ifMatch?: number | undefined },
): Promise<Answered<RecordedJson>> => {
  const [outcome] = await recordAll(ledger, [takenOf(intake)], options);
  if (!outcome) throw new Error('the recorder gave no outcome');
  if (outcome.status === 'refused') throw new FactRefused(outcome.refusals);
  return {
    status: statusOf(outcome, options.dryRun),
    get value() {
      return recordedJson(outcome);
    },
    get text() {
      return recordedAnswer(outcome);
    },
    repeated: outcome.status === 'repeated',
  };
};

/** `POST /v1/events` with one fact, as an action: what a command posts. */
export const recordFact: Action = (ledger, body, { actor, query }) => {
  onlyKnown(query, ['dryRun']);
  const { demonstration } = ledger.recorder.state;
  return recordOne(ledger, intakeValue(body, { demonstration }), {
    actor,
    dryRun: switchParameter(query, 'dryRun'),
  });
};

const postOne = async (
  context: ApiContext,
  request: Request,
  response: Response,
  actor: Actor,
): Promise<void> => {
  const parameters = queryOf(request.url);
  onlyKnown(parameters, ['dryRun', 'atomic']);
  switchParameter(parameters, 'atomic');
  const dryRun = switchParameter(parameters, 'dryRun');
  const ifMatch = ifMatchOf(request);
  const body = await readBody(request, {
    bytesMax: FACT_BODY_BYTES_MAX,
    tooLarge: factTooLarge,
    signal: context.closing,
  });
  const text = textOf(body);
  if (text === undefined) throw encodingRefused();
  const { demonstration } = context.ledger.recorder.state;
  const intake = intakeText(text, { demonstration });
  const answered = await recordOne(context.ledger, intake, { actor, dryRun, ifMatch });
  sendAnswered(response, answered, context.ledger);
};

const batchTooLarge = (max: string): Problem => new Problem('BATCH_TOO_LARGE', { max });

/** The elements of a batch. @throws FactRefused when the body as a whole is none; Problem BATCH_TOO_LARGE */
const elementsOf = (body: Buffer): readonly unknown[] => {
  const text = textOf(body);
  if (text === undefined) throw encodingRefused();
  const parsed = parseStrictJson(text);
  if (!parsed.ok) throw new FactRefused([parsed.refusal]);
  if (!Array.isArray(parsed.value))
    throw new FactRefused([refuse('TYPE_WRONG', { pointer: '', with: { expected: 'list / 列表' } })]);
  if (parsed.value.length > BATCH_FACTS_MAX) throw batchTooLarge(`${BATCH_FACTS_MAX} facts`);
  return parsed.value;
};

const takenOf = (intake: Intake): PreparedFact | Refused =>
  intake.ok ? intake : { status: 'refused', refusals: intake.refusals };

/** The result of one fact among several, as JSON text. */
const resultText = (outcome: Outcome, dryRun: boolean): string => {
  if (outcome.status === 'refused')
    return JSON.stringify({ status: refusedStatus(outcome.refusals), errors: outcome.refusals });
  const repeated = outcome.status === 'repeated' ? '"repeated":true,' : '';
  return `{"status":${statusOf(outcome, dryRun)},${repeated}${recordedAnswer(outcome).slice(1)}`;
};

const isLater = (outcome: Outcome): boolean =>
  outcome.status === 'refused' && outcome.refusals.some(({ code }) => CODES[code].repeat === 'later');

const postBatch = async (
  context: ApiContext,
  request: Request,
  response: Response,
  actor: Actor,
): Promise<void> => {
  const { ledger, closing } = context;
  const parameters = queryOf(request.url);
  onlyKnown(parameters, ['atomic', 'dryRun']);
  const atomic = switchParameter(parameters, 'atomic');
  const dryRun = switchParameter(parameters, 'dryRun');
  refuseIfMatch(request);
  const body = await readBody(request, {
    bytesMax: BATCH_BODY_BYTES_MAX,
    tooLarge: () => batchTooLarge(`${BATCH_BODY_BYTES_MAX} bytes`),
    signal: closing,
  });
  const { demonstration } = ledger.recorder.state;
  const taken = elementsOf(body).map((value) => takenOf(intakeValue(value, { demonstration })));
  const outcomes = await recordAll(ledger, taken, { actor, atomic, dryRun });
  setLedgerSequence(response, ledger.logSize());
  if (outcomes.some(isLater)) setRetryAfter(response);
  const results = outcomes.map((outcome) => resultText(outcome, dryRun));
  sendJsonText(response, OK, `[${results.join(',')}]`);
};

export const postEvents =
  (context: ApiContext): Handler =>
  async (request, response, actor) => {
    const type = mediaTypeOf(request);
    if (ONE_FACT_TYPES.includes(type)) return postOne(context, request, response, actor);
    if (type === BATCH_TYPE) return postBatch(context, request, response, actor);
    if (type !== NDJSON_TYPE) throw new Problem('MEDIA_TYPE');
    refuseIfMatch(request);
    return postStream(context, request, response, actor);
  };
