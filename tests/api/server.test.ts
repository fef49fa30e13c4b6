import { once } from 'node:events';
import { request } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startServer } from '../../src/api/server.ts';
import { filesOf, openLedgerWriter } from '../../src/main.ts';
import { emptyDirectory, exchange, NDJSON, ndjson, ONE, pledge, raw, replyOf, serve } from './support.ts';

test('the operations port says that the server lives and that it is ready', async () => {
  const server = await serve();
  const health = await replyOf(await fetch(`${server.opsUrl}/healthz`));
  expect([health.status, health.json]).toEqual([200, { status: 'ok' }]);
  await server.get('/v1/periods', { 'ledger-after': '0' });
  const ready = await replyOf(await fetch(`${server.opsUrl}/readyz`));
  expect(ready.status).toBe(200);
  expect(ready.json).toMatchObject({ ready: true, lag: '0', stale: null, logSize: ready.json.readModelSize });
  expect((await fetch(`${server.opsUrl}/v1/periods`)).status).toBe(404);
  expect((await server.get('/healthz')).status).toBe(404);
  await server.end();
});

test('a read model that cannot go on makes the server unready and its readers wait in vain', async () => {
  const server = await serve();
  await server.get('/v1/periods', { 'ledger-after': '0' });
  // The projector refuses a file that another one has moved.
  const other = new DatabaseSync(filesOf(server.directory).figures);
  other.exec('UPDATE checkpoint SET size = size + 1');
  other.close();
  const { json } = await server.post('/v1/events', pledge(1));
  const reply = await server.get('/v1/periods', { 'ledger-after': json.sequence });
  expect([reply.status, reply.json.code]).toEqual([503, 'READ_MODEL_STALE']);
  const ready = await replyOf(await fetch(`${server.opsUrl}/readyz`));
  expect(ready.status).toBe(503);
  expect(ready.json).toMatchObject({ ready: false, lag: '1', stale: expect.stringContaining('checkpoint') });
  expect((await server.post('/v1/events', pledge(2))).status).toBe(201);
  await server.end();
});

