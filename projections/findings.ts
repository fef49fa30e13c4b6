import { hash } from 'node:crypto';
import { addDays, LAST_DATE } from '../src/domain/calendar.ts';
import type { EventType } from '../src/domain/catalogue.ts';
import { inBusinessOrder } from '../src/domain/contract.ts';
import { OVERSEAS } from '../src/domain/division.ts';
import { isLicense } from '../src/domain/events/deal.ts';
import { LIFE_CYCLES } from '../src/domain/lines/index.ts';
import type { Fact } from '../src/domain/lines/life.ts';
import { fenOf } from '../src/domain/money.ts';
import { patentTypeDigit, patentYear } from '../src/domain/patentNumber.ts';
import type { FactKey, Message } from '../src/domain/refusal.ts';
import { type Enterprise, isPatentKind, type Right, rightKey } from '../src/domain/shapes.ts';
import { type ContractLine, splitSubject } from '../src/domain/subject.ts';
import { organizationCodeHolds } from '../src/domain/uscc.ts';

/**
 * Findings (domain.md §4.9): what may be wrong though no rule of its own line refuses it. Some are of one contract; others
 * lie between contracts, which meet in the rights that they concern and in the contracts that they name. What a contract
 * says about those are its *claims*; a contract that is void from the start makes none, and has no finding.
 */

export const FINDING_CODES = {
  RIGHT_PLEDGED_TWICE: {
    zh: '同一权利同时处于两项有效质押之下',
    en: 'A right is under two active pledges at the same time',
  },
  DEAL_ON_PLEDGED_RIGHT: {
    zh: '权利在质押期间被转让或许可',
    en: 'A right was assigned or licensed while it was pledged',
  },
  EXCLUSIVE_LICENSE_OVERLAP: {
    zh: '独占许可与同一权利的另一许可期间重叠',
    en: 'An exclusive license overlaps another license of the same right',
  },
  FINANCING_NOT_RECORDED: { zh: '所引用的融资未登记', en: 'The financing that is named is not recorded' },
  POLICY_NOT_RECORDED: { zh: '所引用的保单未登记', en: 'The policy that is named is not recorded' },
  DEBT_BEYOND_TERM: {
    zh: '债务期限晚于所质押权利的保护期届满',
    en: 'The debt runs beyond the term of a pledged right',
  },
  PREMIUM_UNUSUAL: {
    zh: '保险费低于保险金额的 0.1% 或高于 20%',
    en: 'The premium is under 0.1 % or over 20 % of the sum insured',
  },
  PATENT_KIND_MISMATCH: {
    zh: '专利种类与专利号中的种类位不符',
    en: 'The kind of a patent is not that of the type digit in its number',
  },
  ORGANIZATION_CODE_INVALID: {
    zh: '统一社会信用代码内的组织机构代码校验不符',
    en: 'The organization code inside a unified social credit code fails its check',
  },
  DIVISION_CONTRADICTS_USCC: {
    zh: '企业所在地与其统一社会信用代码的行政区划不符',
    en: 'The division of an enterprise contradicts that in its unified social credit code',
  },
} as const satisfies Record<string, Message>;
export type FindingCode = keyof typeof FINDING_CODES;

export interface Finding {
  /** {@link findingId} of its code and events. */
  readonly id: string;
  readonly code: FindingCode;
  /** The events involved, each once, ascending by source and id. */
  readonly events: readonly FactKey[];
  /** The contracts of these events, each once, ascending. */
  readonly subjects: readonly string[];
}

const ID_LENGTH = 16;

/**
 * The first 16 hex digits of the SHA-256 of the UTF-8 text
 *
 *     code \n source \n id [\n source \n id]…
 *
 * with a line feed between the parts and none at the end. The caller has sorted the events ({@link Finding.events}).
 */
export const findingId = (code: FindingCode, events: readonly FactKey[]): string =>
  hash('sha256', [code, ...events.flatMap(({ source, id }) => [source, id])].join('\n')).slice(0, ID_LENGTH);

/** By UTF-16 code units, as everywhere in the ledger. */
const compareText = (a: string, b: string): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

const compareKeys = (a: FactKey, b: FactKey): number =>
  compareText(a.source, b.source) || compareText(a.id, b.id);

