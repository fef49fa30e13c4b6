import { describe, expect, test } from 'vitest';
import { facts, PARTIES, type Posted, SOURCE, SUBJECT, USCC, VALID, withAt } from '../../support/facts.ts';
import { type RefusedRow, testRefused, testTaken } from '../../support/rules.ts';
import { bureau, refusalsOf, scenario } from '../../support/scenario.ts';

/** Corrections, withdrawals, requests and approvals (domain.md §3 and §4.8). */

const key = (id: string) => ({ source: SOURCE, id });
const onSubject = (subject: string, id: string) => ({ subject, id });
const corrected = (id: string, data: unknown, more: { subject?: string; as?: string } = {}): Posted =>
  facts.factCorrected(
    { supersedes: key(id), data },
    onSubject(more.subject ?? SUBJECT.deal, more.as ?? 'fact.corrected'),
  );
const withdrawn = (id: string, more: { subject?: string; as?: string } = {}): Posted =>
  facts.factWithdrawn(
    { supersedes: key(id) },
    onSubject(more.subject ?? SUBJECT.deal, more.as ?? 'fact.withdrawn'),
  );

const signed = facts.dealSigned();
const paid = facts.dealPaid();
const deal = [signed, paid];
const PAID = { effectiveOn: '2020-04-02', amount: '50000' };
const pledge = { subject: SUBJECT.pledge };
const registered = facts.pledgeRegistered();

