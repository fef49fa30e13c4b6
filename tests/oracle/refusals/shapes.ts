/**
 * The data of every type as domain.md §4 lists it, beyond `effectiveOn`. A field with `?` may be absent; a kind with `|` is
 * the list of what is allowed, the others are those of {@link BAD_VALUES}.
 */
export const SHAPES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'pledge.registered': {
    register: 'patent|trademark|copyright|other',
    registrationNumber: 'text',
    rights: 'patents',
    pledgor: 'enterprise',
    'debtor?': 'enterprise',
    pledgee: 'institution',
    securedKind: 'fixed|maximum',
    securedAmount: 'money',
    securityMix: 'ipOnly|ipAndGuarantee|ipAndOther',
    'debtFrom?': 'date',
    debtUntil: 'date',
    'appraisedValue?': 'money',
    'appraiser?': 'institution',
  },
  'pledge.registrationAdded': {
    register: 'patent|trademark|copyright|other',
    registrationNumber: 'text',
    rights: 'trademarks',
  },
  'pledge.amended': { 'securedAmount?': 'money', 'debtUntil?': 'date', 'pledgee?': 'institution' },
  'pledge.rightsReleased': { rights: 'named rights' },
  'pledge.cancelled': {
    reason: 'performed|prepaid|realized|waived|contractVoid|other',
    'registrationNumber?': 'text',
  },
  'pledge.revoked': { ground: 'text', 'registrationNumber?': 'text' },
  'pledge.realized': {
    way: 'agreement|auction|sale|court',
    toPledgee: 'money or zero',
    toPledgor: 'money or zero',
  },
  'loan.disbursed': {
    drawId: 'text',
    principal: 'money',
    'annualRateBp?': 'basis points',
    maturity: 'date',
    'newMoney?': 'boolean',
  },
  'loan.repaid': { drawId: 'text', principal: 'money or zero', 'interest?': 'money or zero' },
  'loan.extended': { drawId: 'text', maturity: 'date' },
  'loan.classified': { drawId: 'text', riskClass: 'pass|specialMention|substandard|doubtful|loss' },
  'loan.defaulted': { drawId: 'text' },
  'loan.writtenOff': { drawId: 'text', principal: 'money' },
  'guarantee.subrogated': { drawId: 'text', principal: 'money', guarantor: 'institution' },
  'loan.recovered': { drawId: 'text', principal: 'money' },

  'policy.bound': {
    kind: 'patentEnforcement|infringementLiability|pledgeLoan|overseasInfringement|legalExpense|trademarkEnforcement|geographicalIndication|other',
    policyNumber: 'text',
    insurer: 'institution',
    enterprise: 'enterprise',
    applicant: 'party',
    insured: 'party',
    rights: 'rights',
    sumInsured: 'sum with a premium',
    premium: 'premium of a sum',
    from: 'date',
    until: 'date',
    'renews?': 'policy subject',
    'financing?': 'pledge subject',
  },
  'policy.endorsed': { 'sumInsuredChange?': 'signed money', 'premiumChange?': 'signed money' },
  'policy.premiumPaid': { amount: 'money' },
  'policy.surrendered': { refund: 'money or zero' },
  'policy.voided': { ground: 'text' },
  'claim.notified': { claimId: 'text', lossOn: 'date', amount: 'money' },
  'claim.paid': { claimId: 'text', amount: 'money' },
  'claim.rejected': { claimId: 'text', reason: 'text' },

  'deal.signed': {
    kind: 'assignment|applicationAssignment|license|sublicense|openLicense|crossLicense|contributionInKind',
    'licenseScope?': 'exclusive|sole|ordinary',
    rights: 'rights from one',
    from: 'enterprise',
    to: 'enterprise',
    price: 'money or zero',
    priceKind: 'lumpSum|instalments|royalty|entryFeeAndRoyalty',
    'venue?': 'institution',
    'until?': 'date',
    'relatedParties?': 'boolean',
  },
  'deal.registered': { registrationNumber: 'text' },
  'deal.amended': { priceChange: 'signed money' },
  'deal.royaltySettled': { amount: 'money', periodFrom: 'date', periodUntil: 'date' },
  'deal.paid': { amount: 'money' },
  'deal.terminated': { reason: 'text' },
  'deal.rescinded': { ground: 'text' },

  'fund.established': {
    name: 'text',
    manager: 'institution',
    targetSize: 'money',
    form: 'limitedPartnership|company',
    ipOperationFund: 'boolean',
  },
  'fund.committed': {
    partner: 'party',
    partnerKind: 'fiscalCentral|fiscalLocal|stateOwned|social',
    amount: 'money',
  },
  'fund.paidIn': { partner: 'party', amount: 'money' },
  'project.reserved': { projectId: 'text', enterprise: 'enterprise', keyIndustry: 'key industry' },
  'investment.closed': {
    projectId: 'text',
    enterprise: 'enterprise',
    keyIndustry: 'key industry',
    amount: 'money',
  },
  'investment.followedOn': { projectId: 'text', amount: 'money' },
  'investment.rescinded': { projectId: 'text', ground: 'text' },
  'exit.made': {
    projectId: 'text',
    proceeds: 'money or zero',
    way: 'transfer|listing|buyback|liquidation|other',
    full: 'boolean',
  },
  'fund.distributed': { amount: 'money' },
  'fund.liquidated': {},

  'programme.approved': {
    shelfAmount: 'money',
    originator: 'institution',
    poolKind: 'leaseBack|secondaryLicense|factoring|pledgeLoan',
  },
  'tranche.issued': {
    trancheId: 'text',
    seniority: 'senior|mezzanine|subordinated',
    amount: 'money',
    couponBp: 'basis points',
    maturity: 'date',
    enterprises: 'codes',
  },
  'tranche.repaid': { trancheId: 'text', principal: 'money' },
  'programme.creditEvent': { text: 'text' },

  'riskPool.funded': {
    contributor: 'text',
    contributorKind: 'fiscalCentral|fiscalLocal|bank|insurer|guarantor|other',
    amount: 'money',
  },
  'riskPool.admitted': { financing: 'pledge subject', lossShareBp: 'share in basis points' },
  'compensation.paid': { financing: 'pledge subject', unpaidPrincipal: 'money', amount: 'money' },
  'compensation.clawedBack': { financing: 'pledge subject', amount: 'money' },
  'budget.appropriated': { level: 'central|local', programme: 'text', amount: 'money' },
  'subsidy.paid': {
    beneficiary: 'enterprise',
    purpose: 'interest|premium|appraisal|other',
    'financing?': 'pledge subject',
    amount: 'money',
  },
  'subsidy.returned': { payment: 'fact id', amount: 'money' },

  'indicator.observed': {
    indicator: 'indicator',
    year: 'year',
    value: 'decimal',
    'division?': 'division',
    source: 'text',
  },
  'target.set': { indicator: 'indicator', year: 'year', 'required?': 'decimal', target: 'decimal' },
  'period.closed': { period: 'period' },
  'report.confirmed': { period: 'period', treeSize: 'digits', figures: 'figures' },
  'bulletin.published': {
    year: 'year',
    treeSize: 'digits',
    rootHash: 'root hash',
    rows: 'objects',
    tables: 'objects',
  },
  'finding.explained': { text: 'text' },
  'finding.resolved': { text: 'text' },

  'fact.corrected': { supersedes: 'fact', data: 'data', reason: 'text' },
  'fact.withdrawn': { supersedes: 'fact', reason: 'text' },
  'change.requested': {
    type: 'fact.corrected|fact.withdrawn|target.set|bulletin.published',
    data: 'data',
    reason: 'text',
  },
  'change.approved': { request: 'fact' },
  'change.rejected': { request: 'fact', reason: 'text' },
};

