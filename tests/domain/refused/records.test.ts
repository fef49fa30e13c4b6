import { describe, expect, test } from 'vitest';
import { CATALOGUE, type EventType } from '../../../src/domain/catalogue.ts';
import {
  before,
  FINDING,
  facts,
  PARTIES,
  type Posted,
  SOURCE,
  SUBJECT,
  USCC,
  VALID,
} from '../../support/facts.ts';
import { type RefusedRow, testRefused, testTaken } from '../../support/rules.ts';
import { bureau, institutionKey, refusalsOf, scenario } from '../../support/scenario.ts';

/** The bureau's own records (domain.md §4.7), the range of business dates (§2), and whose contract it is (§3). */

describe('an observation', () => {
  const of = (indicator: string, data: Record<string, unknown>): Posted =>
    facts.indicatorObserved(
      { indicator, division: undefined, ...data },
      { subject: `observation/${indicator}` },
    );
  testRefused([
    [
      'of another indicator than its subject',
      [],
      facts.indicatorObserved({ indicator: 'pct-filings' }),
      'SUBJECT_MISMATCH',
      '/data/indicator',
    ],
    [
      'of an unknown indicator',
      [],
      facts.indicatorObserved({}, { subject: 'observation/valid-invention' }),
      'SUBJECT_FORM',
      '/subject',
    ],
    [
      'of a year that the ledger derives',
      [],
      of('pledge-amount-growth', { year: 2018, value: '8000000' }),
      'NOT_OBSERVABLE',
      '/data/year',
    ],
    [
      'of a count that the ledger derives',
      [],
      of('pledge-count-growth', { year: 2020, value: '8' }),
      'NOT_OBSERVABLE',
      '/data/year',
    ],
    [
      'of projects that the ledger derives',
      [],
      of('fund-projects', { year: 2019, value: '8' }),
      'NOT_OBSERVABLE',
      '/data/year',
    ],
    [
      'of a sum insured that the ledger derives',
      [],
      of('insured-sum-growth', { year: 2021, value: '8' }),
      'NOT_OBSERVABLE',
      '/data/year',
    ],
    [
      'of deals that the ledger derives',
      [],
      of('deal-amount-growth', { year: 2021, value: '8' }),
      'NOT_OBSERVABLE',
      '/data/year',
    ],
    ['of half a patent', [], of('valid-inventions', { value: '26660.5' }), 'VALUE_FORM', '/data/value'],
    [
      'of half a pledge',
      [],
      of('pledge-count-growth', { year: 2017, value: '2.5' }),
      'VALUE_FORM',
      '/data/value',
    ],
    [
      'of an amount with three decimals',
      [],
      of('pledge-amount-growth', { year: 2017, value: '2.555' }),
      'MONEY_FORM',
      '/data/value',
    ],
    [
      'of an amount above 10^11 yuan',
      [],
      of('pledge-amount-growth', { year: 2017, value: '100000000000.01' }),
      'MONEY_RANGE',
      '/data/value',
    ],
    [
      'of no number',
      [],
      of('pledge-amount-growth', { year: 2017, value: 'many' }),
      'VALUE_FORM',
      '/data/value',
    ],
    [
      'of a county elsewhere',
      [],
      facts.indicatorObserved({ division: '440305' }),
      'DIVISION_UNKNOWN',
      '/data/division',
    ],
    [
      'of a town before its code',
      [],
      facts.indicatorObserved({ division: '441900404000' }),
      'DIVISION_NOT_VALID',
      '/data/division',
    ],
  ]);
  testTaken([
    ['of a base year', [], of('pledge-amount-growth', { year: 2017, value: '8000000.00' })],
    ['of an amount of zero', [], of('deal-amount-growth', { year: 2017, value: '0' })],
    ['of any decimal per ten thousand people', [], of('inventions-per-10k', { value: '32.1234567' })],
    ['of a year to come', [], of('valid-inventions', { year: 2025 })],
    [
      'of the same year again',
      [facts.indicatorObserved()],
      facts.indicatorObserved({ value: '5' }, { id: 'again' }),
    ],
  ]);
  testTaken(
    [
      [
        'of a derived row for the year in which the ledger was opened',
        [],
        of('pledge-amount-growth', { year: 2018, value: '5' }),
      ],
    ],
    { openedOn: '2018-01-02' },
  );
  testRefused(
    [
      [
        'of a derived row for the year after',
        [],
        of('pledge-amount-growth', { year: 2019, value: '5' }),
        'NOT_OBSERVABLE',
        '/data/year',
      ],
    ],
    { openedOn: '2018-12-31' },
  );
});