describe('a correction', () => {
  testRefused([
    [
      'of a fact that is not recorded',
      deal,
      corrected('nothing', PAID),
      'SUPERSEDES_UNKNOWN',
      '/data/supersedes',
    ],
    [
      'of a fact of another source',
      deal,
      facts.factCorrected({ supersedes: { source: `urn:uscc:${USCC.otherBank}`, id: 'deal.paid' } }),
      'SUPERSEDES_UNKNOWN',
      '/data/supersedes',
    ],
    [
      'of a fact of another contract',
      [...deal, facts.dealSigned({}, { id: 'd2', subject: `deal/${USCC.bank}.D2` })],
      corrected('deal.paid', PAID, { subject: `deal/${USCC.bank}.D2` }),
      'SUPERSEDES_UNKNOWN',
      '/data/supersedes',
    ],
    ['of itself', deal, corrected('fact.corrected', PAID), 'SUPERSEDES_UNKNOWN', '/data/supersedes'],
    [
      'of an event of the ledger, on a contract',
      deal,
      facts.factCorrected({ supersedes: { source: 'urn:ledger', id: 'ledger.opened-0' } }),
      'NOT_CORRECTABLE',
      '/data/supersedes',
    ],
    [
      'of a correction',
      [...deal, corrected('deal.paid', PAID)],
      corrected('fact.corrected', PAID, { as: 'again' }),
      'NOT_CORRECTABLE',
      '/data/supersedes',
    ],
    [
      'of a withdrawal',
      [...deal, withdrawn('deal.paid')],
      corrected('fact.withdrawn', PAID),
      'NOT_CORRECTABLE',
      '/data/supersedes',
    ],
    [
      'of a request',
      [...deal, facts.changeRequested()],
      corrected('change.requested', PAID),
      'NOT_CORRECTABLE',
      '/data/supersedes',
    ],
    [
      'of a decision',
      [...deal, facts.changeRequested(), facts.changeRejected()],
      corrected('change.rejected', PAID),
      'NOT_CORRECTABLE',
      '/data/supersedes',
    ],
    [
      'of a withdrawn fact',
      [...deal, withdrawn('deal.paid')],
      corrected('deal.paid', PAID),
      'ALREADY_WITHDRAWN',
      '/data/supersedes',
    ],
    [
      'of the closing of a period',
      [facts.periodClosed()],
      corrected('period.closed', facts.periodClosed().data, { subject: SUBJECT.period }),
      'NOT_CORRECTABLE',
      '/data/supersedes',
    ],
    [
      'of the opening of the ledger',
      [],
      facts.factCorrected(
        { supersedes: { source: 'urn:ledger', id: 'ledger.opened-0' }, data: { effectiveOn: '2018-01-01' } },
        { subject: SUBJECT.ledger },
      ),
      'NOT_CORRECTABLE',
      '/data/supersedes',
    ],
    [
      'on a contract that is not there',
      [],
      corrected('deal.paid', PAID),
      'SUPERSEDES_UNKNOWN',
      '/data/supersedes',
    ],
    [
      'with data of another type',
      deal,
      corrected('deal.paid', { effectiveOn: '2020-04-02', amount: '5', reason: 'x' }),
      'FIELD_UNKNOWN',
      '/data/data/reason',
    ],
    [
      'with data that lacks a field',
      deal,
      corrected('deal.paid', { effectiveOn: '2020-04-02' }),
      'FIELD_MISSING',
      '/data/data/amount',
    ],
    [
      'with data without effectiveOn',
      deal,
      corrected('deal.paid', { amount: '5' }),
      'FIELD_MISSING',
      '/data/data/effectiveOn',
    ],
    [
      'with an amount as a number',
      deal,
      corrected('deal.paid', { effectiveOn: '2020-04-02', amount: 5 }),
      'MONEY_NOT_TEXT',
      '/data/data/amount',
    ],
    [
      'with a hidden field',
      deal,
      withAt(corrected('deal.paid', PAID), '/data/data/__proto__', 'x'),
      'FIELD_UNKNOWN',
      '/data/data/__proto__',
    ],
    [
      'with a hidden field deep inside',
      deal,
      withAt(corrected('deal.signed', signed.data), '/data/data/from/__proto__', 'x'),
      'FIELD_UNKNOWN',
      '/data/data/from/__proto__',
    ],
    [
      'with a day that does not exist',
      deal,
      corrected('deal.paid', { ...PAID, effectiveOn: '2019-02-29' }),
      'DATE_FORM',
      '/data/data/effectiveOn',
    ],
    [
      'to two days ahead',
      deal,
      corrected('deal.paid', { ...PAID, effectiveOn: '2024-06-17' }),
      'EFFECTIVE_RANGE',
      '/data/data/effectiveOn',
    ],
    [
      'to before the Patent Law',
      deal,
      corrected('deal.paid', { ...PAID, effectiveOn: '1985-03-31' }),
      'EFFECTIVE_RANGE',
      '/data/data/effectiveOn',
    ],
    [
      'dated two days ahead',
      deal,
      facts.factCorrected({ effectiveOn: '2024-06-17' }),
      'EFFECTIVE_RANGE',
      '/data/effectiveOn',
    ],
    [
      'to a town code not valid on the corrected day',
      [signed],
      corrected('deal.signed', { ...signed.data, from: { ...PARTIES.company, division: '441900404000' } }),
      'DIVISION_NOT_VALID',
      '/data/data/from/division',
    ],
    [
      'to a deal with oneself',
      [signed],
      corrected('deal.signed', { ...signed.data, to: PARTIES.company }),
      'PARTIES_SAME',
      '/data/data/to',
    ],
    [
      'to an amendment of nothing',
      [registered, facts.pledgeAmended()],
      corrected('pledge.amended', { effectiveOn: '2019-06-01' }, pledge),
      'NOTHING_CHANGED',
      '/type',
    ],
    [
      'that puts the first event after another',
      deal,
      corrected('deal.signed', { ...signed.data, effectiveOn: '2020-04-02' }),
      'NOT_OPENED',
      '/data',
      'deal.paid',
    ],
    [
      'that puts a fact before the first event',
      deal,
      corrected('deal.paid', { ...PAID, effectiveOn: '2020-02-29' }),
      'NOT_OPENED',
      '/data',
      'deal.paid',
    ],
    [
      'that puts the first event after the voiding',
      [signed, facts.dealRescinded()],
      corrected('deal.signed', { ...signed.data, effectiveOn: '2022-02-02' }),
      'VOID_BEFORE_START',
      '/data',
      'deal.rescinded',
    ],
    [
      'of a price under a later reduction',
      [signed, facts.dealAmended()],
      corrected('deal.signed', { ...signed.data, price: '99999.99' }),
      'PRICE_NEGATIVE',
      '/data',
      'deal.amended',
    ],
    [
      'of the secured amount below a loan',
      [registered, facts.loanDisbursed()],
      corrected('pledge.registered', { ...registered.data, securedAmount: '799999.99' }, pledge),
      'ABOVE_SECURED_AMOUNT',
      '/data',
      'loan.disbursed',
    ],
    [
      'of the secured amount to what an amendment brings',
      [registered, facts.pledgeAmended()],
      corrected('pledge.registered', { ...registered.data, securedAmount: '1500000' }, pledge),
      'SAME_AS_BEFORE',
      '/data',
      'pledge.amended',
    ],
    [
      'that gives a draw the id of another',
      [
        registered,
        facts.loanDisbursed(),
        facts.loanDisbursed({ drawId: 'L2', principal: '1' }, { id: 'second' }),
      ],
      corrected('second', { ...facts.loanDisbursed({ principal: '1' }).data }, pledge),
      'DRAW_EXISTS',
      '/data',
      'second',
    ],
    [
      'that renames a draw on which others rest',
      [registered, facts.loanDisbursed(), facts.loanRepaid()],
      corrected('loan.disbursed', { ...facts.loanDisbursed({ drawId: 'L9' }).data }, pledge),
      'DRAW_UNKNOWN',
      '/data',
      'loan.repaid',
    ],
    [
      'of a premium below what was paid',
      [facts.policyBound(), facts.policyPremiumPaid()],
      corrected(
        'policy.bound',
        { ...facts.policyBound().data, premium: '14999.99' },
        { subject: SUBJECT.policy },
      ),
      'ABOVE_PREMIUM',
      '/data',
      'policy.premiumPaid',
    ],
    [
      'of a commitment below what was paid in',
      [facts.fundEstablished(), facts.fundCommitted(), facts.fundPaidIn()],
      corrected(
        'fund.committed',
        { ...facts.fundCommitted().data, amount: '599999.99' },
        { subject: SUBJECT.fund },
      ),
      'ABOVE_COMMITTED',
      '/data',
      'fund.paidIn',
    ],
    [
      'of a shelf below what was issued',
      [facts.programmeApproved(), facts.trancheIssued()],
      corrected(
        'programme.approved',
        { ...facts.programmeApproved().data, shelfAmount: '1' },
        { subject: SUBJECT.securitization },
      ),
      'ABOVE_SHELF',
      '/data',
      'tranche.issued',
    ],
    [
      'of an appropriation below what was paid',
      [facts.budgetAppropriated(), facts.subsidyPaid()],
      corrected(
        'budget.appropriated',
        { ...facts.budgetAppropriated().data, amount: '1' },
        { subject: SUBJECT.budget },
      ),
      'ABOVE_BALANCE',
      '/data',
      'subsidy.paid',
    ],
    [
      'of a share below what was compensated',
      [facts.riskPoolFunded(), facts.riskPoolAdmitted(), facts.compensationPaid()],
      corrected(
        'riskPool.admitted',
        { ...facts.riskPoolAdmitted().data, lossShareBp: 4999 },
        { subject: SUBJECT.riskPool },
      ),
      'ABOVE_SHARE',
      '/data',
      'compensation.paid',
    ],
  ]);
  testTaken([
    ['of a fact', deal, corrected('deal.paid', PAID)],
    [
      'of a corrected fact',
      [...deal, corrected('deal.paid', PAID)],
      corrected('deal.paid', { ...PAID, amount: '6' }, { as: 'again' }),
    ],
    ['to what the fact says already', deal, corrected('deal.paid', paid.data)],
    [
      'of the first event to an earlier day',
      deal,
      corrected('deal.signed', { ...signed.data, effectiveOn: '2019-12-31' }),
    ],
    ['after the contract is void', [...deal, facts.dealRescinded()], corrected('deal.paid', PAID)],
    [
      'of the voiding itself',
      [...deal, facts.dealRescinded()],
      corrected('deal.rescinded', { effectiveOn: '2022-03-01', ground: '另一原因' }),
    ],
    [
      'of an observation',
      [facts.indicatorObserved()],
      corrected(
        'indicator.observed',
        { ...facts.indicatorObserved().data, value: '26000' },
        { subject: SUBJECT.observation },
      ),
    ],
  ]);
});

