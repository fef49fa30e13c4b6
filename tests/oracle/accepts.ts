/**
 * A second statement of what the ledger takes: the shape of every fact and the rules of every line, judged by
 * folding the whole contract again with the new fact in it. It is about an open demonstration ledger, in which
 * nobody is admitted as a participant yet and the local user may approve his own request; facts about
 * participants, keys, reports, bulletins and findings are outside it.
 */
import { fen } from './exact.ts';
import { DIVISIONS, INDICATORS } from './plan.ts';
import { partyKey, worse } from './postings.ts';
import {
  businessOrder,
  CONTRACT_LINES,
  type Data,
  dayOf,
  type FactState,
  factStates,
  instant,
  integer,
  isFirst,
  isRecord,
  type Json,
  lifeOf,
  lineOf,
  nextDay,
  optionalRecord,
  optionalText,
  type PostableFact,
  type RecordedEvent,
  record,
  records,
  requestOf,
  type StandingFact,
  standingFacts,
  text,
  voidingFact,
} from './reading.ts';

/** `rule` says in words which rule is broken; null when the fact is taken. */
export type Verdict = { readonly accepted: boolean; readonly rule: string | null };

type Context = { readonly effectiveOn: string; readonly today: string | null };
type Check = (value: Json, context: Context) => string | null;
type Field = { readonly check: Check; readonly optional: boolean };
type Fields = { readonly [name: string]: Check | Field };

const optional = (check: Check): Field => ({ check, optional: true });

const LETTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';

export function usccCheck(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const letter of first17) {
    sum += LETTERS.indexOf(letter) * weight;
    weight = (weight * 3) % 31;
  }
  return LETTERS[(31 - (sum % 31)) % 31] ?? '';
}

export const isUscc = (code: string): boolean =>
  /^[1-9ANY][0-9A-HJ-NP-RTUWXY]\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/.test(code) &&
  usccCheck(code.slice(0, 17)) === code[17];

export function patentCheck(digits: string): string {
  const weights = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (weights[index] ?? 0), 0);
  return sum % 11 === 10 ? 'X' : String(sum % 11);
}

/** The number as the ledger keeps it, or null when it is none. */
export function patentNumber(posted: string): string | null {
  const plain = posted
    .normalize('NFKC')
    .toUpperCase()
    .replace(/^(ZL|CN)/, '');
  const match = /^(\d{4}[12389]\d{7}|\d{8})\.?([\dX])$/.exec(plain);
  const digits = match?.[1];
  if (digits === undefined || patentCheck(digits) !== match?.[2]) return null;
  return `${digits}.${match[2]}`;
}

const PATENTS = ['invention', 'utilityModel', 'design'];

function rightKey(right: Data): string {
  const kind = text(right, 'kind');
  const number = text(right, 'number');
  return `${kind}:${PATENTS.includes(kind) ? (patentNumber(number) ?? number) : number}`;
}

const PERSONAL = [
  /(?<![\p{L}\p{N}])1[3-9]\d{9}(?![\p{L}\p{N}])/u,
  /(?<![\p{L}\p{N}])\d{6}(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\p{L}\p{N}])/u,
];

const words: Check = (value) => {
  if (typeof value !== 'string') return 'text is a string';
  if (value.normalize('NFC') !== value) return 'text is NFC';
  const length = [...value].length;
  if (length < 1 || length > 200) return 'text has 1 to 200 characters';
  return PERSONAL.some((pattern) => pattern.test(value)) ? 'PERSONAL_DATA' : null;
};

const isDate = (value: Json): value is string => {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === value;
};
const date: Check = (value) => (isDate(value) ? null : 'a date is YYYY-MM-DD');

const money =
  ({ zero = false, signed = false } = {}): Check =>
  (value) => {
    if (typeof value !== 'string' || !/^-?(0|[1-9]\d*)(\.\d{1,2})?$/.test(value))
      return 'money is a decimal string';
    if (value.startsWith('-') && !signed) return 'money is not negative here';
    const amount = fen(value);
    if (amount === 0n && !zero) return 'money is not zero here';
    return amount > 10n ** 13n || amount < -(10n ** 13n) ? 'money is at most 10^11 yuan' : null;
  };

const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && values.includes(value) ? null : `one of ${values.join(', ')}`;

const whole =
  (least: number, most: number): Check =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
      ? null
      : `a whole number from ${least} to ${most}`;

const yesOrNo: Check = (value) => (typeof value === 'boolean' ? null : 'true or false');

const matching =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value) ? null : `matches ${pattern.source}`;

const uscc: Check = (value) => (typeof value === 'string' && isUscc(value) ? null : 'a valid USCC');

const shaped =
  (fields: Fields): Check =>
  (value, context) => {
    if (!isRecord(value)) return 'an object';
    for (const name of Object.keys(value)) {
      if (!(name in fields)) return `unknown field ${name}`;
    }
    for (const [name, field] of Object.entries(fields)) {
      const { check, optional: mayMiss } =
        typeof field === 'function' ? { check: field, optional: false } : field;
      const inner = value[name];
      if (inner === undefined) {
        if (!mayMiss) return `${name} is missing`;
      } else {
        const broken = check(inner, context);
        if (broken !== null) return `${name}: ${broken}`;
      }
    }
    return null;
  };

const list =
  (check: Check, least: number, most: number): Check =>
  (value, context) => {
    if (!Array.isArray(value)) return 'a list';
    if (value.length < least || value.length > most) return `${least} to ${most} items`;
    for (const item of value as readonly Json[]) {
      const broken = check(item, context);
      if (broken !== null) return broken;
    }
    return null;
  };

