import { facts, type Overrides, type Posted, SOURCE, SUBJECT, USCC } from '../../support/facts.ts';
import { as, but, type Row } from './row.ts';

/** Corrections, withdrawals and requests: domain.md §3 and §4.8. */

const signed = facts.dealSigned();
const paid = facts.dealPaid();
const paidDeal = [signed, paid] as const;
const of = (id: string) => ({ supersedes: { source: SOURCE, id } });
const on = (subject: string) => ({ subject });
const corrected = (id: string, data: Overrides, subject: string = SUBJECT.deal): Posted =>
  facts.factCorrected({ ...of(id), data }, on(subject));
const withdrawn = (id: string, subject: string = SUBJECT.deal): Posted =>
  facts.factWithdrawn(of(id), on(subject));

const loan = [facts.pledgeRegistered(), facts.loanDisbursed()] as const;
const repaid = facts.loanRepaid({ principal: '800000' });

const direct: readonly Row[] = [
  ['the correction of no fact', paidDeal, corrected('E09', paid.data), 'SUPERSEDES_UNKNOWN /data/supersedes'],
  [
    'the correction on a subject that has none',
    [],
    facts.factCorrected(),
    'SUPERSEDES_UNKNOWN /data/supersedes',
  ],
  [
    'the correction of a fact of another source',
    paidDeal,
    but(facts.factCorrected(), '/data/supersedes/source', `urn:uscc:${USCC.otherBank}`),
    'SUPERSEDES_UNKNOWN /data/supersedes',
  ],
  [
    'the correction of a fact of another contract',
    [...paidDeal, ...loan],
    corrected('deal.paid', paid.data, SUBJECT.pledge),
    'SUPERSEDES_UNKNOWN /data/supersedes',
  ],
  [
    'the correction of a correction',
    [...paidDeal, facts.factCorrected()],
    as('again', corrected('fact.corrected', paid.data)),
    'NOT_CORRECTABLE /data/supersedes',
  ],
  [
    'the withdrawal of a correction',
    [...paidDeal, facts.factCorrected()],
    withdrawn('fact.corrected'),
    'NOT_CORRECTABLE /data/supersedes',
  ],
  [
    'the withdrawal of a withdrawal',
    [...paidDeal, facts.factWithdrawn()],
    as('again', withdrawn('fact.withdrawn')),
    'NOT_CORRECTABLE /data/supersedes',
  ],
  [
    'a withdrawal twice',
    [...paidDeal, facts.factWithdrawn()],
    as('again', facts.factWithdrawn()),
    'ALREADY_WITHDRAWN /data/supersedes',
  ],
  [
    'the correction of a withdrawn fact',
    [...paidDeal, facts.factWithdrawn()],
    facts.factCorrected(),
    'ALREADY_WITHDRAWN /data/supersedes',
  ],
  [
    'the correction of itself',
    paidDeal,
    corrected('fact.corrected', paid.data),
    'SUPERSEDES_UNKNOWN /data/supersedes',
  ],
  [
    'corrected data with a number for money',
    paidDeal,
    corrected('deal.paid', { ...paid.data, amount: 5 }),
    'MONEY_NOT_TEXT /data/data/amount',
  ],
  [
    'corrected data without a field',
    paidDeal,
    corrected('deal.paid', { effectiveOn: '2020-04-01' }),
    'FIELD_MISSING /data/data/amount',
  ],
  [
    'corrected data without its date',
    paidDeal,
    corrected('deal.paid', { amount: '5' }),
    'FIELD_MISSING /data/data/effectiveOn',
  ],
  [
    'corrected data with an unknown field',
    paidDeal,
    corrected('deal.paid', { ...paid.data, amuont: '5' }),
    'FIELD_UNKNOWN /data/data/amuont',
  ],
  [
    'corrected data of another type',
    paidDeal,
    corrected('deal.paid', facts.dealTerminated().data),
    'FIELD_MISSING /data/data/amount',
    'FIELD_UNKNOWN /data/data/reason',
  ],
  [
    'corrected data with a mobile number',
    paidDeal,
    corrected('deal.signed', { ...signed.data, rights: [{ kind: 'copyright', number: '13800138000' }] }),
    'PERSONAL_DATA /data/data/rights/0/number',
  ],
  [
    'corrected data with a date to come',
    paidDeal,
    corrected('deal.paid', { ...paid.data, effectiveOn: '2024-06-17' }),
    'EFFECTIVE_RANGE /data/data/effectiveOn',
  ],
  [
    'corrected data with a division that was not there',
    paidDeal,
    corrected('deal.signed', {
      ...signed.data,
      from: { ...(signed.data.from as object), division: '441900404000' },
    }),
    'DIVISION_NOT_VALID /data/data/from/division',
  ],
  [
    'corrected data with a rule within broken',
    paidDeal,
    corrected('deal.signed', { ...signed.data, kind: 'assignment' }),
    'LICENSE_SCOPE /data/data/licenseScope',
  ],
  [
    'a correction with a date to come',
    paidDeal,
    facts.factCorrected({ effectiveOn: '2024-06-17' }),
    'EFFECTIVE_RANGE /data/effectiveOn',
  ],
  [
    'the withdrawal of a signature under a payment',
    paidDeal,
    withdrawn('deal.signed'),
    'NOT_OPENED /data: deal.paid',
  ],
  [
    'the withdrawal of a registration under a loan',
    loan,
    withdrawn('pledge.registered', SUBJECT.pledge),
    'NOT_OPENED /data: loan.disbursed',
  ],
  [
    'the withdrawal of a loan under a repayment',
    [...loan, repaid],
    withdrawn('loan.disbursed', SUBJECT.pledge),
    'DRAW_UNKNOWN /data: loan.repaid',
  ],
  [
    'a loan corrected to less than was repaid',
    [...loan, repaid],
    corrected('loan.disbursed', { ...facts.loanDisbursed().data, principal: '700000' }, SUBJECT.pledge),
    'ABOVE_OUTSTANDING /data: loan.repaid',
  ],
  [
    'a loan corrected to after its repayment',
    [...loan, repaid],
    corrected('loan.disbursed', { ...facts.loanDisbursed().data, effectiveOn: '2020-04-02' }, SUBJECT.pledge),
    'DRAW_UNKNOWN /data: loan.repaid',
  ],
  [
    'a registration corrected to after its loan',
    loan,
    corrected(
      'pledge.registered',
      { ...facts.pledgeRegistered().data, effectiveOn: '2019-04-02' },
      SUBJECT.pledge,
    ),
    'NOT_OPENED /data: loan.disbursed',
  ],
  [
    'a secured amount corrected to less than was lent',
    loan,
    corrected(
      'pledge.registered',
      { ...facts.pledgeRegistered().data, securedAmount: '700000' },
      SUBJECT.pledge,
    ),
    'ABOVE_SECURED_AMOUNT /data: loan.disbursed',
  ],
  [
    'a right corrected away that was released later',
    [facts.pledgeRegistered(), facts.pledgeRightsReleased()],
    corrected(
      'pledge.registered',
      { ...facts.pledgeRegistered().data, rights: [{ kind: 'invention', number: '201510001000.8' }] },
      SUBJECT.pledge,
    ),
    'RIGHT_NOT_PLEDGED /data: pledge.rightsReleased',
  ],
  [
    'a repayment corrected to above the draw',
    [...loan, repaid],
    corrected('loan.repaid', { ...repaid.data, principal: '800000.01' }, SUBJECT.pledge),
    'ABOVE_OUTSTANDING /data: loan.repaid',
  ],
  [
    'a price kind corrected under its royalties',
    [signed, facts.dealRoyaltySettled()],
    corrected('deal.signed', { ...signed.data, priceKind: 'lumpSum' }),
    'NO_ROYALTIES /data: deal.royaltySettled',
  ],
  [
    'the withdrawal of capital under an investment',
    [facts.fundEstablished(), facts.fundCommitted(), facts.fundPaidIn(), facts.investmentClosed()],
    withdrawn('fund.paidIn', SUBJECT.fund),
    'ABOVE_CASH /data: investment.closed',
  ],
  [
    'the withdrawal of a subsidy that was returned',
    [facts.budgetAppropriated(), facts.subsidyPaid(), facts.subsidyReturned()],
    withdrawn('subsidy.paid', SUBJECT.budget),
    'PAYMENT_UNKNOWN /data: subsidy.returned',
  ],
  [
    'the withdrawal of an admission under a compensation',
    [facts.riskPoolFunded(), facts.riskPoolAdmitted(), facts.compensationPaid()],
    withdrawn('riskPool.admitted', SUBJECT.riskPool),
    'FINANCING_NOT_ADMITTED /data: compensation.paid',
  ],
  [
    'the withdrawal of a period that was closed',
    [facts.periodClosed({ period: '2024-03' }, on('period/2024-03'))],
    withdrawn('period.closed', 'period/2024-03'),
    'NOT_CORRECTABLE /data/supersedes',
  ],
  [
    'the withdrawal of a target without approval',
    [facts.targetSet({ year: 2030 })],
    withdrawn('target.set', SUBJECT.target),
    'FOUR_EYES /type',
  ],
  [
    'the correction of a target without approval',
    [facts.targetSet({ year: 2031 })],
    corrected('target.set', { ...facts.targetSet().data, year: 2031 }, SUBJECT.target),
    'FOUR_EYES /type',
  ],
];

