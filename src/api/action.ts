import type { Response } from 'express';
import { refuse } from '../domain/refusal.ts';
import { parseStrictJson } from '../domain/strictJson.ts';
import type { LedgerRecording } from '../main.ts';
import { FactRefused, Problem } from '../problem.ts';
import { sendJsonText, setLedgerSequence } from './answers.ts';
import { restrictionOf } from './authorization.ts';
import { readBody, textOf } from './body.ts';
import type { ApiContext, Handler } from './context.ts';
import { FACT_BODY_BYTES_MAX } from './limits.ts';
import { mediaTypeOf } from './mediaType.ts';
import type { Parameters } from './parameters.ts';
import { queryOf } from './query.ts';
import type { Place } from './reading.ts';

/** Actions: what is posted as one JSON value, over HTTP and by a command alike. */

export interface ActionPlace extends Place {
  readonly query: Parameters;
}

/** Status and JSON of an answer. */
export interface Answered<T = unknown> {
  readonly status: number;
  readonly value: T;
  /** The JSON text of the value, where it is at hand. */
  readonly text?: string;
  /** Whether what was asked for had been recorded before. */
  readonly repeated?: boolean;
}

/** Sends an answer; the place in the log is after what it recorded. */
export const sendAnswered = (response: Response, answered: Answered, ledger: LedgerRecording): void => {
  setLedgerSequence(response, ledger.logSize());
  if (answered.repeated === true) response.setHeader('Idempotency-Hit', 'true');
  // The value is made only where nobody has its text.
  sendJsonText(response, answered.status, answered.text ?? JSON.stringify(answered.value));
};

/** Records what a JSON value asks for. @throws Problem, FactRefused */
export type Action = (ledger: LedgerRecording, body: unknown, place: ActionPlace) => Promise<Answered>;

export const OK = 200;
export const CREATED = 201;

/** The JSON value of a body. @throws FactRefused */
export const jsonOf = (body: Buffer): unknown => {
  const text = textOf(body);
  if (text === undefined) throw new FactRefused([refuse('TEXT_ENCODING', { pointer: '' })]);
  const parsed = parseStrictJson(text);
  if (!parsed.ok) throw new FactRefused([parsed.refusal]);
  return parsed.value;
};

const tooLarge = (): Problem => new Problem('BATCH_TOO_LARGE', { max: `${FACT_BODY_BYTES_MAX} bytes` });

/** The action as the handler of a route. */
export const answerAction =
  (context: ApiContext, act: Action): Handler =>
  async (request, response, actor, audience) => {
    if (mediaTypeOf(request) !== 'application/json') throw new Problem('MEDIA_TYPE');
    const { ledger, closing } = context;
    const body = await readBody(request, { bytesMax: FACT_BODY_BYTES_MAX, tooLarge, signal: closing });
    const place = {
      params: request.params,
      only: restrictionOf(actor, audience),
      actor,
      query: queryOf(request.url),
    };
    sendAnswered(response, await act(ledger, jsonOf(body), place), ledger);
  };
