/** Every metric of the server: what it is and what it is for. `docs/metrics.md` is made from it. */
export interface MetricEntry {
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** Label → its values: each a small set. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly help: string;
  readonly use: string;
}

const HTTP_LABELS = {
  method: 'GET, HEAD, POST, OPTIONS or other',
  route: 'the path with its :names, or none',
  status: 'the HTTP status',
};

export const METRIC_TABLE = {
  ledger_http_request_seconds: {
    type: 'histogram',
    labels: HTTP_LABELS,
    help: 'Time from a request to the end of its answer',
    use: 'Traffic, errors and latency of each route: alert on the share of 5xx and on the 99th percentile. Streams are as long as their clients make them.',
  },
  ledger_connections: {
    type: 'gauge',
    help: 'Open connections to the API',
    use: 'Compare with the limit of 1,024; at it further clients wait.',
  },
  ledger_streams: {
    type: 'gauge',
    help: 'NDJSON uploads under way',
    use: 'A stop waits for these, and ends them after a grace.',
  },
  ledger_rate_limited_total: {
    type: 'counter',
    help: 'Requests refused because their key asked too often, or too many invalid keys came from their address',
    use: 'Alert when it grows: a client is in a loop, with a key or with one that is revoked, or the limit is too low for it.',
  },
  ledger_facts_total: {
    type: 'counter',
    labels: { outcome: 'recorded, repeated or refused' },
    help: 'Facts posted over HTTP, by what became of them',
    use: 'Throughput; a growing share of refused ones says that an institution’s interface is wrong, of repeated ones that its network is.',
  },
  ledger_refusals_total: {
    type: 'counter',
    labels: { code: 'a code of docs/errors.md' },
    help: 'First codes of refused facts and of problems answered',
    use: 'Why: alert on DISK_FULL, CLOCK_WRONG, OUTCOME_UNKNOWN, READ_MODEL_STALE and INTERNAL.',
  },
  ledger_record_seconds: {
    type: 'histogram',
    help: 'Time from a submission to its durable acknowledgement',
    use: 'The speed of the disk as posters feel it: a rise without more traffic is a slow disk.',
  },
  ledger_group_facts: {
    type: 'histogram',
    help: 'Facts that shared one flush',
    use: 'Group commit at work; always 1 under load means that something makes posters wait for each other.',
  },
  ledger_log_events: {
    type: 'gauge',
    help: 'Events in the log',
    use: 'Growth; it never falls. If it does, a backup was restored or history rewritten.',
  },
  ledger_read_model_events: {
    type: 'gauge',
    help: 'Events that the read model holds',
    use: 'Behind ledger_log_events by the projector’s lag: alert when the difference stays above 10,000.',
  },
  ledger_read_model_stale: {
    type: 'gauge',
    help: '1 when the read model has stopped, else 0',
    use: 'Alert at 1: figures no longer follow the log; /readyz says why.',
  },
  ledger_disk_free_bytes: {
    type: 'gauge',
    help: 'Free space where the data directory lies',
    use: 'Alert long before 64 MiB, where /readyz turns; at 0 nothing is recorded.',
  },
  process_cpu_seconds_total: {
    type: 'counter',
    help: 'User and system CPU time',
    use: 'Its rate is the number of cores in use.',
  },
  process_resident_memory_bytes: {
    type: 'gauge',
    help: 'Resident memory',
    use: 'Flat however long the log is; steady growth is a leak.',
  },
  process_start_time_seconds: {
    type: 'gauge',
    help: 'Start of the process since 1970',
    use: 'A change is a restart.',
  },
  nodejs_eventloop_lag_p99_seconds: {
    type: 'gauge',
    help: '99th percentile of the event loop’s delay since the last reading of the metrics',
    use: 'How long everything waits for whatever runs: above 0.1 the server is overloaded.',
  },
} as const satisfies Record<string, MetricEntry>;

export type MetricName = keyof typeof METRIC_TABLE;