const partyWith =
  (extra: Fields): Check =>
  (value, context) => {
    if (!isRecord(value)) return 'a party';
    if (value.individual !== undefined) {
      const isTrue: Check = (given) => (given === true ? null : 'individual is true');
      return shaped({ individual: isTrue, ...extra })(value, context);
    }
    if (value.foreign !== undefined) {
      const country: Check = (given) =>
        typeof given === 'string' && /^[A-Z]{2}$/.test(given) && given !== 'CN' ? null : 'a country but CN';
      const foreign = shaped({ country, registration: words });
      return shaped({ foreign, name: words, ...extra })(value, context);
    }
    const soleTrader = typeof value.uscc === 'string' && value.uscc.startsWith('92');
    return shaped(soleTrader ? { uscc, ...extra } : { uscc, name: words, ...extra })(value, context);
  };

const party = partyWith({});

const division: Check = (value, { effectiveOn }) => {
  if (value === 'overseas') return null;
  if (typeof value === 'string' && /^[1-9]\d{5}$/.test(value) && !value.startsWith('4419')) return null;
  const known = DIVISIONS.find(([code]) => code === value);
  return known !== undefined && known[1] <= effectiveOn ? null : 'a division valid on that day';
};

const enterprise = partyWith({
  division,
  size: optional(oneOf('large', 'medium', 'small', 'micro')),
  stage: optional(oneOf('startup', 'growth', 'mature')),
  industry: optional(words),
  keyIndustry: optional(whole(1, 10)),
});

const institution = shaped({
  uscc,
  name: words,
  kind: oneOf(
    ...['bank', 'guarantor', 'pawnbroker', 'insurer', 'securities', 'trust', 'fund', 'lessor', 'microlender'],
    ...['ipExchange', 'ipService', 'government'],
  ),
});

const RIGHT_KINDS = [
  ...PATENTS,
  ...['trademark', 'copyright', 'layoutDesign', 'geographicalIndication', 'plantVariety'],
];

function rightNumber(right: Data): string | null {
  const kind = right.kind;
  const number = right.number;
  if (typeof kind !== 'string' || typeof number !== 'string') return 'a right has kind and number';
  if (PATENTS.includes(kind)) return patentNumber(number) === null ? 'a valid patent number' : null;
  if (kind !== 'trademark') return null;
  return /^(G[1-9]\d{5,6}[A-Z]?|[1-9]\d{0,7}[A-Z]{0,2})$/.test(number) ? null : 'a valid trademark number';
}

const right: Check = (value, context) => {
  const fields = {
    kind: oneOf(...RIGHT_KINDS),
    number: words,
    title: optional(words),
    niceClass: optional(whole(1, 45)),
  };
  return shaped(fields)(value, context) ?? rightNumber(value as Data);
};
const rights = (least: number): Check => list(right, least, 500);

const nameOfRight: Check = (value, context) =>
  shaped({ kind: oneOf(...RIGHT_KINDS), number: words })(value, context) ?? rightNumber(value as Data);

const onLine = (line: string): Check => matching(new RegExp(`^${line}/[A-Za-z0-9._-]{1,100}$`));

const REGISTER = oneOf('patent', 'trademark', 'copyright', 'other');
const DRAWN: Fields = { drawId: words };
const project: Fields = { projectId: words };

