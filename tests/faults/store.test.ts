import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importFacts } from '../../src/exchange/importFacts.ts';
import { type LedgerWriter, LOCAL_ACTOR } from '../../src/main.ts';
import { migrateToStore } from '../../src/migrate.ts';
import type { StoreChoice } from '../../src/sharedStore.ts';
import { generate } from '../oracle/generate.ts';
import { type Double, startDouble } from '../support/eventstore/double.ts';
import { APPEND_FAULTS, READ_FAULTS } from '../support/eventstore/faults.ts';
import {
  demonstrationLedger,
  post,
  removeTemporaryDirectories,
  temporaryDirectory,
} from '../support/ledger.ts';
import { newStore, openNode, reaching, sharedDemonstration } from '../support/sharedLedger.ts';

/** Every fault of the store at every step: nothing acknowledged is lost, nothing stands twice, the order is kept. */

let double: Double;
let choice: StoreChoice;
let ledger: LedgerWriter;
beforeEach(async () => {
  double = await startDouble();
  choice = newStore(double.url);
  ledger = await sharedDemonstration(choice);
});
afterEach(async () => {
  double.faults.clear();
  await ledger.closeWriter();
  await double.close();
  removeTemporaryDirectories();
});

const { facts } = generate({ seed: 21, facts: 60, contracts: 8 });

const identitiesOf = ({ journal }: LedgerWriter): string[] =>
  journal.read(0, journal.size()).map(({ text }) => {
    const { source, id } = JSON.parse(text) as { readonly source: string; readonly id: string };
    return `${source} ${id}`;
  });

/** Another node holds the same, and nothing twice. */
const expectWhole = async (acknowledged: readonly string[]): Promise<void> => {
  double.faults.releaseLate();
  double.faults.clear();
  const identities = identitiesOf(ledger);
  expect(new Set(identities).size).toBe(identities.length);
  expect(identities.filter((identity) => acknowledged.includes(identity))).toEqual(acknowledged);
  const other = await openNode(choice);
  await reaching(other, identities.length);
  expect(identitiesOf(other)).toEqual(identities);
  expect(other.journal.rootHash(identities.length)).toBe(ledger.journal.rootHash(identities.length));
  await other.closeWriter();
};

const identityOf = (fact: unknown): string => {
  const { source, id } = fact as { readonly source: string; readonly id: string };
  return `${source} ${id}`;
};

describe.each(APPEND_FAULTS)('"%s" at each append', (fault) => {
  test('of facts that are posted', async () => {
    const acknowledged: string[] = [];
    for (let from = 0; from < 24; from += 6) {
      double.faults.append(fault);
      const chunk = facts.slice(from, from + 6);
      const outcomes = await post(ledger, chunk);
      for (const [index, { status }] of outcomes.entries())
        if (status === 'recorded') acknowledged.push(identityOf(chunk[index]));
    }
    expect(acknowledged.length).toBeGreaterThan(10);
    await expectWhole(acknowledged);
  });

  test('of an import', async () => {
    const file = join(temporaryDirectory(), 'facts.ndjson');
    writeFileSync(file, facts.map((fact) => `${JSON.stringify(fact)}\n`).join(''));
    double.faults.append(fault, fault);
    const summary = await importFacts(ledger, { actor: LOCAL_ACTOR, files: [file] });
    expect(summary.recorded).toBeGreaterThan(30);
    const again = await importFacts(ledger, { actor: LOCAL_ACTOR, files: [file] });
    expect({ recorded: again.recorded, repeated: again.repeated }).toEqual({
      recorded: 0,
      repeated: summary.recorded,
    });
    await expectWhole([]);
  });

  test('of a migration', async () => {
    const from = temporaryDirectory();
    const embedded = await demonstrationLedger(from);
    await post(embedded, facts);
    const { journal } = embedded;
    const size = journal.size();
    const root = journal.rootHash(size);
    await embedded.closeWriter();
    const target = newStore(double.url);
    double.faults.append(fault);
    const migrated = await migrateToStore({ node: temporaryDirectory(), embedded: from, store: target });
    expect(migrated).toMatchObject({ treeSize: String(size), rootHash: root });
  });
});

describe.each(READ_FAULTS)('"%s" at each read', (fault) => {
  test('of a node that follows', async () => {
    double.faults.read(fault, fault, fault, fault);
    const outcomes = await post(ledger, facts);
    const acknowledged = facts.filter((_, index) => outcomes[index]?.status === 'recorded').map(identityOf);
    expect(acknowledged.length).toBeGreaterThan(30);
    double.faults.read(fault, fault);
    const other = await openNode(choice);
    await reaching(other, ledger.journal.size());
    await other.closeWriter();
    await expectWhole(acknowledged);
  });
});

test('while no server answers a post is told that its outcome is unknown, and repeating it is safe', async () => {
  const short = await openNode(choice, {
    timings: { appendDeadlineMs: 200, settleMs: 600, readIdleMs: 200, retryMs: 20, quietMs: 20 },
  });
  double.nodes[0]?.front.freeze();
  const [fact] = facts;
  const outcomes = await post(short, [fact]);
  expect(outcomes).toMatchObject([{ status: 'refused', refusals: [{ code: 'OUTCOME_UNKNOWN' }] }]);
  double.nodes[0]?.front.thaw();
  const [again] = await post(ledger, [fact]);
  expect(['recorded', 'repeated']).toContain(again?.status);
  await reaching(short, ledger.journal.size());
  await short.closeWriter();
  await expectWhole([identityOf(fact)]);
});

test('a rewritten log is answered with its place, and figures stay those of the journal', async () => {
  await post(ledger, facts.slice(0, 10));
  const size = ledger.journal.size();
  const root = ledger.journal.rootHash(size);
  double.streams.tombstone(`ledger-${choice.ledgerId}`);
  const outcomes = await post(ledger, facts.slice(10, 12));
  expect(outcomes).toMatchObject([
    { status: 'refused', refusals: [{ code: 'HISTORY_REWRITTEN' }] },
    { status: 'refused', refusals: [{ code: 'HISTORY_REWRITTEN' }] },
  ]);
  expect(ledger.store?.().alarm?.sequence).toBe(0);
  expect(ledger.journal.rootHash(ledger.journal.size())).toBe(root);
  const [repeated] = await post(ledger, facts.slice(0, 1));
  expect(repeated?.status).not.toBe('recorded');
});
