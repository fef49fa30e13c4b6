import type { EventType } from '../../src/domain/catalogue.ts';

/** A valid fact of every event type, with all its optional fields; what it is given replaces fields of its data. */

export type Data = Readonly<Record<string, unknown>>;

/** A fact as posted. */
export interface Posted {
  readonly specversion: string;
  readonly id: string;
  readonly source: string;
  readonly type: EventType;
  readonly subject: string;
  readonly data: Data;
}

export const USCC = {
  bank: '91441900MA00BK01X6',
  otherBank: '91441900MA00BK0286',
  company: '91441900MA00CD016B',
  otherCompany: '91441900MA00CD0246',
  insurer: '91441900MA00NU012H',
  fund: '91441900MA00FD0126',
  guarantor: '91440300MA00GT011D',
  soleTrader: '92441900MA00TR017E',
  bureau: '114419000074000158',
  partner: '91441900MA00PT010U',
  otherPartner: '91441900MA00PT029Q',
  exchange: '91441900MA00EX011Y',
} as const;

export const SOURCE = `urn:uscc:${USCC.bank}`;

export const PARTIES = {
  bank: { uscc: USCC.bank, name: '示例银行东莞分行', kind: 'bank' },
  otherBank: { uscc: USCC.otherBank, name: '另一示例银行', kind: 'bank' },
  insurer: { uscc: USCC.insurer, name: '示例财产保险', kind: 'insurer' },
  fund: { uscc: USCC.fund, name: '示例基金管理', kind: 'fund' },
  guarantor: { uscc: USCC.guarantor, name: '示例融资担保', kind: 'guarantor' },
  exchange: { uscc: USCC.exchange, name: '示例知识产权交易所', kind: 'ipExchange' },
  company: {
    uscc: USCC.company,
    name: '示例科技有限公司',
    division: '441900003000',
    size: 'small',
    stage: 'growth',
    industry: '3911',
    keyIndustry: 3,
  },
  otherCompany: {
    uscc: USCC.otherCompany,
    name: '另一示例公司',
    division: '440305',
    size: 'micro',
    stage: 'startup',
    industry: 'C39',
    keyIndustry: 10,
  },
  partner: { uscc: USCC.partner, name: '示例投资集团' },
  foreign: { foreign: { country: 'DE', registration: 'HRB 12345' }, name: 'Beispiel GmbH' },
  individual: { individual: true },
} as const;

export const RIGHTS = {
  invention: { kind: 'invention', number: '201510001000.8', title: '一种示例装置' },
  utilityModel: { kind: 'utilityModel', number: '201520001001.8' },
  trademark: { kind: 'trademark', number: '20000001', niceClass: 9 },
  copyright: { kind: 'copyright', number: '2019SR0000001' },
  plantVariety: { kind: 'plantVariety', number: 'CNA20150001.1' },
} as const;

/** The subjects on which the facts stand. */
export const SUBJECT = {
  pledge: `pledge/${USCC.bank}.P1`,
  policy: `policy/${USCC.bank}.A1`,
  deal: `deal/${USCC.bank}.D1`,
  fund: `fund/${USCC.bank}.F1`,
  securitization: `securitization/${USCC.bank}.S1`,
  riskPool: `riskPool/${USCC.bank}.R1`,
  budget: `budget/${USCC.bank}.B1`,
  observation: 'observation/valid-inventions',
  target: 'target/valid-inventions',
  period: 'period/2024-01',
  report: `report/${USCC.bank}.2023`,
  bulletin: 'bulletin/2023-1',
  ledger: 'ledger/main',
  participant: `participant/${USCC.bank}`,
  finding: 'finding/0123456789abcdef',
} as const;

/** Fields to replace; `undefined` takes one away. */
export type Overrides = Readonly<Record<string, unknown>>;
export type Builder = (data?: Overrides, envelope?: Overrides) => Posted;

const withoutUndefined = (value: Overrides): Data =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));

const builder =
  (type: EventType, subject: string, defaults: Data): Builder =>
  (data = {}, envelope = {}) =>
    withoutUndefined({
      specversion: '1.0',
      id: type,
      source: SOURCE,
      type,
      subject,
      ...envelope,
      data: withoutUndefined({ ...defaults, ...data }),
    }) as unknown as Posted;

