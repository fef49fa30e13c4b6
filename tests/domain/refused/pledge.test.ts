import { describe } from 'vitest';
import { facts, PARTIES, type Posted, RIGHTS, USCC, withAt } from '../../support/facts.ts';
import { type RefusedRow, type TakenRow, testRefused, testTaken } from '../../support/rules.ts';

/** The rules of domain.md §4.1, and what §3 and §9 say of pledges. */

const registered = facts.pledgeRegistered();
const added = facts.pledgeRegistrationAdded();
const patentNumber = 'Y2019440000001';
const trademarkNumber = 'TM201900001';
const disbursed = facts.loanDisbursed();
const draw = [registered, disbursed];
const cancelled = facts.pledgeCancelled({ registrationNumber: undefined }, { id: 'end' });
const revoked = facts.pledgeRevoked({ registrationNumber: undefined }, { id: 'void' });
const defaulted = facts.loanDefaulted();
const late = { effectiveOn: '2024-01-05' };

describe('a registration', () => {
  const self = withAt(registered, '/data/pledgee', { uscc: USCC.company, name: '示例科技', kind: 'bank' });
  testRefused([
    [
      'of a debt that ends on its day',
      [],
      facts.pledgeRegistered({ debtUntil: '2019-03-01' }),
      'DATE_NOT_LATER',
      '/data/debtUntil',
    ],
    [
      'of a debt that has ended',
      [],
      facts.pledgeRegistered({ debtUntil: '2019-02-28' }),
      'DATE_NOT_LATER',
      '/data/debtUntil',
    ],
    ['to the pledgor', [], self, 'PARTIES_SAME', '/data/pledgee'],
    [
      'of a trademark as a patent',
      [],
      facts.pledgeRegistered({ rights: [RIGHTS.invention, RIGHTS.trademark] }),
      'RIGHT_NOT_OF_REGISTER',
      '/data/rights/1/kind',
    ],
    [
      'of a patent as a trademark',
      [],
      facts.pledgeRegistered({ register: 'trademark', rights: [RIGHTS.invention] }),
      'RIGHT_NOT_OF_REGISTER',
      '/data/rights/0/kind',
    ],
    [
      'of a copyright as another right',
      [],
      facts.pledgeRegistered({ register: 'other', rights: [RIGHTS.copyright] }),
      'RIGHT_NOT_OF_REGISTER',
      '/data/rights/0/kind',
    ],
    [
      'of a plant variety as a copyright',
      [],
      facts.pledgeRegistered({ register: 'copyright', rights: [RIGHTS.plantVariety] }),
      'RIGHT_NOT_OF_REGISTER',
      '/data/rights/0/kind',
    ],
    [
      'the day before the Patent Law',
      [],
      facts.pledgeRegistered({
        effectiveOn: '1985-03-31',
        pledgor: { ...PARTIES.company, division: 'overseas' },
      }),
      'EFFECTIVE_RANGE',
      '/data/effectiveOn',
    ],
    [
      'two days ahead',
      [],
      facts.pledgeRegistered({ effectiveOn: '2024-06-17' }),
      'EFFECTIVE_RANGE',
      '/data/effectiveOn',
    ],
    ['again', [registered], facts.pledgeRegistered({}, { id: 'again' }), 'ALREADY_OPENED', '/type'],
    [
      'again and later',
      [registered],
      facts.pledgeRegistered(late, { id: 'again' }),
      'ALREADY_OPENED',
      '/type',
    ],
    [
      'again and earlier',
      [registered],
      facts.pledgeRegistered({ effectiveOn: '2019-02-01' }, { id: 'again' }),
      'ALREADY_OPENED',
      '/data',
      'pledge.registered',
    ],
    [
      'after the contract is void',
      [registered, revoked],
      facts.pledgeRegistered(late, { id: 'again' }),
      'VOIDED',
      '/type',
    ],
    [
      'in a town code that is not valid yet',
      [],
      facts.pledgeRegistered({
        effectiveOn: '2021-10-30',
        debtor: undefined,
        pledgor: { ...PARTIES.company, division: '441900404000' },
      }),
      'DIVISION_NOT_VALID',
      '/data/pledgor/division',
    ],
  ]);
  testTaken([
    [
      'in a town code on its first day',
      [],
      facts.pledgeRegistered({
        effectiveOn: '2021-10-31',
        pledgor: { ...PARTIES.company, division: '441900404000' },
      }),
    ],
    ['on the first day of the Patent Law', [], facts.pledgeRegistered({ effectiveOn: '1985-04-01' })],
    ['a day ahead', [], facts.pledgeRegistered({ effectiveOn: '2024-06-16' })],
    ['of exactly 10^11 yuan', [], facts.pledgeRegistered({ securedAmount: '100000000000.00' })],
    ['of one fen', [], facts.pledgeRegistered({ securedAmount: '0.01' })],
    ['on 29 February of a leap year', [], facts.pledgeRegistered({ effectiveOn: '2020-02-29' })],
    [
      'by a natural person',
      [],
      facts.pledgeRegistered({ pledgor: { individual: true, division: '441900000000' } }),
    ],
    [
      'by a sole trader without a name',
      [],
      facts.pledgeRegistered({ pledgor: { uscc: USCC.soleTrader, division: '441900003000' } }),
    ],
    [
      'by a party of Hong Kong',
      [],
      facts.pledgeRegistered({
        pledgor: {
          foreign: { country: 'HK', registration: '12345678' },
          name: 'Example Ltd',
          division: 'overseas',
        },
      }),
    ],
    [
      'of 500 rights',
      [],
      facts.pledgeRegistered({
        register: 'trademark',
        rights: Array.from({ length: 500 }, (_, index) => ({ kind: 'trademark', number: String(index + 1) })),
      }),
    ],
  ]);
});

