import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CATALOGUE, type EventType } from '../../../src/domain/catalogue.ts';
import type { Code } from '../../../src/domain/codes.ts';
import { ABSENT, before, FINDING, type Posted, RIGHTS, USCC, VALID, withAt } from '../../support/facts.ts';
import { anyPosterOf, refusalsOf, type Scenario, scenario } from '../../support/scenario.ts';

/**
 * The catalogue of domain.md §4 said once more, field by field, and for every kind of field what is refused there. All
 * rows of a type are posted to one ledger: a refused fact leaves no trace, so that the valid one is still taken in the end.
 */

type Kind = keyof typeof KINDS;
type Field = Kind | `${Kind}?`;

/** Below the field: pointer, value, code, and where the refusal points if elsewhere. */
type Row = readonly [at: string, value: unknown, code: Code, points?: string];

const NOT_TEXT: readonly Row[] = [
  ['', 7, 'TYPE_WRONG'],
  ['', null, 'TYPE_WRONG'],
  ['', ['x'], 'TYPE_WRONG'],
];
const NOT_OBJECT: readonly Row[] = [
  ['', 'x', 'TYPE_WRONG'],
  ['', [], 'TYPE_WRONG'],
  ['', null, 'TYPE_WRONG'],
];
const TEXT: readonly Row[] = [
  ...NOT_TEXT,
  ['', '', 'TEXT_LENGTH'],
  ['', 'e\u0301', 'TEXT_NOT_NFC'],
  ['', '电话 13800138000', 'PERSONAL_DATA'],
  ['', '441900199002301234', 'PERSONAL_DATA', ''],
  ['', '证件441900199002281234号', 'PERSONAL_DATA'],
  ['', '44190019900228123x', 'PERSONAL_DATA'],
];
const MONEY_TEXT: readonly Row[] = [
  ['', 5, 'MONEY_NOT_TEXT'],
  ['', 5.5, 'MONEY_NOT_TEXT'],
  ['', null, 'TYPE_WRONG'],
  ['', '', 'MONEY_FORM'],
  ['', '1.005', 'MONEY_FORM'],
  ['', '007', 'MONEY_FORM'],
  ['', '00', 'MONEY_FORM'],
  ['', '.5', 'MONEY_FORM'],
  ['', '5.', 'MONEY_FORM'],
  ['', '+5', 'MONEY_FORM'],
  ['', ' 5', 'MONEY_FORM'],
  ['', '5\n', 'MONEY_FORM'],
  ['', '1,000', 'MONEY_FORM'],
  ['', '1e3', 'MONEY_FORM'],
  ['', '0x10', 'MONEY_FORM'],
  ['', '１００', 'MONEY_FORM'],
  ['', '9'.repeat(400), 'MONEY_RANGE'],
  ['', '100000000000.01', 'MONEY_RANGE'],
];
const ENUM: readonly Row[] = [
  ['', 'nonsense', 'VALUE_NOT_ALLOWED'],
  ['', '', 'VALUE_NOT_ALLOWED'],
  ['', 7, 'VALUE_NOT_ALLOWED'],
  ['', null, 'VALUE_NOT_ALLOWED'],
];
const integerFrom = (min: number, max: number): readonly Row[] => [
  ['', String(min), 'TYPE_WRONG'],
  ['', min + 0.5, 'TYPE_WRONG'],
  ['', true, 'TYPE_WRONG'],
  ['', null, 'TYPE_WRONG'],
  ['', min - 1, 'VALUE_RANGE'],
  ['', max + 1, 'VALUE_RANGE'],
  ['', 1e300, 'VALUE_RANGE'],
];
const USCC_TEXT: readonly Row[] = [
  ...NOT_TEXT,
  ['', '91110000600037341N', 'USCC_CHECK'],
  ['', '9111000060003IOZSV', 'USCC_FORM'],
  ['', '91441900ma00cd016b', 'USCC_FORM'],
  ['', `${USCC.company} `, 'USCC_FORM'],
  ['', '', 'USCC_FORM'],
];
const referenceTo = (line: string, other: string): readonly Row[] => [
  ...NOT_TEXT,
  ['', `${line}/`, 'VALUE_FORM'],
  ['', `${other}/X1`, 'VALUE_FORM'],
  ['', 'X1', 'VALUE_FORM'],
  ['', `${line}/a b`, 'VALUE_FORM'],
  ['', `${line}/${'a'.repeat(101)}`, 'VALUE_FORM'],
  ['', `${line}/13800138000`, 'PERSONAL_DATA'],
];

