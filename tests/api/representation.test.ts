import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvOf } from '../../src/api/csv.ts';
import { load, NDJSON, ndjson, parseLines, pledge, raw, type Served, serve, worked } from './support.ts';

let server: Served;
let last: string;
beforeAll(async () => {
  server = await serve();
  last = await load(server, worked);
});
afterAll(() => server.end());

const TABLE = '/v1/indicators?year=2019&asOf=2020-01-31';

test('a table comes as CSV with a byte order mark, one line for each row', async () => {
  const reply = await fetch(server.url + TABLE, { headers: { accept: 'text/csv' } });
  expect(reply.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const bytes = Buffer.from(await reply.arrayBuffer());
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  const [head = '', ...lines] = bytes.subarray(3).toString('utf8').split('\r\n');
  expect(head).toMatch(/^number,code,name\.zh,name\.en,unit,/);
  expect(lines).toHaveLength(19);
  const column = head.split(',').indexOf('value.amountFen');
  expect((lines[4] as string).split(',')[column]).toBe('1320000000');
});

test('a list comes as NDJSON, one line for each item', async () => {
  const { json } = await server.get('/v1/indicators/pledge-amount-growth/2019/lineage');
  const lines = await server.get('/v1/indicators/pledge-amount-growth/2019/lineage', { accept: NDJSON });
  expect(lines.headers.get('content-type')).toBe(NDJSON);
  expect(parseLines(lines.text)).toEqual(json.entries);
});

test('a text that a spreadsheet would run is kept from it, and numbers are left as they are', () => {
  expect(csvOf([{ a: '=1+1', b: '-5', c: '-x', d: ['@a', 'b'], e: null, f: { g: 'ü"' } }], ['a'])).toBe(
    '\ufeffa,b,c,d,e,f.g\r\n\'=1+1,-5,\'-x,\'@a;b,,"ü"""\r\n',
  );
  expect(csvOf([], ['a', 'b.c'])).toBe('\ufeffa,b.c\r\n');
});

test.each([
  ['*/*', 'application/json; charset=utf-8'],
  ['application/*', 'application/json; charset=utf-8'],
  ['text/*', 'text/csv; charset=utf-8'],
  ['text/html,application/xhtml+xml,*/*;q=0.8', 'application/json; charset=utf-8'],
  ['text/csv;q=0.5, application/json;q=0.9', 'application/json; charset=utf-8'],
  ['application/json;q=0.5, text/csv;q=0.9', 'text/csv; charset=utf-8'],
  ['*/*;q=0.5, application/x-ndjson', 'application/x-ndjson'],
  ['Application/JSON; charset=UTF-8', 'application/json; charset=utf-8'],
])('Accept: %s is answered in %s', async (accept, type) => {
  expect((await server.get(TABLE, { accept })).headers.get('content-type')).toBe(type);
});

test('a type that there is not is refused with those there are', async () => {
  const refused = await server.get(TABLE, { accept: 'application/xml' });
  expect([refused.status, refused.json.code]).toEqual([406, 'NOT_ACCEPTABLE']);
  expect(refused.json.detail).toContain('application/json, text/csv, application/x-ndjson');
  for (const accept of ['application/json;q=0', '*/*;q=0'])
    expect((await server.get('/v1/events', { accept })).status).toBe(406);
  for (const path of ['/v1/contracts/pledge/C1', '/v1/events'])
    expect((await server.get(path, { accept: 'text/csv' })).status).toBe(406);
});

test('what a client has it is not sent again, in each form by itself', async () => {
  const json = await server.get(TABLE);
  const csv = await server.get(TABLE, { accept: 'text/csv' });
  const tag = json.headers.get('etag') as string;
  expect(csv.headers.get('etag')).not.toBe(tag);
  expect(json.headers.get('vary')).toBe('Accept, Authorization');
  const again = await raw(server.url + TABLE, { headers: { 'if-none-match': `"x", ${tag}` } });
  expect([again.status, again.text, again.headers.etag]).toEqual([304, '', tag]);
  expect(again.headers['content-type']).toBeUndefined();
  expect(again.headers['ledger-sequence']).toMatch(/^\d+$/);
  const other = await raw(server.url + TABLE, { headers: { accept: 'text/csv', 'if-none-match': tag } });
  expect(other.status).toBe(200);
});

test('an answer changes its tag when what it says changes, and only then', async () => {
  const tagOf = async (path: string, after = 'latest'): Promise<string | null> =>
    (await server.get(path, { 'ledger-after': after })).headers.get('etag');
  const [latest, past] = [await tagOf('/v1/indicators?year=2019'), await tagOf(TABLE)];
  const posted = await server.post('/v1/events', pledge(700));
  expect(await tagOf('/v1/indicators?year=2019', posted.json.sequence)).not.toBe(latest);
  expect(await tagOf(TABLE, posted.json.sequence)).toBe(past);
});

test('figures as of a sequence may be kept, all else is asked for again, and what is posted is never kept', async () => {
  const keeping = async (path: string): Promise<string | null> =>
    (await server.get(path)).headers.get('cache-control');
  const forGood = 'private, max-age=86400, immutable';
  expect(await keeping(`/v1/indicators?asOf=${last}`)).toBe(forGood);
  const difference = '/v1/indicators/pledge-amount-growth/2019/difference';
  expect(await keeping(`${difference}?between=60&and=${last}`)).toBe(forGood);
  for (const path of [TABLE, '/v1/indicators', `${difference}?between=60&and=latest`, '/v1/events?limit=1'])
    expect(await keeping(path)).toBe('private, no-cache');
  expect(await keeping('/v1/indicators?asOf=yesterday')).toBe('no-store');
  expect((await server.post('/v1/events', pledge(701))).headers.get('cache-control')).toBe('no-store');
});

test('HEAD has the length of the answer and not the answer', async () => {
  const [head, get] = [
    await raw(server.url + TABLE, { method: 'HEAD' }),
    await raw(server.url + TABLE, { method: 'GET' }),
  ];
  expect([head.status, head.text]).toEqual([200, '']);
  expect(head.headers['content-length']).toBe(String(Buffer.byteLength(get.text)));
  expect(head.headers.etag).toBe(get.headers.etag);
});

test('a cached table is never another one: year, moment, form and log decide', async () => {
  const value = async (query: string): Promise<unknown> =>
    (await server.get(`/v1/indicators${query}`, { 'ledger-after': 'latest' })).json.rows[4].value?.amountFen;
  expect(await value('?year=2019&asOf=2020-01-31')).toBe('1320000000');
  expect(await value('?year=2019&asOf=2021-03-31')).toBe('1120000000');
  expect(await value('?year=2019&asOf=2020-01-31')).toBe('1320000000');
  const before = BigInt((await value('?year=2019')) as string);
  await server.post('/v1/events', pledge(702, { securedAmount: '1.00' }));
  expect(BigInt((await value('?year=2019')) as string) - before).toBe(100n);
});

test('a cursor stays valid while the log grows: every event once, in order, whatever is posted between two pages', async () => {
  const seen: string[] = [];
  let cursor: string | null = '0';
  for (let at = 800; cursor !== null && at < 900; at += 1) {
    const { json } = await server.get(`/v1/events?limit=25&cursor=${cursor}`);
    seen.push(...json.events.map(({ logindex }: { logindex: string }) => logindex));
    cursor = json.next;
    if (at < 805) await server.post('/v1/events', ndjson([pledge(at)]), { 'content-type': NDJSON });
  }
  expect(seen).toEqual(Array.from({ length: seen.length }, (_, at) => String(at + 1)));
  expect(Number(seen.at(-1))).toBeGreaterThan(Number(last));
});

test('a page of the register stays where it was while contracts are added', async () => {
  const first = await server.get('/v1/contracts?line=pledge&limit=2');
  await load(server, ndjson([pledge(900)]));
  const next = encodeURIComponent(first.json.next);
  const second = await server.get(`/v1/contracts?line=pledge&limit=1000&cursor=${next}`);
  const subjects = [...first.json.contracts, ...second.json.contracts].map(({ subject }) => subject);
  expect(subjects).toEqual([...new Set(subjects)].toSorted());
  expect(subjects).toContain(pledge(900).subject);
});
