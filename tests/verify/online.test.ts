import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyPath } from '../../src/verify/verify.ts';
import { type Served, serve } from '../api/support.ts';
import { answerOf, asNdjson, exampleFacts, ledger, temporaryDirectory } from '../cli/support.ts';

/** Receipts by a server, and evidence over HTTP. */

let from: string;
let server: Served;
let key: string;
beforeAll(async () => {
  from = temporaryDirectory();
  await answerOf(from, 'init', '--demo');
  server = await serve({ directory: join(from, 'data') });
  key = (await (await fetch(`${server.url}/log/vkey`)).text()).trim();
});
afterAll(() => server.close());

const imported = async (name: string): Promise<void> => {
  const args = [`${name}.ndjson`, '--receipt', `${name}.zip`, '--server', server.url];
  expect(await ledger({ from }, 'import', ...args)).toMatchObject({ code: 0 });
};

describe('A receipt of an import into a server', { timeout: 60_000 }, () => {
  test('verifies offline, and still stands after more was recorded', async () => {
    const facts = exampleFacts();
    writeFileSync(join(from, 'some.ndjson'), asNdjson(facts.slice(0, 12)));
    writeFileSync(join(from, 'all.ndjson'), asNdjson(facts));
    await imported('some');
    expect(await verifyPath(join(from, 'some.zip'), { key })).toMatchObject({ ok: true, kind: 'receipt' });
    await imported('all');
    const finished = await ledger(
      { from },
      'verify',
      'some.zip',
      '--key',
      key,
      '--server',
      server.url,
      '--json',
    );
    const answer = JSON.parse(finished.stdout) as {
      ok: boolean;
      subject: { facts: object[]; effects: { effects: object[] }[] };
    };
    expect([finished.code, answer.ok, answer.subject.facts.length]).toEqual([0, true, 12]);
    expect(answer.subject.effects.some(({ effects }) => effects.length > 0)).toBe(true);
    const words = await ledger({ from }, 'verify', 'some.zip', '--key', key, '--server', server.url);
    const [, lines = ''] = words.stdout.split('对指标的影响 What each fact did to the figures:\n');
    expect(lines.split('\n')[0]).toBe(
      '  E01 pledge/C1: pledge.registeredAmount 2018-03 5,000,000.00; pledge.count 2018-03 1',
    );
  });
});

describe('Evidence over HTTP', { timeout: 60_000 }, () => {
  test('is the zip that the command writes', async () => {
    const response = await fetch(`${server.url}/v1/indicators/pledge-amount-growth/2020/evidence`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip']);
    const bytes = Buffer.from(await response.arrayBuffer());
    const path = join(from, 'http.zip');
    writeFileSync(path, bytes);
    expect(await verifyPath(path, { key })).toMatchObject({ ok: true, kind: 'figure' });
    const args = ['evidence', 'pledge-amount-growth', '--year', '2020', '--out'];
    await answerOf(from, ...args, 'here.zip');
    await answerOf(from, ...args, 'there.zip', '--server', server.url);
    expect(readFileSync(join(from, 'here.zip')).equals(bytes)).toBe(true);
    expect(readFileSync(join(from, 'there.zip')).equals(bytes)).toBe(true);
  });

  test('of an unknown year, indicator or bulletin is refused', async () => {
    const statusOf = async (path: string): Promise<number> => (await fetch(server.url + path)).status;
    expect(await statusOf('/v1/indicators/nothing/2020/evidence')).toBe(400);
    expect(await statusOf('/v1/indicators/pledge-amount-growth/20/evidence')).toBe(400);
    expect(await statusOf('/v1/bulletins/none/evidence')).toBe(404);
  });
});
