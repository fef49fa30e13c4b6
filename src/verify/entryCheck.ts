import { isRecordedTime, parseTime } from '../domain/calendar.ts';
import { CATALOGUE, type EventType, isEventType, schemaName } from '../domain/catalogue.ts';
import type { Code } from '../domain/codes.ts';
import type { PostedFact, RecordedEvent } from '../domain/envelope.ts';
import { INDICATOR_CODES } from '../domain/events/bureau.ts';
import { isChange, isCorrection } from '../domain/history.ts';
import { validateInner } from '../domain/judge.ts';
import { lineOfSubject } from '../domain/subject.ts';
import { validateData } from '../domain/validation.ts';
import { canonicalJson } from '../transparency/index.ts';
import type { ReadEvent } from './events.ts';
import { failedAt } from './failure.ts';
import { isSurelyTextOf } from './surelyCanonical.ts';

/** Whether the bytes of an entry are a recorded event: its envelope, its data by the schema that it names, its canonical form. */

export interface EntryProblem {
  readonly code: Code | 'NOT_CANONICAL' | 'ENVELOPE';
  readonly pointer: string;
}

export type EntryRead =
  | { readonly ok: true; readonly event: RecordedEvent }
  | {
      readonly ok: false;
      readonly problem: EntryProblem;
      /** What the bytes say, where they are a JSON object at all. */
      readonly parsed: RecordedEvent | undefined;
    };

const INDICATORS: ReadonlySet<string> = new Set(INDICATOR_CODES);
const NONCE = /^[A-Za-z0-9_-]{22}$/;

const refused = (
  code: EntryProblem['code'],
  pointer: string,
  parsed: RecordedEvent | undefined,
): EntryRead => ({ ok: false, problem: { code, pointer }, parsed });

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** The first attribute that the ledger would not have written. */
const badAttribute = (event: RecordedEvent): string | undefined => {
  const { specversion, id, source, nonce, recordedby, recordedtime, revision } = event;
  if (specversion !== '1.0') return '/specversion';
  if (!isText(id)) return '/id';
  if (!isText(source)) return '/source';
  if (!isText(nonce) || !NONCE.test(nonce)) return '/nonce';
  if (!isText(recordedby)) return '/recordedby';
  if (!isText(recordedtime) || !isRecordedTime(recordedtime)) return '/recordedtime';
  if (!Number.isSafeInteger(revision) || revision < 0) return '/revision';
  return badPosted(event);
};

/** Of the attributes that a poster may leave out. */
const badPosted = ({ datacontenttype, time }: RecordedEvent): string | undefined => {
  if (datacontenttype !== undefined && datacontenttype !== 'application/json') return '/datacontenttype';
  return time === undefined || (isText(time) && parseTime(time) !== undefined) ? undefined : '/time';
};

/** The event with its data as its schema gives it: attributes in the order of their names, and none that does not belong there. */
const asRecorded = (event: RecordedEvent, data: unknown) => ({
  data,
  datacontenttype: event.datacontenttype,
  dataschema: event.dataschema,
  id: event.id,
  nonce: event.nonce,
  recordedby: event.recordedby,
  recordedtime: event.recordedtime,
  revision: event.revision,
  source: event.source,
  specversion: event.specversion,
  subject: event.subject,
  time: event.time,
  type: event.type,
});

/**
 * Whether a text is the canonical one of the event. Schemas give their data in the order of its names; only what holds the data
 * of another type has to be put in order.
 */
const isTextOf = (text: string, event: RecordedEvent, data: unknown): boolean => {
  const expected = asRecorded(event, data);
  if (isCorrection(event.type) || isChange(event.type)) return canonicalJson(defined(expected)) === text;
  return isSurelyTextOf(text, event, expected) || JSON.stringify(expected) === text;
};

const defined = (members: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

const isOnItsLine = (type: EventType, subject: unknown): boolean => {
  const line = typeof subject === 'string' ? lineOfSubject(subject, INDICATORS) : undefined;
  return line !== undefined && CATALOGUE.get(type)?.lines.includes(line) === true;
};

const parseObject = (text: string): RecordedEvent | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as RecordedEvent) : undefined;
  } catch {
    return undefined;
  }
};

/** Reads an entry. */
export const readEntry = (text: string): EntryRead => {
  const event = parseObject(text);
  return event ? checkEntry(text, event) : refused('JSON_INVALID', '', undefined);
};

/** Checks an entry that has been parsed. */
export const checkEntry = (text: string, event: RecordedEvent): EntryRead => {
  const { type, subject, dataschema } = event;
  if (typeof type !== 'string' || !isEventType(type)) return refused('TYPE_UNKNOWN', '/type', event);
  const attribute = badAttribute(event);
  if (attribute !== undefined) return refused('ENVELOPE', attribute, event);
  if (!isOnItsLine(type, subject)) return refused('SUBJECT_FORM', '/subject', event);
  if (dataschema !== schemaName(type)) return refused('SCHEMA_VERSION', '/dataschema', event);
  const data = validateData(type, event.data, '/data');
  if (!data.ok) {
    const [first] = data.refusals;
    return refused(first?.code ?? 'TYPE_WRONG', first?.pointer ?? '/data', event);
  }
  // Whatever else differs: names that stand twice or out of order, numbers of rights in another form, unknown attributes.
  if (!isTextOf(text, event, data.value)) return refused('NOT_CANONICAL', '', event);
  return { ok: true, event };
};

/** Checks the data inside a correction or a request, once the contract's events say what it is of. */
export const innerProblem = (
  event: RecordedEvent,
  typeOf: (key: string) => EventType | undefined,
): EntryProblem | undefined => {
  if (!isCorrection(event.type) && !isChange(event.type)) return undefined;
  const inner = validateInner(event as unknown as PostedFact, typeOf);
  if (inner.ok) return undefined;
  const [first] = inner.refusals;
  return { code: first?.code ?? 'TYPE_WRONG', pointer: first?.pointer ?? '/data' };
};

/** @throws DoesNotVerify ENTRY_REFUSED for the first event shown that is none */
export const checkEntries = (events: readonly ReadEvent[]): void => {
  for (const { index, text, event } of events) {
    const entry = checkEntry(text, event);
    if (!entry.ok)
      throw failedAt(index, 'ENTRY_REFUSED', `${entry.problem.code} ${entry.problem.pointer}`.trimEnd());
  }
};
