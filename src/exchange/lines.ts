import { LINE_CHARS_MAX } from './intake.ts';

/** Lines of a byte stream in batches: bounded memory for any length of the stream and of a line. */

export interface LineBatch {
  /** Number of the first line, from 1. */
  readonly firstLine: number;
  /** Whole lines with their line feeds; the last one of the stream may lack it. */
  readonly bytes: Buffer;
}

const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** What is kept of a line that goes on and on: enough for it to be refused as too large. UTF-8 takes 3 bytes a unit at most. */
const LINE_BYTES_KEPT = 3 * LINE_CHARS_MAX + 1;

const countLines = (bytes: Buffer): number => {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) count += 1;
  return count;
};

const withoutMark = (bytes: Buffer): Buffer =>
  bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)
    ? bytes.subarray(BYTE_ORDER_MARK.length)
    : bytes;

/**
 * Splits a stream into batches of whole lines, about a chunk each; a byte order mark at its beginning is dropped. A batch is its
 * taker's, memory and all.
 */
export async function* lineBatches(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<LineBatch> {
  let firstLine = 1;
  let rest: Buffer = Buffer.alloc(0);
  for await (const part of chunks) {
    const chunk = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    if (end === 0) {
      rest = Buffer.concat([rest, chunk]).subarray(0, LINE_BYTES_KEPT);
      continue;
    }
    const whole = Buffer.concat([rest, chunk.subarray(0, end)]);
    const bytes = firstLine === 1 ? withoutMark(whole) : whole;
    const batch = { firstLine, bytes };
    // Counted before it is handed over: its memory may go on to another thread.
    firstLine += countLines(bytes);
    rest = chunk.subarray(end);
    yield batch;
  }
  if (rest.length > 0) yield { firstLine, bytes: firstLine === 1 ? withoutMark(rest) : rest };
}

/** Each line of a batch with its number, without its line end; blank lines are passed over. */
export function* linesOf({ firstLine, bytes }: LineBatch): Generator<{ line: number; bytes: Buffer }> {
  let line = firstLine;
  for (let start = 0; start < bytes.length; line += 1) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed < 0 ? bytes.length : feed;
    const text = bytes.subarray(start, end);
    if (!isBlank(text)) yield { line, bytes: text };
    start = end + 1;
  }
}

const TAB = 0x09;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const isSpace = (code: number): boolean => code === SPACE || code === CARRIAGE_RETURN || code === TAB;

/** A line without the space around it that JSON allows too; any other is a fault in it. */
export const withoutSpace = (text: string): string => {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
};

/** The same lines of a batch that has been decoded, without the space around them. */
export function* textLinesOf(text: string, firstLine: number): Generator<{ line: number; text: string }> {
  let line = firstLine;
  for (let start = 0; start < text.length; line += 1) {
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed;
    const content = withoutSpace(text.slice(start, end));
    if (content !== '') yield { line, text: content };
    start = end + 1;
  }
}

const isBlank = (bytes: Buffer): boolean => {
  for (const byte of bytes) if (!isSpace(byte)) return false;
  return true;
};
