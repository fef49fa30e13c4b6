import type { DestinationStream } from 'pino';
import { openServedLedger, type ServedLedger } from '../main.ts';
import type { StoreChoice } from '../sharedStore.ts';
import type { SigningChoices } from '../signing/signing.ts';
import type { Policy } from '../transparency/index.ts';
import { createAccess } from './access.ts';
import { createApp, messagesOf } from './app.ts';
import { stopping } from './body.ts';
import { type ApiContext, projectedView } from './context.ts';
import { CLOSE_GRACE_MS, CLOSE_STREAMS_MS } from './limits.ts';
import { type Listener, listen } from './listener.ts';
import { createLogger, type Logger } from './logger.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createTokenVerifier, type OidcOptions } from './oidc.ts';
import { createOps } from './ops.ts';
import { createProjection, type Projection } from './projection.ts';
import { createRateLimit, type RateLimit } from './rateLimit.ts';
import type { MeteredLedger } from './recording.ts';
import { watchStore } from './storeWatch.ts';
import { startTracing, type Tracing } from './tracing.ts';

/** The server: a ledger held for writing, its read model kept up, and the API on it. */

export interface ServerOptions {
  readonly directory: string;
  readonly host: string;
  /** 0 takes any port. */
  readonly port: number;
  readonly trustProxy?: number | string | undefined;
  readonly oidc?: OidcOptions | undefined;
  readonly opsPort: number;
  readonly logLevel: string;
  /** Takes the lines of the log; the standard error otherwise. */
  readonly logStream?: DestinationStream;
  readonly otlpEndpoint?: string | undefined;
  readonly rateLimitPerMinute: number;
  readonly signing?: SigningChoices;
  readonly witnesses?: Policy | undefined;
  /** The shared store that the log is in; it is embedded otherwise. */
  readonly store?: StoreChoice | undefined;
}

export interface RunningServer {
  readonly url: string;
  readonly opsUrl: string;
  /** Resolves when the server has stopped, asked to or because its store has failed. */
  readonly closed: Promise<void>;
  /** Why it has stopped by itself, if it has. */
  failure(): unknown;
  /** Takes no more requests, answers those in flight, and lets the data directory go. */
  close(): Promise<void>;
}

const OPS_HOST = '127.0.0.1';

interface Parts {
  readonly ledger: ServedLedger;
  readonly projection: Projection;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly rateLimit: RateLimit;
  readonly tracing: Tracing | undefined;
}

const openParts = async (options: ServerOptions): Promise<Parts> => {
  const { directory, logLevel, logStream, otlpEndpoint, rateLimitPerMinute } = options;
  const { signing, witnesses, store } = options;
  const logger = createLogger(logLevel, logStream);
  const tracing = otlpEndpoint === undefined ? undefined : await startTracing(otlpEndpoint);
  const metrics = createMetrics();
  let projection: Projection | undefined;
  let logSize = 0;
  const ledger = await openServedLedger(directory, {
    ...(signing ? { signing } : {}),
    witnesses,
    onWitnessFailed: (url, detail) => logger.warn({ url, detail }, 'a witness did not cosign'),
    store,
    onFlushed: (size) => {
      metrics.groupFacts(size - logSize);
      logSize = size;
      projection?.wake();
    },
  });
  logSize = ledger.journal.size();
  projection = createProjection(ledger.projector, logger);
  // The thread is there before anybody is answered; should it not be, the read model is stale.
  await ledger.projector.step();
  return { ledger, projection, logger, metrics, tracing, rateLimit: createRateLimit(rateLimitPerMinute) };
};

/** The ledger with what becomes of its facts counted. */
const meteredLedger = ({ ledger, metrics }: Parts): MeteredLedger => ({
  ...ledger,
  meter: (outcomes, seconds) => {
    metrics.recordSeconds(seconds);
    for (const outcome of outcomes) {
      metrics.facts(outcome.status, 1);
      if (outcome.status === 'refused' && outcome.refusals[0]) metrics.refused(outcome.refusals[0].code);
    }
  },
});

/** Stops once, however often it is asked to. */
const createStop = (
  { ledger, projection, logger, metrics, rateLimit, tracing }: Parts,
  listeners: readonly Listener[],
  closing: AbortController,
): (() => Promise<void>) => {
  const stop = async (): Promise<void> => {
    logger.info('stopping');
    const grace = setTimeout(() => closing.abort(stopping()), CLOSE_GRACE_MS);
    await Promise.all(listeners.map((listener) => listener.drain(CLOSE_GRACE_MS + CLOSE_STREAMS_MS)));
    clearTimeout(grace);
    for (const listener of listeners) listener.cut();
    projection.stop();
    await ledger.closeWriter();
    rateLimit.stop();
    metrics.stop();
    await tracing?.stop();
    logger.info('stopped');
  };
  let stopped: Promise<void> | undefined;
  return () => {
    stopped ??= stop();
    return stopped;
  };
};

/**
 * Opens the ledger and serves it. @throws Problem DATA_MISSING, DATA_LOCKED, or ENVIRONMENT when a port cannot be had; then
 * the ledger is closed again
 */
export const startServer = async (options: ServerOptions): Promise<RunningServer> => {
  const parts = await openParts(options);
  const { ledger, projection, logger, metrics } = parts;
  const closing = new AbortController();
  const closed = Promise.withResolvers<void>();
  const listeners: Listener[] = [];
  let isServing = true;
  let failure: unknown;
  const stopAll = createStop(parts, listeners, closing);
  const close = async (): Promise<void> => {
    isServing = false;
    try {
      await stopAll();
    } finally {
      closed.resolve();
    }
  };
  const context: ApiContext = {
    ...parts,
    ledger: meteredLedger(parts),
    projected: projectedView(ledger, projection),
    access: createAccess({
      boundAddress: () => listeners[0]?.address,
      identity: () => ledger.recorder.state.identity,
      tokens: options.oidc && createTokenVerifier(options.oidc, () => ledger.recorder.state.identity),
    }),
    closing: closing.signal,
  };
  const ops = createOps({
    isServing: () => isServing,
    logSize: () => ledger.journal.size(),
    projection,
    metrics,
    directory: options.directory,
    store: ledger.store,
    connections: async () => (await listeners[0]?.connections()) ?? 0,
  });
  try {
    const app = createApp(context);
    app.set('trust proxy', options.trustProxy ?? false);
    listeners.push(await listen(app, options, messagesOf(app)));
    listeners.push(await listen(ops, { host: OPS_HOST, port: options.opsPort }));
  } catch (error) {
    await close();
    throw error;
  }
  void ledger.fatal.then(async (error) => {
    failure = error;
    logger.fatal({ err: error }, 'the store has failed');
    // Nothing more can be recorded; what is in flight is answered with that.
    closing.abort(stopping());
    await close().catch((cause: unknown) => logger.error({ err: cause }, 'the ledger could not be closed'));
  });
  if (ledger.store) watchStore(ledger.store, logger, closed.promise);
  projection.wake();
  const [url, opsUrl] = listeners.map((listener) => listener.url) as [string, string];
  logger.info({ url, opsUrl }, 'serving');
  return { url, opsUrl, closed: closed.promise, failure: () => failure, close };
};