/** What the ledger and its operator write, and nobody posts. */
export const NOT_POSTABLE = [
  'ledger.opened',
  'rules.adopted',
  'participant.admitted',
  'participant.suspended',
  'participant.reinstated',
  'key.issued',
  'key.revoked',
] as const;

/** A value that a field must not have, the code, and where in the field the fault is. */
export type BadValue = readonly [value: unknown, code: string, below?: string];

const LONG_TEXT = '长'.repeat(201);
const COMPANY = '91441900MA00PT010U';

const NOT_MONEY: readonly BadValue[] = [
  [5, 'MONEY_NOT_TEXT'],
  [0.1, 'MONEY_NOT_TEXT'],
  ['1.234', 'MONEY_FORM'],
  ['1,000.00', 'MONEY_FORM'],
  ['01', 'MONEY_FORM'],
  ['1.', 'MONEY_FORM'],
  ['.5', 'MONEY_FORM'],
  ['1e3', 'MONEY_FORM'],
  ['+1', 'MONEY_FORM'],
  [' 1', 'MONEY_FORM'],
  ['１', 'MONEY_FORM'],
  ['', 'MONEY_FORM'],
  [null, 'TYPE_WRONG'],
  [['1'], 'TYPE_WRONG'],
];
const NEGATIVE: BadValue = ['-1', 'MONEY_FORM'];
const TOO_LARGE: BadValue = ['100000000000.01', 'MONEY_RANGE'];
const ZERO: readonly BadValue[] = [
  ['0', 'MONEY_RANGE'],
  ['0.00', 'MONEY_RANGE'],
];

