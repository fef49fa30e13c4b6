import { describe } from 'vitest';
import { facts, PARTIES, type Posted, USCC } from '../../support/facts.ts';
import { type RefusedRow, testRefused, testTaken } from '../../support/rules.ts';

/** The rules of domain.md §4.4, and what §3 and §9 say of funds. 1,000,000 committed, 600,000 paid in, 400,000 invested. */

const established = facts.fundEstablished();
const committed = facts.fundCommitted();
const capital = [established, committed, facts.fundPaidIn()];
const invested = [...capital, facts.investmentClosed()];
const rescinded = facts.investmentRescinded();
const liquidated = facts.fundLiquidated();
const exited = facts.exitMade();
const anew = (data = {}): Posted =>
  facts.investmentClosed({ effectiveOn: '2021-06-01', ...data }, { id: 'anew' });

describe('a fund', () => {
  testRefused([
    [
      'established again',
      [established],
      facts.fundEstablished({}, { id: 'again' }),
      'ALREADY_OPENED',
      '/type',
    ],
    [
      'established again and earlier',
      [established],
      facts.fundEstablished({ effectiveOn: '2019-01-09' }, { id: 'again' }),
      'ALREADY_OPENED',
      '/data',
      'fund.established',
    ],
    [
      'liquidated twice',
      [established, liquidated],
      facts.fundLiquidated({ effectiveOn: '2024-01-01' }, { id: 'again' }),
      'LIQUIDATED',
      '/type',
    ],
    [
      'liquidated before what it still did',
      invested,
      facts.fundLiquidated({ effectiveOn: '2019-04-30' }),
      'LIQUIDATED',
      '/data',
      'investment.closed',
    ],
  ]);
  testRefused(
    [
      committed,
      facts.fundPaidIn(),
      facts.projectReserved(),
      facts.investmentClosed(),
      facts.investmentFollowedOn(),
      rescinded,
      exited,
      facts.fundDistributed(),
      liquidated,
    ].map((fact): RefusedRow => [`without which ${fact.type} is posted`, [], fact, 'NOT_OPENED', '/type']),
  );
  const after = { effectiveOn: '2023-06-02' };
  testRefused(
    [
      facts.fundCommitted(after, { id: 'after' }),
      facts.fundPaidIn({ ...after, amount: '1' }, { id: 'after' }),
      facts.projectReserved(after),
      facts.investmentClosed({ ...after, projectId: 'X2' }, { id: 'after' }),
      facts.investmentFollowedOn(after),
      facts.exitMade(after),
      facts.fundDistributed(after),
    ].map(
      (fact): RefusedRow => [
        `liquidated before ${fact.type}`,
        [...invested, liquidated],
        fact,
        'LIQUIDATED',
        '/type',
      ],
    ),
  );
  testTaken([
    ['liquidated before a rescission', [...invested, liquidated], facts.investmentRescinded(after)],
    ['liquidated on the day of its last act', invested, facts.fundLiquidated({ effectiveOn: '2019-05-01' })],
    ['liquidated before a late report', [...capital, liquidated], facts.investmentClosed()],
  ]);
});

