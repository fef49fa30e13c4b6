import type { Actor } from '../domain/actor.ts';
import type { LedgerReader } from '../main.ts';
import { notFound } from '../problem.ts';
import { type AnswerCache, createAnswerCache } from './answerCache.ts';
import { setLedgerSequence } from './answers.ts';
import { resolveAsOf } from './asOf.ts';
import { restrictionOf } from './authorization.ts';
import type { ApiContext, Handler } from './context.ts';
import { linkToNext } from './cursor.ts';
import type { Parameters } from './parameters.ts';
import { queryOf } from './query.ts';
import {
  acceptedType,
  isFixed,
  type Representation,
  representationOf,
  sendRepresentation,
  typesOf,
} from './representation.ts';

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
  if (typeof value !== 'string') throw notFound(name);
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

/** The figures, which are asked for again and again, and are the same to all who see all. */
const CACHED: ReadonlySet<string> = new Set(['/v1/indicators', '/v1/indicators/:code']);

/** An institution is shown what is its own now, in every prefix: the answer changes with the owner. */
const BY_OWNERS: ReadonlySet<string> = new Set([
  '/v1/contracts',
  '/v1/contracts/:line/:id',
  '/v1/events',
  '/v1/findings',
]);

/** The reading of a path as the handler of its route. */
export const answerReading = (context: ApiContext, path: string, read: Reading): Handler => {
  const cache: AnswerCache | undefined = CACHED.has(path) ? createAnswerCache() : undefined;
  const types = typesOf(path);
  return async (request, response, actor, audience) => {
    const type = acceptedType(request, types);
    const parameters = queryOf(request.url);
    await awaitVintages(context, parameters);
    const { size } = context.projection;
    const only = restrictionOf(actor, audience);
    const fixed = isFixed(parameters) && (only === undefined || !BY_OWNERS.has(path));
    const key = `${only ?? ''} ${type} ${request.url}`;
    const answer = (): Representation => {
      const place = { params: request.params, actor, only };
      const value = read(context.projected, parameters, place);
      const made = { ...representationOf(path, type, value), link: linkToNext(value, parameters) };
      cache?.set(key, size, { answer: made, fixed });
      return made;
    };
    setLedgerSequence(response, size);
    sendRepresentation(response, cache?.get(key, size) ?? answer(), fixed);
  };
};
