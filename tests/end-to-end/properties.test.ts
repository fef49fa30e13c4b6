import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { annexTable } from '../../projections/annex.ts';
import { filesOf, type LedgerWriter, openLedgerReader, rebuildReadModel } from '../../src/main.ts';
import { generate } from '../oracle/generate.ts';
import { isTaken, post, removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';
import { describeStores } from '../support/stores.ts';

afterEach(removeTemporaryDirectories);

const historyOf = (seed: number, facts = 120) => generate({ seed, facts, contracts: 12 });
const seeds = fc.integer({ min: 1, max: 100_000 });

const entriesOf = (directory: string): unknown[] => {
  const database = new DatabaseSync(filesOf(directory).figures, { readOnly: true });
  // Ids of names are given in order of appearance, which batches do not change; tuples are compared by their values.
  const columns = Array.from({ length: 7 }, (_, index) => `v${index}.value AS d${index}`).join(', ');
  const joins = Array.from(
    { length: 7 },
    (_, index) => `JOIN selector v${index} ON v${index}.id = t.d${index}`,
  ).join(' ');
  const rows = database
    .prepare(
      `SELECT measure, month, sequence, place, amount, postings, enterprise, ${columns}
       FROM entry JOIN tuple t ON t.id = entry.tuple ${joins} ORDER BY measure, month, sequence, place`,
    )
    .all();
  database.close();
  return rows;
};

const tablesOf = (ledger: Pick<LedgerWriter, 'figures'>, size: number): unknown =>
  [2018, 2019, 2020, 2021].map((year) => annexTable(ledger.figures.at(size), { year }).rows);

const rightsOf = (seed: number) => historyOf(seed, 150);

/** What takes postings back whatever its date: it is posted after all others. */
const VOIDS: ReadonlySet<string> = new Set([
  'pledge.revoked',
  'policy.voided',
  'deal.rescinded',
  'investment.rescinded',
]);

type Plain = Parameters<typeof post>[1][number] & {
  readonly type: string;
  readonly data: { readonly effectiveOn: string };
};

/** Ordinary facts of each contract, a day each, in business order with what voids at the end. */
const plainContracts = (seed: number): Plain[][] => {
  const contracts = new Map<string, Map<string, Plain>>();
  for (const fact of historyOf(seed, 150).facts as unknown as (Plain & { readonly subject: string })[]) {
    if (!/^(pledge|policy|deal|fund|securitization|riskPool|budget)\//.test(fact.subject)) continue;
    if (/^(fact|change)\./.test(fact.type)) continue;
    const { recordedtime: _, ...posted } = fact as Plain & { readonly recordedtime?: unknown };
    const days = contracts.get(fact.subject) ?? new Map<string, Plain>();
    if (!days.has(posted.data.effectiveOn)) days.set(posted.data.effectiveOn, posted as Plain);
    contracts.set(fact.subject, days);
  }
  const rank = ({ type, data }: Plain): string => `${VOIDS.has(type) ? 1 : 0} ${data.effectiveOn}`;
  return [...contracts.values()].map((days) =>
    [...days.values()].sort((a, b) => (rank(a) < rank(b) ? -1 : 1)),
  );
};

/** Sums of what is booked, by account and enterprise. */
const bookedIn = (directory: string): unknown[] => {
  const sums = new Map<string, bigint>();
  for (const { sequence: _, place: __, amount, postings, ...account } of entriesOf(directory) as {
    readonly sequence: number;
    readonly place: number;
    readonly amount: number;
    readonly postings: number;
  }[])
    for (const [unit, value] of [
      ['amount', amount],
      ['postings', postings],
    ] as const) {
      const key = JSON.stringify([unit, account]);
      sums.set(key, (sums.get(key) ?? 0n) + BigInt(value));
    }
  return [...sums].filter(([, sum]) => sum !== 0n).sort(([a], [b]) => (a < b ? -1 : 1));
};

describeStores(({ demonstration, reopen, runs }) => {
  test('a rebuild gives what was built incrementally, wherever the batches ended', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, fc.integer({ min: 1, max: 40 }), async (seed, step) => {
        const directory = temporaryDirectory();
        const ledger = await demonstration(directory);
        for (const [index, fact] of historyOf(seed).facts.entries()) {
          await post(ledger, [fact]);
          if (index % step === 0) ledger.projector.step();
        }
        ledger.projector.catchUp();
        const size = ledger.journal.size();
        const sizes = [60, Math.floor(size / 2), size];
        const tables = sizes.map((at) => tablesOf(ledger, at));
        const entries = entriesOf(directory);
        await ledger.closeWriter();
        await rebuildReadModel(directory);
        expect(entriesOf(directory)).toEqual(entries);
        const reader = await openLedgerReader(directory);
        expect(sizes.map((at) => tablesOf(reader, at))).toEqual(tables);
        reader.close();
      }),
      { numRuns: runs },
    );
  });

  test('splitting what is posted anywhere gives the same log and the same figures', async () => {
    await fc.assert(
      fc.asyncProperty(
        seeds,
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
        async (seed, parts) => {
          const { facts } = historyOf(seed);
          const whole = await demonstration();
          const split = await demonstration();
          await post(whole, facts);
          for (let from = 0, turn = 0; from < facts.length; turn += 1) {
            const length = parts[turn % parts.length] as number;
            await post(split, facts.slice(from, from + length));
            from += length;
          }
          const size = whole.journal.size();
          expect(split.journal.size()).toBe(size);
          expect(split.journal.rootHash(size)).toBe(whole.journal.rootHash(size));
          await whole.closeWriter();
          await split.closeWriter();
        },
      ),
      { numRuns: runs },
    );
  });

  test('a figure of the past never changes by what is recorded later', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const ledger = await demonstration();
        const seen = new Map<number, unknown>();
        for (const [index, fact] of historyOf(seed).facts.entries()) {
          await post(ledger, [fact]);
          ledger.projector.catchUp();
          if (index % 40 === 0) seen.set(ledger.journal.size(), tablesOf(ledger, ledger.journal.size()));
        }
        for (const [size, tables] of seen) expect(tablesOf(ledger, size)).toEqual(tables);
        await ledger.closeWriter();
      }),
      { numRuns: runs },
    );
  });

  test('a fact posted and withdrawn is nothing from the withdrawal on, and everything before it stays', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, fc.nat(), async (seed, choice) => {
        const { events } = historyOf(seed, 80);
        const ledger = await demonstration();
        const other = await demonstration();
        await post(ledger, historyOf(seed, 80).facts);
        const posted = events.filter(
          ({ type, source }) => type === 'pledge.registered' && source !== 'urn:ledger',
        );
        const model = posted[choice % posted.length];
        if (!model) return;
        const fact = {
          specversion: '1.0',
          id: 'withdrawn-later',
          source: model.source,
          type: model.type,
          subject: `${model.subject}-again`,
          data: model.data,
        };
        const before = ledger.journal.size();
        ledger.projector.catchUp();
        const tables = tablesOf(ledger, before);
        const [taken] = await post(ledger, [fact]);
        expect(taken && isTaken(taken)).toBe(true);
        const [withdrawn] = await post(ledger, [
          {
            specversion: '1.0',
            id: 'withdrawal',
            source: model.source,
            type: 'fact.withdrawn',
            subject: fact.subject,
            data: {
              effectiveOn: '2022-06-01',
              supersedes: { source: fact.source, id: fact.id },
              reason: '重复提交',
            },
          },
        ]);
        ledger.projector.catchUp();
        if (withdrawn && isTaken(withdrawn)) {
          const values = (all: unknown): unknown =>
            (all as { value: unknown }[][]).map((rows) => rows.map(({ value }) => value));
          const now = tablesOf(ledger, before + 2) as { value: unknown }[][];
          // A year that is over by now has a 0 where nothing stood before; all other values are as they were.
          (values(now) as unknown[][]).forEach((rows, year) => {
            rows.forEach((value, row) => {
              const then = (values(tables) as unknown[][])[year]?.[row];
              if (then !== null) expect(value).toEqual(then);
            });
          });
        }
        expect(tablesOf(ledger, before)).toEqual(tables);
        await ledger.closeWriter();
        await other.closeWriter();
      }),
      { numRuns: runs },
    );
  });

  test('facts of different contracts may come in any order', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, fc.infiniteStream(fc.nat()), async (seed, picks) => {
        const contracts = new Map<string, unknown[]>();
        for (const event of rightsOf(seed).events) {
          if (!/^(pledge|policy|deal|fund|securitization|riskPool|budget)\//.test(event.subject)) continue;
          if (event.type.startsWith('change.')) continue;
          const {
            recordedtime: _,
            recordedby: __,
            revision: ___,
            ...fact
          } = event as Record<string, unknown> & typeof event;
          const { nonce: _n, ...posted } = fact as Record<string, unknown>;
          contracts.set(event.subject, [
            ...(contracts.get(event.subject) ?? []),
            { ...posted, specversion: '1.0' },
          ]);
        }
        const inOrder = [...contracts.values()].flat();
        const queues = [...contracts.values()].map((facts) => [...facts]);
        const shuffled: unknown[] = [];
        while (queues.some((queue) => queue.length > 0)) {
          const open = queues.filter((queue) => queue.length > 0);
          const pick = picks.next().value as number;
          shuffled.push(open[pick % open.length]?.shift());
        }
        const first = await demonstration();
        const second = await demonstration();
        const outcomes = await post(first, inOrder);
        const again = await post(second, shuffled);
        expect(again.filter(isTaken).length).toBe(outcomes.filter(isTaken).length);
        first.projector.catchUp();
        second.projector.catchUp();
        const size = first.journal.size();
        expect(tablesOf(second, size)).toEqual(tablesOf(first, size));
        await first.closeWriter();
        await second.closeWriter();
      }),
      { numRuns: runs },
    );
  });

  test('facts of one contract that come late and out of order give the figures of the same facts in order', async () => {
    let late = 0;
    let stuck = 0;
    await fc.assert(
      fc.asyncProperty(seeds, fc.infiniteStream(fc.nat()), async (seed, picks) => {
        const trial = await demonstration();
        const first = await demonstration();
        const second = await demonstration();
        for (const facts of plainContracts(seed)) {
          const outcomes = await post(trial, facts);
          const taken = facts.filter((_, index) => isTaken(outcomes[index] as (typeof outcomes)[number]));
          // One at a time in any order in which each step is allowed; what is refused is tried again later.
          // An order may end where no step is left: a draw that fitted only before another was repaid.
          const voids = taken.filter(({ type }) => VOIDS.has(type));
          let waiting = taken.filter(({ type }) => !VOIDS.has(type));
          let latest = '';
          for (;;) {
            const order = waiting
              .map((fact) => ({ fact, at: picks.next().value as number }))
              .sort((a, b) => a.at - b.at);
            let recorded: Plain | undefined;
            for (const { fact } of order) {
              const [outcome] = await post(second, [fact]);
              if (!outcome || !isTaken(outcome)) continue;
              recorded = fact;
              break;
            }
            if (!recorded) break;
            if (recorded.data.effectiveOn < latest) late += 1;
            if (recorded.data.effectiveOn > latest) latest = recorded.data.effectiveOn;
            waiting = waiting.filter((fact) => fact !== recorded);
          }
          for (const fact of voids) {
            const voided = (await post(second, [fact])).every(isTaken);
            expect(voided || waiting.length > 0).toBe(true);
            if (!voided) waiting.push(fact);
          }
          stuck += waiting.length;
          const inOrder = taken.filter((fact) => !waiting.includes(fact));
          expect((await post(first, inOrder)).every(isTaken)).toBe(true);
        }
        await trial.closeWriter();
        first.projector.catchUp();
        second.projector.catchUp();
        const size = first.journal.size();
        expect(second.journal.size()).toBe(size);
        expect(tablesOf(second, size)).toEqual(tablesOf(first, size));
        expect(bookedIn(second.directory)).toEqual(bookedIn(first.directory));
        await first.closeWriter();
        await second.closeWriter();
      }),
      { numRuns: runs },
    );
    // The property says nothing where nothing came late, or where much could not be recorded.
    expect(late).toBeGreaterThan(8 * runs);
    expect(stuck).toBeLessThan(late / 4);
  });

  test('a reopened ledger goes on where it was', async () => {
    const directory = temporaryDirectory();
    const { facts } = historyOf(7);
    const ledger = await demonstration(directory);
    await post(ledger, facts.slice(0, 60));
    const root = ledger.journal.rootHash(ledger.journal.size());
    const size = ledger.journal.size();
    await ledger.closeWriter();
    const again = await reopen(directory);
    expect(again.journal.rootHash(size)).toBe(root);
    const outcomes = await post(again, facts.slice(0, 60));
    expect(outcomes.some(isTaken)).toBe(false);
    expect(again.journal.size()).toBe(size);
    await again.closeWriter();
  });
});
