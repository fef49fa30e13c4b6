import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { facts, SOURCE, USCC } from '../support/facts.ts';
import { faulty, NDJSON, ndjson, parseLines, pledge, type Served, serve } from './support.ts';

let server: Served;
beforeAll(async () => {
  server = await serve();
});
afterAll(() => server.end());

const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, at) => from + at);

const postStream = async (body: string, query = ''): Promise<Record<string, unknown>[]> => {
  const reply = await server.post(`/v1/events${query}`, body, { 'content-type': NDJSON });
  expect(reply.status).toBe(200);
  expect(reply.headers.get('content-type')).toBe(NDJSON);
  return parseLines(reply.text);
};

const open = (query = ''): ClientRequest =>
  request(`${server.url}/v1/events${query}`, { method: 'POST', headers: { 'content-type': NDJSON } });

const answerOf = async (sent: ClientRequest): Promise<IncomingMessage> => {
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return response;
};

const textOf = async (response: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return text;
};

/** The answer's lines as they come. */
async function* linesOf(response: IncomingMessage): AsyncGenerator<Record<string, unknown>> {
  let rest = '';
  for await (const chunk of response) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as Record<string, unknown>;
  }
}

const recordedIds = async (prefix: string, of: Served = server): Promise<string[]> => {
  const { text } = await of.get('/v1/events?type=pledge.registered', { accept: NDJSON });
  return parseLines(text)
    .map(({ id }) => id as string)
    .filter((id) => id.startsWith(prefix));
};

test('a stream answers its refused lines and a summary', async () => {
  const lines = await postStream(ndjson([pledge(1), faulty(2), pledge(1), pledge(3)]));
  expect(lines).toMatchObject([
    { line: 2, errors: [{ code: 'MONEY_NOT_TEXT', pointer: '/data/securedAmount' }], fact: faulty(2) },
    { summary: { recorded: 2, repeated: 1, refused: 1, omittedRefusals: 0 } },
  ]);
  const { summary } = lines[1] as { summary: Record<string, string> };
  expect(Number(summary.lastSequence) - Number(summary.firstSequence)).toBe(1);
  expect(summary.seconds).toBeTypeOf('number');
});

test('a rule refuses a line with the fact as it was posted', async () => {
  const loan = facts.loanDisbursed({ principal: '1.5' }, { id: 'l4', subject: 'pledge/nothing' });
  expect(await postStream(ndjson([loan]))).toMatchObject([
    { line: 1, errors: [{ code: 'NOT_OPENED' }], fact: loan },
    { summary: { recorded: 0, refused: 1, firstSequence: null, lastSequence: null } },
  ]);
});

test('what was refused can be corrected and posted as it was answered', async () => {
  const [refused] = await postStream(ndjson([faulty(5)]));
  const corrected = { ...refused, fact: pledge(5) };
  expect(await postStream(ndjson([corrected]))).toMatchObject([{ summary: { recorded: 1 } }]);
});

test('carriage returns, blank lines, a byte order mark and a last line without its end are taken', async () => {
  const body = `\ufeff${JSON.stringify(pledge(10))}\r\n\r\n\n   \n${JSON.stringify(faulty(11))}\r\n${JSON.stringify(pledge(12))}`;
  expect(await postStream(body)).toMatchObject([{ line: 5 }, { summary: { recorded: 2, refused: 1 } }]);
  expect(await postStream('')).toMatchObject([{ summary: { recorded: 0, refused: 0 } }]);
});

test('lines that are no JSON, no UTF-8 or far too long are refused one by one', async () => {
  const latin = Buffer.from(`{"id":"\u00e9"}\n`, 'latin1');
  const body = Buffer.concat([
    Buffer.from(`{\n[]\n`),
    latin,
    Buffer.from(`"${'x'.repeat(1_100_000)}"\n`),
    Buffer.from(ndjson([pledge(13)])),
  ]);
  const reply = await server.post('/v1/events', body, { 'content-type': NDJSON });
  const lines = parseLines(reply.text) as { line?: number; errors?: { code: string }[] }[];
  expect(lines.map(({ line, errors }) => [line, errors?.[0]?.code])).toEqual([
    [1, 'JSON_INVALID'],
    [2, 'JSON_NOT_OBJECT'],
    [3, 'TEXT_ENCODING'],
    [4, 'FACT_TOO_LARGE'],
    [undefined, undefined],
  ]);
  expect(lines.at(-1)).toMatchObject({ summary: { recorded: 1, refused: 4 } });
});

