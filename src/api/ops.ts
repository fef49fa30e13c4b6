import express, { type Express } from 'express';
import { Problem } from '../problem.ts';
import { sendJson, sendProblem } from './answers.ts';
import { READY_LAG_MAX } from './limits.ts';

/** `/healthz` and `/readyz`, on a port of their own and on this machine only. */

export interface OpsPorts {
  /** Whether the store takes writes and the server is not stopping. */
  readonly isServing: () => boolean;
  readonly logSize: () => number;
  readonly projection: { readonly size: number; readonly stale: string | undefined };
}

export interface Readiness {
  readonly ready: boolean;
  readonly logSize: string;
  readonly readModelSize: string;
  readonly lag: string;
  readonly stale: string | null;
}

export const readinessOf = ({ isServing, logSize, projection }: OpsPorts): Readiness => {
  const size = logSize();
  const lag = size - projection.size;
  return {
    ready: isServing() && projection.stale === undefined && lag <= READY_LAG_MAX,
    logSize: String(size),
    readModelSize: String(projection.size),
    lag: String(lag),
    stale: projection.stale ?? null,
  };
};

const OK = 200;
const SERVICE_UNAVAILABLE = 503;

export const createOps = (ports: OpsPorts): Express => {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.get('/healthz', (_request, response) => sendJson(response, OK, { status: 'ok' }));
  app.get('/readyz', (_request, response) => {
    const readiness = readinessOf(ports);
    sendJson(response, readiness.ready ? OK : SERVICE_UNAVAILABLE, readiness);
  });
  app.use((_request, response) => sendProblem(response, new Problem('NOT_FOUND')));
  return app;
};
