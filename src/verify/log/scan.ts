import { equalBytes, leafHash, TILE_WIDTH } from '../../transparency/index.ts';
import { type Findings, failedAt } from '../failure.ts';
import type { LogSource } from './source.ts';

/** The first pass over the entries: each is hashed, and handed on by its subject. */

export interface BundleRange {
  readonly first: number;
  /** Behind the last bundle. */
  readonly end: number;
}

/** Takes an entry of a subject; the bytes are the caller's only until it returns. */
export type EntrySink = (sequence: number, entry: Uint8Array, subject: Uint8Array) => void;

/** Recorded times of the first and the last entry of a range, as they stand. */
export interface TimeRange {
  readonly first: string;
  readonly last: string;
}

const SUBJECT = Buffer.from(',"subject":"');
const RECORDED_TIME = Buffer.from(',"recordedtime":"');
const QUOTE = 0x22;
const TIME_LENGTH = '2021-03-10T01:00:00.000000Z'.length;
const NOTHING = new Uint8Array(0);

/**
 * The text after the last occurrence of a name with its quotes. In canonical JSON a quote inside a text is escaped, and the data
 * stands before both names, so this is the event's own attribute; what is no event at all is refused later.
 */
const valueAfter = (entry: Buffer, name: Buffer): Uint8Array => {
  const at = entry.lastIndexOf(name);
  if (at < 0) return NOTHING;
  const start = at + name.length;
  const end = entry.indexOf(QUOTE, start);
  return end < 0 ? NOTHING : entry.subarray(start, end);
};

const timeOf = (entry: Buffer): string => {
  const value = valueAfter(entry, RECORDED_TIME);
  return value.length === TIME_LENGTH ? Buffer.from(value).toString('latin1') : '';
};

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const notLater = (sequence: number): ReturnType<typeof failedAt> =>
  failedAt(sequence, 'ENTRY_REFUSED', 'its recorded time is not after that of the event before it');

/** Scans the bundles of a range; what does not hold is added to the findings. */
export const scanEntries = (
  source: LogSource,
  { first, end }: BundleRange,
  {
    findings,
    take,
    onBundle,
  }: { readonly findings: Findings; readonly take: EntrySink; readonly onBundle?: (entries: number) => void },
): TimeRange => {
  let firstTime: string | undefined;
  let last = '';
  const scanBundle = (index: number): void => {
    const start = index * TILE_WIDTH;
    const entries = source.bundle(index);
    const hashes = source.hashes.hashes(0, start, entries.length);
    entries.forEach((bytes, place) => {
      const sequence = start + place;
      const stored = hashes[place];
      if (!stored || !equalBytes(stored, leafHash(bytes)))
        findings.add(failedAt(sequence, 'LEAF_MISMATCH', 'not the hash of its tile'));
      const entry = asBuffer(bytes);
      const time = timeOf(entry);
      if (firstTime === undefined) firstTime = time;
      else if (time <= last) findings.add(notLater(sequence));
      last = time;
      take(sequence, entry, valueAfter(entry, SUBJECT));
    });
    onBundle?.(entries.length);
  };
  for (let index = first; index < end; index += 1) findings.during(() => scanBundle(index));
  return { first: firstTime ?? '', last };
};