test('chunks may split lines and characters anywhere', async () => {
  const body = Buffer.from(ndjson([pledge(20), faulty(21), pledge(22)]));
  const sent = open();
  const answer = answerOf(sent);
  for (let at = 0; at < body.length; at += 97) {
    sent.write(body.subarray(at, at + 97));
    await sleep(1);
  }
  sent.end();
  expect(parseLines(await textOf(await answer))).toMatchObject([
    { line: 2, fact: faulty(21) },
    { summary: { recorded: 2, refused: 1 } },
  ]);
});

test('results=all answers each line as it is recorded, to a client that reads while it writes', async () => {
  const sent = open('?results=all');
  sent.write(ndjson([pledge(30)]));
  const lines = linesOf(await answerOf(sent));
  expect((await lines.next()).value).toMatchObject({ line: 1, status: 201, id: 'p30' });
  sent.write(ndjson([pledge(30), faulty(31)]));
  expect((await lines.next()).value).toMatchObject({ line: 2, status: 200, id: 'p30' });
  expect((await lines.next()).value).toMatchObject({ line: 3, status: 400, errors: [{}], fact: faulty(31) });
  sent.end();
  expect((await lines.next()).value).toMatchObject({ summary: { recorded: 1, repeated: 1, refused: 1 } });
});

test('results=all holds back a client that does not read', async () => {
  const sent = open('?results=all');
  const answer = answerOf(sent);
  // The answer is begun and not read: what is sent piles up until the server takes no more.
  const line = ndjson([faulty(32)]).repeat(50);
  let written = 0;
  while (written < 200_000_000 && !sent.writableNeedDrain) {
    sent.write(line);
    written += line.length;
    if (sent.writableNeedDrain) await Promise.race([once(sent, 'drain'), sleep(300)]);
  }
  expect(written).toBeLessThan(100_000_000);
  const response = await answer;
  response.resume();
  sent.end();
  await once(response, 'end');
});

test('a client that writes everything before it reads gets its answer, refusals beyond the limit counted', async () => {
  const count = 20_000;
  const body = ndjson([faulty(40)]).repeat(count);
  const sent = open();
  const answer = answerOf(sent);
  for (let at = 0; at < body.length; at += 1_000_000)
    if (!sent.write(body.slice(at, at + 1_000_000))) await once(sent, 'drain');
  sent.end(ndjson([pledge(41)]));
  // Nothing is read before the ledger has taken the last line: how fast either side is does not matter.
  while (!(await recordedIds('p41')).includes('p41')) await sleep(50);
  const lines = parseLines(await textOf(await answer));
  const { summary } = lines.at(-1) as { summary: Record<string, number> };
  const answered = lines.filter((line) => 'line' in line).length;
  expect(summary.refused).toBe(count);
  expect(summary.omittedRefusals).toBeGreaterThan(0);
  expect(answered + (summary.omittedRefusals ?? 0)).toBe(count);
});

test('an atomic stream is recorded as a whole or not at all', async () => {
  const refused = await postStream(ndjson([pledge(50), faulty(51), pledge(52)]), '?atomic=true');
  expect(refused).toMatchObject([{ line: 2 }, { summary: { recorded: 0, refused: 1, lastSequence: null } }]);
  const all = await postStream(ndjson([pledge(50), faulty(51)]), '?atomic=true&results=all');
  expect(all).toMatchObject([
    { line: 1, status: 422, errors: [{ code: 'BATCH_REFUSED' }] },
    { line: 2, status: 400 },
    { summary: { recorded: 0, refused: 1 } },
  ]);
  expect(await recordedIds('p5')).toEqual(['p5']);
  const taken = await postStream(ndjson(range(50, 3).map((at) => pledge(at))), '?atomic=true');
  expect(taken).toMatchObject([{ summary: { recorded: 3 } }]);
});

