import * as z from 'zod';
import type { AnyData, EventType } from './catalogue.ts';
import { FACT_ID_LENGTH_MAX, fault, sourceUrn, text, time } from './shapes.ts';

/** The CloudEvents envelope (domain.md §2). */

/** Attributes of a fact as its poster gives it, its data checked and in canonical form. */
export interface PostedFact {
  readonly source: string;
  readonly id: string;
  readonly type: EventType;
  readonly subject: string;
  readonly time?: string | undefined;
  readonly datacontenttype?: string | undefined;
  readonly dataschema: string;
  readonly data: AnyData;
  /** Microseconds; only where the ledger is a demonstration. It is no part of what makes a repeat. */
  readonly recordedtime?: number | undefined;
  /** What intake has seen of the data, so that most facts are decided without parsing it again on another thread. */
  readonly seen?: {
    readonly effectiveOn: string;
    /** Whether the fact breaks no rule as the only one of its contract. */
    readonly opens: boolean;
    /** Fen of the money in it; NaN where that is more than a number holds exactly. */
    readonly turnover: number;
  };
}

/** The fact with other data; it may be one whose attributes are read where they are asked for. */
export const withData = (fact: PostedFact, data: AnyData): PostedFact => {
  const { source, id, type, subject, time, datacontenttype, dataschema, recordedtime } = fact;
  return { source, id, type, subject, time, datacontenttype, dataschema, data, recordedtime };
};

/** An event as recorded: what the poster gave and what the ledger added. */
export interface RecordedEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: EventType;
  readonly subject: string;
  readonly time?: string;
  readonly datacontenttype?: string;
  readonly dataschema: string;
  readonly data: AnyData;
  /** Place in the subject, from 0. */
  readonly revision: number;
  /** Ledger clock, `2021-03-10T01:00:00.000000Z`, strictly increasing along the log. */
  readonly recordedtime: string;
  readonly recordedby: string;
  readonly nonce: string;
}

/** A recorded event with its place in the log. */
export interface LoggedEvent {
  readonly sequence: number;
  readonly event: RecordedEvent;
}

/** At most this many bytes as recorded (a C2SP entry has a 16-bit length). */
export const EVENT_BYTES_MAX = 65_535;

/** Key under which a fact is known: unique in the log (R8). Neither part holds a space before the id. */
export const keyOf = (fact: { readonly source: string; readonly id: string }): string =>
  `${fact.source} ${fact.id}`;

/** The identity of a {@link keyOf}. */
export const fromKey = (key: string): { readonly source: string; readonly id: string } => {
  const space = key.indexOf(' ');
  return { source: key.slice(0, space), id: key.slice(space + 1) };
};

/** The data is checked by the schema of its type; here it only has to be an object. */
const requireObject = (payload: z.core.ParsePayload<unknown>): void => {
  const { value } = payload;
  if (value === undefined) fault(payload, 'FIELD_MISSING');
  else if (typeof value !== 'object' || value === null || Array.isArray(value))
    fault(payload, 'TYPE_WRONG', [], { expected: { zh: '对象', en: 'object' } });
};

/** CloudEvents 1.0 has no control characters in attributes. */
const requirePrintable = (payload: z.core.ParsePayload<string>): void => {
  if (/\p{Cc}/u.test(payload.value))
    fault(payload, 'VALUE_FORM', [], { expected: { zh: '无控制字符', en: 'no control characters' } });
};

/** The attributes that a poster may give; `data` is checked by the schema of the type. */
export const POSTED_ENVELOPE = z.strictObject({
  data: z.unknown().check(requireObject),
  datacontenttype: z.literal('application/json').optional(),
  dataschema: z.string().optional(),
  id: text(FACT_ID_LENGTH_MAX).check(requirePrintable),
  recordedtime: time().optional(),
  source: sourceUrn(),
  specversion: z.literal('1.0'),
  subject: z.string(),
  time: time().optional(),
  type: z.string(),
});