describe('what comes before the registration', () => {
  const rows: RefusedRow[] = [
    added,
    facts.pledgeAmended(),
    facts.pledgeRightsReleased(),
    facts.pledgeCancelled(),
    facts.pledgeRevoked(),
    revoked,
    facts.pledgeRealized(),
    disbursed,
    facts.loanRepaid(),
    facts.loanExtended(),
    facts.loanClassified(),
    defaulted,
    facts.loanWrittenOff(),
    facts.guaranteeSubrogated(),
    facts.loanRecovered(),
  ].map((fact) => [`${fact.type} without a contract`, [], fact, 'NOT_OPENED', '/type']);
  testRefused(rows);
  testRefused([
    [
      'a loan the day before',
      [registered],
      facts.loanDisbursed({ effectiveOn: '2019-02-28' }),
      'NOT_OPENED',
      '/type',
    ],
    [
      'a revocation the day before',
      [registered],
      facts.pledgeRevoked({ effectiveOn: '2019-02-28', registrationNumber: undefined }),
      'VOID_BEFORE_START',
      '/data/effectiveOn',
    ],
  ]);
  testTaken([
    ['a revocation on the same day', [registered], facts.pledgeRevoked({ effectiveOn: '2019-03-01' })],
    ['a loan on the same day', [registered], facts.loanDisbursed({ effectiveOn: '2019-03-01' })],
  ]);
});

