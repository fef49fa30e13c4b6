import * as z from 'zod';
import { CSV_TYPE, JSON_TYPE, ZIP_TYPE } from '../mediaType.ts';
import { RECORDED, RECORDED_EVENT } from './facts.ts';
import { QUANTITY } from './figures.ts';
import type { Operations } from './operation.ts';
import {
  AS_OF,
  AS_OF_PARAMETER,
  DRY_RUN_PARAMETER,
  digits,
  MESSAGE,
  READ_HEADERS,
  timeText,
} from './shapes.ts';

/** Bulletins and confirmations. */

const TAG = 'bulletins';

const PLACE = z.strictObject({ source: z.string(), id: z.string(), sequence: digits() });
const BULLETIN = {
  id: z.string(),
  year: z.int(),
  asOf: AS_OF,
  request: PLACE,
  approval: PLACE,
  publishedAt: timeText(),
};
const SHA256 = z.string().regex(/^[0-9a-f]{64}$/);
const BULLETIN_ID = z.string().meta({ example: '2020-68' });

const CONFIRMED = z.strictObject({ percent: z.string(), institutions: digits(), of: digits() }).nullable();
const SAID = z.looseObject({ sequence: digits(), treeSize: digits() }).nullable();

export const BULLETIN_OPERATIONS: Operations = {
  'GET /v1/bulletins': {
    tag: TAG,
    summary: 'The published bulletins',
    headers: READ_HEADERS,
    answers: {
      200: {
        description: 'In the order of their publication',
        content: { [JSON_TYPE]: z.strictObject({ bulletins: z.array(z.strictObject(BULLETIN)) }) },
      },
    },
    examples: [{ summary: 'All', status: 200 }],
  },
  'POST /v1/bulletins': {
    tag: TAG,
    summary: 'Computes a bulletin and records its request, which a second person approves',
    description: 'The approval is a `change.approved` on `bulletin/<id>`, posted to /v1/events.',
    query: z.object({ dryRun: DRY_RUN_PARAMETER }),
    body: {
      [JSON_TYPE]: z.strictObject({
        year: z.int(),
        treeSize: digits().optional().meta({ description: 'The size of the log it speaks of: all of it' }),
        bulletin: z
          .string()
          .optional()
          .meta({ description: 'Of `bulletin/<id>`: the year and the size', example: '2020-final' }),
        reason: z.string().optional(),
        effectiveOn: z.iso.date().optional(),
        source: z.string().optional(),
        id: z.string().optional().meta({ description: 'Of the request' }),
      }),
    },
    answers: {
      200: { description: 'A repeat, or a dry run', content: { [JSON_TYPE]: RECORDED } },
      201: { description: 'Requested', content: { [JSON_TYPE]: RECORDED } },
    },
    examples: [
      { summary: '2019, all of the log', body: { year: 2019 }, status: 201 },
      { summary: '2020 as of an earlier size', body: { year: 2020, treeSize: '60' }, status: 201 },
      { summary: 'Beyond the log', body: { year: 2020, treeSize: '999999999' }, status: 400 },
    ],
  },
  'GET /v1/bulletins/:id': {
    tag: TAG,
    summary: 'A published bulletin: its rows, its tables, and the two events that it is, in full',
    path: z.object({ id: BULLETIN_ID }),
    headers: READ_HEADERS,
    answers: {
      200: {
        description: 'What it freezes, as the log gives it at its size',
        content: {
          [JSON_TYPE]: z.strictObject({
            ...BULLETIN,
            rows: z.array(z.looseObject({ number: z.int(), code: z.string(), name: MESSAGE })),
            tables: z.array(
              z.strictObject({ indicator: z.string(), by: z.string(), sha256: SHA256, path: z.string() }),
            ),
            events: z.array(RECORDED_EVENT).length(2),
          }),
        },
      },
    },
    examples: [{ summary: 'One that is not published', path: { id: '2020-none' }, status: 404 }],
  },
  'GET /v1/bulletins/:id/tables/:file': {
    tag: TAG,
    summary: 'A table of a bulletin, some cells suppressed: the bytes whose SHA-256 it holds',
    path: z.object({ id: BULLETIN_ID, file: z.string().meta({ example: 'pledge-amount-growth-kind.csv' }) }),
    answers: {
      200: {
        description: 'Keys, exact values in fen or numbers, and which are suppressed',
        content: { [CSV_TYPE]: z.string().meta({ description: 'UTF-8 with a byte order mark' }) },
      },
    },
    examples: [
      {
        summary: 'Of a bulletin that is not published',
        path: { id: '2020-none', file: 'pledge-amount-growth-kind.csv' },
        status: 404,
      },
    ],
  },
  'GET /v1/bulletins/:id/evidence': {
    tag: TAG,
    summary: 'The proof that a bulletin was fixed at its size of the log and has not changed since',
    description:
      'A zip of its two events with their proofs, to be verified offline; docs/auditing.md says how.',
    path: z.object({ id: BULLETIN_ID }),
    answers: {
      200: {
        description: 'Events, proofs, checkpoint, what is stated and README',
        content: { [ZIP_TYPE]: z.string().meta({ description: 'A stored zip' }) },
      },
    },
    examples: [{ summary: 'Of one that is not published', path: { id: '2020-none' }, status: 404 }],
  },
  'GET /v1/confirmations': {
    tag: TAG,
    summary: 'Who has confirmed which share of each figure of a period, and who has not reported',
    query: z.object({
      period: z
        .string()
        .regex(/^\d{4}(-\d\d)?$/)
        .meta({ example: '2020' }),
      asOf: AS_OF_PARAMETER,
    }),
    headers: READ_HEADERS,
    answers: {
      200: {
        description: 'The figures that the ledger derives, institution by institution',
        content: {
          [JSON_TYPE]: z.strictObject({
            period: z.string(),
            asOf: AS_OF,
            figures: z.array(
              z.strictObject({
                code: z.string(),
                name: MESSAGE,
                value: QUANTITY,
                confirmedValue: QUANTITY,
                confirmed: CONFIRMED,
                institutions: z.array(
                  z.strictObject({
                    institution: z.string(),
                    part: QUANTITY,
                    state: z.enum(['confirmed', 'changed', 'missing']),
                    confirmed: SAID,
                  }),
                ),
              }),
            ),
            notReported: z.array(z.string()),
          }),
        },
      },
    },
    examples: [
      { summary: 'A year', query: { period: '2020' }, status: 200 },
      { summary: 'A month', query: { period: '2019-03' }, status: 200 },
      { summary: 'No period', status: 400 },
    ],
  },
};
