import type { Action } from './action.ts';
import { orderBulletin } from './bulletinActions.ts';
import { takeCosignature } from './cosignatures.ts';
import { recordFact } from './events.ts';
import { stateFinding } from './findingActions.ts';
import { admit, issueKey, reinstate, revokeKey, suspend } from './participantActions.ts';
import { adoptRules } from './rulesActions.ts';

/** The actions by their paths. `/v1/events` takes more forms over HTTP than the one fact that a command posts. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  '/v1/events': recordFact,
  '/v1/findings/:id': stateFinding,
  '/v1/bulletins': orderBulletin,
  '/v1/cosignatures': takeCosignature,
  '/v1/rules': adoptRules,
  '/v1/participants': admit,
  '/v1/participants/:uscc/suspend': suspend,
  '/v1/participants/:uscc/reinstate': reinstate,
  '/v1/participants/:uscc/keys': issueKey,
  '/v1/participants/:uscc/keys/:id/revoke': revokeKey,
};
