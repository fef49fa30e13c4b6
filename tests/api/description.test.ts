import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientTypes } from '../../docs/client/generate.ts';
import { createApp } from '../../src/api/app.ts';
import type { ApiContext } from '../../src/api/context.ts';
import type { Example, Operation } from '../../src/api/description/operation.ts';
import { OPERATIONS } from '../../src/api/description/operations.ts';
import { PROBLEM } from '../../src/api/description/shapes.ts';
import { createLedgerClient } from '../../src/client/client.ts';
import { BATCH, load, type Reply, raw, replyOf, type Served, serve, worked } from './support.ts';

let server: Served;
beforeAll(async () => {
  server = await serve();
  await load(server, worked);
});
afterAll(() => server.end());

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
}

const registeredRoutes = (): string[] => {
  const app = createApp({} as ApiContext) as unknown as {
    readonly router: { readonly stack: readonly Layer[] };
  };
  return app.router.stack.flatMap(({ route }) =>
    route === undefined
      ? []
      : Object.keys(route.methods)
          .filter((method) => method === 'get' || method === 'post')
          .map((method) => `${method.toUpperCase()} ${route.path}`),
  );
};

test('every registered route is described, and nothing else is', () => {
  expect(Object.keys(OPERATIONS).toSorted()).toEqual(registeredRoutes().toSorted());
});

const send = async (route: string, operation: Operation, example: Example): Promise<Reply> => {
  const [method = '', path = ''] = route.split(' ');
  const target = path.replace(/([:*])(\w+)/g, (_, kind: string, name: string) =>
    // The rest of a path keeps its slashes.
    kind === '*' ? (example.path?.[name] ?? '') : encodeURIComponent(example.path?.[name] ?? ''),
  );
  const search = new URLSearchParams(example.query).toString();
  const { body } = example;
  const type = example.type ?? Object.keys(operation.body ?? {})[0];
  return replyOf(
    await fetch(`${server.url}${target}${search === '' ? '' : `?${search}`}`, {
      method,
      headers: { ...(type === undefined ? {} : { 'content-type': type }), ...example.headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    }),
  );
};

/** The schema of an answer; problems have one for all. */
const schemaOf = (operation: Operation, { status, headers }: Reply) => {
  const type = (headers.get('content-type') ?? '').split(';', 1)[0] ?? '';
  const content = operation.answers[status]?.content ?? {};
  return status >= 400 ? PROBLEM : content[type];
};

const examples = Object.entries(OPERATIONS).flatMap(([route, operation]) =>
  operation.examples.map((example): [string, string, Operation, Example] => [
    route,
    example.summary,
    operation,
    example,
  ]),
);

test.each(examples)('%s: %s', async (route, _, operation, example) => {
  const reply = await send(route, operation, example);
  expect(reply.status, reply.text).toBe(example.status);
  if (operation.answers[reply.status]?.content === undefined && reply.status < 400) return;
  const schema = schemaOf(operation, reply);
  expect(schema?.safeParse(reply.json ?? reply.text)).toMatchObject({ success: true });
});

test('every operation has an example that succeeds or says why it cannot', () => {
  for (const [route, { examples: of }] of Object.entries(OPERATIONS)) expect(of, route).not.toEqual([]);
});

test('the document is OpenAPI 3.1 and names each fact type and each parameter', async () => {
  const { json, headers } = await server.get('/openapi.json');
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(json.openapi).toBe('3.1.0');
  expect(json.components.schemas.PledgeRegistered.properties.data.properties.securedAmount).toEqual({
    type: 'string',
    pattern: '^(0|[1-9]\\d*)(\\.\\d{1,2})?$',
    description: 'CNY yuan, at most 10^11',
  });
  const { parameters } = json.paths['/v1/indicators/{code}/{year}/lineage'].get;
  expect(parameters.map(({ name, in: at }: { name: string; in: string }) => `${at} ${name}`)).toEqual([
    'path code',
    'path year',
    'query asOf',
    'header Ledger-After',
    'header If-None-Match',
  ]);
});

test('the page loads only what the server has, and the policy holds it to that', async () => {
  const page = await server.get('/docs');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; /);
  expect(page.headers.get('content-security-policy')).not.toMatch(/unsafe|https?:/);
  const links = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link as string);
  const [icon, ...files] = links;
  expect(icon).toBe('data:,');
  expect(files).toEqual(['/docs/swagger-ui.css', '/docs/swagger-ui-bundle.js', '/docs/page.js']);
  for (const link of files) expect((await server.get(link)).status).toBe(200);
  expect(page.text).not.toMatch(/<script>|<style|style=/);
  const head = await raw(`${server.url}/docs/swagger-ui.css`, { method: 'HEAD' });
  expect([head.status, head.text]).toEqual([200, '']);
});

test('the types of the client are those of the description', async () => {
  const file = new URL('../../src/client/schema.ts', import.meta.url);
  expect(readFileSync(file, 'utf8')).toBe(await clientTypes());
});

test('the client posts a fact, reads a figure and gets a problem, all with their types', async () => {
  const client = createLedgerClient({ baseUrl: server.url });
  const { data: table } = await client.GET('/v1/indicators', {
    params: { query: { year: '2019', asOf: '2020-01-31' } },
  });
  const amounts = table?.rows.map(({ code, value }) => [code, value]);
  expect(amounts?.[4]).toEqual([
    'pledge-amount-growth',
    { amountFen: '1320000000', display: '1320.00 万元' },
  ]);
  const { error, response } = await client.GET('/v1/contracts/{line}/{id}', {
    params: { path: { line: 'pledge', id: 'nothing' } },
  });
  expect([response.status, error?.code]).toEqual([404, 'NOT_FOUND']);
  expect(error?.message.en).toBe('No such resource: pledge/nothing');
  const posted = await client.POST('/v1/events', {
    body: {
      specversion: '1.0',
      id: 'client-1',
      source: 'urn:uscc:91441900MA00BK01X6',
      type: 'period.closed',
      subject: 'period/2017',
      data: { effectiveOn: '2018-02-01', period: '2017' },
    },
    params: { query: { dryRun: 'true' } },
  });
  expect(posted.response.status, JSON.stringify(posted.error)).toBe(200);
});

test('a batch of the client’s types is taken as it is described', async () => {
  const { status, json } = await server.post('/v1/events', [], { 'content-type': BATCH });
  expect([status, json]).toEqual([200, []]);
});