const SCHEMAS: { readonly [type: string]: Fields } = {
  'pledge.registered': {
    register: REGISTER,
    registrationNumber: words,
    rights: rights(1),
    pledgor: enterprise,
    debtor: optional(enterprise),
    pledgee: institution,
    securedKind: oneOf('fixed', 'maximum'),
    securedAmount: money(),
    securityMix: oneOf('ipOnly', 'ipAndGuarantee', 'ipAndOther'),
    debtFrom: optional(date),
    debtUntil: date,
    appraisedValue: optional(money()),
    appraiser: optional(institution),
  },
  'pledge.registrationAdded': { register: REGISTER, registrationNumber: words, rights: rights(1) },
  'pledge.amended': {
    securedAmount: optional(money()),
    debtUntil: optional(date),
    pledgee: optional(institution),
  },
  'pledge.rightsReleased': { rights: list(nameOfRight, 1, 500) },
  'pledge.cancelled': {
    reason: oneOf('performed', 'prepaid', 'realized', 'waived', 'contractVoid', 'other'),
    registrationNumber: optional(words),
  },
  'pledge.revoked': { ground: words, registrationNumber: optional(words) },
  'pledge.realized': {
    way: oneOf('agreement', 'auction', 'sale', 'court'),
    toPledgee: money({ zero: true }),
    toPledgor: money({ zero: true }),
  },
  'loan.disbursed': {
    ...DRAWN,
    principal: money(),
    annualRateBp: optional(whole(0, 10_000)),
    maturity: date,
    newMoney: optional(yesOrNo),
  },
  'loan.repaid': { ...DRAWN, principal: money({ zero: true }), interest: optional(money({ zero: true })) },
  'loan.extended': { ...DRAWN, maturity: date },
  'loan.classified': {
    ...DRAWN,
    riskClass: oneOf('pass', 'specialMention', 'substandard', 'doubtful', 'loss'),
  },
  'loan.defaulted': DRAWN,
  'loan.writtenOff': { ...DRAWN, principal: money() },
  'guarantee.subrogated': { ...DRAWN, principal: money(), guarantor: institution },
  'loan.recovered': { ...DRAWN, principal: money() },
  'policy.bound': {
    kind: oneOf(
      ...['patentEnforcement', 'infringementLiability', 'pledgeLoan', 'overseasInfringement', 'legalExpense'],
      ...['trademarkEnforcement', 'geographicalIndication', 'other'],
    ),
    policyNumber: words,
    insurer: institution,
    enterprise,
    applicant: party,
    insured: party,
    rights: rights(0),
    sumInsured: money(),
    premium: money(),
    from: date,
    until: date,
    renews: optional(onLine('policy')),
    financing: optional(onLine('pledge')),
  },
  'policy.endorsed': {
    sumInsuredChange: optional(money({ signed: true })),
    premiumChange: optional(money({ signed: true })),
  },
  'policy.premiumPaid': { amount: money() },
  'policy.surrendered': { refund: money({ zero: true }) },
  'policy.voided': { ground: words },
  'claim.notified': { claimId: words, lossOn: date, amount: money() },
  'claim.paid': { claimId: words, amount: money() },
  'claim.rejected': { claimId: words, reason: words },
  'deal.signed': {
    kind: oneOf(
      ...['assignment', 'applicationAssignment', 'license', 'sublicense', 'openLicense', 'crossLicense'],
      'contributionInKind',
    ),
    licenseScope: optional(oneOf('exclusive', 'sole', 'ordinary')),
    rights: rights(1),
    from: enterprise,
    to: enterprise,
    price: money({ zero: true }),
    priceKind: oneOf('lumpSum', 'instalments', 'royalty', 'entryFeeAndRoyalty'),
    venue: optional(institution),
    until: optional(date),
    relatedParties: optional(yesOrNo),
  },
  'deal.registered': { registrationNumber: words },
  'deal.amended': { priceChange: money({ signed: true }) },
  'deal.royaltySettled': { amount: money(), periodFrom: date, periodUntil: date },
  'deal.paid': { amount: money() },
  'deal.terminated': { reason: words },
  'deal.rescinded': { ground: words },
  'fund.established': {
    name: words,
    manager: institution,
    targetSize: money(),
    form: oneOf('limitedPartnership', 'company'),
    ipOperationFund: yesOrNo,
  },
  'fund.committed': {
    partner: party,
    partnerKind: oneOf('fiscalCentral', 'fiscalLocal', 'stateOwned', 'social'),
    amount: money(),
  },
  'fund.paidIn': { partner: party, amount: money() },
  'project.reserved': { ...project, enterprise, keyIndustry: whole(0, 10) },
  'investment.closed': { ...project, enterprise, keyIndustry: whole(0, 10), amount: money() },
  'investment.followedOn': { ...project, amount: money() },
  'investment.rescinded': { ...project, ground: words },
  'exit.made': {
    ...project,
    proceeds: money({ zero: true }),
    way: oneOf('transfer', 'listing', 'buyback', 'liquidation', 'other'),
    full: yesOrNo,
  },
  'fund.distributed': { amount: money() },
  'fund.liquidated': {},
  'programme.approved': {
    shelfAmount: money(),
    originator: institution,
    poolKind: oneOf('leaseBack', 'secondaryLicense', 'factoring', 'pledgeLoan'),
  },
  'tranche.issued': {
    trancheId: words,
    seniority: oneOf('senior', 'mezzanine', 'subordinated'),
    amount: money(),
    couponBp: whole(0, 10_000),
    maturity: date,
    enterprises: list(uscc, 0, 500),
  },
  'tranche.repaid': { trancheId: words, principal: money() },
  'programme.creditEvent': { text: words },
  'riskPool.funded': {
    contributor: words,
    contributorKind: oneOf('fiscalCentral', 'fiscalLocal', 'bank', 'insurer', 'guarantor', 'other'),
    amount: money(),
  },
  'riskPool.admitted': { financing: onLine('pledge'), lossShareBp: whole(1, 10_000) },
  'compensation.paid': { financing: onLine('pledge'), unpaidPrincipal: money(), amount: money() },
  'compensation.clawedBack': { financing: onLine('pledge'), amount: money() },
  'budget.appropriated': { level: oneOf('central', 'local'), programme: words, amount: money() },
  'subsidy.paid': {
    beneficiary: enterprise,
    purpose: oneOf('interest', 'premium', 'appraisal', 'other'),
    financing: optional(onLine('pledge')),
    amount: money(),
  },
  'subsidy.returned': { payment: words, amount: money() },
};

const LINE_TYPES: readonly (readonly [line: string, types: RegExp])[] = [
  ['pledge', /^(pledge|loan|guarantee)\./],
  ['policy', /^(policy|claim)\./],
  ['deal', /^deal\./],
  ['fund', /^(fund|project|investment|exit)\./],
  ['securitization', /^(programme|tranche)\./],
  ['riskPool', /^(riskPool|compensation)\./],
  ['budget', /^(budget|subsidy)\./],
];

const decimal = matching(/^(0|[1-9]\d*)(\.\d+)?$/);
const indicatorCode = oneOf(...INDICATORS.map((row) => row.code));
const reference = shaped({ source: words, id: words });
const anything: Check = (value) => (isRecord(value) ? null : 'an object');

const RECORD_SCHEMAS: { readonly [type: string]: Fields } = {
  'indicator.observed': {
    indicator: indicatorCode,
    year: whole(1985, 2100),
    value: matching(/^-?(0|[1-9]\d*)(\.\d+)?$/),
    division: optional(division),
    source: words,
  },
  'target.set': {
    indicator: indicatorCode,
    year: whole(1985, 2100),
    required: optional(decimal),
    target: decimal,
  },
  'period.closed': { period: matching(/^\d{4}(-(0[1-9]|1[0-2]))?$/) },
  'fact.corrected': { supersedes: reference, data: anything, reason: words },
  'fact.withdrawn': { supersedes: reference, reason: words },
  'change.requested': {
    type: oneOf('fact.corrected', 'fact.withdrawn', 'target.set'),
    data: anything,
    reason: words,
  },
  'change.approved': { request: reference },
  'change.rejected': { request: reference, reason: words },
};

/** What is wrong with the data of a fact by itself. */
function shapeOf(type: string, data: Data, today: string | null): string | null {
  const fields = SCHEMAS[type] ?? RECORD_SCHEMAS[type];
  if (fields === undefined) return `unknown type ${type}`;
  const effectiveOn = data.effectiveOn;
  if (effectiveOn === undefined || !isDate(effectiveOn)) return 'effectiveOn is a date';
  if (effectiveOn < '1985-04-01') return 'effectiveOn is from 1985-04-01';
  if (today !== null && effectiveOn > nextDay(today)) return 'effectiveOn is at most the day after recording';
  const broken = shaped({ effectiveOn: date, ...fields })(data, { effectiveOn, today });
  return broken ?? betweenFields(type, data);
}

