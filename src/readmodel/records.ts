import type { Target } from '../../projections/source.ts';
import type { LoggedEvent } from '../domain/envelope.ts';
import { readHistory } from '../domain/history.ts';
import type { Fact } from '../domain/lines/life.ts';
import type { JournalReader } from '../journal/reader.ts';

/**
 * The bureau's records as they stand in a prefix of the log: observations, targets, closed years (domain.md §4.7). They are
 * few, so they are folded from the journal when they are asked for, and need no tables.
 */
export interface Records {
  observation(indicator: string, year: number, division: string | null): string | null;
  observedYears(indicator: string, division: string | null): readonly number[];
  target(indicator: string, year: number): Target | null;
  required(indicator: string): string | null;
  yearClosedAt(year: number): number | null;
}

/** Reads a subject's events below a size. */
export type SubjectReader = (subject: string, size: number) => readonly LoggedEvent[];

/**
 * A reader that keeps the events of the subjects it has read: they are few and never change, only more are added, which
 * the number of the journal's events tells.
 */
export const cachedSubjects = (journal: JournalReader): SubjectReader => {
  const cache = new Map<string, { readonly journalSize: number; readonly events: readonly LoggedEvent[] }>();
  return (subject, size) => {
    let found = cache.get(subject);
    if (!found || (size > found.journalSize && journal.size() > found.journalSize)) {
      found = { journalSize: journal.size(), events: journal.ofSubject(subject) };
      cache.set(subject, found);
    }
    return found.events.filter((logged) => logged.sequence < size);
  };
};

/** The records of the prefix of that size. */
export const recordsAt = (read: SubjectReader, size: number): Records => {
  const facts = new Map<string, readonly Fact[]>();
  const factsOf = (subject: string): readonly Fact[] => {
    const known = facts.get(subject);
    if (known) return known;
    const standing = readHistory(read(subject, size)).facts;
    facts.set(subject, standing);
    return standing;
  };
  const observations = (indicator: string, division: string | null) =>
    factsOf(`observation/${indicator}`).filter(
      (fact) => fact.type === 'indicator.observed' && (fact.data.division ?? null) === division,
    ) as Fact<'indicator.observed'>[];
  const targets = (indicator: string) =>
    factsOf(`target/${indicator}`).filter((fact) => fact.type === 'target.set') as Fact<'target.set'>[];

  return {
    observation: (indicator, year, division) =>
      observations(indicator, division).findLast((fact) => fact.data.year === year)?.data.value ?? null,
    observedYears: (indicator, division) =>
      [...new Set(observations(indicator, division).map((fact) => fact.data.year))].sort((a, b) => a - b),
    target: (indicator, year) => {
      const found = targets(indicator).findLast((fact) => fact.data.year === year);
      return found ? { required: found.data.required ?? null, target: found.data.target } : null;
    },
    required: (indicator) =>
      targets(indicator).findLast((fact) => fact.data.required !== undefined)?.data.required ?? null,
    yearClosedAt: (year) => {
      const closed = read(`period/${year}`, size).find(({ event }) => event.type === 'period.closed');
      return closed ? closed.sequence + 1 : null;
    },
  };
};
