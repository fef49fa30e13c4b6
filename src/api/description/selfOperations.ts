import * as z from 'zod';
import { ROLES } from '../../domain/events/bureau.ts';
import { JSON_TYPE } from '../mediaType.ts';
import type { Operations } from './operation.ts';

const TAG = 'documentation';
const HTML_TYPE = 'text/html';

export const SELF_OPERATIONS: Operations = {
  'GET /v1/self': {
    tag: TAG,
    summary: 'As whom the ledger knows who asks, and which ledger it is',
    answers: {
      200: {
        description: 'Who asks',
        content: {
          [JSON_TYPE]: z.strictObject({
            recordedBy: z.string(),
            participant: z.string().nullable(),
            roles: z.array(z.enum(ROLES)),
            ledger: z.strictObject({
              origin: z.string().nullable(),
              demonstration: z.boolean(),
              openedOn: z.iso.date().nullable(),
            }),
          }),
        },
      },
    },
    examples: [{ summary: 'Who asks', status: 200 }],
  },
  'GET /openapi.json': {
    tag: TAG,
    summary: 'This description, OpenAPI 3.1',
    answers: {
      200: { description: 'The document', content: { [JSON_TYPE]: z.looseObject({ openapi: z.string() }) } },
    },
    examples: [{ summary: 'The document', status: 200 }],
  },
  'GET /docs': {
    tag: TAG,
    summary: 'This description as a page',
    answers: { 200: { description: 'The page', content: { [HTML_TYPE]: z.string() } } },
    examples: [{ summary: 'The page', status: 200 }],
  },
  'GET /docs/:file': {
    tag: TAG,
    summary: 'What the page is made of',
    path: z.object({
      file: z.enum(['page.js', 'swagger-ui.css', 'swagger-ui-bundle.js']).meta({ example: 'page.js' }),
    }),
    answers: { 200: { description: 'The file' } },
    examples: [
      { summary: 'A script', path: { file: 'page.js' }, status: 200 },
      { summary: 'No such file', path: { file: 'nothing' }, status: 404 },
    ],
  },
};
