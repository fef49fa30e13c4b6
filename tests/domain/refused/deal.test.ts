import { describe } from 'vitest';
import { ABSENT, facts, PARTIES, type Posted, USCC, withAt } from '../../support/facts.ts';
import { type RefusedRow, testRefused, testTaken } from '../../support/rules.ts';

/** The rules of domain.md §4.3, and what §3 and §9 say of transactions. */

const signed = facts.dealSigned();
const terminated = facts.dealTerminated();
const rescinded = facts.dealRescinded();
const late = { effectiveOn: '2024-01-05' };

describe('a deal', () => {
  const foreigner = { ...PARTIES.foreign, division: 'overseas' };
  testRefused([
    ['with oneself', [], facts.dealSigned({ to: PARTIES.company }), 'PARTIES_SAME', '/data/to'],
    [
      'with oneself under another name',
      [],
      facts.dealSigned({ to: { ...PARTIES.company, name: '新名称', division: '440305' } }),
      'PARTIES_SAME',
      '/data/to',
    ],
    [
      'with oneself abroad',
      [],
      facts.dealSigned({ from: foreigner, to: { ...foreigner, name: 'Another GmbH' } }),
      'PARTIES_SAME',
      '/data/to',
    ],
    [
      'that is an assignment with a scope',
      [],
      facts.dealSigned({ kind: 'assignment' }),
      'LICENSE_SCOPE',
      '/data/licenseScope',
    ],
    [
      'that is a contribution in kind with a scope',
      [],
      facts.dealSigned({ kind: 'contributionInKind' }),
      'LICENSE_SCOPE',
      '/data/licenseScope',
    ],
    [
      'that is a license without a scope',
      [],
      facts.dealSigned({ licenseScope: undefined }),
      'FIELD_MISSING',
      '/data/licenseScope',
    ],
    [
      'that is an open license without a scope',
      [],
      facts.dealSigned({ kind: 'openLicense', licenseScope: undefined }),
      'FIELD_MISSING',
      '/data/licenseScope',
    ],
    [
      'in a town code that is not valid yet',
      [],
      facts.dealSigned({ to: { ...PARTIES.otherCompany, division: '441900404000' } }),
      'DIVISION_NOT_VALID',
      '/data/to/division',
    ],
    ['signed again', [signed], facts.dealSigned({}, { id: 'again' }), 'ALREADY_OPENED', '/type'],
    [
      'signed again and earlier',
      [signed],
      facts.dealSigned({ effectiveOn: '2020-02-01' }, { id: 'again' }),
      'ALREADY_OPENED',
      '/data',
      'deal.signed',
    ],
  ]);
  testTaken([
    ['for nothing', [], facts.dealSigned({ price: '0' })],
    [
      'that is an assignment without a scope',
      [],
      facts.dealSigned({ kind: 'assignment', licenseScope: undefined }),
    ],
    [
      'between two natural persons',
      [],
      facts.dealSigned({
        from: { individual: true, division: '441900000000' },
        to: { individual: true, division: '441900000000' },
      }),
    ],
    [
      'between two of one registration in two countries',
      [],
      facts.dealSigned({
        from: foreigner,
        to: withAt(facts.dealSigned({ to: foreigner }), '/data/to/foreign/country', 'AT').data.to,
      }),
    ],
    [
      'in a town code on its first day',
      [],
      facts.dealSigned({
        effectiveOn: '2021-10-31',
        to: { ...PARTIES.otherCompany, division: '441900404000' },
      }),
    ],
  ]);
  testRefused(
    [
      facts.dealRegistered(),
      facts.dealAmended(),
      facts.dealRoyaltySettled(),
      facts.dealPaid(),
      terminated,
      rescinded,
    ].map((fact): RefusedRow => [`without which ${fact.type} is posted`, [], fact, 'NOT_OPENED', '/type']),
  );
  testRefused([
    [
      'registered before it is signed',
      [signed],
      facts.dealRegistered({ effectiveOn: '2020-02-29' }),
      'NOT_OPENED',
      '/type',
    ],
    [
      'rescinded before it is signed',
      [signed],
      facts.dealRescinded({ effectiveOn: '2020-02-29' }),
      'VOID_BEFORE_START',
      '/data/effectiveOn',
    ],
    [
      'registered twice',
      [signed, facts.dealRegistered()],
      facts.dealRegistered({ registrationNumber: 'X2' }, { id: 'again' }),
      'ALREADY_DONE',
      '/type',
    ],
    [
      'registered twice, the second time earlier',
      [signed, facts.dealRegistered()],
      facts.dealRegistered({ effectiveOn: '2020-03-10' }, { id: 'again' }),
      'ALREADY_DONE',
      '/data',
      'deal.registered',
    ],
    ['terminated twice', [signed, terminated], facts.dealTerminated(late, { id: 'again' }), 'ENDED', '/type'],
    [
      'terminated twice, the second time earlier',
      [signed, terminated],
      facts.dealTerminated({ effectiveOn: '2021-01-01' }, { id: 'again' }),
      'ENDED',
      '/data',
      'deal.terminated',
    ],
    ['rescinded twice', [signed, rescinded], facts.dealRescinded(late, { id: 'again' }), 'VOIDED', '/type'],
    ['terminated after it was rescinded', [signed, rescinded], terminated, 'VOIDED', '/type'],
    ['registered after it was rescinded', [signed, rescinded], facts.dealRegistered(), 'VOIDED', '/type'],
    ['amended after it was rescinded', [signed, rescinded], facts.dealAmended(), 'VOIDED', '/type'],
    ['settled after it was rescinded', [signed, rescinded], facts.dealRoyaltySettled(), 'VOIDED', '/type'],
    [
      'signed after it was rescinded',
      [signed, rescinded],
      facts.dealSigned(late, { id: 'again' }),
      'VOIDED',
      '/type',
    ],
  ]);
  testTaken([
    ['paid after it was rescinded', [signed, rescinded], facts.dealPaid(late)],
    ['rescinded after it was terminated', [signed, terminated], rescinded],
    ['registered after it was terminated', [signed, terminated], facts.dealRegistered(late)],
    [
      'paid beyond its price',
      [signed, facts.dealPaid()],
      facts.dealPaid({ amount: '900000' }, { id: 'again' }),
    ],
  ]);
});

