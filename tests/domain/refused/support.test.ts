import { describe } from 'vitest';
import { facts, PARTIES, type Posted, SUBJECT } from '../../support/facts.ts';
import { type RefusedRow, testRefused, testTaken } from '../../support/rules.ts';

/** The rules of domain.md §4.5 and §4.6: securitization, risk pools and subsidy budgets. */

describe('a programme', () => {
  const approved = facts.programmeApproved();
  const issued = facts.trancheIssued();
  const second = (data = {}): Posted => facts.trancheIssued({ trancheId: 'T2', ...data }, { id: 'second' });
  testRefused(
    [issued, facts.trancheRepaid(), facts.programmeCreditEvent()].map(
      (fact): RefusedRow => [`without which ${fact.type} is posted`, [], fact, 'NOT_OPENED', '/type'],
    ),
  );
  testRefused([
    ['approved again', [approved], facts.programmeApproved({}, { id: 'again' }), 'ALREADY_OPENED', '/type'],
    [
      'approved again and earlier',
      [approved],
      facts.programmeApproved({ effectiveOn: '2020-01-09' }, { id: 'again' }),
      'ALREADY_OPENED',
      '/data',
      'programme.approved',
    ],
    [
      'that issues before it is approved',
      [approved],
      facts.trancheIssued({ effectiveOn: '2020-01-09' }),
      'NOT_OPENED',
      '/type',
    ],
    [
      'that issues above its shelf',
      [approved],
      facts.trancheIssued({ amount: '100000000.01' }),
      'ABOVE_SHELF',
      '/data/amount',
    ],
    [
      'that issues above what is left of its shelf',
      [approved, issued],
      second({ amount: '40000000.01' }),
      'ABOVE_SHELF',
      '/data/amount',
    ],
    [
      'that has a late issue and none left for the next',
      [approved, issued],
      second({ amount: '40000000.01', effectiveOn: '2020-02-01' }),
      'ABOVE_SHELF',
      '/data',
      'tranche.issued',
    ],
    [
      'that issues a tranche twice',
      [approved, issued],
      facts.trancheIssued({ amount: '1' }, { id: 'again' }),
      'TRANCHE_EXISTS',
      '/data/trancheId',
    ],
    [
      'that repays an unknown tranche',
      [approved, issued],
      facts.trancheRepaid({ trancheId: 'T2' }),
      'TRANCHE_UNKNOWN',
      '/data/trancheId',
    ],
    [
      'that repays before the issue',
      [approved, issued],
      facts.trancheRepaid({ effectiveOn: '2020-02-09' }),
      'TRANCHE_UNKNOWN',
      '/data/trancheId',
    ],
    [
      'that repays more than it issued',
      [approved, issued],
      facts.trancheRepaid({ principal: '60000000.01' }),
      'ABOVE_ISSUED',
      '/data/principal',
    ],
    [
      'that repays again what is repaid',
      [approved, issued, facts.trancheRepaid()],
      facts.trancheRepaid({ principal: '0.01', effectiveOn: '2023-03-01' }, { id: 'again' }),
      'ABOVE_ISSUED',
      '/data/principal',
    ],
  ]);
  testTaken([
    ['that issues all of its shelf', [approved, issued], second({ amount: '40000000' })],
    ['of a tranche without enterprises', [approved], facts.trancheIssued({ enterprises: [] })],
    [
      'that repays in parts',
      [approved, issued, facts.trancheRepaid({ principal: '1', effectiveOn: '2022-01-01' }, { id: 'part' })],
      facts.trancheRepaid({ principal: '59999999' }),
    ],
  ]);
  testRefused([
    [
      'whose shelf is not given back by repayment',
      [approved, issued, facts.trancheRepaid()],
      second({ amount: '40000000.01', effectiveOn: '2023-03-01' }),
      'ABOVE_SHELF',
      '/data/amount',
    ],
  ]);
});

