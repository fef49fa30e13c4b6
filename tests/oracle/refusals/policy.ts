import { facts, type Overrides, PARTIES, type Posted, RIGHTS } from '../../support/facts.ts';
import { as, type Row } from './row.ts';

/** `policy/…`: domain.md §4.2 and §9. */

const bound = facts.policyBound();
const notified = facts.claimNotified();
const surrendered = facts.policySurrendered();
const voided = facts.policyVoided();
const endorsed = (data: Overrides): Posted =>
  facts.policyEndorsed({ sumInsuredChange: undefined, premiumChange: undefined, ...data });

export const POLICY: readonly Row[] = [
  ['a policy bound twice', [bound], as('again', bound), 'ALREADY_OPENED /type'],
  [
    'a premium above the sum',
    [],
    facts.policyBound({ premium: '1000000.01' }),
    'PREMIUM_ABOVE_SUM /data/premium',
  ],
  [
    'a cover that ends before it begins',
    [],
    facts.policyBound({ until: '2020-01-31' }),
    'DATE_BEFORE /data/until',
  ],
  [
    'an insurer that is a bank',
    [],
    facts.policyBound({ insurer: PARTIES.bank }),
    'INSTITUTION_KIND /data/insurer/kind',
  ],
  [
    'a right insured twice',
    [],
    facts.policyBound({
      rights: [RIGHTS.trademark, RIGHTS.invention, { kind: 'trademark', number: '20000001' }],
    }),
    'RIGHT_REPEATED /data/rights/2',
  ],
  [
    'a town that was not there yet',
    [],
    facts.policyBound({ enterprise: { ...PARTIES.company, division: '441900404000' } }),
    'DIVISION_NOT_VALID /data/enterprise/division',
  ],
  ['an endorsement of no policy', [], facts.policyEndorsed(), 'NOT_OPENED /type'],
  ['an endorsement of nothing', [bound], endorsed({}), 'NOTHING_CHANGED /type'],
  [
    'an endorsement after the cover',
    [bound],
    endorsed({ effectiveOn: '2021-02-01', premiumChange: '1' }),
    'AFTER_COVER /data/effectiveOn',
  ],
  [
    'an endorsement that leaves no sum',
    [bound],
    endorsed({ sumInsuredChange: '-1000000' }),
    'AMOUNT_NOT_POSITIVE /data/sumInsuredChange',
  ],
  [
    'an endorsement that leaves no premium',
    [bound],
    endorsed({ premiumChange: '-20000' }),
    'AMOUNT_NOT_POSITIVE /data/premiumChange',
  ],
  [
    'an endorsement after the surrender',
    [bound, surrendered],
    endorsed({ effectiveOn: '2020-10-02', premiumChange: '1' }),
    'SURRENDERED /type',
  ],
  [
    'a late endorsement that leaves too little for a recorded one',
    [bound, endorsed({ sumInsuredChange: '-600000' })],
    as('late', endorsed({ effectiveOn: '2020-04-01', sumInsuredChange: '-400000' })),
    'AMOUNT_NOT_POSITIVE /data: policy.endorsed',
  ],
  [
    'payments above the premium',
    [bound, facts.policyPremiumPaid()],
    as('again', facts.policyPremiumPaid({ amount: '5000.01' })),
    'ABOVE_PREMIUM /data/amount',
  ],
  [
    'a payment above a premium that was lowered',
    [bound, facts.policyEndorsed()],
    facts.policyPremiumPaid({ effectiveOn: '2020-06-01', amount: '19000' }),
    'ABOVE_PREMIUM /data/amount',
  ],
  [
    'a surrender after the cover',
    [bound],
    facts.policySurrendered({ effectiveOn: '2021-02-01' }),
    'AFTER_COVER /data/effectiveOn',
  ],
  [
    'a surrender twice',
    [bound, surrendered],
    as('again', facts.policySurrendered({ effectiveOn: '2020-11-01' })),
    'SURRENDERED /type',
  ],
  [
    'a refund above the premium',
    [bound],
    facts.policySurrendered({ refund: '20000.01' }),
    'ABOVE_PREMIUM /data/refund',
  ],
  [
    'a late surrender before a recorded endorsement',
    [bound, facts.policyEndorsed()],
    facts.policySurrendered({ effectiveOn: '2020-04-30' }),
    'SURRENDERED /data: policy.endorsed',
  ],
  [
    'a policy voided before it was bound',
    [bound],
    facts.policyVoided({ effectiveOn: '2020-01-04' }),
    'VOID_BEFORE_START /data/effectiveOn',
  ],
  ['a policy voided twice', [bound, voided], as('again', voided), 'VOIDED /type'],
  ['an endorsement after voiding', [bound, voided], facts.policyEndorsed(), 'VOIDED /type'],
  ['a surrender after voiding', [bound, voided], surrendered, 'VOIDED /type'],
  ['a claim before the policy', [], notified, 'NOT_OPENED /type'],
  [
    'a claim twice',
    [bound, notified],
    as('again', facts.claimNotified({ effectiveOn: '2020-07-02' })),
    'CLAIM_EXISTS /data/claimId',
  ],
  [
    'a loss before the cover',
    [bound],
    facts.claimNotified({ lossOn: '2020-01-31' }),
    'LOSS_OUTSIDE_COVER /data/lossOn',
  ],
  [
    'a loss after the cover',
    [bound],
    facts.claimNotified({ effectiveOn: '2021-03-01', lossOn: '2021-02-01' }),
    'LOSS_OUTSIDE_COVER /data/lossOn',
  ],
  [
    'a loss before binding, though covered',
    [facts.policyBound({ effectiveOn: '2020-03-05' })],
    facts.claimNotified({ lossOn: '2020-03-04' }),
    'LOSS_OUTSIDE_COVER /data/lossOn',
  ],
  [
    'a loss on the day of surrender',
    [bound, surrendered],
    facts.claimNotified({ effectiveOn: '2020-10-05', lossOn: '2020-10-01' }),
    'LOSS_OUTSIDE_COVER /data/lossOn',
  ],
  [
    'a loss after its notice',
    [bound],
    facts.claimNotified({ lossOn: '2020-07-02' }),
    'DATE_BEFORE /data/lossOn',
  ],
  ['the payment of no claim', [bound], facts.claimPaid(), 'CLAIM_UNKNOWN /data/claimId'],
  [
    'a payment before the notice',
    [bound, notified],
    facts.claimPaid({ effectiveOn: '2020-06-30' }),
    'CLAIM_UNKNOWN /data/claimId',
  ],
  [
    'payments above the sum',
    [bound, notified, facts.claimPaid()],
    as('again', facts.claimPaid({ amount: '750000.01' })),
    'ABOVE_SUM_INSURED /data/amount',
  ],
  [
    'a late reduction of the sum under a recorded payment',
    [bound, notified, facts.claimPaid()],
    endorsed({ sumInsuredChange: '-800000' }),
    'ABOVE_SUM_INSURED /data: claim.paid',
  ],
  [
    'a payment of no claim after voiding',
    [bound, notified, voided],
    facts.claimPaid({ claimId: 'C2' }),
    'CLAIM_UNKNOWN /data/claimId',
  ],
  [
    'the rejection of no claim',
    [bound, notified],
    facts.claimRejected({ claimId: 'C2' }),
    'CLAIM_UNKNOWN /data/claimId',
  ],
  [
    'an endorsement on the day of surrender',
    [bound, surrendered],
    endorsed({ effectiveOn: '2020-10-01', premiumChange: '1' }),
    'SURRENDERED /type',
  ],
  [
    'a refund above a premium that was lowered',
    [bound, facts.policyEndorsed()],
    facts.policySurrendered({ refund: '19000' }),
    'ABOVE_PREMIUM /data/refund',
  ],
  [
    'a payment above a sum that was lowered',
    [bound, endorsed({ sumInsuredChange: '-900000' }), notified],
    facts.claimPaid({ amount: '100000.01' }),
    'ABOVE_SUM_INSURED /data/amount',
  ],
];