describe('a change of the price', () => {
  testRefused([
    [
      'below nothing',
      [signed],
      facts.dealAmended({ priceChange: '-500000.01' }),
      'PRICE_NEGATIVE',
      '/data/priceChange',
    ],
    [
      'below nothing in sum',
      [signed, facts.dealAmended()],
      facts.dealAmended({ priceChange: '-400000.01' }, { id: 'again' }),
      'PRICE_NEGATIVE',
      '/data/priceChange',
    ],
    [
      'after the termination',
      [signed, terminated],
      facts.dealAmended({ effectiveOn: '2022-01-02' }),
      'ENDED',
      '/type',
    ],
    [
      'that is late and takes what a later one takes',
      [signed, facts.dealAmended({ priceChange: '-500000' })],
      facts.dealAmended({ priceChange: '-0.01', effectiveOn: '2020-04-01' }, { id: 'late' }),
      'PRICE_NEGATIVE',
      '/data',
      'deal.amended',
    ],
  ]);
  testRefused([
    [
      'that a late termination leaves behind',
      [signed, facts.dealAmended()],
      facts.dealTerminated({ effectiveOn: '2020-05-01' }),
      'ENDED',
      '/data',
      'deal.amended',
    ],
  ]);
  testTaken([
    ['to nothing', [signed], facts.dealAmended({ priceChange: '-500000' })],
    ['before the termination, reported after it', [signed, terminated], facts.dealAmended()],
  ]);
});

describe('royalties', () => {
  const settled = (data: Record<string, unknown>): Posted => facts.dealRoyaltySettled(data);
  const lumpSum = facts.dealSigned({ priceKind: 'lumpSum' });
  testRefused([
    ['of a lump sum', [lumpSum], settled({}), 'NO_ROYALTIES', '/type'],
    [
      'of instalments',
      [facts.dealSigned({ priceKind: 'instalments' })],
      settled({}),
      'NO_ROYALTIES',
      '/type',
    ],
    [
      'for a period that ends before it begins',
      [signed],
      settled({ periodUntil: '2020-02-29' }),
      'DATE_BEFORE',
      '/data/periodUntil',
    ],
    [
      'for a period that is not over',
      [signed],
      settled({ periodUntil: '2021-01-16' }),
      'DATE_BEFORE',
      '/data/periodUntil',
    ],
    [
      'for time after the termination',
      [signed, terminated],
      settled({ effectiveOn: '2022-06-01', periodUntil: '2022-01-02' }),
      'PERIOD_AFTER_TERMINATION',
      '/data/periodUntil',
    ],
  ]);
  testTaken([
    ['for one day', [signed], settled({ periodFrom: '2020-12-31' })],
    ['for time up to the day of settling', [signed], settled({ periodUntil: '2021-01-15' })],
    [
      'for time up to the termination, settled after it',
      [signed, terminated],
      settled({ effectiveOn: '2022-06-01', periodUntil: '2022-01-01' }),
    ],
    ['of a price of royalties alone', [facts.dealSigned({ priceKind: 'royalty' })], settled({})],
  ]);
});

describe('a contract whose parties are known otherwise', () => {
  testTaken([
    [
      'a sole trader who licenses to a company',
      [],
      facts.dealSigned({ from: { uscc: USCC.soleTrader, division: '441900003000' } }),
    ],
    [
      'an enterprise without size, stage and industry',
      [],
      ['size', 'stage', 'industry', 'keyIndustry'].reduce<Posted>(
        (fact, field) => withAt(fact, `/data/from/${field}`, ABSENT),
        signed,
      ),
    ],
  ]);
});