const BAD_PARTY: readonly BadValue[] = [
  ['示例科技有限公司', 'TYPE_WRONG'],
  [{ uscc: '91110000600037341N', name: '示例' }, 'USCC_CHECK', '/uscc'],
  [{ uscc: '9111000060003IOZSV', name: '示例' }, 'USCC_FORM', '/uscc'],
  [{ uscc: '91441900ma00pt010u', name: '示例' }, 'USCC_FORM', '/uscc'],
  [{ uscc: COMPANY }, 'FIELD_MISSING', '/name'],
  [{ uscc: COMPANY, name: '' }, 'TEXT_LENGTH', '/name'],
  [{ uscc: COMPANY, name: '示例', nmae: '示例' }, 'FIELD_UNKNOWN', '/nmae'],
  [{ uscc: '92441900MA00TR017E', name: '个体户' }, 'PERSONAL_DATA', '/name'],
  [{ individual: true, name: '张三' }, 'PERSONAL_DATA', '/name'],
  [{ foreign: { country: 'CN', registration: 'HRB 1' }, name: 'A' }, 'VALUE_FORM', '/foreign/country'],
  [{ foreign: { country: 'XX', registration: 'HRB 1' }, name: 'A' }, 'VALUE_FORM', '/foreign/country'],
  [{ foreign: { country: 'de', registration: 'HRB 1' }, name: 'A' }, 'VALUE_FORM', '/foreign/country'],
  [{ foreign: { country: 'DE' }, name: 'A' }, 'FIELD_MISSING', '/foreign/registration'],
  [{ foreign: { country: 'DE', registration: 'HRB 1' } }, 'FIELD_MISSING', '/name'],
];
/** A party of every form has the fields of an enterprise too. */
const inTown = ([value, code, below]: BadValue): BadValue =>
  typeof value === 'object' ? [{ ...value, division: '441900003000' }, code, below ?? ''] : [value, code];

const enterprise = (more: object): object => ({
  uscc: COMPANY,
  name: '示例科技有限公司',
  division: '441900003000',
  ...more,
});

interface BadRight {
  readonly kind: string;
  readonly number: string;
}

