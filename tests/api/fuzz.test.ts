import { hash } from 'node:crypto';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPERATIONS } from '../../src/api/description/operations.ts';
import { facts, type Posted } from '../support/facts.ts';
import { BATCH, load, NDJSON, ndjson, ONE, pledge, replyOf, type Served, serve, worked } from './support.ts';

/** Requests made from the API's description and from valid facts, bent until they may be anything. */

let server: Served;
beforeAll(async () => {
  server = await serve();
  await load(server, worked);
});
afterAll(() => server.end());

const POSTED: readonly Posted[] = Object.values(facts).map((make) => make());

const HOSTILE = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    1e308,
    1.5,
    Number.MAX_SAFE_INTEGER,
    '',
    ' ',
    '0',
    '-0.00',
    '99999999999999999999.99',
    '2020-02-30',
    '2019-12-31',
    '../../etc/passwd',
    "'; DROP TABLE event; --",
    '__proto__',
    'constructor',
    'pledge/C1',
    'urn:ledger',
    'x'.repeat(70_000),
    '\u0000',
    '\u202e文本',
    [],
    {},
    [[[[[[]]]]]],
    { __proto__: null, toString: 1 },
  ),
  fc.string({ unit: 'binary' }),
  fc.jsonValue({ maxDepth: 3 }),
);

type Path = readonly (string | number)[];

const pathsOf = (value: unknown, at: Path = []): Path[] =>
  typeof value === 'object' && value !== null
    ? [at, ...Object.entries(value).flatMap(([key, member]) => pathsOf(member, [...at, key]))]
    : [at];

/** The value with what is at a path replaced, or taken away. */
const bent = (value: unknown, path: Path, to: { readonly value: unknown } | undefined): unknown => {
  const [key, ...rest] = path;
  if (key === undefined) return to?.value;
  const copy: Record<string | number, unknown> = Array.isArray(value)
    ? ([...value] as unknown as Record<number, unknown>)
    : { ...(value as object) };
  const member = bent(copy[key], rest, to);
  if (rest.length === 0 && to === undefined) delete copy[key];
  else copy[key] = member;
  return copy;
};

/** A valid fact of any type with up to three members bent: valid, nearly valid, or hostile. */
const FACT = fc
  .tuple(
    fc.constantFrom(...POSTED),
    fc.array(fc.tuple(fc.nat(), fc.option(fc.record({ value: HOSTILE }), { nil: undefined })), {
      maxLength: 3,
    }),
    fc.nat({ max: 40 }),
  )
  .map(([fact, changes, number]) =>
    changes.reduce<unknown>(
      (value, [place, to]) => {
        const paths = pathsOf(value).slice(1);
        return paths.length === 0 ? value : bent(value, paths[place % paths.length] as Path, to);
      },
      { ...fact, id: `fuzz-${number}` },
    ),
  );

/** Every figure of every year and the size of the log, as one digest. */
const figures = async (): Promise<string> => {
  const ready = await replyOf(await fetch(`${server.opsUrl}/readyz`));
  const after = String(Number(ready.json.logSize) - 1);
  const tables = await Promise.all(
    [2018, 2019, 2020, 2021].map((year) =>
      server.get(`/v1/indicators?year=${year}`, { 'ledger-after': after }),
    ),
  );
  return hash('sha256', tables.map(({ text }) => text).join('\n'));
};

const BODY = fc.oneof(
  FACT.map((fact) => ({ type: ONE, body: JSON.stringify(fact) ?? '' })),
  fc.array(FACT, { maxLength: 4 }).map((all) => ({ type: BATCH, body: JSON.stringify(all) })),
  fc.array(FACT, { maxLength: 4 }).map((all) => ({ type: NDJSON, body: ndjson(all) })),
  fc.record({
    type: fc.constantFrom(
      ONE,
      BATCH,
      NDJSON,
      'application/json',
      'text/plain',
      'application/json;charset=utf-16',
    ),
    body: fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.constantFrom('{', '[', '{"a":1,"a":2}', '1e999'),
    ),
  }),
);

const QUERY = fc.constantFrom(
  '',
  '?dryRun=true',
  '?atomic=true',
  '?atomic=maybe',
  '?x=%00',
  '?dryRun=true&dryRun=true',
);

test('no posted body gives a 5xx, and one that is refused changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(BODY, QUERY, async ({ type, body }, query) => {
      const before = await figures();
      const reply = await server.post(`/v1/events${query}`, body, { 'content-type': type });
      expect(reply.status).toBeLessThan(500);
      if (reply.status >= 400) {
        expect(reply.json).toMatchObject({ status: reply.status, code: expect.any(String) });
        expect(await figures()).toBe(before);
      }
      for (const line of type === BATCH && reply.status === 200 ? reply.json : [])
        expect(line.status).toBeLessThan(500);
      if (query.includes('dryRun=true')) expect(await figures()).toBe(before);
    }),
    { numRuns: 150 },
  );
});

