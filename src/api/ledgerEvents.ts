import type * as z from 'zod';
import { shanghaiDate } from '../domain/calendar.ts';
import { type DataOf, type EventType, SCHEMAS, schemaName } from '../domain/catalogue.ts';
import type { PostedFact } from '../domain/envelope.ts';
import type { Refusal } from '../domain/refusal.ts';
import { LEDGER_SOURCE } from '../domain/shapes.ts';
import { validate } from '../domain/validation.ts';
import type { PreparedFact } from '../exchange/intake.ts';
import type { LedgerRecording } from '../main.ts';
import { FactRefused } from '../problem.ts';
import { newKey } from '../recorder/apiKey.ts';
import type { ActionPlace } from './action.ts';
import { type RecordedJson, recordAll, recordedJson } from './recording.ts';

/** Events that the ledger writes itself for its operator, with its own source: nobody can post them. */

const US_PER_MS = 1_000;

type OperatorType = Extract<EventType, `participant.${string}` | `key.${string}` | 'rules.adopted'>;

/** An event that the ledger writes. Its id is drawn: the same act may come again, such as a second suspension. */
export const eventOf = <T extends OperatorType>(
  type: T,
  subject: string,
  data: Omit<DataOf<T>, 'effectiveOn'>,
): PreparedFact => {
  const effectiveOn = shanghaiDate(Date.now() * US_PER_MS);
  const checked = SCHEMAS[type].parse({ effectiveOn, ...data });
  const fact: PostedFact = {
    source: LEDGER_SOURCE,
    id: `${type}-${newKey().keyId}`,
    type,
    subject,
    dataschema: schemaName(type),
    data: checked,
  };
  return { ok: true, fact, dataText: JSON.stringify(checked) };
};

/** Pointers into the body as posted, which has no envelope. */
const asPosted = (refusal: Refusal): Refusal => ({
  ...refusal,
  pointer: refusal.pointer.startsWith('/data/') ? refusal.pointer.slice('/data'.length) : '',
});

/** Records the events, all or none. @throws FactRefused */
export const recordEvents = async (
  ledger: LedgerRecording,
  events: readonly PreparedFact[],
  { actor }: Pick<ActionPlace, 'actor'>,
): Promise<RecordedJson> => {
  const outcomes = await recordAll(ledger, events, { actor, atomic: true });
  const refused = outcomes.flatMap((outcome) =>
    outcome.status === 'refused' ? outcome.refusals.filter(({ code }) => code !== 'BATCH_REFUSED') : [],
  );
  if (refused.length > 0) throw new FactRefused(refused.map(asPosted));
  const last = outcomes.at(-1);
  if (last === undefined || last.status === 'refused') throw new Error('the recorder gave no outcome');
  return recordedJson(last);
};

/** The body of an action. @throws FactRefused */
export const bodyOf = <T>(schema: z.ZodType<T>, body: unknown): T => {
  const checked = validate<T>(schema, body, '');
  if (!checked.ok) throw new FactRefused(checked.refusals);
  return checked.value;
};
