import * as z from 'zod';
import { ROLES } from '../../domain/events/bureau.ts';
import { INSTITUTION_KINDS } from '../../domain/shapes.ts';
import { JSON_TYPE } from '../mediaType.ts';
import { ADMISSION, KEY_WISH, NOTHING, REASON } from '../participantActions.ts';
import { RECORDED } from './facts.ts';
import type { Operations } from './operation.ts';
import { AS_OF, AS_OF_PARAMETER, READ_HEADERS } from './shapes.ts';

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

const KEYS = z.array(
  z.strictObject({
    keyId: z.string(),
    holder: z.string(),
    roles: z.array(z.enum(ROLES)),
    state: z.enum(['valid', 'revoked']),
  }),
);

const PARTICIPANTS = z.strictObject({
  asOf: AS_OF,
  participants: z.array(
    z.strictObject({
      uscc: z.string(),
      name: z.string(),
      kind: z.enum(INSTITUTION_KINDS),
      roles: z.array(z.enum(ROLES)),
      state: z.enum(['admitted', 'suspended']),
      keys: KEYS,
    }),
  ),
  operator: z.strictObject({ keys: KEYS }),
});

const USCC = z.string().meta({ description: 'Unified social credit code', example: '91441900MA00BK01X6' });
const OF_PARTICIPANT = z.object({ uscc: USCC });
const RECORDED_ANSWER = { 201: { description: 'Recorded', content: { [JSON_TYPE]: RECORDED } } };
/** Nobody is admitted in the ledger of the examples, and the examples leave it so: its mode stays open. */
const NOBODY = { uscc: '91441900MA00BK01X6' };

const stateChange = (summary: string): Operations[string] => ({
  tag: TAG,
  summary,
  path: OF_PARTICIPANT,
  body: { [JSON_TYPE]: REASON },
  answers: RECORDED_ANSWER,
  examples: [{ summary: 'One that is not admitted', path: NOBODY, body: {}, status: 422 }],
});

export const IDENTITY_OPERATIONS: Operations = {
  'GET /v1/participants': {
    tag: TAG,
    summary: 'Who is admitted, in which roles, with which keys',
    query: z.object({ asOf: AS_OF_PARAMETER }),
    headers: READ_HEADERS,
    answers: {
      200: { description: 'The participants and the keys', content: { [JSON_TYPE]: PARTICIPANTS } },
    },
    examples: [{ summary: 'All', status: 200 }],
  },
  'POST /v1/participants': {
    tag: TAG,
    summary: 'Admits a participant',
    description: 'The first one ends the open mode: from then on everyone needs a key or a token.',
    body: { [JSON_TYPE]: ADMISSION },
    answers: RECORDED_ANSWER,
    examples: [
      {
        summary: 'One without roles',
        body: { uscc: '91441900MA00BK01X6', name: '示例银行（虚构）', kind: 'bank', roles: [] },
        status: 400,
      },
    ],
  },
  'POST /v1/participants/:uscc/suspend': stateChange('Suspends a participant; its keys stop working at once'),
  'POST /v1/participants/:uscc/reinstate': stateChange('Reinstates a suspended participant'),
  'POST /v1/participants/:uscc/keys': {
    tag: TAG,
    summary: 'Issues a key; its secret is in this answer and nowhere else',
    path: z.object({ uscc: USCC.meta({ description: 'Unified social credit code, or operator' }) }),
    body: { [JSON_TYPE]: KEY_WISH },
    answers: {
      201: {
        description: 'Issued',
        content: { [JSON_TYPE]: RECORDED.extend({ keyId: z.string(), key: z.string() }) },
      },
    },
    examples: [
      {
        summary: 'For a participant that is not admitted',
        path: NOBODY,
        body: { holder: 'settlement system' },
        status: 422,
      },
    ],
  },
  'POST /v1/participants/:uscc/keys/:id/revoke': {
    tag: TAG,
    summary: 'Revokes a key; it stops working at once',
    path: z.object({ uscc: USCC, id: z.string().meta({ example: 'A1b2C3d4' }) }),
    body: { [JSON_TYPE]: NOTHING },
    answers: RECORDED_ANSWER,
    examples: [
      { summary: 'One that there is not', path: { ...NOBODY, id: 'A1b2C3d4' }, body: {}, status: 422 },
    ],
  },
  'GET /v1/self': {
    tag: TAG,
    summary: 'As whom the ledger knows who asks',
    headers: READ_HEADERS,
    answers: { 200: { description: 'The identity, and which ledger it is', content: { [JSON_TYPE]: SELF } } },
    examples: [{ summary: 'Open mode', status: 200 }],
  },
};
