import { valueJson } from '../../projections/figures.ts';
import { subjectsOfLine } from '../journal/reader.ts';
import type { LedgerReader } from '../main.ts';
import { notFound, wrongUse } from '../problem.ts';
import { subjectHistory } from '../readmodel/history.ts';
import { quantityDifference } from '../readmodel/lineage.ts';
import { type AsOfJson, asOfJson, resolveAsOf } from './asOf.ts';
import {
  choiceParameter,
  dimensionParameter,
  divisionParameter,
  indicatorParameter,
  monthsParameter,
  onlyKnown,
  type Parameters,
  required,
  requiredYear,
  yearOfMoment,
  yearParameter,
} from './parameters.ts';
import { withRevisions } from './revisions.ts';
import { rulesAt } from './rules.ts';

/** The readings behind commands and routes alike: parameters as text in, JSON values out. */

const FIGURE_OPTIONS = ['asOf', 'division', 'months', 'baseYear', 'basis', 'rounding'] as const;

const figureOptions = (parameters: Parameters) => {
  const baseYear = yearParameter(parameters, 'baseYear');
  return {
    division: divisionParameter(parameters.division),
    months: monthsParameter(parameters.months),
    basis: choiceParameter(parameters, 'basis', ['registered', 'disbursed']),
    rounding: choiceParameter(parameters, 'rounding', ['halfEven', 'halfUp']),
    ...(baseYear === undefined ? {} : { baseYear }),
  };
};

/** `indicators`: the annex table of a year. */
export const readIndicators = (ledger: LedgerReader, parameters: Parameters) => {
  onlyKnown(parameters, ['year', ...FIGURE_OPTIONS]);
  const size = resolveAsOf(ledger.journal, parameters.asOf);
  const source = ledger.figures.at(size);
  const year = yearParameter(parameters, 'year') ?? yearOfMoment(source.asOf.recordedAt);
  const options = figureOptions(parameters);
  const { rows, ...head } = rulesAt(ledger, size).annexTable(source, { year, ...options });
  return {
    ...head,
    asOf: asOfJson(ledger.journal, size),
    rows: year === null ? rows : withRevisions(ledger, { size, year, options }, rows),
  };
};

const DEFAULT_YEARS = 4;

/** `indicator CODE`: its series over years, with a breakdown by a dimension. */
export const readIndicator = (ledger: LedgerReader, code: string, parameters: Parameters) => {
  onlyKnown(parameters, ['from', 'to', 'by', 'asOf', 'baseYear', 'basis', 'rounding']);
  const indicator = indicatorParameter(code);
  const size = resolveAsOf(ledger.journal, parameters.asOf);
  const source = ledger.figures.at(size);
  const { division: _, months: __, ...options } = figureOptions(parameters);
  const by = dimensionParameter(parameters.by);
  const asOf = asOfJson(ledger.journal, size);
  const last = yearParameter(parameters, 'to') ?? yearOfMoment(source.asOf.recordedAt);
  if (last === null) return { code: indicator.code, by: by ?? null, asOf, years: [] };
  const from = yearParameter(parameters, 'from') ?? last - DEFAULT_YEARS + 1;
  if (from > last) throw wrongUse(`from ${from} 晚于 to ${last}`, `from ${from} is after to ${last}`);
  const series = rulesAt(ledger, size).indicatorSeries(source, indicator.code, {
    from,
    to: last,
    ...(by === undefined ? {} : { by }),
    ...options,
  });
  return { code: series.code, by: series.by, asOf, years: series.years };
};

const valueAt = (ledger: LedgerReader, code: string, year: number, size: number) => {
  const figure = rulesAt(ledger, size).valueOfYear(ledger.figures.at(size), indicatorParameter(code), year);
  return {
    figure,
    value: figure.quantity === null ? null : valueJson(figure.quantity, 'halfEven'),
  };
};

/** `lineage CODE`: the entries behind the figure of a year. */
export const readLineage = (ledger: LedgerReader, code: string, parameters: Parameters) => {
  onlyKnown(parameters, ['year', 'asOf']);
  const indicator = indicatorParameter(code);
  const year = requiredYear(parameters, 'year');
  const size = resolveAsOf(ledger.journal, parameters.asOf);
  return {
    code: indicator.code,
    year,
    asOf: asOfJson(ledger.journal, size),
    value: valueAt(ledger, code, year, size).value,
    entries: ledger.lineage.lineage(indicator, year, size),
  };
};

/** `difference CODE`: why the figure of a year changed between two vintages. */
export const readDifference = (ledger: LedgerReader, code: string, parameters: Parameters) => {
  onlyKnown(parameters, ['year', 'between', 'and']);
  const indicator = indicatorParameter(code);
  const year = requiredYear(parameters, 'year');
  const vintage = (name: string) => {
    const size = resolveAsOf(ledger.journal, required(parameters, name));
    const { figure, value } = valueAt(ledger, code, year, size);
    return { size, figure, json: { asOf: asOfJson(ledger.journal, size), value } };
  };
  const from = vintage('between');
  const to = vintage('and');
  if (from.size > to.size) throw wrongUse('前一时点晚于后一时点', 'the first vintage is after the second');
  return {
    code: indicator.code,
    year,
    from: from.json,
    to: to.json,
    change: quantityDifference(indicator, to.figure, from.figure),
    entries: ledger.lineage.lineage(indicator, year, to.size, from.size),
  };
};

/** `history SUBJECT`: a contract's events, what each did, and how it stands. */
export const readHistory = (ledger: LedgerReader, subject: string, parameters: Parameters) => {
  onlyKnown(parameters, ['asOf']);
  const size = resolveAsOf(ledger.journal, parameters.asOf);
  const events = ledger.journal.ofSubject(subject, size);
  if (events.length === 0) throw notFound(subject);
  const { revision, state, events: shown } = subjectHistory(subject, events, rulesAt(ledger, size));
  return { subject, asOf: asOfJson(ledger.journal, size), revision, state, events: shown };
};

/** `periods`: the closed periods. */
export const readPeriods = (ledger: LedgerReader, parameters: Parameters) => {
  onlyKnown(parameters, ['asOf']);
  const size = resolveAsOf(ledger.journal, parameters.asOf);
  const periods = [...subjectsOfLine(ledger.journal, 'period')].flatMap((subject) =>
    ledger.journal
      .ofSubject(subject, size)
      .filter(({ event }) => event.type === 'period.closed')
      .map(({ sequence, event }) => ({
        period: subject.slice(subject.indexOf('/') + 1),
        state: 'closed' as const,
        sequence: String(sequence),
        recordedTime: event.recordedtime,
        recordedBy: event.recordedby,
        source: event.source,
        id: event.id,
      })),
  );
  return { asOf: asOfJson(ledger.journal, size) satisfies AsOfJson, periods };
};
