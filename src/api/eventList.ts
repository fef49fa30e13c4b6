import type { Response } from 'express';
import type { Actor } from '../domain/actor.ts';
import { isEventType } from '../domain/catalogue.ts';
import type { RecordedEvent } from '../domain/envelope.ts';
import { SOURCE_PREFIX } from '../domain/shapes.ts';
import { usccProblem } from '../domain/uscc.ts';
import { type JournalReader, type StoredEvent, withLogIndex } from '../journal/reader.ts';
import type { LedgerReader } from '../main.ts';
import { wrongUse } from '../problem.ts';
import { setLedgerSequence } from './answers.ts';
import { asOfJson, resolveAsOf } from './asOf.ts';
import { type Audience, restrictionOf } from './authorization.ts';
import { writeAll } from './body.ts';
import type { ApiContext, Handler } from './context.ts';
import { cursorAt, placeOf } from './cursor.ts';
import { requireLetIn } from './letIn.ts';
import { PAGE_LIMIT, PAGE_LIMIT_MAX, PAGE_SLICES_MAX, SLICE_EVENTS } from './limits.ts';
import { JSON_TYPE, NDJSON_TYPE } from './mediaType.ts';
import { isSeen } from './ownPart.ts';
import { dateParameter, onlyKnown, type Parameters } from './parameters.ts';
import { limitParameter, queryOf } from './query.ts';
import { answerReading, awaitVintages, type Place } from './reading.ts';
import { acceptedType } from './representation.ts';

/** `GET /v1/events`: the recorded events in the order of the log, a page at a time or all of them as NDJSON. */

export interface EventFilter {
  readonly subject?: string | undefined;
  readonly type?: string | undefined;
  /** `urn:uscc:…` of who posted it. */
  readonly source?: string | undefined;
  /** First and last effective date. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Whether who asks sees the subject; all are seen without it. */
  readonly sees?: ((subject: string) => boolean) | undefined;
}

const given = (parameters: Parameters, name: string): string | undefined => {
  if (parameters[name] === '') throw wrongUse(`${name} 为空`, `${name} is empty`);
  return parameters[name];
};

/** @throws Problem USAGE */
export const eventFilterOf = (parameters: Parameters): EventFilter => {
  const { type, institution } = parameters;
  if (type !== undefined && !isEventType(type))
    throw wrongUse(`未知的事件类型 "${type}"`, `unknown event type "${type}"`);
  if (institution !== undefined && usccProblem(institution) !== undefined)
    throw wrongUse(
      `institution "${institution}"：应为统一社会信用代码`,
      `institution "${institution}": a unified social credit code`,
    );
  const from = dateParameter(parameters, 'from');
  const to = dateParameter(parameters, 'to');
  if (from !== undefined && to !== undefined && from > to)
    throw wrongUse(`from ${from} 晚于 to ${to}`, `from ${from} is after to ${to}`);
  return {
    subject: given(parameters, 'subject'),
    type,
    source: institution === undefined ? undefined : SOURCE_PREFIX + institution,
    from,
    to,
  };
};

/** Whether an event passes; its text is looked at first, because parsing costs most of a scan. */
const passes = (text: string, { type, source, from, to, sees }: EventFilter): boolean => {
  if (type !== undefined && !text.includes(`"type":"${type}"`)) return false;
  if (source !== undefined && !text.includes(`"source":"${source}"`)) return false;
  if ((type ?? source ?? from ?? to ?? sees) === undefined) return true;
  const event = JSON.parse(text) as RecordedEvent;
  const { effectiveOn } = event.data;
  return (
    (type === undefined || event.type === type) &&
    (source === undefined || event.source === source) &&
    (from === undefined || effectiveOn >= from) &&
    (to === undefined || effectiveOn <= to) &&
    (sees === undefined || sees(event.subject))
  );
};

/** What one slice of the log has, and the place after it. */
interface Slice {
  readonly events: readonly StoredEvent[];
  readonly next: number;
}

interface Range {
  readonly from: number;
  readonly size: number;
}

function* slicesOfSubject(journal: JournalReader, subject: string, range: Range): Generator<Slice> {
  const places = journal
    .ofSubject(subject, range.size)
    .map(({ sequence }) => sequence)
    .filter((sequence) => sequence >= range.from);
  for (let start = 0; start < places.length; start += SLICE_EVENTS) {
    const slice = places.slice(start, start + SLICE_EVENTS);
    const after = places[start + SLICE_EVENTS];
    yield {
      events: slice.flatMap((sequence) => journal.at(sequence) ?? []),
      next: after ?? range.size,
    };
  }
}

function* slicesOfLog(journal: JournalReader, { from, size }: Range): Generator<Slice> {
  for (let next = from; next < size; ) {
    const count = Math.min(SLICE_EVENTS, size - next);
    const events = journal.read(next, count);
    next += count;
    yield { events, next };
  }
}