const REGISTER_KINDS: { readonly [register: string]: readonly string[] } = {
  patent: PATENTS,
  trademark: ['trademark'],
  copyright: ['copyright'],
  other: ['layoutDesign', 'geographicalIndication', 'plantVariety'],
};

const LICENSES = ['license', 'sublicense', 'openLicense', 'crossLicense'];

function sameParty(one: Data, other: Data): boolean {
  const key = partyKey(one);
  return key !== 'individual' && key === partyKey(other);
}

/** Rules between the fields of one fact. */
function betweenFields(type: string, data: Data): string | null {
  const day = (name: string): string => text(data, name);
  switch (type) {
    case 'pledge.registered':
    case 'pledge.registrationAdded': {
      const kinds = REGISTER_KINDS[text(data, 'register')] ?? [];
      const named = records(data, 'rights');
      if (named.some((one) => !kinds.includes(text(one, 'kind')))) return 'rights match the register';
      if (new Set(named.map(rightKey)).size !== named.length) return 'no right twice';
      if (type !== 'pledge.registered') return null;
      if (day('debtUntil') <= day('effectiveOn')) return 'debtUntil is after effectiveOn';
      const pledgee = text(record(data, 'pledgee'), 'uscc');
      return record(data, 'pledgor').uscc === pledgee ? 'pledgee is not the pledgor' : null;
    }
    case 'pledge.amended':
      return Object.keys(data).length < 2 ? 'at least one change' : null;
    case 'pledge.realized':
      return fen(text(data, 'toPledgee')) + fen(text(data, 'toPledgor')) === 0n ? 'not both 0' : null;
    case 'loan.disbursed':
      return day('maturity') <= day('effectiveOn') ? 'maturity is after effectiveOn' : null;
    case 'loan.repaid':
      return fen(text(data, 'principal')) + fen(optionalText(data, 'interest') ?? '0') === 0n
        ? 'not both 0'
        : null;
    case 'policy.bound':
      if (fen(text(data, 'premium')) > fen(text(data, 'sumInsured')))
        return 'premium is within the sum insured';
      if (day('from') > day('until')) return 'from is not after until';
      return record(data, 'insurer').kind === 'insurer' ? null : 'the insurer is an insurer';
    case 'policy.endorsed':
      return Object.keys(data).length < 2 ? 'at least one change' : null;
    case 'deal.signed': {
      const licensed = LICENSES.includes(text(data, 'kind'));
      if (licensed !== (data.licenseScope !== undefined)) return 'a scope with licences, and only there';
      return sameParty(record(data, 'from'), record(data, 'to')) ? 'from is not to' : null;
    }
    case 'deal.royaltySettled':
      return day('periodFrom') <= day('periodUntil') && day('periodUntil') <= day('effectiveOn')
        ? null
        : 'the period is in order and over';
    default:
      return null;
  }
}

/** What still may come after a contract is void from the start; it posts nothing. */
const AFTER_VOID = new Set([
  ...['loan.repaid', 'loan.extended', 'loan.classified', 'loan.defaulted', 'loan.writtenOff'],
  ...['loan.recovered', 'guarantee.subrogated', 'claim.notified', 'claim.paid', 'claim.rejected'],
  ...['policy.premiumPaid', 'deal.paid'],
]);

/** Reads one contract with everything on it and says which rule its history breaks. */
function judgeContract(line: string, own: readonly RecordedEvent[]): string | null {
  const facts = standingFacts(factStates(own));
  const voiding = voidingFact(facts);
  const newest = own.at(-1);
  const before = voidingFact(standingFacts(factStates(own, own.length - 1)));
  // A fact cannot bring a void contract back: after the void only some types are still taken.
  if (before !== null && newest !== undefined && facts.some(({ id }) => id === newest.id)) {
    if (!AFTER_VOID.has(newest.type)) return `${newest.type} after the contract is void from the start`;
  }
  if (voiding !== null) {
    const voidAt = (size: number): boolean => voidingFact(standingFacts(factStates(own, size))) !== null;
    let since = own.length;
    while (since > 0 && voidAt(since - 1)) since -= 1;
    // The event at since - 1 is the one by which the contract became void, and has stayed so.
    const late = facts.find((fact) => fact.sequence > since - 1 && !AFTER_VOID.has(fact.type));
    if (late !== undefined) return `${late.type} after the contract is void from the start`;
  }
  const ordered = businessOrder(facts.filter((fact) => fact !== voiding));
  const first = ordered[0];
  if (first === undefined) return voiding === null ? null : 'nothing to void';
  if (!isFirst(first.type)) return `${first.type} before the first event of the line`;
  if (voiding !== null && voiding.effectiveOn < first.effectiveOn) return 'void before the first event';
  const repeatable = line === 'riskPool' || line === 'budget';
  if (!repeatable && ordered.filter((fact) => isFirst(fact.type)).length > 1)
    return 'the first event is once';
  const judge = LINE_RULES[line];
  if (judge === undefined) return `unknown line ${line}`;
  return judge(ordered, voiding);
}

type LineRules = (facts: readonly StandingFact[], voiding: StandingFact | null) => string | null;

type Draw = { outstanding: bigint; lost: bigint; recovered: bigint; maturity: string; riskClass: string };

