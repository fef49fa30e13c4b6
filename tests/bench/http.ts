import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initLedger } from '../../src/main.ts';
import type { LoadResult } from './loadClient.ts';
import { type Kind, load, place, portOf, start, stop } from './serving.ts';

/** The API against Express without anything, in the same run: facts posted one by one, and the annex table read. */

const SECONDS = 2;
/** The first rounds are for the compilers. */
const WARM_UP_ROUNDS = 3;
/** Many short ones by turns: a machine may be faster or slower by a third from one moment to the next. */
const ROUNDS = 9;
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

interface Ports {
  readonly ledger: string;
  readonly noop: string;
}

interface Round {
  readonly noop: LoadResult;
  readonly post: LoadResult;
  readonly table: LoadResult;
}

/** One after the other, so that what else the machine does meets all. */
const measureRound = async (ports: Ports, round: number): Promise<Round> => {
  const first = round * ROUND_FACTS;
  return {
    noop: await load(ports.noop, 'post', SECONDS, first),
    post: await load(ports.ledger, 'post', SECONDS, first),
    table: await load(ports.ledger, 'table', SECONDS, first),
  };
};

const measureRounds = async (ports: Ports): Promise<readonly Round[]> => {
  const rounds: Round[] = [];
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1)
    rounds.push(await measureRound(ports, round));
  return rounds.slice(WARM_UP_ROUNDS);
};

type Row = readonly [string, string, string, string];

const UNITS = { perSecond: 'requests/s', p99Ms: 'ms' } as const;

/** Medians of the rounds: of a measure, and of its ratio to that of the no-op in the same round. */
const rowOf = (
  name: string,
  rounds: readonly Round[],
  {
    kind,
    measure,
    must,
  }: { readonly kind: Kind; readonly measure: keyof typeof UNITS; readonly must: string },
): Row => {
  const value = median(rounds.map((round) => round[kind][measure]));
  const noop = median(rounds.map((round) => round.noop[measure]));
  const ratio = median(rounds.map((round) => round[kind][measure] / round.noop[measure]));
  const text = (number: number): string => `${number.toFixed(measure === 'p99Ms' ? 1 : 0)} ${UNITS[measure]}`;
  return [name, text(value), `${ratio.toFixed(2)} × Express no-op (${text(noop)})`, must];
};

/** Rows of the table of `npm run bench`: name, what was measured, the ratio, what it must be. */
export const httpRows = async (): Promise<readonly Row[]> => {
  const noop = start([place('noop.ts')]);
  try {
    const noopPort = await portOf(noop);
    const ledger = await serveLedger();
    const rounds = await measureRounds({ ledger: ledger.port, noop: noopPort });
    await stop(ledger.child);
    const post = 'POST /v1/events, one fact each';
    return [
      rowOf(post, rounds, { kind: 'post', measure: 'perSecond', must: '≥ 0.60' }),
      rowOf(`${post}, p99`, rounds, { kind: 'post', measure: 'p99Ms', must: '≤ 4.00' }),
      rowOf('GET /v1/indicators', rounds, { kind: 'table', measure: 'perSecond', must: '≥ 0.50' }),
    ];
  } finally {
    await stop(noop);
    rmSync(directory, { recursive: true, force: true });
  }
};