/** A deal that was recorded, its two amendments, and the withdrawals of all three in an order that helps nobody. */
const dealToWithdraw = async (name: string) => {
  const subject = `deal/${USCC.bank}.${name}`;
  const ids = ['deal', 'first', 'second'].map((word) => `${name}-${word}`);
  const [deal = '', ...amendments] = ids;
  await postStream(
    ndjson([
      facts.dealSigned({}, { id: deal, subject }),
      ...amendments.map((id) => facts.dealAmended({ priceChange: '1' }, { id, subject })),
    ]),
  );
  return ids.map((id) =>
    facts.factWithdrawn({ supersedes: { source: SOURCE, id } }, { id: `withdrawn-${id}`, subject }),
  );
};

/** More than is read of a stream at once. */
const MANY = 1_000;

test('an atomic stream of any length answers each line once all is known, and leaves nothing behind', async () => {
  const [first, ...rest] = await dealToWithdraw('X1');
  const many = range(500_000, MANY).map((at) => pledge(at));
  const answered = await postStream(ndjson([first, ...many, ...rest, many[0]]), '?atomic=true&results=all');
  const lines = answered.filter((line) => 'line' in line);
  expect(lines.map(({ line }) => line)).toEqual(range(1, MANY + 4));
  expect(lines.slice(0, -1).every(({ status }) => status === 201)).toBe(true);
  expect(lines.at(-1)).toMatchObject({ status: 200, repeated: true, sequence: lines[1]?.sequence });
  const { summary } = answered.at(-1) as { summary: Record<string, string | number> };
  expect(summary).toMatchObject({ recorded: MANY + 3, repeated: 1, refused: 0 });
  // What rested on the deal was withdrawn first.
  expect(lines[0]?.sequence).toBe(summary.lastSequence);
  expect(readdirSync(server.directory).filter((name) => name.startsWith('spool'))).toEqual([]);
});

test('an atomic stream of any length names all that is refused, and records nothing', async () => {
  const [first, second] = await dealToWithdraw('X2');
  const many = range(600_000, MANY).map((at) => pledge(at));
  const lines = [first, ...many, faulty(1), second, many[0]];
  const named = await postStream(ndjson(lines), '?atomic=true');
  expect(named).toMatchObject([
    { line: 1, errors: [{ code: 'NOT_OPENED', pointer: '/data' }], fact: first },
    {},
    { line: MANY + 2, errors: [{ code: 'MONEY_NOT_TEXT' }], fact: faulty(1) },
    { summary: { recorded: 0, repeated: 0, refused: 2, firstSequence: null, lastSequence: null } },
  ]);
  const all = (await postStream(ndjson(lines), '?atomic=true&results=all')).filter((line) => 'line' in line);
  const codes = all.map(({ errors }) => (errors as { code: string }[])[0]?.code);
  expect(codes).toEqual([
    'NOT_OPENED',
    ...many.map(() => 'BATCH_REFUSED'),
    'MONEY_NOT_TEXT',
    'BATCH_REFUSED',
    'BATCH_REFUSED',
  ]);
  expect(await recordedIds('p600')).toEqual([]);
});

test('a fact that is posted while an atomic stream is judged is recorded after it', async () => {
  const body = ndjson(range(700_000, 3 * MANY).map((at) => pledge(at)));
  const [answered, one] = await Promise.all([
    postStream(body, '?atomic=true'),
    sleep(50).then(() => server.post('/v1/events', pledge(1_700_000))),
  ]);
  const { summary } = answered.at(-1) as { summary: { firstSequence: string; lastSequence: string } };
  // Its own are one piece of the log.
  expect(Number(summary.lastSequence) - Number(summary.firstSequence)).toBe(3 * MANY - 1);
  expect(one.status).toBe(201);
});