const finding = (code: FindingCode, subjects: readonly string[], facts: readonly FactKey[]): Finding => {
  const events = facts
    .map(({ source, id }) => ({ source, id }))
    .sort(compareKeys)
    .filter((event, index, all) => index === 0 || compareKeys(event, all[index - 1] as FactKey) !== 0);
  return { id: findingId(code, events), code, events, subjects: [...new Set(subjects)].sort(compareText) };
};

const eachOnce = (found: readonly Finding[]): readonly Finding[] =>
  found.length < 2 ? found : [...new Map(found.map((item) => [item.id, item])).values()];

/** `until` of what has no end: the last date that can be written. */
export const NO_END = LAST_DATE;

interface ClaimOf<K extends string> {
  readonly kind: K;
  /** The right ({@link rightKey}) or the contract that it is about. */
  readonly key: string;
  /** The contract that makes the claim. */
  readonly subject: string;
  readonly event: FactKey;
}

/** First and last day on which a claim holds, YYYY-MM-DD. */
interface Interval {
  readonly from: string;
  readonly until: string;
}

/** What a contract says about a right. */
export type RightClaim =
  | (ClaimOf<'pledge'> & Interval)
  | (ClaimOf<'license'> & Interval & { readonly exclusive: boolean })
  | (ClaimOf<'assignment'> & { readonly on: string });
/** That a contract names another one. */
export type ReferenceClaim = ClaimOf<'reference'>;
/** That a contract which others may name is recorded: it has a fact that stands, be it void or not. */
export type RecordClaim = ClaimOf<'record'>;
export type Claim = RightClaim | ReferenceClaim | RecordClaim;

const keyOfFact = ({ source, id }: FactKey): FactKey => ({ source, id });

interface PledgedRight {
  readonly right: Right;
  readonly by: Fact<'pledge.registered' | 'pledge.registrationAdded'>;
  /** The first day on which it is no longer pledged. */
  endedOn: string | undefined;
}

/**
 * The rights pledged by a contract, from facts in business order. A revoked registration never stood, so its rights are
 * none; release and cancellation end a pledge with the day before them.
 */
const pledgedRights = (ordered: readonly Fact[]): PledgedRight[] => {
  const pledged: PledgedRight[] = [];
  const revoked = new Set<string>();
  const end = (on: string, isMeant: (item: PledgedRight) => boolean): void => {
    for (const item of pledged) if (item.endedOn === undefined && isMeant(item)) item.endedOn = on;
  };
  for (const fact of ordered) {
    switch (fact.type) {
      case 'pledge.registered':
      case 'pledge.registrationAdded':
        for (const right of fact.data.rights) pledged.push({ right, by: fact, endedOn: undefined });
        break;
      case 'pledge.rightsReleased': {
        const released = new Set(fact.data.rights.map(rightKey));
        end(fact.data.effectiveOn, ({ right }) => released.has(rightKey(right)));
        break;
      }
      case 'pledge.cancelled': {
        const { effectiveOn, registrationNumber } = fact.data;
        end(
          effectiveOn,
          ({ by }) => registrationNumber === undefined || by.data.registrationNumber === registrationNumber,
        );
        break;
      }
      case 'pledge.revoked':
        if (fact.data.registrationNumber !== undefined) revoked.add(fact.data.registrationNumber);
        break;
      default:
        break;
    }
  }
  return revoked.size === 0 ? pledged : pledged.filter(({ by }) => !revoked.has(by.data.registrationNumber));
};

const pledgeClaims = (subject: string, facts: readonly Fact[]): RightClaim[] =>
  pledgedRights(inBusinessOrder('pledge.registered', facts)).flatMap(({ right, by, endedOn }) => {
    const from = by.data.effectiveOn;
    if (endedOn !== undefined && endedOn <= from) return [];
    const until = endedOn === undefined ? NO_END : addDays(endedOn, -1);
    return [{ kind: 'pledge', key: rightKey(right), subject, event: keyOfFact(by), from, until }];
  });

