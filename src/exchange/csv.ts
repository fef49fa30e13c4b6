import { CsvError, parse } from 'csv-parse/sync';
import { type Refusal, refuse } from '../domain/refusal.ts';
import { type FactHeader, readHeader, readRow } from './factRow.ts';

/** Facts out of CSV (RFC 4180): a header with dotted paths, then one fact a row. */

export type CsvEncoding = 'utf-8' | 'gb18030';

const UTF8_BOM = [0xef, 0xbb, 0xbf] as const;

const decodeAs = (bytes: Uint8Array, encoding: CsvEncoding): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/**
 * The text of a file, without its BOM. Unless the encoding is given: UTF-8, else GB18030, as Chinese spreadsheets save it;
 * a file that begins with UTF-8's mark is UTF-8. `TEXT_ENCODING` when it is not in its encoding throughout.
 */
export const decodeCsv = (bytes: Uint8Array, encoding?: CsvEncoding): { readonly text: string } | Refusal => {
  const hasMark = UTF8_BOM.every((byte, index) => bytes[index] === byte);
  const text =
    encoding === undefined
      ? (decodeAs(bytes, 'utf-8') ?? (hasMark ? undefined : decodeAs(bytes, 'gb18030')))
      : decodeAs(bytes, encoding);
  return text === undefined ? refuse('TEXT_ENCODING', { pointer: '' }) : { text };
};

/**
 * A row read as a fact, or why it could not be; `line` is that of its first character, from 1. `raw` is what is to be
 * corrected: the fact with its cells as they are, or the text of a row that has no place for them in one.
 */
export type CsvRow =
  | { readonly line: number; readonly fact: unknown }
  | { readonly line: number; readonly refusals: readonly Refusal[]; readonly raw: unknown };

/**
 * The facts of a CSV text, in its order. A header that cannot be read ends it: no row below would be read as meant. Rows
 * without any content are passed over. `type` is the event type of a file without a column for it.
 */
export function* csvFacts(text: string, type?: string): Generator<CsvRow> {
  let header: FactHeader | undefined;
  for (const { line, cells, raw } of recordsOf(text)) {
    if (cells === undefined) yield { line, refusals: [UNREADABLE], raw: raw() };
    else if (cells.some((cell) => cell.trim() !== '')) {
      const read = header === undefined ? readHeader(cells, type) : readRow(header, cells);
      if (!read.ok) yield { line, refusals: read.refusals, raw: read.fact ?? raw() };
      else if ('fact' in read) yield { line, fact: read.fact };
      else header = read;
    }
    if (header === undefined) return;
  }
}

const UNREADABLE = refuse('VALUE_FORM', {
  pointer: '',
  with: {
    expected: { zh: 'CSV（RFC 4180），引号须成对', en: 'CSV with its quotation marks in pairs (RFC 4180)' },
  },
});

interface CsvRecord {
  readonly line: number;
  /** Undefined where the quotation marks do not pair; then `raw` is the one line it begins on. */
  readonly cells: readonly string[] | undefined;
  readonly raw: () => string;
}

/** Records parsed at a time, so that a large file is not held as cells all at once. */
const CHUNK_RECORDS = 1_024;
/** Twice what an event may be as recorded; it also ends the search for a quotation mark that never comes. */
const RECORD_CHARS_MAX = 131_072;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * The records of a CSV text. The parser's own recovery skips rows after a stray quotation mark; here the line with the
 * mark is given as unreadable and the next line is read again, so that every line of the file is answered for.
 */
function* recordsOf(text: string): Generator<CsvRecord> {
  const bytes = Buffer.from(text.startsWith('\uFEFF') ? text.slice(1) : text);
  const cursor = cursorOf(bytes);
  for (;;) {
    const chunk = chunkAt(bytes, cursor.at());
    for (const { cells, end } of chunk.records) {
      const start = cursor.skipEmptyLines();
      const line = cursor.line();
      cursor.advance(end);
      yield { line, cells, raw: () => lineText(bytes, start, end) };
    }
    if (chunk.isBroken) {
      const start = cursor.skipEmptyLines();
      const line = cursor.line();
      const end = cursor.advancePastLine();
      yield { line, cells: undefined, raw: () => lineText(bytes, start, end) };
    } else if (chunk.records.length === 0) return;
  }
}

/** Some bytes of a file as text, without the line's end. */
const lineText = (bytes: Buffer, start: number, end: number): string =>
  bytes.toString('utf8', start, end).replace(/[\r\n]+$/, '');

interface Chunk {
  readonly records: readonly { readonly cells: readonly string[]; readonly end: number }[];
  /** Whether the parser stopped at something it cannot read, after these records. */
  readonly isBroken: boolean;
}

const chunkAt = (bytes: Buffer, start: number): Chunk => {
  const records: { cells: readonly string[]; end: number }[] = [];
  try {
    parse(bytes.subarray(start), {
      to: CHUNK_RECORDS,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      max_record_size: RECORD_CHARS_MAX,
      on_record: (cells: string[], { bytes: read }) => {
        records.push({ cells, end: start + read });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { records, isBroken: true };
  }
  return { records, isBroken: false };
};

/** A place in the bytes of a text that knows its line; the parser's own count is of both marks of a CRLF in a cell. */
const cursorOf = (bytes: Buffer) => {
  let at = 0;
  let line = 1;
  const isLineEnd = (): boolean =>
    bytes[at] === LINE_FEED || (bytes[at] === CARRIAGE_RETURN && bytes[at + 1] !== LINE_FEED);
  const step = (): void => {
    if (isLineEnd()) line += 1;
    at += 1;
  };
  return {
    at: (): number => at,
    line: (): number => line,
    advance: (end: number): void => {
      while (at < end) step();
    },
    /** Where the next line with something on it begins. */
    skipEmptyLines: (): number => {
      while (bytes[at] === LINE_FEED || bytes[at] === CARRIAGE_RETURN) step();
      return at;
    },
    /** Goes to the beginning of the next line. */
    advancePastLine: (): number => {
      while (at < bytes.length && !isLineEnd()) at += 1;
      if (at < bytes.length) step();
      return at;
    },
  };
};
