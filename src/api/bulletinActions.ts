import * as z from 'zod';
import { shanghaiDate } from '../domain/calendar.ts';
import type { RecordedEvent } from '../domain/envelope.ts';
import { treeSize, year } from '../domain/events/bureau.ts';
import { date, FACT_ID_LENGTH_MAX, SOURCE_PREFIX, sourceUrn, text } from '../domain/shapes.ts';
import { validate } from '../domain/validation.ts';
import { intakeValue } from '../exchange/intake.ts';
import type { JournalReader } from '../journal/reader.ts';
import { FactRefused } from '../problem.ts';
import type { Action } from './action.ts';
import { bulletinRequest, bulletinSubject, orderedSize } from './bulletinRequest.ts';
import { DEFAULT_BUREAU_SOURCE } from './bureauSource.ts';
import { recordOne } from './events.ts';
import { onlyKnown } from './parameters.ts';
import { switchParameter } from './query.ts';

/** `POST /v1/bulletins`: computes a bulletin and records its request. */

const ORDER = z.strictObject({
  year: year(),
  treeSize: treeSize().optional(),
  bulletin: text().optional(),
  reason: text().optional(),
  effectiveOn: date().optional(),
  source: sourceUrn().optional(),
  id: text(FACT_ID_LENGTH_MAX).optional(),
});
type Order = z.output<typeof ORDER>;

/** @throws FactRefused */
const orderOf = (body: unknown): Order => {
  const checked = validate<Order>(ORDER, body, '');
  if (!checked.ok) throw new FactRefused(checked.refusals);
  return checked.value;
};

const US_PER_MS = 1_000;

/** The day that an earlier post of the same order was given, so that repeating it on another day is a repeat. */
const effectiveOnOf = (journal: JournalReader, source: string, id: string): string => {
  const sequence = journal.find(source, id);
  const stored = sequence === undefined ? undefined : journal.at(sequence);
  return stored
    ? (JSON.parse(stored.text) as RecordedEvent).data.effectiveOn
    : shanghaiDate(Date.now() * US_PER_MS);
};

/** Id of a request where none is given: the same order is the same fact. */
const requestId = (subject: string): string => `publish-${subject.slice('bulletin/'.length)}`;

export const orderBulletin: Action = async (ledger, body, { query, actor }) => {
  onlyKnown(query, ['dryRun']);
  const dryRun = switchParameter(query, 'dryRun');
  const { treeSize: wanted, source: given, id: givenId, effectiveOn: givenDate, ...order } = orderOf(body);
  const size = orderedSize(ledger, wanted === undefined ? undefined : Number.parseInt(wanted, 10));
  await ledger.reach({ size, bulletins: [{ year: order.year, treeSize: size }] });
  const own = actor.uscc === undefined ? DEFAULT_BUREAU_SOURCE : SOURCE_PREFIX + actor.uscc;
  const source = given ?? own;
  const id = givenId ?? requestId(bulletinSubject(order, size));
  const effectiveOn = givenDate ?? effectiveOnOf(ledger.journal, source, id);
  const fact = {
    specversion: '1.0',
    id,
    source,
    ...bulletinRequest(ledger, order, { size, effectiveOn }),
  };
  const { demonstration } = ledger.recorder.state;
  return recordOne(ledger, intakeValue(fact, { demonstration }), { actor, dryRun });
};
