import { parseTime } from '../domain/calendar.ts';
import { CATALOGUE, type EventType, isEventType, schemaName } from '../domain/catalogue.ts';
import { EVENT_BYTES_MAX, POSTED_ENVELOPE, type PostedFact } from '../domain/envelope.ts';
import { INDICATOR_CODES } from '../domain/events/bureau.ts';
import { type Refusal, refuse } from '../domain/refusal.ts';
import { holdsPersonalData } from '../domain/shapes.ts';
import { parseStrictJson } from '../domain/strictJson.ts';
import { type Line, lineOfSubject, subjectForm } from '../domain/subject.ts';
import { validate, validateData } from '../domain/validation.ts';
import type { Prepared } from '../recorder/recorder.ts';

/** Intake: from what was posted to a typed fact, or to precise refusals. What the log must know comes later (judge.ts). */

export interface IntakeOptions {
  /** Only a demonstration ledger takes facts with a recorded time of their own. */
  readonly demonstration: boolean;
}

export type Intake =
  | ({ readonly ok: true } & Prepared)
  | { readonly ok: false; readonly refusals: readonly Refusal[]; readonly posted: unknown };

/** A fact with the text of its data. */
export type PreparedFact = Extract<Intake, { ok: true }>;

/** A longer line is not even parsed: as recorded it could only be larger than an event may be. */
export const LINE_CHARS_MAX = 1_048_576;
/** UTF-8 takes at most three bytes for one UTF-16 code unit, so shorter texts need not be measured. */
const SURELY_SMALL_CHARS = Math.floor(EVENT_BYTES_MAX / 3);

const INDICATORS: ReadonlySet<string> = new Set(INDICATOR_CODES);

const refused = (posted: unknown, ...refusals: Refusal[]): Intake => ({ ok: false, refusals, posted });

const tooLarge = (size: number): Refusal =>
  refuse('FACT_TOO_LARGE', { pointer: '', with: { size, max: EVENT_BYTES_MAX } });

/** What a text says: a JSON value, or why it is none that can be taken. */
export type ReadText =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly refused: Intake };

/**
 * Reads one line of NDJSON (or the body of one post), decoded from UTF-8. What is not JSON stands as text in the refusal.
 */
export const readText = (text: string): ReadText => {
  if (text.length > LINE_CHARS_MAX)
    return { ok: false, refused: refused(text.slice(0, SURELY_SMALL_CHARS), tooLarge(text.length)) };
  const parsed = parseStrictJson(text, true);
  return parsed.ok ? parsed : { ok: false, refused: refused(text, parsed.refusal) };
};

/** Takes what a text of so many characters says. */
export const intakeRead = (read: ReadText, chars: number, options: IntakeOptions): Intake => {
  if (!read.ok) return read.refused;
  // A text can only be larger than the fact it states, so a small one need not be measured.
  return chars > SURELY_SMALL_CHARS ? intakeValue(read.value, options) : intakeMeasured(read.value, options);
};

/** Takes one line of NDJSON (or the body of one post). */
export const intakeText = (text: string, options: IntakeOptions): Intake =>
  intakeRead(readText(text), text.length, options);

/** Takes a parsed JSON value. */
export const intakeValue = (value: unknown, options: IntakeOptions): Intake => {
  const bytes = Buffer.byteLength(JSON.stringify(value));
  return bytes > EVENT_BYTES_MAX ? refused(value, tooLarge(bytes)) : intakeMeasured(value, options);
};

const intakeMeasured = (value: unknown, options: IntakeOptions): Intake =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? intakeObject(value as Record<string, unknown>, options)
    : refused(JSON.stringify(value), refuse('JSON_NOT_OBJECT', { pointer: '', value }));

const intakeObject = (posted: Record<string, unknown>, options: IntakeOptions): Intake => {
  const envelope = validate(POSTED_ENVELOPE, posted, '');
  const refusals: Refusal[] = envelope.ok ? [] : [...envelope.refusals];
  if (!options.demonstration && posted.recordedtime !== undefined)
    refusals.push(refuse('FIELD_UNKNOWN', { pointer: '/recordedtime', value: posted.recordedtime }));
  const { type, subject, dataschema } = posted;
  if (typeof type !== 'string') return refused(posted, ...refusals);
  const found = isEventType(type) ? CATALOGUE.get(type) : undefined;
  if (!found) return refused(posted, ...refusals, refuse('TYPE_UNKNOWN', { pointer: '/type', value: type }));
  if (found.origin === 'ledger')
    return refused(posted, ...refusals, refuse('TYPE_NOT_POSTABLE', { pointer: '/type', value: type }));
  if (typeof subject === 'string') refusals.push(...subjectRefusals(subject, found.lines));
  const expected = schemaName(found.type);
  if (typeof dataschema === 'string' && dataschema !== expected)
    refusals.push(
      refuse('SCHEMA_VERSION', { pointer: '/dataschema', value: dataschema, with: { expected } }),
    );
  const isData = typeof posted.data === 'object' && posted.data !== null && !Array.isArray(posted.data);
  const data = isData ? validateData(found.type, posted.data, '/data') : undefined;
  if (data?.ok === false) refusals.push(...data.refusals);
  if (refusals.length > 0 || !envelope.ok || !data?.ok) return refused(posted, ...refusals);
  return {
    ok: true,
    fact: factOfEnvelope(envelope.value, found.type, data.value),
    dataText: JSON.stringify(data.value),
  };
};

const subjectRefusals = (subject: string, lines: readonly Line[]): Refusal[] => {
  if (holdsPersonalData(subject)) return [refuse('PERSONAL_DATA', { pointer: '/subject', value: subject })];
  const line = lineOfSubject(subject, INDICATORS);
  if (line !== undefined && lines.includes(line)) return [];
  const expected = lines.length > 3 ? '<line>/<case id>' : lines.map(subjectForm).join(' | ');
  return [refuse('SUBJECT_FORM', { pointer: '/subject', value: subject, with: { expected } })];
};

const factOfEnvelope = (
  envelope: {
    readonly source: string;
    readonly id: string;
    readonly subject: string;
    readonly time?: string | undefined;
    readonly datacontenttype?: string | undefined;
    readonly recordedtime?: string | undefined;
  },
  type: EventType,
  data: PostedFact['data'],
): PostedFact => {
  const { source, id, subject, time, datacontenttype, recordedtime } = envelope;
  const recordedAt = recordedtime === undefined ? undefined : parseTime(recordedtime);
  return {
    source,
    id,
    type,
    subject,
    ...(time === undefined ? {} : { time }),
    ...(datacontenttype === undefined ? {} : { datacontenttype }),
    dataschema: schemaName(type),
    data,
    ...(recordedAt === undefined ? {} : { recordedtime: recordedAt }),
  };
};
