import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blankKeys, type Cell, type EarlierTable } from '../../projections/suppression.ts';

/** Which cells are left blank (R22), and that nobody can compute one from what is printed. */

const cell = (key: string, amount: bigint, ...enterprises: readonly string[]): Cell => ({
  key,
  amount,
  enterprises: new Set(enterprises),
});

const blank = (cells: readonly Cell[], least = 0n, earlier: EarlierTable | null = null): string[] | null => {
  const keys = blankKeys(cells, { least, earlier });
  return keys === null ? null : [...keys].sort();
};

describe('a table', () => {
  test('of cells with three enterprises each is printed whole', () => {
    expect(blank([cell('a', 5n, '1', '2', '3'), cell('b', 1n, '4', '5', '6')])).toEqual([]);
  });

  test('with one cell of two enterprises leaves the smallest other one blank too', () => {
    const cells = [
      cell('a', 5n, '1', '2'),
      cell('b', 90n, '3', '4', '5'),
      cell('c', 70n, '6', '7', '8'),
      cell('d', 80n, '9', '10', '11'),
    ];
    expect(blank(cells)).toEqual(['a', 'c']);
  });

  test('takes the smallest by its value, and of equal ones the first by its key', () => {
    const others = [cell('z', 7n, '3', '4', '5'), cell('y', 7n, '6', '7', '8')];
    expect(blank([cell('a', 900n, '1'), ...others])).toEqual(['a', 'y']);
  });

  test('needs no other cell where two of one enterprise and of two are blank already', () => {
    const cells = [cell('a', 5n, '1'), cell('b', 6n, '2', '3'), cell('c', 70n, '4', '5', '6')];
    expect(blank(cells)).toEqual(['a', 'b']);
  });

  test('does not give away the sum of two enterprises either', () => {
    const cells = [cell('a', 5n, '1'), cell('b', 6n, '2'), cell('c', 70n, '4', '5', '6')];
    expect(blank(cells)).toEqual(['a', 'b', 'c']);
    expect(blank([...cells, cell('d', 60n, '7', '8', '9')])).toEqual(['a', 'b', 'd']);
  });

  test('counts an enterprise once that is in two blank cells', () => {
    const cells = [cell('a', 5n, '1', '2'), cell('b', 6n, '2', '1'), cell('c', 70n, '4', '5', '6')];
    expect(blank(cells)).toEqual(['a', 'b', 'c']);
  });

  test('is not printed where all of its cells together give one away', () => {
    expect(blank([cell('a', 5n, '1', '2')])).toBe(null);
    expect(blank([cell('a', 5n, '1'), cell('b', 5n, '2')])).toBe(null);
    expect(blank([])).toEqual([]);
  });

  test('hides no cells of nothing behind each other', () => {
    const cells = [cell('a', 0n, '1'), cell('b', 0n, '2', '3', '4'), cell('c', 9n, '5', '6', '7')];
    expect(blank(cells)).toEqual(['a', 'b', 'c']);
  });

  test('of counts hides no ones behind ones: both are told by their sum', () => {
    const cells = [
      cell('a', 1n, '1'),
      cell('b', 1n, '2'),
      cell('c', 1n, '3'),
      cell('d', 4n, '4', '5', '6', '7'),
      cell('e', 9n, '8', '9', '10'),
    ];
    expect(blank(cells, 1n)).toEqual(['a', 'b', 'c', 'd']);
    expect(blank(cells, 0n)).toEqual(['a', 'b', 'c']);
  });
});

describe('after a bulletin of the same year', () => {
  const earlier = (amounts: Readonly<Record<string, bigint>>, ...keys: readonly string[]): EarlierTable => ({
    amounts: new Map(Object.entries(amounts)),
    blank: new Set(keys),
  });
  const abc = [
    cell('a', 5n, '1', '2', '3'),
    cell('b', 6n, '4', '5', '6'),
    cell('c', 7n, '7', '8', '9'),
  ] as const;

  test('a blank cell that has not changed stays blank, though it is of three enterprises now', () => {
    expect(blank(abc, 0n, earlier({ a: 5n, b: 6n, c: 9n }, 'a', 'b'))).toEqual(['a', 'b']);
  });

  test('a blank cell that has changed may be printed', () => {
    expect(blank(abc, 0n, earlier({ a: 4n, b: 5n, c: 7n }, 'a', 'b'))).toEqual([]);
  });

  test('a cell that was printed and has not changed hides nothing: another is taken before it', () => {
    const cells = [cell('a', 5n, '1'), abc[1], cell('d', 60n, '4', '5', '6'), cell('c', 70n, '7', '8', '9')];
    expect(blank(cells, 0n, earlier({ a: 3n, b: 6n, c: 9n, d: 60n }))).toEqual(['a', 'c']);
    expect(blank(cells, 0n, earlier({ b: 6n, c: 70n, d: 60n }))).toEqual(['a', 'b']);
  });

  test('does not hide a new cell behind those whose sum the earlier one gives away, while another cell has changed', () => {
    const [a, b] = [cell('a', 1n, '1'), cell('b', 6n, '2', '3', '4')];
    const c = cell('c', 7n, '8');
    const [d, e] = [cell('d', 80n, '5', '6', '7', '9'), cell('e', 50n, '11', '12', '13')];
    const before = earlier({ a: 1n, b: 6n, d: 30n, e: 50n }, 'a', 'b');
    expect(blank([a, b, c, d, e], 0n, before)).toEqual(['a', 'b', 'c', 'd']);
    // Nothing else has changed: the new cell is hidden as well as it can be.
    expect(blank([a, b, c, { ...d, amount: 30n }, e], 0n, before)).toEqual(['a', 'b', 'c']);
  });
});