describe('a further registration', () => {
  testRefused([
    [
      'of a patent as a trademark',
      [registered],
      facts.pledgeRegistrationAdded({ rights: [{ kind: 'design', number: '201530001002.8' }] }),
      'RIGHT_NOT_OF_REGISTER',
      '/data/rights/0/kind',
    ],
    [
      'under the number of the first',
      [registered],
      facts.pledgeRegistrationAdded({ registrationNumber: patentNumber }),
      'REGISTRATION_EXISTS',
      '/data/registrationNumber',
    ],
    [
      'under the number of a cancelled one',
      [registered, added, facts.pledgeCancelled()],
      facts.pledgeRegistrationAdded({ ...late, registrationNumber: patentNumber }, { id: 'more' }),
      'REGISTRATION_EXISTS',
      '/data/registrationNumber',
    ],
    [
      'of a right that is pledged',
      [registered],
      facts.pledgeRegistrationAdded({
        register: 'patent',
        rights: [{ kind: 'design', number: '201530001002.8' }, RIGHTS.invention],
      }),
      'RIGHT_ALREADY_PLEDGED',
      '/data/rights/1',
    ],
    [
      'of a right that is pledged under another spelling',
      [registered],
      facts.pledgeRegistrationAdded({
        register: 'patent',
        rights: [{ kind: 'invention', number: 'ZL2015100010008' }],
      }),
      'RIGHT_ALREADY_PLEDGED',
      '/data/rights/0',
    ],
    ['after the end', [registered, cancelled], facts.pledgeRegistrationAdded(late), 'NOT_ACTIVE', '/type'],
    [
      'after the contract is void',
      [registered, revoked],
      facts.pledgeRegistrationAdded(late),
      'VOIDED',
      '/type',
    ],
    ['after the contract is void, but dated before', [registered, revoked], added, 'VOIDED', '/type'],
  ]);
  testTaken([
    [
      'of the rights of a cancelled one',
      [registered, added, facts.pledgeCancelled()],
      facts.pledgeRegistrationAdded(
        { ...late, register: 'patent', registrationNumber: 'Y2', rights: [RIGHTS.invention] },
        { id: 'more' },
      ),
    ],
    [
      'of a right that was released',
      [registered, facts.pledgeRightsReleased()],
      facts.pledgeRegistrationAdded({
        ...late,
        register: 'patent',
        registrationNumber: 'Y2',
        rights: [RIGHTS.utilityModel],
      }),
    ],
    ['reported late', [registered, cancelled], added],
  ]);
});

describe('an amendment', () => {
  const amended = (data: Record<string, unknown>, id = 'pledge.amended'): Posted =>
    facts.pledgeAmended(
      { securedAmount: undefined, debtUntil: undefined, pledgee: undefined, ...data },
      { id },
    );
  testRefused([
    ['of nothing', [registered], amended({}), 'NOTHING_CHANGED', '/type'],
    [
      'to the amount in force',
      [registered],
      amended({ securedAmount: '1000000' }),
      'SAME_AS_BEFORE',
      '/data/securedAmount',
    ],
    [
      'to the day in force',
      [registered],
      amended({ debtUntil: '2025-03-01' }),
      'SAME_AS_BEFORE',
      '/data/debtUntil',
    ],
    [
      'to the pledgee in force',
      [registered],
      amended({ pledgee: PARTIES.bank }),
      'SAME_AS_BEFORE',
      '/data/pledgee',
    ],
    [
      'to the pledgee in force under another name',
      [registered],
      amended({ pledgee: { ...PARTIES.bank, name: '新名称银行' } }),
      'SAME_AS_BEFORE',
      '/data/pledgee',
    ],
    [
      'that changes the amount and keeps the pledgee',
      [registered],
      amended({ securedAmount: '5', pledgee: PARTIES.bank }),
      'SAME_AS_BEFORE',
      '/data/pledgee',
    ],
    [
      'to the pledgor as pledgee',
      [registered],
      amended({ pledgee: { uscc: USCC.company, name: 'x', kind: 'lessor' } }),
      'PARTIES_SAME',
      '/data/pledgee',
    ],
    [
      'back to what an earlier one brought',
      [registered, amended({ securedAmount: '5' })],
      amended({ securedAmount: '5.00', effectiveOn: '2019-07-01' }, 'again'),
      'SAME_AS_BEFORE',
      '/data/securedAmount',
    ],
    [
      'that is late and makes the next one change nothing',
      [registered, amended({ securedAmount: '5' })],
      amended({ securedAmount: '5', effectiveOn: '2019-04-01' }, 'late'),
      'SAME_AS_BEFORE',
      '/data',
      'pledge.amended',
    ],
    [
      'after the end',
      [registered, cancelled],
      amended({ ...late, securedAmount: '5' }),
      'NOT_ACTIVE',
      '/type',
    ],
    ['after the contract is void', [registered, revoked], amended({ securedAmount: '5' }), 'VOIDED', '/type'],
  ]);
  testTaken([
    ['below what is outstanding', draw, amended({ securedAmount: '5' })],
    ['before the end, reported after it', [registered, cancelled], amended({ securedAmount: '5' })],
  ]);
});

