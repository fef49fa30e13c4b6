import { afterEach, expect, test } from 'vitest';
import { annexTable } from '../../projections/annex.ts';
import { indicatorOf } from '../../projections/indicators.ts';
import { DIMENSIONS, MEASURE_NAMES, MEASURES } from '../../projections/measures.ts';
import type { FigureSource } from '../../projections/source.ts';
import { monthNumber } from '../../src/domain/calendar.ts';
import type { LedgerWriter } from '../../src/main.ts';
import { generate, type History } from '../oracle/generate.ts';
import * as oracle from '../oracle/oracle.ts';
import type { RecordedEvent } from '../oracle/reading.ts';
import { isTaken, ledgerOpenedOn, post, removeTemporaryDirectories } from '../support/ledger.ts';
import { describeStores } from '../support/stores.ts';

/**
 * The ledger against an independent recomputation (tests/oracle), written from the rules alone: the same facts are taken, and
 * every figure of every vintage is the same.
 */

afterEach(removeTemporaryDirectories);

const YEARS = [2017, 2018, 2019, 2020, 2021, 2022];
const FIRST_MONTH = monthNumber(1985, 4);
/** Seeds of the histories; more of them are given from outside when disagreements are looked for. */
const MORE = process.env.LEDGER_TEST_SEEDS?.split('-').map(Number);
const seedsFrom = (first: number, count: number): number[] => {
  const [from = first, until = first + count] = MORE ?? [];
  return Array.from({ length: until - from }, (_, index) => from + index);
};
const HISTORIES = seedsFrom(101, 6);
const LINEAGES = [201, 202];
const OPENED_LATER = seedsFrom(301, 3).map(
  (seed, index) =>
    [seed, (['2019-07-01', '2020-01-01', '2020-01-02'] as const)[index % 3] ?? '2019-07-01'] as const,
);

const load = async (ledger: LedgerWriter, history: History): Promise<RecordedEvent[]> => {
  for (const [index, fact] of history.facts.entries()) {
    const [outcome] = await post(ledger, [fact]);
    const verdict = history.verdicts[index];
    const said = JSON.stringify(outcome?.status === 'refused' ? outcome.refusals : outcome);
    expect(outcome && isTaken(outcome), `fact ${index} ${fact.type}: ${verdict?.rule} ${said}`).toBe(
      verdict?.accepted,
    );
    // Batches of all sizes: the read model must not depend on where they end.
    if (index % 7 === 0) ledger.projector.step();
  }
  ledger.projector.catchUp();
  expect(ledger.projector.stale).toBeUndefined();
  return ledger.journal.read(0, ledger.journal.size()).map(({ text }) => JSON.parse(text) as RecordedEvent);
};

/** What is absent and what is null are the same; the definition is not the oracle's business. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([key, item]) => item !== null && item !== undefined && key !== 'definition' && key !== 'months',
      )
      .map(([key, item]) => [key, plain(item)]),
  );
};

const expectSums = (source: FigureSource, ledger: oracle.Ledger): void => {
  for (const measure of MEASURE_NAMES) {
    if (measure.endsWith('OfRow18')) continue;
    const known = measure as Parameters<typeof oracle.sumOf>[1];
    for (const year of YEARS) {
      const from = MEASURES[measure].stock ? FIRST_MONTH : monthNumber(year, 1);
      const to = monthNumber(year, 12);
      const whole = source.sum(measure, from, to, null).amount;
      expect(whole, `${measure} ${year}`).toBe(oracle.sumOf(ledger, known, oracle.wholeYear(year)));
      for (const by of DIMENSIONS) {
        const parts = [...source.parts(measure, from, to, by)].filter(([, { amount }]) => amount !== 0n);
        const theirs = Object.entries(
          oracle.breakdown(ledger, known, { ...oracle.wholeYear(year), by }),
        ).filter(([, amount]) => amount !== 0n);
        const texts = (pairs: [string, unknown][]): string[] => pairs.map(([k, v]) => `${k} ${v}`).sort();
        expect(texts(parts.map(([key, { amount }]) => [key, amount])), `${measure} ${year} ${by}`).toEqual(
          texts(theirs),
        );
        expect(parts.reduce((sum, [, { amount }]) => sum + amount, 0n)).toBe(whole);
      }
    }
  }
};

/** One of the divisions that the histories observe. */
const OBSERVED_DIVISION = '441900003000';
const TABLES = [
  {},
  { division: '441900119000' },
  { division: OBSERVED_DIVISION },
  { months: [1, 6] as const },
  { months: [12, 12] as const, division: OBSERVED_DIVISION },
  { basis: 'disbursed' as const },
  { basis: 'disbursed' as const, months: [3, 9] as const, division: OBSERVED_DIVISION },
  { baseYear: 2017, division: OBSERVED_DIVISION },
  { baseYear: 2019 },
  { rounding: 'halfUp' as const },
];