const HASH = 'qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqo=';
const DIGEST = 'ab'.repeat(32);
export const FINDING = '0123456789abcdef';

/** A fact of each type, as it would follow on {@link BEFORE}. The id of a fact is its type. */
export const VALID: Readonly<Record<EventType, Builder>> = {
  'pledge.registered': builder('pledge.registered', SUBJECT.pledge, {
    effectiveOn: '2019-03-01',
    register: 'patent',
    registrationNumber: 'Y2019440000001',
    rights: [RIGHTS.invention, RIGHTS.utilityModel],
    pledgor: PARTIES.company,
    debtor: PARTIES.otherCompany,
    pledgee: PARTIES.bank,
    securedKind: 'maximum',
    securedAmount: '1000000.00',
    securityMix: 'ipOnly',
    debtFrom: '2019-03-01',
    debtUntil: '2025-03-01',
    appraisedValue: '3000000',
    appraiser: { uscc: USCC.exchange, name: '示例资产评估', kind: 'ipService' },
  }),
  'pledge.registrationAdded': builder('pledge.registrationAdded', SUBJECT.pledge, {
    effectiveOn: '2019-03-10',
    register: 'trademark',
    registrationNumber: 'TM201900001',
    rights: [RIGHTS.trademark],
  }),
  'pledge.amended': builder('pledge.amended', SUBJECT.pledge, {
    effectiveOn: '2019-06-01',
    securedAmount: '1500000',
    debtUntil: '2026-03-01',
    pledgee: PARTIES.otherBank,
  }),
  'pledge.rightsReleased': builder('pledge.rightsReleased', SUBJECT.pledge, {
    effectiveOn: '2019-07-01',
    rights: [{ kind: 'utilityModel', number: '201520001001.8' }],
  }),
  'pledge.cancelled': builder('pledge.cancelled', SUBJECT.pledge, {
    effectiveOn: '2023-01-10',
    reason: 'performed',
    registrationNumber: 'Y2019440000001',
  }),
  'pledge.revoked': builder('pledge.revoked', SUBJECT.pledge, {
    effectiveOn: '2023-02-10',
    ground: '登记被撤销',
    registrationNumber: 'Y2019440000001',
  }),
  'pledge.realized': builder('pledge.realized', SUBJECT.pledge, {
    effectiveOn: '2022-01-10',
    way: 'auction',
    toPledgee: '500000',
    toPledgor: '0',
  }),
  'loan.disbursed': builder('loan.disbursed', SUBJECT.pledge, {
    effectiveOn: '2019-04-01',
    drawId: 'L1',
    principal: '800000',
    annualRateBp: 435,
    maturity: '2021-04-01',
    newMoney: true,
  }),
  'loan.repaid': builder('loan.repaid', SUBJECT.pledge, {
    effectiveOn: '2020-04-01',
    drawId: 'L1',
    principal: '100000',
    interest: '30000.05',
  }),
  'loan.extended': builder('loan.extended', SUBJECT.pledge, {
    effectiveOn: '2021-03-01',
    drawId: 'L1',
    maturity: '2022-04-01',
  }),
  'loan.classified': builder('loan.classified', SUBJECT.pledge, {
    effectiveOn: '2021-03-05',
    drawId: 'L1',
    riskClass: 'specialMention',
  }),
  'loan.defaulted': builder('loan.defaulted', SUBJECT.pledge, { effectiveOn: '2021-05-01', drawId: 'L1' }),
  'loan.writtenOff': builder('loan.writtenOff', SUBJECT.pledge, {
    effectiveOn: '2021-06-01',
    drawId: 'L1',
    principal: '200000',
  }),
  'guarantee.subrogated': builder('guarantee.subrogated', SUBJECT.pledge, {
    effectiveOn: '2021-07-01',
    drawId: 'L1',
    principal: '100000',
    guarantor: PARTIES.guarantor,
  }),
  'loan.recovered': builder('loan.recovered', SUBJECT.pledge, {
    effectiveOn: '2021-08-01',
    drawId: 'L1',
    principal: '50000',
  }),

  'policy.bound': builder('policy.bound', SUBJECT.policy, {
    effectiveOn: '2020-01-05',
    kind: 'patentEnforcement',
    policyNumber: 'PI20200001',
    insurer: PARTIES.insurer,
    enterprise: PARTIES.company,
    applicant: PARTIES.foreign,
    insured: PARTIES.individual,
    rights: [RIGHTS.invention, RIGHTS.trademark],
    sumInsured: '1000000',
    premium: '20000',
    from: '2020-02-01',
    until: '2021-01-31',
    renews: `policy/${USCC.bank}.A0`,
    financing: SUBJECT.pledge,
  }),
  'policy.endorsed': builder('policy.endorsed', SUBJECT.policy, {
    effectiveOn: '2020-05-01',
    sumInsuredChange: '200000',
    premiumChange: '-1000.5',
  }),
  'policy.premiumPaid': builder('policy.premiumPaid', SUBJECT.policy, {
    effectiveOn: '2020-02-02',
    amount: '15000',
  }),
  'policy.surrendered': builder('policy.surrendered', SUBJECT.policy, {
    effectiveOn: '2020-10-01',
    refund: '4000',
  }),
  'policy.voided': builder('policy.voided', SUBJECT.policy, {
    effectiveOn: '2020-11-01',
    ground: '未如实告知',
  }),
  'claim.notified': builder('claim.notified', SUBJECT.policy, {
    effectiveOn: '2020-07-01',
    claimId: 'C1',
    lossOn: '2020-06-20',
    amount: '300000',
  }),
  'claim.paid': builder('claim.paid', SUBJECT.policy, {
    effectiveOn: '2020-09-01',
    claimId: 'C1',
    amount: '250000',
  }),
  'claim.rejected': builder('claim.rejected', SUBJECT.policy, {
    effectiveOn: '2020-09-02',
    claimId: 'C1',
    reason: '不属于保险责任',
  }),

  'deal.signed': builder('deal.signed', SUBJECT.deal, {
    effectiveOn: '2020-03-01',
    kind: 'license',
    licenseScope: 'exclusive',
    rights: [RIGHTS.invention],
    from: PARTIES.company,
    to: PARTIES.otherCompany,
    price: '500000',
    priceKind: 'entryFeeAndRoyalty',
    venue: PARTIES.exchange,
    until: '2030-03-01',
    relatedParties: false,
  }),
  'deal.registered': builder('deal.registered', SUBJECT.deal, {
    effectiveOn: '2020-03-20',
    registrationNumber: 'X2020440000001',
  }),
  'deal.amended': builder('deal.amended', SUBJECT.deal, {
    effectiveOn: '2020-06-01',
    priceChange: '-100000',
  }),
  'deal.royaltySettled': builder('deal.royaltySettled', SUBJECT.deal, {
    effectiveOn: '2021-01-15',
    amount: '80000',
    periodFrom: '2020-03-01',
    periodUntil: '2020-12-31',
  }),
  'deal.paid': builder('deal.paid', SUBJECT.deal, { effectiveOn: '2020-04-01', amount: '500000' }),
  'deal.terminated': builder('deal.terminated', SUBJECT.deal, {
    effectiveOn: '2022-01-01',
    reason: '协商解除',
  }),
  'deal.rescinded': builder('deal.rescinded', SUBJECT.deal, { effectiveOn: '2022-02-01', ground: '欺诈' }),

  'fund.established': builder('fund.established', SUBJECT.fund, {
    effectiveOn: '2019-01-10',
    name: '示例知识产权运营基金',
    manager: PARTIES.fund,
    targetSize: '200000000',
    form: 'limitedPartnership',
    ipOperationFund: true,
  }),
  'fund.committed': builder('fund.committed', SUBJECT.fund, {
    effectiveOn: '2019-01-20',
    partner: PARTIES.partner,
    partnerKind: 'stateOwned',
    amount: '1000000',
  }),
  'fund.paidIn': builder('fund.paidIn', SUBJECT.fund, {
    effectiveOn: '2019-02-01',
    partner: PARTIES.partner,
    amount: '600000',
  }),
  'project.reserved': builder('project.reserved', SUBJECT.fund, {
    effectiveOn: '2019-03-01',
    projectId: 'X1',
    enterprise: PARTIES.company,
    keyIndustry: 3,
  }),
  'investment.closed': builder('investment.closed', SUBJECT.fund, {
    effectiveOn: '2019-05-01',
    projectId: 'X1',
    enterprise: PARTIES.company,
    keyIndustry: 0,
    amount: '400000',
  }),
  'investment.followedOn': builder('investment.followedOn', SUBJECT.fund, {
    effectiveOn: '2020-05-01',
    projectId: 'X1',
    amount: '100000',
  }),
  'investment.rescinded': builder('investment.rescinded', SUBJECT.fund, {
    effectiveOn: '2021-05-01',
    projectId: 'X1',
    ground: '协议无效',
  }),
  'exit.made': builder('exit.made', SUBJECT.fund, {
    effectiveOn: '2022-05-01',
    projectId: 'X1',
    proceeds: '900000',
    way: 'transfer',
    full: true,
  }),
  'fund.distributed': builder('fund.distributed', SUBJECT.fund, {
    effectiveOn: '2022-06-01',
    amount: '50000',
  }),
  'fund.liquidated': builder('fund.liquidated', SUBJECT.fund, { effectiveOn: '2023-06-01' }),

  'programme.approved': builder('programme.approved', SUBJECT.securitization, {
    effectiveOn: '2020-01-10',
    shelfAmount: '100000000',
    originator: { uscc: USCC.partner, name: '示例融资租赁', kind: 'lessor' },
    poolKind: 'secondaryLicense',
  }),
  'tranche.issued': builder('tranche.issued', SUBJECT.securitization, {
    effectiveOn: '2020-02-10',
    trancheId: 'T1',
    seniority: 'senior',
    amount: '60000000',
    couponBp: 380,
    maturity: '2023-02-10',
    enterprises: [USCC.company, USCC.otherCompany],
  }),
  'tranche.repaid': builder('tranche.repaid', SUBJECT.securitization, {
    effectiveOn: '2023-02-10',
    trancheId: 'T1',
    principal: '60000000',
  }),
  'programme.creditEvent': builder('programme.creditEvent', SUBJECT.securitization, {
    effectiveOn: '2022-02-10',
    text: '评级下调',
  }),

  'riskPool.funded': builder('riskPool.funded', SUBJECT.riskPool, {
    effectiveOn: '2019-01-01',
    contributor: '市财政局',
    contributorKind: 'fiscalLocal',
    amount: '1000000',
  }),
  'riskPool.admitted': builder('riskPool.admitted', SUBJECT.riskPool, {
    effectiveOn: '2019-04-02',
    financing: SUBJECT.pledge,
    lossShareBp: 5000,
  }),
  'compensation.paid': builder('compensation.paid', SUBJECT.riskPool, {
    effectiveOn: '2021-09-01',
    financing: SUBJECT.pledge,
    unpaidPrincipal: '500000',
    amount: '250000',
  }),
  'compensation.clawedBack': builder('compensation.clawedBack', SUBJECT.riskPool, {
    effectiveOn: '2022-09-01',
    financing: SUBJECT.pledge,
    amount: '100000',
  }),

  'budget.appropriated': builder('budget.appropriated', SUBJECT.budget, {
    effectiveOn: '2020-01-01',
    level: 'local',
    programme: '质押融资贴息',
    amount: '1000000',
  }),
  'subsidy.paid': builder('subsidy.paid', SUBJECT.budget, {
    effectiveOn: '2020-08-01',
    beneficiary: PARTIES.company,
    purpose: 'interest',
    financing: SUBJECT.pledge,
    amount: '30000',
  }),
  'subsidy.returned': builder('subsidy.returned', SUBJECT.budget, {
    effectiveOn: '2020-12-01',
    payment: 'subsidy.paid',
    amount: '10000',
  }),

  'ledger.opened': builder('ledger.opened', SUBJECT.ledger, {
    effectiveOn: '2018-01-01',
    origin: 'example.org/ledger',
    openedOn: '2018-01-01',
    demonstration: false,
    rules: 1,
    predecessor: { origin: 'example.org/old', treeSize: '12', rootHash: HASH },
  }),
  'rules.adopted': builder('rules.adopted', SUBJECT.ledger, {
    effectiveOn: '2024-01-01',
    version: 2,
    reason: '新规则',
  }),
  'indicator.observed': builder('indicator.observed', SUBJECT.observation, {
    effectiveOn: '2020-01-15',
    indicator: 'valid-inventions',
    year: 2019,
    value: '26660',
    division: '441900003000',
    source: '市市场监管局年报',
  }),
  'target.set': builder('target.set', SUBJECT.target, {
    effectiveOn: '2020-01-01',
    indicator: 'valid-inventions',
    year: 2022,
    required: '30000',
    target: '35000.5',
  }),
  'period.closed': builder('period.closed', SUBJECT.period, { effectiveOn: '2024-02-10', period: '2024-01' }),
  'report.confirmed': builder('report.confirmed', SUBJECT.report, {
    effectiveOn: '2024-01-31',
    period: '2023',
    treeSize: '1',
    figures: [
      { indicator: 'pledge-amount-growth', amount: '0' },
      { indicator: 'pledge-count-growth', count: '0' },
    ],
  }),
  'bulletin.published': builder('bulletin.published', SUBJECT.bulletin, {
    effectiveOn: '2024-03-01',
    year: 2023,
    treeSize: '1',
    rootHash: HASH,
    rows: [{ number: 1, value: null }],
    tables: [{ indicator: 'pledge-amount-growth', by: 'kind', sha256: DIGEST }],
  }),
  'participant.admitted': builder('participant.admitted', SUBJECT.participant, {
    effectiveOn: '2024-01-01',
    name: '示例银行',
    kind: 'bank',
    roles: ['institution'],
  }),
  'participant.suspended': builder('participant.suspended', SUBJECT.participant, {
    effectiveOn: '2024-01-01',
    reason: '整改',
  }),
  'participant.reinstated': builder('participant.reinstated', SUBJECT.participant, {
    effectiveOn: '2024-01-01',
    reason: '整改完成',
  }),
  'key.issued': builder('key.issued', SUBJECT.participant, {
    effectiveOn: '2024-01-01',
    keyId: 'abc123',
    holder: '信贷系统',
    digest: DIGEST,
    roles: ['institution'],
  }),
  'key.revoked': builder('key.revoked', SUBJECT.participant, { effectiveOn: '2024-01-01', keyId: 'abc123' }),
  'finding.explained': builder('finding.explained', SUBJECT.finding, {
    effectiveOn: '2024-01-01',
    text: '两笔质押系同一最高额合同',
  }),
  'finding.resolved': builder('finding.resolved', SUBJECT.finding, {
    effectiveOn: '2024-01-02',
    text: '已核实',
  }),

  'fact.corrected': builder('fact.corrected', SUBJECT.deal, {
    effectiveOn: '2024-06-01',
    supersedes: { source: SOURCE, id: 'deal.paid' },
    data: { effectiveOn: '2020-04-02', amount: '50000' },
    reason: '金额多录一位',
  }),
  'fact.withdrawn': builder('fact.withdrawn', SUBJECT.deal, {
    effectiveOn: '2024-06-01',
    supersedes: { source: SOURCE, id: 'deal.paid' },
    reason: '重复录入',
  }),
  'change.requested': builder('change.requested', SUBJECT.deal, {
    effectiveOn: '2024-06-01',
    type: 'fact.corrected',
    data: {
      effectiveOn: '2024-06-01',
      supersedes: { source: SOURCE, id: 'deal.paid' },
      data: { effectiveOn: '2020-04-02', amount: '50000' },
      reason: '金额多录一位',
    },
    reason: '所涉月份已关账',
  }),
  'change.approved': builder('change.approved', SUBJECT.deal, {
    effectiveOn: '2024-06-02',
    request: { source: SOURCE, id: 'change.requested' },
  }),
  'change.rejected': builder('change.rejected', SUBJECT.deal, {
    effectiveOn: '2024-06-02',
    request: { source: SOURCE, id: 'change.requested' },
    reason: '依据不足',
  }),
};