describe('a release of rights', () => {
  const released = (rights: unknown, effectiveOn = '2019-07-01'): Posted =>
    facts.pledgeRightsReleased({ rights, effectiveOn });
  const invention = { kind: 'invention', number: '201510001000.8' };
  const model = { kind: 'utilityModel', number: '201520001001.8' };
  const trademark = { kind: 'trademark', number: '20000001' };
  testRefused([
    [
      'of a right that is not pledged',
      [registered],
      released([model, trademark]),
      'RIGHT_NOT_PLEDGED',
      '/data/rights/1',
    ],
    [
      'of a number under another kind',
      [registered],
      released([{ ...model, kind: 'invention' }]),
      'RIGHT_NOT_PLEDGED',
      '/data/rights/0',
    ],
    ['of all rights', [registered], released([invention, model]), 'LAST_RIGHT', '/data/rights'],
    ['of one right twice in it', [registered], released([model, model]), 'RIGHT_REPEATED', '/data/rights/1'],
    [
      'of a right released before',
      [registered, released([model])],
      facts.pledgeRightsReleased({ rights: [model] }, { id: 'again' }),
      'RIGHT_NOT_PLEDGED',
      '/data/rights/0',
    ],
    [
      'of a right of a cancelled registration',
      [registered, added, facts.pledgeCancelled()],
      released([model], '2024-01-05'),
      'RIGHT_NOT_PLEDGED',
      '/data/rights/0',
    ],
    [
      'of the last right, when the other registration is cancelled',
      [registered, added, facts.pledgeCancelled()],
      released([trademark], '2024-01-05'),
      'LAST_RIGHT',
      '/data/rights',
    ],
    [
      'before the right was pledged',
      [registered, added],
      released([trademark], '2019-03-09'),
      'RIGHT_NOT_PLEDGED',
      '/data/rights/0',
    ],
    [
      'that is late and makes a later one release the last',
      [registered, released([model])],
      facts.pledgeRightsReleased({ rights: [invention], effectiveOn: '2019-06-01' }, { id: 'late' }),
      'LAST_RIGHT',
      '/data',
      'pledge.rightsReleased',
    ],
    ['after the end', [registered, cancelled], released([model], '2024-01-05'), 'NOT_ACTIVE', '/type'],
    ['after the contract is void', [registered, revoked], released([model]), 'VOIDED', '/type'],
  ]);
  testTaken([
    ['of all patents while a trademark stays', [registered, added], released([invention, model])],
    ['under another spelling', [registered], released([{ kind: 'utilityModel', number: 'CN2015200010018' }])],
  ]);
});

describe('a cancellation', () => {
  testRefused([
    [
      'of an unknown registration',
      [registered],
      facts.pledgeCancelled({ registrationNumber: 'Y0' }),
      'REGISTRATION_UNKNOWN',
      '/data/registrationNumber',
    ],
    [
      'of a registration cancelled before',
      [registered, added, facts.pledgeCancelled()],
      facts.pledgeCancelled(late, { id: 'again' }),
      'REGISTRATION_ENDED',
      '/data/registrationNumber',
    ],
    [
      'of a registration revoked before',
      [registered, added, facts.pledgeRevoked()],
      facts.pledgeCancelled(late),
      'REGISTRATION_ENDED',
      '/data/registrationNumber',
    ],
    ['after the end', [registered, cancelled], facts.pledgeCancelled(late), 'NOT_ACTIVE', '/type'],
    [
      'of a registration before it was added',
      [registered, added],
      facts.pledgeCancelled({ effectiveOn: '2019-03-05', registrationNumber: trademarkNumber }),
      'REGISTRATION_UNKNOWN',
      '/data/registrationNumber',
    ],
    [
      'that is late and before a loan',
      draw,
      facts.pledgeCancelled({ effectiveOn: '2019-03-20' }),
      'NOT_ACTIVE',
      '/data',
      'loan.disbursed',
    ],
    ['after the contract is void', [registered, revoked], facts.pledgeCancelled(late), 'VOIDED', '/type'],
  ]);
  testTaken([
    [
      'of all that is left',
      [registered, added, facts.pledgeCancelled()],
      facts.pledgeCancelled({ ...late, registrationNumber: undefined }, { id: 'rest' }),
    ],
    ['with loans outstanding', draw, cancelled],
  ]);
});

