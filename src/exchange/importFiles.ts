import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fenOf, SIGNED_MONEY_PATTERN, yuanOf } from '../domain/money.ts';
import { Problem } from '../problem.ts';
import { factTextOf, type RefusedLine } from './batchIntake.ts';
import { type CsvEncoding, csvFacts, decodeCsv } from './csv.ts';
import { intakeValue } from './intake.ts';
import { type ReadBatch, takeBatches } from './intakePool.ts';
import { type LineBatch, lineBatches, linesOf } from './lines.ts';
import { sameBytes } from './sameBytes.ts';

/** The files of an import: batches of the facts in them, and their control totals. */

export interface FileOptions {
  /** Paths, or `-` for the standard input. */
  readonly files: readonly string[];
  /** By the file's name unless given; NDJSON for the standard input. */
  readonly format?: 'ndjson' | 'csv';
  readonly encoding?: CsvEncoding;
  /** Event type of a CSV file without a column for it. */
  readonly type?: string;
  /** Control totals, checked before anything is recorded. */
  readonly expectCount?: number;
  /** In yuan. */
  readonly expectTotal?: string;
}

const READ_BYTES = 262_144;

const STANDARD_INPUT = '-';

/** A file, or the standard input. */
export interface Source {
  readonly name: string;
  readonly format: 'ndjson' | 'csv';
  /** Its bytes; of what is read again, those of the first time. */
  readonly chunks: () => AsyncIterable<Uint8Array>;
}

const readAll = async (chunks: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
};

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const readOnce = (name: string): AsyncIterable<Uint8Array> =>
  name === STANDARD_INPUT ? process.stdin : createReadStream(name, { highWaterMark: READ_BYTES });

/** What is counted first is read twice, and a pipe can be read but once. */
const readTwice = async (name: string): Promise<Source['chunks']> => {
  if (name !== STANDARD_INPUT && (await stat(name)).isFile()) return sameBytes(name);
  const bytes = await readAll(readOnce(name));
  return () => once(bytes);
};

export const formatOf = (name: string, { format }: Pick<FileOptions, 'format'>): Source['format'] =>
  format ?? (/\.csv$/i.test(name) ? 'csv' : 'ndjson');

export const sourcesOf = async (options: FileOptions): Promise<Source[]> => {
  const isCounted = options.expectCount !== undefined || options.expectTotal !== undefined;
  return Promise.all(
    options.files.map(async (name) => ({
      name,
      format: formatOf(name, options),
      chunks: isCounted ? await readTwice(name) : () => readOnce(name),
    })),
  );
};

/** What a row of CSV becomes: a batch of one source, in the form of the lines. */
async function* csvBatches(
  chunks: AsyncIterable<Uint8Array>,
  options: FileOptions,
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

export interface BatchReading {
  readonly demonstration: boolean;
  /** Hands the bytes on as far as they may go. */
  readonly within: (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;
}

/** The batches of facts of a source, in order. */
export const batchesOf = (source: Source, options: FileOptions, { demonstration, within }: BatchReading) => {
  const chunks = within(source.chunks());
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

async function* factsOf(source: Source, options: FileOptions): AsyncGenerator<unknown> {
  if (source.format === 'csv') {
    const decoded = decodeCsv(await readAll(source.chunks()), options.encoding);
    if (!('text' in decoded)) return;
    for (const row of csvFacts(decoded.text, options.type)) yield 'fact' in row ? row.fact : row.raw;
    return;
  }
  for await (const batch of lineBatches(source.chunks()) as AsyncIterable<LineBatch>)
    for (const { bytes } of linesOf(batch)) yield parseOrNull(factTextOf(bytes));
}

/** @throws Problem CONTROL_TOTALS */
export const checkTotals = async (sources: readonly Source[], options: FileOptions): Promise<void> => {
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
