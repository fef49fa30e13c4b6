import express, { type Express } from 'express';
import type { SharedLogState } from '../main.ts';
import { notFound } from '../problem.ts';
import { sendJson, sendProblem } from './answers.ts';
import { freeBytesOf } from './diskSpace.ts';
import { READY_DISK_FREE_BYTES_MIN, READY_LAG_MAX } from './limits.ts';
import type { MetricSources, Metrics } from './metrics.ts';

/** `/healthz`, `/readyz` and `/metrics`, on a port of their own and on this machine only. */

export interface OpsPorts extends MetricSources {
  /** Whether the store takes writes and the server is not stopping. */
  readonly isServing: () => boolean;
  readonly metrics: Metrics;
  /** How the shared store stands; undefined where the ledger is embedded. */
  readonly store: (() => SharedLogState) | undefined;
}

/** A log that is not what it was: nothing is written or signed any longer, and figures are those of the journal. */
interface AlarmJson {
  readonly code: 'HISTORY_REWRITTEN';
  readonly at: string;
  readonly detail: string;
}

interface StoreJson {
  readonly connected: boolean;
  /** Why it is not. */
  readonly problem: string | null;
  readonly alarm: AlarmJson | null;
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
  /** Null where the ledger is embedded. */
  readonly store: StoreJson | null;
}

const storeJson = ({ isConnected, problem, alarm }: SharedLogState): StoreJson => ({
  connected: isConnected,
  problem: problem ?? null,
  alarm: alarm ? { code: 'HISTORY_REWRITTEN', at: alarm.place.en, detail: alarm.reason.en } : null,
});

const isUsable = (store: SharedLogState | undefined): boolean =>
  store === undefined || (store.isConnected && store.alarm === undefined);

export const readinessOf = async ({
  isServing,
  logSize,
  projection,
  directory,
  store: stateOf,
}: OpsPorts): Promise<Readiness> => {
  const diskFreeBytes = await freeBytesOf(directory);
  const store = stateOf?.();
  const size = Math.max(logSize(), store?.logSize ?? 0);
  const lag = size - projection.size;
  const serving = isServing();
  return {
    ready:
      serving &&
      isUsable(store) &&
      projection.stale === undefined &&
      lag <= READY_LAG_MAX &&
      diskFreeBytes >= READY_DISK_FREE_BYTES_MIN,
    serving,
    logSize: String(size),
    readModelSize: String(projection.size),
    lag: String(lag),
    stale: projection.stale ?? null,
    diskFreeBytes: String(diskFreeBytes),
    store: store ? storeJson(store) : null,
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
  app.use((request, response) => sendProblem(response, notFound(request.path)));
  return app;
};
