import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { importFacts } from '../../src/exchange/importFacts.ts';
import { intakeText } from '../../src/exchange/intake.ts';
import { type Connection, parseConnection } from '../../src/log/eventstoredb/connection.ts';
import {
  followStore,
  initSharedLedger,
  LOCAL_ACTOR,
  openLedgerReader,
  openLedgerWriter,
} from '../../src/main.ts';
import { pledgeFact, writeFacts } from './facts.ts';

/**
 * A ledger in a shared store against the bare client on the same server in the same run: the double in a process of its own,
 * or the real server at TEST_EVENTSTORE_URL. `npm run bench:store -- 50000`.
 */

const FACTS = Number.parseInt(process.argv[2] ?? '20000', 10);
const GROUP = 256;
const SINGLES = 300;
const CREDENTIALS = { username: 'admin', password: 'changeit' };

const timed = async (work: () => unknown): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};
const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] as number;

const serverUrl = async (): Promise<{ readonly url: string; readonly stop: () => void }> => {
  const url = process.env.TEST_EVENTSTORE_URL;
  if (url !== undefined && url !== '') return { url, stop: () => {} };
  const child = fork(fileURLToPath(new URL('./doubleProcess.ts', import.meta.url)));
  const [answer] = (await once(child, 'message')) as [string];
  return { url: answer, stop: () => child.disconnect() };
};

type Data = Record<string, unknown>;

/** Appends the recorded events with the client alone, in groups, each at the exact end. */
const bareAppend = async (
  client: EventStoreDBClient,
  stream: string,
  events: readonly Data[],
  group: number,
) => {
  const times: number[] = [];
  for (let from = 0; from < events.length; from += group) {
    const batch = events
      .slice(from, from + group)
      .map((data) => jsonEvent({ id: randomUUID(), type: String(data.type), data }));
    times.push(
      await timed(() =>
        client.appendToStream(stream, batch, {
          credentials: CREDENTIALS,
          requiresLeader: true,
          expectedRevision: from === 0 ? NO_STREAM : BigInt(from - 1),
        }),
      ),
    );
  }
  return times;
};

const directory = mkdtempSync(join(tmpdir(), 'ledger-bench-store-'));
const { url, stop } = await serverUrl();
const rows: (readonly [string, string, string, string])[] = [];
try {
  const store = { connection: parseConnection(url) as Connection, ledgerId: randomUUID() };
  const [one, two] = [join(directory, 'one'), join(directory, 'two')];
  const file = join(directory, 'facts.ndjson');
  await writeFacts(file, FACTS);
  await initSharedLedger(one, {
    origin: 'bench.example/ledger',
    openedOn: '2018-01-01',
    demonstration: false,
    plan: true,
    store,
  });
  const ledger = openLedgerWriter(one, { store });
  const { seconds } = await importFacts(ledger, { actor: LOCAL_ACTOR, files: [file] });
  const acknowledged: number[] = [];
  for (let index = 0; index < SINGLES; index += 1) {
    const fact = intakeText(pledgeFact(FACTS + index, FACTS + SINGLES), { demonstration: false });
    if (!fact.ok) throw new Error('the fact is refused');
    acknowledged.push(await timed(() => ledger.recorder.record({ facts: [fact], actor: LOCAL_ACTOR })));
  }
  const size = ledger.journal.size();
  const events = ledger.journal.read(0, size).map(({ text }) => JSON.parse(text) as Data);
  await ledger.closeWriter();

  const client = EventStoreDBClient.connectionString(url);
  const bareStream = `bench-${randomUUID()}`;
  const bare = await timed(() => bareAppend(client, bareStream, events.slice(0, FACTS), GROUP));
  const bareOne = await bareAppend(client, `bench-${randomUUID()}`, events.slice(0, SINGLES), 1);
  const bareRead = await timed(async () => {
    for await (const { event } of client.readStream(`ledger-${store.ledgerId}`)) if (!event) break;
  });
  const catchUp = await timed(async () => {
    await followStore(two, store);
    (await openLedgerReader(two)).close();
  });
  await client.dispose();

  const rate = (count: number, time: number): string => `${Math.round(count / time)} /s`;
  const ratio = (a: number, b: number): string => (a / b).toFixed(2);
  const ms = (time: number): string => `${(time * 1000).toFixed(2)} ms`;
  rows.push([
    'import, shared store',
    rate(FACTS, seconds),
    `${ratio(bare, seconds)} × the bare client in groups of ${GROUP} (${rate(FACTS, bare)})`,
    '≥ 0.60',
  ]);
  rows.push([
    'catch-up of an empty node',
    rate(size, catchUp),
    `${ratio(bareRead, catchUp)} × the bare readStream (${rate(size, bareRead)})`,
    '≥ 0.40',
  ]);
  rows.push([
    'acknowledgement, one writer (p50)',
    ms(median(acknowledged)),
    `${ratio(median(acknowledged), median(bareOne))} × a bare append (${ms(median(bareOne))})`,
    '≤ 2.50',
  ]);
  console.log(`${FACTS} facts, ${process.env.TEST_EVENTSTORE_URL ? 'a real server' : 'the double'}`);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] as string).length)));
  for (const row of rows)
    console.log(row.map((cell, column) => cell.padEnd(widths[column] as number)).join('  '));
} finally {
  stop();
  rmSync(directory, { recursive: true, force: true });
}