const below = (at: string, rows: readonly Row[]): Row[] =>
  rows.map(([inner, value, code, points]) => [at + inner, value, code, at + (points ?? inner)]);

const PARTY: readonly Row[] = [
  ...NOT_OBJECT,
  ['', {}, 'FIELD_MISSING', '/uscc'],
  ['/nickname', 'x', 'FIELD_UNKNOWN'],
];
const COMPANY = { uscc: USCC.otherPartner, name: '示例公司' };
const WITH_CODE: readonly Row[] = [
  ['/name', ABSENT, 'FIELD_MISSING'],
  ...below('/name', TEXT),
  ...below('/uscc', USCC_TEXT),
  ['/uscc', USCC.soleTrader, 'PERSONAL_DATA', '/name'],
  ['/foreign', { country: 'DE', registration: '1' }, 'FIELD_UNKNOWN'],
  ['/individual', true, 'FIELD_UNKNOWN'],
  ['/individual', false, 'VALUE_NOT_ALLOWED'],
  ['/idCard', 'x', 'FIELD_UNKNOWN'],
];
const FOREIGN = { foreign: { country: 'DE', registration: '1' } };
const ENTERPRISE: readonly Row[] = [
  ...NOT_OBJECT,
  ...WITH_CODE,
  ['', { division: '441900003000' }, 'FIELD_MISSING', '/uscc'],
  ['', { individual: true, division: '441900003000', name: '张三' }, 'PERSONAL_DATA', '/name'],
  ['', { ...FOREIGN, division: 'overseas' }, 'FIELD_MISSING', '/name'],
  ['/division', ABSENT, 'FIELD_MISSING'],
  ['/division', 441900003000, 'TYPE_WRONG'],
  ['/division', '441900999000', 'DIVISION_UNKNOWN'],
  ['/division', '441900', 'DIVISION_UNKNOWN'],
  ['/division', '440300', 'DIVISION_UNKNOWN'],
  ['/division', '990101', 'DIVISION_UNKNOWN'],
  ['/division', 'Overseas', 'DIVISION_UNKNOWN'],
  ['/division', '', 'DIVISION_UNKNOWN'],
  ['/division', '441900404000', 'DIVISION_NOT_VALID'],
  ...below('/size', ENUM),
  ...below('/stage', ENUM),
  ...below('/keyIndustry', integerFrom(1, 10)),
  ...below('/industry', [...NOT_TEXT, ['', 'Z', 'VALUE_FORM'], ['', '39110', 'VALUE_FORM']]),
];
const INSTITUTION: readonly Row[] = [
  ...NOT_OBJECT,
  ['/uscc', ABSENT, 'FIELD_MISSING'],
  ['/name', ABSENT, 'FIELD_MISSING'],
  ['/kind', ABSENT, 'FIELD_MISSING'],
  ['/division', '441900003000', 'FIELD_UNKNOWN'],
  ['/uscc', USCC.soleTrader, 'PERSONAL_DATA', '/name'],
  ...below('/uscc', USCC_TEXT),
  ...below('/name', TEXT),
  ...below('/kind', ENUM),
];

const repeated = (count: number, prefix: string): unknown[] =>
  Array.from({ length: count }, (_, index) => ({ kind: prefix, number: String(index + 1) }));

