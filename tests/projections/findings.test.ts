import { describe, expect, test } from 'vitest';
import {
  type Claim,
  claimsOf,
  crossFindings,
  FINDING_CODES,
  type Finding,
  findingId,
  ownFindings,
} from '../../projections/findings.ts';
import type { Fact } from '../../src/domain/lines/life.ts';
import { organizationCheckCharacter, usccCheckCharacter } from '../../src/domain/uscc.ts';
import {
  facts,
  type Overrides,
  PARTIES,
  type Posted,
  RIGHTS,
  SOURCE,
  SUBJECT,
  USCC,
} from '../support/facts.ts';

/** Facts as they stand, in the order of the log. */
const standing = (...posted: readonly Posted[]): Fact[] =>
  posted.map(
    ({ type, data, source, id }, sequence) => ({ type, data, source, id, sequence }) as unknown as Fact,
  );

const OTHER_SOURCE = `urn:uscc:${USCC.otherBank}`;
const OTHER_PLEDGE = `pledge/${USCC.otherBank}.P2`;
const OTHER_DEAL = `deal/${USCC.otherBank}.D2`;
const second = { id: 'second', source: OTHER_SOURCE };

/** Registered in the whole province, in Shenzhen, in the city with an organization code that fails. */
const PROVINCIAL = '91440000MA00GD018M';
const IN_SHENZHEN = '91440300MA00TT012X';
const FAILING = '91441900MA00BD0114';
/** A code that an authority of that area has given. */
const registeredIn = (area: string): string => {
  const organization = 'MA0Y0001';
  const first17 = `91${area}${organization}${organizationCheckCharacter(organization)}`;
  return first17 + usccCheckCharacter(first17);
};

const COMPANY = PARTIES.company;
const BUYER = { uscc: IN_SHENZHEN, name: '示例买方', division: '440305' };

/** As in the fixtures, but for the divisions that contradict their codes. */
const pledge = (data: Overrides = {}, envelope: Overrides = {}): Posted =>
  facts.pledgeRegistered({ debtor: undefined, ...data }, envelope);
const deal = (data: Overrides = {}, envelope: Overrides = {}): Posted =>
  facts.dealSigned({ to: BUYER, ...data }, envelope);
const policy = (data: Overrides = {}): Posted =>
  facts.policyBound({ financing: undefined, renews: undefined, ...data });

const inShort = (found: readonly Finding[]) =>
  found.map(({ code, events }) => [code, ...events.map(({ id }) => id)]);

const patent = (kind: string, number: string) => ({ kind, number });

describe('ids', () => {
  test('an id is the beginning of the SHA-256 of the code and of the events, one part a line', () => {
    // printf 'PREMIUM_UNUSUAL\nurn:uscc:91441900MA00BK01X6\npolicy.bound' | sha256sum
    expect(findingId('PREMIUM_UNUSUAL', [{ source: SOURCE, id: 'policy.bound' }])).toBe('5a69487fddf7a801');
    expect(
      findingId('RIGHT_PLEDGED_TWICE', [
        { source: SOURCE, id: 'pledge.registered' },
        { source: OTHER_SOURCE, id: 'second' },
      ]),
    ).toBe('b3422bfaf871fbde');
  });

  test('a finding names its events and contracts sorted, whichever comes first', () => {
    const claims = [
      ...claimsOf(SUBJECT.pledge, standing(pledge({ rights: [RIGHTS.invention] }))),
      ...claimsOf(OTHER_PLEDGE, standing(pledge({ rights: [RIGHTS.invention] }, second))),
    ];
    const expected = {
      id: 'b3422bfaf871fbde',
      code: 'RIGHT_PLEDGED_TWICE',
      events: [
        { source: SOURCE, id: 'pledge.registered' },
        { source: OTHER_SOURCE, id: 'second' },
      ],
      subjects: [SUBJECT.pledge, OTHER_PLEDGE],
    };
    expect(crossFindings(claims)).toEqual([expected]);
    expect(crossFindings(claims.toReversed())).toEqual([expected]);
  });

  test('every code has words in both languages', () => {
    for (const { zh, en } of Object.values(FINDING_CODES)) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/^[A-Z][^\p{Script=Han}]+$/u);
    }
  });
});

const INVENTION = 'invention:201510001000.8';
const MODEL = 'utilityModel:201520001001.8';

