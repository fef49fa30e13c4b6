import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { initLedger } from '../../src/main.ts';
import type { LoadResult } from './loadClient.ts';

/** The API against Express without anything, in the same run: facts posted one by one, and the annex table read. */

const CONNECTIONS = 50;
const place = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const run = promisify(execFile);

const ADDRESS = /http:\/\/127\.0\.0\.1:(\d+)/;

/** The port of the first address that a server says it has. */
const portOf = async (child: ChildProcess): Promise<string> => {
  if (!child.stdout) throw new Error('no output');
  for await (const line of createInterface(child.stdout)) {
    const port = ADDRESS.exec(line)?.[1];
    if (port !== undefined) return port;
  }
  throw new Error('the server ended before it said where it is');
};

const start = (args: readonly string[], environment: Record<string, string> = {}): ChildProcess =>
  spawn(process.execPath, [...(process.env.BENCH_NODE_ARGS?.split(' ') ?? []), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });

const stop = async (child: ChildProcess): Promise<void> => {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
};

const load = async (
  port: string,
  kind: 'post' | 'table',
  seconds: number,
  first = 0,
): Promise<LoadResult> => {
  const { stdout } = await run(process.execPath, [
    place('httpLoad.ts'),
    port,
    kind,
    String(CONNECTIONS),
    String(seconds),
    String(first),
  ]);
  return JSON.parse(stdout) as LoadResult;
};

const SECONDS = Number.parseFloat(process.env.BENCH_SECONDS ?? '5');
const ROUNDS = 3;
const ROUND_FACTS = 1_000_000;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;

const directory = mkdtempSync(join(tmpdir(), 'ledger-bench-http-'));

const serveLedger = async (): Promise<{ readonly child: ChildProcess; readonly port: string }> => {
  const data = join(directory, 'data');
  initLedger(data, {
    origin: 'bench.example/ledger',
    openedOn: '2018-01-01',
    demonstration: false,
    plan: true,
  });
  const child = start([place('../../src/ledger.mjs'), 'serve', '--json', '--data', data], {
    PORT: '0',
    OPS_PORT: '0',
    LOG_LEVEL: 'warn',
  });
  return { child, port: await portOf(child) };
};

interface Row {
  readonly perSecond: number;
  readonly p99Ms: number;
  /** Of the no-op's in the same round. */
  readonly throughput: number;
  readonly p99: number;
}

/** Rounds of both in turn, so that what else the machine does meets both; the median of their ratios. */
const compare = async (
  kind: 'post' | 'table',
  ports: { readonly ledger: string; readonly noop: string },
): Promise<Row> => {
  const rows: Row[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const noop = await load(ports.noop, 'post', SECONDS);
    const ledger = await load(ports.ledger, kind, SECONDS, (round + 1) * ROUND_FACTS);
    rows.push({
      perSecond: ledger.perSecond,
      p99Ms: ledger.p99Ms,
      throughput: ledger.perSecond / noop.perSecond,
      p99: ledger.p99Ms / noop.p99Ms,
    });
  }
  const medianOf = (member: keyof Row): number => median(rows.map((row) => row[member]));
  return {
    perSecond: Math.round(medianOf('perSecond')),
    p99Ms: medianOf('p99Ms'),
    throughput: medianOf('throughput'),
    p99: medianOf('p99'),
  };
};

/** Rows of the table of `npm run bench`: name, what was measured, the ratio, what it must be. */
export const httpRows = async (): Promise<readonly (readonly [string, string, string, string])[]> => {
  const noop = start([place('noop.ts')]);
  try {
    const noopPort = await portOf(noop);
    const ledger = await serveLedger();
    const ports = { ledger: ledger.port, noop: noopPort };
    const posts = await compare('post', ports);
    const tables = await compare('table', ports);
    await stop(ledger.child);
    const times = (ratio: number, peer: string): string => `${ratio.toFixed(2)} × ${peer}`;
    return [
      [
        'POST /v1/events, one fact each',
        `${posts.perSecond} requests/s`,
        times(posts.throughput, 'Express no-op'),
        '≥ 0.60',
      ],
      ['POST /v1/events, p99', `${posts.p99Ms.toFixed(1)} ms`, times(posts.p99, 'Express no-op'), '≤ 4.00'],
      [
        'GET /v1/indicators',
        `${tables.perSecond} requests/s`,
        times(tables.throughput, 'Express no-op'),
        '≥ 0.50',
      ],
    ];
  } finally {
    await stop(noop);
    rmSync(directory, { recursive: true, force: true });
  }
};
