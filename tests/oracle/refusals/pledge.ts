import { facts, type Overrides, PARTIES, type Posted, RIGHTS, SUBJECT, USCC } from '../../support/facts.ts';
import { as, type Row } from './row.ts';

/** `pledge/…`: domain.md §4.1, §3 and §9. */

const registered = facts.pledgeRegistered();
const added = facts.pledgeRegistrationAdded();
const lent = facts.loanDisbursed();
const defaulted = facts.loanDefaulted();
const cancelled = facts.pledgeCancelled({ registrationNumber: undefined });
const revoked = facts.pledgeRevoked({ registrationNumber: undefined });
/** Amended in nothing but what is given. */
const amended = (data: Overrides): Posted =>
  facts.pledgeAmended({ securedAmount: undefined, debtUntil: undefined, pledgee: undefined, ...data });
const first = 'Y2019440000001';
const invention = { kind: 'invention', number: '201510001000.8' };
const utilityModel = { kind: 'utilityModel', number: '201520001001.8' };

const registrations: readonly Row[] = [
  [
    'a registration of a financing that has one',
    [registered],
    as('again', registered),
    'ALREADY_OPENED /type',
  ],
  [
    'a second registration with an earlier date',
    [registered],
    as('again', facts.pledgeRegistered({ effectiveOn: '2019-02-01' })),
    'ALREADY_OPENED /data: pledge.registered',
  ],
  [
    'a pledgee that pledges to itself',
    [],
    facts.pledgeRegistered({ pledgee: { uscc: USCC.company, name: '示例', kind: 'bank' } }),
    'PARTIES_SAME /data/pledgee',
  ],
  [
    'a trademark in the patent register',
    [],
    facts.pledgeRegistered({ rights: [RIGHTS.invention, RIGHTS.trademark] }),
    'RIGHT_NOT_OF_REGISTER /data/rights/1/kind',
  ],
  [
    'a patent in the trademark register',
    [],
    facts.pledgeRegistered({ register: 'trademark', rights: [RIGHTS.invention] }),
    'RIGHT_NOT_OF_REGISTER /data/rights/0/kind',
  ],
  [
    'a plant variety in the copyright register',
    [],
    facts.pledgeRegistered({ register: 'copyright', rights: [RIGHTS.plantVariety] }),
    'RIGHT_NOT_OF_REGISTER /data/rights/0/kind',
  ],
  [
    'a copyright in the register of others',
    [],
    facts.pledgeRegistered({ register: 'other', rights: [RIGHTS.copyright] }),
    'RIGHT_NOT_OF_REGISTER /data/rights/0/kind',
  ],
  [
    'a right twice',
    [],
    facts.pledgeRegistered({ rights: [invention, utilityModel, invention] }),
    'RIGHT_REPEATED /data/rights/2',
  ],
  [
    'a right twice in two ways of writing',
    [],
    facts.pledgeRegistered({ rights: [invention, { kind: 'invention', number: 'zl2015100010008' }] }),
    'RIGHT_REPEATED /data/rights/1',
  ],
  [
    'a debt that ends on the day',
    [],
    facts.pledgeRegistered({ debtUntil: '2019-03-01' }),
    'DATE_NOT_LATER /data/debtUntil',
  ],
  [
    'a debt that ended before',
    [],
    facts.pledgeRegistered({ debtUntil: '2019-02-28' }),
    'DATE_NOT_LATER /data/debtUntil',
  ],
  [
    'a town that was not there yet',
    [],
    facts.pledgeRegistered({
      effectiveOn: '2021-10-30',
      pledgor: { ...PARTIES.company, division: '441900404000' },
    }),
    'DIVISION_NOT_VALID /data/pledgor/division',
  ],
  [
    'a town of the debtor that was not there yet',
    [],
    facts.pledgeRegistered({ debtor: { ...PARTIES.otherCompany, division: '441900404000' } }),
    'DIVISION_NOT_VALID /data/debtor/division',
  ],
  ['one more registration where there is none', [], added, 'NOT_OPENED /type'],
  [
    'one more registration before the first',
    [registered],
    facts.pledgeRegistrationAdded({ effectiveOn: '2019-02-28' }),
    'NOT_OPENED /type',
  ],
  [
    'one more registration under the same number',
    [registered],
    facts.pledgeRegistrationAdded({ registrationNumber: first }),
    'REGISTRATION_EXISTS /data/registrationNumber',
  ],
  [
    'one more registration of a right pledged here',
    [registered],
    facts.pledgeRegistrationAdded({ register: 'patent', rights: [RIGHTS.utilityModel] }),
    'RIGHT_ALREADY_PLEDGED /data/rights/0',
  ],
  [
    'one more registration of a right of another register',
    [registered],
    facts.pledgeRegistrationAdded({ rights: [RIGHTS.copyright] }),
    'RIGHT_NOT_OF_REGISTER /data/rights/0/kind',
  ],
  [
    'one more registration with a right twice',
    [registered],
    facts.pledgeRegistrationAdded({ rights: [RIGHTS.trademark, { kind: 'trademark', number: '20000001' }] }),
    'RIGHT_REPEATED /data/rights/1',
  ],
  [
    'one more registration after the cancellation',
    [registered, cancelled],
    facts.pledgeRegistrationAdded({ effectiveOn: '2023-01-11' }),
    'NOT_ACTIVE /type',
  ],
  [
    'a late registration of a right that a recorded one pledges',
    [registered, added],
    as('late', facts.pledgeRegistrationAdded({ effectiveOn: '2019-03-05', registrationNumber: 'TM2' })),
    'RIGHT_ALREADY_PLEDGED /data: pledge.registrationAdded',
  ],
  [
    'one more registration under the number of a revoked one',
    [registered, added, facts.pledgeRevoked({ effectiveOn: '2019-05-01' })],
    as('again', facts.pledgeRegistrationAdded({ effectiveOn: '2019-08-01', registrationNumber: first })),
    'REGISTRATION_EXISTS /data/registrationNumber',
  ],
];