describe('claims', () => {
  const pledged = (...posted: readonly Posted[]) =>
    claimsOf(SUBJECT.pledge, standing(...posted))
      .filter((claim) => claim.kind === 'pledge')
      .map(({ key, from, until, event }) => [key, from, until, event.id]);

  test('rights are pledged from the registration on, without end', () => {
    expect(pledged(pledge(), facts.pledgeRegistrationAdded())).toEqual([
      [INVENTION, '2019-03-01', '9999-12-31', 'pledge.registered'],
      [MODEL, '2019-03-01', '9999-12-31', 'pledge.registered'],
      ['trademark:20000001', '2019-03-10', '9999-12-31', 'pledge.registrationAdded'],
    ]);
  });

  test('a released right is pledged until the day before', () => {
    expect(pledged(pledge(), facts.pledgeRightsReleased())).toEqual([
      [INVENTION, '2019-03-01', '9999-12-31', 'pledge.registered'],
      [MODEL, '2019-03-01', '2019-06-30', 'pledge.registered'],
    ]);
  });

  test('a right that is pledged again after its release is pledged twice over', () => {
    const again = facts.pledgeRegistrationAdded({
      effectiveOn: '2020-01-01',
      register: 'patent',
      registrationNumber: 'Y2',
      rights: [RIGHTS.utilityModel],
    });
    expect(pledged(pledge(), facts.pledgeRightsReleased(), again).slice(1)).toEqual([
      [MODEL, '2019-03-01', '2019-06-30', 'pledge.registered'],
      [MODEL, '2020-01-01', '9999-12-31', 'pledge.registrationAdded'],
    ]);
  });

  test('a cancellation ends the rights of its registration, or all of them', () => {
    const added = facts.pledgeRegistrationAdded();
    expect(pledged(pledge(), added, facts.pledgeCancelled())).toEqual([
      [INVENTION, '2019-03-01', '2023-01-09', 'pledge.registered'],
      [MODEL, '2019-03-01', '2023-01-09', 'pledge.registered'],
      ['trademark:20000001', '2019-03-10', '9999-12-31', 'pledge.registrationAdded'],
    ]);
    const all = facts.pledgeCancelled({ registrationNumber: undefined });
    expect(pledged(pledge(), added, all).map(([, , until]) => until)).toEqual([
      '2023-01-09',
      '2023-01-09',
      '2023-01-09',
    ]);
  });

  test('a pledge cancelled on the day of its registration claims no right', () => {
    expect(
      pledged(pledge(), facts.pledgeCancelled({ effectiveOn: '2019-03-01', registrationNumber: undefined })),
    ).toEqual([]);
  });

  test('a revoked registration never stood', () => {
    expect(pledged(pledge(), facts.pledgeRegistrationAdded(), facts.pledgeRevoked())).toEqual([
      ['trademark:20000001', '2019-03-10', '9999-12-31', 'pledge.registrationAdded'],
    ]);
  });

  test('a contract void from the start claims nothing, though it is recorded', () => {
    const revoked = facts.pledgeRevoked({ registrationNumber: undefined });
    expect(claimsOf(SUBJECT.pledge, standing(pledge(), revoked))).toEqual([
      {
        kind: 'record',
        key: SUBJECT.pledge,
        subject: SUBJECT.pledge,
        event: { source: SOURCE, id: 'pledge.registered' },
      },
    ]);
    expect(claimsOf(SUBJECT.deal, standing(deal(), facts.dealRescinded()))).toEqual([]);
    expect(
      claimsOf(SUBJECT.policy, standing(facts.policyBound(), facts.policyVoided())).map(({ kind }) => kind),
    ).toEqual(['record']);
  });

  test('a contract of which nothing stands claims nothing', () => {
    expect(claimsOf(SUBJECT.pledge, [])).toEqual([]);
  });

  test('an assignment is of its day, a license of the time to its last day or before its termination', () => {
    const event = { source: SOURCE, id: 'deal.signed' };
    const common = { key: INVENTION, subject: SUBJECT.deal, event };
    const claims = (...posted: readonly Posted[]): Claim[] => claimsOf(SUBJECT.deal, standing(...posted));
    for (const kind of ['assignment', 'applicationAssignment', 'contributionInKind'])
      expect(claims(deal({ kind, licenseScope: undefined }))).toEqual([
        { kind: 'assignment', ...common, on: '2020-03-01' },
      ]);
    const license = { kind: 'license', ...common, from: '2020-03-01', exclusive: true };
    expect(claims(deal())).toEqual([{ ...license, until: '2030-03-01' }]);
    expect(claims(deal(), facts.dealTerminated())).toEqual([{ ...license, until: '2021-12-31' }]);
    expect(claims(deal({ until: undefined, licenseScope: 'sole' }))).toEqual([
      { ...license, until: '9999-12-31', exclusive: false },
    ]);
    expect(claims(deal({ until: '2021-06-30' }), facts.dealTerminated())).toEqual([
      { ...license, until: '2021-06-30' },
    ]);
    expect(claims(deal({ until: '2020-02-28' }))).toEqual([]);
  });

  test('policies, pools and subsidies name other contracts', () => {
    const named = (subject: string, posted: Posted) =>
      claimsOf(subject, standing(posted)).flatMap(({ kind, key }) => (kind === 'reference' ? [key] : []));
    expect(named(SUBJECT.policy, facts.policyBound())).toEqual([SUBJECT.pledge, `policy/${USCC.bank}.A0`]);
    expect(named(SUBJECT.riskPool, facts.riskPoolAdmitted())).toEqual([SUBJECT.pledge]);
    expect(named(SUBJECT.budget, facts.subsidyPaid())).toEqual([SUBJECT.pledge]);
    expect(named(SUBJECT.riskPool, facts.compensationPaid())).toEqual([]);
  });
});