const requested = facts.changeRequested();
const approved = facts.changeApproved();
const lessLent = {
  effectiveOn: '2024-06-01',
  ...of('loan.disbursed'),
  data: { ...facts.loanDisbursed().data, principal: '700000' },
  reason: '金额误录',
};
const rejected = facts.changeRejected();

const requests: readonly Row[] = [
  ['the approval of no request', paidDeal, approved, 'REQUEST_UNKNOWN /data/request'],
  ['the rejection of no request', paidDeal, rejected, 'REQUEST_UNKNOWN /data/request'],
  [
    'the approval of what is no request',
    paidDeal,
    facts.changeApproved({ request: { source: SOURCE, id: 'deal.paid' } }),
    'REQUEST_UNKNOWN /data/request',
  ],
  [
    'the approval of a request on another subject',
    [...paidDeal, requested],
    but(approved, '/subject', SUBJECT.policy),
    'REQUEST_UNKNOWN /data/request',
  ],
  [
    'an approval twice',
    [...paidDeal, requested, approved],
    as('again', approved),
    'REQUEST_DECIDED /data/request',
  ],
  [
    'an approval after the rejection',
    [...paidDeal, requested, rejected],
    approved,
    'REQUEST_DECIDED /data/request',
  ],
  [
    'a rejection after the approval',
    [...paidDeal, requested, approved],
    rejected,
    'REQUEST_DECIDED /data/request',
  ],
  [
    'the approval of a correction of what was corrected since',
    [...paidDeal, requested, facts.factCorrected()],
    approved,
    'REQUEST_STALE /data/request',
  ],
  [
    'the approval of a correction of what was withdrawn since',
    [...paidDeal, requested, facts.factWithdrawn()],
    approved,
    'REQUEST_STALE /data/request',
  ],
  [
    'a request for a payment',
    paidDeal,
    facts.changeRequested({ type: 'deal.paid', data: paid.data }),
    'VALUE_NOT_ALLOWED /data/type',
  ],
  [
    'a request for an approval',
    paidDeal,
    facts.changeRequested({ type: 'change.approved', data: approved.data }),
    'VALUE_NOT_ALLOWED /data/type',
  ],
  [
    'a request with data of another type',
    paidDeal,
    facts.changeRequested({ type: 'fact.withdrawn' }),
    'FIELD_UNKNOWN /data/data/data',
  ],
  [
    'a request without its data',
    paidDeal,
    facts.changeRequested({ data: { effectiveOn: '2024-06-01' } }),
    'FIELD_MISSING /data/data/data',
    'FIELD_MISSING /data/data/reason',
    'FIELD_MISSING /data/data/supersedes',
  ],
  [
    'a request for corrected data with a number for money',
    paidDeal,
    but(requested, '/data/data/data/amount', 5),
    'MONEY_NOT_TEXT /data/data/data/amount',
  ],
  [
    'a request to correct no fact',
    paidDeal,
    but(requested, '/data/data/supersedes/id', 'E09'),
    'SUPERSEDES_UNKNOWN /data/data/supersedes',
  ],
  [
    'the approval of a withdrawal of what others rest on',
    [
      ...paidDeal,
      facts.changeRequested({
        type: 'fact.withdrawn',
        data: { effectiveOn: '2024-06-01', ...of('deal.signed'), reason: '误录' },
      }),
    ],
    approved,
    'NOT_OPENED /data: deal.paid',
  ],
  [
    'the approval of what a fact recorded since rests on',
    [...loan, facts.changeRequested({ data: lessLent }, on(SUBJECT.pledge)), repaid],
    facts.changeApproved({}, on(SUBJECT.pledge)),
    'ABOVE_OUTSTANDING /data: loan.repaid',
  ],
  [
    'a request for a target on a contract',
    paidDeal,
    facts.changeRequested({ type: 'target.set', data: facts.targetSet().data }),
    'SUBJECT_FORM /subject',
  ],
];