describe('a withdrawal', () => {
  testRefused([
    ['of a fact that is not recorded', deal, withdrawn('nothing'), 'SUPERSEDES_UNKNOWN', '/data/supersedes'],
    [
      'of a withdrawn fact',
      [...deal, withdrawn('deal.paid')],
      withdrawn('deal.paid', { as: 'again' }),
      'ALREADY_WITHDRAWN',
      '/data/supersedes',
    ],
    [
      'of a correction',
      [...deal, corrected('deal.paid', PAID)],
      withdrawn('fact.corrected'),
      'NOT_CORRECTABLE',
      '/data/supersedes',
    ],
    [
      'of a withdrawal',
      [...deal, withdrawn('deal.paid')],
      withdrawn('fact.withdrawn', { as: 'again' }),
      'NOT_CORRECTABLE',
      '/data/supersedes',
    ],
    [
      'of the first event, on which another rests',
      deal,
      withdrawn('deal.signed'),
      'NOT_OPENED',
      '/data',
      'deal.paid',
    ],
    [
      'of the first event, on which the voiding rests',
      [signed, facts.dealRescinded()],
      withdrawn('deal.signed'),
      'NOT_OPENED',
      '/data',
      'deal.rescinded',
    ],
    [
      'of a loan that was repaid',
      [registered, facts.loanDisbursed(), facts.loanRepaid()],
      withdrawn('loan.disbursed', pledge),
      'DRAW_UNKNOWN',
      '/data',
      'loan.repaid',
    ],
    [
      'of a notice whose claim was paid',
      [facts.policyBound(), facts.claimNotified(), facts.claimPaid()],
      withdrawn('claim.notified', { subject: SUBJECT.policy }),
      'CLAIM_UNKNOWN',
      '/data',
      'claim.paid',
    ],
    [
      'of a default after which the pledge was realized',
      [registered, facts.loanDisbursed(), facts.loanDefaulted(), facts.pledgeRealized()],
      withdrawn('loan.defaulted', pledge),
      'NO_DEFAULT',
      '/data',
      'pledge.realized',
    ],
    [
      'of an added registration that was revoked',
      [
        registered,
        facts.pledgeRegistrationAdded(),
        facts.pledgeRevoked({ registrationNumber: 'TM201900001' }),
      ],
      withdrawn('pledge.registrationAdded', pledge),
      'REGISTRATION_UNKNOWN',
      '/data',
      'pledge.revoked',
    ],
    [
      'of a payment that was returned',
      [facts.budgetAppropriated(), facts.subsidyPaid(), facts.subsidyReturned()],
      withdrawn('subsidy.paid', { subject: SUBJECT.budget }),
      'PAYMENT_UNKNOWN',
      '/data',
      'subsidy.returned',
    ],
    [
      'of the closing of a period',
      [facts.periodClosed()],
      withdrawn('period.closed', { subject: SUBJECT.period }),
      'NOT_CORRECTABLE',
      '/data/supersedes',
    ],
  ]);
  testTaken([
    ['of a fact', deal, withdrawn('deal.paid')],
    ['of a corrected fact', [...deal, corrected('deal.paid', PAID)], withdrawn('deal.paid')],
    ['of the only event', [signed], withdrawn('deal.signed')],
    [
      'of the first event after those that rest on it',
      [...deal, withdrawn('deal.paid')],
      withdrawn('deal.signed', { as: 'again' }),
    ],
    [
      'of the voiding, which brings the contract back',
      [...deal, facts.dealRescinded()],
      withdrawn('deal.rescinded'),
    ],
    [
      'of an observation',
      [facts.indicatorObserved()],
      withdrawn('indicator.observed', { subject: SUBJECT.observation }),
    ],
  ]);
  testTaken([
    [
      'a contract signed anew after it was withdrawn',
      [signed, withdrawn('deal.signed')],
      facts.dealSigned({}, { id: 'anew' }),
    ],
    [
      'a termination after the rescission was withdrawn',
      [signed, facts.dealRescinded(), withdrawn('deal.rescinded')],
      facts.dealTerminated(),
    ],
  ]);
  testRefused([
    [
      'a withdrawn fact posted under its old id with other data',
      [...deal, withdrawn('deal.paid')],
      facts.dealPaid({ amount: '1' }),
      'IDEMPOTENCY_BODY_DIFFERS',
      '/data/amount',
    ],
    [
      'a fact of a contract whose only event was withdrawn',
      [signed, withdrawn('deal.signed')],
      paid,
      'NOT_OPENED',
      '/type',
    ],
  ]);

  test.each(['signed first', 'signed last'])(
    'of facts that rest on each other is taken in one atomic batch, what was %s',
    async (order) => {
      const book = await scenario();
      await book.given(...deal);
      const both = [withdrawn('deal.signed', { as: 'w1' }), withdrawn('deal.paid', { as: 'w2' })];
      const batch = order === 'signed first' ? both : both.toReversed();
      const apart = await book.together(both, false);
      expect(apart.map(refusalsOf)[0]).toEqual([['NOT_OPENED', '/data', key('deal.paid')]]);
      await book.close();
      const again = await scenario();
      await again.given(...deal);
      const together = await again.together(batch);
      expect(together.map(({ status }) => status)).toEqual(['recorded', 'recorded']);
      await again.close();
    },
  );
});

