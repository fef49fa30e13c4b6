import { BULLETIN_OPERATIONS } from './bulletinOperations.ts';
import { EVENT_OPERATIONS } from './eventOperations.ts';
import { FIGURE_OPERATIONS } from './figureOperations.ts';
import { IDENTITY_OPERATIONS } from './identityOperations.ts';
import { LOG_OPERATIONS } from './logOperations.ts';
import type { Operations } from './operation.ts';
import { RECORD_OPERATIONS } from './recordOperations.ts';
import { RULES_OPERATIONS } from './rulesOperations.ts';
import { SELF_OPERATIONS } from './selfOperations.ts';

/** Every operation of the API, by method and path as the router has them; a route without one fails the tests. */
export const OPERATIONS: Operations = {
  ...EVENT_OPERATIONS,
  ...RECORD_OPERATIONS,
  ...FIGURE_OPERATIONS,
  ...BULLETIN_OPERATIONS,
  ...LOG_OPERATIONS,
  ...IDENTITY_OPERATIONS,
  ...RULES_OPERATIONS,
  ...SELF_OPERATIONS,
};