type Camel<T extends string> = T extends `${infer Line}.${infer Rest}` ? `${Line}${Capitalize<Rest>}` : T;

const camel = (type: string): string =>
  type.replace(/\.(\w)/, (_whole, first: string) => first.toUpperCase());

/** The same by name: `facts.pledgeRegistered({ securedAmount: '5' })`. */
export const facts = Object.fromEntries(
  Object.entries(VALID).map(([type, build]) => [camel(type), build]),
) as Readonly<{ [T in EventType as Camel<T>]: Builder }>;

const LOAN = ['pledge.registered', 'loan.disbursed'] as const;
const PROJECT = ['fund.established', 'fund.committed', 'fund.paidIn', 'investment.closed'] as const;
const REQUEST = ['deal.signed', 'deal.paid', 'change.requested'] as const;

/** Types whose facts stand before a fact of a type, where it has any. */
const BEFORE_TYPES: Partial<Readonly<Record<EventType, readonly EventType[]>>> = {
  'pledge.registrationAdded': ['pledge.registered'],
  'pledge.amended': ['pledge.registered'],
  'pledge.rightsReleased': ['pledge.registered'],
  'pledge.cancelled': ['pledge.registered'],
  'pledge.revoked': ['pledge.registered', 'pledge.registrationAdded'],
  'pledge.realized': [...LOAN, 'loan.defaulted'],
  'loan.disbursed': ['pledge.registered'],
  'loan.repaid': LOAN,
  'loan.extended': LOAN,
  'loan.classified': LOAN,
  'loan.defaulted': LOAN,
  'loan.writtenOff': LOAN,
  'guarantee.subrogated': LOAN,
  'loan.recovered': [...LOAN, 'loan.writtenOff'],
  'policy.endorsed': ['policy.bound'],
  'policy.premiumPaid': ['policy.bound'],
  'policy.surrendered': ['policy.bound'],
  'policy.voided': ['policy.bound'],
  'claim.notified': ['policy.bound'],
  'claim.paid': ['policy.bound', 'claim.notified'],
  'claim.rejected': ['policy.bound', 'claim.notified'],
  'deal.registered': ['deal.signed'],
  'deal.amended': ['deal.signed'],
  'deal.royaltySettled': ['deal.signed'],
  'deal.paid': ['deal.signed'],
  'deal.terminated': ['deal.signed'],
  'deal.rescinded': ['deal.signed'],
  'fund.committed': ['fund.established'],
  'fund.paidIn': ['fund.established', 'fund.committed'],
  'project.reserved': ['fund.established'],
  'investment.closed': ['fund.established', 'fund.committed', 'fund.paidIn'],
  'investment.followedOn': PROJECT,
  'investment.rescinded': PROJECT,
  'exit.made': PROJECT,
  'fund.distributed': PROJECT,
  'fund.liquidated': ['fund.established'],
  'tranche.issued': ['programme.approved'],
  'tranche.repaid': ['programme.approved', 'tranche.issued'],
  'programme.creditEvent': ['programme.approved'],
  'riskPool.admitted': ['riskPool.funded'],
  'compensation.paid': ['riskPool.funded', 'riskPool.admitted'],
  'compensation.clawedBack': ['riskPool.funded', 'riskPool.admitted', 'compensation.paid'],
  'subsidy.paid': ['budget.appropriated'],
  'subsidy.returned': ['budget.appropriated', 'subsidy.paid'],
  'fact.corrected': ['deal.signed', 'deal.paid'],
  'fact.withdrawn': ['deal.signed', 'deal.paid'],
  'change.requested': ['deal.signed', 'deal.paid'],
  'change.approved': REQUEST,
  'change.rejected': REQUEST,
};

/** The facts on which a valid fact of a type follows. */
export const before = (type: EventType): Posted[] =>
  (BEFORE_TYPES[type] ?? []).map((earlier) => VALID[earlier]());

const steps = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Stands for a field that is taken away. */
export const ABSENT: unique symbol = Symbol('absent');

/** A copy of a fact with the value at a JSON pointer replaced, added, or taken away by {@link ABSENT}. */
export const withAt = (fact: Posted, pointer: string, value: unknown): Posted => {
  const copy = structuredClone(fact) as unknown as Record<string, unknown>;
  const path = steps(pointer);
  const last = path.pop() as string;
  const parent = path.reduce((node, step) => node[step] as Record<string, unknown>, copy);
  if (value === ABSENT) {
    if (Array.isArray(parent)) parent.splice(Number.parseInt(last, 10), 1);
    else delete parent[last];
  } else Object.defineProperty(parent, last, { value, writable: true, enumerable: true, configurable: true });
  return copy as unknown as Posted;
};
