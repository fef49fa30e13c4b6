import { fen } from './exact.ts';
import {
  businessOrder,
  type Data,
  integer,
  isRecord,
  isRescinded,
  nextDay,
  optionalRecord,
  optionalText,
  record,
  type StandingFact,
  text,
  voidingFact,
} from './reading.ts';

export const DIMENSIONS = [
  'division',
  'keyIndustry',
  'kind',
  'institutionKind',
  'institution',
  'size',
  'stage',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export const FLOWS = [
  'pledge.registeredAmount',
  'pledge.count',
  'pledge.otherRegisteredAmount',
  'pledge.otherCount',
  'pledge.disbursed',
  'insurance.sumInsured',
  'insurance.premium',
  'insurance.claimsPaid',
  'deal.amount',
  'deal.count',
  'fund.projects',
  'fund.committed',
  'fund.paidIn',
  'fund.fiscalPaidIn',
  'fund.invested',
  'fund.reserved',
  'securitization.issued',
  'riskPool.compensated',
  'budget.appropriated',
  'subsidy.paid',
] as const;
export const STOCKS = [
  'pledge.outstanding',
  'pledge.nonPerforming',
  'insurance.inForce',
  'riskPool.balance',
] as const;
export const MEASURES = [...FLOWS, ...STOCKS] as const;
export type Measure = (typeof MEASURES)[number];

/** Amounts in fen; counts in units. `sequence` is that of the fact that the posting comes from. */
export type Posting = {
  readonly measure: Measure;
  readonly month: string;
  readonly date: string;
  readonly amount: bigint;
  readonly dimensions: { readonly [name in Dimension]: string };
  readonly enterprise: string | null;
  readonly subject: string;
  readonly sequence: number;
};

type Dimensions = Posting['dimensions'];

const later = (a: string, b: string): string => (a > b ? a : b);

export const inCity = (enterprise: Data): boolean => text(enterprise, 'division').startsWith('4419');

const NONE: Dimensions = {
  division: 'none',
  keyIndustry: 'none',
  kind: 'none',
  institutionKind: 'none',
  institution: 'none',
  size: 'none',
  stage: 'none',
};

function ofEnterprise(enterprise: Data): Pick<Dimensions, 'division' | 'keyIndustry' | 'size' | 'stage'> {
  const industry = enterprise.keyIndustry;
  return {
    division: text(enterprise, 'division'),
    keyIndustry: industry === undefined ? '0' : String(industry),
    size: optionalText(enterprise, 'size') ?? 'unknown',
    stage: optionalText(enterprise, 'stage') ?? 'unknown',
  };
}

function ofInstitution(institution: Data | undefined): Pick<Dimensions, 'institution' | 'institutionKind'> {
  return institution === undefined
    ? { institution: 'none', institutionKind: 'none' }
    : { institution: text(institution, 'uscc'), institutionKind: text(institution, 'kind') };
}

type Booking = {
  readonly fact: StandingFact;
  readonly measure: Measure;
  readonly date?: string;
  readonly amount: bigint;
  readonly dimensions: Dimensions;
  readonly enterprise?: Data | undefined;
};

function post({ fact, measure, date = fact.effectiveOn, amount, dimensions, enterprise }: Booking): Posting {
  return {
    measure,
    month: date.slice(0, 7),
    date,
    amount,
    dimensions,
    enterprise: enterprise === undefined ? null : (optionalText(enterprise, 'uscc') ?? null),
    subject: fact.subject,
    sequence: fact.sequence,
  };
}

/** Everything that a contract's standing facts post. */
export function contractPostings(line: string, standing: readonly StandingFact[]): Posting[] {
  if (voidingFact(standing) !== null) return [];
  const facts = businessOrder(standing);
  switch (line) {
    case 'pledge':
      return pledge(facts);
    case 'policy':
      return policy(facts);
    case 'deal':
      return deal(facts);
    case 'fund':
      return fund(facts);
    case 'securitization':
      return securitization(facts);
    case 'riskPool':
      return riskPool(facts);
    case 'budget':
      return budget(facts);
    default:
      return [];
  }
}

const RISK_ORDER = ['pass', 'specialMention', 'substandard', 'doubtful', 'loss'];

export const worse = (a: string, b: string): string =>
  RISK_ORDER.indexOf(a) >= RISK_ORDER.indexOf(b) ? a : b;

function pledge(facts: readonly StandingFact[]): Posting[] {
  const first = facts.find((fact) => fact.type === 'pledge.registered');
  if (first === undefined) return [];
  const enterprise = optionalRecord(first.data, 'debtor') ?? record(first.data, 'pledgor');
  if (!inCity(enterprise)) return [];

  const registers = facts.filter(
    (fact) => fact.type === 'pledge.registered' || fact.type === 'pledge.registrationAdded',
  );
  const revoked = facts
    .filter((fact) => fact.type === 'pledge.revoked')
    .map((fact) => text(fact.data, 'registrationNumber'));
  const standing = registers
    .filter((fact) => !revoked.includes(text(fact.data, 'registrationNumber')))
    .map((fact) => text(fact.data, 'register'));
  const kind =
    standing.includes('patent') && standing.includes('trademark')
      ? 'mixed'
      : standing.includes('patent')
        ? 'patent'
        : standing.includes('trademark')
          ? 'trademark'
          : 'other';
  const counted = kind !== 'other';

  const postings: Posting[] = [];
  let pledgee: Data | undefined;
  let secured = 0n;
  const live = new Set<string>();
  const draws = new Map<string, { outstanding: bigint; riskClass: string }>();
  const dimensions = (): Dimensions => ({ ...ofEnterprise(enterprise), kind, ...ofInstitution(pledgee) });
  const flow = (fact: StandingFact, measure: Measure, amount: bigint): void => {
    postings.push(post({ fact, measure, amount, dimensions: dimensions(), enterprise }));
  };
  const stock = (nonPerforming: boolean): bigint =>
    live.size === 0
      ? 0n
      : [...draws.values()]
          .filter((draw) => !nonPerforming || worse(draw.riskClass, 'substandard') === draw.riskClass)
          .reduce((sum, draw) => sum + draw.outstanding, 0n);

  for (const fact of facts) {
    const before = { dimensions: dimensions(), all: stock(false), bad: stock(true) };
    const draw = draws.get(optionalText(fact.data, 'drawId') ?? '');
    const principal = (): bigint => fen(text(fact.data, 'principal'));
    const number = optionalText(fact.data, 'registrationNumber');
    switch (fact.type) {
      case 'pledge.registered':
        pledgee = record(fact.data, 'pledgee');
        secured = fen(text(fact.data, 'securedAmount'));
        live.add(text(fact.data, 'registrationNumber'));
        flow(fact, counted ? 'pledge.registeredAmount' : 'pledge.otherRegisteredAmount', secured);
        flow(fact, counted ? 'pledge.count' : 'pledge.otherCount', 1n);
        break;
      case 'pledge.registrationAdded':
        live.add(text(fact.data, 'registrationNumber'));
        break;
      case 'pledge.amended': {
        pledgee = optionalRecord(fact.data, 'pledgee') ?? pledgee;
        const amount = optionalText(fact.data, 'securedAmount');
        if (amount === undefined) break;
        const increase = fen(amount) - secured;
        secured = fen(amount);
        if (increase > 0n) {
          flow(fact, counted ? 'pledge.registeredAmount' : 'pledge.otherRegisteredAmount', increase);
        }
        break;
      }
      case 'pledge.cancelled':
        if (number === undefined) live.clear();
        else live.delete(number);
        break;
      case 'pledge.revoked':
        live.delete(number ?? '');
        break;
      case 'loan.disbursed':
        draws.set(text(fact.data, 'drawId'), { outstanding: principal(), riskClass: 'pass' });
        if (counted && fact.data.newMoney !== false) flow(fact, 'pledge.disbursed', principal());
        break;
      case 'loan.repaid':
      case 'loan.writtenOff':
      case 'guarantee.subrogated':
        if (draw !== undefined) draw.outstanding -= principal();
        break;
      case 'loan.classified':
        if (draw !== undefined) draw.riskClass = text(fact.data, 'riskClass');
        break;
      case 'loan.defaulted':
        if (draw !== undefined) draw.riskClass = worse(draw.riskClass, 'substandard');
        break;
      default:
        break;
    }
    const after = { dimensions: dimensions(), all: stock(false), bad: stock(true) };
    for (const [measure, out, into] of [
      ['pledge.outstanding', before.all, after.all],
      ['pledge.nonPerforming', before.bad, after.bad],
    ] as const) {
      const moved = before.dimensions.institution !== after.dimensions.institution;
      const parts = moved
        ? [
            { amount: -out, dimensions: before.dimensions },
            { amount: into, dimensions: after.dimensions },
          ]
        : [{ amount: into - out, dimensions: after.dimensions }];
      for (const part of parts) {
        if (part.amount !== 0n) postings.push(post({ fact, measure, enterprise, ...part }));
      }
    }
  }
  return postings;
}

function policy(facts: readonly StandingFact[]): Posting[] {
  const bound = facts.find((fact) => fact.type === 'policy.bound');
  if (bound === undefined) return [];
  const enterprise = record(bound.data, 'enterprise');
  if (!inCity(enterprise)) return [];
  const surrendered = facts.find((fact) => fact.type === 'policy.surrendered');
  if (surrendered !== undefined && surrendered.effectiveOn < text(bound.data, 'from')) return [];

  const start = later(bound.effectiveOn, text(bound.data, 'from'));
  const dimensions: Dimensions = {
    ...ofEnterprise(enterprise),
    kind: text(bound.data, 'kind'),
    ...ofInstitution(record(bound.data, 'insurer')),
  };
  const postings: Posting[] = [];
  const book = (fact: StandingFact, measure: Measure, date: string, amount: bigint): void => {
    postings.push(post({ fact, measure, date, amount, dimensions, enterprise }));
  };
  let inForce = 0n;
  for (const fact of facts) {
    const date = later(fact.effectiveOn, start);
    if (fact.type === 'policy.bound') {
      const sum = fen(text(fact.data, 'sumInsured'));
      inForce += sum;
      book(fact, 'insurance.sumInsured', date, sum);
      book(fact, 'insurance.premium', date, fen(text(fact.data, 'premium')));
      book(fact, 'insurance.inForce', date, sum);
    } else if (fact.type === 'policy.endorsed') {
      const sum = fen(optionalText(fact.data, 'sumInsuredChange') ?? '0');
      const premium = fen(optionalText(fact.data, 'premiumChange') ?? '0');
      inForce += sum;
      if (sum > 0n) book(fact, 'insurance.sumInsured', date, sum);
      if (sum !== 0n) book(fact, 'insurance.inForce', date, sum);
      if (premium !== 0n) book(fact, 'insurance.premium', date, premium);
    } else if (fact.type === 'claim.paid') {
      book(fact, 'insurance.claimsPaid', fact.effectiveOn, fen(text(fact.data, 'amount')));
    }
  }
  const until = text(bound.data, 'until');
  if (surrendered !== undefined)
    book(surrendered, 'insurance.inForce', later(surrendered.effectiveOn, start), -inForce);
  else if (until < '9999-12-31') book(bound, 'insurance.inForce', later(nextDay(until), start), -inForce);
  return postings;
}

const ASSIGNMENTS = ['assignment', 'applicationAssignment', 'contributionInKind'];

function deal(facts: readonly StandingFact[]): Posting[] {
  const signed = facts.find((fact) => fact.type === 'deal.signed');
  if (signed === undefined) return [];
  const enterprise = [record(signed.data, 'from'), record(signed.data, 'to')].find(inCity);
  if (enterprise === undefined) return [];
  const dimensions: Dimensions = {
    ...ofEnterprise(enterprise),
    kind: ASSIGNMENTS.includes(text(signed.data, 'kind')) ? 'assignment' : 'license',
    ...ofInstitution(optionalRecord(signed.data, 'venue')),
  };
  return facts.flatMap((fact) => {
    const book = (measure: Measure, amount: bigint): Posting =>
      post({ fact, measure, amount, dimensions, enterprise });
    if (fact.type === 'deal.signed') {
      return [book('deal.amount', fen(text(fact.data, 'price'))), book('deal.count', 1n)];
    }
    if (fact.type === 'deal.royaltySettled') return [book('deal.amount', fen(text(fact.data, 'amount')))];
    const change = fact.type === 'deal.amended' ? fen(text(fact.data, 'priceChange')) : 0n;
    return change > 0n ? [book('deal.amount', change)] : [];
  });
}

/** One key per party: the code, else country and registration; all natural persons of one fund are one. */
export function partyKey(party: Data): string {
  const foreign = party.foreign;
  if (isRecord(foreign)) return `foreign:${text(foreign, 'country')}:${text(foreign, 'registration')}`;
  return party.individual === true ? 'individual' : `uscc:${text(party, 'uscc')}`;
}

function fund(facts: readonly StandingFact[]): Posting[] {
  const established = facts.find((fact) => fact.type === 'fund.established');
  if (established === undefined) return [];
  const institution = ofInstitution(record(established.data, 'manager'));
  const operation = established.data.ipOperationFund === true;
  const standing = facts.filter(
    (fact) =>
      !['project.reserved', 'investment.closed', 'investment.followedOn'].includes(fact.type) ||
      !isRescinded(facts, fact),
  );
  const kindOf = (partner: Data): string => {
    const committed = facts.find(
      (fact) =>
        fact.type === 'fund.committed' && partyKey(record(fact.data, 'partner')) === partyKey(partner),
    );
    return committed === undefined ? 'none' : text(committed.data, 'partnerKind');
  };
  const reserved = new Set<string>();
  return standing.flatMap((fact) => {
    const amount = (): bigint => fen(text(fact.data, 'amount'));
    const capital = (measure: Measure, kind: string): Posting =>
      post({ fact, measure, amount: amount(), dimensions: { ...NONE, ...institution, kind } });
    const project = (measure: Measure, value: bigint, from: StandingFact): Posting[] => {
      const enterprise = record(from.data, 'enterprise');
      if (!inCity(enterprise)) return [];
      const keyIndustry = String(integer(from.data, 'keyIndustry'));
      const dimensions = { ...ofEnterprise(enterprise), keyIndustry, kind: 'none', ...institution };
      return [post({ fact, measure, amount: value, dimensions, enterprise })];
    };
    switch (fact.type) {
      case 'fund.committed':
        return [capital('fund.committed', text(fact.data, 'partnerKind'))];
      case 'fund.paidIn': {
        const kind = kindOf(record(fact.data, 'partner'));
        const paid = capital('fund.paidIn', kind);
        return kind.startsWith('fiscal') ? [paid, capital('fund.fiscalPaidIn', kind)] : [paid];
      }
      case 'project.reserved': {
        const projectId = text(fact.data, 'projectId');
        if (reserved.has(projectId)) return [];
        reserved.add(projectId);
        return project('fund.reserved', 1n, fact);
      }
      case 'investment.closed': {
        const counts = operation && integer(fact.data, 'keyIndustry') > 0;
        return [
          ...project('fund.invested', amount(), fact),
          ...(counts ? project('fund.projects', 1n, fact) : []),
        ];
      }
      case 'investment.followedOn': {
        const closing = standing.find(
          (other) => other.type === 'investment.closed' && other.data.projectId === fact.data.projectId,
        );
        return closing === undefined ? [] : project('fund.invested', amount(), closing);
      }
      default:
        return [];
    }
  });
}

function securitization(facts: readonly StandingFact[]): Posting[] {
  const approved = facts.find((fact) => fact.type === 'programme.approved');
  if (approved === undefined) return [];
  const institution = ofInstitution(record(approved.data, 'originator'));
  return facts
    .filter((fact) => fact.type === 'tranche.issued')
    .map((fact) =>
      post({
        fact,
        measure: 'securitization.issued',
        amount: fen(text(fact.data, 'amount')),
        dimensions: { ...NONE, ...institution, kind: text(fact.data, 'seniority') },
      }),
    );
}

function riskPool(facts: readonly StandingFact[]): Posting[] {
  return facts.flatMap((fact) => {
    const book = (measure: Measure, sign: bigint): Posting =>
      post({ fact, measure, amount: sign * fen(text(fact.data, 'amount')), dimensions: NONE });
    switch (fact.type) {
      case 'riskPool.funded':
        return [book('riskPool.balance', 1n)];
      case 'compensation.paid':
        return [book('riskPool.balance', -1n), book('riskPool.compensated', 1n)];
      case 'compensation.clawedBack':
        return [book('riskPool.balance', 1n), book('riskPool.compensated', -1n)];
      default:
        return [];
    }
  });
}

function budget(facts: readonly StandingFact[]): Posting[] {
  return facts.flatMap((fact) => {
    if (fact.type === 'budget.appropriated') {
      const dimensions = { ...NONE, kind: text(fact.data, 'level') };
      return [
        post({ fact, measure: 'budget.appropriated', amount: fen(text(fact.data, 'amount')), dimensions }),
      ];
    }
    const payment =
      fact.type === 'subsidy.paid'
        ? fact
        : fact.type === 'subsidy.returned'
          ? facts.find((other) => other.type === 'subsidy.paid' && other.id === fact.data.payment)
          : undefined;
    if (payment === undefined) return [];
    const enterprise = record(payment.data, 'beneficiary');
    if (!inCity(enterprise)) return [];
    const sign = fact === payment ? 1n : -1n;
    const dimensions = { ...NONE, ...ofEnterprise(enterprise), kind: text(payment.data, 'purpose') };
    const amount = sign * fen(text(fact.data, 'amount'));
    return [post({ fact, measure: 'subsidy.paid', amount, dimensions, enterprise })];
  });
}
