import type { Answered } from '../api/action.ts';
import { ACTIONS } from '../api/actions.ts';
import { audienceOf, isPublic, requireAudience, restrictionOf } from '../api/authorization.ts';
import { findByPath } from '../api/paths.ts';
import type { Place } from '../api/reading.ts';
import { READINGS } from '../api/reads.ts';
import type { Actor } from '../domain/actor.ts';
import { notFound } from '../problem.ts';
import { PUBLIC_ACTOR } from '../recorder/actor.ts';
import { withReader, withWriter } from './access.ts';
import { actorOf } from './actor.ts';
import type { Invocation } from './invocation.ts';
import { type Question, type Server, serverOf, UP_TO_DATE } from './server.ts';

/**
 * The one place where a command asks the ledger: in process by the readings and actions that the routes have, or with
 * `--server` over HTTP. Both give the same JSON and the same problems.
 */

/** Where and as whom a command asks; public questions need no key. @throws Problem UNAUTHENTICATED, NOT_PERMITTED */
const placeOf = (
  method: 'GET' | 'POST',
  matched: { readonly pattern: string; readonly params: Place['params'] },
  actorNow: () => Actor,
): Place => {
  const audience = audienceOf(method, matched.pattern);
  const actor = isPublic(audience) ? PUBLIC_ACTOR : actorNow();
  const refused = requireAudience(actor, audience);
  if (refused) throw refused;
  return { params: matched.params, actor, only: restrictionOf(actor, audience) };
};

const readHere = (invocation: Invocation, { path, query = {} }: Question): Promise<unknown> => {
  const matched = findByPath(READINGS, path);
  if (!matched) throw notFound(path);
  return withReader(invocation, (ledger) =>
    matched.found(
      ledger,
      query,
      placeOf('GET', matched, () => actorOf(invocation, ledger)),
    ),
  );
};

const actHere = (invocation: Invocation, { path, query = {}, body }: Question): Promise<Answered> => {
  const matched = findByPath(ACTIONS, path);
  if (!matched) throw notFound(path);
  return withWriter(invocation, (ledger) =>
    matched.found(ledger, body, { ...placeOf('POST', matched, () => actorOf(invocation, ledger)), query }),
  );
};

const JSON_TYPE = { 'content-type': 'application/json' };

const actThere = async (server: Server, question: Question): Promise<Answered> => {
  const response = await server.fetch(question, {
    headers: JSON_TYPE,
    body: JSON.stringify(question.body ?? {}),
  });
  return {
    status: response.status,
    value: (await response.json()) as unknown,
    repeated: response.headers.get('Idempotency-Hit') === 'true',
  };
};

/** A reading's JSON. @throws Problem */
export const ask = async <T>(invocation: Invocation, question: Question): Promise<T> => {
  const server = serverOf(invocation);
  const value = server
    ? await (await server.fetch(question, UP_TO_DATE)).json()
    : await readHere(invocation, question);
  return value as T;
};

/** What an action recorded. @throws Problem */
export const act = async <T>(invocation: Invocation, question: Question): Promise<Answered<T>> => {
  const posted: Question = { ...question, method: 'POST' };
  const server = serverOf(invocation);
  const answered = server ? await actThere(server, posted) : await actHere(invocation, posted);
  return answered as Answered<T>;
};
