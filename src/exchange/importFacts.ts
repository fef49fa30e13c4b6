import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Actor } from '../domain/actor.ts';
import { POSTER_CODES } from '../domain/authority.ts';
import { timeText } from '../domain/calendar.ts';
import { fenOf, SIGNED_MONEY_PATTERN, yuanOf } from '../domain/money.ts';
import type { Refusal } from '../domain/refusal.ts';
import { FactRefused, Problem } from '../problem.ts';
import {
  heldWhole,
  type Outcome,
  type Submission,
  type WholeOptions,
  type WholeRecording,
} from '../recorder/recorder.ts';
import { factTextOf, type RefusedLine } from './batchIntake.ts';
import { type CsvEncoding, csvFacts, decodeCsv } from './csv.ts';
import { intakeValue, type PreparedFact } from './intake.ts';
import { type ReadBatch, takeBatches } from './intakePool.ts';
import { type LineBatch, lineBatches, linesOf } from './lines.ts';
import { wholeWithin } from './whole.ts';

/** Import of files of facts: validated, recorded in groups, refusals into a file that can be corrected and imported again. */

export interface RejectLine {
  readonly line: number;
  readonly errors: readonly Refusal[];
  readonly fact: unknown;
}

export interface ImportSummary {
  readonly recorded: number;
  readonly repeated: number;
  readonly refused: number;
  readonly firstSequence: string | null;
  readonly lastSequence: string | null;
  readonly seconds: number;
}

/** What an import records into: a ledger at hand, or one behind a server, which knows by itself who acts. */
export interface ImportLedger {
  readonly recorder: {
    record(submission: Submission): Promise<readonly Outcome[]>;
    recordWhole?(options: WholeOptions): Promise<WholeRecording>;
    readonly state: { readonly demonstration: boolean };
  };
}

export interface ImportOptions {
  readonly actor: Actor;
  /** Paths, or `-` for the standard input. */
  readonly files: readonly string[];
  /** By the file's name unless given; NDJSON for the standard input. */
  readonly format?: 'ndjson' | 'csv';
  readonly encoding?: CsvEncoding;
  /** Event type of a CSV file without a column for it. */
  readonly type?: string;
  readonly dryRun?: boolean;
  readonly atomic?: boolean;
  /** Bytes that an atomic import or a dry run may have where all of it is held in memory; {@link WHOLE_BYTES_MAX} unless given. */
  readonly wholeBytesMax?: number;
  /** Control totals, checked before anything is recorded. */
  readonly expectCount?: number;
  /** In yuan. */
  readonly expectTotal?: string;
  /** File for the refused lines. */
  readonly rejects?: string;
  readonly onAcknowledged?: (count: number, lastSequence: string) => void;
  readonly onRefused?: (line: RejectLine) => void;
  /** Called at the end with the places of the facts in the log, those that were there before included. */
  readonly onStanding?: (sequences: readonly number[]) => void;
  readonly onProgress?: (lines: number) => void;
}

/** Facts of a group sent to the recorder. */
const GROUP_FACTS = 2_000;
const GROUPS_UNDER_WAY = 2;
const READ_BYTES = 262_144;

interface Source {
  readonly name: string;
  readonly format: 'ndjson' | 'csv';
  /** Bytes read before, for a source that can be read only once. */
  readonly bytes?: Buffer;
}

const readAll = async (chunks: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
};

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const chunksOf = ({ name, bytes }: Source): AsyncIterable<Uint8Array> => {
  if (bytes) return once(bytes);
  return name === '-' ? process.stdin : createReadStream(name, { highWaterMark: READ_BYTES });
};

const sourcesOf = async (options: ImportOptions): Promise<Source[]> => {
  const counted = options.expectCount !== undefined || options.expectTotal !== undefined;
  return Promise.all(
    options.files.map(async (name) => {
      const format = options.format ?? (/\.csv$/i.test(name) ? 'csv' : 'ndjson');
      // The standard input is read twice when its totals are to be checked first.
      const twice = name === '-' && counted;
      return { name, format, ...(twice ? { bytes: await readAll(process.stdin) } : {}) };
    }),
  );
};

