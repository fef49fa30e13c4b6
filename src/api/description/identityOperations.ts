import * as z from 'zod';
import { ROLES } from '../../domain/events/bureau.ts';
import { JSON_TYPE } from '../mediaType.ts';
import type { Operations } from './operation.ts';
import { READ_HEADERS } from './shapes.ts';

/** Who asks, and who may. */

const TAG = 'participants';

const SELF = z
  .strictObject({
    recordedBy: z.string().meta({ description: 'What `recordedby` will say of what is recorded' }),
    participant: z.string().nullable().meta({ description: 'Its unified social credit code' }),
    roles: z.array(z.enum(ROLES)),
    ledger: z.strictObject({
      origin: z.string().nullable(),
      demonstration: z.boolean(),
      openedOn: z.string().nullable(),
    }),
  })
  .meta({ id: 'Self' });

export const IDENTITY_OPERATIONS: Operations = {
  'GET /v1/self': {
    tag: TAG,
    summary: 'As whom the ledger knows who asks',
    headers: READ_HEADERS,
    answers: { 200: { description: 'The identity, and which ledger it is', content: { [JSON_TYPE]: SELF } } },
    examples: [{ summary: 'Open mode', status: 200 }],
  },
};
