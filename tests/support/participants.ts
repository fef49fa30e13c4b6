import type { ActionPlace } from '../../src/api/action.ts';
import { admit, issueKey, suspend } from '../../src/api/participantActions.ts';
import type { Actor } from '../../src/domain/actor.ts';
import type { Role } from '../../src/domain/events/bureau.ts';
import type { LedgerRecording } from '../../src/main.ts';
import { readOperatorKey } from '../../src/operatorKey.ts';
import { LOCAL_ACTOR } from '../../src/recorder/actor.ts';
import { authenticateKey } from '../../src/recorder/apiKey.ts';

/** Participants of a ledger at hand, managed as its operator does it. */

const place = (actor: Actor, params: ActionPlace['params'] = {}): ActionPlace => ({
  params,
  actor,
  only: undefined,
  query: {},
});

/** Who a key stands for now. @throws where it stands for nobody */
export const actorOf = ({ recorder }: LedgerRecording, key: string): Actor => {
  const found = authenticateKey(key, recorder.state.identity);
  if (!found.ok) throw new Error(found.code);
  return found.actor;
};

/** Whoever may admit: the operator, once there is one. */
export const operatorOf = (ledger: LedgerRecording): Actor =>
  ledger.recorder.state.identity.hasParticipants
    ? actorOf(ledger, readOperatorKey(ledger.directory) ?? '')
    : LOCAL_ACTOR;

export const admitTo = (ledger: LedgerRecording, uscc: string, roles: readonly Role[]): Promise<unknown> =>
  admit(
    ledger,
    { uscc, name: '示例参与方（虚构）', kind: roles.includes('bureau') ? 'government' : 'bank', roles },
    place(operatorOf(ledger)),
  );

export const suspendIn = (ledger: LedgerRecording, uscc: string): Promise<unknown> =>
  suspend(ledger, {}, place(operatorOf(ledger), { uscc }));

/** Issues a key of a participant and answers it. */
export const issueIn = async (ledger: LedgerRecording, uscc: string): Promise<string> => {
  const { value } = await issueKey(ledger, { holder: 'system' }, place(operatorOf(ledger), { uscc }));
  return (value as { readonly key: string }).key;
};