/** A license holds until the last day that it states or the day before its termination, whichever is earlier. */
const lastDayOfLicense = (signed: Fact<'deal.signed'>, facts: readonly Fact[]): string => {
  const stated = signed.data.until ?? NO_END;
  const terminated = facts.find((fact) => fact.type === 'deal.terminated');
  if (!terminated) return stated;
  const dayBefore = addDays(terminated.data.effectiveOn, -1);
  const isEarlier = dayBefore < stated;
  return isEarlier ? dayBefore : stated;
};

const dealClaims = (subject: string, facts: readonly Fact[]): RightClaim[] => {
  const signed = facts.find((fact) => fact.type === 'deal.signed');
  if (!signed) return [];
  const { effectiveOn, kind, licenseScope, rights } = signed.data;
  const event = keyOfFact(signed);
  if (!isLicense(kind))
    return rights.map((right) => ({
      kind: 'assignment',
      key: rightKey(right),
      subject,
      event,
      on: effectiveOn,
    }));
  const until = lastDayOfLicense(signed, facts);
  if (until < effectiveOn) return [];
  const interval = { from: effectiveOn, until, exclusive: licenseScope === 'exclusive' };
  return rights.map((right) => ({ kind: 'license', key: rightKey(right), subject, event, ...interval }));
};

/**
 * The contracts that a fact names. Compensation names only a financing that was admitted before in the same contract, so
 * the admission speaks for it.
 */
const namedBy = (fact: Fact): readonly (string | undefined)[] => {
  switch (fact.type) {
    case 'policy.bound':
      return [fact.data.financing, fact.data.renews];
    case 'riskPool.admitted':
    case 'subsidy.paid':
      return [fact.data.financing];
    default:
      return [];
  }
};

const referenceClaims = (subject: string, facts: readonly Fact[]): ReferenceClaim[] =>
  facts.flatMap((fact) =>
    namedBy(fact).flatMap((key) =>
      key === undefined ? [] : [{ kind: 'reference', key, subject, event: keyOfFact(fact) } as const],
    ),
  );

const isVoid = (line: ContractLine, facts: readonly Fact[]): boolean =>
  LIFE_CYCLES[line].voidedBy(facts) !== undefined;

const lineOf = (subject: string): ContractLine => splitSubject(subject).line as ContractLine;

/**
 * What a contract says that others can conflict with. `facts` are its facts as they stand, in the order of the log; none if
 * nothing of it stands.
 */
export const claimsOf = (subject: string, facts: readonly Fact[]): Claim[] => {
  const first = facts[0];
  if (!first) return [];
  const line = lineOf(subject);
  const claims: Claim[] = [];
  if (line === 'pledge' || line === 'policy')
    claims.push({ kind: 'record', key: subject, subject, event: keyOfFact(first) });
  if (isVoid(line, facts)) return claims;
  if (line === 'pledge') claims.push(...pledgeClaims(subject, facts));
  else if (line === 'deal') claims.push(...dealClaims(subject, facts));
  else claims.push(...referenceClaims(subject, facts));
  return claims;
};

/** Whether an interval and another, or a day, have a day in common. */
const overlap = (a: Interval, b: Interval): boolean => a.from <= b.until && b.from <= a.until;

const conflictCode = (a: RightClaim, b: RightClaim): FindingCode | undefined => {
  if (a.kind === 'pledge' && b.kind === 'pledge') return overlap(a, b) ? 'RIGHT_PLEDGED_TWICE' : undefined;
  if (a.kind === 'license' && b.kind === 'license')
    return (a.exclusive || b.exclusive) && overlap(a, b) ? 'EXCLUSIVE_LICENSE_OVERLAP' : undefined;
  if (a.kind === 'pledge' && b.kind !== 'pledge') {
    const signedOn = b.kind === 'license' ? b.from : b.on;
    return overlap(a, { from: signedOn, until: signedOn }) ? 'DEAL_ON_PLEDGED_RIGHT' : undefined;
  }
  return a.kind !== 'pledge' && b.kind === 'pledge' ? conflictCode(b, a) : undefined;
};

/** Sorts of claims on a right, by what may conflict with them. */
export const CLAIM_SORTS = ['pledge', 'exclusiveLicense', 'otherLicense', 'assignment'] as const;
export type ClaimSort = (typeof CLAIM_SORTS)[number];

