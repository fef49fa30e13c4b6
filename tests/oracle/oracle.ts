/**
 * A second, deliberately slow computation of every figure, straight from the rules: for each question the whole
 * log up to the size asked for is read again, every contract is folded from nothing, and everything is added up.
 */
import {
  add,
  ceiling,
  compare,
  divide,
  exactText,
  fixed,
  HUNDRED,
  multiply,
  ONE,
  parseDecimal,
  type Rational,
  type Rounding,
  ratio,
  root,
  subtract,
  ZERO,
} from './exact.ts';
import { INDICATORS, type Indicator } from './plan.ts';
import { contractPostings, type Dimension, type Measure, type Posting, STOCKS } from './postings.ts';
import {
  businessOrder,
  CONTRACT_LINES,
  type Data,
  dayOf,
  factStates,
  instant,
  integer,
  lineOf,
  optionalText,
  type RecordedEvent,
  record,
  requestOf,
  type StandingFact,
  standingFacts,
  startOfDay,
  text,
  voidingFact,
} from './reading.ts';

export type ContractReading = {
  readonly subject: string;
  readonly line: string;
  /** Standing facts in business order, with the data that corrections have given them. */
  readonly facts: readonly StandingFact[];
  /** The fact that makes the contract void from the start. */
  readonly voidedBy: StandingFact | null;
  readonly postings: readonly Posting[];
};

export type Ledger = {
  readonly events: readonly RecordedEvent[];
  readonly size: number;
  /** Microseconds since 1970 of the last event, null in an empty ledger. */
  readonly asOf: bigint | null;
  readonly openedOn: string | null;
  readonly contracts: readonly ContractReading[];
  readonly postings: readonly Posting[];
  /** Standing observations and targets in the order of the log. */
  readonly observations: readonly Data[];
  readonly targets: readonly Data[];
  /** Sequence numbers of the closings of periods. */
  readonly closings: readonly { readonly period: string; readonly sequence: number }[];
  readonly bulletins: readonly Data[];
};

export function readLedger(events: readonly RecordedEvent[], size: number = events.length): Ledger {
  const prefix = events.slice(0, size);
  const facts = standingFacts(factStates(prefix));
  const subjects = [...new Set(facts.map((fact) => fact.subject))].filter((subject) =>
    (CONTRACT_LINES as readonly string[]).includes(lineOf(subject)),
  );
  const contracts = subjects.map((subject): ContractReading => {
    const own = facts.filter((fact) => fact.subject === subject);
    const line = lineOf(subject);
    return {
      subject,
      line,
      facts: businessOrder(own),
      voidedBy: voidingFact(own),
      postings: contractPostings(line, own),
    };
  });
  const opened = prefix.find((event) => event.type === 'ledger.opened');
  const last = prefix.at(-1);
  return {
    events: prefix,
    size,
    asOf: last === undefined ? null : instant(last.recordedtime),
    openedOn: opened === undefined ? null : text(opened.data, 'openedOn'),
    contracts,
    postings: contracts.flatMap((contract) => contract.postings),
    observations: facts.filter((fact) => fact.type === 'indicator.observed').map((fact) => fact.data),
    targets: facts.filter((fact) => fact.type === 'target.set').map((fact) => fact.data),
    closings: prefix.flatMap((event, sequence) =>
      event.type === 'period.closed' ? [{ period: text(event.data, 'period'), sequence }] : [],
    ),
    bulletins: prefix.flatMap((event) => {
      if (event.type !== 'change.approved') return [];
      const request = requestOf(prefix, size, event);
      return request.data.type === 'bulletin.published' ? [record(request.data, 'data')] : [];
    }),
  };
}

export type Selection = { readonly dimension: Dimension; readonly value: string };
export type Months = { readonly from: string; readonly to: string };

const isStock = (measure: Measure): boolean => (STOCKS as readonly string[]).includes(measure);

const total = (postings: readonly Posting[]): bigint =>
  postings.reduce((sum, posting) => sum + posting.amount, 0n);

/** Postings of a measure in a range of months (`from` is ignored for stocks), narrowed to one dimension's value. */
function chosen(
  ledger: Ledger,
  measure: Measure,
  { from, to }: Months,
  selection?: Selection | undefined,
): Posting[] {
  return ledger.postings.filter(
    (posting) =>
      posting.measure === measure &&
      (isStock(measure) || posting.month >= from) &&
      posting.month <= to &&
      (selection === undefined || posting.dimensions[selection.dimension] === selection.value),
  );
}