const pledgeRules: LineRules = (facts, voiding) => {
  const registrations = new Map<string, 'active' | 'cancelled' | 'revoked'>();
  const pledged = new Map<string, string>();
  const draws = new Map<string, Draw>();
  let secured = 0n;
  let debtUntil = '';
  let pledgee = '';
  let pledgor: Json | undefined;
  let onlyRights = false;
  let defaulted = false;
  const active = (): boolean => [...registrations.values()].includes('active');
  const end = (number: string, state: 'cancelled' | 'revoked'): void => {
    registrations.set(number, state);
    for (const [key, of] of pledged) if (of === number) pledged.delete(key);
  };

  const revocations = [...facts, ...(voiding === null ? [] : [voiding])].flatMap((fact) =>
    fact.type === 'pledge.revoked' ? [fact.data.registrationNumber] : [],
  );
  if (new Set(revocations).size !== revocations.length) return 'revoked twice';

  for (const fact of facts) {
    const { data, type } = fact;
    const number = optionalText(data, 'registrationNumber');
    switch (type) {
      case 'pledge.registered':
        registrations.set(text(data, 'registrationNumber'), 'active');
        for (const one of records(data, 'rights'))
          pledged.set(rightKey(one), text(data, 'registrationNumber'));
        secured = fen(text(data, 'securedAmount'));
        debtUntil = text(data, 'debtUntil');
        pledgee = text(record(data, 'pledgee'), 'uscc');
        pledgor = record(data, 'pledgor').uscc;
        onlyRights = data.securityMix === 'ipOnly';
        break;
      case 'pledge.registrationAdded':
        if (!active()) return 'registrationAdded: not active';
        if (registrations.has(number ?? '')) return 'registrationAdded: the number is not new';
        for (const one of records(data, 'rights')) {
          if (pledged.has(rightKey(one))) return 'registrationAdded: pledged here already';
          pledged.set(rightKey(one), number ?? '');
        }
        registrations.set(number ?? '', 'active');
        break;
      case 'pledge.amended': {
        if (!active()) return 'amended: not active';
        const amount = optionalText(data, 'securedAmount');
        if (amount !== undefined) {
          if (fen(amount) === secured) return 'amended: the same amount';
          secured = fen(amount);
        }
        const until = optionalText(data, 'debtUntil');
        if (until !== undefined) {
          if (until === debtUntil) return 'amended: the same debtUntil';
          debtUntil = until;
        }
        const other = optionalRecord(data, 'pledgee');
        if (other !== undefined) {
          const code = text(other, 'uscc');
          if (code === pledgee) return 'amended: the same pledgee';
          if (code === pledgor) return 'amended: the pledgor as pledgee';
          pledgee = code;
        }
        break;
      }
      case 'pledge.rightsReleased':
        if (!active()) return 'rightsReleased: not active';
        for (const one of records(data, 'rights')) {
          if (!pledged.delete(rightKey(one))) return 'rightsReleased: not pledged here';
        }
        if (pledged.size === 0) return 'rightsReleased: at least one stays';
        break;
      case 'pledge.cancelled':
        if (!active()) return 'cancelled: not active';
        if (number !== undefined && registrations.get(number) !== 'active') {
          return 'cancelled: no such active registration';
        }
        for (const [each, state] of registrations) {
          if (state === 'active' && (number === undefined || number === each)) end(each, 'cancelled');
        }
        break;
      case 'pledge.revoked':
        if (number === undefined || !registrations.has(number)) return 'revoked: no such registration';
        if (registrations.get(number) === 'revoked') return 'revoked twice';
        end(number, 'revoked');
        break;
      case 'pledge.realized':
        if (!defaulted) return 'realized: no default before';
        break;
      case 'loan.disbursed': {
        if (!active()) return 'disbursed: not active';
        const drawId = text(data, 'drawId');
        if (draws.has(drawId)) return 'disbursed: the draw is not new';
        const outstanding = fen(text(data, 'principal'));
        const maturity = text(data, 'maturity');
        draws.set(drawId, { outstanding, lost: 0n, recovered: 0n, maturity, riskClass: 'pass' });
        const all = [...draws.values()].reduce((sum, draw) => sum + draw.outstanding, 0n);
        if (onlyRights && all > secured) return 'disbursed: more than the secured amount';
        break;
      }
      default: {
        const draw = draws.get(optionalText(data, 'drawId') ?? '');
        if (draw === undefined) return `${type}: no such draw`;
        const broken = drawRules(draw, fact);
        if (broken !== null) return broken;
        if (type === 'loan.defaulted') defaulted = true;
      }
    }
  }
  if (voiding !== null) {
    const number = optionalText(voiding.data, 'registrationNumber');
    if (number !== undefined && !registrations.has(number)) return 'revoked: no such registration';
  }
  return null;
};

function drawRules(draw: Draw, { type, data }: StandingFact): string | null {
  const principal = fen(optionalText(data, 'principal') ?? '0');
  switch (type) {
    case 'loan.repaid':
    case 'loan.writtenOff':
    case 'guarantee.subrogated':
      if (principal > draw.outstanding) return `${type}: more than is outstanding`;
      draw.outstanding -= principal;
      if (type !== 'loan.repaid') draw.lost += principal;
      return null;
    case 'loan.extended': {
      const maturity = text(data, 'maturity');
      if (maturity <= draw.maturity) return 'extended: not later than before';
      draw.maturity = maturity;
      return null;
    }
    case 'loan.classified':
      draw.riskClass = text(data, 'riskClass');
      return null;
    case 'loan.defaulted':
      if (draw.outstanding === 0n) return 'defaulted: nothing is outstanding';
      draw.riskClass = worse(draw.riskClass, 'substandard');
      return null;
    case 'loan.recovered':
      draw.recovered += principal;
      return draw.recovered > draw.lost ? 'recovered: more than written off and subrogated' : null;
    default:
      return `unexpected ${type}`;
  }
}