const TEXT = fc.oneof(
  fc.constantFrom(
    '2019',
    '2020-01-31',
    'latest',
    '5',
    '#5',
    '-1',
    '999999999999999999',
    '',
    '1-6',
    '13-1',
    'pledge/C1',
  ),
  fc.constantFrom(
    '441900119000',
    'kind',
    'division',
    '../..',
    '%',
    '\u0000',
    '_'.repeat(5_000),
    'pledge-amount-growth',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

const GETS = Object.entries(OPERATIONS).filter(([route]) => route.startsWith('GET /v1'));

/** A path of the description with anything in it, and any of its parameters with any text. */
const READING = fc.constantFrom(...GETS).chain(([route, { path, query, headers }]) => {
  const some = (names: readonly string[]) =>
    fc.record(Object.fromEntries(names.map((name) => [name, TEXT])), { requiredKeys: [] });
  return fc.record({
    route: fc.constant(route.slice('GET '.length)),
    path: fc.record(
      Object.fromEntries(
        Object.entries(path?.shape ?? {}).map(([name]) => [
          name,
          fc.oneof(fc.constantFrom('pledge', 'C1', 'pledge-amount-growth', '2019'), TEXT),
        ]),
      ),
    ),
    query: some(Object.keys(query?.shape ?? {})),
    headers: fc.record(
      Object.fromEntries(
        Object.keys(headers?.shape ?? {})
          .filter((name) => name !== 'Ledger-After')
          .map((name) => [name, fc.string({ maxLength: 20 })]),
      ),
      { requiredKeys: [] },
    ),
    accept: fc.constantFrom('*/*', 'application/json', 'text/csv', NDJSON, 'image/png', ';;;', 'a/b;q=x'),
  });
});

/** What a header can hold at all. */
const isHeader = (text: string): boolean => /^[\t\x20-\x7e]*$/.test(text);

test('no reading gives a 5xx, whatever is asked and however', async () => {
  await fc.assert(
    fc.asyncProperty(READING, async ({ route, path, query, headers, accept }) => {
      const names = path as Record<string, string>;
      const target = route.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(names[name] || 'x'));
      const search = new URLSearchParams(query as Record<string, string>).toString();
      const sent = Object.entries(headers as Record<string, string>).filter(([, value]) => isHeader(value));
      const reply = await server.get(`${target}?${search}`, { ...Object.fromEntries(sent), accept });
      expect(reply.status, `${target}?${search} ${reply.text.slice(0, 300)}`).toBeLessThan(500);
      if (reply.status >= 400) expect(reply.json).toMatchObject({ status: reply.status });
    }),
    { numRuns: 300 },
  );
});

test('a dry run gives the verdicts of the real run, whatever is posted', async () => {
  const verdict = ({ status, errors }: { status: number; errors?: { code: string; pointer: string }[] }) => ({
    refused: status >= 400 ? status : undefined,
    errors: errors?.map(({ code, pointer }) => `${code} ${pointer}`),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(FACT, { minLength: 1, maxLength: 6 }), fc.boolean(), async (all, atomic) => {
      const query = `atomic=${atomic}`;
      const dry = await server.post(`/v1/events?${query}&dryRun=true`, all, { 'content-type': BATCH });
      const real = await server.post(`/v1/events?${query}`, all, { 'content-type': BATCH });
      expect(dry.status).toBe(real.status);
      if (real.status === 200) expect(dry.json.map(verdict)).toEqual(real.json.map(verdict));
    }),
    { numRuns: 100 },
  );
});

test('fifty posts of one fact at the same moment record one event', async () => {
  const replies = await Promise.all(
    Array.from({ length: 50 }, () => server.post('/v1/events', pledge(5_000))),
  );
  expect(replies.map(({ status }) => status).toSorted()).toEqual([...Array(49).fill(200), 201]);
  expect(new Set(replies.map(({ json }) => json.sequence)).size).toBe(1);
  expect(replies.filter(({ headers }) => headers.get('idempotency-hit') === 'true')).toHaveLength(49);
  const events = await server.get(`/v1/events?subject=${pledge(5_000).subject}`, {
    'ledger-after': replies[0]?.json.sequence,
  });
  expect(events.json.events).toHaveLength(1);
});

test('fifty posts of one id with different contents record one, and say of the others that they differ', async () => {
  const replies = await Promise.all(
    Array.from({ length: 50 }, (_, at) =>
      server.post('/v1/events', pledge(5_001, { securedAmount: `${at + 1}.00` })),
    ),
  );
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
  const refused = replies.filter(({ status }) => status !== 201);
  expect(new Set(refused.map(({ json }) => json.code))).toEqual(new Set(['IDEMPOTENCY_BODY_DIFFERS']));
});

test('the same id twice in one batch is recorded once and repeated once', async () => {
  const { json } = await server.post('/v1/events', [pledge(5_002), pledge(5_002)], { 'content-type': BATCH });
  expect(json).toMatchObject([{ status: 201 }, { status: 200, repeated: true, sequence: json[0].sequence }]);
});
