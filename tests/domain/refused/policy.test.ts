import { describe } from 'vitest';
import { facts, PARTIES, type Posted, withAt } from '../../support/facts.ts';
import { type RefusedRow, type TakenRow, testRefused, testTaken } from '../../support/rules.ts';

/** The rules of domain.md §4.2, and what §3 and §9 say of policies. */

const bound = facts.policyBound();
const surrendered = facts.policySurrendered();
const voided = facts.policyVoided();
const notified = facts.claimNotified();
const LAST_DAY = '2021-01-31';
const DAY_AFTER = '2021-02-01';

describe('a policy', () => {
  testRefused([
    [
      'whose premium is above the sum insured',
      [],
      facts.policyBound({ premium: '1000000.01' }),
      'PREMIUM_ABOVE_SUM',
      '/data/premium',
    ],
    [
      'that ends before it begins',
      [],
      facts.policyBound({ until: '2020-01-31' }),
      'DATE_BEFORE',
      '/data/until',
    ],
    ['of a bank', [], facts.policyBound({ insurer: PARTIES.bank }), 'INSTITUTION_KIND', '/data/insurer/kind'],
    ['bound again', [bound], facts.policyBound({}, { id: 'again' }), 'ALREADY_OPENED', '/type'],
    [
      'bound again and earlier',
      [bound],
      facts.policyBound({ effectiveOn: '2020-01-04' }, { id: 'again' }),
      'ALREADY_OPENED',
      '/data',
      'policy.bound',
    ],
    ['that renews a financing', [], facts.policyBound({ renews: 'pledge/x' }), 'VALUE_FORM', '/data/renews'],
    [
      'of a natural person with a name',
      [],
      facts.policyBound({ insured: { individual: true, name: '张三' } }),
      'PERSONAL_DATA',
      '/data/insured/name',
    ],
  ]);
  testTaken([
    ['whose premium is the sum insured', [], facts.policyBound({ premium: '1000000.00' })],
    ['of one day', [], facts.policyBound({ until: '2020-02-01' })],
    ['bound after its cover began', [], facts.policyBound({ effectiveOn: '2020-03-01' })],
    ['without rights', [], facts.policyBound({ rights: [] })],
  ]);
  testRefused(
    [
      facts.policyEndorsed(),
      facts.policyPremiumPaid(),
      surrendered,
      voided,
      notified,
      facts.claimPaid(),
      facts.claimRejected(),
    ].map((fact): RefusedRow => [`without which ${fact.type} is posted`, [], fact, 'NOT_OPENED', '/type']),
  );
  testRefused([
    [
      'endorsed before it is bound',
      [bound],
      facts.policyEndorsed({ effectiveOn: '2020-01-04' }),
      'NOT_OPENED',
      '/type',
    ],
    [
      'voided before it is bound',
      [bound],
      facts.policyVoided({ effectiveOn: '2020-01-04' }),
      'VOID_BEFORE_START',
      '/data/effectiveOn',
    ],
  ]);
});

describe('an endorsement', () => {
  const endorsed = (sum: unknown, premium: unknown, more = {}): Posted =>
    facts.policyEndorsed({ sumInsuredChange: sum, premiumChange: premium, ...more });
  testRefused([
    ['of nothing', [bound], endorsed(undefined, undefined), 'NOTHING_CHANGED', '/type'],
    [
      'that takes the whole sum away',
      [bound],
      endorsed('-1000000', undefined),
      'AMOUNT_NOT_POSITIVE',
      '/data/sumInsuredChange',
    ],
    [
      'that takes more than the sum',
      [bound],
      endorsed('-1000000.01', '5'),
      'AMOUNT_NOT_POSITIVE',
      '/data/sumInsuredChange',
    ],
    [
      'that takes the whole premium away',
      [bound],
      endorsed('5', '-20000'),
      'AMOUNT_NOT_POSITIVE',
      '/data/premiumChange',
    ],
    [
      'on the day after the cover',
      [bound],
      endorsed('5', undefined, { effectiveOn: DAY_AFTER }),
      'AFTER_COVER',
      '/data/effectiveOn',
    ],
    [
      'after the surrender',
      [bound, surrendered],
      endorsed('5', undefined, { effectiveOn: '2020-10-02' }),
      'SURRENDERED',
      '/type',
    ],
    [
      'that is late and takes what a later one takes',
      [bound, endorsed('-600000', undefined)],
      facts.policyEndorsed(
        { sumInsuredChange: '-400000', premiumChange: undefined, effectiveOn: '2020-04-01' },
        { id: 'late' },
      ),
      'AMOUNT_NOT_POSITIVE',
      '/data',
      'policy.endorsed',
    ],
    ['after the policy is void', [bound, voided], endorsed('5', undefined), 'VOIDED', '/type'],
  ]);
  testTaken([
    ['on the last day of the cover', [bound], endorsed('-999999.99', '-19999.99', { effectiveOn: LAST_DAY })],
    ['before the surrender, reported after it', [bound, surrendered], endorsed('5', undefined)],
  ]);
});