describe('a batch', () => {
  const batch = [signed, facts.dealAmended({ priceChange: '-500000.01' }), paid];
  test('of which one fact is refused records the others', async () => {
    const book = await scenario();
    const answers = await book.together(batch, false);
    expect(answers.map(refusalsOf)).toEqual([[], [['PRICE_NEGATIVE', '/data/priceChange']], []]);
    expect(answers.map((answer) => (answer.status === 'recorded' ? answer.sequence : null))).toEqual([
      1,
      null,
      2,
    ]);
    expect(book.event(2)).toMatchObject({ type: 'deal.paid', revision: 1 });
    await book.close();
  });

  test('that is atomic records nothing when one fact is refused, and the same facts are taken after it', async () => {
    const book = await scenario();
    expect((await book.together(batch)).map(refusalsOf)).toEqual([
      [['BATCH_REFUSED', '']],
      [['PRICE_NEGATIVE', '/data/priceChange']],
      [['BATCH_REFUSED', '']],
    ]);
    expect(book.size).toBe(1);
    await book.given(signed, paid);
    expect(book.event(2)).toMatchObject({ type: 'deal.paid', revision: 1 });
    await book.close();
  });
});

describe('in a closed month', () => {
  const march = facts.periodClosed(
    { effectiveOn: '2020-04-15', period: '2020-03' },
    { id: 'march', subject: 'period/2020-03' },
  );
  const year = facts.periodClosed(
    { effectiveOn: '2021-02-01', period: '2020' },
    { id: 'year', subject: 'period/2020' },
  );
  testRefused([
    [
      'a correction',
      [signed, march],
      corrected('deal.signed', { ...signed.data, price: '1' }),
      'PERIOD_CLOSED',
      '/data/supersedes',
    ],
    ['a withdrawal', [signed, march], withdrawn('deal.signed'), 'PERIOD_CLOSED', '/data/supersedes'],
    [
      'a correction out of it',
      [signed, march],
      corrected('deal.signed', { ...signed.data, effectiveOn: '2020-02-29' }),
      'PERIOD_CLOSED',
      '/data/supersedes',
    ],
    [
      'a correction into it',
      [signed, facts.dealRegistered({ effectiveOn: '2020-05-01' }), march],
      corrected('deal.registered', { ...facts.dealRegistered().data, effectiveOn: '2020-03-31' }),
      'PERIOD_CLOSED',
      '/data/data/effectiveOn',
    ],
    [
      'a correction in a closed year',
      [...deal, year],
      corrected('deal.paid', PAID),
      'PERIOD_CLOSED',
      '/data/supersedes',
    ],
    [
      'a correction of what was corrected into it before',
      [...deal, corrected('deal.paid', { ...PAID, effectiveOn: '2020-03-20' }), march],
      withdrawn('deal.paid'),
      'PERIOD_CLOSED',
      '/data/supersedes',
    ],
    [
      'a withdrawal of an observation',
      [facts.indicatorObserved(), facts.periodClosed({ period: '2020-01' }, { subject: 'period/2020-01' })],
      withdrawn('indicator.observed', { subject: SUBJECT.observation }),
      'PERIOD_CLOSED',
      '/data/supersedes',
    ],
  ]);
  testTaken([
    ['a late report', [signed, march], facts.dealRegistered()],
    ['a voiding', [signed, march], facts.dealRescinded()],
    [
      'a request to correct',
      [signed, march],
      facts.changeRequested({ data: corrected('deal.signed', { ...signed.data, price: '1' }).data }),
    ],
    ['a correction of another month', [...deal, march], corrected('deal.paid', PAID)],
    [
      'a correction of what was corrected out of it before',
      [
        signed,
        facts.dealRegistered(),
        corrected('deal.registered', { ...facts.dealRegistered().data, effectiveOn: '2020-05-01' }),
        march,
      ],
      withdrawn('deal.registered'),
    ],
  ]);
});

