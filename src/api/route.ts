import type { Express, Request, Response } from 'express';
import { Problem } from '../problem.ts';
import { sendProblem, setLedgerSequence } from './answers.ts';
import { audienceOf } from './authorization.ts';
import type { ApiContext, Handler } from './context.ts';
import { setRoute } from './observe.ts';
import { sequenceParameter } from './query.ts';

/** Routes: the methods of a path, who may use them, and the consistency that a reader asked for. */

export interface Methods {
  readonly get?: Handler;
  readonly post?: Handler;
}

const NO_CONTENT = 204;

const allowOf = ({ get, post }: Methods): string =>
  [...(get ? ['GET', 'HEAD'] : []), ...(post ? ['POST'] : []), 'OPTIONS'].join(', ');

/**
 * `Ledger-After: <sequence>`: the answer waits until the read model has that event; with `latest`, all that was recorded
 * before the request.
 */
const awaitLedgerAfter = async (
  { ledger, projection }: ApiContext,
  request: Request,
  response: Response,
): Promise<void> => {
  const text = request.get('Ledger-After');
  const after = text === 'latest' ? ledger.logSize() - 1 : sequenceParameter(text, 'Ledger-After');
  if (after === undefined) return;
  await projection.waitFor(after + 1);
  setLedgerSequence(response, projection.size);
};

/** Whether something was given that lets nobody in. */
const isFailedLogin = (request: Request, { code }: Problem): boolean =>
  code === 'UNAUTHENTICATED' && request.headers.authorization !== undefined;

export const addRoute = (app: Express, context: ApiContext, path: string, methods: Methods): void => {
  const runner = (method: 'GET' | 'POST', handler: Handler) => {
    const audience = audienceOf(method, path);
    return async (request: Request, response: Response): Promise<void> => {
      setRoute(response, path);
      const actor = await context.access(request, audience);
      if (actor instanceof Problem) {
        if (isFailedLogin(request, actor)) await context.rateLimit.failed(request, response);
        throw actor;
      }
      if (method === 'POST' && context.ledger.readOnly) throw context.ledger.readOnly;
      await context.rateLimit.take(request, response, actor);
      await awaitLedgerAfter(context, request, response);
      await handler(request, response, actor, audience);
    };
  };
  const { get, post } = methods;
  const route = app.route(path);
  if (get) route.get(runner('GET', get));
  if (post) route.post(runner('POST', post));
  route.all((request, response) => {
    response.setHeader('Allow', allowOf(methods));
    if (request.method === 'OPTIONS') response.status(NO_CONTENT).end();
    else sendProblem(response, new Problem('METHOD_NOT_ALLOWED'));
  });
};
