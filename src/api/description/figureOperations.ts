import * as z from 'zod';
import { DIMENSIONS } from '../../../projections/measures.ts';
import { INDICATOR_CODES } from '../../domain/events/bureau.ts';
import { CSV_TYPE, JSON_TYPE, NDJSON_TYPE, ZIP_TYPE } from '../mediaType.ts';
import { ANNEX_TABLE, DIFFERENCE, LINEAGE, SERIES } from './figures.ts';
import type { Operations } from './operation.ts';
import { AS_OF_PARAMETER, digits, READ_HEADERS } from './shapes.ts';

const TAG = 'figures';

const year = () => z.string().regex(/^\d{4}$/);
const FIGURE_PARAMETERS = {
  asOf: AS_OF_PARAMETER,
  baseYear: year().optional().meta({ description: 'Base of the average growth (2018)' }),
  basis: z.enum(['registered', 'disbursed']).optional(),
  rounding: z.enum(['halfEven', 'halfUp']).optional(),
};
const CODE = z.enum(INDICATOR_CODES).meta({ example: 'pledge-amount-growth' });
const OF_FIGURE = z.object({ code: CODE, year: year().meta({ example: '2019' }) });
const CSV = z.string().meta({ description: 'UTF-8 with a byte order mark' });
const NDJSON = z.string().meta({ description: 'One item a line' });

const answerOf = (schema: z.ZodType, description: string) => ({
  200: { description, content: { [JSON_TYPE]: schema, [CSV_TYPE]: CSV, [NDJSON_TYPE]: NDJSON } },
});

export const FIGURE_OPERATIONS: Operations = {
  'GET /v1/indicators': {
    tag: TAG,
    summary: 'The annex table of a year',
    query: z.object({
      year: year().optional().meta({ description: 'The year of the as-of moment', example: '2020' }),
      division: z
        .string()
        .regex(/^4419\d{8}$/)
        .optional()
        .meta({ description: 'A division of the city' }),
      months: z
        .string()
        .regex(/^\d{1,2}-\d{1,2}$/)
        .optional()
        .meta({ description: 'Year to date, like 1-6' }),
      ...FIGURE_PARAMETERS,
    }),
    headers: READ_HEADERS,
    answers: answerOf(ANNEX_TABLE, 'Eighteen rows with growth, targets and what is missing to them'),
    examples: [
      {
        summary: '2020 as known at the end of March 2021',
        query: { year: '2020', asOf: '2021-03-31' },
        status: 200,
      },
      { summary: 'The first half of a year', query: { year: '2019', months: '1-6' }, status: 200 },
      { summary: 'As CSV', query: { year: '2020' }, headers: { Accept: CSV_TYPE }, status: 200 },
      { summary: 'A sequence beyond the log', query: { asOf: '999999999' }, status: 400 },
    ],
  },
  'GET /v1/indicators/:code': {
    tag: TAG,
    summary: 'The series of one indicator, with a breakdown',
    path: z.object({ code: CODE }),
    query: z.object({
      from: year().optional(),
      to: year().optional(),
      by: z.enum(DIMENSIONS).optional(),
      ...FIGURE_PARAMETERS,
    }),
    headers: READ_HEADERS,
    answers: answerOf(SERIES, 'Years with their months and parts'),
    examples: [
      {
        summary: 'By kind of the pledge',
        path: { code: 'pledge-amount-growth' },
        query: { from: '2018', to: '2020', by: 'kind' },
        status: 200,
      },
      {
        summary: 'As CSV, one line a part',
        path: { code: 'pledge-count-growth' },
        query: { from: '2018', to: '2020', by: 'size' },
        headers: { Accept: CSV_TYPE },
        status: 200,
      },
    ],
  },
  'GET /v1/indicators/:code/:year/lineage': {
    tag: TAG,
    summary: 'The entries behind a figure',
    path: OF_FIGURE,
    query: z.object({ asOf: AS_OF_PARAMETER }),
    headers: READ_HEADERS,
    answers: answerOf(LINEAGE, 'Events in the order of the log; their effects add up to the value'),
    examples: [
      {
        summary: 'Pledges of 2019',
        path: { code: 'pledge-amount-growth', year: '2019' },
        query: { asOf: '2020-01-31' },
        status: 200,
      },
    ],
  },
  'GET /v1/indicators/:code/:year/difference': {
    tag: TAG,
    summary: 'Why a figure changed between two vintages',
    path: OF_FIGURE,
    query: z.object({
      between: z.string().meta({ description: 'The earlier vintage', example: '2020-01-31' }),
      and: z.string().meta({ description: 'The later vintage', example: '2021-03-31' }),
    }),
    headers: READ_HEADERS,
    answers: answerOf(DIFFERENCE, 'The entries between the two; their effects add up to the change'),
    examples: [
      {
        summary: 'A revocation',
        path: { code: 'pledge-amount-growth', year: '2019' },
        query: { between: '2020-01-31', and: '2021-03-31' },
        status: 200,
      },
    ],
  },
  'GET /v1/indicators/:code/:year/evidence': {
    tag: TAG,
    summary: 'The evidence of a figure, to be verified offline',
    description:
      'A zip, the same bytes for the same figure under the same checkpoint. Confidential: it holds the contracts behind the figure. docs/auditing.md says how to check it.',
    path: OF_FIGURE,
    query: z.object({
      asOf: AS_OF_PARAMETER,
      old: digits()
        .optional()
        .meta({ description: 'Size of an earlier checkpoint that the evidence shall be checkable against' }),
    }),
    headers: READ_HEADERS,
    answers: {
      200: {
        description: 'Events, proofs, checkpoint, figure and README',
        content: { [ZIP_TYPE]: z.string().meta({ description: 'A stored zip' }) },
      },
    },
    examples: [
      {
        summary: 'Pledges of 2019 as known at the end of January 2020',
        path: { code: 'pledge-amount-growth', year: '2019' },
        query: { asOf: '2020-01-31' },
        status: 200,
      },
    ],
  },
};