export const sortOf = (claim: RightClaim): ClaimSort => {
  if (claim.kind !== 'license') return claim.kind;
  return claim.exclusive ? 'exclusiveLicense' : 'otherLicense';
};

/** The days of a claim: of an assignment the one on which it was signed. */
export const daysOf = (claim: RightClaim): Interval =>
  claim.kind === 'assignment' ? { from: claim.on, until: claim.on } : claim;

/** A claim from its sort and its days. */
export const claimFrom = (
  sort: ClaimSort,
  of: Omit<ClaimOf<string>, 'kind'>,
  { from, until }: Interval,
): RightClaim => {
  switch (sort) {
    case 'pledge':
      return { kind: 'pledge', ...of, from, until };
    case 'assignment':
      return { kind: 'assignment', ...of, on: from };
    default:
      return { kind: 'license', ...of, from, until, exclusive: sort === 'exclusiveLicense' };
  }
};

/** Claims of a sort that begin in an interval, or that have a day in common with it. */
interface Search extends Interval {
  readonly sort: ClaimSort;
  readonly by: 'beginning' | 'overlap';
}

/** Where all the claims on the same right are that conflict with one, and no others ({@link conflictOf}). */
export const conflictSearches = (claim: RightClaim): readonly Search[] => {
  const { from, until } = daysOf(claim);
  const signed = { sort: 'pledge', by: 'overlap', from, until: from } as const;
  const licenses = ['exclusiveLicense', 'otherLicense'] as const;
  switch (sortOf(claim)) {
    case 'pledge':
      return [
        { sort: 'pledge', by: 'overlap', from, until },
        ...([...licenses, 'assignment'] as const).map(
          (sort) => ({ sort, by: 'beginning', from, until }) as const,
        ),
      ];
    case 'exclusiveLicense':
      return [signed, ...licenses.map((sort) => ({ sort, by: 'overlap', from, until }) as const)];
    case 'otherLicense':
      return [signed, { sort: 'exclusiveLicense', by: 'overlap', from, until }];
    case 'assignment':
      return [signed];
  }
};

/** The finding between two claims on the same right, if there is one; a contract has none with itself. */
export const conflictOf = (a: RightClaim, b: RightClaim): Finding | undefined => {
  if (a.subject === b.subject) return undefined;
  const code = conflictCode(a, b);
  return code && finding(code, [a.subject, b.subject], [a.event, b.event]);
};

/** The finding that the contract named by a claim is not recorded. */
export const missingReference = ({ key, subject, event }: ReferenceClaim): Finding =>
  finding(key.startsWith('pledge/') ? 'FINANCING_NOT_RECORDED' : 'POLICY_NOT_RECORDED', [subject], [event]);

export const isRightClaim = (claim: Claim): claim is RightClaim =>
  claim.kind === 'pledge' || claim.kind === 'license' || claim.kind === 'assignment';

/** Findings between all claims on one right, or all that name one contract. */
export const crossFindings = (claims: readonly Claim[]): readonly Finding[] => {
  const onRight = claims.filter(isRightClaim);
  const conflicts = onRight.flatMap((a, index) =>
    onRight.slice(index + 1).flatMap((b) => conflictOf(a, b) ?? []),
  );
  const isRecorded = claims.some(({ kind }) => kind === 'record');
  const references = isRecorded ? [] : claims.filter((claim) => claim.kind === 'reference');
  return eachOnce([...conflicts, ...references.map(missingReference)]);
};

/** Enterprises of a fact, which have a division. */
const enterprisesOf = (fact: Fact): readonly (Enterprise | undefined)[] => {
  switch (fact.type) {
    case 'pledge.registered':
      return [fact.data.pledgor, fact.data.debtor];
    case 'policy.bound':
    case 'project.reserved':
    case 'investment.closed':
      return [fact.data.enterprise];
    case 'deal.signed':
      return [fact.data.from, fact.data.to];
    case 'subsidy.paid':
      return [fact.data.beneficiary];
    default:
      return [];
  }
};

/**
 * Codes of the other parties and institutions of a fact. Who pays into a fund has committed to it before, and that event
 * speaks for it.
 */
