import { type Rules, rulesOf } from '../../projections/rules.ts';
import { timeText } from '../domain/calendar.ts';
import type { DataOf } from '../domain/catalogue.ts';
import { FIRST_RULES, rulesInForce } from '../domain/statementRules.ts';
import type { LedgerReader } from '../main.ts';
import { asOfJson, resolveAsOf } from './asOf.ts';
import { onlyKnown, type Parameters } from './parameters.ts';

/** The rules in force in the prefix of that size. */
export const rulesAt = (ledger: LedgerReader, size: number): Rules =>
  rulesOf(ledger.rules, ledger.figures.at(size).rules);

/** `rules`: the version by which a prefix of the log is read, those that were adopted in it, and those that this program has. */
export const readRules = (ledger: LedgerReader, parameters: Parameters) => {
  onlyKnown(parameters, ['asOf']);
  const { journal } = ledger;
  const size = resolveAsOf(journal, parameters.asOf);
  const events = journal.ofSubject('ledger/main', size);
  const adoptions = events.flatMap(({ sequence, event }) => {
    if (event.type !== 'rules.adopted') return [];
    const { version, reason } = event.data as DataOf<'rules.adopted'>;
    const recordedTime = timeText(journal.recordedAt(sequence));
    return [{ version, reason, sequence: String(sequence), recordedTime, recordedBy: event.recordedby }];
  });
  return {
    asOf: asOfJson(journal, size),
    /** By which the ledger was opened; all others were adopted. */
    opened: FIRST_RULES,
    inForce: rulesInForce(events),
    known: [...ledger.rules.keys()],
    adoptions,
  };
};
