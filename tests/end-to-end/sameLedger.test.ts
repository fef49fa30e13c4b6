import { afterEach, expect, test } from 'vitest';
import { initLedger, initSharedLedger } from '../../src/main.ts';
import { migrateFromStore, migrateToStore } from '../../src/migrate.ts';
import type { StoreChoice } from '../../src/sharedStore.ts';
import { formatSigningKey, KEY_TYPE } from '../../src/transparency/index.ts';
import { NDJSON, type Served, serve } from '../api/support.ts';
import { asNdjson, exampleFacts } from '../cli/support.ts';
import { useStore } from '../support/eventstore/testStore.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';
import { newStore, openNode } from '../support/sharedLedger.ts';

/**
 * One history is the same ledger wherever it is kept: with the same clock, nonces and key, its log, figures, roots and
 * evidence are the same bytes embedded, in a shared store, on each of its nodes, and after a move.
 */

const ORIGIN = 'example.org/ledger/demo';
const SEED = new Uint8Array(32).fill(7);
const signing = {
  signs: true,
  key: formatSigningKey({ name: ORIGIN, type: KEY_TYPE.ed25519, seed: SEED }),
};

const store = useStore();
afterEach(removeTemporaryDirectories);

/** A demonstration derives its nonces, and the facts of the worked example bring their recorded times. */
const LAST_SEQUENCE = '67';
const OPENING = { origin: ORIGIN, demonstration: true, plan: true, signing };

const open = (directory: string, choice?: StoreChoice): Promise<Served> =>
  serve({ directory, signing, store: choice });

const PATHS = [
  '/v1/indicators?year=2020',
  '/v1/indicators?year=2020&asOf=2020-01-31',
  '/v1/indicators?year=2020&asOf=2021-03-31',
  '/v1/indicators/pledge-amount-growth/2020/lineage',
  '/v1/indicators/pledge-amount-growth/2020/evidence',
  '/v1/indicators/pledge-count-growth/2020/evidence?asOf=2021-03-31',
  '/v1/contracts',
  '/v1/export',
  '/log/checkpoint',
  '/log/tile/0/000.p/68',
  '/log/tile/entries/000.p/68',
] as const;

const fetched = async (url: string): Promise<string> => {
  const response = await fetch(url, { headers: { 'Ledger-After': LAST_SEQUENCE } });
  expect([url, response.status]).toEqual([url, 200]);
  return Buffer.from(await response.arrayBuffer()).toString('base64');
};

/** Everything that a server hands out, as bytes, once all of the history is signed. */
const handedOut = async ({ url, close }: Served): Promise<Readonly<Record<string, string>>> => {
  const signed = async (): Promise<boolean> =>
    (await (await fetch(`${url}/log/checkpoint`)).text()).split('\n')[1] === '68';
  while (!(await signed())) await new Promise((resolve) => setTimeout(resolve, 10));
  const bytes: Record<string, string> = {};
  for (const path of PATHS) bytes[path] = await fetched(url + path);
  await close();
  return bytes;
};

const postExample = async (server: Served): Promise<void> => {
  const answer = await server.post('/v1/events', asNdjson(exampleFacts()), { 'content-type': NDJSON });
  expect(answer.status).toBe(200);
};

test('figures, roots and evidence are the same bytes embedded, shared, on each node, and after a move there and back', async () => {
  const home = temporaryDirectory();
  initLedger(home, OPENING);
  const embedded = await open(home);
  await postExample(embedded);
  const expected = await handedOut(embedded);

  const choice = newStore(store.url);
  const one = temporaryDirectory();
  await initSharedLedger(one, { ...OPENING, store: choice });
  const first = await open(one, choice);
  await postExample(first);
  expect(await handedOut(first)).toEqual(expected);
  const two = temporaryDirectory();
  await (await openNode(choice, { directory: two })).closeWriter();
  expect(await handedOut(await open(two, choice))).toEqual(expected);

  const moved = newStore(store.url);
  const node = temporaryDirectory();
  await migrateToStore({ node, embedded: home, store: moved });
  expect(await handedOut(await open(node, moved))).toEqual(expected);
  const back = temporaryDirectory();
  await migrateFromStore({ node, embedded: back, store: moved });
  expect(await handedOut(await open(back))).toEqual(expected);
});
