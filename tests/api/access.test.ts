import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccess } from '../../src/api/access.ts';
import { createIdentity } from '../../src/domain/identity.ts';
import { Problem } from '../../src/problem.ts';
import { BATCH, exchange, NDJSON, ONE, pledge, raw, type Served, serve } from './support.ts';

let server: Served;
beforeAll(async () => {
  server = await serve();
});
afterAll(() => server.end());

const read = async (headers: Record<string, string | string[]>) => {
  const { status, text } = await raw(`${server.url}/v1/periods`, { headers });
  return [status, (JSON.parse(text) as { code?: string }).code];
};

test.each(['localhost', 'LOCALHOST:3000', '127.0.0.1', '127.0.0.1:1', '[::1]', '[::1]:3000'])(
  'a request to %s comes from this machine',
  async (host) => expect(await read({ host })).toEqual([200, undefined]),
);

test.each(['ledger.example', '127.0.0.1.example', 'localhost.example:3000', '10.0.0.1', 'localhost:'])(
  'a request to "%s" is refused: a browser may have been led here',
  async (host) => expect(await read({ host })).toEqual([403, 'FORBIDDEN']),
);

test.each(['Forwarded', 'X-Forwarded-For', 'x-forwarded-host', 'X-Forwarded-Proto'])(
  'a request with %s has come through a proxy and is refused',
  async (name) => expect(await read({ [name]: '127.0.0.1' })).toEqual([403, 'FORBIDDEN']),
);

test('a forwarded request is recognized however many fields it has', async () => {
  const many = Object.fromEntries(Array.from({ length: 2_500 }, (_, at) => [`a${at}`, '']));
  const [status] = await read({ ...many, 'x-forwarded-for': '10.0.0.1' });
  expect(status === 403 || status === 431).toBe(true);
});

test.each([
  ['no Host', 'GET /v1/periods HTTP/1.0\r\n', 403],
  ['no Host in HTTP/1.1', 'GET /v1/periods HTTP/1.1\r\n', 400],
  ['an empty Host', 'GET /v1/periods HTTP/1.1\r\nHost:\r\n', 403],
  ['two Hosts', 'GET /v1/periods HTTP/1.1\r\nHost: localhost\r\nHost: ledger.example\r\n', 403],
  ['an authority in its target', 'GET http://ledger.example/v1/periods HTTP/1.1\r\nHost: localhost\r\n', 400],
])('a request with %s is refused', async (_, head, status) => {
  const text = await exchange(server.url, `${head}Connection: close\r\n\r\n`);
  expect(text.split(' ')[1]).toBe(String(status));
});

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  '',
  'application/json; charset=gbk',
  'text/json',
])('a post of "%s" is refused: a form of any page could send it', async (type) => {
  const reply = await server.post('/v1/events', pledge(1), { 'content-type': type });
  expect([reply.status, reply.json.code]).toEqual([415, 'MEDIA_TYPE']);
});

test('a compressed body is refused, for what is hashed is what was sent', async () => {
  const reply = await server.post('/v1/events', pledge(1), { 'content-encoding': 'gzip' });
  expect([reply.status, reply.json.code]).toEqual([415, 'MEDIA_TYPE']);
});

test('a transfer coding that is not undone is refused', async () => {
  const head = `POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${ONE}\r\nTransfer-Encoding: gzip, chunked\r\n`;
  const text = await exchange(server.url, `${head}Connection: close\r\n\r\n2\r\n{}\r\n0\r\n\r\n`);
  expect(text).toMatch(/^HTTP\/1\.1 415 /);
  expect(text).toContain('MEDIA_TYPE');
});

test.each([ONE, 'application/json', 'Application/JSON; charset=UTF-8', BATCH, NDJSON])(
  'a post of %s is read',
  async (type) =>
    expect((await server.post('/v1/events', '[', { 'content-type': type })).status).not.toBe(415),
);

const requestWith = (method = 'GET') =>
  ({ method, headers: { host: 'localhost' }, headersDistinct: { host: ['localhost'] } }) as never;

test.each(['0.0.0.0', '::', '192.168.1.2', undefined])('a server bound to %s has no open mode', (address) => {
  const access = createAccess({ boundAddress: () => address, identity: createIdentity });
  expect(access(requestWith(), ['auditor'])).toBeInstanceOf(Problem);
});

test.each(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])('a server bound to %s has', (address) => {
  const access = createAccess({ boundAddress: () => address, identity: createIdentity });
  expect(access(requestWith(), ['auditor'])).toMatchObject({ isLocal: true });
});

test('with participants the open mode is over', () => {
  const identity = createIdentity();
  identity.see({
    type: 'participant.admitted',
    subject: 'participant/91441900MA00BK01X6',
    data: { name: '示例银行', kind: 'bank', roles: ['institution'] },
  });
  const access = createAccess({ boundAddress: () => '127.0.0.1', identity: () => identity });
  expect(access(requestWith(), ['auditor'])).toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('a server bound to all addresses answers nobody in open mode', async () => {
  const other = await serve({ host: '0.0.0.0' });
  const { port } = new URL(other.url);
  const { status } = await raw(`http://127.0.0.1:${port}/v1/periods`, {});
  expect(status).toBe(403);
  await other.end();
  rmSync(other.directory, { recursive: true, force: true });
});
