import { facts, PARTIES, type Posted, USCC } from '../../support/facts.ts';
import { as, type Row } from './row.ts';

/** Funds, securitizations, risk pools and budgets: domain.md §4.4–4.6 and §9. */

const established = facts.fundEstablished();
const committed = facts.fundCommitted();
const paidIn = facts.fundPaidIn();
const closed = facts.investmentClosed();
const rescinded = facts.investmentRescinded();
const liquidated = facts.fundLiquidated();
const exited = facts.exitMade();
const capital: readonly Posted[] = [established, committed, paidIn];
const invested: readonly Posted[] = [...capital, closed];
const individual = { partner: PARTIES.individual, partnerKind: 'social' };

const funds: readonly Row[] = [
  ['a fund established twice', [established], as('again', established), 'ALREADY_OPENED /type'],
  ['a commitment to no fund', [], committed, 'NOT_OPENED /type'],
  [
    'a partner of two kinds',
    [established, committed],
    as('again', facts.fundCommitted({ partnerKind: 'social' })),
    'PARTNER_KIND /data/partnerKind',
  ],
  [
    'natural persons of two kinds',
    [established, facts.fundCommitted(individual)],
    as('again', facts.fundCommitted({ ...individual, partnerKind: 'stateOwned' })),
    'PARTNER_KIND /data/partnerKind',
  ],
  [
    'capital with the kind of its partner',
    [established, committed],
    facts.fundPaidIn({ partnerKind: 'stateOwned' }),
    'FIELD_UNKNOWN /data/partnerKind',
  ],
  [
    'capital above what was committed',
    [established, committed, paidIn],
    as('again', facts.fundPaidIn({ amount: '400000.01' })),
    'ABOVE_COMMITTED /data/amount',
  ],
  [
    'capital of a partner that committed nothing',
    [established, committed],
    facts.fundPaidIn({ partner: { uscc: USCC.otherPartner, name: '另一投资人' } }),
    'ABOVE_COMMITTED /data/amount',
  ],
  [
    'capital before it was committed',
    [established, committed],
    facts.fundPaidIn({ effectiveOn: '2019-01-19' }),
    'ABOVE_COMMITTED /data/amount',
  ],
  [
    'late capital that leaves too little for what is recorded',
    [established, committed, facts.fundPaidIn({ amount: '1000000' })],
    as('late', facts.fundPaidIn({ effectiveOn: '2019-01-25', amount: '0.01' })),
    'ABOVE_COMMITTED /data: fund.paidIn',
  ],
  [
    'an investment above the cash',
    capital,
    facts.investmentClosed({ amount: '600000.01' }),
    'ABOVE_CASH /data/amount',
  ],
  [
    'an investment before the capital',
    capital,
    facts.investmentClosed({ effectiveOn: '2019-01-31' }),
    'ABOVE_CASH /data/amount',
  ],
  [
    'a first closing twice',
    invested,
    as('again', facts.investmentClosed({ effectiveOn: '2019-06-01', amount: '1' })),
    'PROJECT_CLOSED /data/projectId',
  ],
  [
    'a follow-on without a closing',
    capital,
    facts.investmentFollowedOn(),
    'PROJECT_NOT_CLOSED /data/projectId',
  ],
  [
    'a follow-on before the closing',
    invested,
    facts.investmentFollowedOn({ effectiveOn: '2019-04-30' }),
    'PROJECT_NOT_CLOSED /data/projectId',
  ],
  [
    'a follow-on above the cash',
    invested,
    facts.investmentFollowedOn({ amount: '200000.01' }),
    'ABOVE_CASH /data/amount',
  ],
  [
    'a late investment that leaves too little for a recorded one',
    [...invested, facts.investmentFollowedOn({ amount: '200000' })],
    as('late', facts.investmentClosed({ projectId: 'X2', effectiveOn: '2020-01-01', amount: '1' })),
    'ABOVE_CASH /data: investment.followedOn',
  ],
  ['the rescission of no project', capital, rescinded, 'PROJECT_NOT_CLOSED /data/projectId'],
  [
    'a rescission twice',
    [...invested, rescinded],
    as('again', rescinded),
    'PROJECT_NOT_CLOSED /data/projectId',
  ],
  [
    'a follow-on after the rescission',
    [...invested, rescinded],
    facts.investmentFollowedOn(),
    'PROJECT_NOT_CLOSED /data/projectId',
  ],
  ['an exit after the rescission', [...invested, rescinded], exited, 'PROJECT_NOT_CLOSED /data/projectId'],
  ['the exit of no project', capital, exited, 'PROJECT_NOT_CLOSED /data/projectId'],
  [
    'an exit after the full exit',
    [...invested, exited],
    as('again', facts.exitMade({ effectiveOn: '2022-06-01', proceeds: '0' })),
    'PROJECT_EXITED /data/projectId',
  ],
  [
    'a follow-on after the full exit',
    [...invested, exited],
    facts.investmentFollowedOn({ effectiveOn: '2022-06-01' }),
    'PROJECT_EXITED /data/projectId',
  ],
  [
    'a late full exit before a recorded follow-on',
    [...invested, facts.investmentFollowedOn()],
    facts.exitMade({ effectiveOn: '2020-04-01' }),
    'PROJECT_EXITED /data: investment.followedOn',
  ],
  [
    'a distribution above the cash',
    invested,
    facts.fundDistributed({ amount: '200000.01' }),
    'ABOVE_CASH /data/amount',
  ],
  ['a liquidation twice', [established, liquidated], as('again', liquidated), 'LIQUIDATED /type'],
  [
    'a commitment after the liquidation',
    [established, liquidated],
    facts.fundCommitted({ effectiveOn: '2023-06-02' }),
    'LIQUIDATED /type',
  ],
  [
    'a reservation after the liquidation',
    [established, liquidated],
    facts.projectReserved({ effectiveOn: '2023-06-02' }),
    'LIQUIDATED /type',
  ],
  [
    'an exit after the liquidation',
    [...invested, liquidated],
    facts.exitMade({ effectiveOn: '2023-06-02' }),
    'LIQUIDATED /type',
  ],
  [
    'a late liquidation before a recorded distribution',
    [...invested, facts.fundDistributed()],
    facts.fundLiquidated({ effectiveOn: '2022-05-31' }),
    'LIQUIDATED /data: fund.distributed',
  ],
  [
    'a project in a town that was not there yet',
    capital,
    facts.investmentClosed({ enterprise: { ...PARTIES.company, division: '441900404000' } }),
    'DIVISION_NOT_VALID /data/enterprise/division',
  ],
  [
    'a distribution above the cash with the proceeds',
    [...invested, exited],
    facts.fundDistributed({ amount: '1100000.01' }),
    'ABOVE_CASH /data/amount',
  ],
  [
    'a distribution before the rescinded money is back',
    [...invested, rescinded],
    facts.fundDistributed({ effectiveOn: '2021-04-30', amount: '600000' }),
    'ABOVE_CASH /data/amount',
  ],
  [
    'the rescission of a project only reserved',
    [established, facts.projectReserved()],
    rescinded,
    'PROJECT_NOT_CLOSED /data/projectId',
  ],
];

