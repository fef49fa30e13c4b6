import * as z from 'zod';
import { shanghaiDate } from '../domain/calendar.ts';
import type { RecordedEvent } from '../domain/envelope.ts';
import type { Refusal } from '../domain/refusal.ts';
import { FACT_ID_LENGTH_MAX, sourceUrn, text } from '../domain/shapes.ts';
import { validate } from '../domain/validation.ts';
import { type Intake, intakeValue } from '../exchange/intake.ts';
import type { JournalReader } from '../journal/reader.ts';
import { FactRefused } from '../problem.ts';
import type { Action } from './action.ts';
import { recordOne } from './events.ts';
import { onlyKnown } from './parameters.ts';
import { switchParameter } from './query.ts';
import { segment } from './reading.ts';

/** `POST /v1/findings/{id}`: what an institution or the bureau says about a finding, recorded as a fact. */

const ACTIONS = { explain: 'finding.explained', resolve: 'finding.resolved' } as const;

const STATEMENT = z.strictObject({
  action: z.enum(['explain', 'resolve']),
  text: text(),
  source: sourceUrn(),
  id: text(FACT_ID_LENGTH_MAX),
});
type Statement = z.output<typeof STATEMENT>;

/** @throws FactRefused */
const statementOf = (body: unknown): Statement => {
  const checked = validate<Statement>(STATEMENT, body, '');
  if (!checked.ok) throw new FactRefused(checked.refusals);
  return checked.value;
};

const US_PER_MS = 1_000;

/** The day that an earlier post of the same statement was given, so that repeating it on another day is a repeat. */
const effectiveOnOf = (journal: JournalReader, { source, id }: Statement): string => {
  const sequence = journal.find(source, id);
  const stored = sequence === undefined ? undefined : journal.at(sequence);
  return stored
    ? (JSON.parse(stored.text) as RecordedEvent).data.effectiveOn
    : shanghaiDate(Date.now() * US_PER_MS);
};

/** Pointers into the body as posted, which has no envelope. */
const asPosted = (refusal: Refusal): Refusal => ({
  ...refusal,
  pointer: refusal.pointer === '/data/text' ? '/text' : refusal.pointer,
});

export const stateFinding: Action = async (ledger, body, place) => {
  onlyKnown(place.query, ['dryRun']);
  const dryRun = switchParameter(place.query, 'dryRun');
  const statement = statementOf(body);
  const { action, source, id } = statement;
  const fact = {
    specversion: '1.0',
    id,
    source,
    type: ACTIONS[action],
    subject: `finding/${segment(place, 'id')}`,
    data: { effectiveOn: effectiveOnOf(ledger.journal, statement), text: statement.text },
  };
  const { demonstration } = ledger.recorder.state;
  const intake: Intake = intakeValue(fact, { demonstration });
  if (!intake.ok) throw new FactRefused(intake.refusals.map(asPosted));
  return recordOne(ledger, intake, { actor: place.actor, dryRun });
};
