import * as z from 'zod';
import { SCHEMAS } from '../../domain/catalogue.ts';
import { BATCH_TYPE, JSON_TYPE, NDJSON_TYPE } from '../mediaType.ts';
import { FACT_EXAMPLE, FAULTY_EXAMPLE } from './factExamples.ts';
import { BATCH_RESULT, FACT, RECORDED, RECORDED_EVENT } from './facts.ts';
import type { Operations } from './operation.ts';
import {
  AS_OF,
  AS_OF_PARAMETER,
  CURSOR_PARAMETER,
  DRY_RUN_PARAMETER,
  dateText,
  LIMIT_PARAMETER,
  READ_HEADERS,
} from './shapes.ts';

const TAG = 'events';

const STREAM = z.string().meta({
  description:
    'One JSON object a line: {line, errors, fact} of each refused line, {progress} every 1,000 lines, {summary} at the end; without it the answer is incomplete',
});
const CLOUD_EVENT_TYPE = 'application/cloudevents+json';

export const EVENT_OPERATIONS: Operations = {
  'POST /v1/events': {
    tag: TAG,
    summary: 'Records facts: one, a batch, or a stream of any length',
    description:
      'A repeat of a recorded fact (same source and id, same content) answers the original with Idempotency-Hit. What is answered with 2xx is durable.',
    query: z.object({
      atomic: z.enum(['true', 'false']).optional().meta({ description: 'All or nothing' }),
      dryRun: DRY_RUN_PARAMETER,
      results: z
        .enum(['refused', 'all'])
        .optional()
        .meta({ description: 'Of a stream: answers each line, for clients that read while they write' }),
    }),
    headers: z.object({
      'If-Match': z
        .string()
        .regex(/^"\d{1,15}"$/)
        .optional()
        .meta({ description: 'Revision that the subject of a single fact is at, in quotation marks' }),
    }),
    body: {
      [CLOUD_EVENT_TYPE]: FACT,
      [JSON_TYPE]: FACT,
      [BATCH_TYPE]: z.array(FACT).max(1_000),
      [NDJSON_TYPE]: z.string().meta({ description: 'One fact a line' }),
    },
    answers: {
      200: {
        description: 'A repeat, a dry run, a batch or a stream',
        content: { [JSON_TYPE]: z.union([RECORDED, z.array(BATCH_RESULT)]), [NDJSON_TYPE]: STREAM },
      },
      201: { description: 'Recorded', content: { [JSON_TYPE]: RECORDED } },
    },
    examples: [
      { summary: 'A pledge', body: FACT_EXAMPLE, status: 201 },
      { summary: 'The same again', body: FACT_EXAMPLE, status: 200 },
      { summary: 'A dry run', query: { dryRun: 'true' }, body: FACT_EXAMPLE, status: 200 },
      { summary: 'An amount that is a number', body: FAULTY_EXAMPLE, status: 400 },
      {
        summary: 'The same id with another content',
        body: { ...FACT_EXAMPLE, data: { ...FACT_EXAMPLE.data, securedAmount: '9000000.00' } },
        status: 409,
      },
      { summary: 'A batch', type: BATCH_TYPE, body: [FACT_EXAMPLE, FAULTY_EXAMPLE], status: 200 },
      {
        summary: 'A stream',
        type: NDJSON_TYPE,
        body: `${JSON.stringify(FACT_EXAMPLE)}\n${JSON.stringify(FAULTY_EXAMPLE)}\n`,
        status: 200,
      },
    ],
  },
  'GET /v1/events': {
    tag: TAG,
    summary: 'The recorded events in the order of the log',
    description: 'A page may be short, or empty, before the end: go on while `next` is not null.',
    query: z.object({
      subject: z.string().optional(),
      type: z
        .enum(Object.keys(SCHEMAS) as [string, ...string[]])
        .optional()
        .meta({ example: 'pledge.registered' }),
      institution: z.string().optional().meta({ description: 'Code of who posted it' }),
      from: dateText().optional().meta({ description: 'First effective date' }),
      to: dateText().optional().meta({ description: 'Last effective date' }),
      asOf: AS_OF_PARAMETER,
      cursor: CURSOR_PARAMETER,
      limit: LIMIT_PARAMETER,
    }),
    headers: READ_HEADERS,
    answers: {
      200: {
        description: 'A page, or all of them as NDJSON',
        content: {
          [JSON_TYPE]: z.strictObject({
            asOf: AS_OF,
            events: z.array(RECORDED_EVENT),
            next: z.string().nullable(),
          }),
          [NDJSON_TYPE]: z.string().meta({ description: 'One recorded event a line' }),
        },
      },
    },
    examples: [
      { summary: 'Pledges, ten at a time', query: { type: 'pledge.registered', limit: '10' }, status: 200 },
      { summary: 'All as NDJSON', headers: { Accept: NDJSON_TYPE }, status: 200 },
      { summary: 'An unknown type', query: { type: 'pledge.registerd' }, status: 400 },
    ],
  },
};
