import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BATCH, pledge, serve } from '../api/support.ts';
import { USCC } from '../support/facts.ts';
import { bearer, withParticipants } from './support.ts';

/** One identity, one event: however often, by whomever and across whatever it is posted. */

test('fifty posts of one id at once give one event, and fifty equal answers', async () => {
  const server = await withParticipants();
  const bank = server.as(server.keys.bank);
  const replies = await Promise.all(Array.from({ length: 50 }, () => bank.post('/v1/events', pledge(1))));
  expect(replies.map(({ status }) => status).toSorted()).toEqual([...Array(49).fill(200), 201]);
  expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
  expect(replies.filter(({ headers }) => headers.get('idempotency-hit') === 'true')).toHaveLength(49);
  await server.end();
});

test('an id of another institution is refused before it is looked for, and as its own is another fact', async () => {
  const server = await withParticipants();
  expect((await server.as(server.keys.bank).post('/v1/events', pledge(1))).status).toBe(201);
  const other = server.as(server.keys.otherBank);
  for (const fact of [pledge(1), pledge(1, { securedAmount: '1.00' })]) {
    const { status, json } = await other.post('/v1/events', fact);
    expect([status, json.code]).toEqual([403, 'SOURCE_FOREIGN']);
  }
  const own = pledge(1, {}, { source: `urn:uscc:${USCC.otherBank}`, subject: `pledge/${USCC.otherBank}.1` });
  expect((await other.post('/v1/events', own)).status).toBe(201);
  await server.end();
});

test('one id twice in a batch is one event; with another content it is refused', async () => {
  const server = await withParticipants();
  const facts = [pledge(1), pledge(1), pledge(1, { securedAmount: '1.00' })];
  const { json } = await server.as(server.keys.bank).post('/v1/events', facts, { 'content-type': BATCH });
  expect(json.map(({ status }: { status: number }) => status)).toEqual([201, 200, 409]);
  expect(json[1].sequence).toBe(json[0].sequence);
  await server.end();
});

test('who has not got the answer asks again after a restart and gets that of the first time', async () => {
  const first = await withParticipants();
  const { bank } = first.keys;
  const gone = new AbortController();
  const lost = fetch(`${first.url}/v1/events`, {
    method: 'POST',
    headers: { ...bearer(bank), 'content-type': 'application/json' },
    body: JSON.stringify(pledge(1)),
    signal: gone.signal,
  }).catch(() => undefined);
  await first.as(bank).post('/v1/events', pledge(2));
  gone.abort();
  await lost;
  await first.close();
  const second = await serve({ directory: first.directory });
  const replies = [1, 2].map((number) => second.post('/v1/events', pledge(number), bearer(bank)));
  const [again, known] = await Promise.all(replies);
  expect([200, 201]).toContain(again?.status);
  expect(known?.status).toBe(200);
  const repeated = await second.post('/v1/events', pledge(1), bearer(bank));
  expect([repeated.status, repeated.text]).toEqual([200, again?.text]);
  await second.close();
  rmSync(first.directory, { recursive: true, force: true });
});
