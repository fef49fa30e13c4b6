import type { DatabaseSync } from 'node:sqlite';
import { type Figure, type Quantity, type QuantityJson, quantityJson } from '../../projections/figures.ts';
import type { Indicator } from '../../projections/indicators.ts';
import type { LineageEntry } from '../../projections/lineageEntry.ts';
import { DIMENSIONS } from '../../projections/measures.ts';
import { Decimal } from '../../projections/rounding.ts';
import { type RulesByVersion, rulesOf } from '../../projections/rules.ts';
import type { FigureSource } from '../../projections/source.ts';
import { EARLIEST_EFFECTIVE_ON, type Month, monthNumber, monthOf, monthText } from '../domain/calendar.ts';
import type { RecordedEvent } from '../domain/envelope.ts';
import { allRows, prepareRows } from '../journal/database.ts';
import type { JournalReader } from '../journal/reader.ts';
import { dimensionNames } from './names.ts';
import { measureNumber } from './schema.ts';

/** The entries behind a figure: a figure is the sum of its entries, each the effect of one event on it. */

type EntryRow = readonly [sequence: bigint, month: bigint, amount: bigint, postings: bigint];

/** One effect before its event is looked up. */
interface Effect {
  readonly sequence: number;
  readonly month: Month | null;
  readonly amount: Decimal;
}

/** Places in the log: from the first on, below the second. */
interface Range {
  readonly from: number;
  readonly size: number;
}

/** No value of a dimension has this id. */
const NO_SELECTOR = -1;
const INSTITUTION = DIMENSIONS.indexOf('institution');
const FIRST_MONTH = monthOf(EARLIEST_EFFECTIVE_ON);
const ZERO = new Decimal(0);

const amountOf = (quantity: Quantity | null): Decimal => {
  if (quantity === null) return ZERO;
  return quantity.unit === 'level' ? quantity.level : new Decimal(quantity.amount.toString());
};

/** The amount in the form of the indicator's values. */
const asQuantity = (indicator: Indicator, amount: Decimal): Quantity => {
  if (indicator.method === 'level') return { unit: 'level', level: amount };
  const unit = indicator.measure === 'pledge.count' ? 'count' : 'fen';
  return { unit, amount: BigInt(amount.toFixed()) };
};

export const quantityDifference = (indicator: Indicator, to: Figure, from: Figure): QuantityJson =>
  quantityJson(asQuantity(indicator, amountOf(to.quantity).minus(amountOf(from.quantity))));

/** Months whose postings are in the figure of a year: row 18 adds up all years to the one asked for. */
const monthsOf = (indicator: Indicator, year: number): readonly [Month, Month] => [
  indicator.method === 'level' ? FIRST_MONTH : monthNumber(year, 1),
  monthNumber(year, 12),
];

export interface LineageReader {
  /**
   * The entries of the city's figure of a year in the prefix of that size, in the order of the log; with `from` those from
   * that place on.
   */
  lineage(indicator: Indicator, year: number, size: number, from?: number): LineageEntry[];
}

export interface LineagePorts {
  readonly figures: { readonly at: (size: number) => FigureSource };
  readonly rules: RulesByVersion;
  /** The institution whose own part `figures` are; the city's where there is none. */
  readonly only?: string;
}

export const lineageReader = (
  database: DatabaseSync,
  journal: JournalReader,
  { figures, rules, only }: LineagePorts,
): LineageReader => {
  const postings = prepareRows(
    database,
    `SELECT sequence, month, sum(amount), sum(postings) FROM entry
     WHERE measure = ? AND month >= ? AND month <= ? AND sequence >= ? AND sequence < ?
     GROUP BY sequence, month HAVING sum(amount) <> 0 OR sum(postings) <> 0 ORDER BY sequence, month`,
  );
  postings.setReadBigInts(true);
  const postingsOf = prepareRows(
    database,
    `SELECT sequence, month, sum(amount), sum(postings) FROM entry JOIN tuple ON tuple.id = entry.tuple
     WHERE measure = ? AND month >= ? AND month <= ? AND sequence >= ? AND sequence < ? AND tuple.d${INSTITUTION} = ?
     GROUP BY sequence, month HAVING sum(amount) <> 0 OR sum(postings) <> 0 ORDER BY sequence, month`,
  );
  postingsOf.setReadBigInts(true);
  const names = dimensionNames(database);

  /** The amount of the figure in the prefix of that size, by the rules in force there. */
  const amountAt = (indicator: Indicator, year: number, size: number): Decimal => {
    const source = figures.at(size);
    return amountOf(rulesOf(rules, source.rules).valueOfYear(source, indicator, year).quantity);
  };

  const postingEffects = (indicator: Indicator, year: number, { from, size }: Range): Effect[] => {
    if (indicator.measure === null) return [];
    const range = [measureNumber(indicator.measure), ...monthsOf(indicator, year), from, size] as const;
    const rows =
      only === undefined
        ? allRows<EntryRow>(postings, ...range)
        : allRows<EntryRow>(postingsOf, ...range, names.find('institution', only) ?? NO_SELECTOR);
    return rows.map(([sequence, month, amount]) => ({
      sequence: Number(sequence),
      month: Number(month),
      amount: new Decimal(amount.toString()),
    }));
  };

  /** Where an indicator is observed, the figure is asked before and after each event that may touch it. */
  const effectsByAsking = (
    indicator: Indicator,
    year: number,
    candidates: ReadonlyMap<number, Month | null>,
    from: number,
  ): Effect[] => {
    let before = amountAt(indicator, year, from);
    const effects: Effect[] = [];
    for (const [sequence, month] of [...candidates].sort(([a], [b]) => a - b)) {
      const after = amountAt(indicator, year, sequence + 1);
      if (!after.eq(before)) effects.push({ sequence, month, amount: after.minus(before) });
      before = after;
    }
    return effects;
  };

  const effectsOf = (indicator: Indicator, year: number, range: Range): Effect[] => {
    const booked = postingEffects(indicator, year, range);
    const observed = journal.ofSubject(`observation/${indicator.code}`, range.size);
    // What is observed is of the city, and no institution's part of it.
    if (observed.length === 0 || only !== undefined) return booked;
    const candidates = new Map<number, Month | null>(booked.map(({ sequence, month }) => [sequence, month]));
    for (const { sequence } of observed) if (sequence >= range.from) candidates.set(sequence, null);
    return effectsByAsking(indicator, year, candidates, range.from);
  };

  return {
    lineage: (indicator, year, size, from = 0) => {
      let running = from === 0 ? ZERO : amountAt(indicator, year, from);
      return effectsOf(indicator, year, { from, size }).map(({ sequence, month, amount }) => {
        running = running.plus(amount);
        const event = JSON.parse(journal.at(sequence)?.text ?? '') as RecordedEvent;
        return {
          sequence: String(sequence),
          recordedTime: event.recordedtime,
          effectiveOn: event.data.effectiveOn,
          month: month === null ? null : monthText(month),
          subject: event.subject,
          source: event.source,
          id: event.id,
          type: event.type,
          effect: quantityJson(asQuantity(indicator, amount)),
          running: quantityJson(asQuantity(indicator, running)),
        };
      });
    },
  };
};
