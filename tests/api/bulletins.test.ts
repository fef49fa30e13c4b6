import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { facts, SOURCE, USCC } from '../support/facts.ts';
import { load, type Reply, raw, type Served, serve, worked } from './support.ts';

/** Bulletins and confirmations over HTTP. */

let server: Served;
let size = '';
beforeAll(async () => {
  server = await serve();
  size = String(Number(await load(server, worked)) + 1);
});
afterAll(() => server.end());

const JSON_BODY = { 'content-type': 'application/json' };
const order = (body: unknown, query = ''): Promise<Reply> =>
  server.post(`/v1/bulletins${query}`, body, JSON_BODY);

const BUREAU = `urn:uscc:${USCC.bureau}`;
const TODAY = new Date(Date.now() - 24 * 3_600_000).toISOString().slice(0, 10);

const approval = (bulletin: string, request: string) => ({
  ...facts.changeApproved(
    { request: { source: BUREAU, id: request }, effectiveOn: TODAY },
    { id: `approve-${request}`, subject: `bulletin/${bulletin}`, source: BUREAU },
  ),
});

test('a bulletin is ordered, approved and then public, its tables byte for byte', async () => {
  const dry = await order({ year: 2020, treeSize: size, bulletin: 'b1', source: BUREAU }, '?dryRun=true');
  expect(dry.status).toBe(200);
  const ordered = await order({ year: 2020, treeSize: size, bulletin: 'b1', source: BUREAU });
  expect([ordered.status, ordered.json.subject, ordered.json.id]).toEqual([201, 'bulletin/b1', 'publish-b1']);
  expect(ordered.json.recordedEvent.data.data).toMatchObject({ year: 2020, treeSize: size });
  const again = await order({ year: 2020, treeSize: size, bulletin: 'b1', source: BUREAU });
  expect([again.status, again.headers.get('idempotency-hit')]).toEqual([200, 'true']);

  expect((await server.get('/v1/bulletins')).json).toEqual({ bulletins: [] });
  expect((await server.get('/v1/bulletins/b1')).status).toBe(404);
  const file = '/v1/bulletins/b1/tables/pledge-amount-growth-kind.csv';
  expect((await server.get(file)).status).toBe(404);

  const approved = await server.post('/v1/events', approval('b1', 'publish-b1'));
  expect(approved.status, approved.text).toBe(201);
  const after = { 'ledger-after': approved.json.sequence };
  expect((await server.get('/v1/bulletins', after)).json.bulletins).toMatchObject([
    { id: 'b1', year: 2020, asOf: { treeSize: size } },
  ]);
  const { json } = await server.get('/v1/bulletins/b1', after);
  expect(json.rows).toHaveLength(18);
  expect(json.events.map(({ type }: { type: string }) => type)).toEqual([
    'change.requested',
    'change.approved',
  ]);
  for (const { path, sha256 } of json.tables) {
    const response = await fetch(server.url + path);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
  }
  const head = await raw(server.url + file, { method: 'HEAD' });
  expect([head.status, head.text, head.headers['cache-control']]).toEqual([
    200,
    '',
    'public, max-age=31536000, immutable',
  ]);
  expect((await server.get('/v1/bulletins/b1/tables/pledge-amount-growth-stage.csv')).status).toBe(404);
});

test.each([
  ['no year', {}, 'FIELD_MISSING', '/year'],
  ['a year that is text', { year: '2020' }, 'TYPE_WRONG', '/year'],
  ['a year before the Patent Law', { year: 1900 }, 'VALUE_RANGE', '/year'],
  ['a size that is a number', { year: 2020, treeSize: 5 }, 'TYPE_WRONG', '/treeSize'],
  ['a size that is no number', { year: 2020, treeSize: '-1' }, 'VALUE_FORM', '/treeSize'],
  ['a misspelt field', { year: 2020, size: '5' }, 'FIELD_UNKNOWN', '/size'],
  ['a source that is none', { year: 2020, source: 'bureau' }, 'SOURCE_FORM', '/source'],
  ['no date', { year: 2020, effectiveOn: '2020-02-30' }, 'DATE_FORM', '/effectiveOn'],
])('an order with %s is refused', async (_, body, code, pointer) => {
  const { status, json } = await order(body);
  expect([
    status,
    json.errors.map((error: { code: string; pointer: string }) => [error.code, error.pointer]),
  ]).toEqual([400, [[code, pointer]]]);
});

test('an order beyond the log or under an id that is none is refused', async () => {
  for (const treeSize of ['99999', '0'])
    expect((await order({ year: 2020, treeSize })).json).toMatchObject({ code: 'USAGE', status: 400 });
  const named = await order({ year: 2020, bulletin: 'a b' });
  expect([named.status, named.json.errors[0].code]).toEqual([400, 'SUBJECT_FORM']);
  expect((await server.post('/v1/bulletins', { year: 2020 }, { 'content-type': 'text/plain' })).status).toBe(
    415,
  );
});

test('a forged bulletin that is posted as a request is refused where it differs', async () => {
  const { json } = await order({ year: 2019, treeSize: size }, '?dryRun=true');
  const { data } = json.recordedEvent;
  data.data.rows[6].value.count = '4';
  const forged = facts.changeRequested(data, { subject: 'bulletin/forged', id: 'forged' });
  const refused = await server.post('/v1/events', forged);
  expect([refused.status, refused.json.errors[0].code, refused.json.errors[0].pointer]).toEqual([
    422,
    'BULLETIN_MISMATCH',
    '/data/data/rows/6/value/count',
  ]);
});

test('confirmations are posted as facts and read by period', async () => {
  const report = facts.reportConfirmed(
    {
      period: '2020',
      treeSize: size,
      figures: [{ indicator: 'pledge-count-growth', count: '2' }],
      effectiveOn: TODAY,
    },
    { subject: `report/${USCC.bank}.2020`, source: SOURCE },
  );
  const posted = await server.post('/v1/events', report);
  expect(posted.status, posted.text).toBe(201);
  const { json } = await server.get('/v1/confirmations?period=2020', {
    'ledger-after': posted.json.sequence,
  });
  expect(json.figures[2]).toMatchObject({
    code: 'pledge-count-growth',
    value: { count: '2' },
    confirmed: { percent: '100.00', institutions: '1', of: '1' },
  });
  expect(json.notReported).toEqual([]);
  const annex = await server.get('/v1/indicators?year=2020');
  expect(annex.json.rows[6].confirmed).toEqual({ percent: '100.00', institutions: '1', of: '1' });
  for (const query of ['', '?period=2020-13', '?period=20', '?period=2020&year=2020'])
    expect((await server.get(`/v1/confirmations${query}`)).json.code).toBe('USAGE');
});
