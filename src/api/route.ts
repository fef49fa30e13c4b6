import type { Express, Request, Response } from 'express';
import { Problem } from '../problem.ts';
import { sendProblem, setLedgerSequence } from './answers.ts';
import type { ApiContext, Handler } from './context.ts';
import { sequenceParameter } from './query.ts';

/** Routes: the methods of a path, access, and the consistency that a reader asked for. */

export interface Methods {
  readonly get?: Handler;
  readonly post?: Handler;
}

const NO_CONTENT = 204;

const allowOf = ({ get, post }: Methods): string =>
  [...(get ? ['GET', 'HEAD'] : []), ...(post ? ['POST'] : []), 'OPTIONS'].join(', ');

/** `Ledger-After: <sequence>`: the answer waits until the read model has that event. */
const awaitLedgerAfter = async ({ projection }: ApiContext, request: Request): Promise<void> => {
  const after = sequenceParameter(request.get('Ledger-After'), 'Ledger-After');
  if (after !== undefined) await projection.waitFor(after + 1);
};

export const addRoute = (app: Express, context: ApiContext, path: string, methods: Methods): void => {
  const run = async (request: Request, response: Response, handler: Handler): Promise<void> => {
    const access = context.access(request);
    if (access instanceof Problem) throw access;
    await awaitLedgerAfter(context, request);
    setLedgerSequence(response, context.projection.size);
    await handler(request, response, access);
  };
  const { get, post } = methods;
  const route = app.route(path);
  if (get) route.get((request, response) => run(request, response, get));
  if (post) route.post((request, response) => run(request, response, post));
  route.all((request, response) => {
    response.setHeader('Allow', allowOf(methods));
    if (request.method === 'OPTIONS') response.status(NO_CONTENT).end();
    else sendProblem(response, new Problem('METHOD_NOT_ALLOWED'));
  });
};