describe('a revocation', () => {
  testRefused([
    [
      'of an unknown registration',
      [registered],
      facts.pledgeRevoked({ registrationNumber: 'Y0' }),
      'REGISTRATION_UNKNOWN',
      '/data/registrationNumber',
    ],
    [
      'of a registration revoked before',
      [registered, added, facts.pledgeRevoked()],
      facts.pledgeRevoked(late, { id: 'again' }),
      'REGISTRATION_ENDED',
      '/data/registrationNumber',
    ],
    [
      'of all, again',
      [registered, revoked],
      facts.pledgeRevoked({ ...late, registrationNumber: undefined }, { id: 'again' }),
      'VOIDED',
      '/type',
    ],
    [
      'of one registration after all',
      [registered, revoked],
      facts.pledgeRevoked(late, { id: 'again' }),
      'VOIDED',
      '/type',
    ],
    [
      'that is late and before an amendment that needs the registration',
      [registered, added, facts.pledgeRightsReleased()],
      facts.pledgeRevoked({ effectiveOn: '2019-05-01' }),
      'RIGHT_NOT_PLEDGED',
      '/data',
      'pledge.rightsReleased',
    ],
  ]);
  testTaken([
    ['of a cancelled registration', [registered, added, facts.pledgeCancelled()], facts.pledgeRevoked()],
    [
      'after the end',
      [registered, cancelled],
      facts.pledgeRevoked({ ...late, registrationNumber: undefined }),
    ],
    [
      'before loans that are recorded',
      draw,
      facts.pledgeRevoked({ effectiveOn: '2019-03-01', registrationNumber: undefined }),
    ],
  ]);
});

describe('a realization', () => {
  testRefused([
    [
      'of nothing',
      [...draw, defaulted],
      facts.pledgeRealized({ toPledgee: '0', toPledgor: '0.00' }),
      'BOTH_ZERO_AMOUNTS',
      '/type',
    ],
    ['without a default', draw, facts.pledgeRealized(), 'NO_DEFAULT', '/type'],
    [
      'before the default',
      [...draw, defaulted],
      facts.pledgeRealized({ effectiveOn: '2021-04-30' }),
      'NO_DEFAULT',
      '/type',
    ],
    [
      'after the contract is void',
      [...draw, defaulted, revoked],
      facts.pledgeRealized(late),
      'VOIDED',
      '/type',
    ],
  ]);
  testTaken([
    [
      'that leaves all to the pledgor',
      [...draw, defaulted],
      facts.pledgeRealized({ toPledgee: '0', toPledgor: '0.01' }),
    ],
    ['after the end', [...draw, defaulted, cancelled], facts.pledgeRealized(late)],
  ]);
});