const policyRules: LineRules = (facts) => {
  const bound = facts[0];
  if (bound === undefined) return null;
  const from = text(bound.data, 'from');
  const until = text(bound.data, 'until');
  let sum = fen(text(bound.data, 'sumInsured'));
  let premium = fen(text(bound.data, 'premium'));
  let premiumPaid = 0n;
  let claimsPaid = 0n;
  let surrenderedOn: string | null = null;
  const claims = new Set<string>();
  for (const { type, data, effectiveOn } of facts.slice(1)) {
    const claimId = optionalText(data, 'claimId') ?? '';
    switch (type) {
      case 'policy.endorsed':
        if (effectiveOn > until) return 'endorsed: after the end of cover';
        if (surrenderedOn !== null) return 'endorsed: surrendered';
        sum += fen(optionalText(data, 'sumInsuredChange') ?? '0');
        premium += fen(optionalText(data, 'premiumChange') ?? '0');
        if (sum <= 0n || premium <= 0n) return 'endorsed: sum and premium stay above 0';
        break;
      case 'policy.premiumPaid':
        premiumPaid += fen(text(data, 'amount'));
        if (premiumPaid > premium) return 'premiumPaid: more than the premium';
        break;
      case 'policy.surrendered':
        if (effectiveOn > until) return 'surrendered: after the end of cover';
        if (surrenderedOn !== null) return 'surrendered twice';
        if (fen(text(data, 'refund')) > premium) return 'surrendered: refund above the premium';
        surrenderedOn = effectiveOn;
        break;
      case 'claim.notified': {
        const lossOn = text(data, 'lossOn');
        if (claims.has(claimId)) return 'notified: the claim is not new';
        if (lossOn < from || lossOn > until) return 'notified: a loss outside the cover';
        if (lossOn < bound.effectiveOn) return 'notified: a loss before binding';
        if (lossOn > effectiveOn) return 'notified: a loss after its notice';
        if (surrenderedOn !== null && lossOn >= surrenderedOn) return 'notified: a loss from surrender on';
        claims.add(claimId);
        break;
      }
      case 'claim.paid':
        if (!claims.has(claimId)) return 'paid: not notified';
        claimsPaid += fen(text(data, 'amount'));
        if (claimsPaid > sum) return 'paid: more than the sum insured';
        break;
      case 'claim.rejected':
        if (!claims.has(claimId)) return 'rejected: not notified';
        break;
      default:
        return `unexpected ${type}`;
    }
  }
  return null;
};

const dealRules: LineRules = (facts) => {
  const signed = facts[0];
  if (signed === undefined) return null;
  const royalties = ['royalty', 'entryFeeAndRoyalty'].includes(text(signed.data, 'priceKind'));
  let price = fen(text(signed.data, 'price'));
  let registered = false;
  let terminatedOn: string | null = null;
  for (const { type, data, effectiveOn } of facts.slice(1)) {
    switch (type) {
      case 'deal.registered':
        if (registered) return 'registered twice';
        registered = true;
        break;
      case 'deal.amended':
        if (terminatedOn !== null) return 'amended: ended';
        price += fen(text(data, 'priceChange'));
        if (price < 0n) return 'amended: the price stays at or above 0';
        break;
      case 'deal.royaltySettled':
        if (!royalties) return 'royaltySettled: a price without royalties';
        if (terminatedOn !== null && text(data, 'periodUntil') > terminatedOn) {
          return 'royaltySettled: for time after termination';
        }
        break;
      case 'deal.terminated':
        if (terminatedOn !== null) return 'terminated twice';
        terminatedOn = effectiveOn;
        break;
      case 'deal.paid':
        break;
      default:
        return `unexpected ${type}`;
    }
  }
  return null;
};

const fundRules: LineRules = (facts) => {
  const partners = new Map<string, { kind: string; committed: bigint; paid: bigint }>();
  const lives = new Map<string, { closed: boolean; full: boolean }>();
  let cash = 0n;
  let liquidated = false;
  for (const fact of facts.slice(1)) {
    const { type, data } = fact;
    if (liquidated && type !== 'investment.rescinded') return `${type}: after liquidation`;
    const amount = fen(optionalText(data, 'amount') ?? '0');
    const projectId = optionalText(data, 'projectId') ?? '';
    const inLife = (other: StandingFact): boolean =>
      other.data.projectId === projectId && lifeOf(facts, other) === lifeOf(facts, fact);
    const key = `${lifeOf(facts, fact)} ${projectId}`;
    const life = lives.get(key) ?? { closed: false, full: false };
    lives.set(key, life);
    switch (type) {
      case 'fund.committed': {
        const partner = partyKey(record(data, 'partner'));
        const kind = text(data, 'partnerKind');
        const known = partners.get(partner) ?? { kind, committed: 0n, paid: 0n };
        if (known.kind !== kind) return 'committed: one kind per partner';
        partners.set(partner, { ...known, committed: known.committed + amount });
        break;
      }
      case 'fund.paidIn': {
        const partner = partyKey(record(data, 'partner'));
        const known = partners.get(partner);
        if (known === undefined || known.paid + amount > known.committed)
          return 'paidIn: more than committed';
        partners.set(partner, { ...known, paid: known.paid + amount });
        cash += amount;
        break;
      }
      case 'project.reserved':
        break;
      case 'investment.closed':
        if (life.closed) return 'closed: the project is closed already';
        life.closed = true;
        cash -= amount;
        if (cash < 0n) return 'closed: more than the fund has';
        break;
      case 'investment.followedOn':
        if (!life.closed) return 'followedOn: the project is not closed';
        if (life.full) return 'followedOn: exited in full';
        cash -= amount;
        if (cash < 0n) return 'followedOn: more than the fund has';
        break;
      case 'investment.rescinded':
        if (!life.closed) return 'rescinded: the project is not closed';
        cash += facts
          .filter((other) => ['investment.closed', 'investment.followedOn'].includes(other.type))
          .filter(inLife)
          .reduce((sum, other) => sum + fen(text(other.data, 'amount')), 0n);
        break;
      case 'exit.made':
        if (!life.closed) return 'exit: the project is not closed';
        if (life.full) return 'exit: exited in full';
        life.full = data.full === true;
        cash += fen(text(data, 'proceeds'));
        break;
      case 'fund.distributed':
        cash -= amount;
        if (cash < 0n) return 'distributed: more than the cash';
        break;
      case 'fund.liquidated':
        liquidated = true;
        break;
      default:
        return `unexpected ${type}`;
    }
  }
  return null;
};

