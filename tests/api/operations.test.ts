import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import { expect, test } from 'vitest';
import { metricsPage } from '../../docs/metrics.ts';
import { METRIC_TABLE, type MetricEntry } from '../../src/api/metricTable.ts';
import { createRateLimit } from '../../src/api/rateLimit.ts';
import { asProblem, problemJson } from '../../src/problem.ts';
import { BATCH, faulty, NDJSON, ndjson, ONE, pledge, raw, replyOf, type Served, serve } from './support.ts';

const metricsOf = async ({ opsUrl }: Served): Promise<string> => (await fetch(`${opsUrl}/metrics`)).text();

/** The value of one series, or undefined. */
const sampleOf = (text: string, series: string): number | undefined => {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length));
};

test('what is exported is what is documented: names, types and labels', async () => {
  expect(readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8')).toBe(metricsPage());
  const server = await serve();
  await server.post('/v1/events', pledge(1));
  await server.post('/v1/events', faulty(2));
  const text = await metricsOf(server);
  const types = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name, type]) => [name, type]);
  const documented = Object.entries<MetricEntry>(METRIC_TABLE).map(([name, { type }]) => [name, type]);
  expect(types.toSorted()).toEqual(documented.toSorted());
  for (const [, name, labels] of text.matchAll(/^(\w+?)(?:_bucket|_sum|_count)?\{([^}]*)\}/gm)) {
    const entry: MetricEntry = METRIC_TABLE[name as keyof typeof METRIC_TABLE];
    const known = [...Object.keys(entry.labels ?? {}), 'le'];
    for (const [, label] of (labels as string).matchAll(/(\w+)="/g)) expect(known).toContain(label);
  }
  await server.end();
});

test('facts are counted by what became of them, one by one, in batches and in streams', async () => {
  const server = await serve();
  await server.post('/v1/events', pledge(1));
  await server.post('/v1/events', faulty(2));
  await server.post('/v1/events', [pledge(1), pledge(3), faulty(4)], { 'content-type': BATCH });
  await server.post('/v1/events', ndjson([pledge(5), faulty(6)]), { 'content-type': NDJSON });
  const last = await server.post('/v1/events?dryRun=true', pledge(7));
  const text = await metricsOf(server);
  const facts = (outcome: string) => sampleOf(text, `ledger_facts_total{outcome="${outcome}"}`);
  expect([facts('recorded'), facts('repeated'), facts('refused')]).toEqual([3, 1, 3]);
  expect(sampleOf(text, 'ledger_refusals_total{code="MONEY_NOT_TEXT"}')).toBe(3);
  expect(sampleOf(text, 'ledger_log_events')).toBe(Number(last.headers.get('ledger-sequence')) + 1);
  await server.end();
});

test('no path, method or request makes a new series', async () => {
  const server = await serve();
  const series = async (): Promise<number> => (await metricsOf(server)).split('\n').length;
  const ask = async (at: number): Promise<void> => {
    await server.get(`/v1/contracts/pledge/x${at}?asOf=${at}`);
    await server.get(`/nothing/${at}`);
    await raw(`${server.url}/v1/periods`, { method: 'DELETE' });
    await raw(`${server.url}/v1/periods`, { method: 'PURGE' });
  };
  await ask(0);
  const before = await series();
  for (let at = 1; at < 30; at += 1) await ask(at);
  expect(await series()).toBe(before);
  expect(await metricsOf(server)).toContain('method="other",route="none"');
  await server.end();
});

test('a request is known by its own id if that is well-formed, else by a new one', async () => {
  const server = await serve();
  const idOf = async (given: string): Promise<string | null> =>
    (await server.get('/v1/periods', { 'x-request-id': given })).headers.get('x-request-id');
  expect(await idOf('bank-1:2024.05_7')).toBe('bank-1:2024.05_7');
  for (const wrong of ['', 'a b', 'x'.repeat(129), '<script>', '{"a":1}'])
    expect(await idOf(wrong)).toMatch(/^[0-9a-f-]{36}$/);
  const { headers } = await server.get('/nothing');
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  await server.end();
});