describe('a period', () => {
  testRefused([
    [
      'of another month than its subject',
      [],
      facts.periodClosed({ period: '2024-02' }),
      'SUBJECT_MISMATCH',
      '/data/period',
    ],
    [
      'of a year on the subject of a month',
      [],
      facts.periodClosed({ period: '2024' }),
      'SUBJECT_MISMATCH',
      '/data/period',
    ],
    [
      'closed already',
      [facts.periodClosed()],
      facts.periodClosed({}, { id: 'again' }),
      'PERIOD_IS_CLOSED',
      '/data/period',
    ],
    ['that is none', [], facts.periodClosed({}, { subject: 'period/2024-13' }), 'SUBJECT_FORM', '/subject'],
  ]);
  testTaken([
    ['of a year', [], facts.periodClosed({ period: '2023' }, { subject: 'period/2023' })],
    [
      'of a year one of whose months is closed',
      [facts.periodClosed()],
      facts.periodClosed({ period: '2024' }, { id: 'year', subject: 'period/2024' }),
    ],
  ]);
});

describe('a finding', () => {
  testRefused([
    ['explained that is not there', [], facts.findingExplained(), 'FINDING_UNKNOWN', '/subject'],
    ['resolved that is not there', [], facts.findingResolved(), 'FINDING_UNKNOWN', '/subject'],
    [
      'with an id that is none',
      [],
      facts.findingResolved({}, { subject: 'finding/0123' }),
      'SUBJECT_FORM',
      '/subject',
    ],
  ]);
  testTaken([['explained twice', [facts.findingExplained()], facts.findingExplained({}, { id: 'again' })]], {
    findings: [FINDING],
  });
});

describe("a finding about another institution's contracts", () => {
  const known = {
    admitted: [USCC.bank, USCC.otherBank],
    findings: [FINDING],
    concerned: [`urn:uscc:${USCC.otherBank}`],
  };
  const own = institutionKey(USCC.bank);
  const byBank = { source: SOURCE };
  testRefused(
    [
      [
        'explained by one that it does not concern',
        [],
        facts.findingExplained({}, byBank),
        'NOT_CONCERNED',
        '/subject',
      ],
      ['resolved by an institution', [], facts.findingResolved({}, byBank), 'TYPE_NOT_PERMITTED', '/type'],
    ],
    { ...known, actor: own },
  );
  const byOther = { source: `urn:uscc:${USCC.otherBank}` };
  testRefused(
    [
      [
        'resolved by the one that it concerns',
        [],
        facts.findingResolved({}, byOther),
        'TYPE_NOT_PERMITTED',
        '/type',
      ],
      [
        'explained in the name of one that it concerns, by another,',
        [],
        facts.findingExplained({}, byBank),
        'SOURCE_FOREIGN',
        '/source',
      ],
    ],
    { ...known, actor: institutionKey(USCC.otherBank) },
  );
  testTaken([['explained by the one that it concerns', [], facts.findingExplained({}, byOther)]], {
    ...known,
    actor: institutionKey(USCC.otherBank),
  });
  const byBureau = { source: `urn:uscc:${USCC.bureau}` };
  testTaken(
    [
      ['explained by the bureau', [], facts.findingExplained({}, byBureau)],
      ['resolved by the bureau', [], facts.findingResolved({}, byBureau)],
    ],
    { ...known, actor: bureau('first') },
  );
});

describe('what is published or confirmed', () => {
  testRefused([
    ['a bulletin without a request', [], facts.bulletinPublished(), 'FOUR_EYES', '/type'],
    [
      'a report on the subject of another line',
      [],
      facts.reportConfirmed({}, { subject: SUBJECT.period }),
      'SUBJECT_FORM',
      '/subject',
    ],
    [
      'a report of no institution',
      [],
      facts.reportConfirmed({}, { subject: 'report/91110000600037341N.2023' }),
      'SUBJECT_FORM',
      '/subject',
    ],
    [
      'a report of no period',
      [],
      facts.reportConfirmed({}, { subject: `report/${USCC.bank}.2023-00` }),
      'SUBJECT_FORM',
      '/subject',
    ],
  ]);
});

describe('a type on the subject of another line', () => {
  const elsewhere: Readonly<Record<string, string>> = { deal: SUBJECT.pledge };
  const rows = [...CATALOGUE.values()]
    .filter(({ origin, lines }) => origin === 'posted' && lines.length === 1)
    .map(
      ({ type, lines }): RefusedRow => [
        `${type} elsewhere`,
        [],
        VALID[type]({}, { subject: elsewhere[lines[0] ?? ''] ?? SUBJECT.deal }),
        'SUBJECT_FORM',
        '/subject',
      ],
    );
  testRefused(rows);
});