export const CORRECTIONS: readonly Row[] = [...direct, ...requests];

/** April 2020 is closed before these. */
export const CLOSED_MONTH = as(
  'month',
  facts.periodClosed({ period: '2020-04', effectiveOn: '2020-05-10' }, on('period/2020-04')),
);
/** And all of 2019, by its year. */
export const CLOSED_YEAR = facts.periodClosed(
  { period: '2019', effectiveOn: '2020-05-10' },
  on('period/2019'),
);

export const IN_CLOSED_PERIODS: readonly Row[] = [
  [
    'the correction of a fact of a closed month',
    paidDeal,
    facts.factCorrected(),
    'PERIOD_CLOSED /data/supersedes',
  ],
  [
    'the withdrawal of a fact of a closed month',
    paidDeal,
    facts.factWithdrawn(),
    'PERIOD_CLOSED /data/supersedes',
  ],
  [
    'a correction out of a closed month',
    paidDeal,
    corrected('deal.paid', { ...paid.data, effectiveOn: '2020-05-01' }),
    'PERIOD_CLOSED /data/supersedes',
  ],
  [
    'a correction into a closed month',
    paidDeal,
    corrected('deal.signed', { ...signed.data, effectiveOn: '2020-04-01' }),
    'PERIOD_CLOSED /data/data/effectiveOn',
  ],
  [
    'the correction of a fact of a closed year',
    loan,
    corrected('loan.disbursed', { ...facts.loanDisbursed().data, principal: '1' }, SUBJECT.pledge),
    'PERIOD_CLOSED /data/supersedes',
  ],
  [
    'a correction into the last day of a closed year',
    [facts.riskPoolFunded({ effectiveOn: '2020-01-01' })],
    corrected(
      'riskPool.funded',
      { ...facts.riskPoolFunded().data, effectiveOn: '2019-12-31' },
      SUBJECT.riskPool,
    ),
    'PERIOD_CLOSED /data/data/effectiveOn',
  ],
  [
    'the approval of a correction of what was withdrawn by another',
    [
      ...paidDeal,
      requested,
      as(
        'second',
        facts.changeRequested({
          type: 'fact.withdrawn',
          data: { effectiveOn: '2024-06-01', ...of('deal.paid'), reason: '误录' },
        }),
      ),
      as('approval', facts.changeApproved({ request: { source: SOURCE, id: 'second' } })),
    ],
    approved,
    'REQUEST_STALE /data/request',
  ],
];
