import { keyOf, type PostedFact } from '../domain/envelope.ts';
import type { JournalReader } from '../journal/reader.ts';

/**
 * What the journal knows of facts that are about to be decided, looked up for many at once: two statements for a group cost
 * a fraction of two for each fact.
 */
export interface LookAhead {
  expect(facts: readonly PostedFact[]): void;
  /** Place of an identity in the journal. */
  find(source: string, id: string): number | undefined;
  /** Number of events of a subject below a size of the log. */
  revisionCount(subject: string, size: number): number;
  /** The journal has grown: nothing looked up holds any longer. */
  forget(): void;
}

/** Fewer facts are looked up as they come. */
const WORTH_IT = 16;

export const lookAhead = (journal: JournalReader): LookAhead => {
  const places = new Map<string, number | undefined>();
  const newSubjects = new Set<string>();
  return {
    expect: (facts) => {
      if (facts.length < WORTH_IT) return;
      const subjects = new Set<string>();
      for (const fact of facts) {
        places.set(keyOf(fact), undefined);
        if (!newSubjects.has(fact.subject)) subjects.add(fact.subject);
      }
      for (const { source, id, sequence } of journal.findAll(facts))
        places.set(keyOf({ source, id }), sequence);
      for (const subject of journal.knownSubjects([...subjects])) subjects.delete(subject);
      for (const subject of subjects) newSubjects.add(subject);
    },
    find: (source, id) => {
      const key = keyOf({ source, id });
      return places.has(key) ? places.get(key) : journal.find(source, id);
    },
    revisionCount: (subject, size) => (newSubjects.has(subject) ? 0 : journal.revisionCount(subject, size)),
    forget: () => {
      places.clear();
      newSubjects.clear();
    },
  };
};
