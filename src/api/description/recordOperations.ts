import * as z from 'zod';
import { CONTRACT_LINES, LINES } from '../../domain/subject.ts';
import { CSV_TYPE, JSON_TYPE, NDJSON_TYPE } from '../mediaType.ts';
import { FINDING, RECORDED, RECORDED_EVENT } from './facts.ts';
import type { Operation, Operations } from './operation.ts';
import {
  AS_OF,
  AS_OF_PARAMETER,
  CURSOR_PARAMETER,
  DRY_RUN_PARAMETER,
  digits,
  FACT_KEY,
  LIMIT_PARAMETER,
  monthText,
  READ_HEADERS,
  signedDigits,
  timeText,
} from './shapes.ts';

/** Contracts, findings, and the bureau's own records. */

const STATE = z.record(z.string(), z.unknown()).nullable();
const CSV = z.string().meta({ description: 'UTF-8 with a byte order mark' });
const NDJSON = z.string().meta({ description: 'One item a line' });
const MARK = z.strictObject({ source: z.string(), id: z.string(), sequence: digits() });

const HISTORY = z
  .strictObject({
    subject: z.string(),
    asOf: AS_OF,
    revision: z.int(),
    state: STATE,
    events: z.array(
      z.strictObject({
        revision: z.int(),
        event: RECORDED_EVENT,
        effectiveData: z.record(z.string(), z.unknown()).nullable(),
        correctedBy: MARK.optional(),
        withdrawnBy: MARK.optional(),
        state: STATE,
        effects: z.array(
          z.strictObject({
            measure: z.string(),
            month: monthText(),
            amountFen: signedDigits().optional(),
            count: signedDigits().optional(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'History' });

const STANDING = z
  .looseObject({
    sequence: digits(),
    recordedTime: timeText(),
    recordedBy: z.string(),
    recordedFrom: z.string(),
    id: z.string(),
    effectiveOn: z.iso.date(),
    indicator: z.string(),
    year: z.int(),
  })
  .meta({
    id: 'StandingRecord',
    description: 'A record of the bureau as it stands, its data among the members',
  });

/** A list as of a moment, as JSON or a table. */
const listOf = (
  options: Pick<Operation, 'tag' | 'summary'> & {
    readonly name: string;
    readonly item: z.ZodType;
    readonly query?: z.core.$ZodLooseShape;
    /** Beside the items. */
    readonly more?: z.core.$ZodLooseShape;
    readonly examples?: Operation['examples'];
  },
): Operation => ({
  tag: options.tag,
  summary: options.summary,
  query: z.object({ asOf: AS_OF_PARAMETER, ...options.query }),
  headers: READ_HEADERS,
  answers: {
    200: {
      description: 'As of a moment',
      content: {
        [JSON_TYPE]: z.strictObject({ asOf: AS_OF, [options.name]: z.array(options.item), ...options.more }),
        [CSV_TYPE]: CSV,
        [NDJSON_TYPE]: NDJSON,
      },
    },
  },
  examples: options.examples ?? [
    { summary: 'As it stands', status: 200 },
    { summary: 'As CSV', headers: { Accept: CSV_TYPE }, status: 200 },
  ],
});

export const RECORD_OPERATIONS: Operations = {
  'GET /v1/contracts': {
    tag: 'contracts',
    summary: 'The register of contracts, by line and name',
    query: z.object({
      line: z.enum(CONTRACT_LINES).optional(),
      cursor: z
        .string()
        .optional()
        .meta({ description: '`next` of the page before: the last contract seen' }),
      limit: LIMIT_PARAMETER,
      asOf: AS_OF_PARAMETER,
    }),
    headers: READ_HEADERS,
    answers: {
      200: {
        description: 'A page of the register',
        content: {
          [JSON_TYPE]: z.strictObject({
            asOf: AS_OF,
            contracts: z.array(z.strictObject({ subject: z.string(), revision: z.int(), state: STATE })),
            next: z.string().nullable(),
          }),
          [CSV_TYPE]: CSV,
          [NDJSON_TYPE]: NDJSON,
        },
      },
    },
    examples: [
      { summary: 'Pledges', query: { line: 'pledge', limit: '2' }, status: 200 },
      { summary: 'As CSV', headers: { Accept: CSV_TYPE }, status: 200 },
      { summary: 'No such line', query: { line: 'loan' }, status: 400 },
    ],
  },
  'GET /v1/contracts/:line/:id': {
    tag: 'contracts',
    summary: 'A contract: its state, its events and what each did',
    path: z.object({
      line: z.enum(LINES).meta({ example: 'pledge' }),
      id: z.string().meta({ example: 'C1' }),
    }),
    query: z.object({ asOf: AS_OF_PARAMETER }),
    headers: READ_HEADERS,
    answers: { 200: { description: 'State and history', content: { [JSON_TYPE]: HISTORY } } },
    examples: [
      { summary: 'A pledge', path: { line: 'pledge', id: 'C1' }, status: 200 },
      { summary: 'One that is not there', path: { line: 'pledge', id: 'nothing' }, status: 404 },
    ],
  },
  'GET /v1/findings': listOf({
    tag: 'findings',
    summary: 'What does not fit, within contracts or between them',
    name: 'findings',
    item: FINDING,
    query: {
      code: z.string().optional(),
      subject: z.string().optional(),
      cursor: CURSOR_PARAMETER,
      limit: LIMIT_PARAMETER,
    },
    more: { next: z.string().nullable() },
  }),
  'POST /v1/findings/:id': {
    tag: 'findings',
    summary: 'Explains or resolves a finding',
    path: z.object({ id: z.string().meta({ example: '0123456789abcdef' }) }),
    query: z.object({ dryRun: DRY_RUN_PARAMETER }),
    body: {
      [JSON_TYPE]: z.strictObject({
        action: z.enum(['explain', 'resolve']),
        text: z.string().meta({ minLength: 1, maxLength: 200 }),
        source: z.string(),
        id: z.string().meta({ minLength: 1, maxLength: 128 }),
      }),
    },
    answers: {
      200: { description: 'A repeat, or a dry run', content: { [JSON_TYPE]: RECORDED } },
      201: { description: 'Recorded', content: { [JSON_TYPE]: RECORDED } },
    },
    examples: [
      {
        summary: 'A finding that there is none of',
        path: { id: '0123456789abcdef' },
        body: { action: 'explain', text: 'checked', source: 'urn:uscc:91441900MA00BK01X6', id: 'f-1' },
        status: 422,
      },
    ],
  },
  'GET /v1/periods': listOf({
    tag: 'bureau',
    summary: 'Closed periods',
    name: 'periods',
    item: z.strictObject({
      period: z.string(),
      state: z.literal('closed'),
      sequence: digits(),
      recordedTime: timeText(),
      recordedBy: z.string(),
      source: z.string(),
      id: z.string(),
    }),
  }),
  'GET /v1/targets': listOf({
    tag: 'bureau',
    summary: 'Targets in force',
    name: 'targets',
    item: STANDING,
  }),
  'GET /v1/observations': listOf({
    tag: 'bureau',
    summary: 'Observations in force',
    name: 'observations',
    item: STANDING,
  }),
  'GET /v1/changes': listOf({
    tag: 'bureau',
    summary: 'Changes requested, and what became of them',
    name: 'changes',
    item: z.strictObject({
      request: FACT_KEY,
      subject: z.string(),
      sequence: digits(),
      type: z.string(),
      reason: z.string(),
      requestedBy: z.string(),
      state: z.enum(['waiting', 'approved', 'rejected']),
      decidedBy: MARK.optional(),
    }),
  }),
};