const approved = facts.programmeApproved();
const issued = facts.trancheIssued();

const securitizations: readonly Row[] = [
  ['a programme approved twice', [approved], as('again', approved), 'ALREADY_OPENED /type'],
  ['a tranche of no programme', [], issued, 'NOT_OPENED /type'],
  [
    'a tranche before the approval',
    [approved],
    facts.trancheIssued({ effectiveOn: '2020-01-09' }),
    'NOT_OPENED /type',
  ],
  [
    'a tranche above the shelf',
    [approved],
    facts.trancheIssued({ amount: '100000000.01' }),
    'ABOVE_SHELF /data/amount',
  ],
  [
    'tranches above the shelf',
    [approved, issued],
    as('again', facts.trancheIssued({ trancheId: 'T2', amount: '40000000.01' })),
    'ABOVE_SHELF /data/amount',
  ],
  [
    'a tranche twice',
    [approved, issued],
    as('again', facts.trancheIssued({ amount: '1' })),
    'TRANCHE_EXISTS /data/trancheId',
  ],
  [
    'a late tranche that leaves too little for a recorded one',
    [approved, facts.trancheIssued({ amount: '100000000' })],
    as('late', facts.trancheIssued({ trancheId: 'T2', effectiveOn: '2020-02-01', amount: '0.01' })),
    'ABOVE_SHELF /data: tranche.issued',
  ],
  [
    'the repayment of no tranche',
    [approved, issued],
    facts.trancheRepaid({ trancheId: 'T2' }),
    'TRANCHE_UNKNOWN /data/trancheId',
  ],
  [
    'a repayment before the issue',
    [approved, issued],
    facts.trancheRepaid({ effectiveOn: '2020-02-09' }),
    'TRANCHE_UNKNOWN /data/trancheId',
  ],
  [
    'repayments above the issue',
    [approved, issued, facts.trancheRepaid()],
    as('again', facts.trancheRepaid({ principal: '0.01' })),
    'ABOVE_ISSUED /data/principal',
  ],
  ['a credit event of no programme', [], facts.programmeCreditEvent(), 'NOT_OPENED /type'],
];

