import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerOf, ledger, temporaryDirectory } from '../cli/support.ts';
import { load, NDJSON, ndjson, parseLines, pledge, type Served, serve } from './support.ts';

/** What is read in pages: cursors, and the findings, of which one right can have very many. */

const RIGHT = { rights: [{ kind: 'trademark', number: '7' }], register: 'trademark' };
const CLAIMS = 8;
/** Each two of the pledges of one right conflict. */
const CONFLICTS = (CLAIMS * (CLAIMS - 1)) / 2;

let server: Served;
beforeAll(async () => {
  server = await serve();
  const facts = Array.from({ length: CLAIMS }, (_, at) => pledge(at + 1, RIGHT));
  await load(server, ndjson(facts));
});
afterAll(() => server.end());

const refusedOf = async (path: string): Promise<unknown[]> => {
  const { status, json } = await server.get(path);
  return [status, json.code, json.message.zh];
};

interface Finding {
  readonly id: string;
}

describe('findings', () => {
  test('come in pages, each once, in the order of their appearance', async () => {
    const whole = await server.get('/v1/findings');
    expect(whole.json.findings).toHaveLength(CONFLICTS);
    expect(whole.json.next).toBeNull();
    expect(whole.headers.get('link')).toBeNull();
    const seen: Finding[] = [];
    const lengths: number[] = [];
    let path = '/v1/findings?code=RIGHT_PLEDGED_TWICE&limit=10';
    for (;;) {
      const { json, headers } = await server.get(path);
      seen.push(...json.findings);
      lengths.push(json.findings.length);
      const link = headers.get('link');
      if (json.next === null) {
        expect(link).toBeNull();
        break;
      }
      const query = `?code=RIGHT_PLEDGED_TWICE&limit=10&cursor=${json.next}`;
      expect(link).toBe(`<${query}>; rel="next"`);
      path = `/v1/findings${query}`;
    }
    expect(lengths).toEqual([10, 10, 8]);
    expect(seen).toEqual(whole.json.findings);
  });

  test('of one contract come in pages too, and a full last page has no next', async () => {
    const path = `/v1/findings?subject=${pledge(1).subject}&limit=${CLAIMS - 2}`;
    const first = await server.get(path);
    const second = await server.get(`${path}&cursor=${first.json.next}`);
    expect(first.json.findings).toHaveLength(CLAIMS - 2);
    expect(second.json.findings).toHaveLength(1);
    const full = await server.get(`/v1/findings?limit=${CONFLICTS}`);
    expect([full.json.findings.length, full.json.next]).toEqual([CONFLICTS, null]);
  });

  test('as CSV and NDJSON are pages too, and the next one is in the header Link', async () => {
    const first = await server.get('/v1/findings?limit=20', { accept: NDJSON });
    const [, query] = /^<(\?.*)>; rel="next"$/.exec(first.headers.get('link') ?? '') ?? [];
    const second = await server.get(`/v1/findings${query}`, { accept: NDJSON });
    const whole = await server.get('/v1/findings');
    expect([...parseLines(first.text), ...parseLines(second.text)]).toEqual(whole.json.findings);
    const table = await server.get('/v1/findings?limit=3', { accept: 'text/csv' });
    expect(table.text.trimEnd().split('\r\n')).toHaveLength(4);
  });

  test('by command are all there, more than a page has, on the data directory and by a server', async () => {
    const from = temporaryDirectory();
    const claims = 46;
    const facts = Array.from({ length: claims }, (_, at) => pledge(at + 1, RIGHT));
    await answerOf(from, 'init', '--demo');
    const there = ['--server', server.url];
    const served = await answerOf<{ findings: Finding[] }>(from, 'findings', ...there);
    expect(served.findings).toEqual((await server.get('/v1/findings')).json.findings);
    expect((await ledger({ from, input: ndjson(facts) }, 'import', '-', '--format', 'ndjson')).code).toBe(0);
    const { findings } = await answerOf<{ findings: Finding[] }>(from, 'findings');
    expect(new Set(findings.map(({ id }) => id)).size).toBe((claims * (claims - 1)) / 2);
  });

  test.each([
    ['limit=0', 'limit "0"：应为 1 至 1000'],
    ['limit=1001', 'limit "1001"：应为 1 至 1000'],
    ['cursor=12', 'cursor "12"：应为同一查询的答复中的 next'],
    ['cursor=', 'cursor ""：应为同一查询的答复中的 next'],
  ])('%s is wrong use', async (query, said) => {
    expect(await refusedOf(`/v1/findings?${query}`)).toEqual([400, 'USAGE', `用法错误：${said}`]);
  });
});

describe('a cursor', () => {
  test('is good for the filters that it was made with, whatever the size of the page', async () => {
    const filtered = '/v1/events?type=pledge.registered&from=2019-01-01';
    const { next, events } = (await server.get(`${filtered}&limit=2`)).json;
    const second = await server.get(`${filtered}&limit=3&cursor=${next}`);
    expect([...events, ...second.json.events].map(({ id }: { id: string }) => id)).toEqual([
      'p1',
      'p2',
      'p3',
      'p4',
      'p5',
    ]);
    const reordered = `/v1/events?from=2019-01-01&cursor=${next}&type=pledge.registered`;
    expect((await server.get(reordered)).json.events[0].id).toBe('p3');
  });

  test('is refused with any other', async () => {
    const { next } = (await server.get('/v1/events?type=pledge.registered&limit=2')).json;
    const plain = (await server.get('/v1/events?limit=2')).json.next;
    const refused = (cursor: string) => [
      400,
      'USAGE',
      `用法错误：cursor "${cursor}"：应为同一查询的答复中的 next`,
    ];
    for (const query of ['', 'type=target.set', 'type=pledge.registered&from=2019-01-01', 'subject=pledge/x'])
      expect(await refusedOf(`/v1/events?${query}&cursor=${next}`), query).toEqual(refused(next));
    expect(await refusedOf(`/v1/events?type=pledge.registered&cursor=${plain}`)).toEqual(refused(plain));
    const ofFindings = (await server.get('/v1/findings?code=RIGHT_PLEDGED_TWICE&limit=2')).json.next;
    expect(await refusedOf(`/v1/findings?cursor=${ofFindings}`)).toEqual(refused(ofFindings));
  });
});