const otherCodesOf = (fact: Fact): readonly (string | undefined)[] => {
  switch (fact.type) {
    case 'pledge.registered':
      return [fact.data.pledgee.uscc, fact.data.appraiser?.uscc];
    case 'pledge.amended':
      return [fact.data.pledgee?.uscc];
    case 'guarantee.subrogated':
      return [fact.data.guarantor.uscc];
    case 'policy.bound':
      return [fact.data.insurer.uscc, fact.data.applicant.uscc, fact.data.insured.uscc];
    case 'deal.signed':
      return [fact.data.venue?.uscc];
    case 'fund.established':
      return [fact.data.manager.uscc];
    case 'fund.committed':
      return [fact.data.partner.uscc];
    case 'programme.approved':
      return [fact.data.originator.uscc];
    case 'tranche.issued':
      return fact.data.enterprises;
    default:
      return [];
  }
};

const rightsOf = (fact: Fact): readonly Right[] => {
  switch (fact.type) {
    case 'pledge.registered':
    case 'pledge.registrationAdded':
    case 'policy.bound':
    case 'deal.signed':
      return fact.data.rights;
    default:
      return [];
  }
};

const KIND_OF_TYPE_DIGIT: Readonly<Record<string, string>> = {
  1: 'invention',
  8: 'invention',
  2: 'utilityModel',
  9: 'utilityModel',
  3: 'design',
};

const isKindMismatch = ({ kind, number }: Right): boolean =>
  isPatentKind(kind) && KIND_OF_TYPE_DIGIT[patentTypeDigit(number)] !== kind;

const isInvalid = (uscc: string | undefined): boolean => uscc !== undefined && !organizationCodeHolds(uscc);

const AREA_START = 2;
const AREA_END = 8;
/** 直辖市: one city each. A county in it that became a district got other middle digits: 崇明 was 310230 and is 310151. */
const MUNICIPALITY = /^(11|12|31|50)/;
/** Counties right under their province have the middle digits in common and no city: 仙桃 429004, 天门 429006. */
const UNDER_PROVINCE = /^..90(?!00)/;

/** How many of the first digits of an area and of a division say in which city, or county without one, they are. */
const cityLength = (area: string): number => {
  if (MUNICIPALITY.test(area)) return 2;
  return UNDER_PROVINCE.test(area) ? 6 : 4;
};

/** Of an area that is a province or the whole nation: registered there, an enterprise may be in any of its cities. */
const PROVINCE_OR_NATION = /0000$/;

const contradictsDivision = (enterprise: Enterprise | undefined): boolean => {
  if (enterprise?.uscc === undefined || enterprise.division === OVERSEAS) return false;
  const area = enterprise.uscc.slice(AREA_START, AREA_END);
  return !PROVINCE_OR_NATION.test(area) && !enterprise.division.startsWith(area.slice(0, cityLength(area)));
};

/** Findings that one fact makes by itself, whatever else its contract says. */
const findingsOfFact = (subject: string, fact: Fact, into: Finding[]): void => {
  const add = (code: FindingCode): void => {
    into.push(finding(code, [subject], [fact]));
  };
  const enterprises = enterprisesOf(fact);
  if (rightsOf(fact).some(isKindMismatch)) add('PATENT_KIND_MISMATCH');
  if (enterprises.some((item) => isInvalid(item?.uscc)) || otherCodesOf(fact).some(isInvalid))
    add('ORGANIZATION_CODE_INVALID');
  if (enterprises.some(contradictsDivision)) add('DIVISION_CONTRADICTS_USCC');
};

/** The Patent Law in force since 2021-06-01 gives designs filed from then on 15 years; a number tells only the year. */
const LONGER_DESIGNS_YEAR = 2021;

const termYears = (kind: Right['kind'], year: number): number | undefined => {
  switch (kind) {
    case 'invention':
      return 20;
    case 'utilityModel':
      return 10;
    case 'design':
      return year >= LONGER_DESIGNS_YEAR ? 15 : 10;
    default:
      return undefined;
  }
};

/** The last day on which a patent can be in force: its number tells the year of filing, not the day. */
const lastDayOfTerm = ({ kind, number }: Right): string | undefined => {
  if (!isPatentKind(kind)) return undefined;
  const year = patentYear(number);
  const term = termYears(kind, year);
  return term === undefined ? undefined : `${year + term}-12-31`;
};