describe('a risk pool', () => {
  const funded = facts.riskPoolFunded();
  const admitted = facts.riskPoolAdmitted();
  const paid = facts.compensationPaid();
  testRefused(
    [admitted, paid, facts.compensationClawedBack()].map(
      (fact): RefusedRow => [`without which ${fact.type} is posted`, [], fact, 'NOT_OPENED', '/type'],
    ),
  );
  testRefused([
    [
      'that admits before it is funded',
      [funded],
      facts.riskPoolAdmitted({ effectiveOn: '2018-12-31' }),
      'NOT_OPENED',
      '/type',
    ],
    [
      'that admits a financing twice',
      [funded, admitted],
      facts.riskPoolAdmitted({ lossShareBp: 1 }, { id: 'again' }),
      'FINANCING_ADMITTED',
      '/data/financing',
    ],
    [
      'that admits a financing twice, the second time earlier',
      [funded, admitted],
      facts.riskPoolAdmitted({ effectiveOn: '2019-02-01' }, { id: 'again' }),
      'FINANCING_ADMITTED',
      '/data',
      'riskPool.admitted',
    ],
    [
      'that compensates a financing not admitted',
      [funded, admitted],
      facts.compensationPaid({ financing: 'pledge/other' }),
      'FINANCING_NOT_ADMITTED',
      '/data/financing',
    ],
    [
      'that compensates before the admission',
      [funded, admitted],
      facts.compensationPaid({ effectiveOn: '2019-04-01' }),
      'FINANCING_NOT_ADMITTED',
      '/data/financing',
    ],
    [
      'that compensates above the share',
      [funded, admitted],
      facts.compensationPaid({ amount: '250000.01' }),
      'ABOVE_SHARE',
      '/data/amount',
    ],
    [
      'that compensates half a fen too much',
      [funded, admitted],
      facts.compensationPaid({ unpaidPrincipal: '0.01', amount: '0.01' }),
      'ABOVE_SHARE',
      '/data/amount',
    ],
    [
      'that compensates above its balance',
      [funded, admitted],
      facts.compensationPaid({ unpaidPrincipal: '9000000', amount: '1000000.01' }),
      'ABOVE_BALANCE',
      '/data/amount',
    ],
    [
      'that compensates above what is left',
      [funded, admitted, paid],
      facts.compensationPaid(
        { effectiveOn: '2021-10-01', unpaidPrincipal: '9000000', amount: '750000.01' },
        { id: 'again' },
      ),
      'ABOVE_BALANCE',
      '/data/amount',
    ],
    [
      'that claws back from a financing not admitted',
      [funded, admitted, paid],
      facts.compensationClawedBack({ financing: 'pledge/other' }),
      'FINANCING_NOT_ADMITTED',
      '/data/financing',
    ],
    [
      'that claws back more than it compensated',
      [funded, admitted, paid],
      facts.compensationClawedBack({ amount: '250000.01' }),
      'ABOVE_COMPENSATED',
      '/data/amount',
    ],
    [
      'that claws back more than is left of it',
      [funded, admitted, paid, facts.compensationClawedBack()],
      facts.compensationClawedBack({ amount: '150000.01' }, { id: 'again' }),
      'ABOVE_COMPENSATED',
      '/data/amount',
    ],
    [
      'that claws back before the compensation',
      [funded, admitted, paid],
      facts.compensationClawedBack({ effectiveOn: '2021-08-31' }),
      'ABOVE_COMPENSATED',
      '/data/amount',
    ],
  ]);
  testTaken([
    ['funded again', [funded], facts.riskPoolFunded({}, { id: 'again' })],
    [
      'funded again and earlier',
      [funded, admitted],
      facts.riskPoolFunded({ effectiveOn: '2018-06-01' }, { id: 'again' }),
    ],
    ['funded and used on one day', [facts.riskPoolFunded({ effectiveOn: '2019-04-02' })], admitted],
    [
      'that compensates from a second contribution',
      [funded, admitted, facts.riskPoolFunded({ effectiveOn: '2021-08-01' }, { id: 'more' })],
      facts.compensationPaid({ unpaidPrincipal: '4000000', amount: '2000000' }),
    ],
    [
      'that compensates again what was clawed back',
      [funded, admitted, paid, facts.compensationClawedBack()],
      facts.compensationPaid(
        { effectiveOn: '2023-01-01', unpaidPrincipal: '9000000', amount: '850000' },
        { id: 'again' },
      ),
    ],
  ]);
});

