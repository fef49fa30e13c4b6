import { keyOf, type PostedFact } from '../domain/envelope.ts';
import type { JournalReader } from '../journal/reader.ts';

/**
 * What the journal knows of facts that are about to be decided, looked up for many at once: two statements for a group cost
 * a fraction of two for each fact.
 */
export interface LookAhead {
  expect(facts: readonly PostedFact[]): void;
  /** Whether the journal surely does not hold a fact. */
  isAbsent(fact: PostedFact): boolean;
  /** Number of events of a subject below a size of the log. */
  revisionCount(subject: string, size: number): number;
  /** The journal has grown: nothing looked up holds any longer. */
  forget(): void;
}

/** Fewer facts are looked up as they come. */
const WORTH_IT = 16;

export const lookAhead = (journal: JournalReader): LookAhead => {
  /** Facts that are not in the journal; by object, for they are asked for as they were expected. */
  const absent = new Set<PostedFact>();
  const newSubjects = new Set<string>();
  const forget = (): void => {
    absent.clear();
    newSubjects.clear();
  };
  return {
    expect: (facts) => {
      forget();
      if (facts.length < WORTH_IT) return;
      const found = new Set(journal.findAll(facts).map(keyOf));
      for (const fact of facts) {
        if (found.size === 0 || !found.has(keyOf(fact))) absent.add(fact);
        newSubjects.add(fact.subject);
      }
      for (const subject of journal.knownSubjects([...newSubjects])) newSubjects.delete(subject);
    },
    isAbsent: (fact) => absent.has(fact),
    revisionCount: (subject, size) => (newSubjects.has(subject) ? 0 : journal.revisionCount(subject, size)),
    forget,
  };
};
