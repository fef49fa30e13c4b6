import rows from '../seeds/indicators.json' with { type: 'json' };
import type { Message } from '../src/domain/refusal.ts';
import type { Measure } from './measures.ts';
import type { EnterpriseMeasure } from './source.ts';

/**
 * The eighteen rows of the plan's Annex 1, in its order, with what each is computed from. Floors and targets are not
 * taken from here but from the log (`target.set`): a figure is a function of the prefix alone (domain.md §6).
 */

/** Row 5 counts registrations (R6); `disbursed` counts the draws instead. */
export type Basis = 'registered' | 'disbursed';

/** `average`: rows 5–8, whose headline is the average annual growth. `level`: all others. */
export type Method = 'average' | 'level';

export interface Indicator {
  /** Row of Annex 1, 1–18. */
  readonly number: number;
  readonly code: string;
  readonly name: Message;
  /** The unit of the headline, as printed in Annex 1. */
  readonly unit: string;
  readonly method: Method;
  /** What the ledger derives the value from, on the registered basis; `null` on the thirteen rows it does not derive. */
  readonly measure: Measure | null;
  /** The count whose enterprises are the memo of rows 5–8 (domain.md §5). */
  readonly enterprisesOf: EnterpriseMeasure | null;
  /** Version of the definition; raised when the row is computed in another way. */
  readonly version: number;
  /** The numbered choices of domain.md §8 that the definition rests on. */
  readonly choices: readonly string[];
}

type Definition = Pick<Indicator, 'measure' | 'enterprisesOf' | 'version' | 'choices'>;

/** A row that the bureau observes; R1 belongs to those for which the plan states a floor. */
const observed = (required: string | null): Definition => ({
  measure: null,
  enterprisesOf: null,
  version: 1,
  choices: required === null ? ['R21'] : ['R1', 'R21'],
});

const DERIVED: Readonly<Record<string, Definition>> = {
  'pledge-amount-growth': {
    measure: 'pledge.registeredAmount',
    enterprisesOf: 'pledge.count',
    version: 1,
    choices: ['R3', 'R4', 'R6', 'R21'],
  },
  'insured-sum-growth': {
    measure: 'insurance.sumInsured',
    enterprisesOf: 'insurance.sumInsured',
    version: 1,
    choices: ['R4', 'R11', 'R21'],
  },
  'pledge-count-growth': {
    measure: 'pledge.count',
    enterprisesOf: 'pledge.count',
    version: 1,
    choices: ['R3', 'R4', 'R18', 'R20', 'R21'],
  },
  'deal-amount-growth': {
    measure: 'deal.amount',
    enterprisesOf: 'deal.count',
    version: 1,
    choices: ['R2', 'R4', 'R14', 'R15', 'R21'],
  },
  'fund-projects': {
    measure: 'fund.projects',
    enterprisesOf: null,
    version: 1,
    choices: ['R5', 'R12', 'R13', 'R21'],
  },
};

export const INDICATORS: readonly Indicator[] = rows.map(({ number, code, name, unit, kind, required }) => ({
  number,
  code,
  name,
  unit,
  method: kind === 'growth' ? 'average' : 'level',
  ...(DERIVED[code] ?? observed(required)),
}));

const BY_CODE: ReadonlyMap<string, Indicator> = new Map(INDICATORS.map((row) => [row.code, row]));

/** The indicator of a code, or undefined if there is none. */
export const findIndicator = (code: string): Indicator | undefined => BY_CODE.get(code);

/** The indicator of a code that is known to exist; panics on another. */
export const indicatorOf = (code: string): Indicator => {
  const indicator = findIndicator(code);
  if (!indicator) throw new RangeError(`no such indicator: ${code}`);
  return indicator;
};

/** The measure of the value on that basis; only row 5 has another on the disbursed one (domain.md §9, Figures). */
export const measureOf = (indicator: Indicator, basis: Basis): Measure | null =>
  indicator.measure === 'pledge.registeredAmount' && basis === 'disbursed'
    ? 'pledge.disbursed'
    : indicator.measure;