const funded = facts.riskPoolFunded();
const admitted = facts.riskPoolAdmitted();
const compensated = facts.compensationPaid();
const otherFinancing = `pledge/${USCC.bank}.P2`;

const pools: readonly Row[] = [
  ['an admission to no pool', [], admitted, 'NOT_OPENED /type'],
  [
    'a financing admitted twice',
    [funded, admitted],
    as('again', facts.riskPoolAdmitted({ lossShareBp: 3000 })),
    'FINANCING_ADMITTED /data/financing',
  ],
  [
    'a compensation of no financing',
    [funded, admitted],
    facts.compensationPaid({ financing: otherFinancing }),
    'FINANCING_NOT_ADMITTED /data/financing',
  ],
  [
    'a compensation before the admission',
    [funded, admitted],
    facts.compensationPaid({ effectiveOn: '2019-04-01' }),
    'FINANCING_NOT_ADMITTED /data/financing',
  ],
  [
    'a compensation above the share',
    [funded, admitted],
    facts.compensationPaid({ amount: '250000.01' }),
    'ABOVE_SHARE /data/amount',
  ],
  [
    'a compensation above a share with part of a fen',
    [funded, facts.riskPoolAdmitted({ lossShareBp: 3333 })],
    facts.compensationPaid({ unpaidPrincipal: '100.01', amount: '33.34' }),
    'ABOVE_SHARE /data/amount',
  ],
  [
    'a compensation above the balance',
    [funded, admitted],
    facts.compensationPaid({ unpaidPrincipal: '3000000', amount: '1000000.01' }),
    'ABOVE_BALANCE /data/amount',
  ],
  [
    'a late compensation that leaves too little for a recorded one',
    [funded, admitted, facts.compensationPaid({ unpaidPrincipal: '2000000', amount: '1000000' })],
    as('late', facts.compensationPaid({ effectiveOn: '2021-08-01', amount: '1' })),
    'ABOVE_BALANCE /data: compensation.paid',
  ],
  [
    'a claw-back of no financing',
    [funded, admitted],
    facts.compensationClawedBack({ financing: otherFinancing }),
    'FINANCING_NOT_ADMITTED /data/financing',
  ],
  [
    'a claw-back of nothing compensated',
    [funded, admitted],
    facts.compensationClawedBack(),
    'ABOVE_COMPENSATED /data/amount',
  ],
  [
    'claw-backs above what was compensated',
    [funded, admitted, compensated, facts.compensationClawedBack()],
    as('again', facts.compensationClawedBack({ amount: '150000.01' })),
    'ABOVE_COMPENSATED /data/amount',
  ],
];

const appropriated = facts.budgetAppropriated();
const subsidy = facts.subsidyPaid();

const budgets: readonly Row[] = [
  ['a subsidy out of no budget', [], subsidy, 'NOT_OPENED /type'],
  [
    'a subsidy above what is left',
    [appropriated, subsidy],
    as('again', facts.subsidyPaid({ amount: '970000.01' })),
    'ABOVE_BALANCE /data/amount',
  ],
  [
    'a subsidy before the appropriation',
    [appropriated],
    facts.subsidyPaid({ effectiveOn: '2019-12-31' }),
    'NOT_OPENED /type',
  ],
  [
    'a late subsidy that leaves too little for a recorded one',
    [appropriated, facts.subsidyPaid({ amount: '1000000' })],
    as('late', facts.subsidyPaid({ effectiveOn: '2020-07-01', amount: '0.01' })),
    'ABOVE_BALANCE /data: subsidy.paid',
  ],
  [
    'the return of no payment',
    [appropriated, subsidy],
    facts.subsidyReturned({ payment: 'S-0' }),
    'PAYMENT_UNKNOWN /data/payment',
  ],
  [
    'the return of what is no payment',
    [appropriated, subsidy],
    facts.subsidyReturned({ payment: 'budget.appropriated' }),
    'PAYMENT_UNKNOWN /data/payment',
  ],
  [
    'a return before the payment',
    [appropriated, subsidy],
    facts.subsidyReturned({ effectiveOn: '2020-07-31' }),
    'PAYMENT_UNKNOWN /data/payment',
  ],
  [
    'returns above the payment',
    [appropriated, subsidy, facts.subsidyReturned()],
    as('again', facts.subsidyReturned({ amount: '20000.01' })),
    'ABOVE_PAYMENT /data/amount',
  ],
  [
    'a beneficiary in a town that was not there yet',
    [appropriated],
    facts.subsidyPaid({ beneficiary: { ...PARTIES.company, division: '441900404000' } }),
    'DIVISION_NOT_VALID /data/beneficiary/division',
  ],
];

export const CAPITAL: readonly Row[] = [...funds, ...securitizations, ...pools, ...budgets];