describe('a request', () => {
  const requested = (data: Record<string, unknown>, more: Record<string, unknown> = {}): Posted =>
    facts.changeRequested(data, more);
  const change = facts.factCorrected().data;
  testRefused([
    [
      'for a type that is not requested',
      deal,
      requested({ type: 'deal.paid' }),
      'VALUE_NOT_ALLOWED',
      '/data/type',
    ],
    ['for an approval', deal, requested({ type: 'change.approved' }), 'VALUE_NOT_ALLOWED', '/data/type'],
    [
      'to correct what is not recorded',
      deal,
      requested({ data: { ...change, supersedes: key('nothing') } }),
      'SUPERSEDES_UNKNOWN',
      '/data/data/supersedes',
    ],
    [
      'to correct a correction',
      [...deal, corrected('deal.paid', PAID)],
      requested({ data: { ...change, supersedes: key('fact.corrected') } }),
      'NOT_CORRECTABLE',
      '/data/data/supersedes',
    ],
    [
      'to withdraw what is withdrawn',
      [...deal, withdrawn('deal.paid')],
      requested({ type: 'fact.withdrawn', data: withdrawn('deal.paid').data }),
      'ALREADY_WITHDRAWN',
      '/data/data/supersedes',
    ],
    [
      'without the reason of the change',
      deal,
      requested({ data: { effectiveOn: change.effectiveOn, supersedes: change.supersedes, data: PAID } }),
      'FIELD_MISSING',
      '/data/data/reason',
    ],
    [
      'with an unknown field of the change',
      deal,
      requested({ data: { ...change, note: 'x' } }),
      'FIELD_UNKNOWN',
      '/data/data/note',
    ],
    [
      'with corrected data that lacks a field',
      deal,
      requested({ data: { ...change, data: { effectiveOn: '2020-04-02' } } }),
      'FIELD_MISSING',
      '/data/data/data/amount',
    ],
    [
      'with a corrected amount as a number',
      deal,
      requested({ data: { ...change, data: { ...PAID, amount: 5 } } }),
      'MONEY_NOT_TEXT',
      '/data/data/data/amount',
    ],
    [
      'with a change two days ahead',
      deal,
      requested({ data: { ...change, effectiveOn: '2024-06-17' } }),
      'EFFECTIVE_RANGE',
      '/data/data/effectiveOn',
    ],
    [
      'with corrected data two days ahead',
      deal,
      requested({ data: { ...change, data: { ...PAID, effectiveOn: '2024-06-17' } } }),
      'EFFECTIVE_RANGE',
      '/data/data/data/effectiveOn',
    ],
    [
      'with a hidden field',
      deal,
      withAt(requested({}), '/data/data/data/__proto__', 'x'),
      'FIELD_UNKNOWN',
      '/data/data/data/__proto__',
    ],
    [
      'for a target on a contract',
      deal,
      requested({ type: 'target.set', data: facts.targetSet().data }),
      'SUBJECT_FORM',
      '/subject',
    ],
    [
      'for the target of another indicator',
      [],
      requested({ type: 'target.set', data: facts.targetSet().data }, { subject: 'target/pct-filings' }),
      'SUBJECT_MISMATCH',
      '/data/data/indicator',
    ],
    [
      'for a target as a number',
      [],
      requested(
        { type: 'target.set', data: { ...facts.targetSet().data, target: 5 } },
        { subject: SUBJECT.target },
      ),
      'TYPE_WRONG',
      '/data/data/target',
    ],
  ]);
  testTaken([
    [
      'for a first target',
      [],
      requested({ type: 'target.set', data: facts.targetSet().data }, { subject: SUBJECT.target }),
    ],
    ['for what could be done without one', deal, requested({})],
    [
      'for what would break a rule now',
      deal,
      requested({ type: 'fact.withdrawn', data: withdrawn('deal.signed').data }),
    ],
  ]);
});

