import { type Month, monthOf } from '../domain/calendar.ts';
import type { DataOf } from '../domain/catalogue.ts';
import { openingOf } from '../domain/history.ts';
import { createIdentity, type Identity, type SeenEvent } from '../domain/identity.ts';
import { type JournalReader, subjectsOfLine } from '../journal/reader.ts';

/** What the recorder must know of the ledger as a whole: how it was opened, which periods are closed, who is admitted with which keys. */
export interface LedgerState {
  readonly origin: string;
  readonly openedOn: string;
  readonly demonstration: boolean;
  readonly identity: Identity;
  isMonthClosed(month: Month): boolean;
  /** Takes in an event that is about to be recorded. */
  see(event: SeenEvent): void;
  /** Whether the journal, read again, would give the same: no such event was recorded since, or seen and perhaps not recorded. */
  isCurrent(): boolean;
}

/** Whose events make it. */
const LINES = ['ledger', 'participant', 'period'] as const;

const YEAR_LENGTH = 4;

/** Key of a closed period: a month, or minus the year. */
const keyOfPeriod = (period: string): number =>
  period.length === YEAR_LENGTH ? -Number.parseInt(period, 10) : monthOf(`${period}-01`);

const BEGINNINGS = LINES.map((line) => `${line}/`);
/** Most facts are of contracts. */
const isOfLedger = ({ subject }: SeenEvent): boolean =>
  BEGINNINGS.some((beginning) => subject.startsWith(beginning));

/** Reads the state from the journal. Throws when it holds no `ledger.opened`. */
export const readLedgerState = (journal: JournalReader): LedgerState => {
  const opened = openingOf(journal.ofSubject('ledger/main'));
  if (!opened) throw new Error('the journal holds no ledger.opened');
  const size = journal.size();
  const closed = new Set<number>();
  const identity = createIdentity();
  const take = (event: SeenEvent): void => {
    if (event.type === 'period.closed')
      closed.add(keyOfPeriod((event.data as DataOf<'period.closed'>).period));
    else identity.see(event);
  };
  for (const line of LINES)
    for (const subject of subjectsOfLine(journal, line))
      for (const { event } of journal.ofSubject(subject, size)) take(event);
  let hasSeen = false;
  return {
    origin: opened.origin,
    openedOn: opened.openedOn,
    demonstration: opened.demonstration,
    identity,
    isMonthClosed: (month) => closed.has(month) || closed.has(-Math.floor(month / 12)),
    see: (event) => {
      if (!isOfLedger(event)) return;
      hasSeen = true;
      take(event);
    },
    isCurrent: () => !hasSeen && LINES.every((line) => journal.lastOfLine(line) < size),
  };
};