const RIGHT_REFERENCES: readonly Row[] = [
  ['', {}, 'TYPE_WRONG'],
  ['', null, 'TYPE_WRONG'],
  ['/0', 'invention', 'TYPE_WRONG'],
  ['/0/kind', ABSENT, 'FIELD_MISSING'],
  ['/0/number', ABSENT, 'FIELD_MISSING'],
  ['/0/kind', 'patent', 'VALUE_NOT_ALLOWED'],
  ['/0/color', 'red', 'FIELD_UNKNOWN'],
];
const PATENTS: readonly Row[] = [
  ['/0/number', 201510001000, 'TYPE_WRONG'],
  ['/0/number', '201910123456.0', 'PATENT_NUMBER'],
  ['/0/number', '201510001000.9', 'PATENT_NUMBER'],
  ['/0/number', '201570001000.8', 'PATENT_NUMBER'],
  ['/0/number', '20151000100.8', 'PATENT_NUMBER'],
  ['/0/number', 'US201510001000.8', 'PATENT_NUMBER'],
  ['/0/number', '201510001000·8', 'PATENT_NUMBER'],
];
const RIGHTS_ROWS: readonly Row[] = [
  ...RIGHT_REFERENCES,
  ['', repeated(501, 'copyright'), 'LIST_LENGTH'],
  ...below('/0/title', TEXT),
  ...below('/0/niceClass', integerFrom(1, 45)),
];
const ID = (max: number): readonly Row[] => [...TEXT, ['', 'x'.repeat(max + 1), 'TEXT_LENGTH']];
const FACT_KEY: readonly Row[] = [
  ...NOT_OBJECT,
  ['/id', ABSENT, 'FIELD_MISSING'],
  ['/source', ABSENT, 'FIELD_MISSING'],
  ['/source', USCC.bank, 'SOURCE_FORM'],
  ['/sequence', 4, 'FIELD_UNKNOWN'],
  ...below('/id', ID(128)),
];
const DIGITS: readonly Row[] = [
  ...NOT_TEXT,
  ['', '01', 'VALUE_FORM'],
  ['', '-1', 'VALUE_FORM'],
  ['', '', 'VALUE_FORM'],
  ['', '9'.repeat(400), 'VALUE_FORM'],
];
const FIGURES: readonly Row[] = [
  ['', {}, 'TYPE_WRONG'],
  ['', [], 'LIST_LENGTH'],
  ['/0/indicator', 'nonsense', 'VALUE_NOT_ALLOWED'],
  ['/0/amount', ABSENT, 'FIELD_MISSING'],
  ['/0/amount', '-1', 'MONEY_FORM'],
  ['/0/count', '1', 'FIELD_UNKNOWN'],
  ['/1/count', '01', 'VALUE_FORM'],
];

