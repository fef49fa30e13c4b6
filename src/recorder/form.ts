import { hash, randomBytes } from 'node:crypto';
import { timeText } from '../domain/calendar.ts';
import type { PostedFact, RecordedEvent } from '../domain/envelope.ts';
import { type JsonDifference, jsonDifference } from '../domain/jsonDifference.ts';
import type { LogEntry } from '../log/port.ts';
import { canonicalJson } from '../transparency/index.ts';

/** The canonical form of a recorded event, and what makes a repeat. */

const NONCE_BYTES = 16;

export type NonceSource = (source: string, id: string) => string;

/** Randomness is drawn for many nonces at once: one call to the system for each cost more than all the rest of a nonce. */
const POOL_BYTES = NONCE_BYTES * 256;
let pool = Buffer.alloc(0);

/** 16 random bytes: they keep low-entropy records from being guessed from public hashes. */
export const randomNonce: NonceSource = () => {
  if (pool.length === 0) pool = randomBytes(POOL_BYTES);
  const nonce = pool.subarray(0, NONCE_BYTES).toString('base64url');
  pool = pool.subarray(NONCE_BYTES);
  return nonce;
};

/** In a demonstration the nonce is derived, so that the same history is the same bytes. */
export const derivedNonce =
  (origin: string): NonceSource =>
  (source, id) =>
    Buffer.from(
      hash('sha256', `${origin}\n${source}\n${id}`, 'binary').slice(0, NONCE_BYTES),
      'latin1',
    ).toString('base64url');

/** What the ledger adds to a fact. */
export interface LedgerPart {
  readonly nonce: string;
  readonly recordedBy: string;
  readonly recordedAt: number;
  readonly revision: number;
}

const member = (name: string, value: string | undefined): string =>
  value === undefined ? '' : `,"${name}":${JSON.stringify(value)}`;

/** UTF-8 of a recorded event before and after what the ledger adds, which stands in one piece between the two. */
export interface Frame {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
}

/** A fact ready to be recorded: its attributes and the RFC 8785 text of its data. */
export interface Prepared {
  readonly fact: PostedFact;
  readonly dataText: string;
  /** What its event is made of, where another thread has made it. */
  readonly frame?: Frame;
}

/** From the attributes after `data` up to the ledger's part. */
export const headText = ({ datacontenttype, dataschema, id }: PostedFact): string =>
  `${member('datacontenttype', datacontenttype)}${member('dataschema', dataschema)}${member('id', id)}`;

export const tailText = ({ source, subject, time, type }: PostedFact): string =>
  `${member('source', source)},"specversion":"1.0"${member('subject', subject)}${member('time', time)}${member('type', type)}}`;

const ledgerText = ({ nonce, recordedBy, recordedAt, revision }: LedgerPart): string =>
  `${member('nonce', nonce)}${member('recordedby', recordedBy)},"recordedtime":"${timeText(recordedAt)}","revision":${revision}`;

/** What the text of every event begins with. */
export const DATA_START = '{"data":';

/**
 * RFC 8785 text of the recorded event. The attributes stand in the order of their names and `dataText` is canonical, so
 * joining them is the canonical form (asserted against a general canonicalizer in the tests).
 */
export const recordedText = (fact: PostedFact, dataText: string, part: LedgerPart): string =>
  DATA_START + dataText + headText(fact) + ledgerText(part) + tailText(fact);

const framedBytes = ({ head, tail }: Frame, part: LedgerPart): Buffer => {
  const middle = ledgerText(part);
  // UTF-8 takes at most three bytes for a UTF-16 unit.
  const bytes = Buffer.allocUnsafe(head.length + middle.length * 3 + tail.length);
  bytes.set(head, 0);
  const end = head.length + bytes.write(middle, head.length);
  bytes.set(tail, end);
  return bytes.subarray(0, end + tail.length);
};

/** The entry of the log for a fact. Its text is only read where somebody asks for it. */
export const recordedEntry = (
  { fact, dataText, frame }: Prepared,
  part: LedgerPart,
): LogEntry & { readonly bytes: Uint8Array } => {
  const bytes = frame ? framedBytes(frame, part) : Buffer.from(recordedText(fact, dataText, part));
  const { source, id, subject } = fact;
  return {
    bytes,
    get text() {
      return bytes.toString('utf8');
    },
    source,
    id,
    subject,
    recordedAt: part.recordedAt,
  };
};

/** The poster's part of a fact, or of the event that was recorded of it. */
const posterPart = (event: PostedFact | RecordedEvent): Record<string, unknown> => ({
  data: event.data,
  datacontenttype: event.datacontenttype,
  dataschema: event.dataschema,
  id: event.id,
  source: event.source,
  subject: event.subject,
  time: event.time,
  type: event.type,
});

/** Pointer and posted value of the first difference between a posted fact and what is recorded of it, if any. */
export const firstDifference = (posted: PostedFact, recorded: RecordedEvent): JsonDifference | undefined =>
  jsonDifference(posterPart(posted), posterPart(recorded), '');

/** Canonical text of any data whose keys are not known to be in order. */
export const canonicalText = (data: unknown): string => canonicalJson(data);
