import { describe, expect, test } from 'vitest';
import { annexTable } from '../../projections/annex.ts';
import { confirmedJson, figureConfirmation, partOf } from '../../projections/confirmations.ts';
import { indicatorOf } from '../../projections/indicators.ts';
import type { Measure } from '../../projections/measures.ts';
import { monthNumber } from '../../src/domain/calendar.ts';
import { type MemoryLog, type MemoryPosting, memorySource } from '../support/memorySource.ts';

/** Confirmations 询证: which share of a figure is confirmed, by whom, as of any prefix of the log. */

const AMOUNT = indicatorOf('pledge-amount-growth');
const COUNT = indicatorOf('pledge-count-growth');
const PROJECTS = indicatorOf('fund-projects');

const posting = (
  sequence: number,
  institution: string,
  amount: bigint,
  {
    measure = 'pledge.registeredAmount',
    year = 2020,
    month = 3,
  }: { measure?: Measure; year?: number; month?: number } = {},
): MemoryPosting => ({
  sequence,
  measure,
  month: monthNumber(year, month),
  amount,
  dimensions: { institution },
});

const said = (
  sequence: number,
  institution: string,
  amount: bigint,
  { period = '2020', indicator = AMOUNT.code } = {},
) => ({
  sequence,
  institution,
  period,
  treeSize: sequence,
  figures: [{ indicator, amount }],
});

const DAYS = ['2020-06-01', '2020-07-01', '2020-08-01', '2020-09-01', '2021-01-05'];
const log = (parts: Omit<MemoryLog, 'recorded'>): MemoryLog => ({
  recorded: DAYS.map((day) => `${day}T12:00:00+08:00`),
  ...parts,
});

describe('a figure', () => {
  const source = memorySource(
    log({
      postings: [posting(0, 'A', 500n), posting(0, 'B', 487n), posting(0, 'C', 13n)],
      reports: [said(1, 'A', 500n), said(2, 'B', 487n)],
    }),
  );

  test('is confirmed by share and by number of institutions', () => {
    const figure = figureConfirmation(source, AMOUNT, '2020');
    expect(confirmedJson(figure)).toEqual({ percent: '98.70', institutions: '2', of: '3' });
    expect(figure.institutions.map(({ institution, state }) => [institution, state])).toEqual([
      ['A', 'confirmed'],
      ['B', 'confirmed'],
      ['C', 'missing'],
    ]);
  });

  test('has the share beside it in the annex table', () => {
    const rows = annexTable(source, { year: 2020 }).rows;
    expect(rows[4]?.confirmed).toEqual({ percent: '98.70', institutions: '2', of: '3' });
    expect(rows.filter(({ code }) => code !== AMOUNT.code).map(({ confirmed }) => confirmed)).toEqual(
      Array(17).fill(null),
    );
    expect(annexTable(source, { year: 2019 }).rows[4]?.confirmed).toBe(null);
  });

  test('is confirmed as of the vintage that is asked for', () => {
    const at = (size: number) => confirmedJson(figureConfirmation(source.at(size), AMOUNT, '2020'));
    expect([at(1), at(2), at(3)]).toEqual([
      null,
      { percent: '50.00', institutions: '1', of: '3' },
      { percent: '98.70', institutions: '2', of: '3' },
    ]);
  });
});

describe('a confirmation', () => {
  test('stands until the part changes, and again when it is confirmed anew', () => {
    const source = memorySource(
      log({
        postings: [posting(0, 'A', 500n), posting(2, 'A', 100n)],
        reports: [said(1, 'A', 500n), said(3, 'A', 600n)],
      }),
    );
    const at = (size: number) =>
      figureConfirmation(source.at(size), AMOUNT, '2020').institutions.map(({ state }) => state);
    expect([at(1), at(2), at(3), at(4)]).toEqual([['missing'], ['confirmed'], ['changed'], ['confirmed']]);
  });

  test('does not stand because another institution has changed', () => {
    const source = memorySource(
      log({ postings: [posting(0, 'A', 1n), posting(2, 'B', 1n)], reports: [said(1, 'A', 1n)] }),
    );
    expect(confirmedJson(figureConfirmation(source, AMOUNT, '2020'))).toEqual({
      percent: '50.00',
      institutions: '1',
      of: '2',
    });
  });

  test('of nothing counts as one of an institution without a part', () => {
    const source = memorySource(log({ postings: [posting(0, 'A', 5n)], reports: [said(1, 'N', 0n)] }));
    expect(confirmedJson(figureConfirmation(source, AMOUNT, '2020'))).toEqual({
      percent: '0.00',
      institutions: '1',
      of: '2',
    });
    const empty = memorySource(log({ reports: [said(1, 'N', 0n)] }));
    expect(confirmedJson(figureConfirmation(empty, AMOUNT, '2020'))).toEqual({
      percent: '100.00',
      institutions: '1',
      of: '1',
    });
  });

  test('is of one period: a month says nothing of the year, nor the year of a month', () => {
    const source = memorySource(
      log({
        postings: [posting(0, 'A', 5n, { month: 3 }), posting(0, 'A', 7n, { month: 4 })],
        reports: [said(1, 'A', 5n, { period: '2020-03' })],
      }),
    );
    expect(partOf(source, AMOUNT, '2020-03', 'A')).toBe(5n);
    expect(partOf(source, AMOUNT, '2020', 'A')).toBe(12n);
    const confirmed = (period: string) => confirmedJson(figureConfirmation(source, AMOUNT, period));
    expect(confirmed('2020-03')).toEqual({ percent: '100.00', institutions: '1', of: '1' });
    expect([confirmed('2020-04'), confirmed('2020')]).toEqual([null, null]);
  });

  test('is nobody’s where a deal has no venue', () => {
    const deal = indicatorOf('deal-amount-growth');
    const source = memorySource(
      log({
        postings: [
          posting(0, 'none', 900n, { measure: 'deal.amount' }),
          posting(0, 'V', 100n, { measure: 'deal.amount' }),
        ],
        reports: [said(1, 'V', 100n, { indicator: deal.code })],
      }),
    );
    expect(confirmedJson(figureConfirmation(source, deal, '2020'))).toEqual({
      percent: '10.00',
      institutions: '1',
      of: '1',
    });
  });

  test('of row 18 is of all projects up to the end of its period', () => {
    const project = (year: number, month: number) =>
      posting(0, 'M', 1n, { measure: 'fund.projects', year, month });
    const source = memorySource(log({ postings: [project(2019, 5), project(2020, 2), project(2020, 9)] }));
    expect(partOf(source, PROJECTS, '2019', 'M')).toBe(1n);
    expect(partOf(source, PROJECTS, '2020-06', 'M')).toBe(2n);
    expect(partOf(source, PROJECTS, '2020', 'M')).toBe(3n);
    expect(partOf(source, COUNT, '2020', 'M')).toBe(0n);
  });
});

test('an observed year has no confirmed share: it is not made of parts', () => {
  const source = memorySource(
    log({
      openedOn: '2020-06-01',
      observations: [{ sequence: 0, indicator: AMOUNT.code, year: 2020, value: '100' }],
      postings: [posting(0, 'A', 5n)],
      reports: [said(1, 'A', 5n)],
    }),
  );
  expect(annexTable(source, { year: 2020 }).rows[4]?.confirmed).toBe(null);
});
