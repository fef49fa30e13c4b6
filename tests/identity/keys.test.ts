import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NDJSON, ndjson, parseLines, pledge, serve } from '../api/support.ts';
import { USCC } from '../support/facts.ts';
import {
  AUDITOR,
  admission,
  bearer,
  operatorKeyOf,
  type WithParticipants,
  withParticipants,
} from './support.ts';

/** Participants and their keys, over HTTP: what a key opens, and that it stops doing so at once. */

let server: WithParticipants;
beforeAll(async () => {
  server = await withParticipants();
});
afterAll(() => server.end());

const codeOf = async (headers: Record<string, string>, path = '/v1/periods') => {
  const { status, json } = await server.get(path, headers);
  return [status, json.code];
};

/** A secret may have underscores of its own. */
const secretOf = (key: string): string => key.slice(key.indexOf('_', 3) + 1);

const JSON_TYPE = { 'content-type': 'application/json' };

test('the first admission ends the open mode: nobody is let in without a key', async () => {
  const reply = await server.get('/v1/periods');
  expect([reply.status, reply.json.code]).toEqual([401, 'UNAUTHENTICATED']);
  expect(reply.headers.get('www-authenticate')).toBe('Bearer realm="ledger"');
  expect((await server.post('/v1/events', pledge(1))).status).toBe(401);
});

test("the operator's key of a demonstration is issued with the first participant, in the batch before it", async () => {
  const { json } = await server.as(server.keys.auditor).get('/v1/events?limit=1000');
  const events = json.events.filter(({ type }: { type: string }) => /^(key|participant)\./.test(type));
  expect(events.slice(0, 2)).toMatchObject([
    { type: 'key.issued', subject: 'ledger/main', source: 'urn:ledger', recordedby: 'local' },
    { type: 'participant.admitted', subject: `participant/${USCC.bank}`, source: 'urn:ledger' },
  ]);
  expect(Number(events[1].logindex)).toBe(Number(events[0].logindex) + 1);
  expect(statSync(join(server.directory, 'operator.key')).mode & 0o777).toBe(0o600);
  const [, keyId] = server.keys.operator.split('_');
  expect(events[2]).toMatchObject({ recordedby: `operator/${keyId}` });
});

test.each([
  ['no key of a ledger', () => 'Bearer secret'],
  ['another scheme', (key: string) => `Basic ${key}`],
  ['a key id of nobody', (key: string) => `Bearer ${key.replace(/^lk_[^_]+/, 'lk_0000000000000000')}`],
  [
    'a changed secret',
    (key: string) => `Bearer ${key.slice(0, -2)}${key.at(-2) === 'A' ? 'B' : 'A'}${key.at(-1)}`,
  ],
  [
    'bits beyond the secret',
    (key: string) => `Bearer ${key.slice(0, -1)}${String.fromCharCode((key.at(-1) ?? '').charCodeAt(0) + 1)}`,
  ],
  ['a shorter secret', (key: string) => `Bearer ${key.slice(0, -1)}`],
  ['two keys', (key: string) => `Bearer ${key}, Bearer ${key}`],
  ['nothing', () => 'Bearer '],
])('%s lets nobody in', async (_, of) => {
  expect(await codeOf({ authorization: of(server.keys.auditor) })).toEqual([401, 'UNAUTHENTICATED']);
});

test('a key says who acts, and the log says who acted', async () => {
  const { json } = await server.as(server.keys.bank).get('/v1/self');
  const [, keyId] = server.keys.bank.split('_');
  expect(json).toMatchObject({
    recordedBy: `${USCC.bank}/${keyId}`,
    participant: USCC.bank,
    roles: ['institution'],
  });
  const { json: recorded } = await server.as(server.keys.bank).post('/v1/events', pledge(1));
  expect(recorded.recordedEvent.recordedby).toBe(`${USCC.bank}/${keyId}`);
});

