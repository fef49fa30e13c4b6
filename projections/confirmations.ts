import type { Month } from '../src/domain/calendar.ts';
import { partsRange, valueOfYear } from './figures.ts';
import { INDICATORS, type Indicator } from './indicators.ts';
import { percentText, quotient } from './rounding.ts';
import type { FigureSource } from './source.ts';

/**
 * Confirmations 询证: each institution confirms its own part of the figures of a period (`report.confirmed`, domain.md §4.7).
 * A confirmation stands while the institution's part is what it confirmed, so whether it does is a function of the prefix.
 */

/** The figures that the ledger derives, and of which institutions have parts. */
export const CONFIRMABLE: readonly Indicator[] = INDICATORS.filter(({ measure }) => measure !== null);

const YEAR_LENGTH = 4;
/** The part of what has no institution, such as a deal without a venue: nobody's to confirm. */
const NOBODY = 'none';

/** First and last month of the postings in a figure of a period, `yyyy` or `yyyy-mm`; row 18 adds up to its end. */
const monthsOf = (source: FigureSource, indicator: Indicator, period: string): readonly [Month, Month] => {
  const year = Number.parseInt(period.slice(0, YEAR_LENGTH), 10);
  if (period.length === YEAR_LENGTH) return partsRange(source, indicator, year, null);
  const month = Number.parseInt(period.slice(YEAR_LENGTH + 1), 10);
  return partsRange(source, indicator, year, [month, month]);
};

/** The institution's part of a figure of a period, in fen or a number; 0 if it has none. */
export const partOf = (
  source: FigureSource,
  indicator: Indicator,
  period: string,
  institution: string,
): bigint =>
  indicator.measure === null
    ? 0n
    : source.sum(indicator.measure, ...monthsOf(source, indicator, period), {
        dimension: 'institution',
        value: institution,
      }).amount;

/** What was confirmed of a figure. */
export interface Confirmation {
  readonly institution: string;
  readonly amount: bigint;
  /** Of the report, and the size of the log that it speaks of. */
  readonly sequence: number;
  readonly treeSize: number;
}

/** The last confirmation of each institution of a figure, by institution. */
const lastConfirmations = (
  source: FigureSource,
  indicator: Indicator,
  period: string,
): ReadonlyMap<string, Confirmation> => {
  const last = new Map<string, Confirmation>();
  for (const { institution, sequence, treeSize, figures } of source.reports(period))
    for (const { indicator: code, amount } of figures)
      if (code === indicator.code) last.set(institution, { institution, amount, sequence, treeSize });
  return last;
};

/** An institution's part of a figure, and what it said of it. */
export interface PartStatus {
  readonly institution: string;
  readonly part: bigint;
  readonly confirmation: Confirmation | null;
  /** `changed`: what was confirmed is no longer the institution's part. */
  readonly state: 'confirmed' | 'changed' | 'missing';
}

export interface FigureConfirmation {
  readonly indicator: Indicator;
  /** The parts of all, those without an institution included. */
  readonly total: bigint;
  readonly confirmed: bigint;
  /** Of those with a part in the figure or a nil report of it, by their codes. */
  readonly institutions: readonly PartStatus[];
}

const statusOf = (institution: string, part: bigint, confirmation: Confirmation | undefined): PartStatus => {
  if (!confirmation) return { institution, part, confirmation: null, state: 'missing' };
  return { institution, part, confirmation, state: confirmation.amount === part ? 'confirmed' : 'changed' };
};

/** Who has confirmed a figure of a period, as of the source's prefix. */
export const figureConfirmation = (
  source: FigureSource,
  indicator: Indicator,
  period: string,
): FigureConfirmation => {
  const { measure } = indicator;
  const said = lastConfirmations(source, indicator, period);
  const range = monthsOf(source, indicator, period);
  const parts = measure === null ? new Map() : source.parts(measure, ...range, 'institution');
  const total = [...parts.values()].reduce((sum: bigint, { amount }) => sum + amount, 0n);
  const names = [...new Set([...parts.keys(), ...said.keys()])].filter((name) => name !== NOBODY).sort();
  const institutions = names.map((name) => statusOf(name, parts.get(name)?.amount ?? 0n, said.get(name)));
  const confirmed = institutions
    .filter(({ state }) => state === 'confirmed')
    .reduce((sum, { part }) => sum + part, 0n);
  return { indicator, total, confirmed, institutions };
};

/** The share of a figure that is confirmed, in words of JSON. */
export interface ConfirmedJson {
  readonly percent: string;
  readonly institutions: string;
  readonly of: string;
}

const WHOLE = '100.00';
const NOTHING = '0.00';

/** null while nobody has confirmed. A figure of 0 is confirmed once all who should have said so. */
export const confirmedJson = ({
  total,
  confirmed,
  institutions,
}: FigureConfirmation): ConfirmedJson | null => {
  const count = institutions.filter(({ state }) => state === 'confirmed').length;
  if (count === 0) return null;
  const ofNothing = count === institutions.length ? WHOLE : NOTHING;
  const percent = total === 0n ? ofNothing : percentText(quotient(confirmed, total));
  return { percent, institutions: String(count), of: String(institutions.length) };
};

/** What stands beside the figure of a year: only a figure that the ledger derives is made of institutions' parts. */
export const confirmedOfYear = (
  source: FigureSource,
  indicator: Indicator,
  year: number,
): ConfirmedJson | null => {
  const period = String(year).padStart(YEAR_LENGTH, '0');
  if (indicator.measure === null || source.reports(period).length === 0) return null;
  if (valueOfYear(source, indicator, year).origin !== 'derived') return null;
  return confirmedJson(figureConfirmation(source, indicator, period));
};