const changes: readonly Row[] = [
  ['an amendment of nothing', [registered], amended({}), 'NOTHING_CHANGED /type'],
  [
    'an amendment to the amount in force',
    [registered],
    amended({ securedAmount: '1000000' }),
    'SAME_AS_BEFORE /data/securedAmount',
  ],
  [
    'an amendment to the date in force',
    [registered],
    amended({ securedAmount: '2', debtUntil: '2025-03-01' }),
    'SAME_AS_BEFORE /data/debtUntil',
  ],
  [
    'an amendment to the pledgee in force',
    [registered],
    amended({ pledgee: { ...PARTIES.bank, name: '更名银行' } }),
    'SAME_AS_BEFORE /data/pledgee',
  ],
  [
    'an amendment to the pledgor as pledgee',
    [registered],
    amended({ pledgee: { uscc: USCC.company, name: '示例', kind: 'bank' } }),
    'PARTIES_SAME /data/pledgee',
  ],
  [
    'an amendment before the registration',
    [registered],
    amended({ effectiveOn: '2019-02-28', securedAmount: '2' }),
    'NOT_OPENED /type',
  ],
  [
    'an amendment after the cancellation',
    [registered, cancelled],
    amended({ effectiveOn: '2023-01-11', securedAmount: '2' }),
    'NOT_ACTIVE /type',
  ],
  [
    'a late amendment to what a recorded one says',
    [registered, amended({ securedAmount: '2000000' })],
    as('late', amended({ effectiveOn: '2019-05-01', securedAmount: '2000000.0' })),
    'SAME_AS_BEFORE /data: pledge.amended',
  ],
  [
    'the release of a right not pledged',
    [registered],
    facts.pledgeRightsReleased({ rights: [{ kind: 'trademark', number: '20000001' }] }),
    'RIGHT_NOT_PLEDGED /data/rights/0',
  ],
  [
    'the release of a number of another kind',
    [registered],
    facts.pledgeRightsReleased({
      rights: [utilityModel, { kind: 'utilityModel', number: '201510001000.8' }],
    }),
    'RIGHT_NOT_PLEDGED /data/rights/1',
  ],
  [
    'the release of every right',
    [registered],
    facts.pledgeRightsReleased({ rights: [utilityModel, invention] }),
    'LAST_RIGHT /data/rights',
  ],
  [
    'the release of a right twice in a fact',
    [registered],
    facts.pledgeRightsReleased({ rights: [utilityModel, utilityModel] }),
    'RIGHT_REPEATED /data/rights/1',
  ],
  [
    'the release of a right twice',
    [registered, added, facts.pledgeRightsReleased()],
    as('again', facts.pledgeRightsReleased({ effectiveOn: '2019-08-01' })),
    'RIGHT_NOT_PLEDGED /data/rights/0',
  ],
  [
    'the release of a right of a cancelled registration',
    [registered, added, facts.pledgeCancelled({ effectiveOn: '2019-04-01' })],
    facts.pledgeRightsReleased(),
    'RIGHT_NOT_PLEDGED /data/rights/0',
  ],
  [
    'a release after the cancellation',
    [registered, cancelled],
    facts.pledgeRightsReleased({ effectiveOn: '2023-01-11' }),
    'NOT_ACTIVE /type',
  ],
];