const securitizationRules: LineRules = (facts) => {
  const approved = facts[0];
  if (approved === undefined) return null;
  let shelf = fen(text(approved.data, 'shelfAmount'));
  const left = new Map<string, bigint>();
  for (const { type, data } of facts.slice(1)) {
    const trancheId = optionalText(data, 'trancheId') ?? '';
    if (type === 'tranche.issued') {
      if (left.has(trancheId)) return 'issued: the tranche is not new';
      left.set(trancheId, fen(text(data, 'amount')));
      shelf -= fen(text(data, 'amount'));
      if (shelf < 0n) return 'issued: more than the shelf';
    } else if (type === 'tranche.repaid') {
      const rest = left.get(trancheId);
      const principal = fen(text(data, 'principal'));
      if (rest === undefined || principal > rest) return 'repaid: more than issued';
      left.set(trancheId, rest - principal);
    } else if (type !== 'programme.creditEvent') return `unexpected ${type}`;
  }
  return null;
};

const riskPoolRules: LineRules = (facts) => {
  const shares = new Map<string, bigint>();
  const compensated = new Map<string, bigint>();
  let balance = 0n;
  for (const { type, data } of facts) {
    const amount = fen(optionalText(data, 'amount') ?? '0');
    const financing = optionalText(data, 'financing') ?? '';
    const share = shares.get(financing);
    const paid = compensated.get(financing) ?? 0n;
    switch (type) {
      case 'riskPool.funded':
        balance += amount;
        break;
      case 'riskPool.admitted':
        if (share !== undefined) return 'admitted twice';
        shares.set(financing, BigInt(integer(data, 'lossShareBp')));
        break;
      case 'compensation.paid':
        if (share === undefined) return 'compensation: not admitted';
        if (amount * 10_000n > fen(text(data, 'unpaidPrincipal')) * share)
          return 'compensation: above the share';
        if (amount > balance) return 'compensation: above the balance';
        balance -= amount;
        compensated.set(financing, paid + amount);
        break;
      case 'compensation.clawedBack':
        if (amount > paid) return 'clawedBack: more than compensated';
        balance += amount;
        compensated.set(financing, paid - amount);
        break;
      default:
        return `unexpected ${type}`;
    }
  }
  return null;
};

const budgetRules: LineRules = (facts) => {
  const payments = new Map<string, bigint>();
  let left = 0n;
  for (const { type, data, id } of facts) {
    const amount = fen(text(data, 'amount'));
    if (type === 'budget.appropriated') left += amount;
    else if (type === 'subsidy.paid') {
      left -= amount;
      if (left < 0n) return 'subsidy: more than remains';
      payments.set(id, amount);
    } else if (type === 'subsidy.returned') {
      const kept = payments.get(text(data, 'payment'));
      if (kept === undefined || amount > kept) return 'returned: more than was kept of it';
      payments.set(text(data, 'payment'), kept - amount);
      left += amount;
    } else return `unexpected ${type}`;
  }
  return null;
};

const LINE_RULES: { readonly [line: string]: LineRules } = {
  pledge: pledgeRules,
  policy: policyRules,
  deal: dealRules,
  fund: fundRules,
  securitization: securitizationRules,
  riskPool: riskPoolRules,
  budget: budgetRules,
};

const isContract = (subject: string): boolean =>
  (CONTRACT_LINES as readonly string[]).includes(lineOf(subject));

function isClosed(events: readonly RecordedEvent[], day: string): boolean {
  return events.some(
    ({ type, data }) =>
      type === 'period.closed' && [day.slice(0, 4), day.slice(0, 7)].includes(text(data, 'period')),
  );
}

type Judged = {
  readonly type: string;
  readonly data: Data;
  readonly subject: string;
  readonly today: string | null;
  readonly approved: boolean;
};

/** The fact that a correction or withdrawal names on its own subject. */
function namedFact(own: readonly RecordedEvent[], data: Data): FactState | undefined {
  const { source, id } = record(data, 'supersedes');
  return factStates(own).find(
    (state) => state.direct && state.event.source === source && state.event.id === id,
  );
}

function judgeChange(
  events: readonly RecordedEvent[],
  own: readonly RecordedEvent[],
  change: Judged,
): string | null {
  const state = namedFact(own, change.data);
  if (state === undefined) return 'no such fact on this subject, or NOT_CORRECTABLE';
  if (state.data === null) return 'the fact is withdrawn';
  if (change.subject.startsWith('target/') && !change.approved) return 'corrected only by approval';
  const days = [text(state.data, 'effectiveOn')];
  if (change.type === 'fact.corrected') {
    const data = record(change.data, 'data');
    const broken = SCHEMAS[state.event.type] ? shapeOf(state.event.type, data, change.today) : null;
    if (broken !== null) return `corrected data: ${broken}`;
    const unfit = judgeRecord(events, { ...change, type: state.event.type, data });
    if (!isContract(change.subject) && unfit !== null) return unfit;
    days.push(text(data, 'effectiveOn'));
  }
  if (!change.approved && days.some((day) => isClosed(events, day))) return 'PERIOD_CLOSED';
  return null;
}

const AMOUNT_ROWS = ['pledge-amount-growth', 'insured-sum-growth', 'deal-amount-growth'];
const DERIVED_ROWS = [...AMOUNT_ROWS, 'pledge-count-growth', 'fund-projects'];

