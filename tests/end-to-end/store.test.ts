import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { jsonEvent } from '@eventstore/db-client';
import { expect, test } from 'vitest';
import {
  answerOf,
  environmentOf,
  exampleFacts,
  LEDGER,
  ledger,
  problemOf,
  temporaryDirectory,
  WORKED_EXAMPLE,
} from '../cli/support.ts';
import { intruder, newLedgerId, until } from '../log/support.ts';
import { useStore } from '../support/eventstore/testStore.ts';

/** The whole product on a shared store, as its users run it: commands, servers, two nodes. */

const store = useStore();

const environmentFor = (ledgerId: string, more: Readonly<Record<string, string>> = {}) => ({
  LEDGER_STORE: store.url,
  LEDGER_ID: ledgerId,
  ...more,
});

type Environment = Readonly<Record<string, string>>;

const answered = async <T>(
  from: string,
  environment: Environment,
  ...args: readonly string[]
): Promise<T> => {
  const finished = await ledger({ from, environment }, ...args, '--json');
  expect(finished).toMatchObject({ code: 0 });
  return JSON.parse(finished.stdout) as T;
};

/** A server that is stopped at the end of the test. */
const serve = async (from: string, environment: Environment) => {
  const child = spawn(process.execPath, [LEDGER, 'serve', '--json'], {
    env: environmentOf({ from, environment: { ...environment, PORT: '0', OPS_PORT: '0' } }),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'exit');
  let said = '';
  for await (const line of createInterface({ input: child.stdout })) {
    said += line;
    if (line === '}') break;
  }
  const urls = JSON.parse(said) as { readonly url: string; readonly opsUrl: string };
  return {
    ...urls,
    ready: async () => {
      const response = await fetch(`${urls.opsUrl}/readyz`);
      return { status: response.status, ...((await response.json()) as { readonly store: unknown }) };
    },
    stop: async (): Promise<void> => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};

const post = (url: string, fact: unknown): Promise<Response> =>
  fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/cloudevents+json' },
    body: JSON.stringify(fact),
  });

interface Row {
  readonly code: string;
  readonly value: unknown;
}
const figures = async (from: string, environment: Environment): Promise<readonly Row[]> =>
  (await answered<{ rows: readonly Row[] }>(from, environment, 'indicators', '--year', '2020')).rows;

test('the worked example gives the figures that it gives embedded', async () => {
  const embedded = temporaryDirectory();
  await answerOf(embedded, 'init', '--demo');
  await answered(embedded, {}, 'import', WORKED_EXAMPLE);
  const from = temporaryDirectory();
  const environment = environmentFor(newLedgerId());
  await answered(from, environment, 'init', '--demo');
  const imported = await answered<object>(from, environment, 'import', WORKED_EXAMPLE);
  expect(imported).toMatchObject({ recorded: 13, refused: 0, lastSequence: '67' });
  expect(await figures(from, environment)).toEqual(await figures(embedded, {}));
});

test('a second node opens nothing, follows, writes, and what it writes comes back', async () => {
  const ledgerId = newLedgerId();
  const environment = environmentFor(ledgerId);
  const [one, two] = [temporaryDirectory(), temporaryDirectory()];
  await answered(one, environment, 'init', '--demo');
  expect(await problemOf({ from: two, environment }, 'init', '--demo')).toMatchObject({
    exit: 1,
    code: 'DATA_EXISTS',
  });
  const first = await serve(one, environment);
  const second = await serve(two, { ...environment, LEDGER_SIGNER: 'false' });
  const facts = exampleFacts();
  for (const [index, fact] of facts.entries()) {
    const response = await post(index % 2 === 0 ? first.url : second.url, fact);
    expect(response.status).toBe(201);
    const repeat = await post(index % 2 === 0 ? second.url : first.url, fact);
    expect([repeat.status, repeat.headers.get('Idempotency-Hit')]).toEqual([200, 'true']);
  }
  const [a, b] = await Promise.all(
    [first, second].map(async ({ url }) => {
      const response = await fetch(`${url}/v1/indicators?year=2020`, { headers: { 'Ledger-After': '67' } });
      return response.json();
    }),
  );
  expect(b).toEqual(a);
  await Promise.all([first.stop(), second.stop()]);
});

test('an event that somebody else writes stops every node, with its place, and verify finds it', async () => {
  const ledgerId = newLedgerId();
  const environment = environmentFor(ledgerId);
  const from = temporaryDirectory();
  const { vkey } = await answered<{ vkey: string }>(from, environment, 'init', '--demo');
  await answered(from, environment, 'import', WORKED_EXAMPLE);
  const verify = ['verify', 'data', '--key', vkey];
  expect(await answered<object>(from, environment, ...verify)).toMatchObject({ ok: true });
  const server = await serve(from, environment);
  const { client, stream, credentials } = intruder(store.url, ledgerId);
  await client.appendToStream(stream, [jsonEvent({ type: 'deal.paid', data: { amount: '1.00' } })], {
    credentials,
  });
  await until(async () => (await server.ready()).status === 503);
  const readiness = await server.ready();
  expect(readiness.store).toMatchObject({ alarm: { code: 'HISTORY_REWRITTEN', at: 'event 68' } });
  const refused = await post(server.url, { ...exampleFacts()[0], id: 'another' });
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ code: 'HISTORY_REWRITTEN' });
  const figuresThen = await fetch(`${server.url}/v1/indicators?year=2020`);
  expect([figuresThen.status, figuresThen.headers.get('Ledger-Alarm')]).toEqual([200, 'HISTORY_REWRITTEN']);
  await server.stop();
  const verified = await ledger({ from, environment }, ...verify, '--json');
  expect(JSON.parse(verified.stdout)).toMatchObject({ ok: false, code: 'HISTORY_REWRITTEN', at: 'event 68' });
});

test('a directory belongs to one log: neither an embedded one nor a node is taken for the other', async () => {
  const environment = environmentFor(newLedgerId());
  const [embedded, node] = [temporaryDirectory(), temporaryDirectory()];
  await answerOf(embedded, 'init', '--demo');
  await answered(node, environment, 'init', '--demo');
  expect(await problemOf({ from: embedded, environment }, 'import', WORKED_EXAMPLE)).toMatchObject({
    exit: 3,
  });
  expect(await problemOf({ from: node }, 'import', WORKED_EXAMPLE)).toMatchObject({ exit: 3 });
});

test('a wrong address of a store is said without repeating it', async () => {
  const environment = { LEDGER_STORE: 'esdb://user:secret@' };
  const finished = await ledger({ from: temporaryDirectory(), environment }, 'status');
  expect(finished.code).toBe(3);
  expect(finished.stdout + finished.stderr).toContain('LEDGER_STORE');
  expect(finished.stdout + finished.stderr).not.toContain('secret');
});
