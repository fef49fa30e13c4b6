import { IncomingMessage, ServerResponse } from 'node:http';
import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import { asProblem, FactRefused, notFound, type Problem, wrongUse } from '../problem.ts';
import { answerAction } from './action.ts';
import { ACTIONS } from './actions.ts';
import { sendProblem, setLedgerSequence } from './answers.ts';
import { ClientGone } from './body.ts';
import { getBulletinTable } from './bulletinTable.ts';
import type { ApiContext } from './context.ts';
import { getDocument, getPage, getPageFile } from './docs.ts';
import { getEvents } from './eventList.ts';
import { postEvents } from './events.ts';
import { getBulletinEvidence, getFigureEvidence } from './evidence.ts';
import { getExport } from './exportStream.ts';
import { IDLE_MS_MAX, LINGER_MS } from './limits.ts';
import type { Messages } from './listener.ts';
import { getCheckpoint, getTile, getVkey } from './logFiles.ts';
import { observe } from './observe.ts';
import { setProtection } from './protection.ts';
import { answerReading } from './reading.ts';
import { READINGS } from './reads.ts';
import { REQUEST_ID_HEADER } from './requestId.ts';
import { addRoute, type Methods } from './route.ts';

/** The Express application: routes, and one form for whatever goes wrong. */

/** The connection after its answer: not held by a client that does not read it, or that goes on sending to nobody. */
const tend = (request: Request, response: Response): void => {
  const { socket } = request;
  response.on('prefinish', () => {
    // Most answers are with the system at once.
    if (socket.writableLength > 0) socket.setTimeout(IDLE_MS_MAX);
  });
  response.on('finish', () => {
    if (request.complete) return;
    const timer = setTimeout(() => socket.destroy(), LINGER_MS);
    request.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
  });
};

/** The router's own errors, such as a path that is not percent-encoded, say that the client is wrong. */
const isClientError = (error: unknown): boolean => {
  const { status } = error as { status?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500;
};

const problemOf = (error: unknown): Problem =>
  isClientError(error)
    ? wrongUse('路径不是百分号编码的 UTF-8', 'the path is not percent-encoded UTF-8')
    : asProblem(error);

/** Whether an answer can still reach somebody. */
const isOpen = (response: Response): boolean => !response.destroyed && !response.req.errored;

const createErrorHandler =
  ({ logger, metrics }: ApiContext): ErrorRequestHandler =>
  (error, request, response, _next) => {
    if (error instanceof ClientGone || !isOpen(response)) {
      response.destroy();
      return;
    }
    const problem = problemOf(error);
    if (problem.code === 'RATE_LIMITED') metrics.rateLimited();
    // The refusals of facts are counted where they are recorded.
    if (!(problem instanceof FactRefused)) metrics.refused(problem.code);
    if (problem.code === 'INTERNAL')
      logger.error(
        {
          requestId: response.getHeader(REQUEST_ID_HEADER),
          method: request.method,
          path: request.path,
          err: problem.cause,
        },
        'a request failed',
      );
    // The status is out: cutting the connection is the only way left to say that the answer is not whole.
    if (response.headersSent) response.destroy();
    else sendProblem(response, problem);
  };

/** What makes a request none that any route could answer. */
const faultOf = ({ url, headers, httpVersion }: Request): Problem | undefined => {
  // The absolute form is for proxies; its authority would take the place of the Host that access looks at.
  if (!url.startsWith('/')) return wrongUse('请求目标不是路径', 'the request target is not a path');
  return headers.host === undefined && httpVersion !== '1.0'
    ? wrongUse('没有 Host 标头', 'there is no Host')
    : undefined;
};

/** The routes: readings and actions by their tables, and what has forms that only HTTP has. */
const routesOf = (context: ApiContext): Readonly<Record<string, Methods>> => {
  // The router tries one path after the other, and most requests post facts.
  const routes: Record<string, Methods> = { '/v1/events': {} };
  const add = (path: string, methods: Methods): void => {
    routes[path] = { ...routes[path], ...methods };
  };
  for (const [path, read] of Object.entries(READINGS)) add(path, { get: answerReading(context, path, read) });
  for (const [path, act] of Object.entries(ACTIONS)) add(path, { post: answerAction(context, act) });
  add('/v1/events', { get: getEvents(context), post: postEvents(context) });
  add('/v1/bulletins/:id/tables/:file', { get: getBulletinTable(context) });
  add('/log/checkpoint', { get: getCheckpoint(context) });
  add('/log/vkey', { get: getVkey(context) });
  // The entries are for auditors, the hashes for everyone: the first path that fits decides.
  add('/log/tile/entries/*path', { get: getTile(context) });
  add('/log/tile/*path', { get: getTile(context) });
  add('/v1/export', { get: getExport(context) });
  add('/v1/indicators/:code/:year/evidence', { get: getFigureEvidence(context) });
  add('/v1/bulletins/:id/evidence', { get: getBulletinEvidence(context) });
  add('/openapi.json', { get: getDocument });
  add('/docs', { get: getPage });
  add('/docs/:file', { get: getPageFile });
  return routes;
};

/**
 * Requests and answers that are the application's from the start. Express gives each of Node's another prototype, which took 6
 * of the 280 µs of a posted fact by itself (measured), and every access afterwards takes longer.
 */
export const messagesOf = (app: Express): Messages => {
  class Asked extends IncomingMessage {}
  class Answer<Asking extends IncomingMessage> extends ServerResponse<Asking> {}
  Object.setPrototypeOf(Asked.prototype, app.request);
  Object.setPrototypeOf(Answer.prototype, app.response);
  app.request = Asked.prototype as Request;
  app.response = Answer.prototype as Response;
  return { IncomingMessage: Asked, ServerResponse: Answer };
};

export const createApp = (context: ApiContext): Express => {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.enable('case sensitive routing');
  app.enable('strict routing');
  const observeRequest = observe(context);
  // One handler for all that comes before a route: each of its own costs the router another turn.
  app.use((request, response, next) => {
    observeRequest(request, response);
    tend(request, response);
    setProtection(response);
    setLedgerSequence(response, context.projection.size);
    if (context.ledger.store?.().alarm) response.setHeader('Ledger-Alarm', 'HISTORY_REWRITTEN');
    next(faultOf(request));
  });
  for (const [path, methods] of Object.entries(routesOf(context))) addRoute(app, context, path, methods);
  app.use((request, response) => sendProblem(response, notFound(request.path)));
  app.use(createErrorHandler(context));
  return app;
};
