import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { importFacts } from '../../src/exchange/importFacts.ts';
import { intakeText } from '../../src/exchange/intake.ts';
import { type Connection, parseConnection } from '../../src/log/eventstoredb/connection.ts';
import { streamOf } from '../../src/log/eventstoredb/eventStoreLog.ts';
import {
  followStore,
  initSharedLedger,
  type LedgerWriter,
  LOCAL_ACTOR,
  openLedgerReader,
  openLedgerWriter,
} from '../../src/main.ts';
import { bareClient, type Recorded } from './bareClient.ts';
import { pledgeFact, writeFacts } from './facts.ts';
import { load, place, portOf, start, stop as stopServer } from './serving.ts';

/**
 * A ledger in a shared store against the bare client on the same server in the same run: the double in a process of its own,
 * or the real server at TEST_EVENTSTORE_URL. Both take turns, round by round, after a first one for the compilers; what is
 * printed are medians. `npm run bench:store -- --facts 50000` in each round, `--only import,catchUp,acknowledgement,http`.
 */

const { values } = parseArgs({
  options: {
    facts: { type: 'string', default: '20000' },
    only: { type: 'string', default: 'import,catchUp,acknowledgement,http' },
  },
});
const FACTS = Number.parseInt(values.facts, 10);
const PARTS = new Set(values.only.split(','));
const ROUNDS = 3;
const GROUP = 256;
const SINGLES = 200;
const UNDER_WAY = 50;
const HTTP_SECONDS = 3;
/** Facts that are numbered for one part of the benchmark. */
const PART_FACTS = 1_000_000;

/** As the launcher does it: the threads of an import find their code compiled. */
process.env.NODE_COMPILE_CACHE ??= place('../../node_modules/.cache/ledger');

const timed = async (work: () => unknown): Promise<number> => {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1_000;
};
const sum = (times: readonly number[]): number => times.reduce((total, time) => total + time, 0);
const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] as number;

/** What the ledger took, and what the bare client took, for the same. */
interface Round {
  readonly ledger: number;
  readonly bare: number;
}

const roundsOf = async (measure: (round: number) => Promise<Round>): Promise<Round> => {
  await measure(0);
  const rounds: Round[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) rounds.push(await measure(round));
  const ratio = median(rounds.map(({ ledger, bare }) => ledger / bare));
  const bare = median(rounds.map((each) => each.bare));
  return { ledger: ratio * bare, bare };
};

const serverUrl = async (): Promise<{ readonly url: string; readonly stop: () => void }> => {
  const url = process.env.TEST_EVENTSTORE_URL;
  if (url !== undefined && url !== '') return { url, stop: () => {} };
  const child = fork(place('doubleProcess.ts'));
  const [answer] = (await once(child, 'message')) as [string];
  return { url: answer, stop: () => child.disconnect() };
};

const directory = mkdtempSync(join(tmpdir(), 'ledger-bench-store-'));
const { url, stop } = await serverUrl();
const store = { connection: parseConnection(url) as Connection, ledgerId: randomUUID() };
const one = join(directory, 'one');
const bare = bareClient(url);

const recordedFrom = ({ journal }: LedgerWriter, from: number): readonly Recorded[] =>
  journal.read(from, journal.size() - from).map(({ text }) => JSON.parse(text) as Recorded);

const imports = (ledger: LedgerWriter): Promise<Round> =>
  roundsOf(async (round) => {
    const file = join(directory, `facts-${round}.ndjson`);
    const from = ledger.journal.size();
    await writeFacts(file, FACTS, round * FACTS);
    const seconds = await timed(() => importFacts(ledger, { actor: LOCAL_ACTOR, files: [file] }));
    const times = await bare.append(recordedFrom(ledger, from), GROUP);
    return { ledger: seconds / FACTS, bare: sum(times) / FACTS };
  });