const KINDS = {
  text: [...TEXT, ['', 'x'.repeat(201), 'TEXT_LENGTH'], ['', '😀'.repeat(201), 'TEXT_LENGTH']],
  id: ID(128),
  enum: ENUM,
  date: [
    ...NOT_TEXT,
    ['', '2019-02-29', 'DATE_FORM'],
    ['', '1900-02-29', 'DATE_FORM'],
    ['', '2019-13-01', 'DATE_FORM'],
    ['', '2019-00-10', 'DATE_FORM'],
    ['', '2019-04-31', 'DATE_FORM'],
    ['', '2019-4-1', 'DATE_FORM'],
    ['', '2019/04/01', 'DATE_FORM'],
    ['', '2019-04-01T00:00:00Z', 'DATE_FORM'],
    ['', '2019-04-01\n', 'DATE_FORM'],
    ['', '', 'DATE_FORM'],
  ],
  money: [...MONEY_TEXT, ['', '0', 'MONEY_RANGE'], ['', '0.00', 'MONEY_RANGE'], ['', '-5', 'MONEY_FORM']],
  moneyOrZero: [...MONEY_TEXT, ['', '-0.01', 'MONEY_FORM'], ['', '-0', 'MONEY_FORM']],
  signedMoney: [
    ...MONEY_TEXT,
    ['', '0', 'MONEY_RANGE'],
    ['', '-0.00', 'MONEY_RANGE'],
    ['', '--5', 'MONEY_FORM'],
    ['', '-100000000000.01', 'MONEY_RANGE'],
  ],
  decimal: [
    ['', 5, 'TYPE_WRONG'],
    ['', null, 'TYPE_WRONG'],
    ['', '-5', 'VALUE_FORM'],
    ['', '05', 'VALUE_FORM'],
    ['', '5.', 'VALUE_FORM'],
    ['', '1e3', 'VALUE_FORM'],
    ['', '40%', 'VALUE_FORM'],
    ['', '9'.repeat(400), 'VALUE_FORM'],
  ],
  boolean: [
    ['', 'true', 'TYPE_WRONG'],
    ['', 1, 'TYPE_WRONG'],
    ['', null, 'TYPE_WRONG'],
  ],
  rate: integerFrom(0, 10_000),
  share: integerFrom(1, 10_000),
  keyIndustry: integerFrom(0, 10),
  year: integerFrom(1985, 2999),
  enterprise: ENTERPRISE,
  institution: INSTITUTION,
  company: [
    ...PARTY,
    ...WITH_CODE,
    ['', { ...COMPANY, division: '441900003000' }, 'FIELD_UNKNOWN', '/division'],
    ['', { ...COMPANY, ...FOREIGN }, 'FIELD_UNKNOWN', '/foreign'],
  ],
  foreigner: [
    ...PARTY,
    ['/name', ABSENT, 'FIELD_MISSING'],
    ...below('/name', TEXT),
    ['/individual', true, 'FIELD_UNKNOWN'],
    ...below('/foreign', NOT_OBJECT),
    ['/foreign/country', ABSENT, 'FIELD_MISSING'],
    ['/foreign/country', 'CN', 'VALUE_FORM'],
    ['/foreign/country', 'de', 'VALUE_FORM'],
    ['/foreign/country', 'DEU', 'VALUE_FORM'],
    ['/foreign/country', 49, 'TYPE_WRONG'],
    ['/foreign/registration', ABSENT, 'FIELD_MISSING'],
    ['/foreign/city', 'Berlin', 'FIELD_UNKNOWN'],
    ...below('/foreign/registration', TEXT),
  ],
  person: [
    ...PARTY,
    ['/individual', 'yes', 'VALUE_NOT_ALLOWED'],
    ['/name', '张三', 'PERSONAL_DATA'],
    ['/idCard', '441900199002281234', 'FIELD_UNKNOWN'],
  ],
  patents: [
    ...RIGHTS_ROWS,
    ...PATENTS,
    ['', [], 'LIST_LENGTH'],
    [
      '',
      [RIGHTS.invention, { kind: 'invention', number: 'zl２０１５１０００１０００８' }],
      'RIGHT_REPEATED',
      '/1',
    ],
  ],
  trademarks: [
    ...RIGHTS_ROWS,
    ['', [], 'LIST_LENGTH'],
    ['/0/number', '012345', 'TRADEMARK_NUMBER'],
    ['/0/number', '123456789', 'TRADEMARK_NUMBER'],
    ['/0/number', 'G12345', 'TRADEMARK_NUMBER'],
    ['/0/number', 'g123456', 'TRADEMARK_NUMBER'],
    ['/0/number', '２０００００', 'TRADEMARK_NUMBER'],
    ['/0/number', '第20000001号', 'TRADEMARK_NUMBER'],
    ['', [RIGHTS.trademark, { kind: 'trademark', number: '20000001' }], 'RIGHT_REPEATED', '/1'],
  ],
  anyRights: [...RIGHTS_ROWS, ...PATENTS, ['', [RIGHTS.copyright, RIGHTS.copyright], 'RIGHT_REPEATED', '/1']],
  rightReferences: [
    ...RIGHT_REFERENCES,
    ...PATENTS,
    ['', [], 'LIST_LENGTH'],
    ['/0/title', 'x', 'FIELD_UNKNOWN'],
    ['/0/niceClass', 9, 'FIELD_UNKNOWN'],
  ],
  codes: [
    ['', USCC.company, 'TYPE_WRONG'],
    ['', Array.from({ length: 501 }, () => USCC.company), 'LIST_LENGTH'],
    ...below('/1', USCC_TEXT),
  ],
  pledgeReference: referenceTo('pledge', 'policy'),
  policyReference: referenceTo('policy', 'pledge'),
  factKey: FACT_KEY,
  anyData: NOT_OBJECT,
  period: [
    ...NOT_TEXT,
    ['', '2024-13', 'VALUE_FORM'],
    ['', '2024-1', 'VALUE_FORM'],
    ['', '24', 'VALUE_FORM'],
  ],
  division: [
    ...NOT_TEXT,
    ['', '440305', 'DIVISION_UNKNOWN'],
    ['', 'overseas', 'DIVISION_UNKNOWN'],
    ['', '441900999000', 'DIVISION_UNKNOWN'],
    ['', '441900404000', 'DIVISION_NOT_VALID'],
  ],
  digits: DIGITS,
  rootHash: [...NOT_TEXT, ['', 'abc', 'VALUE_FORM'], ['', 'g'.repeat(400), 'VALUE_FORM']],
  figures: FIGURES,
  rows: [
    ['', {}, 'TYPE_WRONG'],
    ['/0', [], 'TYPE_WRONG'],
  ],
  tables: [
    ['', {}, 'TYPE_WRONG'],
    ['/0/by', ABSENT, 'FIELD_MISSING'],
    ['/0/sha256', 'AB'.repeat(32), 'VALUE_FORM'],
    ['/0/indicator', 'nonsense', 'VALUE_NOT_ALLOWED'],
  ],
} as const satisfies Record<string, readonly Row[]>;

