import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Code } from '../domain/codes.ts';
import { freeBytesOf } from './diskSpace.ts';
import { METRIC_TABLE, type MetricEntry, type MetricName } from './metricTable.ts';

/** What the server counts, and its text for Prometheus. */

export interface Answered {
  readonly method: string;
  /** The path with its names, or undefined when there is none. */
  readonly route: string | undefined;
  readonly status: number;
  readonly seconds: number;
}

/** What is only looked at when the metrics are read. */
export interface MetricSources {
  readonly connections: () => Promise<number>;
  readonly logSize: () => number;
  readonly projection: { readonly size: number; readonly stale: string | undefined };
  readonly directory: string;
}

export interface Metrics {
  answered(answered: Answered): void;
  facts(outcome: 'recorded' | 'repeated' | 'refused', count: number): void;
  refused(code: Code): void;
  recordSeconds(seconds: number): void;
  groupFacts(count: number): void;
  streamBegun(): void;
  streamEnded(): void;
  rateLimited(): void;
  /** The text, and its content type. */
  read(sources: MetricSources): Promise<{ readonly type: string; readonly text: string }>;
  stop(): void;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];
const GROUP_FACTS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000];
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);
const NS_PER_S = 1e9;
const US_PER_S = 1e6;
const LOOP_RESOLUTION_MS = 10;

const optionsOf = (name: MetricName, registry: Registry) => {
  const { help, labels }: MetricEntry = METRIC_TABLE[name];
  return { name, help, labelNames: Object.keys(labels ?? {}), registers: [registry] };
};

export const createMetrics = (): Metrics => {
  const registry = new Registry();
  const counter = (name: MetricName) => new Counter(optionsOf(name, registry));
  const gauge = (name: MetricName) => new Gauge(optionsOf(name, registry));
  const histogram = (name: MetricName, buckets: number[]) =>
    new Histogram({ ...optionsOf(name, registry), buckets });

  const http = histogram('ledger_http_request_seconds', SECONDS);
  const facts = counter('ledger_facts_total');
  const refusals = counter('ledger_refusals_total');
  const record = histogram('ledger_record_seconds', SECONDS);
  const groups = histogram('ledger_group_facts', GROUP_FACTS);
  const streams = gauge('ledger_streams');
  const limited = counter('ledger_rate_limited_total');
  const connections = gauge('ledger_connections');
  const logEvents = gauge('ledger_log_events');
  const readModelEvents = gauge('ledger_read_model_events');
  const stale = gauge('ledger_read_model_stale');
  const diskFree = gauge('ledger_disk_free_bytes');
  const cpu = counter('process_cpu_seconds_total');
  const memory = gauge('process_resident_memory_bytes');
  gauge('process_start_time_seconds').set(Date.now() / 1000 - process.uptime());
  const lag = gauge('nodejs_eventloop_lag_p99_seconds');
  const loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  loop.enable();

  const takeSources = async ({ projection, directory, ...sources }: MetricSources): Promise<void> => {
    connections.set(await sources.connections());
    logEvents.set(sources.logSize());
    readModelEvents.set(projection.size);
    stale.set(projection.stale === undefined ? 0 : 1);
    diskFree.set(await freeBytesOf(directory));
  };
  const takeProcess = (): void => {
    const { user, system } = process.cpuUsage();
    cpu.reset();
    cpu.inc((user + system) / US_PER_S);
    memory.set(process.memoryUsage.rss());
    lag.set(loop.percentile(99) / NS_PER_S);
    loop.reset();
  };

  return {
    answered: ({ method, route, status, seconds }) =>
      http.observe(
        { method: METHODS.has(method) ? method : 'other', route: route ?? 'none', status },
        seconds,
      ),
    facts: (outcome, count) => facts.inc({ outcome }, count),
    refused: (code) => refusals.inc({ code }),
    recordSeconds: (seconds) => record.observe(seconds),
    groupFacts: (count) => groups.observe(count),
    streamBegun: () => streams.inc(),
    streamEnded: () => streams.dec(),
    rateLimited: () => limited.inc(),
    read: async (sources) => {
      await takeSources(sources);
      takeProcess();
      return { type: registry.contentType, text: await registry.metrics() };
    },
    stop: () => loop.disable(),
  };
};
