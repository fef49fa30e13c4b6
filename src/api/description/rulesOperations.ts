import * as z from 'zod';
import { JSON_TYPE } from '../mediaType.ts';
import { ADOPTION } from '../rulesActions.ts';
import { RECORDED } from './facts.ts';
import type { Operations } from './operation.ts';
import { AS_OF, AS_OF_PARAMETER, digits, READ_HEADERS, timeText } from './shapes.ts';

/** By which rules the log is read. */

const TAG = 'rules';

const RULES = z.strictObject({
  asOf: AS_OF,
  opened: z.int().meta({ description: 'The version by which the ledger was opened' }),
  inForce: z.int().meta({ description: 'The version by which this prefix of the log is read' }),
  known: z.array(z.int()).meta({ description: 'The versions that this program has' }),
  adoptions: z.array(
    z.strictObject({
      version: z.int(),
      reason: z.string(),
      sequence: digits(),
      recordedTime: timeText(),
      recordedBy: z.string(),
    }),
  ),
});

export const RULES_OPERATIONS: Operations = {
  'GET /v1/rules': {
    tag: TAG,
    summary: 'The version of the rules in force, and those adopted',
    query: z.object({ asOf: AS_OF_PARAMETER }),
    headers: READ_HEADERS,
    answers: { 200: { description: 'The rules', content: { [JSON_TYPE]: RULES } } },
    examples: [{ summary: 'In force now', status: 200 }],
  },
  'POST /v1/rules': {
    tag: TAG,
    summary: 'Adopts another version of the rules, from this place of the log on',
    description: 'Figures of the log before it stay as they were; what changes is booked to the adoption.',
    body: { [JSON_TYPE]: ADOPTION },
    answers: { 201: { description: 'Recorded', content: { [JSON_TYPE]: RECORDED } } },
    examples: [
      { summary: 'The version in force', body: { version: 1, reason: 'council decision' }, status: 422 },
    ],
  },
};