describe('between contracts', () => {
  const only = { rights: [RIGHTS.invention] };
  const first = claimsOf(SUBJECT.pledge, standing(pledge(only)));
  const cancelled = claimsOf(
    SUBJECT.pledge,
    standing(pledge(only), facts.pledgeCancelled({ effectiveOn: '2020-03-01' })),
  );

  test('two pledges of a right conflict while both are active; the day of cancellation is free', () => {
    const on = (effectiveOn: string) =>
      claimsOf(OTHER_PLEDGE, standing(pledge({ ...only, effectiveOn }, second)));
    expect(inShort(crossFindings([...first, ...on('2024-01-01')]))).toEqual([
      ['RIGHT_PLEDGED_TWICE', 'pledge.registered', 'second'],
    ]);
    expect(crossFindings([...cancelled, ...on('2020-02-29')])).toHaveLength(1);
    expect(crossFindings([...cancelled, ...on('2020-03-01')])).toEqual([]);
    expect(crossFindings([...first, ...first])).toEqual([]);
  });

  test.each([
    ['an assignment', { kind: 'assignment', licenseScope: undefined }],
    ['a license', { kind: 'license', until: undefined }],
  ])('%s conflicts with a pledge in force on the day of its signature', (_, kind) => {
    const signed = (effectiveOn: string) =>
      claimsOf(OTHER_DEAL, standing(deal({ ...kind, effectiveOn }, second)));
    const codes = (effectiveOn: string) => inShort(crossFindings([...signed(effectiveOn), ...cancelled]));
    expect(codes('2019-02-28')).toEqual([]);
    expect(codes('2019-03-01')).toEqual([['DEAL_ON_PLEDGED_RIGHT', 'pledge.registered', 'second']]);
    expect(codes('2020-02-29')).toEqual([['DEAL_ON_PLEDGED_RIGHT', 'pledge.registered', 'second']]);
    expect(codes('2020-03-01')).toEqual([]);
  });

  test('an exclusive license conflicts with any other license in its time', () => {
    const exclusive = claimsOf(SUBJECT.deal, standing(deal({ until: '2021-12-31' })));
    const ordinary = (effectiveOn: string, licenseScope = 'ordinary') =>
      claimsOf(OTHER_DEAL, standing(deal({ effectiveOn, licenseScope, until: undefined }, second)));
    expect(inShort(crossFindings([...ordinary('2021-12-31'), ...exclusive]))).toEqual([
      ['EXCLUSIVE_LICENSE_OVERLAP', 'deal.signed', 'second'],
    ]);
    expect(crossFindings([...ordinary('2022-01-01'), ...exclusive])).toEqual([]);
    const sole = claimsOf(SUBJECT.deal, standing(deal({ licenseScope: 'sole' })));
    expect(crossFindings([...sole, ...ordinary('2021-01-01')])).toEqual([]);
    expect(crossFindings([...sole, ...ordinary('2021-01-01', 'exclusive')])).toHaveLength(1);
  });

  test('two assignments of a right are no finding', () => {
    const sold = { kind: 'assignment', licenseScope: undefined };
    expect(
      crossFindings([
        ...claimsOf(SUBJECT.deal, standing(deal(sold))),
        ...claimsOf(OTHER_DEAL, standing(deal(sold, second))),
      ]),
    ).toEqual([]);
  });

  test('a financing or policy that is named must be recorded', () => {
    const named = claimsOf(SUBJECT.policy, standing(facts.policyBound())).filter(
      ({ kind }) => kind === 'reference',
    );
    const about = (key: string) => named.filter((claim) => claim.key === key);
    expect(inShort(crossFindings(about(SUBJECT.pledge)))).toEqual([
      ['FINANCING_NOT_RECORDED', 'policy.bound'],
    ]);
    expect(inShort(crossFindings(about(`policy/${USCC.bank}.A0`)))).toEqual([
      ['POLICY_NOT_RECORDED', 'policy.bound'],
    ]);
    expect(crossFindings([...about(SUBJECT.pledge), ...first])).toEqual([]);
  });
});