test('the log has requests and their ids, and no query, header, body or secret', async () => {
  const lines: string[] = [];
  const server = await serve({ logLevel: 'trace', logStream: { write: (line) => void lines.push(line) } });
  const secret = `lk_a1_${'s'.repeat(43)}`;
  const named = { 'x-request-id': 'known-1' };
  const headers = { ...named, authorization: `Bearer ${secret}` };
  await server.post('/v1/events', pledge(1, { registrationNumber: 'UNLIKELY-NUMBER' }), named);
  await server.post('/v1/events', `{"key":"${secret}"`, headers);
  await server.get(`/v1/periods?asOf=${secret}`, headers);
  await server.get(`/v1/${secret}`, headers);
  await server.end();
  const text = lines.join('');
  expect(text).not.toContain('s'.repeat(43));
  expect(text).not.toContain('UNLIKELY-NUMBER');
  expect(text).not.toMatch(/authorization|Bearer lk/i);
  const answered = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'answered');
  expect(
    answered.map(({ requestId, method, path, status, level }) => [requestId, method, path, status, level]),
  ).toEqual([
    ['known-1', 'POST', '/v1/events', 201, 'debug'],
    ['known-1', 'POST', '/v1/events', 401, 'info'],
    ['known-1', 'GET', '/v1/periods', 401, 'info'],
    ['known-1', 'GET', '/v1/lk_a1_[secret]', 404, 'info'],
  ]);
  for (const line of lines) expect(JSON.parse(line).time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
});

test('readiness says how much disk there is', async () => {
  const server = await serve();
  await server.get('/v1/periods', { 'ledger-after': '0' });
  const { json } = await replyOf(await fetch(`${server.opsUrl}/readyz`));
  expect(json).toMatchObject({ ready: true, serving: true, diskFreeBytes: expect.stringMatching(/^\d+$/) });
  await server.end();
});

test('a key that asks too often is told when to come back, and no other key is', async () => {
  const rateLimit = createRateLimit(3);
  const app = express();
  app.get('/:key', async (request, response) => {
    const recordedBy = String(request.params.key);
    const actor = { recordedBy, isLocal: recordedBy === 'local', roles: ['bureau'] as const };
    await rateLimit.take(request, response, actor).then(
      () => response.json('taken'),
      (error: unknown) => response.status(429).json(problemJson(asProblem(error))),
    );
  });
  const listening = app.listen(0);
  const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  const ask = async (key: string) => replyOf(await fetch(`${url}/${key}`));
  for (let at = 0; at < 3; at += 1) expect((await ask('a')).status).toBe(200);
  const refused = await ask('a');
  expect([refused.status, refused.json.code]).toEqual([429, 'RATE_LIMITED']);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  expect((await ask('b')).status).toBe(200);
  // Without keys the ledger is its own machine's.
  for (let at = 0; at < 5; at += 1) expect((await ask('local')).status).toBe(200);
  rateLimit.stop();
  listening.close();
});

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

test('traces go to the collector that is configured, as children of the caller’s', async () => {
  const bodies: { readonly path: string | undefined; readonly text: string }[] = [];
  const collector = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    bodies.push({ path: request.url, text });
    response.setHeader('content-type', 'application/json');
    response.end('{}');
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const { port } = collector.address() as AddressInfo;
  const server = await serve({ otlpEndpoint: `http://127.0.0.1:${port}` });
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  await server.post('/v1/events', pledge(1), {
    'content-type': ONE,
    traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    'x-request-id': 'traced-1',
  });
  await server.end();
  collector.close();
  const spans = bodies.flatMap(({ path, text }) => {
    expect(path).toBe('/v1/traces');
    const { resourceSpans } = JSON.parse(text) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
    return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans: some }) => some));
  });
  expect(spans).toHaveLength(1);
  const [span] = spans as [Span];
  expect([span.name, span.traceId, span.parentSpanId]).toEqual([
    'POST /v1/events',
    traceId,
    'b7ad6b7169203331',
  ]);
  const attributes = Object.fromEntries(
    span.attributes.map(({ key, value }) => [key, Object.values(value)[0]]),
  );
  expect(attributes).toEqual({
    'http.request.method': 'POST',
    'ledger.request_id': 'traced-1',
    'http.route': '/v1/events',
    'http.response.status_code': 201,
  });
  expect(JSON.stringify(spans)).not.toContain('Y20191');
});

test('a collector that is not there delays nothing and fails nothing', async () => {
  const server = await serve({ otlpEndpoint: 'http://127.0.0.1:9' });
  expect((await server.post('/v1/events', pledge(1))).status).toBe(201);
  await Promise.race([server.end(), sleep(20_000).then(() => Promise.reject(new Error('the stop hangs')))]);
});
