import express, { type Express } from 'express';
import { Problem } from '../problem.ts';
import { sendJson, sendProblem } from './answers.ts';
import { READY_DISK_FREE_BYTES_MIN, READY_LAG_MAX } from './limits.ts';
import { freeBytesOf, type MetricSources, type Metrics } from './metrics.ts';

/** `/healthz`, `/readyz` and `/metrics`, on a port of their own and on this machine only. */

export interface OpsPorts extends MetricSources {
  /** Whether the store takes writes and the server is not stopping. */
  readonly isServing: () => boolean;
  readonly metrics: Metrics;
}

export interface Readiness {
  readonly ready: boolean;
  /** Whether the store takes writes and the server is not stopping. */
  readonly serving: boolean;
  readonly logSize: string;
  readonly readModelSize: string;
  readonly lag: string;
  /** Why figures no longer follow the log. */
  readonly stale: string | null;
  readonly diskFreeBytes: string;
}

export const readinessOf = async ({
  isServing,
  logSize,
  projection,
  directory,
}: OpsPorts): Promise<Readiness> => {
  const diskFreeBytes = await freeBytesOf(directory);
  const size = logSize();
  const lag = size - projection.size;
  const serving = isServing();
  return {
    ready:
      serving &&
      projection.stale === undefined &&
      lag <= READY_LAG_MAX &&
      diskFreeBytes >= READY_DISK_FREE_BYTES_MIN,
    serving,
    logSize: String(size),
    readModelSize: String(projection.size),
    lag: String(lag),
    stale: projection.stale ?? null,
    diskFreeBytes: String(diskFreeBytes),
  };
};

const OK = 200;
const SERVICE_UNAVAILABLE = 503;

export const createOps = (ports: OpsPorts): Express => {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.get('/healthz', (_request, response) => sendJson(response, OK, { status: 'ok' }));
  app.get('/readyz', async (_request, response) => {
    const readiness = await readinessOf(ports);
    sendJson(response, readiness.ready ? OK : SERVICE_UNAVAILABLE, readiness);
  });
  app.get('/metrics', async (_request, response) => {
    const { type, text } = await ports.metrics.read(ports);
    response.status(OK).setHeader('Content-Type', type);
    response.end(text);
  });
  app.use((_request, response) => sendProblem(response, new Problem('NOT_FOUND')));
  return app;
};
