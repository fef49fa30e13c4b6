import { hash, randomBytes } from 'node:crypto';
import type { PostedFact, RecordedEvent } from '../domain/envelope.ts';
import { type JsonDifference, jsonDifference } from '../domain/jsonDifference.ts';
import { DATA_START, headText, tailText } from '../domain/recordedText.ts';
import { canonicalJson } from '../transparency/index.ts';

/** The canonical form of a recorded event, and what makes a repeat. */

const NONCE_BYTES = 16;

export type NonceSource = (source: string, id: string) => string;

/** Randomness is drawn for many nonces at once: one call to the system for each cost more than all the rest of a nonce. */
const POOL_BYTES = NONCE_BYTES * 256;
let pool = Buffer.alloc(0);
let poolStart = 0;

/** 16 random bytes: they keep low-entropy records from being guessed from public hashes. */
export const randomNonce: NonceSource = () => {
  if (poolStart === pool.length) {
    pool = randomBytes(POOL_BYTES);
    poolStart = 0;
  }
  const start = poolStart;
  poolStart += NONCE_BYTES;
  return pool.toString('base64url', start, poolStart);
};

/** In a demonstration the nonce is derived, so that the same history is the same bytes. */
export const derivedNonce =
  (origin: string): NonceSource =>
  (source, id) =>
    Buffer.from(
      hash('sha256', `${origin}\n${source}\n${id}`, 'binary').slice(0, NONCE_BYTES),
      'latin1',
    ).toString('base64url');

/**
 * UTF-8 of a recorded event without what the ledger adds, which stands in one piece between `start` … `headEnd` and
 * `headEnd` … `end`.
 */
export interface Frame {
  readonly bytes: Buffer;
  readonly start: number;
  readonly headEnd: number;
  readonly end: number;
}

/** A fact ready to be recorded: its attributes and the RFC 8785 text of its data. */
export interface Prepared {
  readonly fact: PostedFact;
  readonly dataText: string;
  /** What its event is made of, where another thread has made it. */
  readonly frame?: Frame;
}

/** The ledger's part takes less: a nonce, who recorded, a time and a number. */
const LEDGER_PART_BYTES_MAX = 1_024;

/** What the event of a fact takes at the most, known before it is decided. */
export const eventBytesAtMost = ({ fact, dataText, frame }: Prepared): number => {
  const ofFact = frame
    ? frame.end - frame.start
    : Buffer.byteLength(DATA_START + dataText + headText(fact) + tailText(fact));
  return ofFact + LEDGER_PART_BYTES_MAX;
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
