import type { Request } from 'express';
import type { LedgerReader } from '../main.ts';
import { sendJson, setLedgerSequence } from './answers.ts';
import { resolveAsOf } from './asOf.ts';
import type { ApiContext, Handler } from './context.ts';
import type { Parameters } from './parameters.ts';
import { queryOf } from './query.ts';

/** A reading as a handler: parameters of the query in, JSON out. */
export type Reading = (ledger: LedgerReader, parameters: Parameters, request: Request) => unknown;

const VINTAGES = ['asOf', 'between', 'and'] as const;

/**
 * Waits until the read model has the vintages that a reading names, so that a date means the same prefix of the log
 * whenever it is asked for, also while the read model is being built. @throws Problem USAGE, READ_MODEL_STALE
 */
export const awaitVintages = async (
  { ledger, projection }: ApiContext,
  parameters: Parameters,
): Promise<void> => {
  for (const name of VINTAGES) {
    const text = parameters[name];
    if (text !== undefined && text !== 'latest') await projection.waitFor(resolveAsOf(ledger.journal, text));
  }
};

const OK = 200;

export const answerReading =
  (context: ApiContext, read: Reading): Handler =>
  async (request, response) => {
    const parameters = queryOf(request.url);
    await awaitVintages(context, parameters);
    const value = read(context.projected, parameters, request);
    setLedgerSequence(response, context.projection.size);
    sendJson(response, OK, value);
  };
