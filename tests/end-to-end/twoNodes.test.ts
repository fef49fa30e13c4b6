import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { annexTable } from '../../projections/annex.ts';
import { monthOf } from '../../src/domain/calendar.ts';
import { initLedger, initSharedLedger, type LedgerWriter, openLedgerWriter } from '../../src/main.ts';
import type { Outcome } from '../../src/recorder/recorder.ts';
import type { StoreChoice } from '../../src/sharedStore.ts';
import { generate } from '../oracle/generate.ts';
import { testClock } from '../recorder/setup.ts';
import { useStore } from '../support/eventstore/testStore.ts';
import { facts, USCC } from '../support/facts.ts';
import {
  demonstrationLedger,
  isTaken,
  post,
  removeTemporaryDirectories,
  temporaryDirectory,
} from '../support/ledger.ts';
import { actorOf, admitTo, issueIn, suspendIn } from '../support/participants.ts';
import { newStore, openNode, reaching, sharedDemonstration } from '../support/sharedLedger.ts';

/** Two nodes of one ledger: whoever writes, and whatever happens to them, they end with the same log and the same figures. */

const store = useStore();
afterEach(removeTemporaryDirectories);

const rowsOf = (ledger: LedgerWriter): unknown => {
  ledger.projector.catchUp();
  const figures = ledger.figures.at(ledger.journal.size());
  return [2018, 2019, 2020, 2021].map((year) => annexTable(figures, { year }).rows);
};

const textsOf = ({ journal }: LedgerWriter): string[] =>
  journal.read(0, journal.size()).map(({ text }) => text);

const isUnknown = (outcome: Outcome): boolean =>
  outcome.status === 'refused' && outcome.refusals.some(({ code }) => code === 'OUTCOME_UNKNOWN');

/** As whoever posts does it: again, with the same ids, while the outcome is unknown. */
const postSurely = async (ledger: LedgerWriter, facts: readonly unknown[]): Promise<Outcome[]> => {
  for (;;) {
    const outcomes = await post(ledger, facts);
    if (!outcomes.some(isUnknown)) return outcomes;
  }
};

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
};

type Happening = 'nothing' | 'restart' | 'anew' | 'cut';

interface Step {
  readonly node: number;
  readonly count: number;
  /** The other node gets the same facts at the same moment. */
  readonly both: boolean;
  readonly after: Happening;
}

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    node: fc.nat({ max: 1 }),
    count: fc.integer({ min: 1, max: 25 }),
    both: fc.boolean(),
    after: fc.constantFrom<Happening>('nothing', 'nothing', 'restart', 'anew', 'cut'),
  }),
  { minLength: 4, maxLength: 8 },
);

/** The node goes and comes back, with what it has or with nothing. */
const happen = async (nodes: LedgerWriter[], { node, after }: Step, choice: StoreChoice): Promise<void> => {
  if (after === 'cut') store.double?.nodes[0]?.front.cut();
  if (after !== 'restart' && after !== 'anew') return;
  const gone = nodes[node] as LedgerWriter;
  await gone.closeWriter();
  nodes[node] = await openNode(choice, after === 'restart' ? { directory: gone.directory } : {});
};

test('random posts, corrections, approvals and kills: the same log, root and figures', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 100_000 }), steps, async (seed, plan) => {
      const { facts } = generate({ seed, facts: 110, contracts: 10 });
      const choice = newStore(store.url);
      const nodes = [await sharedDemonstration(choice), await openNode(choice)];
      let next = 0;
      for (const step of [...plan, { node: 0, count: facts.length, both: false, after: 'nothing' } as Step]) {
        const chunk = facts.slice(next, next + step.count);
        next += chunk.length;
        const posters = step.both ? nodes : [nodes[step.node] as LedgerWriter];
        const results = await Promise.all(posters.map((node) => postSurely(node, chunk)));
        // What both were given is recorded by one of them.
        for (const [index] of chunk.entries())
          expect(
            results.filter((outcomes) => isTaken(outcomes[index] as Outcome)).length,
          ).toBeLessThanOrEqual(1);
        await happen(nodes, step, choice);
      }
      const [one, two] = nodes as [LedgerWriter, LedgerWriter];
      const size = Math.max(one.journal.size(), two.journal.size());
      await Promise.all(nodes.map((node) => reaching(node, size)));
      expect(textsOf(two)).toEqual(textsOf(one));
      expect(two.journal.rootHash(size)).toBe(one.journal.rootHash(size));
      expect(rowsOf(two)).toEqual(rowsOf(one));
      const alone = await demonstrationLedger();
      await post(alone, facts);
      expect(rowsOf(one)).toEqual(rowsOf(alone));
      expect(size).toBe(alone.journal.size());
      for (const ledger of [...nodes, alone]) await ledger.closeWriter();
    }),
    { numRuns: 4 },
  );
});