/** What a row of CSV becomes: a batch of one source, in the form of the lines. */
async function* csvBatches(
  chunks: AsyncIterable<Uint8Array>,
  options: ImportOptions,
  demonstration: boolean,
): AsyncGenerator<ReadBatch> {
  const decoded = decodeCsv(await readAll(chunks), options.encoding);
  if (!('text' in decoded)) {
    yield emptyBatch([{ line: 1, refusals: [decoded], factText: JSON.stringify('') }]);
    return;
  }
  for (const row of csvFacts(decoded.text, options.type)) {
    if ('fact' in row) {
      const intake = intakeValue(row.fact, { demonstration });
      if (intake.ok)
        yield {
          lines: [row.line],
          facts: [intake],
          refused: [],
          factTextAt: () => JSON.stringify(row.fact),
        };
      else
        yield emptyBatch([{ line: row.line, refusals: intake.refusals, factText: JSON.stringify(row.fact) }]);
    } else yield emptyBatch([{ line: row.line, refusals: row.refusals, factText: JSON.stringify(row.raw) }]);
  }
}

const emptyBatch = (refused: readonly RefusedLine[]): ReadBatch => ({
  lines: [],
  facts: [],
  refused,
  factTextAt: () => {
    throw new Error('no fact was taken from this batch');
  },
});