/** The events of a range that pass, slice by slice. */
function* filteredSlices(journal: JournalReader, filter: EventFilter, range: Range): Generator<Slice> {
  const slices =
    filter.subject === undefined
      ? slicesOfLog(journal, range)
      : slicesOfSubject(journal, filter.subject, range);
  for (const { events, next } of slices)
    yield { events: events.filter(({ text }) => passes(text, filter)), next };
}

/** At most `limit` events, and the place to go on from; a page may be short, or empty, before the end. */
export const pageOfEvents = (
  journal: JournalReader,
  filter: EventFilter,
  range: Range,
  limit: number,
): Slice => {
  const events: StoredEvent[] = [];
  let next = range.from;
  let slices = 0;
  for (const slice of filteredSlices(journal, filter, range)) {
    const room = limit - events.length;
    events.push(...slice.events.slice(0, room));
    const cut = slice.events[room];
    next = cut ? cut.sequence : slice.next;
    slices += 1;
    if (cut || events.length === limit || slices === PAGE_SLICES_MAX) return { events, next };
  }
  return { events, next: range.size };
};

/** A recorded event with its place, without parsing it. */
const lineOf = ({ sequence, text }: StoredEvent): string =>
  `${text.slice(0, -1)},"logindex":"${sequence}"}\n`;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const streamEvents = async (
  response: Response,
  slices: Iterable<Slice>,
  limit: number | undefined,
): Promise<void> => {
  let left = limit ?? Number.POSITIVE_INFINITY;
  response.setHeader('Content-Type', NDJSON_TYPE);
  for (const { events } of response.req.method === 'HEAD' ? [] : slices) {
    const wanted = events.slice(0, left);
    left -= wanted.length;
    await writeAll(response, wanted.map(lineOf).join(''));
    if (left === 0) break;
    // A scan that leaves nothing to write must not keep others from being answered.
    await turn();
  }
  response.end();
};

const KNOWN = ['subject', 'type', 'institution', 'from', 'to', 'asOf', 'cursor', 'limit'] as const;

const SEQUENCE = /^(\d{1,15})$/;

const filtersOf = ({ subject, type, institution, from, to }: Parameters): Parameters => ({
  subject,
  type,
  institution,
  from,
  to,
});

const EVENT_TYPES = [JSON_TYPE, NDJSON_TYPE];

/** What is asked for: the filter, the range of the log, and how many at most. @throws Problem USAGE */
const askedFor = (
  ledger: LedgerReader,
  parameters: Parameters,
  { only, limitMax }: { readonly only: string | undefined; readonly limitMax: number },
) => {
  onlyKnown(parameters, KNOWN);
  const { journal } = ledger;
  const sees = only === undefined ? undefined : (subject: string) => isSeen(ledger, subject, only);
  const filter = { ...eventFilterOf(parameters), sees };
  // The sequence of the last event seen: what follows it is answered.
  const [cursor] = placeOf(parameters.cursor, SEQUENCE, filtersOf(parameters)) ?? [];
  const limit = limitParameter(parameters, limitMax);
  const size = resolveAsOf(journal, parameters.asOf);
  return { filter, limit, range: { from: cursor === undefined ? 0 : Number(cursor) + 1, size } };
};

/** A page of events. */
export const readEvents = (ledger: LedgerReader, parameters: Parameters, { only }: Pick<Place, 'only'>) => {
  const { journal } = ledger;
  const { filter, limit, range } = askedFor(ledger, parameters, { only, limitMax: PAGE_LIMIT_MAX });
  const { events, next } = pageOfEvents(journal, filter, range, limit ?? PAGE_LIMIT);
  return {
    asOf: asOfJson(journal, range.size),
    events: events.map(withLogIndex),
    next: next < range.size ? cursorAt(String(next - 1), filtersOf(parameters)) : null,
  };
};

/** The slices as long as the actor may have them: a revoked key gets no more of a download under way. */
function* whileLetIn<T>(
  context: ApiContext,
  { actor, audience }: { readonly actor: Actor; readonly audience: readonly Audience[] },
  slices: Iterable<T>,
): Generator<T> {
  for (const slice of slices) {
    requireLetIn(context, actor, audience);
    yield slice;
  }
}

/** `GET /v1/events`, as a page or as NDJSON of any length. */
export const getEvents = (context: ApiContext): Handler => {
  const answerPage = answerReading(context, '/v1/events', readEvents);
  return async (request, response, actor, audience) => {
    if (acceptedType(request, EVENT_TYPES) === JSON_TYPE)
      return answerPage(request, response, actor, audience);
    response.setHeader('Vary', 'Accept, Authorization');
    const parameters = queryOf(request.url);
    onlyKnown(parameters, KNOWN);
    await awaitVintages(context, parameters);
    const { journal } = context.projected;
    const only = restrictionOf(actor, audience);
    const { filter, limit, range } = askedFor(context.projected, parameters, {
      only,
      limitMax: Number.MAX_SAFE_INTEGER,
    });
    setLedgerSequence(response, context.projection.size);
    const slices = whileLetIn(context, { actor, audience }, filteredSlices(journal, filter, range));
    return streamEvents(response, slices, limit);
  };
};
