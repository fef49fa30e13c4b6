import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Served, serve } from '../api/support.ts';
import {
  answerOf,
  asNdjson,
  exampleFacts,
  ledger,
  openWorkedExample,
  problemOf,
  temporaryDirectory,
  WORKED_EXAMPLE,
} from './support.ts';

/** `--server`: the same commands against a server's API as on the data directory, with the same answers. */

const directory = temporaryDirectory();
/** Where the commands are called from: there is no ledger here. */
const elsewhere = temporaryDirectory();
let server: Served;

beforeAll(async () => {
  await openWorkedExample(directory);
  server = await serve({ directory: join(directory, 'data') });
});
afterAll(() => server.close());

const there = <T>(...args: readonly string[]): Promise<T> =>
  answerOf<T>(elsewhere, ...args, '--server', server.url);

describe('a reading', () => {
  test.each([
    [['indicators', '--year', '2020', '--as-of', '2021-03-31']],
    [['indicators', '--year', '2020', '--months', '1-6', '--rounding', 'halfUp']],
    [['indicator', 'pledge-count-growth', '--by', 'kind']],
    [['lineage', 'pledge-amount-growth', '--year', '2019']],
    [['difference', 'pledge-amount-growth', '--year', '2019', '--between', '40', '--and', 'latest']],
    [['history', 'pledge/C9', '--as-of', '66']],
    [['history', 'target/pledge-count-growth']],
    [['findings']],
    [['periods']],
    [['changes', 'list']],
  ])('%j answers as it does on the data directory', async (args) => {
    expect(await there(...args)).toEqual(await answerOf(directory, ...args));
  });

  test.each([
    [['history', 'pledge/none'], 1, 'NOT_FOUND'],
    [['indicators', '--as-of', '99999'], 2, 'USAGE'],
    [['lineage', 'no-such-row', '--year', '2020'], 2, 'USAGE'],
    [['init'], 2, 'USAGE'],
    [['status'], 2, 'USAGE'],
  ])('%j fails as it does there', async (args, exit, code) => {
    const { exit: given, code: said } = await problemOf({ from: elsewhere }, ...args, '--server', server.url);
    expect([given, said]).toEqual([exit, code]);
  });

  test('export brings the whole log, which verifies', async () => {
    const { treeSize } = await answerOf<{ treeSize: string }>(
      elsewhere,
      ...['export', '--out', 'log', '--server', server.url],
    );
    const vkey = (await fetch(`${server.url}/log/vkey`)).text();
    const verified = await answerOf(elsewhere, 'verify', 'log', '--key', await vkey);
    expect(verified).toMatchObject({ ok: true, kind: 'log', subject: { treeSize } });
    const { exit, code } = await problemOf(
      { from: elsewhere },
      ...['export', '--out', 'log', '--server', server.url],
    );
    expect([exit, code]).toEqual([2, 'USAGE']);
  });

  test('lines for a reader are the same', async () => {
    const [here, far] = await Promise.all([
      ledger({ from: directory }, 'indicators', '--lang', 'zh'),
      ledger({ from: elsewhere }, 'indicators', '--lang', 'zh', '--server', `${server.url}/`),
    ]);
    expect(far).toEqual(here);
  });
});

test('a server out of reach is the environment, exit code 3', async () => {
  const found = await problemOf({ from: elsewhere }, 'periods', '--server', 'http://127.0.0.1:1');
  expect(found).toMatchObject({ exit: 3, code: 'SERVER_UNREACHABLE' });
});

test('a server that ends in the middle of an answer is out of reach, and leaves open what became of a post', async () => {
  const ending = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
    response.write('{', () => response.destroy());
  });
  ending.listen(0, '127.0.0.1');
  await once(ending, 'listening');
  const { port } = ending.address() as AddressInfo;
  const codeOf = async (...args: readonly string[]) => {
    const { exit, code } = await problemOf({ from: elsewhere }, ...args);
    return [exit, code];
  };
  const url = `http://127.0.0.1:${port}`;
  expect(await codeOf('periods', '--server', url)).toEqual([3, 'SERVER_UNREACHABLE']);
  expect(await codeOf('witness', url, '--key', 'key', '--once')).toEqual([3, 'SERVER_UNREACHABLE']);
  expect(await codeOf('participants', 'suspend', 'x', '--server', url)).toEqual([3, 'OUTCOME_UNKNOWN']);
  ending.close();
});