/** A flow over the months from `from` to `to`, or a stock at the end of `to`. */
export const sumOf = (
  ledger: Ledger,
  measure: Measure,
  months: Months,
  selection?: Selection | undefined,
): bigint => total(chosen(ledger, measure, months, selection));

export const wholeYear = (year: number): Months => ({ from: `${year}-01`, to: `${year}-12` });

/** The sums of a measure by the values of one dimension; keys without a posting are absent. */
export function breakdown(
  ledger: Ledger,
  measure: Measure,
  options: Months & { readonly by: Dimension },
): { readonly [key: string]: bigint } {
  const postings = chosen(ledger, measure, options);
  const keys = [...new Set(postings.map((posting) => posting.dimensions[options.by]))].sort();
  return Object.fromEntries(
    keys.map((key) => [key, total(postings.filter((posting) => posting.dimensions[options.by] === key))]),
  );
}

export type CountMeasure = 'pledge.count' | 'insurance.sumInsured' | 'deal.count';

/** The USCCs whose postings of the count do not add up to zero in the months, over one selection. */
function activeEnterprises(
  ledger: Ledger,
  measure: CountMeasure,
  months: Months,
  selection?: Selection | undefined,
): string[] {
  const postings = chosen(ledger, measure, months, selection);
  const codes = new Set(postings.flatMap(({ enterprise }) => (enterprise === null ? [] : [enterprise])));
  return [...codes].filter((code) => total(postings.filter(({ enterprise }) => enterprise === code)) !== 0n);
}

function monthBefore(month: string): string {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}

export function enterprises(
  ledger: Ledger,
  measure: CountMeasure,
  months: Months,
  selection?: Selection | undefined,
): { readonly enterprises: number; readonly firstTime: number } {
  const now = activeEnterprises(ledger, measure, months, selection);
  const before = activeEnterprises(
    ledger,
    measure,
    { from: '0000-01', to: monthBefore(months.from) },
    selection,
  );
  return {
    enterprises: now.length,
    firstTime: now.filter((code) => !before.includes(code)).length,
  };
}

export type FigureOptions = {
  readonly division?: string | undefined;
  /** Months of the year, such as `1-6` or `3`. */
  readonly months?: string | undefined;
  readonly basis?: 'registered' | 'disbursed' | undefined;
};

export type TableOptions = FigureOptions & {
  readonly baseYear?: number | undefined;
  readonly rounding?: Rounding | undefined;
};

type GrowthRow = {
  readonly unit: 'amount' | 'count';
  readonly measure: Measure;
  readonly count: CountMeasure;
};

function growthRow(code: string, options: FigureOptions = {}): GrowthRow | null {
  switch (code) {
    case 'pledge-amount-growth':
      return {
        unit: 'amount',
        measure: options.basis === 'disbursed' ? 'pledge.disbursed' : 'pledge.registeredAmount',
        count: 'pledge.count',
      };
    case 'insured-sum-growth':
      return { unit: 'amount', measure: 'insurance.sumInsured', count: 'insurance.sumInsured' };
    case 'pledge-count-growth':
      return { unit: 'count', measure: 'pledge.count', count: 'pledge.count' };
    case 'deal-amount-growth':
      return { unit: 'amount', measure: 'deal.amount', count: 'deal.count' };
    default:
      return null;
  }
}

const indicator = (code: string): Indicator => {
  const found = INDICATORS.find((row) => row.code === code);
  if (found === undefined) throw new Error(`unknown indicator: ${code}`);
  return found;
};

function observed(ledger: Ledger, code: string, year: number, division: string | undefined): Rational | null {
  const latest = ledger.observations.findLast(
    (data) =>
      data.indicator === code &&
      data.year === year &&
      optionalText(data, 'division') === (division ?? undefined),
  );
  return latest === undefined ? null : parseDecimal(text(latest, 'value'));
}

function monthRange(year: number, months: string | undefined): Months {
  if (months === undefined) return wholeYear(year);
  const [from, to] = months.split('-');
  const pad = (month: string): string => `${year}-${month.padStart(2, '0')}`;
  return { from: pad(from ?? ''), to: pad(to ?? from ?? '') };
}