/** Rank of integer rows, by elimination without division. */
const rankOf = (rows: readonly (readonly bigint[])[]): number => {
  const left = rows.map((row) => [...row]);
  let rank = 0;
  for (let column = 0; column < (left[0]?.length ?? 0); column += 1) {
    const at = left.findIndex((row, index) => index >= rank && row[column] !== 0n);
    if (at < 0) continue;
    [left[rank], left[at]] = [left[at] as bigint[], left[rank] as bigint[]];
    const pivot = left[rank] as bigint[];
    for (let index = rank + 1; index < left.length; index += 1) {
      const row = left[index] as bigint[];
      const factor = row[column] ?? 0n;
      for (let each = 0; each < row.length; each += 1)
        row[each] = (row[each] ?? 0n) * (pivot[column] ?? 0n) - factor * (pivot[each] ?? 0n);
    }
    rank += 1;
  }
  return rank;
};

/** A population of contracts, each with a place in two tables. */
const contracts = fc.array(
  fc.record({
    enterprise: fc.integer({ min: 1, max: 9 }).map(String),
    amount: fc.bigInt({ min: 0n, max: 40n }),
    places: fc.tuple(fc.constantFrom('p', 'q', 'r', 's', 't'), fc.constantFrom('x', 'y', 'z')),
  }),
  { maxLength: 25 },
);
type Contract = { enterprise: string; amount: bigint; places: [string, string] };

const tableOf = (population: readonly Contract[], dimension: 0 | 1, counted: boolean): Cell[] => {
  const keys = [...new Set(population.map(({ places }) => places[dimension]))].sort();
  return keys.map((key) => {
    const inside = population.filter(({ places }) => places[dimension] === key);
    const amount = counted
      ? BigInt(inside.length)
      : inside.reduce((sum, contract) => sum + contract.amount, 0n);
    return cell(key, amount, ...inside.map(({ enterprise }) => enterprise));
  });
};

interface Printed {
  readonly cells: readonly Cell[];
  readonly keys: ReadonlySet<string>;
}

/** What somebody knows who has both tables: each printed cell, and each table's sum. Columns are the cells of both. */
const equationsOf = (tables: readonly Printed[]): bigint[][] => {
  const columns = tables.flatMap(({ cells }, table) => cells.map(({ key }) => `${table}${key}`));
  const unit = (wanted: (column: string) => boolean): bigint[] =>
    columns.map((column) => (wanted(column) ? 1n : 0n));
  return tables.flatMap(({ cells, keys }, table) => [
    unit((column) => column.startsWith(String(table))),
    ...cells
      .filter(({ key }) => !keys.has(key))
      .map(({ key }) => unit((column) => column === `${table}${key}`)),
  ]);
};

test.each([
  ['amounts', false],
  ['counts', true],
])('no blank cell of %s is determined by what is printed, by no combination of both tables', (_, counted) => {
  fc.assert(
    fc.property(contracts, (population) => {
      const least = counted ? 1n : 0n;
      const tables = ([0, 1] as const).flatMap((dimension) => {
        const cells = tableOf(population, dimension, counted);
        const keys = blankKeys(cells, { least });
        return keys === null ? [] : [{ cells, keys }];
      });
      const known = equationsOf(tables);
      const rank = rankOf(known);
      const columns = tables.flatMap(({ cells }, table) => cells.map(({ key }) => ({ table, key })));
      for (const [index, { table, key }] of columns.entries()) {
        const { cells, keys } = tables[table] as Printed;
        if (!keys.has(key)) {
          expect(cells.find((each) => each.key === key)?.enterprises.size).toBeGreaterThanOrEqual(3);
          continue;
        }
        const alone = columns.map((__, column) => (column === index ? 1n : 0n));
        expect(rankOf([...known, alone])).toBe(rank + 1);
        // Nor by its bounds: the others at their least leave it more than it is, or it is more than the least.
        const hidden = cells.filter((each) => keys.has(each.key));
        const sum = hidden.reduce((total, { amount }) => total + amount, 0n);
        const most = sum - least * BigInt(hidden.length - 1);
        expect(most).toBeGreaterThan(least);
        expect(new Set(hidden.flatMap(({ enterprises }) => [...enterprises])).size).toBeGreaterThanOrEqual(3);
      }
    }),
    { numRuns: 500 },
  );
});

test('a table that needs no blank cell has none', () => {
  fc.assert(
    fc.property(contracts, (population) => {
      const cells = tableOf(population, 0, false);
      const isOpen = cells.every(({ enterprises }) => enterprises.size >= 3);
      const keys = blankKeys(cells, { least: 0n });
      if (isOpen) expect(keys).toEqual(new Set());
      else expect(keys?.size).not.toBe(0);
    }),
  );
});