describe('a decision', () => {
  const asked = [...deal, facts.changeRequested()];
  const approved = facts.changeApproved();
  const other = { actor: bureau('second') };
  testRefused(
    [
      ['on what is not requested', deal, approved, 'REQUEST_UNKNOWN', '/data/request'],
      [
        'on a fact that is no request',
        deal,
        facts.changeApproved({ request: key('deal.paid') }),
        'REQUEST_UNKNOWN',
        '/data/request',
      ],
      [
        'on a request of another contract',
        [...asked, facts.dealSigned({}, { id: 'd2', subject: `deal/${USCC.bank}.D2` })],
        facts.changeApproved({}, { subject: `deal/${USCC.bank}.D2` }),
        'REQUEST_UNKNOWN',
        '/data/request',
      ],
      [
        'on a rejected request',
        [...asked, facts.changeRejected()],
        approved,
        'REQUEST_DECIDED',
        '/data/request',
      ],
      [
        'that rejects again',
        [...asked, facts.changeRejected()],
        facts.changeRejected({}, { id: 'again' }),
        'REQUEST_DECIDED',
        '/data/request',
      ],
      [
        'on a request whose fact was corrected since',
        [...asked, corrected('deal.paid', PAID)],
        approved,
        'REQUEST_STALE',
        '/data/request',
      ],
      [
        'on a request whose fact was withdrawn since',
        [...asked, withdrawn('deal.paid')],
        approved,
        'REQUEST_STALE',
        '/data/request',
      ],
      [
        'on a target set since',
        [
          facts.changeRequested(
            { type: 'target.set', data: facts.targetSet().data },
            { subject: SUBJECT.target },
          ),
          facts.targetSet(),
        ],
        facts.changeApproved({}, { subject: SUBJECT.target }),
        'REQUEST_STALE',
        '/data/request',
      ],
      [
        'that would break a rule',
        [...deal, facts.changeRequested({ type: 'fact.withdrawn', data: withdrawn('deal.signed').data })],
        approved,
        'NOT_OPENED',
        '/data',
        'deal.paid',
      ],
      [
        'dated two days ahead',
        asked,
        facts.changeApproved({ effectiveOn: '2024-06-17' }),
        'EFFECTIVE_RANGE',
        '/data/effectiveOn',
      ],
    ],
    other,
  );
  testRefused([['by the one who asked', asked, approved, 'FOUR_EYES', '/data/request']]);
  testTaken(
    [
      ['by another', asked, approved],
      ['on a request after another fact of the contract', [...asked, facts.dealRegistered()], approved],
      [
        'on a corrected fact requested after the correction',
        [...deal, corrected('deal.paid', PAID), facts.changeRequested()],
        approved,
      ],
      [
        'on a target of another year set since',
        [
          facts.changeRequested(
            { type: 'target.set', data: facts.targetSet().data },
            { subject: SUBJECT.target },
          ),
          facts.targetSet({ year: 2023 }),
        ],
        facts.changeApproved({}, { subject: SUBJECT.target }),
      ],
    ],
    other,
  );
  testTaken([['that rejects what one has asked oneself', asked, facts.changeRejected()]]);
  testTaken([['by the one who asked, in a demonstration', asked, approved]], { demonstration: true });

  test('by the bureau is no second one by the same key', async () => {
    const book = await scenario({ admitted: [USCC.bank, USCC.bureau] });
    for (const fact of deal)
      expect(await book.when(fact, bureau('first'))).toMatchObject({ status: 'recorded' });
    expect(await book.when(facts.changeRequested(), bureau('first'))).toMatchObject({ status: 'recorded' });
    expect(refusalsOf(await book.when(approved, bureau('first')))).toEqual([['FOUR_EYES', '/data/request']]);
    expect(await book.when(approved, bureau('second'))).toMatchObject({ status: 'recorded' });
    expect(refusalsOf(await book.when(facts.changeApproved({}, { id: 'again' }), bureau('second')))).toEqual([
      ['REQUEST_DECIDED', '/data/request'],
    ]);
    await book.close();
  });

  test('in a closed month takes effect when a second person approves it', async () => {
    const book = await scenario();
    await book.given(
      ...deal,
      facts.periodClosed({ period: '2020' }, { subject: 'period/2020' }),
      facts.changeRequested(),
    );
    expect(await book.when(approved, bureau('second'))).toMatchObject({ status: 'recorded' });
    expect(
      refusalsOf(
        await book.when(
          facts.changeRequested({ data: withdrawn('nothing').data, type: 'fact.withdrawn' }, { id: 'r2' }),
        ),
      ),
    ).toEqual([['SUPERSEDES_UNKNOWN', '/data/data/supersedes']]);
    await book.close();
  });
});

