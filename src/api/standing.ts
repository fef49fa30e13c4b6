import type { EventType } from '../domain/catalogue.ts';
import type { RecordedEvent } from '../domain/envelope.ts';
import { readHistory } from '../domain/history.ts';
import type { Fact } from '../domain/lines/life.ts';
import { type JournalReader, subjectsOfLine } from '../journal/reader.ts';
import type { LedgerReader } from '../main.ts';
import { asOfJson, resolveAsOf } from './asOf.ts';
import { onlyKnown, type Parameters } from './parameters.ts';

/** The bureau's records as they stand: of several for the same figure the last one holds. */

const recordJson = (journal: JournalReader, { sequence, source, id, data }: Fact) => {
  const event = JSON.parse(journal.at(sequence)?.text ?? '{}') as RecordedEvent;
  return {
    ...data,
    sequence: String(sequence),
    recordedTime: event.recordedtime,
    recordedBy: event.recordedby,
    recordedFrom: source,
    id,
  };
};

/** What stands on the subjects of a line, one fact per key. */
const standingFacts = <T extends EventType>(
  journal: JournalReader,
  size: number,
  wanted: { readonly line: string; readonly type: T; readonly keyOf: (fact: Fact<T>) => string },
): Fact<T>[] =>
  [...subjectsOfLine(journal, wanted.line)].flatMap((subject) => {
    const latest = new Map<string, Fact<T>>();
    for (const fact of readHistory(journal.ofSubject(subject, size)).facts)
      if (fact.type === wanted.type) latest.set(wanted.keyOf(fact as Fact<T>), fact as Fact<T>);
    return [...latest.values()];
  });

/** `GET /v1/targets`. */
export const readTargets = (ledger: LedgerReader, parameters: Parameters) => {
  onlyKnown(parameters, ['asOf']);
  const { journal } = ledger;
  const size = resolveAsOf(journal, parameters.asOf);
  const facts = standingFacts(journal, size, {
    line: 'target',
    type: 'target.set',
    keyOf: ({ data }) => String(data.year),
  });
  return { asOf: asOfJson(journal, size), targets: facts.map((fact) => recordJson(journal, fact as Fact)) };
};

/** `GET /v1/observations`. */
export const readObservations = (ledger: LedgerReader, parameters: Parameters) => {
  onlyKnown(parameters, ['asOf']);
  const { journal } = ledger;
  const size = resolveAsOf(journal, parameters.asOf);
  const facts = standingFacts(journal, size, {
    line: 'observation',
    type: 'indicator.observed',
    keyOf: ({ data }) => `${data.year} ${data.division ?? ''}`,
  });
  return {
    asOf: asOfJson(journal, size),
    observations: facts.map((fact) => recordJson(journal, fact as Fact)),
  };
};
