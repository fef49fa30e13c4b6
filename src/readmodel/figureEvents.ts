import type { DatabaseSync } from 'node:sqlite';
import type { Measure } from '../../projections/measures.ts';
import type { Month } from '../domain/calendar.ts';
import { allRows, prepareRows } from '../journal/database.ts';
import { measureNumber } from './schema.ts';

/** The events with an entry of a measure in a range of months (both included), in the prefix of that size. */
export const eventsWithEntries = (
  database: DatabaseSync,
  measure: Measure,
  months: readonly [Month, Month],
  size: number,
): readonly number[] =>
  allRows<[number]>(
    prepareRows(
      database,
      'SELECT DISTINCT sequence FROM entry WHERE measure = ? AND month >= ? AND month <= ? AND sequence < ?',
    ),
    measureNumber(measure),
    ...months,
    size,
  ).map(([sequence]) => sequence);
