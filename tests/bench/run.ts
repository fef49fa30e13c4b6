import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { annexTable } from '../../projections/annex.ts';
import { importFacts } from '../../src/exchange/importFacts.ts';
import type { LogEntry } from '../../src/log/port.ts';
import { initLedger, LOCAL_ACTOR, openLedgerReader, openLedgerWriter } from '../../src/main.ts';
import { GROUP_FACTS_MAX } from '../../src/recorder/recorder.ts';
import { writeFacts } from './facts.ts';
import { httpRows } from './http.ts';
import { maintenance } from './maintenance.ts';
import { proofTimes } from './proofs.ts';

/**
 * Benchmarks: ratios against a peer in the same run, on the canonical workload. They print; they never fail a test.
 * `npm run bench -- --facts 100000` for a quick look, `-- --only proofs` for some of the rows.
 */

const { values } = parseArgs({
  options: { facts: { type: 'string', default: '1000000' }, only: { type: 'string' } },
});
const NODE = `Node ${process.versions.node}`;
const FACTS = Number.parseInt(values.facts, 10);
const RAW_BATCH = 5_000;
const READINGS = 21;
const READ_AT_ONCE = 10_000;

/** As the launcher does it: the threads of an import find their code compiled. */
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(
  new URL('../../node_modules/.cache/ledger', import.meta.url),
);

const timed = async (work: () => unknown): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};

const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] as number;

const directory = mkdtempSync(join(tmpdir(), 'ledger-bench-'));
const file = join(directory, 'facts.ndjson');
const data = join(directory, 'data');
type Row = readonly [name: string, value: string, ratio: string, goal: string];
const perSecond = (seconds: number): string => `${Math.round(FACTS / seconds)} facts/s`;

const textsOf = async function* (): AsyncGenerator<string[]> {
  const reader = await openLedgerReader(data);
  for (let from = 0; from < reader.journal.size(); from += READ_AT_ONCE)
    yield reader.journal.read(from, READ_AT_ONCE).map(({ text }) => text);
  reader.close();
};

/** What was imported, in groups as large as the recorder makes them. */
const groups = async function* (): AsyncGenerator<readonly LogEntry[]> {
  const reader = await openLedgerReader(data);
  for (let from = 0; from < reader.journal.size(); from += GROUP_FACTS_MAX)
    yield reader.journal.entries(from, GROUP_FACTS_MAX).map(withBytes);
  reader.close();
};

/** As the recorder hands them over. */
const withBytes = (entry: LogEntry): LogEntry => ({ ...entry, bytes: Buffer.from(entry.text, 'utf8') });

/** Raw inserts of the recorded texts: what SQLite alone takes. */
const rawInserts = async (): Promise<number> => {
  const database = new DatabaseSync(join(directory, 'raw.sqlite'));
  database.exec(
    'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE event (sequence INTEGER PRIMARY KEY, text TEXT NOT NULL)',
  );
  const insert = database.prepare('INSERT INTO event (text) VALUES (?)');
  let seconds = 0;
  for await (const texts of textsOf())
    for (let from = 0; from < texts.length; from += RAW_BATCH)
      seconds += await timed(() => {
        database.exec('BEGIN IMMEDIATE');
        for (const text of texts.slice(from, from + RAW_BATCH)) insert.run(text);
        database.exec('COMMIT');
      });
  database.close();
  return seconds;
};

const parseAll = async (): Promise<number> => {
  let seconds = 0;
  for await (const texts of textsOf())
    seconds += await timed(() => {
      for (const text of texts) JSON.parse(text);
    });
  return seconds;
};

/** Parsing before and after, so that the machine as it was meanwhile is the measure. */
const besideParsing = async <T>(work: () => T | Promise<T>): Promise<readonly [T, parseSeconds: number]> => {
  const before = await parseAll();
  const result = await work();
  return [result, (before + (await parseAll())) / 2];
};

const readings = async (): Promise<{ readonly latest: number; readonly past: number }> => {
  const reader = await openLedgerReader(data);
  const size = reader.journal.size();
  const measure = async (sizes: readonly number[]): Promise<number> => {
    const times: number[] = [];
    for (const at of sizes) times.push(await timed(() => annexTable(reader.figures.at(at), { year: 2020 })));
    return median(times);
  };
  await measure([size, size, size]);
  const latest = await measure(Array<number>(READINGS).fill(size));
  const past = await measure(
    Array.from({ length: READINGS }, (_, index) => Math.floor((size * (index + 1)) / (READINGS + 1)) + 13),
  );
  reader.close();
  return { latest, past };
};

const ms = (seconds: number): string => `${(seconds * 1000).toFixed(2)} ms`;
const ratio = (a: number, b: number): string => (a / b).toFixed(2);

interface Import {
  readonly seconds: number;
  readonly processorUs: number;
  readonly memoryMb: number;
}