describe('a budget', () => {
  const appropriated = facts.budgetAppropriated();
  const paid = facts.subsidyPaid();
  const returned = facts.subsidyReturned();
  testRefused(
    [paid, returned].map(
      (fact): RefusedRow => [`without which ${fact.type} is posted`, [], fact, 'NOT_OPENED', '/type'],
    ),
  );
  testRefused([
    [
      'that pays before it is appropriated',
      [appropriated],
      facts.subsidyPaid({ effectiveOn: '2019-12-31' }),
      'NOT_OPENED',
      '/type',
    ],
    [
      'that pays more than it has',
      [appropriated],
      facts.subsidyPaid({ amount: '1000000.01' }),
      'ABOVE_BALANCE',
      '/data/amount',
    ],
    [
      'that pays more than it has left',
      [appropriated, paid],
      facts.subsidyPaid({ amount: '970000.01' }, { id: 'again' }),
      'ABOVE_BALANCE',
      '/data/amount',
    ],
    [
      'that has a late payment and too little for the next',
      [appropriated, paid],
      facts.subsidyPaid({ amount: '970000.01', effectiveOn: '2020-07-01' }, { id: 'late' }),
      'ABOVE_BALANCE',
      '/data',
      'subsidy.paid',
    ],
    [
      'that gets back an unknown payment',
      [appropriated, paid],
      facts.subsidyReturned({ payment: 'other' }),
      'PAYMENT_UNKNOWN',
      '/data/payment',
    ],
    [
      'that gets back an appropriation',
      [appropriated, paid],
      facts.subsidyReturned({ payment: 'budget.appropriated' }),
      'PAYMENT_UNKNOWN',
      '/data/payment',
    ],
    [
      'that gets back before the payment',
      [appropriated, paid],
      facts.subsidyReturned({ effectiveOn: '2020-07-31' }),
      'PAYMENT_UNKNOWN',
      '/data/payment',
    ],
    [
      'that gets back more than it paid',
      [appropriated, paid],
      facts.subsidyReturned({ amount: '30000.01' }),
      'ABOVE_PAYMENT',
      '/data/amount',
    ],
    [
      'that gets back more than is left of it',
      [appropriated, paid, returned],
      facts.subsidyReturned({ amount: '20000.01' }, { id: 'again' }),
      'ABOVE_PAYMENT',
      '/data/amount',
    ],
    [
      'that pays a person by name',
      [appropriated],
      facts.subsidyPaid({ beneficiary: { individual: true, name: '张三', division: '441900000000' } }),
      'PERSONAL_DATA',
      '/data/beneficiary/name',
    ],
    [
      'that pays in a town code that is not valid yet',
      [appropriated],
      facts.subsidyPaid({ beneficiary: { ...PARTIES.company, division: '441900404000' } }),
      'DIVISION_NOT_VALID',
      '/data/beneficiary/division',
    ],
  ]);
  testTaken([
    ['appropriated again', [appropriated], facts.budgetAppropriated({ level: 'central' }, { id: 'again' })],
    [
      'appropriated again and earlier',
      [appropriated, paid],
      facts.budgetAppropriated({ effectiveOn: '2019-06-01' }, { id: 'again' }),
    ],
    ['that pays all it has', [appropriated, paid], facts.subsidyPaid({ amount: '970000' }, { id: 'again' })],
    [
      'that pays again what was returned',
      [appropriated, paid, returned],
      facts.subsidyPaid({ effectiveOn: '2021-01-01', amount: '980000' }, { id: 'again' }),
    ],
    [
      'that pays for a financing nobody has recorded',
      [appropriated],
      facts.subsidyPaid({ financing: SUBJECT.pledge }),
    ],
  ]);
});