test.each(['ledger.example.org', 'ftp://example.org', 'http://user:secret@example.org'])(
  '--server %s is wrong use, and its password is not repeated',
  async (url) => {
    const { stdout, stderr, code } = await ledger({ from: elsewhere }, 'periods', '--server', url, '--json');
    expect([code, JSON.parse(stdout).code]).toEqual([2, 'USAGE']);
    expect(stdout + stderr).not.toContain('secret');
  },
);

describe('what is recorded', () => {
  test('a period is closed once, however often the command is repeated', async () => {
    const [first, again] = [await there('periods', 'close', '2018'), await there('periods', 'close', '2018')];
    expect(first).toMatchObject({ status: 'recorded', subject: 'period/2018', id: 'close-2018' });
    expect(again).toMatchObject({ ...(first as object), status: 'repeated' });
  });

  test('a change is requested and approved', async () => {
    writeFileSync(
      join(elsewhere, 'change.json'),
      JSON.stringify({
        effectiveOn: '2021-05-01',
        indicator: 'pledge-count-growth',
        year: 2020,
        target: '41',
      }),
    );
    const options = ['--type', 'target.set', '--change', 'change.json', '--reason', 'council decision'];
    const requested = await there<{ readonly id: string }>(
      'changes',
      'request',
      'target/pledge-count-growth',
      ...options,
    );
    expect(await there('changes', 'approve', requested.id)).toMatchObject({
      status: 'recorded',
      subject: 'target/pledge-count-growth',
    });
    const nothing = await problemOf(
      { from: elsewhere },
      'changes',
      'approve',
      'none',
      '--server',
      server.url,
    );
    expect(nothing).toMatchObject({ exit: 1, code: 'REQUEST_UNKNOWN' });
  });
});

describe('an import', () => {
  const summaryOf = async (...args: readonly string[]) => {
    const finished = await ledger({ from: elsewhere }, 'import', ...args, '--json', '--server', other.url);
    const lines = finished.stdout.trimEnd().split('\n');
    return { ...finished, summary: JSON.parse(lines.at(-1) ?? '') };
  };
  let other: Served;
  beforeAll(async () => {
    other = await serve();
  });
  afterAll(() => other.end());

  test('a dry run judges and records nothing', async () => {
    const { code, summary } = await summaryOf(WORKED_EXAMPLE, '--dry-run');
    expect(code).toBe(0);
    expect(summary).toMatchObject({ recorded: 13, refused: 0, firstSequence: null, lastSequence: null });
    expect((await other.get('/v1/contracts')).json.contracts).toEqual([]);
  });

  test('an atomic one with a mistake records nothing, and names only what is wrong', async () => {
    const facts = exampleFacts();
    (facts[1] as { data: { securedAmount: unknown } }).data.securedAmount = '0';
    writeFileSync(join(elsewhere, 'mistake.ndjson'), asNdjson(facts));
    const { code, summary } = await summaryOf('mistake.ndjson', '--atomic', '--rejects', 'rejects.ndjson');
    expect(code).toBe(1);
    expect(summary).toMatchObject({ recorded: 0, firstSequence: null });
    expect((await other.get('/v1/contracts')).json.contracts).toEqual([]);
  });

  test('its summary, refusals and rejects file are those of an import into a data directory', async () => {
    const own = temporaryDirectory();
    await answerOf(own, 'init', '--demo');
    const facts = exampleFacts();
    const broken = { ...facts[0], id: 'X1', subject: 'pledge/C1' };
    writeFileSync(join(elsewhere, 'some.ndjson'), `${asNdjson([...facts, broken])}no json\n`);
    writeFileSync(join(own, 'some.ndjson'), `${asNdjson([...facts, broken])}no json\n`);
    const far = await summaryOf('some.ndjson', '--rejects', 'some-rejects.ndjson');
    const near = await ledger({ from: own }, 'import', 'some.ndjson', '--json', '--rejects', 'r.ndjson');
    expect(far.code).toBe(1);
    const { seconds: _, ...summary } = far.summary;
    expect(JSON.parse(near.stdout)).toMatchObject(summary);
    expect(far.stderr).toBe(near.stderr);
    const again = await summaryOf('some.ndjson');
    expect(again.summary).toMatchObject({ recorded: 0, repeated: 13, refused: 2 });
    rmSync(join(elsewhere, 'some.ndjson'));
  });
});
