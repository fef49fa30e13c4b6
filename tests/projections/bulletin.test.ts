import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bulletinContent } from '../../projections/bulletin.ts';
import { BULLETIN_TABLES, bulletinTable, tableCsv } from '../../projections/bulletinTables.ts';
import { monthNumber } from '../../src/domain/calendar.ts';
import { type MemoryLog, type MemoryPosting, memorySource } from '../support/memorySource.ts';

/** A bulletin as a function of a prefix of the log. */

const pledge = (sequence: number, enterprise: string, kind: string, amount: bigint): MemoryPosting[] =>
  (['pledge.registeredAmount', 'pledge.count'] as const).map((measure) => ({
    sequence,
    measure,
    month: monthNumber(2020, 3),
    amount: measure === 'pledge.registeredAmount' ? amount : amount < 0n ? -1n : 1n,
    enterprise,
    dimensions: { kind },
  }));

const LOG: MemoryLog = {
  recorded: ['2020-06-01', '2020-07-01', '2020-08-01', '2020-09-01'].map((day) => `${day}T12:00:00+08:00`),
  postings: [
    ...['A', 'B', 'C'].flatMap((name) => pledge(0, name, 'patent', 100n)),
    ...['D', 'E', 'F'].flatMap((name) => pledge(0, name, 'trademark', 30n)),
    ...['G', 'H', 'I'].flatMap((name) => pledge(0, name, 'mixed', 50n)),
    ...pledge(1, 'J', 'other', 7n),
  ],
};

const KIND = BULLETIN_TABLES.find(
  ({ indicator, by }) => indicator.code === 'pledge-amount-growth' && by === 'kind',
) as (typeof BULLETIN_TABLES)[number];

const csvAt = (log: MemoryLog, size: number): string =>
  tableCsv(KIND, bulletinTable(memorySource(log, size), KIND, 2020));

const rowsOf = (csv: string): string[] => csv.replace('\ufeff', '').trimEnd().split('\r\n').slice(1);

describe('the tables', () => {
  test('are rows 5–8 and 18 by five dimensions', () => {
    expect(BULLETIN_TABLES.map(({ indicator, by }) => `${indicator.number} ${by}`)).toEqual(
      [5, 6, 7, 8, 18].flatMap((number) =>
        ['division', 'keyIndustry', 'kind', 'institutionKind', 'size'].map((by) => `${number} ${by}`),
      ),
    );
  });

  test('are printed whole while no cell is of fewer than three enterprises', () => {
    expect(rowsOf(csvAt(LOG, 1))).toEqual(['mixed,150,', 'patent,300,', 'trademark,90,', 'total,540,']);
  });

  test('leave a cell of one enterprise blank, and the next smallest', () => {
    expect(rowsOf(csvAt(LOG, 2))).toEqual([
      'mixed,150,',
      'other,,suppressed',
      'patent,300,',
      'trademark,,suppressed',
      'total,547,',
    ]);
  });

  test('do not hide a cell behind one that the bulletin before has printed', () => {
    const bulletins = [{ sequence: 1, id: 'first', year: 2020, treeSize: 1 }];
    const late = { ...LOG, postings: [...(LOG.postings ?? []), ...pledge(1, 'M', 'patent', 5n)] };
    expect(rowsOf(csvAt({ ...late, bulletins }, 2))).toEqual([
      'mixed,150,',
      'other,,suppressed',
      'patent,,suppressed',
      'trademark,90,',
      'total,552,',
    ]);
  });

  test('keep a cell blank that the bulletin before has left blank and that has not changed', () => {
    // The one behind the cell is taken back, and three others make up the same amount.
    const [taken, three] = [pledge(3, 'J', 'other', -7n), ['K', 'L', 'M'] as const];
    const others = three.flatMap((name, index) => pledge(3, name, 'other', [3n, 2n, 2n][index] ?? 0n));
    const back = taken.map((posting) => ({ ...posting, standing: -1 as const }));
    const after = { ...LOG, postings: [...(LOG.postings ?? []), ...back, ...others] };
    expect(rowsOf(csvAt(after, 4))[1]).toBe('other,7,');
    const bulletins = [{ sequence: 2, id: 'first', year: 2020, treeSize: 2 }];
    expect(rowsOf(csvAt({ ...after, bulletins }, 4))).toEqual([
      'mixed,150,',
      'other,,suppressed',
      'patent,300,',
      'trademark,,suppressed',
      'total,547,',
    ]);
  });

  test('of a year without postings have a head alone', () => {
    const table = bulletinTable(memorySource(LOG), KIND, 2019);
    expect(tableCsv(KIND, table)).toBe('\ufeffkind,amountFen,status\r\n');
  });
});

describe('the content', () => {
  const input = { source: memorySource(LOG, 2), rootHash: 'root', lineage: () => [] };
  const content = bulletinContent(input, 2020);

  test('names its size, its root, and its tables by the hash of their bytes', () => {
    expect(content).toMatchObject({ year: 2020, treeSize: '2', rootHash: 'root' });
    const kind = content.tables.find(
      ({ indicator, by }) => indicator === KIND.indicator.code && by === 'kind',
    );
    expect(kind?.sha256).toBe(createHash('sha256').update(csvAt(LOG, 2)).digest('hex'));
    expect(content.tables).toHaveLength(25);
  });

  test('has every row without its name and without what institutions have confirmed', () => {
    expect(content.rows.map(({ number }) => number)).toEqual(
      Array.from({ length: 18 }, (_, index) => index + 1),
    );
    for (const row of content.rows) {
      expect(row).not.toHaveProperty('name');
      expect(row).not.toHaveProperty('confirmed');
    }
    expect(content.rows[4]).toMatchObject({ value: { amountFen: '547' }, monthsLeft: 6 });
  });

  test('is the same whatever was recorded later', () => {
    expect(bulletinContent({ ...input, source: memorySource(LOG).at(2) }, 2020)).toEqual(content);
  });

  test('has the digest of no entries where there are none', () => {
    expect(content.rows[0]?.entries).toEqual({
      count: '0',
      sha256: createHash('sha256').update('[]').digest('hex'),
    });
  });
});