describe('capital', () => {
  const other = { uscc: USCC.otherPartner, name: '另一合伙人' };
  testRefused([
    [
      'of a partner under another kind',
      [established, committed],
      facts.fundCommitted({ partnerKind: 'social' }, { id: 'again' }),
      'PARTNER_KIND',
      '/data/partnerKind',
    ],
    [
      'of natural persons under two kinds',
      [established, facts.fundCommitted({ partner: PARTIES.individual, partnerKind: 'social' })],
      facts.fundCommitted({ partner: PARTIES.individual }, { id: 'again' }),
      'PARTNER_KIND',
      '/data/partnerKind',
    ],
    [
      'of a partner under another kind, earlier',
      [established, committed],
      facts.fundCommitted({ partnerKind: 'social', effectiveOn: '2019-01-15' }, { id: 'late' }),
      'PARTNER_KIND',
      '/data',
      'fund.committed',
    ],
    [
      'above what was committed',
      [established, committed],
      facts.fundPaidIn({ amount: '1000000.01' }),
      'ABOVE_COMMITTED',
      '/data/amount',
    ],
    [
      'above what is left of it',
      capital,
      facts.fundPaidIn({ amount: '400000.01' }, { id: 'again' }),
      'ABOVE_COMMITTED',
      '/data/amount',
    ],
    [
      'of one who committed nothing',
      [established, committed],
      facts.fundPaidIn({ partner: other, amount: '1' }),
      'ABOVE_COMMITTED',
      '/data/amount',
    ],
    [
      'before it was committed',
      [established, committed],
      facts.fundPaidIn({ effectiveOn: '2019-01-19' }),
      'ABOVE_COMMITTED',
      '/data/amount',
    ],
    [
      'of another country under the same registration',
      [established, facts.fundCommitted({ partner: PARTIES.foreign })],
      facts.fundPaidIn({
        partner: { ...PARTIES.foreign, foreign: { country: 'AT', registration: 'HRB 12345' } },
      }),
      'ABOVE_COMMITTED',
      '/data/amount',
    ],
  ]);
  testTaken([
    ['of all that was committed', capital, facts.fundPaidIn({ amount: '400000' }, { id: 'again' })],
    [
      'of two commitments together',
      [established, committed, facts.fundCommitted({ amount: '1' }, { id: 'more' })],
      facts.fundPaidIn({ amount: '1000001' }),
    ],
    [
      'of natural persons, who are one partner',
      [
        established,
        facts.fundCommitted({ partner: PARTIES.individual }),
        facts.fundCommitted({ partner: PARTIES.individual }, { id: 'more' }),
      ],
      facts.fundPaidIn({ partner: PARTIES.individual, amount: '2000000' }),
    ],
    [
      'of a partner under another name',
      [established, committed],
      facts.fundPaidIn({ partner: { ...PARTIES.partner, name: '新名称' } }),
    ],
  ]);
});

describe('an investment', () => {
  testRefused([
    [
      'above the cash',
      capital,
      facts.investmentClosed({ amount: '600000.01' }),
      'ABOVE_CASH',
      '/data/amount',
    ],
    [
      'before anything was paid in',
      capital,
      facts.investmentClosed({ effectiveOn: '2019-01-31' }),
      'ABOVE_CASH',
      '/data/amount',
    ],
    ['in a project closed before', invested, anew({ amount: '1' }), 'PROJECT_CLOSED', '/data/projectId'],
    [
      'in a project closed before, earlier',
      invested,
      facts.investmentClosed({ amount: '1', effectiveOn: '2019-04-01' }, { id: 'late' }),
      'PROJECT_CLOSED',
      '/data',
      'investment.closed',
    ],
    [
      'that is late and leaves too little for the next',
      invested,
      facts.investmentClosed(
        { projectId: 'X2', amount: '200000.01', effectiveOn: '2019-04-01' },
        { id: 'late' },
      ),
      'ABOVE_CASH',
      '/data',
      'investment.closed',
    ],
    [
      'that follows on nothing',
      capital,
      facts.investmentFollowedOn(),
      'PROJECT_NOT_CLOSED',
      '/data/projectId',
    ],
    [
      'that follows on before the closing',
      invested,
      facts.investmentFollowedOn({ effectiveOn: '2019-04-30' }),
      'PROJECT_NOT_CLOSED',
      '/data/projectId',
    ],
    [
      'that follows on a reservation',
      [...capital, facts.projectReserved()],
      facts.investmentFollowedOn(),
      'PROJECT_NOT_CLOSED',
      '/data/projectId',
    ],
    [
      'that follows on above the cash',
      invested,
      facts.investmentFollowedOn({ amount: '200000.01' }),
      'ABOVE_CASH',
      '/data/amount',
    ],
    [
      'that follows on a full exit',
      [...invested, exited],
      facts.investmentFollowedOn({ effectiveOn: '2022-05-02' }),
      'PROJECT_EXITED',
      '/data/projectId',
    ],
    [
      'that follows on a rescission',
      [...invested, rescinded],
      facts.investmentFollowedOn({ effectiveOn: '2021-05-02' }),
      'PROJECT_NOT_CLOSED',
      '/data/projectId',
    ],
    [
      'in a town code that is not valid yet',
      capital,
      facts.investmentClosed({ enterprise: { ...PARTIES.company, division: '441900404000' } }),
      'DIVISION_NOT_VALID',
      '/data/enterprise/division',
    ],
  ]);
  testTaken([
    ['of all the cash', capital, facts.investmentClosed({ amount: '600000' })],
    [
      'of what came back by an exit',
      [...invested, exited],
      facts.investmentClosed(
        { projectId: 'X2', effectiveOn: '2022-05-02', amount: '1100000' },
        { id: 'second' },
      ),
    ],
    ['in a project anew after its rescission', [...invested, rescinded], anew({ amount: '600000' })],
    [
      'that follows on the closing anew',
      [...invested, rescinded, anew()],
      facts.investmentFollowedOn({ effectiveOn: '2021-07-01' }),
    ],
    ['reserved twice', [...capital, facts.projectReserved()], facts.projectReserved({}, { id: 'again' })],
  ]);
});

