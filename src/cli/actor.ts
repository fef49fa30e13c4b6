import { identityAt } from '../api/identityAt.ts';
import type { Actor } from '../domain/actor.ts';
import type { Identity } from '../domain/identity.ts';
import { type LedgerReader, LOCAL_ACTOR } from '../main.ts';
import { Problem } from '../problem.ts';
import { authenticateKey } from '../recorder/apiKey.ts';
import type { Invocation } from './invocation.ts';

/** Who acts on the data directory: before the first participant whoever has it, from then on whoever `--key-file` says. */

const actorIn = (identity: Identity, key: string | undefined): Actor => {
  if (key === undefined) {
    if (identity.hasParticipants)
      throw new Problem('UNAUTHENTICATED', {
        detail: { zh: '未给出 --key-file', en: '--key-file is not given' },
      });
    return LOCAL_ACTOR;
  }
  const found = authenticateKey(key, identity);
  if (!found.ok) throw new Problem(found.code, { detail: found.detail });
  return found.actor;
};

/** @throws Problem UNAUTHENTICATED, NOT_ADMITTED */
export const actorOf = ({ key }: Invocation, { journal }: Pick<LedgerReader, 'journal'>): Actor =>
  actorIn(identityAt(journal, journal.size()), key);
