import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createIntervals, type Interval } from '../../src/readmodel/intervals.ts';

interface Named extends Interval {
  readonly name: number;
}

const dayOf = (index: number): string => new Date(Date.UTC(2020, 0, 1 + index)).toISOString().slice(0, 10);

const DAYS = 400;
const span = fc
  .tuple(fc.nat({ max: DAYS }), fc.nat({ max: 40 }))
  .map(([from, days]) => ({ from: dayOf(from), until: dayOf(from + days) }));

const byName = (items: Iterable<Named>): number[] => [...items].map(({ name }) => name).sort((a, b) => a - b);

describe('a list of intervals', () => {
  test('answers as a scan of all of them does, while they are put in and taken out', () => {
    fc.assert(
      fc.property(
        fc.array(span, { maxLength: 700, size: 'max' }),
        fc.array(span, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 2, max: 9 }),
        (spans, questions, nth) => {
          const all = spans.map((item, name): Named => ({ ...item, name }));
          const list = createIntervals<Named>();
          for (const item of all) list.add(item);
          const check = (standing: readonly Named[]): void => {
            for (const asked of questions) {
              const overlapping = standing.filter(
                ({ from, until }) => from <= asked.until && until >= asked.from,
              );
              const starting = standing.filter(({ from }) => from >= asked.from && from <= asked.until);
              expect(byName(list.overlapping(asked))).toEqual(byName(overlapping));
              expect(byName(list.startingIn(asked))).toEqual(byName(starting));
            }
          };
          check(all);
          const isMeant = ({ name }: Named): boolean => name % nth === 0;
          expect(byName(list.remove(isMeant))).toEqual(byName(all.filter(isMeant)));
          check(all.filter((item) => !isMeant(item)));
          for (const item of all.filter(isMeant)) list.add(item);
          check(all);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('that was emptied takes others', () => {
    const list = createIntervals<Named>();
    list.add({ name: 1, from: dayOf(1), until: dayOf(2) });
    expect(list.remove(() => true)).toHaveLength(1);
    expect(list.remove(() => true)).toEqual([]);
    expect([...list.overlapping({ from: dayOf(0), until: dayOf(9) })]).toEqual([]);
    list.add({ name: 2, from: dayOf(3), until: dayOf(3) });
    expect(byName(list.overlapping({ from: dayOf(3), until: dayOf(9) }))).toEqual([2]);
  });
});
