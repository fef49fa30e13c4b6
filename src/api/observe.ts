import type { Request, Response } from 'express';
import type { ApiContext } from './context.ts';
import { REQUEST_ID_HEADER, requestIdOf } from './requestId.ts';

/** Each request is named, timed, counted, traced and logged: never its query, its headers or its body. */

const MS_PER_S = 1_000;
const SERVER_ERROR = 500;
const CLIENT_ERROR = 400;

const levelOf = (status: number): 'debug' | 'info' | 'error' => {
  if (status >= SERVER_ERROR) return 'error';
  return status >= CLIENT_ERROR ? 'info' : 'debug';
};

/** The path of the route that answers, with its names: set by the router, for a path itself can be anything. */
export const setRoute = (response: Response, path: string): void => {
  response.locals.route = path;
};

export const observe =
  ({ logger, metrics, tracing }: ApiContext) =>
  (request: Request, response: Response): void => {
    const requestId = requestIdOf(request);
    response.setHeader(REQUEST_ID_HEADER, requestId);
    // What may be kept says so itself.
    response.setHeader('Cache-Control', 'no-store');
    const start = performance.now();
    const span = tracing?.begin(request, requestId);
    response.on('close', () => {
      const { method } = request;
      const route: string | undefined = response.locals.route;
      // What was cut off before its end has no status that anybody has seen whole.
      const status = response.statusCode;
      const ms = performance.now() - start;
      metrics.answered({ method, route, status, seconds: ms / MS_PER_S });
      span?.end({ route, status });
      const level = levelOf(status);
      if (logger.isLevelEnabled(level))
        logger[level]({ requestId, method, path: request.path, status, ms: Math.round(ms) }, 'answered');
    });
  };