const DRAW = { drawId: 'text' } as const;
const PROJECT = { projectId: 'text' } as const;
const REGISTRATION = { registrationNumber: 'text', register: 'enum' } as const;

const FIELDS: Partial<Record<EventType, Readonly<Record<string, Field>>>> = {
  'pledge.registered': {
    ...REGISTRATION,
    rights: 'patents',
    pledgor: 'enterprise',
    debtor: 'enterprise?',
    pledgee: 'institution',
    securedKind: 'enum',
    securedAmount: 'money',
    securityMix: 'enum',
    debtFrom: 'date?',
    debtUntil: 'date',
    appraisedValue: 'money?',
    appraiser: 'institution?',
  },
  'pledge.registrationAdded': { ...REGISTRATION, rights: 'trademarks' },
  'pledge.amended': { securedAmount: 'money?', debtUntil: 'date?', pledgee: 'institution?' },
  'pledge.rightsReleased': { rights: 'rightReferences' },
  'pledge.cancelled': { reason: 'enum', registrationNumber: 'text?' },
  'pledge.revoked': { ground: 'text', registrationNumber: 'text?' },
  'pledge.realized': { way: 'enum', toPledgee: 'moneyOrZero', toPledgor: 'moneyOrZero' },
  'loan.disbursed': {
    ...DRAW,
    principal: 'money',
    annualRateBp: 'rate?',
    maturity: 'date',
    newMoney: 'boolean?',
  },
  'loan.repaid': { ...DRAW, principal: 'moneyOrZero', interest: 'moneyOrZero?' },
  'loan.extended': { ...DRAW, maturity: 'date' },
  'loan.classified': { ...DRAW, riskClass: 'enum' },
  'loan.defaulted': DRAW,
  'loan.writtenOff': { ...DRAW, principal: 'money' },
  'guarantee.subrogated': { ...DRAW, principal: 'money', guarantor: 'institution' },
  'loan.recovered': { ...DRAW, principal: 'money' },
  'policy.bound': {
    kind: 'enum',
    policyNumber: 'text',
    insurer: 'institution',
    enterprise: 'enterprise',
    applicant: 'foreigner',
    insured: 'person',
    rights: 'anyRights',
    sumInsured: 'money',
    premium: 'money',
    from: 'date',
    until: 'date',
    renews: 'policyReference?',
    financing: 'pledgeReference?',
  },
  'policy.endorsed': { sumInsuredChange: 'signedMoney?', premiumChange: 'signedMoney?' },
  'policy.premiumPaid': { amount: 'money' },
  'policy.surrendered': { refund: 'moneyOrZero' },
  'policy.voided': { ground: 'text' },
  'claim.notified': { claimId: 'text', lossOn: 'date', amount: 'money' },
  'claim.paid': { claimId: 'text', amount: 'money' },
  'claim.rejected': { claimId: 'text', reason: 'text' },
  'deal.signed': {
    kind: 'enum',
    licenseScope: 'enum',
    rights: 'patents',
    from: 'enterprise',
    to: 'enterprise',
    price: 'moneyOrZero',
    priceKind: 'enum',
    venue: 'institution?',
    until: 'date?',
    relatedParties: 'boolean?',
  },
  'deal.registered': { registrationNumber: 'text' },
  'deal.amended': { priceChange: 'signedMoney' },
  'deal.royaltySettled': { amount: 'money', periodFrom: 'date', periodUntil: 'date' },
  'deal.paid': { amount: 'money' },
  'deal.terminated': { reason: 'text' },
  'deal.rescinded': { ground: 'text' },
  'fund.established': {
    name: 'text',
    manager: 'institution',
    targetSize: 'money',
    form: 'enum',
    ipOperationFund: 'boolean',
  },
  'fund.committed': { partner: 'company', partnerKind: 'enum', amount: 'money' },
  'fund.paidIn': { partner: 'company', amount: 'money' },
  'project.reserved': { ...PROJECT, enterprise: 'enterprise', keyIndustry: 'keyIndustry' },
  'investment.closed': { ...PROJECT, enterprise: 'enterprise', keyIndustry: 'keyIndustry', amount: 'money' },
  'investment.followedOn': { ...PROJECT, amount: 'money' },
  'investment.rescinded': { ...PROJECT, ground: 'text' },
  'exit.made': { ...PROJECT, proceeds: 'moneyOrZero', way: 'enum', full: 'boolean' },
  'fund.distributed': { amount: 'money' },
  'fund.liquidated': {},
  'programme.approved': { shelfAmount: 'money', originator: 'institution', poolKind: 'enum' },
  'tranche.issued': {
    trancheId: 'text',
    seniority: 'enum',
    amount: 'money',
    couponBp: 'rate',
    maturity: 'date',
    enterprises: 'codes',
  },
  'tranche.repaid': { trancheId: 'text', principal: 'money' },
  'programme.creditEvent': { text: 'text' },
  'riskPool.funded': { contributor: 'text', contributorKind: 'enum', amount: 'money' },
  'riskPool.admitted': { financing: 'pledgeReference', lossShareBp: 'share' },
  'compensation.paid': { financing: 'pledgeReference', unpaidPrincipal: 'money', amount: 'money' },
  'compensation.clawedBack': { financing: 'pledgeReference', amount: 'money' },
  'budget.appropriated': { level: 'enum', programme: 'text', amount: 'money' },
  'subsidy.paid': {
    beneficiary: 'enterprise',
    purpose: 'enum',
    financing: 'pledgeReference?',
    amount: 'money',
  },
  'subsidy.returned': { payment: 'id', amount: 'money' },
  'indicator.observed': {
    indicator: 'enum',
    year: 'year',
    value: 'decimal',
    division: 'division?',
    source: 'text',
  },
  'target.set': { indicator: 'enum', year: 'year', required: 'decimal?', target: 'decimal' },
  'period.closed': { period: 'period' },
  'report.confirmed': { period: 'period', treeSize: 'digits', figures: 'figures' },
  'bulletin.published': {
    year: 'year',
    treeSize: 'digits',
    rootHash: 'rootHash',
    rows: 'rows',
    tables: 'tables',
  },
  'finding.explained': { text: 'text' },
  'finding.resolved': { text: 'text' },
  'fact.corrected': { supersedes: 'factKey', data: 'anyData', reason: 'text' },
  'fact.withdrawn': { supersedes: 'factKey', reason: 'text' },
  'change.requested': { type: 'enum', data: 'anyData', reason: 'text' },
  'change.approved': { request: 'factKey' },
  'change.rejected': { request: 'factKey', reason: 'text' },
};