/** Lists of rights that are none, where that right would be one. */
const badRights = (right: BadRight): readonly BadValue[] => [
  [right, 'TYPE_WRONG'],
  [[right.number], 'TYPE_WRONG', '/0'],
  [[{ number: right.number }], 'FIELD_MISSING', '/0/kind'],
  [[{ kind: right.kind }], 'FIELD_MISSING', '/0/number'],
  [[{ ...right, kind: 'patent' }], 'VALUE_NOT_ALLOWED', '/0/kind'],
  [[{ ...right, number: 5 }], 'TYPE_WRONG', '/0/number'],
  [[{ ...right, titel: '装置' }], 'FIELD_UNKNOWN', '/0/titel'],
  [Array.from({ length: 501 }, () => right), 'LIST_LENGTH'],
];
const INVENTION = { kind: 'invention', number: '201510001000.8' };
const BAD_PATENTS: readonly BadValue[] = [
  [[{ kind: 'invention', number: '201910123456.0' }], 'PATENT_NUMBER', '/0/number'],
  [[{ kind: 'utilityModel', number: '201540001001.8' }], 'PATENT_NUMBER', '/0/number'],
  [[{ kind: 'design', number: '2015100010008888' }], 'PATENT_NUMBER', '/0/number'],
  [[INVENTION, { kind: 'invention', number: 'US20171060186' }], 'PATENT_NUMBER', '/1/number'],
];
const TRADEMARK = { kind: 'trademark', number: '20000001' };
const BAD_TRADEMARKS: readonly BadValue[] = [
  [[{ kind: 'trademark', number: '第20000001号' }], 'TRADEMARK_NUMBER', '/0/number'],
  [[{ kind: 'trademark', number: '012345' }], 'TRADEMARK_NUMBER', '/0/number'],
  [[{ kind: 'trademark', number: '200000011' }], 'TRADEMARK_NUMBER', '/0/number'],
  [[{ kind: 'trademark', number: 'G012345' }], 'TRADEMARK_NUMBER', '/0/number'],
  [[{ ...TRADEMARK, niceClass: 0 }], 'VALUE_RANGE', '/0/niceClass'],
  [[{ ...TRADEMARK, niceClass: 46 }], 'VALUE_RANGE', '/0/niceClass'],
  [[{ ...TRADEMARK, niceClass: '9' }], 'TYPE_WRONG', '/0/niceClass'],
];
const NO_RIGHTS: BadValue = [[], 'LIST_LENGTH'];