const acknowledgements = (ledger: LedgerWriter): Promise<Round> =>
  roundsOf(async (round) => {
    const from = ledger.journal.size();
    const times: number[] = [];
    for (let index = 0; index < SINGLES; index += 1) {
      const text = pledgeFact(PART_FACTS + round * SINGLES + index, 2 * PART_FACTS);
      const fact = intakeText(text, { demonstration: false });
      if (!fact.ok) throw new Error('the fact is refused');
      times.push(await timed(() => ledger.recorder.record({ facts: [fact], actor: LOCAL_ACTOR })));
    }
    const bareTimes = await bare.append(recordedFrom(ledger, from), 1);
    return { ledger: median(times), bare: median(bareTimes) };
  });

/** Journal, tree and read model of a node that holds nothing. */
const catchUps = (size: number): Promise<Round> =>
  roundsOf(async (round) => {
    const node = join(directory, `node-${round}`);
    const bareSeconds = await timed(() => bare.read(streamOf(store.ledgerId)));
    const seconds = await timed(async () => {
      await followStore(node, store);
      (await openLedgerReader(node)).close();
    });
    return { ledger: seconds / size, bare: bareSeconds / size };
  });

/** Seconds of a fact that is posted alone. */
const posts = async (events: readonly Recorded[]): Promise<Round> => {
  const server = start([place('../../src/ledger.mjs'), 'serve', '--json', '--data', one], {
    PORT: '0',
    OPS_PORT: '0',
    LOG_LEVEL: 'warn',
    LEDGER_STORE: url,
  });
  const port = await portOf(server);
  const rounds = await roundsOf(async (round) => {
    const { perSecond } = await load(port, 'post', HTTP_SECONDS, (2 + round) * PART_FACTS);
    const barePerSecond = await bare.appendSingles(events, UNDER_WAY, HTTP_SECONDS);
    return { ledger: 1 / perSecond, bare: 1 / barePerSecond };
  });
  await stopServer(server);
  return rounds;
};

const perSecond = (seconds: number): string => `${Math.round(1 / seconds)} /s`;
const rates = (name: string, { ledger, bare: peer }: Round, against: string, must: string) => [
  name,
  perSecond(ledger),
  `${(peer / ledger).toFixed(2)} × ${against} (${perSecond(peer)})`,
  must,
];
const milliseconds = (seconds: number): string => `${(seconds * 1_000).toFixed(2)} ms`;

const measureAll = async (): Promise<readonly (readonly string[])[]> => {
  const rows: (readonly string[])[] = [];
  await initSharedLedger(one, {
    origin: 'bench.example/ledger',
    openedOn: '2018-01-01',
    demonstration: false,
    plan: true,
    store,
  });
  const ledger = await openLedgerWriter(one, { store });
  if (PARTS.has('import'))
    rows.push(rates('import', await imports(ledger), `the bare client in groups of ${GROUP}`, '≥ 0.60'));
  if (PARTS.has('acknowledgement')) {
    const { ledger: own, bare: peer } = await acknowledgements(ledger);
    rows.push([
      'acknowledgement, one writer (p50)',
      milliseconds(own),
      `${(own / peer).toFixed(2)} × a bare append (${milliseconds(peer)})`,
      '≤ 2.50',
    ]);
  }
  const size = ledger.journal.size();
  const events = recordedFrom(ledger, Math.max(0, size - PART_FACTS / 1_000));
  await ledger.closeWriter();
  if (PARTS.has('catchUp'))
    rows.push(rates('catch-up of an empty node', await catchUps(size), 'the bare readStream', '≥ 0.40'));
  if (PARTS.has('http'))
    rows.push(
      rates(
        'POST /v1/events, one fact each',
        await posts(events),
        `${UNDER_WAY} bare appends under way`,
        '≥ 0.80',
      ),
    );
  return rows;
};

try {
  const rows = await measureAll();
  const server = process.env.TEST_EVENTSTORE_URL ? 'a real server' : 'the double';
  console.log(`${FACTS} facts a round, ${server}, Node ${process.versions.node}`);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] as string).length)));
  for (const row of rows)
    console.log(row.map((cell, column) => cell.padEnd(widths[column] as number)).join('  '));
} finally {
  await bare.close();
  stop();
  rmSync(directory, { recursive: true, force: true });
}
