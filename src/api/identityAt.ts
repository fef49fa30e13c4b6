import { createIdentity, type Identity } from '../domain/identity.ts';
import { type JournalReader, subjectsOfLine } from '../journal/reader.ts';

/** Participants and keys as a prefix of the log has them. */
export const identityAt = (journal: JournalReader, size: number): Identity => {
  const identity = createIdentity();
  for (const line of ['ledger', 'participant'])
    for (const subject of subjectsOfLine(journal, line))
      for (const { event } of journal.ofSubject(subject, size)) identity.see(event);
  return identity;
};
