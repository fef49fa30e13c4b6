import { ENTRY_BYTES_MAX, equalBytes, leafHash, TILE_WIDTH } from '../../transparency/index.ts';
import { type Findings, failedAt } from '../failure.ts';
import type { LogSource } from './source.ts';

/** The first pass over the entries: each is hashed, and handed on by its subject. */

export interface BundleRange {
  readonly first: number;
  /** Behind the last bundle. */
  readonly end: number;
}

/** Takes what an entry is of, as text of a character a byte. */
export interface EntrySink {
  subject(sequence: number, entry: Uint8Array, subject: string): void;
  /** Under which an entry is known: its source and its id. */
  identity(sequence: number, identity: string): void;
}

/** Recorded times of the first and the last entry of a range, as they stand. */
export interface TimeRange {
  readonly first: string;
  readonly last: string;
}

/** An attribute as it stands: what is before its value, and what follows, which no value can hold. */
interface Attribute {
  readonly before: string;
  readonly after: string;
}

const attribute = (name: string, next: string): Attribute => ({
  before: `,"${name}":"`,
  after: `","${next}":`,
});

const ID = attribute('id', 'nonce');
const SOURCE = attribute('source', 'specversion');
const SUBJECT: Attribute = { before: ',"subject":"', after: '"' };
const RECORDED_TIME = attribute('recordedtime', 'revision');
const TIME_LENGTH = '2021-03-10T01:00:00.000000Z'.length;

/**
 * What stands between the last occurrence of a name and the name after it. In canonical JSON a quote inside a text is escaped, and the data
 * stands before both names, so this is the event's own attribute; what is no event at all is refused later.
 */
const attributeOf = (entry: string, { before, after }: Attribute): string => {
  const at = entry.lastIndexOf(before);
  if (at < 0) return '';
  const start = at + before.length;
  const end = entry.indexOf(after, start);
  return end < 0 ? '' : entry.slice(start, end);
};

const timeOf = (entry: string): string => {
  const value = attributeOf(entry, RECORDED_TIME);
  return value.length === TIME_LENGTH ? value : '';
};

/** The source and the id of an entry; empty where it has not both. */
const identityOf = (entry: string): string => {
  const source = attributeOf(entry, SOURCE);
  const id = attributeOf(entry, ID);
  return source === '' || id === '' || source.length + id.length >= ENTRY_BYTES_MAX ? '' : `${source} ${id}`;
};

/** A character a byte: searched faster than the bytes are. */
const byteText = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('latin1');

export const notLater = (sequence: number): ReturnType<typeof failedAt> =>
  failedAt(sequence, 'ENTRY_REFUSED', {
    zh: '记录时间不晚于前一事件',
    en: 'its recorded time is not after that of the event before it',
  });

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
        findings.add(
          failedAt(sequence, 'LEAF_MISMATCH', {
            zh: '与其数据块中的哈希不符',
            en: 'not the hash of its tile',
          }),
        );
      const entry = byteText(bytes);
      const time = timeOf(entry);
      if (firstTime === undefined) firstTime = time;
      else if (time <= last) findings.add(notLater(sequence));
      last = time;
      take.subject(sequence, bytes, attributeOf(entry, SUBJECT));
      take.identity(sequence, identityOf(entry));
    });
    onBundle?.(entries.length);
  };
  for (let index = first; index < end; index += 1) findings.during(() => scanBundle(index));
  return { first: firstTime ?? '', last };
};
