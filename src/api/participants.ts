import { OPERATOR } from '../domain/identity.ts';
import type { LedgerReader } from '../main.ts';
import { asOfJson, resolveAsOf } from './asOf.ts';
import { identityAt } from './identityAt.ts';
import { onlyKnown, type Parameters } from './parameters.ts';

/** `participants`: who is admitted, in which roles, with which keys; never a secret, nor its digest. */
export const readParticipants = ({ journal }: LedgerReader, parameters: Parameters) => {
  onlyKnown(parameters, ['asOf']);
  const size = resolveAsOf(journal, parameters.asOf);
  const identity = identityAt(journal, size);
  const keysOf = (uscc: string | undefined) =>
    identity
      .keys()
      .filter(({ participant }) => participant === uscc)
      .map(({ keyId, holder, roles, revoked }) => ({
        keyId,
        holder,
        roles,
        state: revoked ? ('revoked' as const) : ('valid' as const),
      }));
  return {
    asOf: asOfJson(journal, size),
    participants: identity.participants().map(({ uscc, name, kind, roles, suspended }) => ({
      uscc,
      name,
      kind,
      roles,
      state: suspended ? ('suspended' as const) : ('admitted' as const),
      keys: keysOf(uscc),
    })),
    /** The keys of the ledger's own operator, who is no participant. */
    [OPERATOR]: { keys: keysOf(undefined) },
  };
};