describe('a rescission', () => {
  testRefused([
    ['of a project never closed', capital, rescinded, 'PROJECT_NOT_CLOSED', '/data/projectId'],
    [
      'of another project',
      invested,
      facts.investmentRescinded({ projectId: 'X2' }),
      'PROJECT_NOT_CLOSED',
      '/data/projectId',
    ],
    [
      'of a project rescinded before',
      [...invested, rescinded],
      facts.investmentRescinded({ effectiveOn: '2021-06-01' }, { id: 'again' }),
      'PROJECT_NOT_CLOSED',
      '/data/projectId',
    ],
    [
      'before the fund',
      invested,
      facts.investmentRescinded({ effectiveOn: '2019-01-09' }),
      'NOT_OPENED',
      '/type',
    ],
    [
      'after which the project is closed anew with money that is not back yet',
      [...invested, rescinded],
      facts.investmentClosed({ effectiveOn: '2021-04-30', amount: '200000.01' }, { id: 'anew' }),
      'ABOVE_CASH',
      '/data/amount',
    ],
  ]);
  testTaken([
    [
      'of a project closed anew',
      [...invested, rescinded, anew()],
      facts.investmentRescinded({ effectiveOn: '2021-07-01' }, { id: 'again' }),
    ],
    ['dated before the closing', invested, facts.investmentRescinded({ effectiveOn: '2019-04-01' })],
    [
      'of a project exited in full',
      [...invested, exited],
      facts.investmentRescinded({ effectiveOn: '2022-06-01' }),
    ],
  ]);
});

describe('an exit', () => {
  testRefused([
    ['from a project never closed', capital, exited, 'PROJECT_NOT_CLOSED', '/data/projectId'],
    [
      'before the closing',
      invested,
      facts.exitMade({ effectiveOn: '2019-04-30' }),
      'PROJECT_NOT_CLOSED',
      '/data/projectId',
    ],
    [
      'after a full one',
      [...invested, exited],
      facts.exitMade({ effectiveOn: '2022-05-02' }, { id: 'again' }),
      'PROJECT_EXITED',
      '/data/projectId',
    ],
    [
      'in full before a partial one',
      [...invested, facts.exitMade({ full: false })],
      facts.exitMade({ effectiveOn: '2022-04-01' }, { id: 'late' }),
      'PROJECT_EXITED',
      '/data',
      'exit.made',
    ],
    ['after a rescission', [...invested, rescinded], exited, 'PROJECT_NOT_CLOSED', '/data/projectId'],
  ]);
  testTaken([
    [
      'after a partial one',
      [...invested, facts.exitMade({ full: false })],
      facts.exitMade({ effectiveOn: '2022-05-02' }, { id: 'again' }),
    ],
    ['that brings nothing', invested, facts.exitMade({ proceeds: '0' })],
  ]);
});

describe('a distribution', () => {
  testRefused([
    [
      'above the cash',
      invested,
      facts.fundDistributed({ amount: '200000.01' }),
      'ABOVE_CASH',
      '/data/amount',
    ],
    [
      'of proceeds not received yet',
      [...invested, exited],
      facts.fundDistributed({ effectiveOn: '2022-04-30', amount: '200000.01' }),
      'ABOVE_CASH',
      '/data/amount',
    ],
    [
      'that is late and leaves too little for an investment',
      invested,
      facts.fundDistributed({ effectiveOn: '2019-04-01', amount: '200000.01' }),
      'ABOVE_CASH',
      '/data',
      'investment.closed',
    ],
  ]);
  testTaken([
    ['of all the cash', invested, facts.fundDistributed({ amount: '200000' })],
    [
      'of what a rescission brought back',
      [...invested, rescinded],
      facts.fundDistributed({ amount: '600000' }),
    ],
  ]);
});
