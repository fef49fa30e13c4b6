import { facts, type Posted, USCC } from '../../support/facts.ts';
import { as, but, type Row } from './row.ts';

/** The bureau's own records, confirmations and findings: domain.md §4.7, §4.9, §7 and §9. */

const observed = (indicator: string, data: Record<string, unknown>): Posted =>
  facts.indicatorObserved(
    { indicator, division: undefined, ...data },
    { subject: `observation/${indicator}` },
  );
const target = (indicator: string, data: Record<string, unknown>): Posted =>
  facts.targetSet({ indicator, required: undefined, ...data }, { subject: `target/${indicator}` });
const confirmed = facts.reportConfirmed();
const closed = facts.periodClosed();

const observations: readonly Row[] = [
  [
    'an observation of pledges in the year of opening',
    [],
    observed('pledge-amount-growth', { year: 2018, value: '1' }),
    'NOT_OBSERVABLE /data/year',
  ],
  [
    'an observation of sums insured in a later year',
    [],
    observed('insured-sum-growth', { year: 2020, value: '1' }),
    'NOT_OBSERVABLE /data/year',
  ],
  [
    'an observation of projects in the year of opening',
    [],
    observed('fund-projects', { year: 2018, value: '1' }),
    'NOT_OBSERVABLE /data/year',
  ],
  [
    'an observed amount with three decimals',
    [],
    observed('deal-amount-growth', { year: 2017, value: '1.005' }),
    'MONEY_FORM /data/value',
  ],
  [
    'an observed amount below nothing',
    [],
    observed('deal-amount-growth', { year: 2017, value: '-1' }),
    'VALUE_FORM /data/value',
  ],
  [
    'an observed amount beyond all amounts',
    [],
    observed('pledge-amount-growth', { year: 2017, value: '100000000000.01' }),
    'MONEY_RANGE /data/value',
  ],
  [
    'an observed count with decimals',
    [],
    observed('pledge-count-growth', { year: 2017, value: '1.5' }),
    'VALUE_FORM /data/value',
  ],
  [
    'an observed number with decimals',
    [],
    observed('pct-filings', { value: '2.0' }),
    'VALUE_FORM /data/value',
  ],
  [
    'an observed number below nothing',
    [],
    observed('pct-filings', { value: '-1' }),
    'VALUE_FORM /data/value',
  ],
  [
    'an observation of a place outside the city',
    [],
    observed('pct-filings', { value: '1', division: '440305' }),
    'DIVISION_UNKNOWN /data/division',
  ],
  [
    'an observation of the world outside',
    [],
    observed('pct-filings', { value: '1', division: 'overseas' }),
    'DIVISION_UNKNOWN /data/division',
  ],
  [
    'an observation on another subject',
    [],
    but(observed('pct-filings', { value: '1' }), '/subject', 'observation/valid-inventions'),
    'SUBJECT_MISMATCH /data/indicator',
  ],
  [
    'an observation on the subject of no indicator',
    [],
    but(observed('pct-filings', { value: '1' }), '/subject', 'observation/pct'),
    'SUBJECT_FORM /subject',
  ],
  [
    'an observation on the subject of a target',
    [],
    but(observed('pct-filings', { value: '1' }), '/subject', 'target/pct-filings'),
    'SUBJECT_FORM /subject',
  ],
];

const plans: readonly Row[] = [
  [
    'a second target of a year',
    [],
    target('valid-inventions', { year: 2020, target: '1' }),
    'FOUR_EYES /type',
  ],
  [
    'a second target of a year on a growth row',
    [],
    target('pledge-amount-growth', { year: 2019, target: '40' }),
    'FOUR_EYES /type',
  ],
  [
    'a target on another subject',
    [],
    but(target('pct-filings', { year: 2023, target: '1' }), '/subject', 'target/valid-inventions'),
    'SUBJECT_MISMATCH /data/indicator',
  ],
  ['a bulletin without a request', [], facts.bulletinPublished(), 'FOUR_EYES /type'],
  [
    'a request of a bulletin that is not of the log',
    [],
    facts.changeRequested(
      { type: 'bulletin.published', data: facts.bulletinPublished().data },
      { subject: 'bulletin/2023-1' },
    ),
    'BULLETIN_MISMATCH /data/data/rootHash',
  ],
  ['a period twice', [closed], as('again', closed), 'PERIOD_IS_CLOSED /data/period'],
  [
    'a period on the subject of another',
    [],
    facts.periodClosed({ period: '2023-12' }),
    'SUBJECT_MISMATCH /data/period',
  ],
  [
    'a thirteenth month',
    [],
    facts.periodClosed({ period: '2023-13' }, { subject: 'period/2023-13' }),
    'SUBJECT_FORM /subject',
    'VALUE_FORM /data/period',
  ],
  [
    'a quarter',
    [],
    facts.periodClosed({ period: '2023-Q1' }, { subject: 'period/2023-Q1' }),
    'SUBJECT_FORM /subject',
    'VALUE_FORM /data/period',
  ],
];

const reports: readonly Row[] = [
  [
    'a confirmed amount that is not of the log',
    [],
    but(confirmed, '/data/figures/0/amount', '0.01'),
    'CONFIRMATION_MISMATCH /data/figures/0/amount',
  ],
  [
    'a confirmed count that is not of the log',
    [],
    but(confirmed, '/data/figures/1/count', '1'),
    'CONFIRMATION_MISMATCH /data/figures/1/count',
  ],
  [
    'a confirmation at a size that the log has not',
    [],
    but(confirmed, '/data/treeSize', '9007199254740993'),
    'CONFIRMATION_MISMATCH /data/treeSize',
  ],
  [
    'a confirmation of another period',
    [],
    but(confirmed, '/data/period', '2022'),
    'SUBJECT_MISMATCH /data/period',
  ],
  [
    'a confirmation for another institution',
    [],
    but(confirmed, '/subject', `report/${USCC.otherBank}.2023`),
    'SUBJECT_MISMATCH /source',
  ],
  [
    'a confirmation of no institution',
    [],
    but(confirmed, '/subject', 'report/2023'),
    'SUBJECT_FORM /subject',
  ],
  ['a confirmation of nothing', [], but(confirmed, '/data/figures', []), 'LIST_LENGTH /data/figures'],
  ['an explanation of no finding', [], facts.findingExplained(), 'FINDING_UNKNOWN /subject'],
  ['a resolution of no finding', [], facts.findingResolved(), 'FINDING_UNKNOWN /subject'],
  [
    'an explanation on no id of a finding',
    [],
    but(facts.findingExplained(), '/subject', 'finding/E1'),
    'SUBJECT_FORM /subject',
  ],
];

export const RECORDS: readonly Row[] = [...observations, ...plans, ...reports];
