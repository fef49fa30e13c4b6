import { keyOf, type PostedFact } from '../domain/envelope.ts';
import type { JournalReader } from '../journal/reader.ts';

/**
 * What the journal knows of facts that are about to be decided, looked up for many at once: two statements for a group cost
 * a fraction of two for each fact.
 */
export interface LookAhead {
  expect(facts: readonly PostedFact[]): void;
  /** Whether the journal surely does not hold the fact. */
  isAbsent(fact: PostedFact): boolean;
  /** Whether the journal surely holds nothing of the fact's subject. */
  isOfNewSubject(fact: PostedFact): boolean;
  /** The journal has grown: nothing looked up holds any longer. */
  forget(): void;
}

/** Fewer facts are looked up as they come. */
const WORTH_IT = 8;

export const lookAhead = (journal: JournalReader): LookAhead => {
  let expected: readonly PostedFact[] = [];
  /** Facts are asked for as they were expected, so the place of the last one says where the next one is. */
  let place = 0;
  let keys: ReadonlySet<string> = new Set();
  let subjects: ReadonlySet<string> = new Set();
  const isExpected = (fact: PostedFact): boolean => {
    if (expected[place] === fact) return true;
    const found = expected[place + 1] === fact ? place + 1 : expected.indexOf(fact);
    place = Math.max(0, found);
    return found >= 0;
  };
  const forget = (): void => {
    expected = [];
    place = 0;
  };
  return {
    expect: (facts) => {
      forget();
      if (facts.length < WORTH_IT) return;
      keys = new Set(journal.findAll(facts).map(keyOf));
      subjects = new Set(journal.knownSubjects(facts.map(({ subject }) => subject)));
      expected = facts;
    },
    isAbsent: (fact) => isExpected(fact) && (keys.size === 0 || !keys.has(keyOf(fact))),
    isOfNewSubject: (fact) => isExpected(fact) && !subjects.has(fact.subject),
    forget,
  };
};