describe('a loan', () => {
  const more = (data: Record<string, unknown>): Posted =>
    facts.loanDisbursed({ drawId: 'L2', ...data }, { id: 'second' });
  testRefused([
    [
      'that matures on its day',
      [registered],
      facts.loanDisbursed({ maturity: '2019-04-01' }),
      'DATE_NOT_LATER',
      '/data/maturity',
    ],
    [
      'under the id of another draw',
      draw,
      facts.loanDisbursed({ principal: '1' }, { id: 'second' }),
      'DRAW_EXISTS',
      '/data/drawId',
    ],
    [
      'above the secured amount',
      [registered],
      facts.loanDisbursed({ principal: '1000000.01' }),
      'ABOVE_SECURED_AMOUNT',
      '/data/principal',
    ],
    [
      'above what is left of the secured amount',
      draw,
      more({ principal: '200000.01' }),
      'ABOVE_SECURED_AMOUNT',
      '/data/principal',
    ],
    [
      'above the amount as amended',
      [registered, facts.pledgeAmended({ securedAmount: '5' })],
      facts.loanDisbursed({ effectiveOn: '2019-06-02', principal: '6' }),
      'ABOVE_SECURED_AMOUNT',
      '/data/principal',
    ],
    [
      'that is late and leaves too little for the next',
      draw,
      more({ effectiveOn: '2019-03-20', principal: '200001' }),
      'ABOVE_SECURED_AMOUNT',
      '/data',
      'loan.disbursed',
    ],
    [
      'after the end',
      [registered, cancelled],
      facts.loanDisbursed({ ...late, maturity: '2024-05-05' }),
      'NOT_ACTIVE',
      '/type',
    ],
    ['after the contract is void', [registered, revoked], disbursed, 'VOIDED', '/type'],
  ]);
  testTaken([
    ['of all that is left', draw, more({ principal: '200000' })],
    [
      'of what was repaid',
      [...draw, facts.loanRepaid()],
      more({ effectiveOn: '2020-04-02', principal: '300000' }),
    ],
    [
      'above the secured amount with a guarantee',
      [facts.pledgeRegistered({ securityMix: 'ipAndGuarantee' })],
      facts.loanDisbursed({ principal: '5000000' }),
    ],
  ]);
});

