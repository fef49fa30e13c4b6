import type { EntryDraft } from '../../projections/difference.ts';
import { MEASURES, type Measure } from '../../projections/measures.ts';
import type { Rules } from '../../projections/rules.ts';
import { monthText } from '../domain/calendar.ts';
import { readContract } from '../domain/contract.ts';
import { keyOf, type LoggedEvent, type RecordedEvent } from '../domain/envelope.ts';
import { type ChangeMark, readHistory, type SubjectHistory } from '../domain/history.ts';
import { LIFE_CYCLES } from '../domain/lines/index.ts';
import { isContractLine, splitSubject } from '../domain/subject.ts';
import { contractBooks } from './contractEntries.ts';

/** A contract's events, what each did to the figures, and how the contract stands (the `history` command). */

export interface EffectJson {
  readonly measure: Measure;
  readonly month: string;
  readonly amountFen?: string;
  readonly count?: string;
}

export interface HistoryEventJson {
  readonly revision: number;
  readonly event: RecordedEvent & { readonly logindex: string };
  /** The data as it stands after corrections; null once the fact is withdrawn. */
  readonly effectiveData: unknown;
  readonly correctedBy?: { readonly source: string; readonly id: string; readonly sequence: string };
  readonly withdrawnBy?: { readonly source: string; readonly id: string; readonly sequence: string };
  /** The contract's state after this event, as it was then known; null in a history longer than HISTORY_STATES_MAX. */
  readonly state: Record<string, unknown> | null;
  readonly effects: readonly EffectJson[];
}

/** The state after each event is shown for histories up to this length; each is a reading of its own. */
export const HISTORY_STATES_MAX = 200;

const INTERNAL: ReadonlySet<Measure> = new Set(['fund.paidInOfRow18', 'fund.fiscalPaidInOfRow18']);

/** Effects by measure and month; what moves between dimensions alone cancels out. */
const effectsJson = (entries: readonly EntryDraft[]): EffectJson[] => {
  const sums = new Map<
    string,
    { readonly measure: Measure; readonly month: number; amount: bigint; postings: number }
  >();
  for (const { at, amount, postings } of entries) {
    const { measure, month } = at;
    if (INTERNAL.has(measure)) continue;
    const key = `${measure}|${month}`;
    const sum = sums.get(key) ?? { measure, month, amount: 0n, postings: 0 };
    sum.amount += amount;
    sum.postings += postings;
    sums.set(key, sum);
  }
  return [...sums.values()]
    .filter(({ amount, postings }) => amount !== 0n || postings !== 0)
    .map(({ measure, month, amount }) => ({
      measure,
      month: monthText(month),
      ...(MEASURES[measure].unit === 'fen' ? { amountFen: `${amount}` } : { count: `${amount}` }),
    }));
};

/** The state of a subject: of a contract by its line, of a record what stands. */
export const stateOf = (subject: string, history: SubjectHistory): Record<string, unknown> | null => {
  const { line } = splitSubject(subject);
  if (!isContractLine(line)) {
    const last = history.facts.at(-1);
    return last ? { standing: history.facts.length, latest: last.data } : null;
  }
  if (history.facts.length === 0) return null;
  const reading = readContract(line, history.facts);
  const { voidedBy } = reading;
  return {
    ...LIFE_CYCLES[line].describe(reading.state),
    voidedBy: voidedBy ? { source: voidedBy.source, id: voidedBy.id } : null,
  };
};

const markJson = (mark: ChangeMark) => ({
  source: mark.source,
  id: mark.id,
  sequence: String(mark.sequence),
});

/** The history of a subject from its events in a prefix of the log, and the rules in force there. */
export const subjectHistory = (
  subject: string,
  events: readonly LoggedEvent[],
  rules: Rules,
): {
  readonly subject: string;
  readonly revision: number;
  readonly state: Record<string, unknown> | null;
  readonly events: readonly HistoryEventJson[];
} => {
  const history = readHistory(events);
  const books = contractBooks(rules, (_, sequence) => events.filter((logged) => logged.sequence < sequence));
  return {
    subject,
    revision: events.length - 1,
    state: stateOf(subject, history),
    events: events.map((logged, index) => {
      const standing = history.standings.get(keyOf(logged.event));
      return {
        revision: logged.event.revision,
        event: { ...logged.event, logindex: String(logged.sequence) },
        effectiveData: standing ? (standing.fact?.data ?? null) : logged.event.data,
        ...(standing?.correctedBy ? { correctedBy: markJson(standing.correctedBy) } : {}),
        ...(standing?.withdrawnBy ? { withdrawnBy: markJson(standing.withdrawnBy) } : {}),
        state:
          events.length > HISTORY_STATES_MAX
            ? null
            : stateOf(subject, readHistory(events.slice(0, index + 1))),
        effects: effectsJson(books.entriesOf(logged)),
      };
    }),
  };
};