/**
 * The fact since which something is so without a break: a later fact that changes the terms and leaves it so makes no other
 * finding, and what was explained stays explained.
 */
const since = <T extends { readonly fact: Fact }>(
  terms: readonly T[],
  isSo: (term: T) => boolean,
): Fact | undefined => terms[terms.findLastIndex((term) => !isSo(term)) + 1]?.fact;

const debtFindings = (subject: string, facts: readonly Fact[], into: Finding[]): void => {
  const ordered = inBusinessOrder('pledge.registered', facts);
  const terms: { readonly fact: Fact; readonly debtUntil: string }[] = [];
  for (const fact of ordered) {
    if (fact.type !== 'pledge.registered' && fact.type !== 'pledge.amended') continue;
    const { debtUntil } = fact.data;
    if (debtUntil !== undefined) terms.push({ fact, debtUntil });
  }
  for (const { right, by, endedOn } of pledgedRights(ordered)) {
    const limit = endedOn === undefined ? lastDayOfTerm(right) : undefined;
    if (limit === undefined) continue;
    const first = since(terms, ({ debtUntil }) => debtUntil > limit);
    if (first) into.push(finding('DEBT_BEYOND_TERM', [subject], [by, first]));
  }
};

const LOWEST_PREMIUM_DIVISOR = 1_000n;
const HIGHEST_PREMIUM_DIVISOR = 5n;

const premiumFindings = (subject: string, facts: readonly Fact[], into: Finding[]): void => {
  const terms: { readonly fact: Fact; readonly sumFen: bigint; readonly premiumFen: bigint }[] = [];
  let sumFen = 0n;
  let premiumFen = 0n;
  for (const fact of inBusinessOrder('policy.bound', facts)) {
    if (fact.type === 'policy.bound') {
      sumFen = fenOf(fact.data.sumInsured);
      premiumFen = fenOf(fact.data.premium);
    } else if (fact.type === 'policy.endorsed') {
      sumFen += fenOf(fact.data.sumInsuredChange ?? '0');
      premiumFen += fenOf(fact.data.premiumChange ?? '0');
    } else continue;
    terms.push({ fact, sumFen, premiumFen });
  }
  const bound = terms[0]?.fact;
  const first = since(
    terms,
    (term) =>
      term.premiumFen * LOWEST_PREMIUM_DIVISOR < term.sumFen ||
      term.premiumFen * HIGHEST_PREMIUM_DIVISOR > term.sumFen,
  );
  if (bound && first) into.push(finding('PREMIUM_UNUSUAL', [subject], [bound, first]));
};

/** Findings inside one contract. `facts` are its facts as they stand, in the order of the log. */
export const ownFindings = (subject: string, facts: readonly Fact[]): readonly Finding[] => {
  const line = lineOf(subject);
  if (isVoid(line, facts)) return [];
  const found: Finding[] = [];
  for (const fact of facts) findingsOfFact(subject, fact, found);
  if (line === 'pledge') debtFindings(subject, facts, found);
  else if (line === 'policy') premiumFindings(subject, facts, found);
  return eachOnce(found);
};

/**
 * Whether the claims and findings of a line's contracts are those of their facts one by one: then a new fact adds its own,
 * and a long contract (a subsidy budget with ten thousand payments) need not be read again for each.
 */
export const isReadFactByFact = (line: ContractLine): boolean =>
  line === 'fund' || line === 'securitization' || line === 'riskPool' || line === 'budget';

const READ: ReadonlySet<EventType> = new Set<EventType>([
  'pledge.registered',
  'pledge.registrationAdded',
  'pledge.amended',
  'pledge.rightsReleased',
  'pledge.cancelled',
  'pledge.revoked',
  'guarantee.subrogated',
  'policy.bound',
  'policy.endorsed',
  'policy.voided',
  'deal.signed',
  'deal.terminated',
  'deal.rescinded',
]);

/** Whether a fact of the other lines (pledge, policy, deal) can change a claim or a finding; all else is passed over. */
export const bearsOnFindings = (type: EventType): boolean => READ.has(type);
