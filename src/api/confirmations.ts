import {
  CONFIRMABLE,
  type Confirmation,
  type ConfirmedJson,
  confirmedJson,
  type FigureConfirmation,
  figureConfirmation,
  type PartStatus,
} from '../../projections/confirmations.ts';
import { type QuantityJson, quantityJson } from '../../projections/figures.ts';
import type { Indicator } from '../../projections/indicators.ts';
import { MEASURES } from '../../projections/measures.ts';
import type { Message } from '../domain/refusal.ts';
import { isPeriod } from '../domain/subject.ts';
import type { LedgerReader } from '../main.ts';
import { wrongUse } from '../problem.ts';
import { type AsOfJson, asOfJson, resolveAsOf } from './asOf.ts';
import { identityAt } from './identityAt.ts';
import { onlyKnown, type Parameters, required } from './parameters.ts';

/** `confirmations`: who has confirmed which share of each figure of a period, and who has not reported. */

export interface InstitutionJson {
  readonly institution: string;
  readonly part: QuantityJson;
  readonly state: PartStatus['state'];
  /** What was said last of it; null where nothing was. */
  readonly confirmed: (QuantityJson & { readonly sequence: string; readonly treeSize: string }) | null;
}

export interface FigureConfirmationJson {
  readonly code: string;
  readonly name: Message;
  /** The sum of the parts. */
  readonly value: QuantityJson;
  readonly confirmedValue: QuantityJson;
  /** As it stands beside the figure; null while nobody has confirmed. */
  readonly confirmed: ConfirmedJson | null;
  readonly institutions: readonly InstitutionJson[];
}

export interface ConfirmationsJson {
  readonly period: string;
  readonly asOf: AsOfJson;
  readonly figures: readonly FigureConfirmationJson[];
  /** Of whom no report of the period speaks: who has a part in a figure of it, and who could only report that it has none. */
  readonly notReported: readonly string[];
}

const quantityOf = ({ measure }: Indicator, amount: bigint): QuantityJson =>
  quantityJson({ unit: measure === null ? 'count' : MEASURES[measure].unit, amount });

const saidJson = (indicator: Indicator, said: Confirmation) => ({
  ...quantityOf(indicator, said.amount),
  sequence: String(said.sequence),
  treeSize: String(said.treeSize),
});

const institutionJson = (indicator: Indicator, status: PartStatus): InstitutionJson => ({
  institution: status.institution,
  part: quantityOf(indicator, status.part),
  state: status.state,
  confirmed: status.confirmation && saidJson(indicator, status.confirmation),
});

const figureJson = (figure: FigureConfirmation): FigureConfirmationJson => {
  const { indicator, total, confirmed, institutions } = figure;
  return {
    code: indicator.code,
    name: indicator.name,
    value: quantityOf(indicator, total),
    confirmedValue: quantityOf(indicator, confirmed),
    confirmed: confirmedJson(figure),
    institutions: institutions.map((status) => institutionJson(indicator, status)),
  };
};

const periodParameter = (parameters: Parameters): string => {
  const period = required(parameters, 'period');
  if (!isPeriod(period))
    throw wrongUse(`period "${period}"：应为 yyyy-mm 或 yyyy`, `period "${period}": yyyy-mm or yyyy`);
  return period;
};

/** The institutions that are admitted in a prefix of the log; those without a part report that (零报告). */
const reportingAt = ({ journal }: LedgerReader, size: number): readonly string[] =>
  identityAt(journal, size)
    .participants()
    .filter(({ roles, suspended }) => roles.includes('institution') && !suspended)
    .map(({ uscc }) => uscc);

export const readConfirmations = (ledger: LedgerReader, parameters: Parameters): ConfirmationsJson => {
  onlyKnown(parameters, ['period', 'asOf']);
  const period = periodParameter(parameters);
  const size = resolveAsOf(ledger.journal, parameters.asOf);
  const source = ledger.figures.at(size);
  const figures = CONFIRMABLE.map((indicator) => figureConfirmation(source, indicator, period));
  const reported = new Set(source.reports(period).map(({ institution }) => institution));
  const concerned = new Set(
    figures.flatMap(({ institutions }) => institutions.map(({ institution }) => institution)),
  );
  return {
    period,
    asOf: asOfJson(ledger.journal, size),
    figures: figures.map(figureJson),
    notReported: [...new Set([...concerned, ...reportingAt(ledger, size)])]
      .filter((institution) => !reported.has(institution))
      .sort(),
  };
};
