import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeBase64, leafHash } from '../../src/transparency/index.ts';
import { facts, SOURCE } from '../support/facts.ts';
import { BATCH, faulty, NDJSON, pledge, type Served, sequenceOf, serve } from './support.ts';

let server: Served;
beforeAll(async () => {
  server = await serve();
});
afterAll(() => server.end());

const stored = async (id: string) => {
  const { json } = await server.get(`/v1/events?limit=1000`);
  return json.events.find((event: { id: string }) => event.id === id);
};

test('a fact is recorded, and its answer says where and as what', async () => {
  const reply = await server.post('/v1/events', pledge(1));
  expect(reply.status).toBe(201);
  expect(reply.json).toMatchObject({
    id: 'p1',
    subject: pledge(1).subject,
    revision: 0,
    sequence: sequenceOf(reply),
    recordedEvent: { source: SOURCE, recordedby: 'local', revision: 0, logindex: sequenceOf(reply) },
  });
  expect(reply.json.recordedTime).toBe(reply.json.recordedEvent.recordedtime);
  const { logindex: _, ...event } = reply.json.recordedEvent;
  expect(reply.json.leafHash).toBe(encodeBase64(leafHash(Buffer.from(JSON.stringify(event)))));
});

test('a repeat is answered with the original and says that it is one', async () => {
  const first = await server.post('/v1/events', pledge(2));
  const again = await server.post('/v1/events', pledge(2), { 'content-type': 'application/json' });
  expect([first.status, again.status]).toEqual([201, 200]);
  expect(first.headers.get('idempotency-hit')).toBeNull();
  expect(again.headers.get('idempotency-hit')).toBe('true');
  expect(again.json).toEqual(first.json);
});

test('the same id with another content is a conflict, at the first difference', async () => {
  await server.post('/v1/events', pledge(3));
  const reply = await server.post('/v1/events', pledge(3, { securedAmount: '2.00' }));
  expect(reply.status).toBe(409);
  expect(reply.headers.get('content-type')).toMatch('application/problem+json');
  expect(reply.json).toMatchObject({
    code: 'IDEMPOTENCY_BODY_DIFFERS',
    title: 'IDEMPOTENCY_BODY_DIFFERS',
    status: 409,
    instance: '/v1/events',
    errors: [{ code: 'IDEMPOTENCY_BODY_DIFFERS', pointer: '/data/securedAmount', value: '2.00' }],
  });
});

test('If-Match holds a fact to the revision that its poster has read', async () => {
  await server.post('/v1/events', pledge(4));
  const amended = facts.pledgeAmended(
    { securedAmount: '3000000', pledgee: undefined, debtUntil: undefined },
    { id: 'a4', subject: pledge(4).subject },
  );
  const stale = await server.post('/v1/events', amended, { 'if-match': '"7"' });
  expect(stale.status).toBe(409);
  expect(stale.json).toMatchObject({ code: 'REVISION_CONFLICT', detail: expect.stringContaining('0') });
  expect((await server.post('/v1/events', amended, { 'if-match': '7' })).json.code).toBe('USAGE');
  const fresh = await server.post('/v1/events', amended, { 'if-match': '"0"' });
  expect([fresh.status, fresh.json.revision]).toEqual([201, 1]);
});

test('what is malformed, breaks a rule or is too large is refused with its own status', async () => {
  const malformed = await server.post('/v1/events', faulty(5));
  expect(malformed.status).toBe(400);
  expect(malformed.json.errors).toMatchObject([{ code: 'MONEY_NOT_TEXT', pointer: '/data/securedAmount' }]);
  expect(malformed.json.message.zh).toBe(malformed.json.errors[0].message.zh);
  const unknown = facts.loanDisbursed({}, { id: 'l5', subject: pledge(5).subject });
  const broken = await server.post('/v1/events', unknown);
  expect([broken.status, broken.json.code]).toEqual([422, 'NOT_OPENED']);
  const large = await server.post('/v1/events', ' '.repeat(1_100_000));
  expect([large.status, large.json.code]).toEqual([413, 'FACT_TOO_LARGE']);
});

test('the body is read as it was sent: duplicate keys, lone surrogates and other encodings are refused', async () => {
  const text = JSON.stringify(pledge(6));
  const twice = await server.post('/v1/events', text.replace('"data":{', '"data":{"register":"patent",'));
  expect([twice.status, twice.json.errors[0].code]).toEqual([400, 'JSON_DUPLICATE_KEY']);
  expect(twice.json.errors[0].pointer).toBe('/data/register');
  const lone = await server.post('/v1/events', text.replace('示例科技', '\\ud800'));
  expect([lone.status, lone.json.code]).toEqual([400, 'JSON_LONE_SURROGATE']);
  const latin = await server.post('/v1/events', Buffer.from(text.replace('示例科技', '\u00e9'), 'latin1'));
  expect([latin.status, latin.json.code]).toEqual([400, 'TEXT_ENCODING']);
  expect((await server.post('/v1/events', '')).json.code).toBe('JSON_INVALID');
  expect((await server.post('/v1/events', '[]')).json.code).toBe('JSON_NOT_OBJECT');
});

test('a dry run answers the same and records nothing', async () => {
  const before = sequenceOf(await server.get('/v1/periods', { 'ledger-after': 'latest' }));
  const dry = await server.post('/v1/events?dryRun=true', pledge(7));
  expect([dry.status, dry.json.id, dry.json.revision]).toEqual([200, 'p7', 0]);
  expect(await stored('p7')).toBeUndefined();
  expect(sequenceOf(dry)).toBe(before);
  expect((await server.post('/v1/events?dryRun=true', faulty(7))).status).toBe(400);
  expect((await server.post('/v1/events?dryRun=yes', pledge(7))).json.code).toBe('USAGE');
  expect((await server.post('/v1/events?dry=true', pledge(7))).json.code).toBe('USAGE');
});

