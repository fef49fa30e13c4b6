import { beforeAll, describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/cli/table.ts';
import { answerOf, ledger, openWorkedExample, temporaryDirectory } from './support.ts';

const from = temporaryDirectory();
beforeAll(() => openWorkedExample(from));

interface Year {
  readonly year: number;
  readonly value: { readonly amountFen?: string; readonly count?: string } | null;
  readonly averageAnnualGrowth: { readonly percent: string | null };
  readonly yearOnYear: { readonly percent: string | null };
}
interface Series {
  readonly years: readonly Year[];
}

const series = (code: string, asOf: string): Promise<Series> =>
  answerOf(from, 'indicator', code, '--from', '2018', '--to', '2020', '--as-of', asOf);

const amountsOf = ({ years }: Series) =>
  years.map(({ value, averageAnnualGrowth, yearOnYear }) => [
    value?.amountFen ?? null,
    averageAnnualGrowth.percent,
    yearOnYear.percent,
  ]);

const BASE = ['800000000', null, null];

/** As known at the end of each date: fen, average growth and growth year on year of 2018 to 2020; pledges counted. */
const VINTAGES = [
  ['2019-12-31', [BASE, ['1120000000', '40.00', '40.00'], [null, null, null]], ['2', '2', null]],
  ['2020-01-31', [BASE, ['1320000000', '65.00', '65.00'], [null, null, null]], ['2', '3', null]],
  ['2021-01-31', [BASE, ['1320000000', '65.00', '65.00'], ['1750000000', '47.90', '32.58']], ['2', '3', '2']],
  ['2021-03-31', [BASE, ['1120000000', '40.00', '40.00'], ['1750000000', '47.90', '56.25']], ['2', '2', '2']],
  ['2021-04-30', [BASE, ['1120000000', '40.00', '40.00'], ['1120000000', '18.32', '0.00']], ['2', '2', '2']],
] as const;

describe.each(VINTAGES)('as known at the end of %s', (asOf, amounts, counts) => {
  test('the amounts and the counts are those of the worked example', async () => {
    const [amount, count] = await Promise.all([
      series('pledge-amount-growth', asOf),
      series('pledge-count-growth', asOf),
    ]);
    expect(amountsOf(amount)).toEqual(amounts);
    expect(count.years.map(({ value }) => value?.count ?? null)).toEqual(counts);
  });
});

test('the annex table of 2020 as known at the end of March 2021 has the growth, the target and the proof of its size', async () => {
  const table = await answerOf<{
    readonly year: number;
    readonly asOf: Record<string, string>;
    readonly rows: readonly Record<string, unknown>[];
  }>(from, 'indicators', '--year', '2020', '--as-of', '2021-03-31');
  expect(table.year).toBe(2020);
  expect(table.asOf).toEqual({
    sequence: '66',
    recordedTime: '2021-03-10T01:00:00.000000Z',
    treeSize: '67',
    rootHash: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
  });
  expect(table.rows.map(({ number }) => number)).toEqual(Array.from({ length: 18 }, (_, index) => index + 1));
  expect(table.rows[4]).toMatchObject({
    code: 'pledge-amount-growth',
    value: { amountFen: '1750000000', display: '1750.00 万元' },
    averageAnnualGrowth: {
      exact: expect.stringMatching(/^0\.47901994\d{12}$/),
      percent: '47.90',
      code: null,
    },
    yearOnYear: { exact: '0.5625', percent: '56.25', code: null },
    target: '40',
    met: true,
    gapPercentagePoints: '7.90',
    memo: { disbursedFen: '0', otherRightsFen: '0', enterprises: '2', firstTimeEnterprises: '2' },
  });
});

test('the annex table is aligned in the chosen language, met or not', async () => {
  const { code, stdout, stderr } = await ledger(
    { from, environment: { LANG: 'zh_CN.UTF-8' } },
    'indicators',
    '--year',
    '2020',
    '--as-of',
    '2021-03-31',
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout.split('\n');
  expect(lines[0]).toMatch(/^2020 · 全市 · 截至 #66（2021-03-10T01:00:00\.000000Z），根哈希 /);
  const [five = '', seven = ''] = [lines[8], lines[10]];
  expect(five.trim().split(/ {2,}/)).toEqual([
    '5',
    '专利、商标质押融资金额年均增幅',
    '%',
    '1,750.00 万元',
    '40 %',
    '47.90 %',
    '56.25 %',
    '✓',
    'P',
  ]);
  expect(seven.trim().split(/ {2,}/).slice(2)).toEqual(['%', '2', '40 %', '0.00 %', '0.00 %', '✗', 'P']);
  expect(displayWidth(five)).toBe(displayWidth(seven));
});

test('the difference between two vintages is the revocation', async () => {
  const options = ['--year', '2019', '--between', '2020-01-31', '--and', '2021-03-31'];
  const difference = await answerOf<{
    readonly change: unknown;
    readonly entries: readonly Record<string, unknown>[];
  }>(from, 'difference', 'pledge-amount-growth', ...options);
  expect(difference.change).toEqual({ amountFen: '-200000000' });
  expect(difference.entries).toEqual([
    {
      sequence: '66',
      recordedTime: '2021-03-10T01:00:00.000000Z',
      effectiveOn: '2021-03-08',
      month: '2019-12',
      subject: 'pledge/C6',
      source: 'urn:uscc:91441900MA00BK01X6',
      id: 'E11',
      type: 'pledge.revoked',
      effect: { amountFen: '-200000000' },
      running: { amountFen: '1120000000' },
    },
  ]);
  const { stdout } = await ledger({ from }, 'difference', 'pledge-amount-growth', ...options);
  expect(stdout).toMatch(
    /#66 {2}2021-03-10 {2}2021-03-08 {2}2019-12 .*pledge\/C6 {2}pledge\.revoked {2}-2,000,000\.00 {2}11,200,000\.00/,
  );
});

test('the lineage of a figure runs to its value', async () => {
  const lineage = await answerOf<{
    readonly value: { readonly amountFen: string };
    readonly entries: readonly { readonly id: string; readonly running: { readonly amountFen: string } }[];
  }>(from, 'lineage', 'pledge-amount-growth', '--year', '2020');
  expect(lineage.value.amountFen).toBe('1120000000');
  expect(lineage.entries.map(({ id }) => id)).toEqual(['E08', 'E09', 'E10', 'E12']);
  expect(lineage.entries.at(-1)?.running.amountFen).toBe('1120000000');
});

test('the history of a contract marks its correction, and a moment before has none', async () => {
  interface History {
    readonly state: { readonly securedAmount: string };
    readonly events: readonly Record<string, unknown>[];
  }
  const [now, before] = await Promise.all([
    answerOf<History>(from, 'history', 'pledge/C9'),
    answerOf<History>(from, 'history', 'pledge/C9', '--as-of', '66'),
  ]);
  expect(now.state.securedAmount).toBe('700000.00');
  expect(now.events).toMatchObject([
    { revision: 0, event: { id: 'E09', logindex: '64' }, correctedBy: { id: 'E12', sequence: '67' } },
    { revision: 1, event: { id: 'E12', type: 'fact.corrected' } },
  ]);
  expect(before.state.securedAmount).toBe('7000000.00');
  expect(before.events).toHaveLength(1);
  expect(before.events[0]).not.toHaveProperty('correctedBy');
});

test('rebuilding the read model changes no figure', async () => {
  const reading = ['indicators', '--year', '2020', '--json'];
  const before = await ledger({ from }, ...reading);
  const rebuilt = await answerOf<Record<string, string>>(from, 'rebuild');
  expect(rebuilt.treeSize).toBe('68');
  expect(await ledger({ from }, ...reading)).toEqual(before);
});