const kindOf = (field: Field): Kind => field.replace('?', '') as Kind;
const isOptional = (field: Field): boolean => field.endsWith('?');

const rowsOf = (type: EventType): Row[] =>
  Object.entries({ ...FIELDS[type], effectiveOn: 'date' as const }).flatMap(([name, field]) => [
    ...(isOptional(field) ? [] : [[`/data/${name}`, ABSENT, 'FIELD_MISSING'] as const]),
    ...below(`/data/${name}`, KINDS[kindOf(field)]),
  ]);

const shown = (value: unknown): string =>
  value === ABSENT ? 'left out' : (JSON.stringify(value) ?? '').slice(0, 48);

/** Types that nobody posts directly: what is right about them is refused otherwise. */
const NOT_TAKEN: ReadonlySet<EventType> = new Set(['bulletin.published']);

const TYPES = Object.keys(FIELDS) as EventType[];

test('every posted type has its fields here, and a valid fact has all of them', () => {
  const posted = [...CATALOGUE.values()].filter(({ origin }) => origin === 'posted').map(({ type }) => type);
  expect(TYPES.toSorted()).toEqual(posted.toSorted());
  for (const type of TYPES)
    expect(Object.keys(VALID[type]().data).toSorted()).toEqual(
      ['effectiveOn', ...Object.keys(FIELDS[type] ?? {})].toSorted(),
    );
});