test('a refusal holds at the end of the log, though the node has not heard of what others wrote', async () => {
  const { facts } = generate({ seed: 5, facts: 60, contracts: 6 });
  const choice = newStore(store.url);
  const one = await sharedDemonstration(choice);
  const two = await openNode(choice);
  for (const [index, fact] of facts.entries()) {
    const [first] = await post(index % 2 === 0 ? one : two, [fact]);
    const [again] = await post(index % 2 === 0 ? two : one, [fact]);
    if (first && isTaken(first)) expect(again?.status).toBe('repeated');
    else expect(again).toEqual(first);
  }
  for (const node of [one, two]) await node.closeWriter();
});

test('with the same clock a history is the same bytes embedded and in a store', async () => {
  const { facts } = generate({ seed: 9, facts: 100, contracts: 10 });
  const directory = temporaryDirectory();
  const clocks = [testClock(), testClock()] as const;
  initLedger(directory, {
    origin: 'example.org/demo',
    demonstration: true,
    plan: true,
    clock: clocks[0],
  });
  const embedded = await openLedgerWriter(directory, { clock: clocks[0] });
  const choice = newStore(store.url);
  const shared = await sharedDemonstration(choice, { clock: clocks[1] });
  await post(embedded, facts);
  await post(shared, facts);
  const other = await openNode(choice);
  expect(textsOf(shared)).toEqual(textsOf(embedded));
  expect(textsOf(other)).toEqual(textsOf(embedded));
  const size = embedded.journal.size();
  expect(shared.journal.rootHash(size)).toBe(embedded.journal.rootHash(size));
  expect(rowsOf(other)).toEqual(rowsOf(embedded));
  for (const ledger of [embedded, shared, other]) await ledger.closeWriter();
});

test('a node to which nobody posts knows who was admitted and which periods were closed elsewhere', async () => {
  const choice = newStore(store.url);
  const first = await sharedDemonstration(choice);
  const second = await openNode(choice);
  const { recorder } = second;
  expect(recorder.state.identity.hasParticipants).toBe(false);
  await post(first, [facts.periodClosed({ period: '2019-05' }, { subject: 'period/2019-05' })]);
  await admitTo(first, USCC.bank, ['institution']);
  const key = await issueIn(first, USCC.bank);
  const known = (): boolean =>
    recorder.state.identity.keys().length === first.recorder.state.identity.keys().length;
  await until(known);
  expect(actorOf(second, key).uscc).toBe(USCC.bank);
  expect(recorder.state.isMonthClosed(monthOf('2019-05-01'))).toBe(true);
  await suspendIn(first, USCC.bank);
  await until(() => recorder.state.identity.participant(USCC.bank)?.suspended === true);
  expect(() => actorOf(second, key)).toThrow('NOT_ADMITTED');
  await first.closeWriter();
  await second.closeWriter();
});

test('of two nodes that open one ledger at once one does, and the other keeps no key of it', async () => {
  const choice = { ...newStore(store.url) };
  const directories = [temporaryDirectory(), temporaryDirectory()];
  const opened = await Promise.allSettled(
    directories.map((directory) =>
      initSharedLedger(directory, {
        origin: 'example.org/ledger',
        demonstration: false,
        plan: false,
        store: choice,
      }),
    ),
  );
  const lost = opened.findIndex(({ status }) => status === 'rejected');
  expect(opened[lost]).toMatchObject({ reason: { code: 'DATA_EXISTS' } });
  expect(opened[1 - lost]).toMatchObject({ status: 'fulfilled' });
  const filesOfKeys = ['signing.key', 'signing.vkey', 'operator.key'];
  const keysIn = (directory = '') => filesOfKeys.filter((name) => existsSync(join(directory, name)));
  expect([keysIn(directories[lost]), keysIn(directories[1 - lost])]).toEqual([[], filesOfKeys]);
});
