import type { Actor } from '../domain/actor.ts';
import type { LedgerReader } from '../main.ts';
import { Problem } from '../problem.ts';
import { sendJson, setLedgerSequence } from './answers.ts';
import { resolveAsOf } from './asOf.ts';
import { restrictionOf } from './authorization.ts';
import type { ApiContext, Handler } from './context.ts';
import type { Parameters } from './parameters.ts';
import { queryOf } from './query.ts';

/** Where a reading or an action is asked, and by whom. */
export interface Place {
  /** What the path names. */
  readonly params: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly actor: Actor;
  /** USCC of the institution that sees its own part and no more; undefined for those who see all. */
  readonly only: string | undefined;
}

/** A reading: parameters of the query in, JSON out; the same for a route and for a command. */
export type Reading = (ledger: LedgerReader, parameters: Parameters, place: Place) => unknown;

/** What a path names there. @throws Problem NOT_FOUND */
export const segment = ({ params }: Place, name: string): string => {
  const value = params[name];
  if (typeof value !== 'string') throw new Problem('NOT_FOUND');
  return value;
};

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
  async (request, response, actor, audience) => {
    const parameters = queryOf(request.url);
    await awaitVintages(context, parameters);
    const value = read(context.projected, parameters, {
      params: request.params,
      actor,
      only: restrictionOf(actor, audience),
    });
    setLedgerSequence(response, context.projection.size);
    sendJson(response, OK, value);
  };