interface BatchReading {
  readonly demonstration: boolean;
  /** Hands the bytes on as far as they may go. */
  readonly within: (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;
}

const batchesOf = (source: Source, options: ImportOptions, { demonstration, within }: BatchReading) => {
  const chunks = within(chunksOf(source));
  return source.format === 'csv'
    ? csvBatches(chunks, options, demonstration)
    : takeBatches(lineBatches(chunks), { demonstration });
};

/** The amount of a fact that counts in its control total. */
const CONTROL_FIELDS = ['securedAmount', 'principal', 'sumInsured', 'price', 'amount'] as const;

const controlFen = (fact: unknown): bigint => {
  const data = (fact as { data?: Record<string, unknown> } | null)?.data ?? {};
  for (const field of CONTROL_FIELDS) {
    const value = data[field];
    if (typeof value === 'string' && SIGNED_MONEY_PATTERN.test(value)) return fenOf(value);
  }
  return 0n;
};

const parseOrNull = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

async function* factsOf(source: Source, options: ImportOptions): AsyncGenerator<unknown> {
  if (source.format === 'csv') {
    const decoded = decodeCsv(await readAll(chunksOf(source)), options.encoding);
    if (!('text' in decoded)) return;
    for (const row of csvFacts(decoded.text, options.type)) yield 'fact' in row ? row.fact : null;
    return;
  }
  for await (const batch of lineBatches(chunksOf(source)) as AsyncIterable<LineBatch>)
    for (const { bytes } of linesOf(batch)) yield parseOrNull(factTextOf(bytes));
}

const checkTotals = async (sources: readonly Source[], options: ImportOptions): Promise<void> => {
  const { expectCount, expectTotal } = options;
  if (expectCount === undefined && expectTotal === undefined) return;
  let count = 0;
  let totalFen = 0n;
  for (const source of sources)
    for await (const fact of factsOf(source, options)) {
      count += 1;
      totalFen += controlFen(fact);
    }
  if (expectCount !== undefined && count !== expectCount)
    throw new Problem('CONTROL_TOTALS', { detail: `${count} ≠ ${expectCount}` });
  if (expectTotal !== undefined && totalFen !== fenOf(expectTotal))
    throw new Problem('CONTROL_TOTALS', { detail: `${yuanOf(totalFen)} ≠ ${expectTotal}` });
};

/** Facts that are recorded together, with the batches that they were read from. */
interface Group {
  readonly facts: PreparedFact[];
  readonly batches: ReadBatch[];
  /** With those that intake refused. */
  lines: number;
}

const newGroup = (): Group => ({ facts: [], batches: [], lines: 0 });

const addToGroup = (group: Group, taken: ReadBatch): void => {
  for (const fact of taken.facts) group.facts.push(fact);
  group.batches.push(taken);
  group.lines += taken.lines.length + taken.refused.length;
};

interface Tally {
  recorded: number;
  repeated: number;
  /** Of these the repeats of facts of the same whole, which stand or fall with it. */
  ownRepeated: number;
  refused: number;
  first: number | null;
  last: number | null;
}

const rejectText = (line: number, errors: readonly Refusal[], factText: string): string =>
  `{"line":${line},"errors":${JSON.stringify(errors)},"fact":${factText}}\n`;

/** What a fact looked like when it was posted: its data may have been normalized, which is all that differs. */
export const postedText = ({ fact, dataText }: Pick<PreparedFact, 'fact' | 'dataText'>): string => {
  const { id, source, type, subject, time, datacontenttype, dataschema, recordedtime } = fact;
  const at = recordedtime === undefined ? undefined : timeText(recordedtime);
  const data: unknown = JSON.parse(dataText);
  return JSON.stringify({
    specversion: '1.0',
    id,
    source,
    type,
    subject,
    time,
    datacontenttype,
    dataschema,
    recordedtime: at,
    data,
  });
};

/**
 * Imports files. Without `atomic` what is refused leaves the others recorded; with it nothing is recorded if any is.
 * @throws Problem CONTROL_TOTALS, ATOMIC_TOO_LARGE before anything is recorded; Problem DISK_FULL, CLOCK_WRONG, OUTCOME_UNKNOWN when the
 * ledger cannot go on — what was acknowledged stands, and the same import may be repeated.
 */
export const importFacts = async (ledger: ImportLedger, options: ImportOptions): Promise<ImportSummary> => {
  const start = performance.now();
  const { demonstration } = ledger.recorder.state;
  const sources = await sourcesOf(options);
  await checkTotals(sources, options);
  const { actor, atomic = false, dryRun = false } = options;
  const { recorder } = ledger;
  const openWhole = async (): Promise<WholeRecording> =>
    (await recorder.recordWhole?.({ actor, atomic, dryRun })) ??
    heldWhole((submission) => recorder.record(submission), { actor, atomic, dryRun });
  const whole = atomic || dryRun ? await openWhole() : undefined;
  const reading: BatchReading = {
    demonstration,
    within: whole?.isHeld === true ? wholeWithin(options.wholeBytesMax) : (chunks) => chunks,
  };
  const rejects: WriteStream | undefined =
    options.rejects === undefined ? undefined : createWriteStream(options.rejects);
  const tally: Tally = { recorded: 0, repeated: 0, ownRepeated: 0, refused: 0, first: null, last: null };
  let group = newGroup();
  const standing: number[] = [];
  let intakeRefused = false;
  let seen = 0;

  const refuseLine = (line: number, errors: readonly Refusal[], factText: string): void => {
    tally.refused += 1;
    rejects?.write(rejectText(line, errors, factText));
    options.onRefused?.({ line, errors, fact: JSON.parse(factText) as unknown });
  };

  const count = (outcome: Outcome, line: number, batch: ReadBatch): void => {
    if (outcome.status === 'refused') {
      const stopped = outcome.refusals.find(({ code }) => STOPS.has(code));
      if (stopped) throw new FactRefused([stopped, ...outcome.refusals.filter((other) => other !== stopped)]);
      if (outcome.refusals[0]?.code !== 'BATCH_REFUSED')
        refuseLine(line, outcome.refusals, batch.factTextAt(line));
      return;
    }
    if (!dryRun && options.onStanding) standing.push(outcome.sequence);
    if (outcome.status === 'repeated') {
      tally.repeated += 1;
      if (whole && outcome.sequence >= whole.since) tally.ownRepeated += 1;
      return;
    }
    tally.recorded += 1;
    if (dryRun) return;
    tally.first = Math.min(tally.first ?? outcome.sequence, outcome.sequence);
    tally.last = Math.max(tally.last ?? outcome.sequence, outcome.sequence);
  };

  const submit = ({ facts }: Group): Promise<readonly (Outcome | undefined)[]> =>
    whole ? whole.take(facts) : recorder.record({ facts, actor });

  /** Lines of a whole of which is told at its end: facts without an outcome, and what else is to be told after them. */
  const waiting: ({ readonly line: number; readonly batch: ReadBatch } | RefusedLine)[] = [];

  const endWhole = async (): Promise<void> => {
    const ended = await whole?.end(!intakeRefused);
    if (ended?.failure) throw new FactRefused([ended.failure]);
    const waited = ended?.waited.values();
    for (const item of waiting) {
      if ('batch' in item) count(waited?.next().value as Outcome, item.line, item.batch);
      else refuseLine(item.line, item.refusals, item.factText);
    }
    if (!atomic || !ended || ended.stands || (dryRun && tally.refused === 0)) return;
    Object.assign(tally, { ...NOTHING_RECORDED, repeated: tally.repeated - tally.ownRepeated });
    standing.length = 0;
  };

  /** Outcomes of a batch, from `start` on, and what intake refused of it, in the order of the lines. */
  const answeredBatch = (
    batch: ReadBatch,
    outcomes: readonly (Outcome | undefined)[],
    start: number,
  ): void => {
    const refused = batch.refused.values();
    let next = refused.next().value;
    const refuseBefore = (line: number): void => {
      for (; next && next.line < line; next = refused.next().value)
        if (whole?.isHeld === true) waiting.push(next);
        else refuseLine(next.line, next.refusals, next.factText);
    };
    for (let index = 0; index < batch.lines.length; index += 1) {
      const line = batch.lines[index] as number;
      const outcome = outcomes[start + index];
      refuseBefore(line);
      if (outcome) count(outcome, line, batch);
      else waiting.push({ line, batch });
    }
    refuseBefore(Number.POSITIVE_INFINITY);
  };

  const acknowledge = (): void => {
    if (tally.last !== null) options.onAcknowledged?.(tally.recorded + tally.repeated, String(tally.last));
  };

  const answered = ({ batches }: Group, outcomes: readonly (Outcome | undefined)[]): void => {
    const before = tally.recorded;
    let start = 0;
    for (const batch of batches) {
      answeredBatch(batch, outcomes, start);
      start += batch.lines.length;
    }
    if (!whole && tally.recorded > before) acknowledge();
  };

  /** Groups under way, in order: the next is taken in and decided while one is flushed. */
  const underWay: (readonly [Group, Promise<readonly (Outcome | undefined)[]>])[] = [];
  const settle = async (atMost: number): Promise<void> => {
    while (underWay.length > atMost) {
      const [oldest, outcomes] = underWay[0] as (typeof underWay)[number];
      answered(oldest, await outcomes);
      underWay.shift();
    }
  };
  const record = async (full: Group): Promise<void> => {
    const outcomes = full.facts.length === 0 ? Promise.resolve([]) : submit(full);
    // Awaited in its turn; a failure before that is not one of nobody's.
    outcomes.catch(() => {});
    underWay.push([full, outcomes]);
    await settle(GROUPS_UNDER_WAY);
  };

  try {
    for (const source of sources)
      for await (const taken of batchesOf(source, options, reading)) {
        if (taken.refused.length > 0) intakeRefused = true;
        addToGroup(group, taken);
        seen += taken.lines.length + taken.refused.length;
        options.onProgress?.(seen);
        if (group.lines >= GROUP_FACTS) {
          const full = group;
          group = newGroup();
          await record(full);
        }
      }
    await record(group);
    await settle(0);
    if (whole) {
      await endWhole();
      if (!dryRun) acknowledge();
    }
  } finally {
    await Promise.allSettled(underWay.map(([, outcomes]) => outcomes));
    whole?.abandon();
    if (rejects) {
      rejects.end();
      await finished(rejects);
    }
  }
  options.onStanding?.(standing);
  return {
    recorded: tally.recorded,
    repeated: tally.repeated,
    refused: tally.refused,
    firstSequence: tally.first === null ? null : String(tally.first),
    lastSequence: tally.last === null ? null : String(tally.last),
    seconds: Math.round(performance.now() - start) / 1000,
  };
};

const NOTHING_RECORDED = { recorded: 0, first: null, last: null } as const;

/** Refusals that concern the ledger or the poster, and not the fact: the import stops. */
const STOPS: ReadonlySet<string> = new Set(['DISK_FULL', 'CLOCK_WRONG', 'OUTCOME_UNKNOWN', ...POSTER_CODES]);