describe('the term of a right', () => {
  const found = (right: unknown, debtUntil: string, ...more: readonly Posted[]) =>
    inShort(
      ownFindings(
        SUBJECT.pledge,
        standing(pledge({ rights: [right, RIGHTS.trademark], debtUntil }), ...more),
      ),
    );
  const BEYOND = [['DEBT_BEYOND_TERM', 'pledge.registered']];

  test.each([
    [patent('invention', '200510001000.4'), '2025-12-31', '2026-01-01'],
    [patent('utilityModel', '201520001001.8'), '2025-12-31', '2026-01-01'],
    [patent('design', '202030001003.3'), '2030-12-31', '2031-01-01'],
    [patent('design', '202130001004.2'), '2036-12-31', '2037-01-01'],
    [patent('invention', '99114567.4'), '2019-12-31', '2020-01-01'],
  ])('%o may secure a debt until %s', (right, last, beyond) => {
    expect(found(right, last)).toEqual([]);
    expect(found(right, beyond)).toEqual(BEYOND);
  });

  test('other rights have no term here', () => {
    const copyright = pledge({ register: 'copyright', rights: [RIGHTS.copyright], debtUntil: '2199-01-01' });
    expect(ownFindings(SUBJECT.pledge, standing(copyright))).toEqual([]);
  });

  test('an amendment that carries the debt beyond the term is involved, later ones are not', () => {
    const amended = (id: string, debtUntil: string | undefined, effectiveOn: string) =>
      facts.pledgeAmended({ pledgee: undefined, debtUntil, effectiveOn }, { id });
    const beyond = amended('beyond', '2026-01-01', '2020-01-01');
    const longer = amended('longer', '2027-01-01', '2021-01-01');
    const amount = amended('amount', undefined, '2021-02-01');
    const expected = [['DEBT_BEYOND_TERM', 'beyond', 'pledge.registered']];
    expect(found(RIGHTS.utilityModel, '2025-12-31', beyond)).toEqual(expected);
    expect(found(RIGHTS.utilityModel, '2025-12-31', beyond, longer, amount)).toEqual(expected);
    expect(
      found(RIGHTS.utilityModel, '2025-12-31', beyond, amended('back', '2025-06-01', '2022-01-01')),
    ).toEqual([]);
  });

  test('it vanishes with the release of the right and with the end of the registration', () => {
    expect(found(RIGHTS.utilityModel, '2026-01-01', facts.pledgeRightsReleased())).toEqual([]);
    expect(found(RIGHTS.utilityModel, '2026-01-01', facts.pledgeCancelled())).toEqual([]);
    expect(
      found(RIGHTS.utilityModel, '2026-01-01', facts.pledgeRegistrationAdded(), facts.pledgeRevoked()),
    ).toEqual([]);
  });
});

