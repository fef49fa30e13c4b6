import { facts, SOURCE, SUBJECT, USCC } from '../../support/facts.ts';
import { but, type Row } from './row.ts';

/** Who may post what where: domain.md §2, §3, §4.7, §4.8; interfaces.md, roles. */

const signed = facts.dealSigned();
const paid = facts.dealPaid();
const ofOtherBank = { source: `urn:uscc:${USCC.otherBank}` };
const ofBureau = { source: `urn:uscc:${USCC.bureau}` };

/** A ledger that is no demonstration, before anybody is admitted. */
export const IN_OPEN_LEDGER: readonly Row[] = [
  [
    'a recorded time of its own',
    [],
    but(signed, '/recordedtime', '2024-06-15T00:00:00Z'),
    'FIELD_UNKNOWN /recordedtime',
  ],
  [
    'a contract without the prefix of its poster',
    [],
    but(signed, '/subject', 'deal/D1'),
    'SUBJECT_PREFIX /subject',
  ],
  [
    'a contract with the prefix of another',
    [],
    but(signed, '/subject', `deal/${USCC.otherBank}.D1`),
    'SUBJECT_PREFIX /subject',
  ],
  [
    'a prefix without its point',
    [],
    but(signed, '/subject', `deal/${USCC.bank}D1`),
    'SUBJECT_PREFIX /subject',
  ],
  [
    'an approval by whoever is there',
    [signed, paid, facts.changeRequested()],
    facts.changeApproved(),
    'FOUR_EYES /data/request',
  ],
];

export type Person = 'bank' | 'otherBank' | 'bureau' | 'auditor' | 'operator';

const lent = [facts.pledgeRegistered(), facts.loanDisbursed()] as const;
const assigned = facts.pledgeAmended({ securedAmount: undefined, debtUntil: undefined });
const requested = [signed, paid, facts.changeRequested({}, ofBureau)] as const;
const approval = facts.changeApproved({ request: { ...ofBureau, id: 'change.requested' } }, ofBureau);

const byInstitutions: readonly Row[] = [
  [
    'a fact of another institution',
    [],
    facts.dealSigned({}, { ...ofOtherBank, subject: `deal/${USCC.otherBank}.D1` }),
    'SOURCE_FOREIGN /source',
  ],
  ['an event of the pledgee of old', [...lent, assigned], facts.loanClassified(), 'NOT_OWNER /subject'],
  [
    'a withdrawal by the pledgee of old',
    [...lent, assigned],
    facts.factWithdrawn(
      { supersedes: { source: SOURCE, id: 'loan.disbursed' } },
      { subject: SUBJECT.pledge },
    ),
    'NOT_OWNER /subject',
  ],
  [
    'a contract with the prefix of another',
    [],
    but(signed, '/subject', `deal/${USCC.otherBank}.D9`),
    'SUBJECT_PREFIX /subject',
  ],
  ['an observation by an institution', [], facts.indicatorObserved(), 'TYPE_NOT_PERMITTED /type'],
  ['a target by an institution', [], facts.targetSet(), 'TYPE_NOT_PERMITTED /type'],
  ['a period closed by an institution', [], facts.periodClosed(), 'TYPE_NOT_PERMITTED /type'],
  ['a bulletin by an institution', [], facts.bulletinPublished(), 'TYPE_NOT_PERMITTED /type'],
  ['a finding resolved by an institution', [], facts.findingResolved(), 'TYPE_NOT_PERMITTED /type'],
  [
    'a change approved by an institution',
    [signed, paid, facts.changeRequested()],
    facts.changeApproved(),
    'TYPE_NOT_PERMITTED /type',
  ],
  [
    'a change rejected by an institution',
    [signed, paid, facts.changeRequested()],
    facts.changeRejected(),
    'TYPE_NOT_PERMITTED /type',
  ],
  ['a key issued by posting', [], facts.keyIssued(), 'TYPE_NOT_POSTABLE /type'],
  [
    'a confirmation for another institution',
    [],
    but(facts.reportConfirmed(), '/subject', `report/${USCC.otherBank}.2023`),
    'SUBJECT_MISMATCH /source',
  ],
];

const byAnotherInstitution: readonly Row[] = [
  ['an event on the contract of another', [signed], facts.dealPaid({}, ofOtherBank), 'NOT_OWNER /subject'],
  [
    'the voiding of the contract of another',
    [signed],
    facts.dealRescinded({}, ofOtherBank),
    'NOT_OWNER /subject',
  ],
  [
    'the correction of a fact of another',
    [signed, paid],
    facts.factCorrected({}, ofOtherBank),
    'NOT_OWNER /subject',
  ],
  [
    'a request on the contract of another',
    [signed, paid],
    facts.changeRequested({}, ofOtherBank),
    'NOT_OWNER /subject',
  ],
  [
    'the signing of a contract that another has',
    [signed],
    facts.dealSigned({}, ofOtherBank),
    'NOT_OWNER /subject',
  ],
];

const byBureau: readonly Row[] = [
  [
    'a participant admitted by posting',
    [],
    facts.participantAdmitted({}, ofBureau),
    'TYPE_NOT_POSTABLE /type',
  ],
  ['an approval of one’s own request', requested, approval, 'FOUR_EYES /data/request'],
];

/** A ledger with participants: who posts the fact; what stands before it is its source's own. */
export const WITH_PARTICIPANTS: readonly (readonly [Person, readonly Row[]])[] = [
  ['bank', byInstitutions],
  ['otherBank', byAnotherInstitution],
  ['bureau', byBureau],
  ['auditor', [['a fact of an auditor', [], signed, 'TYPE_NOT_PERMITTED /type']]],
  ['operator', [['a fact of the operator', [], signed, 'TYPE_NOT_PERMITTED /type']]],
];