describe('business dates', () => {
  const TYPES = [...CATALOGUE.values()].filter(({ origin }) => origin === 'posted').map(({ type }) => type);
  const AHEAD: Partial<Record<EventType, Record<string, unknown>>> = {
    'loan.disbursed': { maturity: '2025-01-01' },
  };
  const abroad = { ...PARTIES.company, division: 'overseas' };
  const EARLY: Partial<Record<EventType, Record<string, unknown>>> = {
    'pledge.registered': { pledgor: abroad },
    'policy.bound': { enterprise: abroad },
    'claim.notified': { lossOn: '1985-03-01' },
    'deal.signed': { from: abroad },
    'deal.royaltySettled': { periodFrom: '1985-01-01', periodUntil: '1985-03-01' },
    'project.reserved': { enterprise: abroad },
    'investment.closed': { enterprise: abroad },
    'subsidy.paid': { beneficiary: abroad },
    'indicator.observed': { division: undefined },
  };
  test.each(TYPES)('%s is refused two days ahead, and before the Patent Law', async (type) => {
    const book = await scenario({ findings: [FINDING] });
    await book.given(...before(type));
    const { size } = book;
    const ahead = VALID[type]({ ...AHEAD[type], effectiveOn: '2024-06-17' });
    const early = VALID[type]({ ...EARLY[type], effectiveOn: '1985-03-31' });
    for (const fact of [ahead, early])
      expect(refusalsOf(await book.when(fact))).toEqual([['EFFECTIVE_RANGE', '/data/effectiveOn']]);
    expect(book.size).toBe(size);
    await book.close();
  });

  test('the day after recording is the last, by the clock of Shanghai', async () => {
    const book = await scenario();
    expect(await book.when(facts.dealSigned({ effectiveOn: '2024-06-16' }))).toMatchObject({
      status: 'recorded',
    });
    const next = facts.dealPaid({ effectiveOn: '2024-06-17' });
    expect(refusalsOf(await book.when(next))).toEqual([['EFFECTIVE_RANGE', '/data/effectiveOn']]);
    book.today('2024-06-16');
    expect(await book.when(next)).toMatchObject({ status: 'recorded' });
    await book.close();
  });
});

describe('once a participant is admitted', () => {
  const admitted = { admitted: [USCC.bank, USCC.otherBank] };
  const foreignSource = (fact: Posted): Posted => ({
    ...fact,
    id: 'other',
    source: `urn:uscc:${USCC.otherBank}`,
  });
  const other = institutionKey(USCC.otherBank);
  const passed = facts.pledgeAmended();
  testRefused(
    [
      [
        "a fact of another's contract",
        [facts.dealSigned()],
        foreignSource(facts.dealPaid()),
        'NOT_OWNER',
        '/subject',
      ],
      [
        "a withdrawal in another's contract",
        [facts.dealSigned()],
        foreignSource(facts.factWithdrawn({ supersedes: { source: SOURCE, id: 'deal.signed' } })),
        'NOT_OWNER',
        '/subject',
      ],
      [
        "a request in another's contract",
        [facts.dealSigned(), facts.dealPaid()],
        foreignSource(facts.changeRequested()),
        'NOT_OWNER',
        '/subject',
      ],
      [
        "a new contract under another's prefix",
        [],
        foreignSource(facts.dealSigned()),
        'SUBJECT_PREFIX',
        '/subject',
      ],
      [
        "a fact of another's contract whose events are all withdrawn",
        [facts.dealSigned(), facts.factWithdrawn({ supersedes: { source: SOURCE, id: 'deal.signed' } })],
        foreignSource(facts.dealSigned()),
        'NOT_OWNER',
        '/subject',
      ],
    ],
    { ...admitted, actor: other },
  );
  testTaken(
    [
      [
        'a fact of the contract that passed to one',
        [facts.pledgeRegistered(), passed],
        foreignSource(facts.loanDisbursed({ effectiveOn: '2019-06-02' })),
      ],
    ],
    { ...admitted, actor: other },
  );
  testTaken(
    [["a fact of the bureau in another's contract", [facts.dealSigned()], foreignSource(facts.dealPaid())]],
    { ...admitted, actor: bureau('first') },
  );
  testTaken([
    [
      "a fact of another's contract while nobody is admitted",
      [facts.dealSigned()],
      foreignSource(facts.dealPaid()),
    ],
  ]);

  test('the old pledgee writes no more to a contract that has passed, until that is withdrawn', async () => {
    const book = await scenario(admitted);
    await book.given(facts.pledgeRegistered(), passed);
    const own = institutionKey(USCC.bank);
    const withdrawal = facts.factWithdrawn(
      { supersedes: { source: SOURCE, id: 'pledge.amended' } },
      { subject: SUBJECT.pledge },
    );
    expect(refusalsOf(await book.when(facts.loanDisbursed(), own))).toEqual([['NOT_OWNER', '/subject']]);
    expect(refusalsOf(await book.when(withdrawal, own))).toEqual([['NOT_OWNER', '/subject']]);
    expect(await book.when({ ...withdrawal, source: `urn:uscc:${USCC.otherBank}` }, other)).toMatchObject({
      status: 'recorded',
    });
    expect(await book.when(facts.loanDisbursed(), own)).toMatchObject({ status: 'recorded' });
    await book.close();
  });
});