describe('a revoked key', () => {
  test('opens nothing from the moment of its revocation, on the same connection too', async () => {
    const key = await server.issue(USCC.bank, 'stolen');
    const [, keyId] = key.split('_');
    expect((await server.as(key).get('/v1/periods')).status).toBe(200);
    const path = `/v1/participants/${USCC.bank}/keys/${keyId}/revoke`;
    expect((await server.as(server.keys.operator).post(path, {}, JSON_TYPE)).status).toBe(201);
    expect(await codeOf(bearer(key))).toEqual([401, 'UNAUTHENTICATED']);
    expect((await server.as(key).post('/v1/events', pledge(2))).status).toBe(401);
    const again = await server.as(server.keys.operator).post(path, {}, JSON_TYPE);
    expect([again.status, again.json.code]).toEqual([422, 'PARTICIPANT_STATE']);
  });

  test('ends a stream under way: what came before stands, nothing after it', async () => {
    const key = await server.issue(USCC.bank, 'stream');
    const [, keyId] = key.split('_');
    const lines = Array.from({ length: 3 }, (_, at) => ndjson([pledge(100 + at)]));
    const held = Promise.withResolvers<void>();
    async function* body() {
      yield Buffer.from(lines[0] as string);
      await held.promise;
      yield Buffer.from(lines[1] as string);
      yield Buffer.from(lines[2] as string);
    }
    const response = await fetch(`${server.url}/v1/events?results=all`, {
      method: 'POST',
      headers: { ...bearer(key), 'content-type': NDJSON },
      body: ReadableStream.from(body()),
      duplex: 'half',
    } as RequestInit);
    // The answer has begun, so the first line is recorded.
    await server
      .as(server.keys.operator)
      .post(`/v1/participants/${USCC.bank}/keys/${keyId}/revoke`, {}, JSON_TYPE);
    held.resolve();
    const answered = parseLines(await response.text());
    expect(answered[0]).toMatchObject({ line: 1, status: 201 });
    expect(answered.at(-1)).toMatchObject({ problem: { code: 'UNAUTHENTICATED' } });
    const { json } = await server.get('/v1/contracts?line=pledge&limit=1000', {
      ...bearer(server.keys.auditor),
      'ledger-after': String(answered[0]?.sequence),
    });
    const subjects = json.contracts.map(({ subject }: { subject: string }) => subject);
    expect(subjects).toContain(pledge(100).subject);
    expect(subjects).not.toContain(pledge(101).subject);
  });

  test('of the last operator is refused: nobody could manage participants any more', async () => {
    const [, keyId] = server.keys.operator.split('_');
    const reply = await server
      .as(server.keys.operator)
      .post(`/v1/participants/operator/keys/${keyId}/revoke`, {}, JSON_TYPE);
    expect([reply.status, reply.json.code]).toEqual([422, 'LAST_OPERATOR']);
  });
});

describe('an operator that is a participant', () => {
  const COMPANY = '91441900MA00NU012H';

  test('is not suspended while nobody else could manage participants', async () => {
    const other = await serve();
    const ask = (path: string, key: string, body: object = {}) =>
      other.post(path, body, { ...JSON_TYPE, ...bearer(key) });
    await other.post('/v1/participants', admission(USCC.bank, ['institution']), JSON_TYPE);
    const first = operatorKeyOf(other.directory);
    await ask('/v1/participants', first, admission(COMPANY, ['operator']));
    const issued = await ask(`/v1/participants/${COMPANY}/keys`, first, { holder: 'operating company' });
    const { key, keyId } = issued.json;
    const [, firstId] = first.split('_');
    expect((await ask(`/v1/participants/operator/keys/${firstId}/revoke`, key)).status).toBe(201);
    const suspend = () => ask(`/v1/participants/${COMPANY}/suspend`, key);
    const refused = await suspend();
    expect([refused.status, refused.json.code, refused.json.errors[0].value]).toEqual([
      422,
      'LAST_OPERATOR',
      `participant/${COMPANY}`,
    ]);
    const revoked = await ask(`/v1/participants/${COMPANY}/keys/${keyId}/revoke`, key);
    expect(revoked.json.code).toBe('LAST_OPERATOR');
    const second = await ask('/v1/participants/operator/keys', key, { holder: 'second' });
    expect(second.status).toBe(201);
    expect((await suspend()).status).toBe(201);
    expect((await ask('/v1/participants', second.json.key, admission(USCC.bureau, ['bureau']))).status).toBe(
      201,
    );
    await other.end();
  });
});

