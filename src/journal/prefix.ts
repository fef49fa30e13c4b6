import type { JournalReader } from './reader.ts';

/**
 * The journal as if it ended at a size, which may grow: whatever names no size of its own is read up to there, so that what
 * is asked one after the other belongs to one prefix. Names of `subjects` alone may be ahead of it, as pages would have gaps:
 * such a subject has no events yet.
 */
export const prefixOf = (journal: JournalReader, size: () => number): JournalReader => {
  const below = (asked = Number.MAX_SAFE_INTEGER): number => Math.min(asked, size());
  const count = (from: number, asked: number): number => Math.max(0, Math.min(asked, size() - from));
  const isIn = (sequence: number): boolean => sequence < size();
  return {
    ...journal,
    size,
    read: (from, asked) => journal.read(from, count(from, asked)),
    texts: (from, asked) => journal.texts(from, count(from, asked)),
    entries: (from, asked) => journal.entries(from, count(from, asked)),
    at: (sequence) => (isIn(sequence) ? journal.at(sequence) : undefined),
    subjectsAt: (sequences) => journal.subjectsAt(sequences.filter(isIn)),
    find: (source, id) => {
      const sequence = journal.find(source, id);
      return sequence !== undefined && isIn(sequence) ? sequence : undefined;
    },
    findAll: (keys) => journal.findAll(keys).filter(({ sequence }) => isIn(sequence)),
    knownSubjects: (subjects) =>
      journal.knownSubjects(subjects).filter((subject) => journal.revisionCount(subject, below()) > 0),
    ofSubject: (subject, asked) => journal.ofSubject(subject, below(asked)),
    storedOfSubject: (subject, asked) => journal.storedOfSubject(subject, below(asked)),
    storedOfSubjects: (subjects, asked) => journal.storedOfSubjects(subjects, below(asked)),
    revisionCount: (subject, asked) => journal.revisionCount(subject, below(asked)),
    lastOfLine: (line, asked) => journal.lastOfLine(line, below(asked)),
    sizeAt: (us) => below(journal.sizeAt(us)),
  };
};
