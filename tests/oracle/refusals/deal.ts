import { facts, PARTIES, RIGHTS } from '../../support/facts.ts';
import { as, type Row } from './row.ts';

/** `deal/…`: domain.md §4.3 and §9. */

const signed = facts.dealSigned();
const terminated = facts.dealTerminated();
const rescinded = facts.dealRescinded();

export const DEAL: readonly Row[] = [
  ['a contract signed twice', [signed], as('again', signed), 'ALREADY_OPENED /type'],
  [
    'a deal with oneself',
    [],
    facts.dealSigned({ to: { ...PARTIES.company, name: '同一公司' } }),
    'PARTIES_SAME /data/to',
  ],
  [
    'a deal with oneself abroad',
    [],
    facts.dealSigned({
      from: { ...PARTIES.foreign, division: 'overseas' },
      to: { ...PARTIES.foreign, name: 'Andere GmbH', division: 'overseas' },
    }),
    'PARTIES_SAME /data/to',
  ],
  [
    'an assignment with the scope of a licence',
    [],
    facts.dealSigned({ kind: 'assignment' }),
    'LICENSE_SCOPE /data/licenseScope',
  ],
  [
    'a contribution with the scope of a licence',
    [],
    facts.dealSigned({ kind: 'contributionInKind' }),
    'LICENSE_SCOPE /data/licenseScope',
  ],
  [
    'a licence without its scope',
    [],
    facts.dealSigned({ licenseScope: undefined }),
    'FIELD_MISSING /data/licenseScope',
  ],
  [
    'a right twice',
    [],
    facts.dealSigned({ rights: [RIGHTS.copyright, RIGHTS.copyright] }),
    'RIGHT_REPEATED /data/rights/1',
  ],
  ['a negative price', [], facts.dealSigned({ price: '-0.01' }), 'MONEY_FORM /data/price'],
  [
    'a town that was not there yet',
    [],
    facts.dealSigned({ to: { ...PARTIES.otherCompany, division: '441900404000' } }),
    'DIVISION_NOT_VALID /data/to/division',
  ],
  ['the filing of no contract', [], facts.dealRegistered(), 'NOT_OPENED /type'],
  [
    'the filing of a contract twice',
    [signed, facts.dealRegistered()],
    as('again', facts.dealRegistered({ effectiveOn: '2020-04-01', registrationNumber: 'X2' })),
    'ALREADY_DONE /type',
  ],
  [
    'a filing before signature',
    [signed],
    facts.dealRegistered({ effectiveOn: '2020-02-29' }),
    'NOT_OPENED /type',
  ],
  [
    'a change to below nothing',
    [signed],
    facts.dealAmended({ priceChange: '-500000.01' }),
    'PRICE_NEGATIVE /data/priceChange',
  ],
  [
    'a late change that leaves too little for a recorded one',
    [signed, facts.dealAmended()],
    as('late', facts.dealAmended({ effectiveOn: '2020-05-01', priceChange: '-400000.01' })),
    'PRICE_NEGATIVE /data: deal.amended',
  ],
  [
    'a change after termination',
    [signed, terminated],
    facts.dealAmended({ effectiveOn: '2022-01-02' }),
    'ENDED /type',
  ],
  [
    'a late termination before a recorded change',
    [signed, facts.dealAmended()],
    facts.dealTerminated({ effectiveOn: '2020-05-31' }),
    'ENDED /data: deal.amended',
  ],
  [
    'a termination twice',
    [signed, terminated],
    as('again', facts.dealTerminated({ effectiveOn: '2022-02-01' })),
    'ENDED /type',
  ],
  [
    'royalties of a lump sum',
    [facts.dealSigned({ priceKind: 'lumpSum' })],
    facts.dealRoyaltySettled(),
    'NO_ROYALTIES /type',
  ],
  [
    'royalties of instalments',
    [facts.dealSigned({ priceKind: 'instalments' })],
    facts.dealRoyaltySettled(),
    'NO_ROYALTIES /type',
  ],
  [
    'royalties of a period that ends before it begins',
    [signed],
    facts.dealRoyaltySettled({ periodFrom: '2021-01-01' }),
    'DATE_BEFORE /data/periodUntil',
  ],
  [
    'royalties of time to come',
    [signed],
    facts.dealRoyaltySettled({ periodUntil: '2021-01-16' }),
    'DATE_BEFORE /data/periodUntil',
  ],
  [
    'royalties of time after termination',
    [signed, terminated],
    facts.dealRoyaltySettled({
      effectiveOn: '2022-07-01',
      periodFrom: '2021-07-01',
      periodUntil: '2022-06-30',
    }),
    'PERIOD_AFTER_TERMINATION /data/periodUntil',
  ],
  [
    'a late termination before royalties that are recorded',
    [signed, facts.dealRoyaltySettled()],
    facts.dealTerminated({ effectiveOn: '2020-06-01' }),
    'PERIOD_AFTER_TERMINATION /data: deal.royaltySettled',
  ],
  ['a payment before signature', [signed], facts.dealPaid({ effectiveOn: '2020-02-29' }), 'NOT_OPENED /type'],
  [
    'a rescission before signature',
    [signed],
    facts.dealRescinded({ effectiveOn: '2020-02-29' }),
    'VOID_BEFORE_START /data/effectiveOn',
  ],
  ['a rescission twice', [signed, rescinded], as('again', rescinded), 'VOIDED /type'],
  ['a change after rescission', [signed, rescinded], facts.dealAmended(), 'VOIDED /type'],
  ['royalties after rescission', [signed, rescinded], facts.dealRoyaltySettled(), 'VOIDED /type'],
  ['a filing after rescission', [signed, rescinded], facts.dealRegistered(), 'VOIDED /type'],
  ['a termination after rescission', [signed, rescinded], terminated, 'VOIDED /type'],
];