const inDivision = (division: string | undefined): Selection | undefined =>
  division === undefined ? undefined : { dimension: 'division', value: division };

type YearValue = { readonly value: Rational | null; readonly source: 'observed' | 'derived' | 'nothing' };

const NOTHING: YearValue = { value: null, source: 'nothing' };

const yearIsOver = (ledger: Ledger, year: number): boolean =>
  ledger.asOf !== null && ledger.asOf >= startOfDay(`${year + 1}-01-01`);

/** The value of a whole year of rows 5–8, in fen or units. */
function yearValue(ledger: Ledger, code: string, year: number, options: FigureOptions): YearValue {
  const row = growthRow(code, options);
  if (row === null) throw new Error(`not a growth row: ${code}`);
  const beforeOpening = ledger.openedOn !== null && `${year}-01-01` < ledger.openedOn;
  const mayBeObserved = beforeOpening && !(options.basis === 'disbursed' && code === 'pledge-amount-growth');
  if (mayBeObserved) {
    const own = observed(ledger, code, year, options.division);
    if (own !== null) {
      return { value: row.unit === 'amount' ? multiply(own, HUNDRED) : own, source: 'observed' };
    }
    const ofCity = options.division === undefined ? null : observed(ledger, code, year, undefined);
    const selection = inDivision(options.division);
    if (ofCity !== null && chosen(ledger, row.measure, wholeYear(year), selection).length === 0)
      return NOTHING;
  }
  const stands = chosen(ledger, row.measure, wholeYear(year)).length > 0;
  if (stands || (!beforeOpening && yearIsOver(ledger, year))) {
    const sum = sumOf(ledger, row.measure, wholeYear(year), inDivision(options.division));
    return { value: ratio(sum), source: 'derived' };
  }
  return NOTHING;
}

type PeriodValue = { readonly value: Rational | null; readonly notMonthly: boolean };

/** The value of the year, or of the months asked for; an observed year has no months. */
function periodValue(ledger: Ledger, code: string, year: number, options: FigureOptions): PeriodValue {
  const whole = yearValue(ledger, code, year, options);
  if (options.months === undefined || whole.value === null) return { value: whole.value, notMonthly: false };
  if (whole.source === 'observed') return { value: null, notMonthly: true };
  const measure = growthRow(code, options)?.measure ?? 'pledge.registeredAmount';
  const sum = sumOf(ledger, measure, monthRange(year, options.months), inDivision(options.division));
  return { value: ratio(sum), notMonthly: false };
}

/** Row 18: the latest observation of a year up to the one asked for, plus the projects of the years after it. */
function projects(ledger: Ledger, year: number, options: FigureOptions): Rational {
  const { to } = monthRange(year, options.months);
  const years = ledger.observations
    .filter(
      (data) =>
        data.indicator === 'fund-projects' &&
        optionalText(data, 'division') === options.division &&
        integer(data, 'year') <= year,
    )
    .map((data) => integer(data, 'year'));
  const base = years.length === 0 ? null : Math.max(...years);
  const known = base === null ? ZERO : (observed(ledger, 'fund-projects', base, options.division) ?? ZERO);
  const from = base === null ? '0000-01' : `${base + 1}-01`;
  return add(known, ratio(sumOf(ledger, 'fund.projects', { from, to }, inDivision(options.division))));
}

/** The value of any row: fen, units, or the level; null when nothing is known. */
export function figure(
  ledger: Ledger,
  code: string,
  year: number,
  options: FigureOptions = {},
): Rational | null {
  if (growthRow(code) !== null) return periodValue(ledger, code, year, options).value;
  if (code === 'fund-projects') return projects(ledger, year, options);
  return observed(ledger, code, year, options.division);
}

export type Growth = { exact: string | null; percent: string | null; code: string | null };
export type Value = { amountFen: string; display?: string } | { count: string } | { level: string };
export type Ratio = { exact: string; percent: string };

export type Row = {
  number: number;
  code: string;
  name: { readonly zh: string; readonly en: string };
  unit: string;
  value: Value | null;
  base: (Value & { year: number }) | null;
  previous: (Value & { year: number }) | null;
  averageAnnualGrowth?: Growth;
  yearOnYear?: Growth;
  attainment?: Ratio | null;
  required: string | null;
  target: string | null;
  met: boolean | null;
  metRequired: boolean | null;
  gapPercentagePoints?: string | null;
  needed: Value | null;
  remaining: Value | null;
  remainingPerMonth?: Value | null;
  confirmed: null;
  memo: { readonly [name: string]: string | Ratio | null } | null;
  status: string[];
};

