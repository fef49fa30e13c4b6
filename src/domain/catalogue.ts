import type * as z from 'zod';
import { EARLIEST_EFFECTIVE_ON } from './calendar.ts';
import { divisionProblem } from './division.ts';
import { BUREAU_EVENTS, CORRECTION_EVENTS } from './events/bureau.ts';
import { DEAL_EVENTS } from './events/deal.ts';
import { FUND_EVENTS } from './events/fund.ts';
import { PLEDGE_EVENTS } from './events/pledge.ts';
import { POLICY_EVENTS } from './events/policy.ts';
import { SECURITIZATION_EVENTS } from './events/securitization.ts';
import { BUDGET_EVENTS, RISK_POOL_EVENTS } from './events/support.ts';
import { type Refusal, refuse } from './refusal.ts';
import { CONTRACT_LINES, type ContractLine, LINES, type Line } from './subject.ts';

/**
 * The one catalogue of event types (domain.md §4): types, validation, JSON Schema and documentation all come from it.
 */

/** Version of every schema; an event names the version it was checked by in `dataschema` (`<type>/<version>`). */
export const SCHEMA_VERSION = 1;

const EVENTS_OF_LINE = {
  pledge: PLEDGE_EVENTS,
  policy: POLICY_EVENTS,
  deal: DEAL_EVENTS,
  fund: FUND_EVENTS,
  securitization: SECURITIZATION_EVENTS,
  riskPool: RISK_POOL_EVENTS,
  budget: BUDGET_EVENTS,
} as const satisfies Record<ContractLine, Record<string, z.ZodType>>;

export const SCHEMAS = {
  ...PLEDGE_EVENTS,
  ...POLICY_EVENTS,
  ...DEAL_EVENTS,
  ...FUND_EVENTS,
  ...SECURITIZATION_EVENTS,
  ...RISK_POOL_EVENTS,
  ...BUDGET_EVENTS,
  ...BUREAU_EVENTS,
  ...CORRECTION_EVENTS,
} as const;

export type EventType = keyof typeof SCHEMAS;
export type DataOf<T extends EventType> = z.output<(typeof SCHEMAS)[T]>;
export type AnyData = DataOf<EventType>;

export type PledgeType = keyof typeof PLEDGE_EVENTS;
export type PolicyType = keyof typeof POLICY_EVENTS;
export type DealType = keyof typeof DEAL_EVENTS;
export type FundType = keyof typeof FUND_EVENTS;
export type SecuritizationType = keyof typeof SECURITIZATION_EVENTS;
export type RiskPoolType = keyof typeof RISK_POOL_EVENTS;
export type BudgetType = keyof typeof BUDGET_EVENTS;

/** Who writes events of a type: posted by institutions and the bureau, or by the ledger's own commands. */
export type Origin = 'posted' | 'ledger';

interface CatalogueEntry {
  readonly type: EventType;
  /** The lines on whose subjects the type stands; corrections and requests stand on that of their fact. */
  readonly lines: readonly Line[];
  readonly origin: Origin;
}

const ledgerLines = (type: keyof typeof BUREAU_EVENTS): { lines: readonly Line[]; origin: Origin } => {
  switch (type) {
    case 'ledger.opened':
    case 'rules.adopted':
      return { lines: ['ledger'], origin: 'ledger' };
    case 'indicator.observed':
      return { lines: ['observation'], origin: 'posted' };
    case 'target.set':
      return { lines: ['target'], origin: 'posted' };
    case 'period.closed':
      return { lines: ['period'], origin: 'posted' };
    case 'report.confirmed':
      return { lines: ['report'], origin: 'posted' };
    case 'bulletin.published':
      return { lines: ['bulletin'], origin: 'posted' };
    case 'key.issued':
    case 'key.revoked':
      return { lines: ['participant', 'ledger'], origin: 'ledger' };
    case 'finding.explained':
    case 'finding.resolved':
      return { lines: ['finding'], origin: 'posted' };
    default:
      return { lines: ['participant'], origin: 'ledger' };
  }
};

const catalogueEntries = function* (): Generator<CatalogueEntry> {
  for (const line of CONTRACT_LINES)
    for (const type of Object.keys(EVENTS_OF_LINE[line]) as EventType[])
      yield { type, lines: [line], origin: 'posted' };
  for (const type of Object.keys(BUREAU_EVENTS) as (keyof typeof BUREAU_EVENTS)[])
    yield { type, ...ledgerLines(type) };
  for (const type of Object.keys(CORRECTION_EVENTS) as EventType[])
    yield { type, lines: LINES, origin: 'posted' };
};

export const CATALOGUE: ReadonlyMap<string, CatalogueEntry> = new Map(
  [...catalogueEntries()].map((entry) => [entry.type, entry]),
);

export const isEventType = (type: string): type is EventType => CATALOGUE.has(type);

/** The schema name that an event of this type carries in `dataschema`. */
export const schemaName = (type: EventType): string => `${type}/${SCHEMA_VERSION}`;

/** Fields of an event's data that hold an enterprise, whose division must be valid at `effectiveOn`. */
const ENTERPRISE_FIELDS: Partial<Record<EventType, readonly string[]>> = {
  'pledge.registered': ['pledgor', 'debtor'],
  'policy.bound': ['enterprise'],
  'deal.signed': ['from', 'to'],
  'project.reserved': ['enterprise'],
  'investment.closed': ['enterprise'],
  'subsidy.paid': ['beneficiary'],
};

/** Length of a statistics code of the city; an observation's division is one. */
const CITY_CODE_LENGTH = 12;

const divisionRefusal = (code: string, on: string, pointer: string): Refusal | undefined => {
  const problem = divisionProblem(code, on);
  if (problem === undefined) return undefined;
  return problem === 'unknown'
    ? refuse('DIVISION_UNKNOWN', { pointer, value: code })
    : refuse('DIVISION_NOT_VALID', { pointer, value: code, with: { on } });
};

/**
 * Refusals for divisions that are unknown or not valid at the event's `effectiveOn`. `pointer` is where the data
 * stands in the fact.
 */
export const divisionRefusals = (type: EventType, data: AnyData, pointer: string): Refusal[] => {
  const found: Refusal[] = [];
  const add = (refusal: Refusal | undefined): void => {
    if (refusal) found.push(refusal);
  };
  // No division is valid before the earliest date, which is refused as a date when the fact is judged.
  const on = data.effectiveOn < EARLIEST_EFFECTIVE_ON ? EARLIEST_EFFECTIVE_ON : data.effectiveOn;
  const fields = data as unknown as Record<string, { division: string } | undefined>;
  for (const field of ENTERPRISE_FIELDS[type] ?? []) {
    const enterprise = fields[field];
    if (enterprise) add(divisionRefusal(enterprise.division, on, `${pointer}/${field}/division`));
  }
  if (type === 'indicator.observed') {
    const { division } = data as DataOf<'indicator.observed'>;
    const at = `${pointer}/division`;
    if (division !== undefined)
      add(
        division.length === CITY_CODE_LENGTH
          ? divisionRefusal(division, on, at)
          : refuse('DIVISION_UNKNOWN', { pointer: at, value: division }),
      );
  }
  return found;
};