describe('a premium', () => {
  const paid = facts.policyPremiumPaid();
  testRefused([
    [
      'above the premium due',
      [bound],
      facts.policyPremiumPaid({ amount: '20000.01' }),
      'ABOVE_PREMIUM',
      '/data/amount',
    ],
    [
      'above what is left',
      [bound, paid],
      facts.policyPremiumPaid({ amount: '5000.01' }, { id: 'again' }),
      'ABOVE_PREMIUM',
      '/data/amount',
    ],
    [
      'of an increase before the endorsement',
      [bound, facts.policyEndorsed({ premiumChange: '5000' })],
      facts.policyPremiumPaid({ amount: '25000', effectiveOn: '2020-04-30' }),
      'ABOVE_PREMIUM',
      '/data/amount',
    ],
    [
      'that is late and leaves too little for the next',
      [bound, paid],
      facts.policyPremiumPaid({ amount: '5000.01', effectiveOn: '2020-02-01' }, { id: 'late' }),
      'ABOVE_PREMIUM',
      '/data',
      'policy.premiumPaid',
    ],
  ]);
  testTaken([
    ['of all that is left', [bound, paid], facts.policyPremiumPaid({ amount: '5000' }, { id: 'again' })],
    ['after the policy is void', [bound, voided], paid],
    ['after the surrender', [bound, surrendered], facts.policyPremiumPaid({ effectiveOn: '2020-10-02' })],
  ]);
});

describe('a surrender', () => {
  testRefused([
    [
      'on the day after the cover',
      [bound],
      facts.policySurrendered({ effectiveOn: DAY_AFTER }),
      'AFTER_COVER',
      '/data/effectiveOn',
    ],
    [
      'a second time',
      [bound, surrendered],
      facts.policySurrendered({ effectiveOn: '2020-11-01' }, { id: 'again' }),
      'SURRENDERED',
      '/type',
    ],
    [
      'a second time and earlier',
      [bound, surrendered],
      facts.policySurrendered({ effectiveOn: '2020-09-01' }, { id: 'again' }),
      'SURRENDERED',
      '/data',
      'policy.surrendered',
    ],
    [
      'with a refund above the premium',
      [bound],
      facts.policySurrendered({ refund: '20000.01' }),
      'ABOVE_PREMIUM',
      '/data/refund',
    ],
    [
      'with a refund above the reduced premium',
      [bound, facts.policyEndorsed()],
      facts.policySurrendered({ refund: '19000' }),
      'ABOVE_PREMIUM',
      '/data/refund',
    ],
    [
      'that is late and before an endorsement',
      [bound, facts.policyEndorsed()],
      facts.policySurrendered({ effectiveOn: '2020-04-01' }),
      'SURRENDERED',
      '/data',
      'policy.endorsed',
    ],
    [
      'that is late and not after a loss',
      [bound, notified],
      facts.policySurrendered({ effectiveOn: '2020-06-20' }),
      'LOSS_OUTSIDE_COVER',
      '/data',
      'claim.notified',
    ],
    ['after the policy is void', [bound, voided], surrendered, 'VOIDED', '/type'],
  ]);
  testTaken([
    ['with the whole premium refunded', [bound], facts.policySurrendered({ refund: '20000' })],
    ['with nothing refunded', [bound], facts.policySurrendered({ refund: '0' })],
    ['before the cover begins', [bound], facts.policySurrendered({ effectiveOn: '2020-01-20' })],
    ['on the last day of the cover', [bound], facts.policySurrendered({ effectiveOn: LAST_DAY })],
  ]);
});

