import { afterAll, beforeAll, expect, test } from 'vitest';
import { facts } from '../support/facts.ts';
import {
  load,
  NDJSON,
  ndjson,
  parseLines,
  pledge,
  raw,
  type Served,
  sequenceOf,
  serve,
  worked,
} from './support.ts';

let server: Served;
beforeAll(async () => {
  server = await serve();
  await load(server, worked);
});
afterAll(() => server.end());

const codeOf = async (path: string, headers: Record<string, string> = {}) => {
  const { status, json } = await server.get(path, headers);
  return [status, json.code];
};

test.each([
  ['2019-12-31', '1120', '40.00', null, null, '40.00'],
  ['2020-01-31', '1320', '65.00', null, null, '65.00'],
  ['2021-01-31', '1320', '65.00', '1750', '32.58', '47.90'],
  ['2021-03-31', '1120', '40.00', '1750', '56.25', '47.90'],
  ['2021-04-30', '1120', '40.00', '1120', '0.00', '18.32'],
])(
  'the worked example as known on %s',
  async (asOf, value2019, growth2019, value2020, growth2020, average) => {
    const rowOf = async (year: number) =>
      (await server.get(`/v1/indicators?year=${year}&asOf=${asOf}`)).json.rows[4];
    const row2019 = await rowOf(2019);
    expect(row2019.value.amountFen).toBe(`${value2019}000000`);
    expect(row2019.yearOnYear.percent).toBe(growth2019);
    const row = value2020 === null ? row2019 : await rowOf(2020);
    expect(row.averageAnnualGrowth.percent).toBe(average);
    if (value2020 === null) return;
    expect(row.value.amountFen).toBe(`${value2020}000000`);
    expect(row.yearOnYear.percent).toBe(growth2020);
  },
);

test('an indicator, its lineage and its difference are under its code', async () => {
  const series = await server.get('/v1/indicators/pledge-amount-growth?from=2018&to=2020&by=kind');
  expect(series.json).toMatchObject({ code: 'pledge-amount-growth', by: 'kind' });
  expect(series.json.years.map(({ year }: { year: number }) => year)).toEqual([2018, 2019, 2020]);
  const path = '/v1/indicators/pledge-amount-growth/2020';
  const lineage = await server.get(`${path}/lineage?asOf=2021-03-31`);
  expect(lineage.json.entries.at(-1).running).toEqual(
    expect.objectContaining({ amountFen: lineage.json.value.amountFen }),
  );
  const difference = await server.get(`${path}/difference?between=2021-03-31&and=2021-04-30`);
  expect(difference.json.change.amountFen).toBe('-630000000');
  expect(difference.json.entries).toHaveLength(1);
});

test('a contract is in the register and has its history', async () => {
  const register = await server.get('/v1/contracts?line=pledge');
  expect(register.json.contracts.length).toBeGreaterThan(3);
  expect(register.json.next).toBeNull();
  const [first] = register.json.contracts;
  const history = await server.get(`/v1/contracts/${first.subject}`);
  expect(history.json).toMatchObject({
    subject: first.subject,
    revision: first.revision,
    state: first.state,
  });
  expect(history.json.events).toHaveLength(first.revision + 1);
  const before = await server.get(`/v1/contracts/${first.subject}?asOf=2017-12-31`);
  expect([before.status, before.json.code]).toEqual([404, 'NOT_FOUND']);
});

test('the register is read in pages, of one line or of all', async () => {
  await server.post('/v1/events', facts.dealSigned());
  const last = await server.post('/v1/events', facts.policyBound());
  const whole = await server.get('/v1/contracts', { 'ledger-after': last.json.sequence });
  const subjects: string[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { json } = await server.get(`/v1/contracts?limit=2${query}`);
    expect(json.contracts.length).toBeLessThanOrEqual(2);
    subjects.push(...json.contracts.map(({ subject }: { subject: string }) => subject));
    cursor = json.next;
  } while (cursor !== null);
  expect(subjects).toEqual(whole.json.contracts.map(({ subject }: { subject: string }) => subject));
  expect(new Set(subjects.map((subject) => subject.split('/')[0]))).toEqual(
    new Set(['pledge', 'policy', 'deal']),
  );
  expect(await codeOf('/v1/contracts?line=loan')).toEqual([400, 'USAGE']);
  expect(await codeOf('/v1/contracts?cursor=x')).toEqual([400, 'USAGE']);
  expect(await codeOf('/v1/contracts?limit=0')).toEqual([400, 'USAGE']);
});