export type Table = {
  year: number;
  division: string | null;
  months: string | null;
  asOf: { sequence: string | null; recordedTime: string | null; treeSize: string };
  rows: Row[];
};

/** The form of a figure in JSON; `display` is added only where asked for. */
function formatted(code: string, value: Rational, rounding?: Rounding): Value {
  const row = growthRow(code);
  if (row === null) return { level: exactText(value) };
  if (row.unit === 'count') return { count: value.n.toString() };
  const amountFen = value.n.toString();
  if (rounding === undefined) return { amountFen };
  const display = `${fixed(divide(value, ratio(1_000_000n)), 2, rounding)} 万元`;
  return { amountFen, display };
}

const missing = (code: string): Growth => ({ exact: null, percent: null, code });

const percentOf = (value: Rational, rounding: Rounding): string =>
  fixed(multiply(value, HUNDRED), 2, rounding);

const asGrowth = (value: Rational, rounding: Rounding): Growth => ({
  exact: exactText(value),
  percent: percentOf(value, rounding),
  code: null,
});

const unusableBase = (value: Rational, base: Rational | null): string | null => {
  if (base === null) return 'BASE_MISSING';
  if (base.n !== 0n) return null;
  return value.n === 0n ? 'BOTH_ZERO' : 'BASE_ZERO';
};

type Target = { readonly target: string | null; readonly required: string | null };

/** The targets of a year; a level row's floor is that of the end of the plan where the year has none. */
function targetOf(ledger: Ledger, code: string, year: number): Target {
  const latest = (wanted: number): Data | undefined =>
    ledger.targets.findLast((data) => data.indicator === code && data.year === wanted);
  const own = latest(year);
  const required = own === undefined ? undefined : optionalText(own, 'required');
  if (required !== undefined || growthRow(code) !== null) {
    return {
      target: own === undefined ? null : text(own, 'target'),
      required: required ?? null,
    };
  }
  const end = latest(2021);
  const any = ledger.targets.findLast((data) => data.indicator === code && data.required !== undefined);
  const floor = end === undefined ? undefined : optionalText(end, 'required');
  return {
    target: own === undefined ? null : text(own, 'target'),
    required: floor ?? (any === undefined ? null : text(any, 'required')),
  };
}

