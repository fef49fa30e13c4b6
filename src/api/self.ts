import { openingOf } from '../domain/history.ts';
import type { LedgerReader } from '../main.ts';
import { onlyKnown, type Parameters } from './parameters.ts';
import type { Place } from './reading.ts';

/** `GET /v1/self`: as whom the ledger knows who asks, and which ledger it is. */
export const readSelf = ({ journal }: LedgerReader, parameters: Parameters, { actor }: Place) => {
  onlyKnown(parameters, []);
  const opening = openingOf(journal.ofSubject('ledger/main'));
  return {
    recordedBy: actor.recordedBy,
    participant: actor.uscc ?? null,
    roles: actor.roles,
    ledger: {
      origin: opening?.origin ?? null,
      demonstration: opening?.demonstration ?? false,
      openedOn: opening?.openedOn ?? null,
    },
  };
};