/** Shape and rules of an observation, a target or the closing of a period by itself. */
function judgeRecord(events: readonly RecordedEvent[], fact: Judged): string | null {
  const broken = shapeOf(fact.type, fact.data, fact.today);
  if (broken !== null) return broken;
  const name = fact.subject.slice(fact.subject.indexOf('/') + 1);
  if (fact.type === 'period.closed') return fact.data.period === name ? null : 'the period of the subject';
  if (fact.type !== 'indicator.observed' && fact.type !== 'target.set') return null;
  const code = text(fact.data, 'indicator');
  if (code !== name) return 'the indicator of the subject';
  if (fact.type === 'target.set') return null;
  const value = text(fact.data, 'value');
  if (AMOUNT_ROWS.includes(code)) {
    const wrong = money({ zero: true })(value, { effectiveOn: '', today: null });
    if (wrong !== null) return wrong;
  } else if (code !== 'inventions-per-10k' && !/^\d+$/.test(value)) return 'a whole number';
  if (!DERIVED_ROWS.includes(code)) return null;
  const opened = events.find(({ type }) => type === 'ledger.opened');
  const openedOn = opened === undefined ? '' : text(opened.data, 'openedOn');
  return `${integer(fact.data, 'year')}-01-01` < openedOn ? null : 'a year that the ledger derives';
}

/** One fact, as posted or as approved, on top of what is recorded. */
function judgeFact(events: readonly RecordedEvent[], event: RecordedEvent, fact: Judged): string | null {
  const own = events.filter(({ subject }) => subject === fact.subject);
  const after = [...own, event];
  const { type, subject } = fact;
  const line = lineOf(subject);
  const types = LINE_TYPES.find(([name]) => name === line)?.[1];
  if (SCHEMAS[type] !== undefined) {
    if (types === undefined || !types.test(type)) return 'the type does not belong to the line';
    return shapeOf(type, fact.data, fact.today) ?? judgeContract(line, after);
  }
  switch (type) {
    case 'fact.corrected':
    case 'fact.withdrawn':
      return (
        shapeOf(type, fact.data, fact.today) ??
        judgeChange(events, own, fact) ??
        (isContract(subject) ? judgeContract(line, after) : null)
      );
    case 'indicator.observed':
      return line === 'observation' ? judgeRecord(events, fact) : 'an observation on its own subject';
    case 'target.set': {
      if (line !== 'target') return 'a target on its own subject';
      const broken = judgeRecord(events, fact);
      if (broken !== null || fact.approved) return broken;
      const set = standingFacts(factStates(own)).some(
        ({ data }) => data.indicator === fact.data.indicator && data.year === fact.data.year,
      );
      return set ? 'FOUR_EYES: a new target needs approval' : null;
    }
    case 'period.closed': {
      if (line !== 'period') return 'a closing on its own subject';
      const closed = own.some((other) => other.type === 'period.closed');
      return judgeRecord(events, fact) ?? (closed ? 'closed already' : null);
    }
    case 'change.requested':
      return shapeOf(type, fact.data, fact.today);
    case 'change.approved':
    case 'change.rejected':
      return shapeOf(type, fact.data, fact.today) ?? judgeDecision(events, event, { fact, own });
    default:
      return `not judged here: ${type}`;
  }
}

function judgeDecision(
  events: readonly RecordedEvent[],
  event: RecordedEvent,
  { fact, own }: { readonly fact: Judged; readonly own: readonly RecordedEvent[] },
): string | null {
  const named = record(fact.data, 'request');
  const same = (data: Data): boolean => data.source === named.source && data.id === named.id;
  if (!own.some((other) => other.type === 'change.requested' && same(other as unknown as Data))) {
    return 'no such request';
  }
  const request = requestOf(own, own.length, event);
  const decided = own.some(
    (other) => /^change\.(approved|rejected)$/.test(other.type) && same(record(other.data, 'request')),
  );
  if (decided) return 'decided already';
  if (fact.type === 'change.rejected') return null;
  const type = text(request.data, 'type');
  const data = record(request.data, 'data');
  const place = own.indexOf(request);
  const stale = factStates(own).some((state) =>
    type === 'target.set'
      ? state.event.type === type &&
        state.event.data.year === data.year &&
        Math.max(state.sequence, ...state.changedAt) > place
      : state.sequence === namedFact(own, data)?.sequence &&
        state.changedAt.some((sequence) => sequence > place),
  );
  if (stale) return 'REQUEST_STALE';
  return judgeFact(events, event, { ...fact, type, data, approved: true });
}

/** Whether the ledger takes a new fact after everything recorded so far, and if not, which rule it breaks. */
export function judge(eventsSoFar: readonly RecordedEvent[], newFact: PostableFact): Verdict {
  const refused = (rule: string): Verdict => ({ accepted: false, rule });
  if (!/^urn:uscc:/.test(newFact.source) || !isUscc(newFact.source.slice(9))) return refused('source');
  if (newFact.id.length < 1 || newFact.id.length > 128) return refused('id');
  if (eventsSoFar.some(({ source, id }) => source === newFact.source && id === newFact.id)) {
    return refused('source and id are recorded');
  }
  if (!/^[A-Za-z]+\/[A-Za-z0-9._-]{1,100}$/.test(newFact.subject)) return refused('subject');
  const last = eventsSoFar.at(-1);
  const { recordedtime } = newFact;
  if (
    last !== undefined &&
    recordedtime !== undefined &&
    instant(recordedtime) <= instant(last.recordedtime)
  ) {
    return refused('recordedtime is strictly increasing');
  }
  const event: RecordedEvent = {
    ...newFact,
    recordedtime: recordedtime ?? last?.recordedtime ?? '',
    recordedby: 'local',
    revision: 0,
  };
  const { type, data, subject } = newFact;
  const today = recordedtime === undefined ? null : dayOf(instant(recordedtime));
  const rule = judgeFact(eventsSoFar, event, { type, data, subject, today, approved: false });
  return rule === null ? { accepted: true, rule } : refused(rule);
}

export const accepts = (eventsSoFar: readonly RecordedEvent[], newFact: PostableFact): boolean =>
  judge(eventsSoFar, newFact).accepted;