function monthsLeft(ledger: Ledger, year: number): bigint {
  let left = 0n;
  for (let month = 1; month <= 12; month += 1) {
    const next = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`;
    if (ledger.asOf === null || ledger.asOf < startOfDay(`${next}-01`)) left += 1n;
  }
  return left;
}

function statusOf(
  ledger: Ledger,
  code: string,
  year: number,
  options: FigureOptions & { readonly value: Rational | null },
): string[] {
  const { value } = options;
  const differs = (size: number): boolean => {
    const then = figure(readLedger(ledger.events, size), code, year, options);
    return then === null || value === null ? then !== value : compare(then, value) !== 0;
  };
  const closing = ledger.closings.findLast(({ period }) => period === String(year));
  const bulletin = ledger.bulletins.findLast((data) => data.year === year);
  const cityYear =
    options.division === undefined && options.months === undefined && options.basis !== 'disbursed';
  const revised =
    (closing !== undefined && differs(closing.sequence + 1)) ||
    (bulletin !== undefined && cityYear && differs(Number(bulletin.treeSize)));
  const present = closing === undefined ? 'P' : 'A';
  return [value === null ? 'M' : present, ...(revised ? ['R'] : [])];
}

function growthTableRow(ledger: Ledger, about: Indicator, year: number, options: TableOptions): Row {
  const { code } = about;
  const { baseYear = 2018, rounding = 'halfEven' } = options;
  const now = periodValue(ledger, code, year, options);
  const past = periodValue(ledger, code, year - 1, options);
  const base = periodValue(ledger, code, baseYear, options);
  const span = year - baseYear;
  const monthly = options.months !== undefined;

  let yearOnYear: Growth;
  if (now.value === null) yearOnYear = missing('VALUE_MISSING');
  else if (past.notMonthly) yearOnYear = missing('BASE_NOT_MONTHLY');
  else {
    const unusable = unusableBase(now.value, past.value);
    yearOnYear =
      unusable !== null || past.value === null
        ? missing(unusable ?? 'BASE_MISSING')
        : asGrowth(divide(subtract(now.value, past.value), past.value), rounding);
  }

  let average: Rational | null = null;
  let averageAnnualGrowth: Growth;
  if (now.value === null) averageAnnualGrowth = missing('VALUE_MISSING');
  else if (monthly) averageAnnualGrowth = missing('NOT_ANNUAL');
  else if (span <= 0) averageAnnualGrowth = missing('BASE_YEAR');
  else {
    const unusable = unusableBase(now.value, base.value);
    if (unusable !== null || base.value === null) averageAnnualGrowth = missing(unusable ?? 'BASE_MISSING');
    else {
      average = subtract(root(divide(now.value, base.value), span), ONE);
      averageAnnualGrowth = asGrowth(average, rounding);
    }
  }

  const goal: Target = monthly ? { target: null, required: null } : targetOf(ledger, code, year);
  const usable = !monthly && span > 0 && base.value !== null && base.value.n > 0n ? base.value : null;
  let factor: Rational | null = usable === null ? null : ONE;
  for (let each = baseYear + 1; each <= year && factor !== null; each += 1) {
    const { target } = targetOf(ledger, code, each);
    factor = target === null ? null : multiply(factor, add(ONE, divide(parseDecimal(target), HUNDRED)));
  }
  const threshold = factor === null || usable === null ? null : multiply(usable, factor);
  const neededUnits = threshold === null ? null : ceiling(threshold);
  const required = goal.required;
  let floor: Rational | null = null;
  if (usable !== null && required !== null) {
    floor = usable;
    for (let each = 0; each < span; each += 1) {
      floor = multiply(floor, add(ONE, divide(parseDecimal(required), HUNDRED)));
    }
  }
  let remaining: Rational | null = null;
  let perMonth: Rational | null = null;
  if (neededUnits !== null && now.value !== null) {
    const missingUnits = subtract(ratio(neededUnits), now.value);
    remaining = missingUnits.n > 0n ? missingUnits : ZERO;
    const months = monthsLeft(ledger, year);
    if (remaining.n === 0n) perMonth = ZERO;
    else if (months > 0n) perMonth = ratio(ceiling(divide(remaining, ratio(months))));
  }

  const months = monthRange(year, options.months);
  const selection = inDivision(options.division);
  const count = growthRow(code)?.count ?? 'pledge.count';
  const people = enterprises(ledger, count, months, selection);
  const sum = (measure: Measure): string => sumOf(ledger, measure, months, selection).toString();
  const memo = {
    ...(about.number === 5
      ? {
          disbursedFen: sum('pledge.disbursed'),
          otherRightsFen: sum('pledge.otherRegisteredAmount'),
        }
      : {}),
    ...(about.number === 7 ? { otherCount: sum('pledge.otherCount') } : {}),
    enterprises: String(people.enterprises),
    firstTimeEnterprises: String(people.firstTime),
  };
  const plain = (value: Rational | null): Value | null => (value === null ? null : formatted(code, value));
  const dated = (of: number, value: Rational | null): (Value & { year: number }) | null =>
    value === null ? null : { year: of, ...formatted(code, value) };
  return {
    number: about.number,
    code,
    name: about.name,
    unit: about.unit,
    value: now.value === null ? null : formatted(code, now.value, rounding),
    base: dated(baseYear, base.value),
    previous: dated(year - 1, past.value),
    averageAnnualGrowth,
    yearOnYear,
    required,
    target: goal.target,
    met: threshold === null || now.value === null ? null : compare(now.value, threshold) >= 0,
    metRequired: floor === null || now.value === null ? null : compare(now.value, floor) >= 0,
    gapPercentagePoints:
      average === null || goal.target === null
        ? null
        : fixed(subtract(multiply(average, HUNDRED), parseDecimal(goal.target)), 2, rounding),
    needed: neededUnits === null ? null : plain(ratio(neededUnits)),
    remaining: plain(remaining),
    remainingPerMonth: plain(perMonth),
    confirmed: null,
    memo,
    status: statusOf(ledger, code, year, { ...options, value: now.value }),
  };
}

/** R13: paid in ÷ fiscal paid in, cumulative over the intellectual-property operation funds. */
function leverage(ledger: Ledger, to: string, rounding: Rounding): Ratio | null {
  const funds = ledger.contracts.filter((contract) =>
    contract.facts.some((fact) => fact.type === 'fund.established' && fact.data.ipOperationFund === true),
  );
  const paid = (measure: Measure): bigint =>
    total(
      funds
        .flatMap((contract) => contract.postings)
        .filter((posting) => posting.measure === measure && posting.month <= to),
    );
  if (paid('fund.fiscalPaidIn') === 0n) return null;
  const value = ratio(paid('fund.paidIn'), paid('fund.fiscalPaidIn'));
  return { exact: exactText(value), percent: percentOf(value, rounding) };
}

function levelTableRow(ledger: Ledger, about: Indicator, year: number, options: TableOptions): Row {
  const { code } = about;
  const { rounding = 'halfEven' } = options;
  const value = figure(ledger, code, year, options);
  const goal: Target =
    options.months !== undefined || options.division !== undefined
      ? { target: null, required: null }
      : targetOf(ledger, code, year);
  const target = goal.target === null ? null : parseDecimal(goal.target);
  const required = goal.required === null ? null : parseDecimal(goal.required);
  const open = target === null || value === null ? null : subtract(target, value);
  const attained = target === null || value === null || target.n === 0n ? null : divide(value, target);
  return {
    number: about.number,
    code,
    name: about.name,
    unit: about.unit,
    value: value === null ? null : formatted(code, value),
    base: null,
    previous: null,
    attainment:
      attained === null ? null : { exact: exactText(attained), percent: percentOf(attained, rounding) },
    required: goal.required,
    target: goal.target,
    met: open === null ? null : open.n <= 0n,
    metRequired: year !== 2021 || required === null || value === null ? null : compare(value, required) >= 0,
    needed: target === null ? null : formatted(code, target),
    remaining: open === null ? null : formatted(code, open.n > 0n ? open : ZERO),
    confirmed: null,
    memo:
      about.number === 18
        ? {
            leverage:
              options.division === undefined
                ? leverage(ledger, monthRange(year, options.months).to, rounding)
                : null,
          }
        : null,
    status: statusOf(ledger, code, year, { ...options, value }),
  };
}

/** The annex table as the command line prints it; without what is about the log itself and the definitions. */
export function annexTable(ledger: Ledger, year: number, options: TableOptions = {}): Table {
  const last = ledger.events.at(-1);
  return {
    year,
    division: options.division ?? null,
    months: options.months ?? null,
    asOf: {
      sequence: last === undefined ? null : String(ledger.size - 1),
      recordedTime: last === undefined ? null : last.recordedtime,
      treeSize: String(ledger.size),
    },
    rows: INDICATORS.map((about) =>
      growthRow(about.code) === null
        ? levelTableRow(ledger, about, year, options)
        : growthTableRow(ledger, about, year, options),
    ),
  };
}

/** The parts of a row's value by one dimension; null where the year has no derived value. */
export function partsOf(
  ledger: Ledger,
  code: string,
  year: number,
  by: Dimension,
): { readonly [key: string]: bigint } | null {
  const row = growthRow(code);
  if (row !== null) {
    return yearValue(ledger, code, year, {}).source === 'derived'
      ? breakdown(ledger, row.measure, { ...wholeYear(year), by })
      : null;
  }
  if (code !== 'fund-projects') return null;
  const years = ledger.observations
    .filter((data) => data.indicator === code && data.division === undefined)
    .map((data) => integer(data, 'year'))
    .filter((other) => other <= year);
  const from = years.length === 0 ? '0000-01' : `${Math.max(...years) + 1}-01`;
  return breakdown(ledger, 'fund.projects', { from, to: `${year}-12`, by });
}

export type LineageEntry = {
  readonly sequence: number;
  readonly recordedTime: string;
  readonly subject: string;
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly effect: Value;
  readonly running: Value;
};

const orZero = (value: Rational | null): Rational => value ?? ZERO;

/** What each event between two sizes did to a figure: the figure with it less the figure without it. */
export function effects(
  events: readonly RecordedEvent[],
  code: string,
  year: number,
  between: { readonly from: number; readonly to: number },
): LineageEntry[] {
  indicator(code);
  const entries: LineageEntry[] = [];
  const first = orZero(figure(readLedger(events, between.from), code, year));
  let before = first;
  for (let sequence = between.from; sequence < between.to; sequence += 1) {
    const event = events[sequence];
    if (event === undefined) throw new Error('size beyond the log');
    const after = orZero(figure(readLedger(events, sequence + 1), code, year));
    const effect = subtract(after, before);
    before = after;
    if (effect.n === 0n) continue;
    entries.push({
      sequence,
      recordedTime: event.recordedtime,
      subject: event.subject,
      source: event.source,
      id: event.id,
      type: event.type,
      effect: formatted(code, effect),
      running: formatted(code, subtract(after, first)),
    });
  }
  return entries;
}

export const lineage = (
  events: readonly RecordedEvent[],
  code: string,
  year: number,
  size: number = events.length,
): { readonly value: Value | null; readonly entries: LineageEntry[] } => {
  const value = figure(readLedger(events, size), code, year);
  return {
    value: value === null ? null : formatted(code, value),
    entries: effects(events, code, year, { from: 0, to: size }),
  };
};

export function difference(
  events: readonly RecordedEvent[],
  code: string,
  year: number,
  between: { readonly from: number; readonly to: number },
): {
  readonly from: Value | null;
  readonly to: Value | null;
  readonly change: Value;
  readonly entries: LineageEntry[];
} {
  const [old, now] = [between.from, between.to].map((size) =>
    figure(readLedger(events, size), code, year),
  ) as [Rational | null, Rational | null];
  return {
    from: old === null ? null : formatted(code, old),
    to: now === null ? null : formatted(code, now),
    change: formatted(code, subtract(orZero(now), orZero(old))),
    entries: effects(events, code, year, between),
  };
}

/** The day of the as-of moment in Asia/Shanghai; its year is the default year of a question. */
export const asOfDay = (ledger: Ledger): string | null => (ledger.asOf === null ? null : dayOf(ledger.asOf));

export type Query =
  | { readonly kind: 'contracts'; readonly size?: number }
  | {
      readonly kind: 'sum';
      readonly size?: number;
      readonly measure: Measure;
      readonly months: Months;
      readonly selection?: Selection;
    }
  | {
      readonly kind: 'breakdown';
      readonly size?: number;
      readonly measure: Measure;
      readonly months: Months;
      readonly by: Dimension;
    }
  | {
      readonly kind: 'enterprises';
      readonly size?: number;
      readonly measure: CountMeasure;
      readonly months: Months;
      readonly selection?: Selection;
    }
  | {
      readonly kind: 'table';
      readonly size?: number;
      readonly year: number;
      readonly options?: TableOptions;
    }
  | { readonly kind: 'lineage'; readonly size?: number; readonly code: string; readonly year: number }
  | {
      readonly kind: 'difference';
      readonly code: string;
      readonly year: number;
      readonly from: number;
      readonly to: number;
    };

export type Answer<Q extends Query> = Q extends { kind: 'contracts' }
  ? readonly ContractReading[]
  : Q extends { kind: 'sum' }
    ? bigint
    : Q extends { kind: 'breakdown' }
      ? { readonly [key: string]: bigint }
      : Q extends { kind: 'enterprises' }
        ? ReturnType<typeof enterprises>
        : Q extends { kind: 'table' }
          ? Table
          : Q extends { kind: 'lineage' }
            ? ReturnType<typeof lineage>
            : ReturnType<typeof difference>;

function answer(events: readonly RecordedEvent[], query: Query): Answer<Query> {
  if (query.kind === 'difference') return difference(events, query.code, query.year, query);
  if (query.kind === 'lineage') return lineage(events, query.code, query.year, query.size);
  const ledger = readLedger(events, query.size);
  switch (query.kind) {
    case 'contracts':
      return ledger.contracts;
    case 'sum':
      return sumOf(ledger, query.measure, query.months, query.selection);
    case 'breakdown':
      return breakdown(ledger, query.measure, { ...query.months, by: query.by });
    case 'enterprises':
      return enterprises(ledger, query.measure, query.months, query.selection);
    case 'table':
      return annexTable(ledger, query.year, query.options);
  }
}

/** One question about a list of recorded events in the order of the log, at `size` of them (default: all). */
export const recompute = <Q extends Query>(events: readonly RecordedEvent[], query: Q): Answer<Q> =>
  answer(events, query) as Answer<Q>;