/** By kind of a field: what it must not be. */
export const BAD_VALUES: Readonly<Record<string, readonly BadValue[]>> = {
  text: [
    [5, 'TYPE_WRONG'],
    [null, 'TYPE_WRONG'],
    ['', 'TEXT_LENGTH'],
    [LONG_TEXT, 'TEXT_LENGTH'],
    ['Cafe\u0301', 'TEXT_NOT_NFC'],
    ['电话13800138000', 'PERSONAL_DATA'],
    ['证件 44190019900307123X', 'PERSONAL_DATA'],
  ],
  date: [
    ['2019-02-29', 'DATE_FORM'],
    ['2021-04-31', 'DATE_FORM'],
    ['2021-13-01', 'DATE_FORM'],
    ['2021/03/01', 'DATE_FORM'],
    ['2021-3-1', 'DATE_FORM'],
    ['2021-03-01T00:00:00Z', 'DATE_FORM'],
    ['', 'DATE_FORM'],
    [20210301, 'TYPE_WRONG'],
    [null, 'TYPE_WRONG'],
  ],
  money: [...NOT_MONEY, NEGATIVE, TOO_LARGE, ...ZERO],
  'sum with a premium': [...NOT_MONEY, NEGATIVE, TOO_LARGE],
  'premium of a sum': [...NOT_MONEY, NEGATIVE, ...ZERO],
  'money or zero': [...NOT_MONEY, NEGATIVE, TOO_LARGE],
  'signed money': [...NOT_MONEY, TOO_LARGE, ...ZERO, ['-100000000000.01', 'MONEY_RANGE']],
  boolean: [
    ['true', 'TYPE_WRONG'],
    [1, 'TYPE_WRONG'],
    [null, 'TYPE_WRONG'],
  ],
  'basis points': [
    [-1, 'VALUE_RANGE'],
    [10001, 'VALUE_RANGE'],
    [4.35, 'TYPE_WRONG'],
    ['435', 'TYPE_WRONG'],
  ],
  'share in basis points': [
    [0, 'VALUE_RANGE'],
    [10001, 'VALUE_RANGE'],
    [0.5, 'TYPE_WRONG'],
  ],
  'key industry': [
    [-1, 'VALUE_RANGE'],
    [11, 'VALUE_RANGE'],
    ['3', 'TYPE_WRONG'],
  ],
  party: BAD_PARTY,
  enterprise: [
    ...BAD_PARTY.map(inTown),
    [{ uscc: COMPANY, name: '示例科技有限公司' }, 'FIELD_MISSING', '/division'],
    [enterprise({ division: '441900999000' }), 'DIVISION_UNKNOWN', '/division'],
    [enterprise({ division: '4419' }), 'DIVISION_UNKNOWN', '/division'],
    [enterprise({ division: '441900' }), 'DIVISION_UNKNOWN', '/division'],
    [enterprise({ division: '440305000000' }), 'DIVISION_UNKNOWN', '/division'],
    [enterprise({ division: '440300' }), 'DIVISION_UNKNOWN', '/division'],
    [enterprise({ division: '440000' }), 'DIVISION_UNKNOWN', '/division'],
    [enterprise({ division: '990101' }), 'DIVISION_UNKNOWN', '/division'],
    [enterprise({ division: 'Overseas' }), 'DIVISION_UNKNOWN', '/division'],
    [enterprise({ division: '441900404000' }), 'DIVISION_NOT_VALID', '/division'],
    [enterprise({ division: 441900003000 }), 'TYPE_WRONG', '/division'],
    [enterprise({ size: 'tiny' }), 'VALUE_NOT_ALLOWED', '/size'],
    [enterprise({ stage: 'seed' }), 'VALUE_NOT_ALLOWED', '/stage'],
    [enterprise({ industry: '手机' }), 'VALUE_FORM', '/industry'],
    [enterprise({ keyIndustry: 0 }), 'VALUE_RANGE', '/keyIndustry'],
    [enterprise({ keyIndustry: 11 }), 'VALUE_RANGE', '/keyIndustry'],
    [enterprise({ divison: '441900003000' }), 'FIELD_UNKNOWN', '/divison'],
  ],
  institution: [
    ['示例银行', 'TYPE_WRONG'],
    [{ name: '示例银行', kind: 'insurer' }, 'FIELD_MISSING', '/uscc'],
    [{ uscc: COMPANY, kind: 'insurer' }, 'FIELD_MISSING', '/name'],
    [{ uscc: COMPANY, name: '示例银行' }, 'FIELD_MISSING', '/kind'],
    [{ uscc: COMPANY, name: '示例银行', kind: 'Insurer' }, 'VALUE_NOT_ALLOWED', '/kind'],
    [{ uscc: '91441900MA00PT010T', name: '示例银行', kind: 'insurer' }, 'USCC_CHECK', '/uscc'],
    [{ uscc: COMPANY, name: '示例银行', kind: 'insurer', division: '440305' }, 'FIELD_UNKNOWN', '/division'],
  ],
  rights: [...badRights(INVENTION), ...BAD_PATENTS, ...BAD_TRADEMARKS],
  'rights from one': [...badRights(INVENTION), ...BAD_PATENTS, ...BAD_TRADEMARKS, NO_RIGHTS],
  patents: [...badRights(INVENTION), ...BAD_PATENTS, NO_RIGHTS],
  trademarks: [...badRights(TRADEMARK), ...BAD_TRADEMARKS, NO_RIGHTS],
  'named rights': [
    [[], 'LIST_LENGTH'],
    [[{ kind: 'invention' }], 'FIELD_MISSING', '/0/number'],
    [[{ ...INVENTION, title: '装置' }], 'FIELD_UNKNOWN', '/0/title'],
    [[{ kind: 'invention', number: '201910123456.0' }], 'PATENT_NUMBER', '/0/number'],
  ],
  codes: [
    [[{ uscc: COMPANY }], 'TYPE_WRONG', '/0'],
    [['91110000600037341N'], 'USCC_CHECK', '/0'],
    [[COMPANY, '9111000060003IOZSV'], 'USCC_FORM', '/1'],
    [Array.from({ length: 501 }, () => COMPANY), 'LIST_LENGTH'],
  ],
  'policy subject': [
    ['pledge/91441900MA00BK01X6.P1', 'VALUE_FORM'],
    ['policy/', 'VALUE_FORM'],
    [5, 'TYPE_WRONG'],
  ],
  'pledge subject': [
    ['91441900MA00BK01X6.P1', 'VALUE_FORM'],
    ['deal/91441900MA00BK01X6.P1', 'VALUE_FORM'],
    ['pledge/a b', 'VALUE_FORM'],
    [5, 'TYPE_WRONG'],
  ],
  'fact id': [
    ['', 'TEXT_LENGTH'],
    ['i'.repeat(129), 'TEXT_LENGTH'],
    [5, 'TYPE_WRONG'],
  ],
  indicator: [
    ['valid-invention', 'VALUE_NOT_ALLOWED'],
    ['pct-filings', 'SUBJECT_MISMATCH'],
  ],
  year: [
    ['2019', 'TYPE_WRONG'],
    [2019.5, 'TYPE_WRONG'],
    [null, 'TYPE_WRONG'],
  ],
  decimal: [
    [26660, 'TYPE_WRONG'],
    ['26,660', 'VALUE_FORM'],
    ['026660', 'VALUE_FORM'],
    ['1e3', 'VALUE_FORM'],
    ['', 'VALUE_FORM'],
  ],
  division: [
    ['441900999000', 'DIVISION_UNKNOWN'],
    ['441900404000', 'DIVISION_NOT_VALID'],
  ],
  period: [
    ['2024-13', 'VALUE_FORM'],
    ['2024-1', 'VALUE_FORM'],
    ['2024-01-01', 'VALUE_FORM'],
    ['24', 'VALUE_FORM'],
    [2024, 'TYPE_WRONG'],
    ['2022', 'SUBJECT_MISMATCH'],
  ],
  digits: [
    [1, 'TYPE_WRONG'],
    ['-1', 'VALUE_FORM'],
    ['01', 'VALUE_FORM'],
    ['', 'VALUE_FORM'],
  ],
  'root hash': [
    [5, 'TYPE_WRONG'],
    ['', 'VALUE_FORM'],
    ['qqqq', 'VALUE_FORM'],
  ],
  objects: [
    [{}, 'TYPE_WRONG'],
    [['row'], 'TYPE_WRONG', '/0'],
  ],
  figures: [
    [{}, 'TYPE_WRONG'],
    [[{ indicator: 'pledge-amount-growth' }], 'FIELD_MISSING', '/0/amount'],
    [[{ indicator: 'pledge-count-growth' }], 'FIELD_MISSING', '/0/count'],
    [[{ indicator: 'pledge-amount-growth', amount: 0 }], 'MONEY_NOT_TEXT', '/0/amount'],
    [[{ indicator: 'pledge-count-growth', count: 0 }], 'TYPE_WRONG', '/0/count'],
    [[{ indicator: 'pledge-count-growth', count: '1.5' }], 'VALUE_FORM', '/0/count'],
    [[{ indicator: 'pledges', count: '0' }], 'VALUE_NOT_ALLOWED', '/0/indicator'],
  ],
  fact: [
    ['E09', 'TYPE_WRONG'],
    [{ source: 'urn:uscc:91441900MA00BK01X6' }, 'FIELD_MISSING', '/id'],
    [{ id: 'E09' }, 'FIELD_MISSING', '/source'],
    [{ source: 'urn:uscc:91441900MA00BK01X6', id: 'E09', type: 'deal.paid' }, 'FIELD_UNKNOWN', '/type'],
  ],
  data: [
    ['{}', 'TYPE_WRONG'],
    [[], 'TYPE_WRONG'],
    [null, 'TYPE_WRONG'],
  ],
};
