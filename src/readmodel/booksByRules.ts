import { type EntryDraft, entriesBetween } from '../../projections/difference.ts';
import { type Rules, type RulesByVersion, rulesOf } from '../../projections/rules.ts';
import type { DataOf } from '../domain/catalogue.ts';
import type { LoggedEvent } from '../domain/envelope.ts';
import { readHistory } from '../domain/history.ts';
import { rulesInForce } from '../domain/statementRules.ts';
import { CONTRACT_LINES, type ContractLine } from '../domain/subject.ts';
import { type JournalReader, subjectsOfLine } from '../journal/reader.ts';
import { type ContractBooks, contractBooks } from './contractEntries.ts';

/**
 * The entries of each event by the rules in force at its place. An adoption of other rules reads every contract again: what
 * that changes is booked to the adoption, so figures before it stay what they were, and from it on all is by the new rules.
 */

const contractsOf = function* (journal: JournalReader): Generator<readonly [ContractLine, string]> {
  for (const line of CONTRACT_LINES)
    for (const subject of subjectsOfLine(journal, line)) yield [line, subject];
};

export const booksByRules = (journal: JournalReader, rules: RulesByVersion): ContractBooks => {
  let current: { readonly rules: Rules; readonly books: ContractBooks } | undefined;

  const use = (version: number): NonNullable<typeof current> => {
    const found = rulesOf(rules, version);
    current = {
      rules: found,
      books: contractBooks(found, (subject, sequence) => journal.ofSubject(subject, sequence)),
    };
    return current;
  };

  const adopted = (before: Rules, { sequence, event }: LoggedEvent): EntryDraft[] => {
    const after = use((event.data as DataOf<'rules.adopted'>).version).rules;
    const entries: EntryDraft[] = [];
    for (const [line, subject] of contractsOf(journal)) {
      const { facts } = readHistory(journal.ofSubject(subject, sequence));
      // What begins later in the log has no facts yet.
      if (facts.length === 0) continue;
      const old = before.postingsOf(line, facts).postings;
      for (const entry of entriesBetween(old, after.postingsOf(line, facts).postings)) entries.push(entry);
    }
    return entries;
  };

  return {
    entriesOf: (logged) => {
      const { rules: inForce, books } =
        current ?? use(rulesInForce(journal.ofSubject('ledger/main', logged.sequence)));
      return logged.event.type === 'rules.adopted' ? adopted(inForce, logged) : books.entriesOf(logged);
    },
    reset: () => {
      current = undefined;
    },
  };
};
