import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { MONEY_FIELDS, turnoverFen } from '../../src/domain/turnover.ts';
import { facts } from '../support/facts.ts';
import { closeAll, deal, deals, newSetup, payment, shortOf, shorts } from './setup.ts';

afterEach(closeAll);

/** Totals stay within 2^63 − 1 fen: what would take them beyond is refused before it is recorded. */

const TOTAL_MAX = 2n ** 63n - 1n;
const known = (fen: bigint) => ({ ports: { turnover: () => ({ size: 1, fen }) } });

test('a fact that could take a total beyond its range is refused at its largest amount', async () => {
  const setup = newSetup(known(TOTAL_MAX - 10_000n));
  expect(shortOf(await setup.one(deal(1, { price: '100.01' })))).toBe('TOTAL_RANGE /data/price');
  expect(setup.journal.size).toBe(1);
  expect(shortOf(await setup.one(deal(1, { price: '100' })))).toBe('recorded 1');
  expect(shortOf(await setup.one(payment(1, 'p', { amount: '0.01' })))).toBe('TOTAL_RANGE /data/amount');
});

test('what states no money is recorded all the same, and repeats are answered', async () => {
  const setup = newSetup(known(TOTAL_MAX - 100n));
  const first = deal(1, { price: '1' });
  expect(shorts(await setup.record([first, deal(2, { price: '0' })]))).toEqual(['recorded 1', 'recorded 2']);
  expect(shortOf(await setup.one(first))).toBe('repeated 1');
});

test('a dry run and a refused atomic batch use nothing up', async () => {
  const setup = newSetup(known(TOTAL_MAX - 10_000n));
  const all = deal(1, { price: '100' });
  await setup.record([all], { dryRun: true });
  const refused = await setup.record([all, deal(1)], { atomic: true });
  expect(shorts(refused)[0]).toBe('BATCH_REFUSED');
  expect(shortOf(await setup.one(all))).toBe('recorded 1');
});

test('where the read model is far behind the log itself is read', async () => {
  const setup = newSetup();
  await setup.record(deals(1, 300));
  // So much that the largest amounts, assumed for 300 events, would be too much; what they state is not.
  const again = newSetup({ journal: setup.journal, ...known(TOTAL_MAX - 10n ** 14n) });
  expect(shortOf(await again.one(deal(301)))).toBe('recorded 301');
});

test('what was read of the log is not read again after a dry run', async () => {
  const setup = newSetup();
  await setup.record(deals(1, 300));
  const places: number[] = [];
  const { reader } = setup.journal;
  const watched = {
    ...reader,
    read: (from: number, count: number) => {
      places.push(from);
      return reader.read(from, count);
    },
  };
  const { ports } = known(TOTAL_MAX - 10n ** 14n);
  const again = newSetup({ journal: setup.journal, ports: { ...ports, journal: watched } });
  for (const number of [301, 302]) {
    expect(shorts(await again.record([deal(number)], { dryRun: true }))).toEqual([`recorded ${number}`]);
    expect(shortOf(await again.one(deal(number)))).toBe(`recorded ${number}`);
  }
  expect(places).toEqual([1]);
});

test('a correction counts with what it holds; what is no amount there is none', () => {
  expect(turnoverFen({ data: { amount: '-1.5', text: '9' }, interest: '2' })).toBe(350n);
  expect(turnoverFen({ data: { amount: 'much', price: '1'.repeat(60_000) } })).toBe(0n);
  expect(turnoverFen(facts.dealSigned({ price: '5' }).data as object)).toBe(500n);
});

test('every field of the catalogue that states money counts', () => {
  const folder = new URL('../../src/domain/events/', import.meta.url);
  const found = readdirSync(folder).flatMap((name) =>
    [
      ...readFileSync(new URL(name, folder), 'utf8').matchAll(/(\w+): (?:money|moneyOrZero|signedMoney)\(/g),
    ].map(([, field]) => field),
  );
  expect([...new Set(found)].sort()).toEqual([...MONEY_FIELDS].sort());
});