const ends: readonly Row[] = [
  ['the cancellation of nothing', [], cancelled, 'NOT_OPENED /type'],
  [
    'the cancellation of an unknown registration',
    [registered],
    facts.pledgeCancelled({ registrationNumber: 'Y2' }),
    'REGISTRATION_UNKNOWN /data/registrationNumber',
  ],
  [
    'the cancellation of a registration twice',
    [registered, added, facts.pledgeCancelled()],
    as('again', facts.pledgeCancelled({ effectiveOn: '2023-02-01' })),
    'REGISTRATION_ENDED /data/registrationNumber',
  ],
  [
    'the cancellation of everything twice',
    [registered, cancelled],
    as('again', cancelled),
    'NOT_ACTIVE /type',
  ],
  [
    'the cancellation of a revoked registration',
    [registered, added, facts.pledgeRevoked({ effectiveOn: '2022-01-01' })],
    facts.pledgeCancelled(),
    'REGISTRATION_ENDED /data/registrationNumber',
  ],
  [
    'a late cancellation under a recorded loan',
    [registered, lent],
    as('late', facts.pledgeCancelled({ effectiveOn: '2019-03-15', registrationNumber: undefined })),
    'NOT_ACTIVE /data: loan.disbursed',
  ],
  [
    'the revocation of an unknown registration',
    [registered],
    facts.pledgeRevoked({ registrationNumber: 'Y2' }),
    'REGISTRATION_UNKNOWN /data/registrationNumber',
  ],
  [
    'the revocation of a registration twice',
    [registered, added, facts.pledgeRevoked()],
    as('again', facts.pledgeRevoked({ effectiveOn: '2023-03-01' })),
    'REGISTRATION_ENDED /data/registrationNumber',
  ],
  ['the revocation of everything twice', [registered, revoked], as('again', revoked), 'VOIDED /type'],
  [
    'a revocation before the registration',
    [registered],
    facts.pledgeRevoked({ effectiveOn: '2019-02-28', registrationNumber: undefined }),
    'VOID_BEFORE_START /data/effectiveOn',
  ],
  ['a revocation where there is nothing', [], revoked, 'NOT_OPENED /type'],
  [
    'an amendment after the revocation',
    [registered, revoked],
    amended({ securedAmount: '2' }),
    'VOIDED /type',
  ],
  ['a loan after the revocation', [registered, revoked], lent, 'VOIDED /type'],
  ['a cancellation after the revocation', [registered, revoked], cancelled, 'VOIDED /type'],
  ['a release after the revocation', [registered, revoked], facts.pledgeRightsReleased(), 'VOIDED /type'],
  ['one more registration after the revocation', [registered, revoked], added, 'VOIDED /type'],
  [
    'a registration anew after the revocation',
    [registered, revoked],
    as('again', registered),
    'VOIDED /type',
  ],
  [
    'a realization after the revocation',
    [registered, lent, defaulted, revoked],
    facts.pledgeRealized(),
    'VOIDED /type',
  ],
  [
    'a repayment beyond the draw after the revocation',
    [registered, lent, revoked],
    facts.loanRepaid({ principal: '800000.01' }),
    'ABOVE_OUTSTANDING /data/principal',
  ],
  ['a realization without a default', [registered, lent], facts.pledgeRealized(), 'NO_DEFAULT /type'],
  [
    'a realization dated before the default',
    [registered, lent, defaulted],
    facts.pledgeRealized({ effectiveOn: '2021-04-30' }),
    'NO_DEFAULT /type',
  ],
  [
    'a realization of nothing',
    [registered, lent, defaulted],
    facts.pledgeRealized({ toPledgee: '0', toPledgor: '0.00' }),
    'BOTH_ZERO_AMOUNTS /type',
  ],
  [
    'the cancellation of a registration before it was made',
    [registered, added],
    facts.pledgeCancelled({ effectiveOn: '2019-03-05', registrationNumber: 'TM201900001' }),
    'REGISTRATION_UNKNOWN /data/registrationNumber',
  ],
  [
    'the revocation of a registration before it was made',
    [registered, added],
    facts.pledgeRevoked({ effectiveOn: '2019-03-05', registrationNumber: 'TM201900001' }),
    'REGISTRATION_UNKNOWN /data/registrationNumber',
  ],
  [
    'an amendment after the only registration was revoked by its number',
    [registered, facts.pledgeRevoked()],
    amended({ securedAmount: '2' }),
    'VOIDED /type',
  ],
];