describe('the premium', () => {
  const found = (premium: string, ...more: readonly Posted[]) =>
    inShort(ownFindings(SUBJECT.policy, standing(policy({ sumInsured: '1000000', premium }), ...more)));
  const UNUSUAL = [['PREMIUM_UNUSUAL', 'policy.bound']];

  test('is usual from 0.1 % to 20 % of the sum insured', () => {
    expect(found('999.99')).toEqual(UNUSUAL);
    expect(found('1000')).toEqual([]);
    expect(found('200000')).toEqual([]);
    expect(found('200000.01')).toEqual(UNUSUAL);
  });

  test('counts with its endorsements', () => {
    const endorsed = (id: string, data: Overrides) =>
      facts.policyEndorsed({ sumInsuredChange: undefined, premiumChange: undefined, ...data }, { id });
    const raised = endorsed('raised', { sumInsuredChange: '0.01' });
    expect(found('1000', raised)).toEqual([['PREMIUM_UNUSUAL', 'policy.bound', 'raised']]);
    expect(found('1000', raised, endorsed('more', { sumInsuredChange: '1' }))).toEqual([
      ['PREMIUM_UNUSUAL', 'policy.bound', 'raised'],
    ]);
    expect(found('999', endorsed('paid', { premiumChange: '1' }))).toEqual([]);
  });

  test('of a policy that is void is no finding', () => {
    expect(found('1', facts.policyVoided())).toEqual([]);
  });
});