describe('what happens to a draw', () => {
  const draws: Posted[] = [
    facts.loanRepaid(),
    facts.loanExtended(),
    facts.loanClassified(),
    defaulted,
    facts.loanWrittenOff(),
    facts.guaranteeSubrogated(),
    facts.loanRecovered(),
  ];
  testRefused(
    draws.map(
      (fact): RefusedRow => [
        `${fact.type} of an unknown draw`,
        draw,
        withAt(fact, '/data/drawId', 'L2'),
        'DRAW_UNKNOWN',
        '/data/drawId',
      ],
    ),
  );
  testRefused(
    draws.map(
      (fact): RefusedRow => [
        `${fact.type} before the draw`,
        draw,
        withAt(fact, '/data/effectiveOn', '2019-03-31'),
        'DRAW_UNKNOWN',
        '/data/drawId',
      ],
    ),
  );
  const after = draws
    .filter(({ type }) => type !== 'loan.recovered')
    .map((fact) => withAt(fact, '/data/effectiveOn', '2024-01-05'));
  testTaken(after.map((fact): TakenRow => [`${fact.type} after the end`, [...draw, cancelled], fact]));
  testTaken(
    after.map((fact): TakenRow => [`${fact.type} after the contract is void`, [...draw, revoked], fact]),
  );
  testRefused([
    [
      'a repayment of nothing',
      draw,
      facts.loanRepaid({ principal: '0', interest: '0.0' }),
      'BOTH_ZERO_AMOUNTS',
      '/type',
    ],
    [
      'a repayment of no principal and no interest stated',
      draw,
      facts.loanRepaid({ principal: '0', interest: undefined }),
      'BOTH_ZERO_AMOUNTS',
      '/type',
    ],
    [
      'a repayment above the outstanding',
      draw,
      facts.loanRepaid({ principal: '800000.01' }),
      'ABOVE_OUTSTANDING',
      '/data/principal',
    ],
    [
      'a repayment above what is left',
      [...draw, facts.loanRepaid()],
      facts.loanRepaid({ effectiveOn: '2020-05-01', principal: '700000.01' }, { id: 'again' }),
      'ABOVE_OUTSTANDING',
      '/data/principal',
    ],
    [
      'a late repayment that leaves too little for the next',
      [...draw, facts.loanRepaid({ principal: '800000' })],
      facts.loanRepaid({ effectiveOn: '2020-01-01', principal: '0.01' }, { id: 'late' }),
      'ABOVE_OUTSTANDING',
      '/data',
      'loan.repaid',
    ],
    [
      'a write-off above the outstanding',
      draw,
      facts.loanWrittenOff({ principal: '800000.01' }),
      'ABOVE_OUTSTANDING',
      '/data/principal',
    ],
    [
      'a subrogation above what a write-off left',
      [...draw, facts.loanWrittenOff()],
      facts.guaranteeSubrogated({ principal: '600000.01' }),
      'ABOVE_OUTSTANDING',
      '/data/principal',
    ],
    [
      'a repayment above what a subrogation left',
      [...draw, facts.guaranteeSubrogated()],
      facts.loanRepaid({ ...late, principal: '700000.01' }),
      'ABOVE_OUTSTANDING',
      '/data/principal',
    ],
    [
      'an extension to the same day',
      draw,
      facts.loanExtended({ maturity: '2021-04-01' }),
      'MATURITY_NOT_LATER',
      '/data/maturity',
    ],
    [
      'an extension to an earlier day',
      draw,
      facts.loanExtended({ maturity: '2021-03-31' }),
      'MATURITY_NOT_LATER',
      '/data/maturity',
    ],
    [
      'a late extension that goes beyond the next',
      [...draw, facts.loanExtended()],
      facts.loanExtended({ effectiveOn: '2020-01-01', maturity: '2022-04-01' }, { id: 'late' }),
      'MATURITY_NOT_LATER',
      '/data',
      'loan.extended',
    ],
    [
      'a default with nothing outstanding',
      [...draw, facts.loanRepaid({ principal: '800000' })],
      defaulted,
      'NOTHING_OUTSTANDING',
      '/data/drawId',
    ],
    [
      'a recovery of what was never lost',
      draw,
      facts.loanRecovered(),
      'ABOVE_RECOVERABLE',
      '/data/principal',
    ],
    [
      'a recovery above what was lost',
      [...draw, facts.loanWrittenOff(), facts.guaranteeSubrogated()],
      facts.loanRecovered({ principal: '300000.01' }),
      'ABOVE_RECOVERABLE',
      '/data/principal',
    ],
    [
      'recoveries above what was lost in sum',
      [...draw, facts.loanWrittenOff(), facts.loanRecovered()],
      facts.loanRecovered({ effectiveOn: '2021-09-01', principal: '150000.01' }, { id: 'again' }),
      'ABOVE_RECOVERABLE',
      '/data/principal',
    ],
    [
      'a recovery after the loss of another draw',
      [
        ...draw,
        facts.loanDisbursed({ drawId: 'L2', principal: '200000' }, { id: 'second' }),
        facts.loanWrittenOff(),
      ],
      facts.loanRecovered({ drawId: 'L2' }),
      'ABOVE_RECOVERABLE',
      '/data/principal',
    ],
  ]);
  testTaken([
    ['a repayment of interest alone', draw, facts.loanRepaid({ principal: '0', interest: '0.01' })],
    ['a repayment of all', draw, facts.loanRepaid({ principal: '800000.00' })],
    ['a second default', [...draw, defaulted], facts.loanDefaulted(late, { id: 'again' })],
    [
      'a recovery of all that was lost',
      [...draw, facts.loanWrittenOff(), facts.guaranteeSubrogated()],
      facts.loanRecovered({ principal: '300000' }),
    ],
    [
      'a recovery after the contract is void',
      [...draw, facts.loanWrittenOff(), revoked],
      facts.loanRecovered(late),
    ],
    ['a recovery after the end', [...draw, facts.loanWrittenOff(), cancelled], facts.loanRecovered(late)],
  ]);
});
