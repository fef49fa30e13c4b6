import { SCHEMAS } from '../domain/catalogue.ts';
import { type Action, CREATED } from './action.ts';
import { bodyOf, eventOf, recordEvents } from './ledgerEvents.ts';
import { onlyKnown } from './parameters.ts';

/** What the operator records of the rules: from here on the log is read by another version of them. */

export const ADOPTION = SCHEMAS['rules.adopted'].omit({ effectiveOn: true });

/** `POST /v1/rules`. Figures of the log before it stay as they were. @throws FactRefused */
export const adoptRules: Action = async (ledger, body, place) => {
  onlyKnown(place.query, []);
  const event = eventOf('rules.adopted', 'ledger/main', bodyOf(ADOPTION, body));
  return { status: CREATED, value: await recordEvents(ledger, [event], place) };
};