describe.each(TYPES)('%s', (type) => {
  let book: Scenario;
  let size = 0;
  const valid = VALID[type]();
  beforeAll(async () => {
    book = await scenario({ findings: [FINDING] });
    await book.given(...before(type));
    size = book.size;
  });
  afterAll(() => book.close());

  const rows = rowsOf(type).map(
    ([at, value, code, points = at]) => [at, shown(value), code, points, value] as const,
  );
  test.each(rows)('%s %s is refused: %s at %s', async (at, _shown, code, points, value) => {
    const answer = await book.when(withAt(valid, at, value));
    // An amount out of range may break the rule between premium and sum insured as well.
    expect(refusalsOf(answer).filter(([other]) => other !== 'PREMIUM_ABOVE_SUM')).toEqual([[code, points]]);
    expect(book.size).toBe(size);
  });

  test('an unknown field is refused, whatever its name', async () => {
    for (const name of ['Amount', 'constructor', '__proto__', 'a/b', ''])
      expect(refusalsOf(await book.when(withAt(valid, `/data/${name.replace('/', '~1')}`, '1')))).toEqual([
        ['FIELD_UNKNOWN', `/data/${name.replace('/', '~1')}`],
      ]);
  });

  test('several faults are refused at once', async () => {
    const faulty = withAt(withAt(valid, '/data/effectiveOn', ABSENT), '/data/misspelt', true);
    expect(refusalsOf(await book.when(faulty))).toEqual([
      ['FIELD_MISSING', '/data/effectiveOn'],
      ['FIELD_UNKNOWN', '/data/misspelt'],
    ]);
  });

  test('the refusals have left no trace: a valid fact without its optional fields is taken', async () => {
    if (NOT_TAKEN.has(type)) return;
    const optional = Object.entries(FIELDS[type] ?? {}).filter(([, field]) => isOptional(field));
    // A change of nothing is none, so one optional field stays where there are only such.
    const dropped = type === 'pledge.amended' || type === 'policy.endorsed' ? optional.slice(1) : optional;
    const bare = dropped.reduce<Posted>((fact, [name]) => withAt(fact, `/data/${name}`, ABSENT), valid);
    expect(await book.when(bare, anyPosterOf(type))).toMatchObject({ status: 'recorded', sequence: size });
    expect(book.event(size).data).toEqual(bare.data);
  });
});