test('events are read in pages in the order of the log', async () => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${cursor}`;
    const { json } = await server.get(`/v1/events?limit=7${query}`);
    seen.push(...json.events.map(({ logindex }: { logindex: string }) => logindex));
    cursor = json.next;
  } while (cursor !== null);
  expect(seen).toEqual(Array.from({ length: seen.length }, (_, at) => String(at)));
  expect(seen.length - 1).toBe(Number(sequenceOf(await server.get('/v1/periods'))));
});

test('events are filtered by subject, type, institution and effective date', async () => {
  const idsOf = async (query: string): Promise<string[]> =>
    (await server.get(`/v1/events?${query}`)).json.events.map(({ id }: { id: string }) => id);
  expect((await server.get('/v1/events?subject=pledge/C1')).json.events[0]).toMatchObject({ id: 'E01' });
  expect(await idsOf('subject=pledge/nothing')).toEqual([]);
  const types = (await server.get('/v1/events?type=pledge.registered')).json.events;
  expect(new Set(types.map(({ type }: { type: string }) => type))).toEqual(new Set(['pledge.registered']));
  expect(await idsOf('institution=91441900MA00BK01X6&type=target.set')).toEqual([]);
  expect(await idsOf('institution=91441900MA00BK01X6&type=pledge.registered&to=2018-12-31')).toEqual([
    'E01',
    'E02',
  ]);
  expect(await idsOf('from=2018-11-20&to=2018-11-20')).toEqual(['E02']);
  expect(await idsOf('type=pledge.registered&asOf=2018-03-31')).toEqual(['E01']);
  expect(await codeOf('/v1/events?type=x')).toEqual([400, 'USAGE']);
  expect(await codeOf('/v1/events?institution=x')).toEqual([400, 'USAGE']);
  expect(await codeOf('/v1/events?from=2018')).toEqual([400, 'USAGE']);
  expect(await codeOf('/v1/events?from=2018-11-21&to=2018-11-20')).toEqual([400, 'USAGE']);
  expect(await codeOf('/v1/events?cursor=-1')).toEqual([400, 'USAGE']);
});

test('events come as NDJSON when that is asked for, all of them', async () => {
  const reply = await server.get('/v1/events', { accept: NDJSON });
  expect(reply.headers.get('content-type')).toBe(NDJSON);
  const lines = parseLines(reply.text);
  expect(lines.map(({ logindex }) => logindex)).toEqual(lines.map((_, at) => String(at)));
  const page = await server.get('/v1/events?limit=1000');
  expect(lines).toEqual(page.json.events);
  const some = await server.get('/v1/events?cursor=3&limit=2', { accept: NDJSON });
  expect(parseLines(some.text).map(({ logindex }) => logindex)).toEqual(['4', '5']);
});

test('the bureau’s records are read as they stand', async () => {
  const targets = await server.get('/v1/targets');
  expect(targets.json.targets).toHaveLength(54);
  expect(targets.json.targets[0]).toMatchObject({ indicator: expect.any(String), recordedBy: 'local' });
  const observed = await server.post('/v1/events', facts.indicatorObserved());
  const observations = await server.get('/v1/observations', { 'ledger-after': observed.json.sequence });
  const { indicator, year, value } = facts.indicatorObserved().data;
  expect(observations.json.observations).toMatchObject([{ indicator, year, value }]);
  expect((await server.get('/v1/observations?asOf=2021-04-30')).json.observations).toEqual([]);
  expect((await server.get('/v1/periods')).json.periods).toEqual([]);
  expect((await server.get('/v1/changes')).json.changes).toEqual([]);
});

test('a poster reads its own write', async () => {
  const posted = await server.post('/v1/events', pledge(500));
  const { sequence } = posted.json;
  const reply = await server.get(`/v1/contracts/${pledge(500).subject}`, { 'ledger-after': sequence });
  expect(reply.status).toBe(200);
  expect(Number(sequenceOf(reply))).toBeGreaterThanOrEqual(Number(sequence));
  const next = await server.post('/v1/events', pledge(501));
  const vintage = await server.get(`/v1/contracts/${pledge(501).subject}?asOf=${next.json.sequence}`);
  expect(vintage.json.asOf.sequence).toBe(next.json.sequence);
});

test('a reader of what is not there yet waits for it', async () => {
  const { json } = await server.post('/v1/events', pledge(502));
  const next = String(Number(json.sequence) + 1);
  const waiting = server.get(`/v1/contracts/${pledge(503).subject}`, { 'ledger-after': next });
  expect((await server.post('/v1/events', pledge(503))).json.sequence).toBe(next);
  expect((await waiting).status).toBe(200);
});

test('a reader of the latest knows of all that was recorded before it asked', async () => {
  for (let number = 510; number < 530; number += 1) {
    await server.post('/v1/events', pledge(number));
    const reply = await server.get(`/v1/contracts/${pledge(number).subject}`, { 'ledger-after': 'latest' });
    expect(reply.status).toBe(200);
  }
});

test('a place to wait for is a sequence number, or the latest', async () => {
  for (const after of ['x', '-1', '1.0', '', 'Latest'])
    expect(await codeOf('/v1/periods', { 'ledger-after': after })).toEqual([400, 'USAGE']);
});

test('an as-of beyond the log, empty or repeated, and any repeated or unknown parameter is wrong use', async () => {
  for (const query of ['asOf=999999', 'asOf=', 'asOf=3&asOf=3', 'asof=3', 'asOf=yesterday', 'x'])
    expect(await codeOf(`/v1/periods?${query}`)).toEqual([400, 'USAGE']);
  expect((await server.get('/v1/periods?asOf=%2312')).json.asOf.sequence).toBe('12');
  expect((await server.get('/v1/periods?asOf=2017-01-01')).json.asOf.sequence).toBeNull();
});

test('what a path names must be there', async () => {
  expect(await codeOf('/v1/indicators/nothing')).toEqual([404, 'NOT_FOUND']);
  expect(await codeOf('/v1/indicators/gb-certified/20x0/lineage')).toEqual([400, 'USAGE']);
  expect(await codeOf('/v1/indicators/gb-certified/2020/lineage?year=2019')).toEqual([400, 'USAGE']);
  expect(await codeOf('/v1/contracts/loan/C1')).toEqual([404, 'NOT_FOUND']);
  expect(await codeOf('/v1/contracts/pledge/nothing')).toEqual([404, 'NOT_FOUND']);
  expect(await codeOf('/v1/Periods')).toEqual([404, 'NOT_FOUND']);
  expect(await codeOf('/v1/periods/')).toEqual([404, 'NOT_FOUND']);
  expect(await codeOf('/')).toEqual([404, 'NOT_FOUND']);
});

test('malformed percent-encodings are wrong use, in the path and in the query', async () => {
  expect(await codeOf('/v1/indicators/%zz')).toEqual([400, 'USAGE']);
  expect(await codeOf('/v1/indicators/%ff')).toEqual([400, 'USAGE']);
  expect(await codeOf('/v1/periods?asOf=%zz')).toEqual([400, 'USAGE']);
  expect(await codeOf('/v1/periods?asOf=%ff')).toEqual([400, 'USAGE']);
});

test('other methods are refused with those there are, and HEAD answers without a body', async () => {
  for (const [path, method, allow] of [
    ['/v1/periods', 'DELETE', 'GET, HEAD, OPTIONS'],
    ['/v1/events', 'PUT', 'GET, HEAD, POST, OPTIONS'],
    ['/v1/indicators/x/2020/lineage', 'POST', 'GET, HEAD, OPTIONS'],
  ] as const) {
    const { status, headers, text } = await raw(server.url + path, { method });
    expect([status, headers.allow]).toEqual([405, allow]);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(text)).toMatchObject({ code: 'METHOD_NOT_ALLOWED', instance: path });
  }
  const options = await raw(`${server.url}/v1/periods`, { method: 'OPTIONS' });
  expect([options.status, options.headers.allow]).toEqual([204, 'GET, HEAD, OPTIONS']);
  for (const path of ['/v1/periods', '/v1/events']) {
    const head = await raw(server.url + path, { method: 'HEAD' });
    expect([head.status, head.text]).toEqual([200, '']);
  }
  expect((await raw(`${server.url}/v1/nothing`, { method: 'HEAD' })).status).toBe(404);
});

test('every answer says how far it knows the log, and none says what answers', async () => {
  for (const path of ['/v1/periods', '/v1/events', '/v1/nothing', '/v1/indicators/%zz']) {
    const { headers } = await server.get(path);
    expect(headers.get('ledger-sequence')).toMatch(/^\d+$/);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
});

test('an event list does not change while it is read in pages as of a moment', async () => {
  const { json } = await server.get('/v1/events?limit=1');
  const { sequence } = json.asOf;
  await server.post('/v1/events', ndjson([pledge(600)]), { 'content-type': NDJSON });
  const rest = await server.get(`/v1/events?limit=1000&asOf=${sequence}`);
  expect(rest.json.events.at(-1).logindex).toBe(sequence);
});