test('a stop answers what is in flight and takes nothing more', async () => {
  const server = await serve();
  const body = JSON.stringify(pledge(1));
  const sent = request(`${server.url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': ONE, 'content-length': Buffer.byteLength(body) },
  });
  sent.write(body.slice(0, 100));
  await sleep(50);
  const closed = server.close();
  await sleep(50);
  await expect(fetch(`${server.url}/v1/periods`)).rejects.toThrow();
  const answer = once(sent, 'response');
  sent.end(body.slice(100));
  const [response] = await answer;
  expect(response.statusCode).toBe(201);
  response.resume();
  await closed;
  await server.closed;
  const ledger = await openLedgerWriter(server.directory);
  expect(ledger.journal.find(pledge(1).source, 'p1')).toBeDefined();
  await ledger.closeWriter();
  await server.end();
});

test('a stop closes idle connections at once, and stopping twice is stopping', async () => {
  const server = await serve();
  await server.get('/v1/periods');
  const start = performance.now();
  await Promise.all([server.close(), server.close()]);
  expect(performance.now() - start).toBeLessThan(2_000);
  await server.end();
});

test('what is recorded is served again after a restart, with the read model brought up', async () => {
  const first = await serve();
  await first.post('/v1/events', ndjson([pledge(1), pledge(2)]), { 'content-type': NDJSON });
  await first.close();
  const second = await serve({ directory: first.directory });
  const again = await second.post('/v1/events', pledge(2));
  expect([again.status, again.headers.get('idempotency-hit')]).toEqual([200, 'true']);
  const table = await second.get('/v1/indicators?year=2019', { 'ledger-after': again.json.sequence });
  expect(table.json.rows[6].value).toEqual({ count: '2' });
  await second.end();
});

test('a port that is taken is a problem of the environment, and lets the data directory go', async () => {
  const server = await serve();
  const directory = emptyDirectory();
  const options = { directory, host: '127.0.0.1', logLevel: 'silent', rateLimitPerMinute: 1_000 };
  const port = Number(new URL(server.url).port);
  await expect(startServer({ ...options, port, opsPort: 0 })).rejects.toMatchObject({ code: 'ENVIRONMENT' });
  await expect(startServer({ ...options, port: 0, opsPort: port })).rejects.toMatchObject({
    code: 'ENVIRONMENT',
  });
  const other = await serve({ directory });
  await expect(startServer({ ...options, port: 0, opsPort: 0 })).rejects.toMatchObject({
    code: 'DATA_LOCKED',
  });
  await other.end();
  await server.end();
});

test('in a ledger that is no demonstration a fact brings no recorded time and its subject is its poster’s', async () => {
  const server = await serve({ demonstration: false });
  const timed = { ...pledge(1), recordedtime: '2020-01-01T00:00:00Z' };
  expect((await server.post('/v1/events', timed)).json.errors).toMatchObject([
    { code: 'FIELD_UNKNOWN', pointer: '/recordedtime' },
  ]);
  expect((await server.post('/v1/events', { ...pledge(1), subject: 'pledge/x' })).json.code).toBe(
    'SUBJECT_PREFIX',
  );
  expect((await server.post('/v1/events', pledge(1))).status).toBe(201);
  await server.end();
});

test('what is no HTTP, or has too large a header, is answered as a problem', async () => {
  const server = await serve();
  const nonsense = await exchange(server.url, 'hello\r\n\r\n');
  expect(nonsense).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  expect(nonsense).toContain('application/problem+json');
  const large = await raw(`${server.url}/v1/periods`, { headers: { x: 'x'.repeat(20_000) } });
  expect(large.status).toBe(431);
  expect(JSON.parse(large.text)).toMatchObject({ status: 431, code: 'USAGE' });
  const expecting = await raw(`${server.url}/v1/periods`, { headers: { expect: 'magic' } });
  expect(JSON.parse(expecting.text)).toMatchObject({ status: 417, code: 'USAGE' });
  expect(expecting.headers['content-type']).toBe('application/problem+json');
  await server.end();
});

test('what is no HTTP behind a request leaves that one its answer', async () => {
  const server = await serve();
  const body = JSON.stringify(pledge(1));
  const head = `POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  const answers = await exchange(server.url, `${head}${body}nonsense\r\n\r\n`);
  expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 201', 'HTTP/1.1 400']);
  await server.end();
});

test('a refused body that goes on and on is not read for ever', async () => {
  const server = await serve();
  const head = `POST /v1/nothing HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${NDJSON}\r\nTransfer-Encoding: chunked\r\n\r\n`;
  const start = performance.now();
  const answer = await exchange(server.url, `${head}1\r\nx\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  expect(performance.now() - start).toBeLessThan(10_000);
  await server.end();
});

test('an unforeseen error says nothing of the inside', async () => {
  const server = await serve();
  await server.get('/v1/periods', { 'ledger-after': '0' });
  const other = new DatabaseSync(filesOf(server.directory).figures);
  other.exec('DROP TABLE total');
  other.close();
  const reply = await server.get('/v1/indicators');
  expect([reply.status, reply.json.code]).toEqual([500, 'INTERNAL']);
  expect(reply.text).not.toMatch(/total|sqlite|\.ts/i);
  await server.end();
});

test('a store that fails leaves the outcome unknown, and the server stops', async () => {
  const server = await serve();
  const other = new DatabaseSync(filesOf(server.directory).journal);
  other.exec('BEGIN IMMEDIATE');
  const reply = await server.post('/v1/events', pledge(1));
  expect([reply.status, reply.json.code]).toEqual([503, 'OUTCOME_UNKNOWN']);
  expect(reply.headers.get('retry-after')).toBe('1');
  await server.closed;
  other.close();
  await expect(server.get('/v1/periods')).rejects.toThrow();
  const again = await serve({ directory: server.directory });
  expect((await again.post('/v1/events', pledge(1))).status).toBe(201);
  await again.end();
});
