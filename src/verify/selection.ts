import type { DatabaseSync } from 'node:sqlite';
import { PLAN_BASE_YEAR } from '../../projections/growth.ts';
import type { Indicator } from '../../projections/indicators.ts';
import { EARLIEST_EFFECTIVE_ON, type Month, monthNumber, monthOf } from '../domain/calendar.ts';
import type { RecordedEvent } from '../domain/envelope.ts';
import type { JournalReader, StoredEvent } from '../journal/reader.ts';
import { eventsWithEntries } from '../readmodel/figureEvents.ts';
import type { ShownEvent } from './events.ts';

/** Which events make up the evidence of a figure. */

const FIRST_MONTH = monthOf(EARLIEST_EFFECTIVE_ON);
const DECEMBER = 12;

/** The events of `ledger/main` that say how the figures are to be read. */
const LEDGER_TYPES: ReadonlySet<string> = new Set(['ledger.opened', 'rules.adopted']);

const wholeYear = (year: number): readonly [Month, Month] => [
  monthNumber(year, 1),
  monthNumber(year, DECEMBER),
];

/** The months whose entries the figure of a year rests on: its own, those of its base and of the year before. */
const monthsOf = ({ method }: Indicator, year: number): readonly (readonly [Month, Month])[] =>
  method === 'level'
    ? [[FIRST_MONTH, monthNumber(year, DECEMBER)]]
    : [...new Set([year, PLAN_BASE_YEAR, year - 1])].map(wholeYear);

export interface FigureScope {
  readonly indicator: Indicator;
  readonly year: number;
  /** Size of the prefix of the log. */
  readonly size: number;
}

const contractsOf = (
  journal: JournalReader,
  figures: DatabaseSync,
  { indicator, year, size }: FigureScope,
): readonly string[] => {
  const { measure } = indicator;
  if (measure === null) return [];
  const sequences = monthsOf(indicator, year).flatMap((months) =>
    eventsWithEntries(figures, measure, months, size),
  );
  return journal.subjectsAt(sequences);
};

const shown = ({ sequence, text }: StoredEvent): ShownEvent => ({ index: sequence, text });

/**
 * The events that a figure is computed from, in the order of the log: every event of the contracts with an entry in the figure,
 * its base or the year before, the opening of the ledger and its rules, the observations and targets of the indicator, and the
 * last event of the prefix, whose recorded time is the moment of the figure.
 */
export const eventsOfFigure = (
  journal: JournalReader,
  figures: DatabaseSync,
  scope: FigureScope,
): readonly ShownEvent[] => {
  const { indicator, size } = scope;
  const found = new Map<number, ShownEvent>();
  const add = (event: StoredEvent): void => {
    found.set(event.sequence, shown(event));
  };
  const records = [`observation/${indicator.code}`, `target/${indicator.code}`];
  const subjects = [...contractsOf(journal, figures, scope), ...records];
  journal.storedOfSubjects(subjects, size).forEach(add);
  for (const event of journal.storedOfSubject('ledger/main', size))
    if (LEDGER_TYPES.has((JSON.parse(event.text) as RecordedEvent).type)) add(event);
  journal.read(size - 1, 1).forEach(add);
  return [...found.values()].sort((a, b) => a.index - b.index);
};
