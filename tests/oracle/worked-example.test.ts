import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { judge } from './accepts.ts';
import { annexTable, difference, lineage, type Row, readLedger, recompute } from './oracle.ts';
import { type PostableFact, type RecordedEvent, sizeAsOf } from './reading.ts';
import { openingEvents, recorded } from './recording.ts';

const facts = readFileSync(new URL('../fixtures/worked-example.ndjson', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as PostableFact);

function imported(): RecordedEvent[] {
  const events = openingEvents();
  for (const fact of facts) {
    expect(judge(events, fact)).toEqual({ accepted: true, rule: null });
    events.push(recorded(events, fact));
  }
  return events;
}

const events = imported();

function rowAt(date: string, year: number, number: number): Row {
  const table = annexTable(readLedger(events, sizeAsOf(events, date)), year);
  const row = table.rows[number - 1];
  if (row === undefined) throw new Error('no such row');
  return row;
}

const wan = (amount: number | null): { amountFen: string; display: string } | null =>
  amount === null ? null : { amountFen: String(amount * 1_000_000), display: `${amount}.00 万元` };

type Line = readonly [
  date: string,
  value2019: number,
  growth2019: string,
  value2020: number | null,
  growth2020: string | null,
  average: string,
  counts: readonly [string, string, string | null],
];

const TABLE: readonly Line[] = [
  ['2019-12-31', 1120, '40.00', null, null, '40.00', ['2', '2', null]],
  ['2020-01-31', 1320, '65.00', null, null, '65.00', ['2', '3', null]],
  ['2021-01-31', 1320, '65.00', 1750, '32.58', '47.90', ['2', '3', '2']],
  ['2021-03-31', 1120, '40.00', 1750, '56.25', '47.90', ['2', '2', '2']],
  ['2021-04-30', 1120, '40.00', 1120, '0.00', '18.32', ['2', '2', '2']],
];

test.each(TABLE)(
  'the figures known at the end of %s are those of the worked example',
  (date, value2019, growth2019, value2020, growth2020, average, counts) => {
    const base = rowAt(date, 2018, 5);
    expect(base.value).toEqual(wan(800));
    expect(base.averageAnnualGrowth).toEqual({ exact: null, percent: null, code: 'BASE_YEAR' });
    expect(base.yearOnYear).toEqual({ exact: null, percent: null, code: 'BASE_MISSING' });

    const row2019 = rowAt(date, 2019, 5);
    expect(row2019.value).toEqual(wan(value2019));
    expect(row2019.yearOnYear?.percent).toBe(growth2019);
    expect(row2019.met).toBe(true);

    const row2020 = rowAt(date, 2020, 5);
    expect(row2020.value).toEqual(wan(value2020));
    expect(row2020.yearOnYear?.percent).toBe(growth2020);
    expect(row2020.yearOnYear?.code).toBe(value2020 === null ? 'VALUE_MISSING' : null);

    expect((value2020 === null ? row2019 : row2020).averageAnnualGrowth?.percent).toBe(average);
    const known = [2018, 2019, 2020].map((year) => rowAt(date, year, 7).value);
    expect(known).toEqual(counts.map((count) => (count === null ? null : { count })));
  },
);

test('the row of 2020 as known at the end of March 2021 has every field', () => {
  const row = rowAt('2021-03-31', 2020, 5);
  expect(row.averageAnnualGrowth?.exact).toMatch(/^0\.47901994\d{12}$/);
  expect({ ...row, averageAnnualGrowth: null, name: null }).toEqual({
    number: 5,
    code: 'pledge-amount-growth',
    name: null,
    unit: '%',
    value: { amountFen: '1750000000', display: '1750.00 万元' },
    base: { year: 2018, amountFen: '800000000' },
    previous: { year: 2019, amountFen: '1120000000' },
    averageAnnualGrowth: null,
    yearOnYear: { exact: '0.5625', percent: '56.25', code: null },
    required: '30',
    target: '40',
    met: true,
    metRequired: true,
    gapPercentagePoints: '7.90',
    needed: { amountFen: '1568000000' },
    remaining: { amountFen: '0' },
    remainingPerMonth: { amountFen: '0' },
    confirmed: null,
    memo: { disbursedFen: '0', otherRightsFen: '0', enterprises: '2', firstTimeEnterprises: '2' },
    status: ['P'],
  });
});

test('a target missed by one event shows what is still needed', () => {
  const row = rowAt('2021-04-30', 2020, 5);
  expect(row.met).toBe(false);
  expect(row.remaining).toEqual({ amountFen: '448000000' });
  expect(row.remainingPerMonth).toBeNull();
});

test('the difference between two vintages is the revocation', () => {
  const [from, to] = ['2021-01-31', '2021-03-31'].map((date) => sizeAsOf(events, date)) as [number, number];
  const change = difference(events, 'pledge-amount-growth', 2019, { from, to });
  expect(change.change).toEqual({ amountFen: '-200000000' });
  expect(change.entries.map(({ id, effect }) => [id, effect])).toEqual([
    ['E11', { amountFen: '-200000000' }],
  ]);
});

test('the lineage of a figure runs to its value', () => {
  const { value, entries } = lineage(events, 'pledge-amount-growth', 2020);
  expect(value).toEqual({ amountFen: '1120000000' });
  expect(entries.map(({ id }) => id)).toEqual(['E08', 'E09', 'E10', 'E12']);
  expect(entries.at(-1)?.running).toEqual(value);
});

test('parts by kind add up, and a mixed pledge is its own kind', () => {
  const months = { from: '2019-01', to: '2019-12' };
  const measure = 'pledge.registeredAmount';
  expect(recompute(events, { kind: 'breakdown', measure, months, by: 'kind' })).toEqual({
    mixed: 600_000_000n,
    patent: 520_000_000n,
  });
  expect(recompute(events, { kind: 'sum', measure, months })).toBe(1_120_000_000n);
});
