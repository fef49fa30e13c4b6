import * as z from 'zod';
import { ROLES } from '../domain/events/bureau.ts';
import { hasOtherOperator, OPERATOR } from '../domain/identity.ts';
import { refuse } from '../domain/refusal.ts';
import { INSTITUTION_KINDS, text, uscc } from '../domain/shapes.ts';
import { usccProblem } from '../domain/uscc.ts';
import type { LedgerRecording } from '../main.ts';
import { readOperatorKey, writeOperatorKey } from '../operatorKey.ts';
import { FactRefused, notFound } from '../problem.ts';
import { type NewKey, newKey, parseKey } from '../recorder/apiKey.ts';
import { type Action, type ActionPlace, type Answered, CREATED } from './action.ts';
import { bodyOf, eventOf, recordEvents } from './ledgerEvents.ts';
import { onlyKnown } from './parameters.ts';
import { segment } from './reading.ts';
import type { RecordedJson } from './recording.ts';

/** What the operator records: participants and their keys. The ledger writes the events itself, with its own source. */

const roles = () => z.array(z.enum(ROLES)).min(1).max(ROLES.length);
export const ADMISSION = z.strictObject({
  uscc: uscc(),
  name: text(),
  kind: z.enum(INSTITUTION_KINDS),
  roles: roles(),
});
export const REASON = z.strictObject({ reason: text().optional() });
export const KEY_WISH = z.strictObject({ holder: text(), roles: roles().optional() });
export const NOTHING = z.strictObject({});

/** The subject of a participant in the path; `operator` stands for the ledger's own. @throws Problem NOT_FOUND */
const subjectIn = (place: ActionPlace): string => {
  const name = segment(place, 'uscc');
  if (name === OPERATOR) return 'ledger/main';
  if (usccProblem(name) !== undefined) throw notFound(`参与方 ${name}`, `participant ${name}`);
  return `participant/${name}`;
};

const issued = (
  subject: string,
  { keyId, digest }: NewKey,
  wish: { holder: string; roles: (typeof ROLES)[number][] },
) => eventOf('key.issued', subject, { keyId, holder: wish.holder, digest, roles: wish.roles });

/** The key in the operator's file that the log does not know yet: of an admission that is under way, or that was not recorded. */
const waitingOperatorKey = ({ directory, recorder }: LedgerRecording): NewKey | undefined => {
  const key = parseKey(readOperatorKey(directory) ?? '');
  return key && !recorder.state.identity.key(key.keyId) ? key : undefined;
};

/** @throws where the file cannot be written */
const makeOperatorKey = ({ directory }: LedgerRecording): NewKey => {
  const key = newKey();
  writeOperatorKey(directory, key.text);
  return key;
};

/**
 * Admits a participant. Where nobody could manage participants from then on, a key of the operator is issued in the same
 * batch; its file is written first, for a key that nobody holds is worth nothing, and a file without its key does no harm.
 * The file is not written again: of two admissions at once one is recorded, and with it the key that the file has.
 */
export const admit: Action = async (ledger, body, place) => {
  onlyKnown(place.query, []);
  const { uscc: code, ...admission } = bodyOf(ADMISSION, body);
  const events = [eventOf('participant.admitted', `participant/${code}`, admission)];
  if (!hasOtherOperator(ledger.recorder.state.identity, () => false)) {
    const key = waitingOperatorKey(ledger) ?? makeOperatorKey(ledger);
    events.unshift(issued('ledger/main', key, { holder: OPERATOR, roles: [OPERATOR] }));
  }
  return { status: CREATED, value: await recordEvents(ledger, events, place) };
};

const changeState =
  (type: 'participant.suspended' | 'participant.reinstated'): Action =>
  async (ledger, body, place) => {
    onlyKnown(place.query, []);
    const reason = bodyOf(REASON, body);
    const event = eventOf(type, subjectIn(place), reason);
    return { status: CREATED, value: await recordEvents(ledger, [event], place) };
  };

export const suspend = changeState('participant.suspended');
export const reinstate = changeState('participant.reinstated');

/** What issuing a key answers: the only time that its secret is seen. */
export interface IssuedJson extends RecordedJson {
  readonly keyId: string;
  readonly key: string;
}

/** Issues a key: for all roles of its participant unless fewer are asked for. */
export const issueKey: Action = async (ledger, body, place): Promise<Answered<IssuedJson>> => {
  onlyKnown(place.query, []);
  const wish = bodyOf(KEY_WISH, body);
  const subject = subjectIn(place);
  const participant = ledger.recorder.state.identity.participant(segment(place, 'uscc'));
  const ofSubject = participant?.roles ?? [OPERATOR];
  const key = newKey();
  const event = issued(subject, key, { holder: wish.holder, roles: wish.roles ?? [...ofSubject] });
  const recorded = await recordEvents(ledger, [event], place);
  return { status: CREATED, value: { ...recorded, keyId: key.keyId, key: key.text } };
};

export const revokeKey: Action = async (ledger, body, place) => {
  onlyKnown(place.query, []);
  bodyOf(NOTHING, body);
  const keyId = segment(place, 'id');
  if (!ledger.recorder.state.identity.key(keyId))
    throw new FactRefused([refuse('PARTICIPANT_STATE', { pointer: '', value: keyId })]);
  const event = eventOf('key.revoked', subjectIn(place), { keyId });
  return { status: CREATED, value: await recordEvents(ledger, [event], place) };
};