const importAll = async (): Promise<Import> => {
  await writeFacts(file, FACTS);
  initLedger(data, {
    origin: 'bench.example/ledger',
    openedOn: '2018-01-01',
    demonstration: false,
    plan: true,
  });
  const ledger = await openLedgerWriter(data);
  const before = process.cpuUsage();
  const { recorded, seconds } = await importFacts(ledger, { actor: LOCAL_ACTOR, files: [file] });
  if (recorded !== FACTS) throw new Error(`recorded ${recorded} of ${FACTS}`);
  const { user, system } = process.cpuUsage(before);
  const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
  await ledger.closeWriter();
  return { seconds, processorUs: (user + system) / FACTS, memoryMb };
};

const importRows = async ({ seconds, processorUs, memoryMb }: Import): Promise<readonly Row[]> => {
  const raw = await rawInserts();
  return [
    ['import', perSecond(seconds), `${ratio(raw, seconds)} × raw inserts (${perSecond(raw)})`, '≥ 0.30'],
    ['import, processor time', `${processorUs.toFixed(1)} µs/fact`, 'all threads', ''],
    ['import, peak memory', `${memoryMb} MB`, '', '< 500 MB'],
  ];
};

/** An import fills all processors, so what it would gain without the upkeep is its share of their time. */
const upkeepRows = async ({ processorUs }: Import): Promise<readonly Row[]> => {
  const { withSeconds, withoutSeconds } = await maintenance(join(directory, 'upkeep'), groups());
  const upkeep = withSeconds - withoutSeconds;
  return [
    [
      'upkeep of the log',
      `${upkeep.toFixed(2)} s`,
      `${ratio((100 * upkeep * 1e6) / FACTS, processorUs)} % of the import's processor time; the journal alone ${perSecond(withSeconds)} with it, ${perSecond(withoutSeconds)} without`,
      '≤ 15 %',
    ],
  ];
};

const REBUILD_RUN = fileURLToPath(new URL('./rebuildRun.ts', import.meta.url));

const rebuildAlone = (): { readonly seconds: number; readonly memoryMb: number } =>
  JSON.parse(execFileSync(process.execPath, [...process.execArgv, REBUILD_RUN, data], { encoding: 'utf8' }));

const rebuildRows = async (): Promise<readonly Row[]> => {
  const [{ seconds, memoryMb }, parse] = await besideParsing(rebuildAlone);
  return [
    ['rebuild', perSecond(seconds), `${ratio(parse, seconds)} × JSON.parse (${perSecond(parse)})`, '≥ 0.15'],
    ['rebuild, peak memory', `${memoryMb} MB`, '', ''],
  ];
};

const readingRows = async (): Promise<readonly Row[]> => {
  const { latest, past } = await readings();
  return [
    ['annex table, latest', ms(latest), '', ''],
    ['annex table, any past vintage', ms(past), `${ratio(past, latest)} × latest`, '≤ 2.00 and ≤ 10 ms'],
  ];
};

const proofRows = async (): Promise<readonly Row[]> => {
  const [proofs, parse] = await besideParsing(() => proofTimes(data, directory));
  const { exportVerifiedSeconds, hashSeconds, evidenceBytes } = proofs;
  const evidence = (name: string, seconds: number): Row => [
    `evidence of 1,000 contracts ${name}`,
    ms(seconds),
    `${ratio(seconds, hashSeconds)} × hashing its ${evidenceBytes} bytes`,
    '≤ 50',
  ];
  return [
    [
      'verify of an exported log',
      perSecond(exportVerifiedSeconds),
      `${ratio(parse, exportVerifiedSeconds)} × JSON.parse (${perSecond(parse)})`,
      '≥ 0.25',
    ],
    evidence('made', proofs.evidenceMadeSeconds),
    evidence('verified', proofs.evidenceVerifiedSeconds),
  ];
};

interface Benchmark {
  /** On a server of its own, without what was imported. */
  readonly alone?: true;
  readonly rows: (imported: Import) => Promise<readonly Row[]>;
}

const NOTHING_IMPORTED: Import = { seconds: 0, processorUs: 0, memoryMb: 0 };

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  import: { rows: importRows },
  upkeep: { rows: upkeepRows },
  rebuild: { rows: rebuildRows },
  readings: { rows: readingRows },
  http: { alone: true, rows: httpRows },
  proofs: { rows: proofRows },
};

try {
  const names = values.only?.split(',') ?? Object.keys(BENCHMARKS);
  const wanted = names.map((name) => {
    const benchmark = BENCHMARKS[name];
    if (!benchmark) throw new Error(`no ${name}; there are ${Object.keys(BENCHMARKS).join(', ')}`);
    return benchmark;
  });
  const isImported = wanted.some(({ alone }) => !alone);
  const imported = isImported ? await importAll() : NOTHING_IMPORTED;
  const rows: Row[] = [];
  for (const benchmark of wanted) rows.push(...(await benchmark.rows(imported)));
  console.log(isImported ? `${FACTS} facts, ${NODE}` : NODE);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] as string).length)));
  for (const row of rows)
    console.log(row.map((cell, column) => cell.padEnd(widths[column] as number)).join('  '));
} finally {
  rmSync(directory, { recursive: true, force: true });
}