describe('a target', () => {
  const target = facts.targetSet();
  const on = { subject: SUBJECT.target };
  testRefused([
    [
      'corrected without approval',
      [target],
      corrected('target.set', { ...target.data, target: '5' }, on),
      'FOUR_EYES',
      '/type',
    ],
    ['withdrawn without approval', [target], withdrawn('target.set', on), 'FOUR_EYES', '/type'],
    [
      'set again for its year',
      [target],
      facts.targetSet({ target: '36000' }, { id: 'again' }),
      'FOUR_EYES',
      '/type',
    ],
    [
      'of another indicator than its subject',
      [],
      facts.targetSet({ indicator: 'pct-filings' }),
      'SUBJECT_MISMATCH',
      '/data/indicator',
    ],
  ]);
  testTaken([
    ['of another year', [target], facts.targetSet({ year: 2023 }, { id: 'again' })],
    ['without a floor', [], facts.targetSet({ required: undefined })],
    ['of zero', [], facts.targetSet({ target: '0' })],
  ]);

  test('approved may not be corrected under the id of its approval', async () => {
    const book = await scenario();
    await book.given(facts.changeRequested({ type: 'target.set', data: target.data }, on));
    await book.when(facts.changeApproved({}, on), bureau('second'));
    expect(refusalsOf(await book.when(corrected('change.approved', target.data, on)))).toEqual([
      ['NOT_CORRECTABLE', '/data/supersedes'],
    ]);
    expect(refusalsOf(await book.when(facts.targetSet({}, { id: 'again' })))).toEqual([
      ['FOUR_EYES', '/type'],
    ]);
    await book.close();
  });
});

describe('every type that is not corrected', () => {
  const rows: RefusedRow[] = [
    facts.periodClosed(),
    facts.findingExplained(),
    facts.findingResolved(),
  ].flatMap((fact): RefusedRow[] => [
    [
      `${fact.type} corrected`,
      [fact],
      corrected(fact.type, fact.data, { subject: fact.subject }),
      'NOT_CORRECTABLE',
      '/data/supersedes',
    ],
    [
      `${fact.type} withdrawn`,
      [fact],
      withdrawn(fact.type, { subject: fact.subject }),
      'NOT_CORRECTABLE',
      '/data/supersedes',
    ],
  ]);
  testRefused(rows, { findings: ['0123456789abcdef'] });

  test('is known by the type itself, whatever the data', async () => {
    const book = await scenario({ admitted: [USCC.bank] });
    const supersedes = { source: 'urn:ledger', id: 'participant.admitted-1' };
    const subject = SUBJECT.participant;
    const correction = VALID['fact.corrected']({ supersedes }, { subject });
    expect(refusalsOf(await book.when(correction, bureau('first')))).toEqual([
      ['NOT_CORRECTABLE', '/data/supersedes'],
    ]);
    await book.close();
  });
});