test('fifty posts of one id at once record one event', async () => {
  const replies = await Promise.all(Array.from({ length: 50 }, () => server.post('/v1/events', pledge(8))));
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(49);
  expect(new Set(replies.map(({ json }) => json.sequence)).size).toBe(1);
});

test('a batch answers each fact at its place', async () => {
  await server.post('/v1/events', pledge(10));
  const reply = await server.post('/v1/events', [pledge(10), pledge(11), faulty(12), 'x', pledge(13)], {
    'content-type': BATCH,
  });
  expect(reply.status).toBe(200);
  expect(reply.json).toMatchObject([
    { status: 200, repeated: true, id: 'p10', revision: 0 },
    { status: 201, id: 'p11' },
    { status: 400, errors: [{ code: 'MONEY_NOT_TEXT', pointer: '/data/securedAmount' }] },
    { status: 400, errors: [{ code: 'JSON_NOT_OBJECT' }] },
    { status: 201, id: 'p13' },
  ]);
  expect(sequenceOf(reply)).toBe(reply.json[4].sequence);
});

test('an atomic batch with a refused fact records nothing and says so at the others', async () => {
  const batch = [pledge(10), pledge(20), faulty(21), pledge(22)];
  const reply = await server.post('/v1/events?atomic=true', batch, { 'content-type': BATCH });
  expect(reply.status).toBe(200);
  expect(reply.json).toMatchObject([
    { status: 200, repeated: true },
    { status: 422, errors: [{ code: 'BATCH_REFUSED' }] },
    { status: 400, errors: [{ code: 'MONEY_NOT_TEXT' }] },
    { status: 422, errors: [{ code: 'BATCH_REFUSED' }] },
  ]);
  const ruled = [pledge(20), facts.loanDisbursed({}, { id: 'l21', subject: pledge(21).subject })];
  const second = await server.post('/v1/events?atomic=true', ruled, { 'content-type': BATCH });
  expect(second.json).toMatchObject([
    { status: 422, errors: [{ code: 'BATCH_REFUSED' }] },
    { status: 422, errors: [{ code: 'NOT_OPENED' }] },
  ]);
  const twice = await server.post('/v1/events?atomic=true', [pledge(20), pledge(20), faulty(21)], {
    'content-type': BATCH,
  });
  expect(twice.json).toMatchObject([{ status: 422 }, { status: 422 }, { status: 400 }]);
  expect(await stored('p20')).toBeUndefined();
  const whole = await server.post('/v1/events?atomic=true', [pledge(20), pledge(22)], {
    'content-type': BATCH,
  });
  expect(whole.json).toMatchObject([{ status: 201 }, { status: 201 }]);
});

test('a batch that is no list, too long or too large, or has a key twice, is refused as a whole', async () => {
  const post = (body: unknown, query = '') =>
    server.post(`/v1/events${query}`, body, { 'content-type': BATCH });
  expect((await post({})).json).toMatchObject({ status: 400, code: 'TYPE_WRONG' });
  expect((await post('[')).json).toMatchObject({ status: 400, code: 'JSON_INVALID' });
  const twice = JSON.stringify([pledge(30), pledge(31)]).replace('"id":"p31"', '"id":"p31","id":"p32"');
  expect((await post(twice)).json).toMatchObject({
    status: 400,
    errors: [{ code: 'JSON_DUPLICATE_KEY', pointer: '/1/id' }],
  });
  expect((await post(Array.from({ length: 1_001 }, () => 1))).json).toMatchObject({
    status: 413,
    code: 'BATCH_TOO_LARGE',
  });
  expect((await post(' '.repeat(9 * 1_048_576))).json).toMatchObject({
    status: 413,
    code: 'BATCH_TOO_LARGE',
  });
  expect((await post([])).json).toEqual([]);
  expect((await post([], '?results=all')).json.code).toBe('USAGE');
});

test('a dry run of a batch judges each fact after those before it', async () => {
  const batch = [pledge(40), facts.loanDisbursed({}, { id: 'l40', subject: pledge(40).subject })];
  const reply = await server.post('/v1/events?dryRun=true', batch, { 'content-type': BATCH });
  expect(reply.json).toMatchObject([{ status: 200 }, { status: 200, revision: 1 }]);
  expect(await stored('p40')).toBeUndefined();
});

test('If-Match is for a single fact', async () => {
  for (const type of [BATCH, NDJSON]) {
    const reply = await server.post('/v1/events', '[]', { 'content-type': type, 'if-match': '"0"' });
    expect(reply.json.code).toBe('USAGE');
  }
});

test('a statement on a finding is recorded only if there is such a finding', async () => {
  const statement = { action: 'explain', text: '已核对', source: SOURCE, id: 's1' };
  const post = (body: unknown, headers = {}) =>
    server.post('/v1/findings/0123456789abcdef', body, { 'content-type': 'application/json', ...headers });
  expect((await post(statement)).json).toMatchObject({ status: 422, code: 'FINDING_UNKNOWN' });
  expect((await post({ ...statement, action: 'close' })).json.errors).toMatchObject([
    { code: 'VALUE_NOT_ALLOWED', pointer: '/action' },
  ]);
  expect((await post({ ...statement, text: 'x'.repeat(201) })).json.errors).toMatchObject([
    { code: 'TEXT_LENGTH', pointer: '/text' },
  ]);
  expect((await post({ ...statement, more: 1 })).json.errors).toMatchObject([
    { code: 'FIELD_UNKNOWN', pointer: '/more' },
  ]);
  expect((await post(statement, { 'content-type': NDJSON })).status).toBe(415);
});
