import * as z from 'zod';
import { CATALOGUE, type EventType, SCHEMAS, schemaName } from '../../domain/catalogue.ts';
import { POSTED_ENVELOPE } from '../../domain/envelope.ts';
import { base64Hash, digits, FACT_KEY, MESSAGE, REFUSAL, timeText } from './shapes.ts';

/** Facts as they are posted, one schema for each type of the catalogue, and events as they are recorded. */

const POSTABLE: readonly EventType[] = [...CATALOGUE.values()]
  .filter(({ origin }) => origin === 'posted')
  .map(({ type }) => type);

/** `pledge.registered` → `PledgeRegistered`. */
const componentName = (type: EventType): string =>
  type
    .split('.')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

const factOf = (type: EventType) => {
  const { lines } = CATALOGUE.get(type) as { readonly lines: readonly string[] };
  return POSTED_ENVELOPE.extend({
    type: z.literal(type),
    dataschema: z.literal(schemaName(type)).optional(),
    subject: z.string().meta({ description: `<line>/<case id>, line: ${lines.join(', ')}` }),
    data: SCHEMAS[type],
  }).meta({ id: componentName(type) });
};

export const FACT = z
  .discriminatedUnion('type', POSTABLE.map(factOf) as unknown as [ReturnType<typeof factOf>])
  .meta({ id: 'Fact', description: 'A CloudEvents 1.0 event whose data is that of its type' });

export const RECORDED_EVENT = z
  .strictObject({
    specversion: z.literal('1.0'),
    id: z.string(),
    source: z.string(),
    type: z.enum(Object.keys(SCHEMAS) as [string, ...string[]]),
    subject: z.string(),
    time: z.string().optional(),
    datacontenttype: z.string().optional(),
    dataschema: z.string(),
    data: z.record(z.string(), z.unknown()),
    revision: z.int().nonnegative(),
    recordedtime: timeText(),
    recordedby: z.string(),
    nonce: z.string(),
    logindex: digits(),
  })
  .meta({ id: 'RecordedEvent', description: 'A fact as recorded, with its place in the log' });

const RECORDED_SHAPE = {
  id: z.string(),
  subject: z.string(),
  revision: z.int().nonnegative(),
  sequence: digits(),
  leafHash: base64Hash(),
  recordedTime: timeText(),
  recordedEvent: RECORDED_EVENT,
};

export const RECORDED = z
  .strictObject(RECORDED_SHAPE)
  .meta({ id: 'Recorded', description: 'Where a fact stands in the log' });

export const BATCH_RESULT = z
  .union([
    z.strictObject({ status: z.int(), repeated: z.literal(true).optional(), ...RECORDED_SHAPE }),
    z.strictObject({ status: z.int(), errors: z.array(REFUSAL) }),
  ])
  .meta({ id: 'BatchResult', description: 'What became of one fact of a batch' });

export const FINDING_STATEMENT = z.strictObject({
  state: z.enum(['explained', 'resolved']),
  text: z.string(),
  effectiveOn: z.iso.date(),
  source: z.string(),
  id: z.string(),
  sequence: digits(),
});

export const FINDING = z
  .strictObject({
    others: z
      .int()
      .optional()
      .meta({ description: 'Contracts of others, which an institution does not see' }),
    id: z.string(),
    code: z.string(),
    message: MESSAGE,
    state: z.enum(['open', 'explained', 'resolved']),
    sequence: digits(),
    recordedTime: timeText(),
    subjects: z.array(z.string()),
    events: z.array(FACT_KEY),
    statements: z.array(FINDING_STATEMENT),
  })
  .meta({ id: 'Finding' });