test('a dry run of a stream judges each fact after those before it, and records none', async () => {
  const loan = facts.loanDisbursed({}, { id: 'l60', subject: pledge(60).subject });
  const lines = await postStream(ndjson([pledge(60), loan]), '?dryRun=true&results=all');
  expect(lines).toMatchObject([
    { line: 1, status: 200 },
    { line: 2, status: 200 },
    { summary: { recorded: 2, firstSequence: null } },
  ]);
  expect(await recordedIds('p60')).toEqual([]);
});

test('wrong use is refused before the stream begins', async () => {
  const reply = await server.post('/v1/events?results=some', '', { 'content-type': NDJSON });
  expect([reply.status, reply.json.code]).toEqual([400, 'USAGE']);
});

test('a client that goes away leaves a prefix of its lines recorded', async () => {
  const sent = open();
  sent.on('error', () => {});
  sent.write(ndjson(range(100_000, 3_000).map((at) => pledge(at))));
  const half = JSON.stringify(pledge(103_000));
  sent.write(half.slice(0, -1));
  while ((await recordedIds('p10')).every((id) => id.length !== 7)) await sleep(50);
  sent.destroy();
  let ids: string[] = [];
  for (let before = -1; before < ids.length; await sleep(200)) {
    before = ids.length;
    ids = await recordedIds('p10');
    ids = ids.filter((id) => id.length === 7);
  }
  expect(ids.length).toBeGreaterThan(0);
  expect(ids).toEqual(range(100_000, ids.length).map((at) => `p${at}`));
  expect(ids).not.toContain('p103000');
  expect((await server.post('/v1/events', pledge(103_000))).status).toBe(201);
});

test('a stream of any length is recorded as it comes, with progress, in bounded memory', async () => {
  const count = 50_000;
  const other = await serve();
  const line = ndjson([pledge(777_777)]);
  const lineOf = (at: number): string => line.replaceAll('777777', String(1_000_000 + at));
  let produced = 0;
  let answered = 0;
  let ahead = 0;
  const lines = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (produced === count) return controller.close();
      controller.enqueue(Buffer.from(range(produced, 100).map(lineOf).join('')));
      produced += 100;
      ahead = Math.max(ahead, produced - answered);
    },
  });
  const response = await fetch(`${other.url}/v1/events`, {
    method: 'POST',
    body: lines,
    headers: { 'content-type': NDJSON },
    duplex: 'half',
  } as RequestInit);
  const seen: Record<string, unknown>[] = [];
  let rest = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    const parts = (rest + Buffer.from(chunk).toString('utf8')).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const line = JSON.parse(part) as Record<string, unknown>;
      seen.push(line);
      if ('progress' in line) answered = (line.progress as { lines: number }).lines;
    }
  }
  expect(seen.at(-1)).toMatchObject({ summary: { recorded: count, refused: 0 } });
  expect(seen.filter((line) => 'progress' in line)).toHaveLength(count / 1_000);
  // What the server has taken and not yet recorded is a few groups, whatever the length (the rest is in the sockets).
  expect(ahead).toBeLessThan(20_000);
  const last = (seen.at(-1) as { summary: { lastSequence: string } }).summary.lastSequence;
  const read = () => other.get('/v1/indicators?year=2019', { 'ledger-after': last });
  // The wait is bounded, and how fast a busy machine projects is not.
  let table = await read();
  while (table.status === 503) table = await read();
  expect(table.json.rows[6].value).toEqual({ count: String(count) });
  await other.end();
});

test('a stream under a stop ends without a summary, and says why', async () => {
  const other = await serve();
  const sent = request(`${other.url}/v1/events?results=all`, {
    method: 'POST',
    headers: { 'content-type': NDJSON },
  });
  sent.write(ndjson([pledge(1)]));
  const lines = linesOf(await answerOf(sent));
  await lines.next();
  const ended = other.end();
  expect((await lines.next()).value).toMatchObject({
    problem: { code: 'ENVIRONMENT', status: 503 },
    progress: { lines: 1, recorded: 1 },
  });
  expect((await lines.next()).done).toBe(true);
  sent.end();
  await ended;
});
