import type { DatabaseSync } from 'node:sqlite';
import type { Report } from '../../projections/source.ts';
import type { DataOf } from '../domain/catalogue.ts';
import type { RecordedEvent } from '../domain/envelope.ts';
import { fenOf } from '../domain/money.ts';
import { splitSubject } from '../domain/subject.ts';
import { allRows, prepareRows } from '../journal/database.ts';
import type { JournalReader } from '../journal/reader.ts';

/** The confirmations of a period, from an index of their places: their events are read from the journal. */

const reportOf = (sequence: number, text: string): Report => {
  const event = JSON.parse(text) as RecordedEvent;
  const { treeSize, figures } = event.data as DataOf<'report.confirmed'>;
  const { caseId } = splitSubject(event.subject);
  return {
    institution: caseId.slice(0, caseId.indexOf('.')),
    sequence,
    treeSize: Number.parseInt(treeSize, 10),
    figures: figures.map(({ indicator, amount, count }) => ({
      indicator,
      amount: amount === undefined ? BigInt(count ?? '0') : fenOf(amount),
    })),
  };
};

/** Events are kept as read: they never change, and the table of a year asks for the same ones again. */
const KEPT_MAX = 10_000;

export const reportReader = (
  database: DatabaseSync,
  journal: JournalReader,
): ((period: string, size: number) => readonly Report[]) => {
  const places = prepareRows(
    database,
    'SELECT sequence FROM report WHERE period = ? AND sequence < ? ORDER BY sequence',
  );
  const kept = new Map<number, Report>();
  const read = (sequence: number): Report => {
    const known = kept.get(sequence);
    if (known) return known;
    if (kept.size >= KEPT_MAX) kept.clear();
    const report = reportOf(sequence, journal.at(sequence)?.text ?? '');
    kept.set(sequence, report);
    return report;
  };
  return (period, size) => allRows<[number]>(places, period, size).map(([sequence]) => read(sequence));
};