const loans: readonly Row[] = [
  ['a loan without a pledge', [], lent, 'NOT_OPENED /type'],
  [
    'a loan before the registration',
    [registered],
    facts.loanDisbursed({ effectiveOn: '2019-02-28' }),
    'NOT_OPENED /type',
  ],
  [
    'a loan on a number that is there',
    [registered, lent],
    as('again', facts.loanDisbursed({ principal: '1' })),
    'DRAW_EXISTS /data/drawId',
  ],
  [
    'a loan on a number that is there, repaid',
    [registered, lent, facts.loanRepaid({ principal: '800000' })],
    as('again', facts.loanDisbursed({ effectiveOn: '2020-05-01', principal: '1' })),
    'DRAW_EXISTS /data/drawId',
  ],
  [
    'loans above the secured amount',
    [registered, lent],
    as('again', facts.loanDisbursed({ drawId: 'L2', principal: '200000.01' })),
    'ABOVE_SECURED_AMOUNT /data/principal',
  ],
  [
    'loans above the secured amount after it was lowered',
    [registered, amended({ securedAmount: '800000' })],
    facts.loanDisbursed({ effectiveOn: '2019-07-01', principal: '800000.01' }),
    'ABOVE_SECURED_AMOUNT /data/principal',
  ],
  [
    'a late loan that leaves too little for a recorded one',
    [registered, lent],
    as('late', facts.loanDisbursed({ effectiveOn: '2019-03-15', drawId: 'L0', principal: '300000' })),
    'ABOVE_SECURED_AMOUNT /data: loan.disbursed',
  ],
  [
    'a loan due on its day',
    [registered],
    facts.loanDisbursed({ maturity: '2019-04-01' }),
    'DATE_NOT_LATER /data/maturity',
  ],
  [
    'a loan after the cancellation',
    [registered, cancelled],
    facts.loanDisbursed({ effectiveOn: '2023-01-11', maturity: '2024-01-01' }),
    'NOT_ACTIVE /type',
  ],
  [
    'the repayment of no draw',
    [registered, lent],
    facts.loanRepaid({ drawId: 'L2' }),
    'DRAW_UNKNOWN /data/drawId',
  ],
  [
    'a repayment before the draw',
    [registered, lent],
    facts.loanRepaid({ effectiveOn: '2019-03-31' }),
    'DRAW_UNKNOWN /data/drawId',
  ],
  [
    'a repayment above the draw',
    [registered, lent],
    facts.loanRepaid({ principal: '800000.01' }),
    'ABOVE_OUTSTANDING /data/principal',
  ],
  [
    'a second repayment above what is left',
    [registered, lent, facts.loanRepaid()],
    as('again', facts.loanRepaid({ principal: '700000.01' })),
    'ABOVE_OUTSTANDING /data/principal',
  ],
  [
    'a repayment of nothing',
    [registered, lent],
    facts.loanRepaid({ principal: '0', interest: '0' }),
    'BOTH_ZERO_AMOUNTS /type',
  ],
  [
    'a repayment of nothing, without interest',
    [registered, lent],
    facts.loanRepaid({ principal: '0', interest: undefined }),
    'BOTH_ZERO_AMOUNTS /type',
  ],
  [
    'a late repayment that leaves too little for a recorded one',
    [registered, lent, facts.loanRepaid({ principal: '800000' })],
    as('late', facts.loanRepaid({ effectiveOn: '2019-12-01', principal: '0.01' })),
    'ABOVE_OUTSTANDING /data: loan.repaid',
  ],
  [
    'an extension of no draw',
    [registered, lent],
    facts.loanExtended({ drawId: 'L2' }),
    'DRAW_UNKNOWN /data/drawId',
  ],
  [
    'an extension to the day in force',
    [registered, lent],
    facts.loanExtended({ maturity: '2021-04-01' }),
    'MATURITY_NOT_LATER /data/maturity',
  ],
  [
    'an extension to before the last extension',
    [registered, lent, facts.loanExtended()],
    as('again', facts.loanExtended({ effectiveOn: '2021-04-01', maturity: '2022-03-31' })),
    'MATURITY_NOT_LATER /data/maturity',
  ],
  [
    'a late extension to beyond a recorded one',
    [registered, lent, facts.loanExtended()],
    as('late', facts.loanExtended({ effectiveOn: '2021-02-01', maturity: '2022-04-01' })),
    'MATURITY_NOT_LATER /data: loan.extended',
  ],
  [
    'a class of no draw',
    [registered, lent],
    facts.loanClassified({ drawId: 'l1' }),
    'DRAW_UNKNOWN /data/drawId',
  ],
  ['the default of no draw', [registered], defaulted, 'DRAW_UNKNOWN /data/drawId'],
  [
    'the default of a draw repaid',
    [registered, lent, facts.loanRepaid({ principal: '800000' })],
    defaulted,
    'NOTHING_OUTSTANDING /data/drawId',
  ],
  [
    'a late repayment of all of a recorded default',
    [registered, lent, defaulted],
    facts.loanRepaid({ principal: '800000' }),
    'NOTHING_OUTSTANDING /data: loan.defaulted',
  ],
  ['the write-off of no draw', [registered], facts.loanWrittenOff(), 'DRAW_UNKNOWN /data/drawId'],
  [
    'a write-off above the draw',
    [registered, lent, facts.loanRepaid()],
    facts.loanWrittenOff({ principal: '700000.01' }),
    'ABOVE_OUTSTANDING /data/principal',
  ],
  ['the subrogation in no draw', [registered], facts.guaranteeSubrogated(), 'DRAW_UNKNOWN /data/drawId'],
  [
    'a subrogation above what is left',
    [registered, lent, facts.loanWrittenOff()],
    facts.guaranteeSubrogated({ principal: '600000.01' }),
    'ABOVE_OUTSTANDING /data/principal',
  ],
  ['a recovery of no draw', [registered], facts.loanRecovered(), 'DRAW_UNKNOWN /data/drawId'],
  [
    'a recovery of what was never written off',
    [registered, lent],
    facts.loanRecovered({ principal: '0.01' }),
    'ABOVE_RECOVERABLE /data/principal',
  ],
  [
    'recoveries above what was written off and subrogated',
    [registered, lent, facts.loanWrittenOff(), facts.guaranteeSubrogated(), facts.loanRecovered()],
    as('again', facts.loanRecovered({ principal: '250000.01' })),
    'ABOVE_RECOVERABLE /data/principal',
  ],
  [
    'a recovery dated before the write-off',
    [registered, lent, facts.loanWrittenOff()],
    facts.loanRecovered({ effectiveOn: '2021-05-31' }),
    'ABOVE_RECOVERABLE /data/principal',
  ],
  [
    'a repayment above the draw after the cancellation',
    [registered, lent, cancelled],
    facts.loanRepaid({ effectiveOn: '2023-02-01', principal: '800000.01' }),
    'ABOVE_OUTSTANDING /data/principal',
  ],
  [
    'a loan on the subject of a policy',
    [registered],
    { ...lent, subject: SUBJECT.policy },
    'SUBJECT_FORM /subject',
  ],
];

export const PLEDGE: readonly Row[] = [...registrations, ...changes, ...ends, ...loans];
