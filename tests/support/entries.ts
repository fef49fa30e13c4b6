import { timeText } from '../../src/domain/calendar.ts';
import type { LogEntry } from '../../src/log/port.ts';
import { canonicalJson } from '../../src/transparency/index.ts';

/** Entries of a log that are events in form only: small, and as many as wanted. */

/** 2024-01-01T00:00:00Z; the entry with index i is recorded i microseconds later. */
export const FIRST_RECORDED_AT = 1_704_067_200_000_000;

export interface EntryShape {
  readonly source?: string;
  readonly id?: string;
  readonly subject?: string;
  readonly recordedAt?: number;
  readonly data?: unknown;
}

export const entry = (index: number, shape: EntryShape = {}): LogEntry => {
  const {
    source = 'urn:a',
    id = String(index),
    subject = 'deal/a.1',
    recordedAt = FIRST_RECORDED_AT + index,
    data = {},
  } = shape;
  const text = canonicalJson({
    data,
    id,
    nonce: '',
    recordedby: 'local',
    recordedtime: timeText(recordedAt),
    revision: 0,
    source,
    specversion: '1.0',
    subject,
    type: 'deal.paid',
  });
  return { text, source, id, subject, recordedAt };
};

/** `count` entries, the first with index `from`. */
export const entries = (from: number, count: number, shape: EntryShape = {}): LogEntry[] =>
  Array.from({ length: count }, (_, offset) => entry(from + offset, shape));

/** An entry of exactly that many bytes. */
export const entryOfBytes = (index: number, bytes: number): LogEntry => {
  const empty = Buffer.byteLength(entry(index, { data: { pad: '' } }).text);
  return entry(index, { data: { pad: 'x'.repeat(bytes - empty) } });
};