test('a suspended participant does nothing until it is reinstated, and may be admitted anew with other roles', async () => {
  const operator = server.as(server.keys.operator);
  const change = (verb: string) => operator.post(`/v1/participants/${USCC.otherBank}/${verb}`, {}, JSON_TYPE);
  expect((await change('reinstate')).json.code).toBe('PARTICIPANT_STATE');
  expect((await change('suspend')).status).toBe(201);
  expect(await codeOf(bearer(server.keys.otherBank))).toEqual([403, 'NOT_ADMITTED']);
  expect((await change('suspend')).json.code).toBe('PARTICIPANT_STATE');
  expect((await change('reinstate')).status).toBe(201);
  expect(await codeOf(bearer(server.keys.otherBank))).toEqual([200, undefined]);
  const twice = await operator.post(
    '/v1/participants',
    admission(USCC.otherBank, ['institution']),
    JSON_TYPE,
  );
  expect([twice.status, twice.json.code]).toEqual([422, 'PARTICIPANT_STATE']);
});

test.each([
  [
    'roles beyond those of the participant',
    { holder: 'x', roles: ['bureau'] },
    'VALUE_NOT_ALLOWED',
    '/roles/0',
  ],
  ['no holder', {}, 'FIELD_MISSING', '/holder'],
  ['a misspelt field', { holder: 'x', role: 'bureau' }, 'FIELD_UNKNOWN', '/role'],
  ['a mobile number for a holder', { holder: '13800138000' }, 'PERSONAL_DATA', '/holder'],
])('a key is not issued for %s', async (_, body, code, pointer) => {
  const path = `/v1/participants/${USCC.bank}/keys`;
  const { json, status: given } = await server.as(server.keys.operator).post(path, body, JSON_TYPE);
  expect([given, json.code, json.errors[0].pointer]).toEqual([400, code, pointer]);
});

test('the list of participants shows keys without secrets and digests', async () => {
  const { json, text } = await server.as(server.keys.auditor).get('/v1/participants');
  expect(json.participants.map(({ uscc }: { uscc: string }) => uscc).toSorted()).toEqual(
    [AUDITOR, USCC.bank, USCC.bureau, USCC.otherBank].toSorted(),
  );
  expect(json.operator.keys).toMatchObject([{ holder: 'operator', state: 'valid' }]);
  for (const key of Object.values(server.keys)) expect(text).not.toContain(secretOf(key));
  expect(text).not.toMatch(/[0-9a-f]{64}/);
});

test('no secret is in any file of the ledger but that of the operator', () => {
  const contents = readdirSync(server.directory)
    .filter((name) => name !== 'operator.key')
    .map((name) => readFileSync(join(server.directory, name)).toString('latin1'));
  for (const key of Object.values(server.keys)) {
    for (const content of contents) expect(content.includes(secretOf(key))).toBe(false);
  }
});

test('a ledger that is no demonstration has its operator key from its opening on', async () => {
  const other = await serve({ demonstration: false });
  const key = operatorKeyOf(other.directory);
  const { json } = await other.get('/v1/self', bearer(key));
  expect(json).toMatchObject({ participant: null, roles: ['operator'] });
  const asOperator = await other.get('/v1/contracts', bearer(key));
  expect([asOperator.status, asOperator.json.code]).toEqual([403, 'NOT_PERMITTED']);
  const admitted = await other.post('/v1/participants', admission(USCC.bank, ['institution']), {
    ...JSON_TYPE,
    ...bearer(key),
  });
  expect(admitted.status).toBe(201);
  expect(operatorKeyOf(other.directory)).toBe(key);
  await other.end();
});
