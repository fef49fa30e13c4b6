import { hash, randomBytes } from 'node:crypto';
import { timeText } from '../domain/calendar.ts';
import type { PostedFact, RecordedEvent } from '../domain/envelope.ts';
import { type JsonDifference, jsonDifference } from '../domain/jsonDifference.ts';
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

/**
 * RFC 8785 text of the recorded event. The attributes stand in the order of their names and `dataText` is canonical, so
 * joining them is the canonical form (asserted against a general canonicalizer in the tests).
 */
export const recordedText = (fact: PostedFact, dataText: string, part: LedgerPart): string =>
  `{"data":${dataText}${member('datacontenttype', fact.datacontenttype)}${member('dataschema', fact.dataschema)}${member(
    'id',
    fact.id,
  )}${member('nonce', part.nonce)}${member('recordedby', part.recordedBy)}${member(
    'recordedtime',
    timeText(part.recordedAt),
  )},"revision":${part.revision}${member('source', fact.source)},"specversion":"1.0"${member(
    'subject',
    fact.subject,
  )}${member('time', fact.time)}${member('type', fact.type)}}`;

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