const expectTables = (source: FigureSource, ledger: oracle.Ledger): void => {
  for (const year of YEARS)
    for (const options of TABLES) {
      const { months, ...others } = { months: undefined, ...options };
      const ours = annexTable(source, { year, ...options });
      const theirs = oracle.annexTable(ledger, year, {
        ...others,
        ...(months ? { months: months.join('-') } : {}),
      });
      expect(plain(ours.rows), `${year} ${JSON.stringify(options)}`).toEqual(plain(theirs.rows));
    }
};

const expectFigures = async (ledger: LedgerWriter, history: History): Promise<void> => {
  try {
    const events = await load(ledger, history);
    const sizes = [1, 55, 70, 100, 140, 180, events.length].filter((size) => size <= events.length);
    for (const size of sizes) {
      const theirs = oracle.readLedger(events, size);
      const source = ledger.figures.at(size);
      expectTables(source, theirs);
      if (size === events.length || size === 140) expectSums(source, theirs);
    }
  } finally {
    await ledger.closeWriter();
  }
};

test.each(OPENED_LATER)(
  'history %i of a ledger opened on %s: earlier years are observed',
  async (seed, openedOn) =>
    expectFigures(await ledgerOpenedOn(openedOn), generate({ seed, facts: 220, contracts: 20, openedOn })),
);

describeStores(({ demonstration, runs }) => {
  test.each(HISTORIES.slice(0, runs))(
    'history %i: the same facts are taken and all figures of all vintages agree',
    async (seed) => expectFigures(await demonstration(), generate({ seed, facts: 220, contracts: 20 })),
  );

  test.each(LINEAGES.slice(0, runs))('history %i: lineage lists the effect of each event', async (seed) => {
    const ledger = await demonstration();
    try {
      const events = await load(ledger, generate({ seed, facts: 140, contracts: 10 }));
      for (const code of [
        'pledge-amount-growth',
        'insured-sum-growth',
        'pledge-count-growth',
        'fund-projects',
        'valid-inventions',
      ])
        for (const year of [2017, 2018, 2019, 2020]) {
          const theirs = oracle.lineage(events, code, year);
          const bySequence = new Map<number, string>();
          const ours = ledger.lineage.lineage(indicatorOf(code), year, events.length);
          for (const { sequence, effect } of ours) {
            const [amount] = Object.values(effect);
            const before = bySequence.get(Number(sequence)) ?? '0';
            bySequence.set(Number(sequence), String(Number(before) + Number(amount)));
          }
          const theirEffects = theirs.entries.map(({ sequence, effect }) => {
            const { display: _, ...rest } = effect as Record<string, string>;
            return [sequence, String(Number(Object.values(rest)[0]))];
          });
          expect(
            [...bySequence].filter(([, amount]) => amount !== '0'),
            `${code} ${year}`,
          ).toEqual(theirEffects);
          if (ours.length > 0 && theirs.value) expect(theirs.value).toMatchObject(ours.at(-1)?.running ?? {});
        }
    } finally {
      await ledger.closeWriter();
    }
  });
});