describe('numbers and codes', () => {
  test.each([
    ['invention', '201510001000.8', true],
    ['invention', '201580001005.9', true],
    ['utilityModel', '201520001001.8', true],
    ['utilityModel', '201590001006.9', true],
    ['design', '201530001002.8', true],
    ['invention', '99114567.4', true],
    ['utilityModel', '99214567.8', true],
    ['invention', '201520001001.8', false],
    ['utilityModel', '201510001000.8', false],
    ['design', '201590001006.9', false],
    ['invention', '99214567.8', false],
    ['design', '99514567.9', false],
  ])('%s %s: the kind is that of the type digit: %s', (kind, number, holds) => {
    const expected = (id: string) => (holds ? [] : [['PATENT_KIND_MISMATCH', id]]);
    const rights = [patent(kind, number)];
    expect(inShort(ownFindings(SUBJECT.deal, standing(deal({ rights }))))).toEqual(expected('deal.signed'));
    expect(inShort(ownFindings(SUBJECT.policy, standing(policy({ rights }))))).toEqual(
      expected('policy.bound'),
    );
    expect(
      inShort(ownFindings(SUBJECT.pledge, standing(pledge({ rights, debtUntil: '2009-01-01' })))),
    ).toEqual(expected('pledge.registered'));
    const added = facts.pledgeRegistrationAdded({ register: 'patent', rights });
    const ended = facts.pledgeCancelled({ registrationNumber: undefined });
    expect(
      inShort(ownFindings(SUBJECT.pledge, standing(pledge({ rights: [RIGHTS.invention] }), added, ended))),
    ).toEqual(expected('pledge.registrationAdded'));
  });

  const BAD = { uscc: FAILING, name: '示例' };
  const institution = { ...BAD, kind: 'bank' };
  const enterprise = { ...BAD, division: '441900003000' };
  test.each<[string, string, Posted]>([
    ['pledgor', SUBJECT.pledge, pledge({ pledgor: enterprise })],
    ['debtor', SUBJECT.pledge, pledge({ debtor: enterprise })],
    ['pledgee', SUBJECT.pledge, pledge({ pledgee: institution })],
    ['appraiser', SUBJECT.pledge, pledge({ appraiser: institution })],
    ['new pledgee', SUBJECT.pledge, facts.pledgeAmended({ debtUntil: undefined, pledgee: institution })],
    ['guarantor', SUBJECT.pledge, facts.guaranteeSubrogated({ guarantor: institution })],
    ['insurer', SUBJECT.policy, policy({ insurer: { ...BAD, kind: 'insurer' } })],
    ['enterprise', SUBJECT.policy, policy({ enterprise })],
    ['applicant', SUBJECT.policy, policy({ applicant: BAD })],
    ['insured', SUBJECT.policy, policy({ insured: BAD })],
    ['from', SUBJECT.deal, deal({ from: enterprise })],
    ['to', SUBJECT.deal, deal({ to: enterprise })],
    ['venue', SUBJECT.deal, deal({ venue: institution })],
    ['manager', SUBJECT.fund, facts.fundEstablished({ manager: institution })],
    ['partner', SUBJECT.fund, facts.fundCommitted({ partner: BAD })],
    ['reserved', SUBJECT.fund, facts.projectReserved({ enterprise })],
    ['financed', SUBJECT.fund, facts.investmentClosed({ enterprise })],
    ['originator', SUBJECT.securitization, facts.programmeApproved({ originator: institution })],
    ['pooled', SUBJECT.securitization, facts.trancheIssued({ enterprises: [USCC.company, FAILING] })],
    ['beneficiary', SUBJECT.budget, facts.subsidyPaid({ beneficiary: enterprise })],
  ])('an organization code that fails is found: %s', (_, subject, posted) => {
    expect(inShort(ownFindings(subject, standing(posted)))).toEqual([
      ['ORGANIZATION_CODE_INVALID', posted.id],
    ]);
  });

  test('one event with several failing codes is one finding', () => {
    expect(
      inShort(ownFindings(SUBJECT.pledge, standing(pledge({ pledgor: enterprise, pledgee: institution })))),
    ).toEqual([['ORGANIZATION_CODE_INVALID', 'pledge.registered']]);
  });

  test.each([
    ['in the city, registered there', USCC.company, '441900003000', false],
    ['in the city, registered in another one', IN_SHENZHEN, '441900003000', true],
    ['in the city, registered in the province', PROVINCIAL, '441900003000', false],
    ['in the city, registered in the nation', '91100000MA00NA018R', '441900000000', false],
    ['elsewhere, registered in the city', USCC.company, '440305', true],
    ['elsewhere, registered there', IN_SHENZHEN, '440305', false],
    ['elsewhere, registered in another city again', IN_SHENZHEN, '110105', true],
    ['elsewhere, registered in another county of the same city', IN_SHENZHEN, '440306', false],
    ['overseas, registered in the city', USCC.company, 'overseas', false],
    ['in 崇明, registered when it was a county', registeredIn('310230'), '310151', false],
    ['in another district of Shanghai', registeredIn('310115'), '310151', false],
    ['in a county of Chongqing, registered in a district', registeredIn('500103'), '500230', false],
    ['in 密云, registered when it was a county', registeredIn('110228'), '110118', false],
    ['in 蓟州, registered when it was a county', registeredIn('120225'), '120119', false],
    ['in Tianjin, registered in Beijing', registeredIn('110105'), '120101', true],
    ['in 仙桃, registered there', registeredIn('429004'), '429004', false],
    ['in 天门, registered in 仙桃', registeredIn('429004'), '429006', true],
    ['in 荆州, registered in 仙桃', registeredIn('429004'), '421002', true],
    ['in 仙桃, registered under the province', registeredIn('429000'), '429004', false],
    ['in 琼海, registered in 五指山', registeredIn('469001'), '469002', true],
    ['in 五家渠, registered in 石河子', registeredIn('659001'), '659004', true],
  ])('an enterprise %s', (_, uscc, division, contradicts) => {
    const pledgor = { uscc, name: '示例', division };
    expect(inShort(ownFindings(SUBJECT.pledge, standing(pledge({ pledgor }))))).toEqual(
      contradicts ? [['DIVISION_CONTRADICTS_USCC', 'pledge.registered']] : [],
    );
  });

  test.each<[string, string, Posted]>([
    ['debtor', SUBJECT.pledge, pledge({ debtor: { ...COMPANY, division: '440305' } })],
    ['enterprise', SUBJECT.policy, policy({ enterprise: { ...COMPANY, division: '440305' } })],
    ['from', SUBJECT.deal, deal({ from: { ...COMPANY, division: '440305' } })],
    ['to', SUBJECT.deal, deal({ to: { ...BUYER, division: '441900003000' } })],
    ['financed', SUBJECT.fund, facts.investmentClosed({ enterprise: { ...COMPANY, division: '440305' } })],
    ['beneficiary', SUBJECT.budget, facts.subsidyPaid({ beneficiary: { ...COMPANY, division: '440305' } })],
  ])('a contradicting division is found: %s', (_, subject, posted) => {
    expect(inShort(ownFindings(subject, standing(posted)))).toEqual([
      ['DIVISION_CONTRADICTS_USCC', posted.id],
    ]);
  });

  test('a party without a code has none that could fail', () => {
    const foreign = { ...PARTIES.foreign, division: 'overseas' };
    expect(ownFindings(SUBJECT.deal, standing(deal({ to: foreign })))).toEqual([]);
  });

  test('a contract void from the start has no findings', () => {
    const revoked = facts.pledgeRevoked({ registrationNumber: undefined });
    expect(ownFindings(SUBJECT.pledge, standing(pledge({ pledgor: enterprise }), revoked))).toEqual([]);
  });
});