describe('a voiding', () => {
  testRefused([
    [
      'a second time',
      [bound, voided],
      facts.policyVoided({ effectiveOn: '2020-12-01' }, { id: 'again' }),
      'VOIDED',
      '/type',
    ],
  ]);
  testTaken([
    ['of a surrendered policy', [bound, surrendered], voided],
    ['long after the cover', [bound], facts.policyVoided({ effectiveOn: '2024-01-01' })],
  ]);
});

describe('a claim', () => {
  const of = (lossOn: string, more = {}): Posted =>
    facts.claimNotified({ lossOn, effectiveOn: '2021-03-01', ...more });
  testRefused([
    [
      'under the id of another',
      [bound, notified],
      facts.claimNotified({}, { id: 'again' }),
      'CLAIM_EXISTS',
      '/data/claimId',
    ],
    [
      'for a loss after its notice',
      [bound],
      facts.claimNotified({ lossOn: '2020-07-02' }),
      'DATE_BEFORE',
      '/data/lossOn',
    ],
    ['for a loss before the cover', [bound], of('2020-01-31'), 'LOSS_OUTSIDE_COVER', '/data/lossOn'],
    ['for a loss after the cover', [bound], of(DAY_AFTER), 'LOSS_OUTSIDE_COVER', '/data/lossOn'],
    [
      'for a loss before binding',
      [facts.policyBound({ effectiveOn: '2020-03-01' })],
      of('2020-02-29'),
      'LOSS_OUTSIDE_COVER',
      '/data/lossOn',
    ],
    [
      'for a loss on the day of the surrender',
      [bound, surrendered],
      of('2020-10-01'),
      'LOSS_OUTSIDE_COVER',
      '/data/lossOn',
    ],
    ['paid though never notified', [bound], facts.claimPaid(), 'CLAIM_UNKNOWN', '/data/claimId'],
    [
      'paid before its notice',
      [bound, notified],
      facts.claimPaid({ effectiveOn: '2020-06-30' }),
      'CLAIM_UNKNOWN',
      '/data/claimId',
    ],
    [
      'rejected though never notified',
      [bound, notified],
      facts.claimRejected({ claimId: 'C2' }),
      'CLAIM_UNKNOWN',
      '/data/claimId',
    ],
    [
      'paid above the sum insured',
      [bound, notified],
      facts.claimPaid({ amount: '1000000.01' }),
      'ABOVE_SUM_INSURED',
      '/data/amount',
    ],
    [
      'paid above what other claims left',
      [bound, notified, facts.claimPaid()],
      facts.claimPaid({ amount: '750000.01' }, { id: 'again' }),
      'ABOVE_SUM_INSURED',
      '/data/amount',
    ],
    [
      'paid above a sum not raised yet',
      [bound, facts.policyEndorsed({ effectiveOn: '2020-12-01' }), notified],
      facts.claimPaid({ amount: '1100000' }),
      'ABOVE_SUM_INSURED',
      '/data/amount',
    ],
  ]);
  testTaken([
    ['for a loss on the first day of the cover', [bound], of('2020-02-01')],
    ['for a loss on the last day of the cover', [bound], of(LAST_DAY)],
    ['for a loss on the day before the surrender', [bound, surrendered], of('2020-09-30')],
    ['for a loss on the day of its notice', [bound], facts.claimNotified({ lossOn: '2020-07-01' })],
    [
      'for a loss on the day of binding',
      [facts.policyBound({ effectiveOn: '2020-03-01' })],
      of('2020-03-01'),
    ],
    [
      'paid up to the sum insured',
      [bound, notified, facts.claimPaid()],
      facts.claimPaid({ amount: '750000' }, { id: 'again' }),
    ],
    [
      'paid up to the raised sum',
      [bound, facts.policyEndorsed(), notified],
      facts.claimPaid({ amount: '1200000' }),
    ],
  ]);
  testTaken(
    [notified, facts.claimPaid(), facts.claimRejected()].map(
      (fact, index): TakenRow => [
        `${fact.type} after the policy is void`,
        index === 0 ? [bound, voided] : [bound, notified, voided],
        withAt(fact, '/data/effectiveOn', '2020-12-01'),
      ],
    ),
  );
});
