import { afterAll, beforeAll, expect, test } from 'vitest';
import { FAILED_LOGINS_PER_MINUTE_MAX } from '../../src/api/limits.ts';
import { pledge } from '../api/support.ts';
import { type WithParticipants, withParticipants } from './support.ts';

/** Keys and tokens that let nobody in, again and again. */

let server: WithParticipants;
beforeAll(async () => {
  server = await withParticipants();
});
afterAll(() => server.end());

const ask = (credential: string) => server.get('/v1/periods', { authorization: `Bearer ${credential}` });

test('an address is told when to come back after too many keys that are not valid; a valid one is let in', async () => {
  const unknown = server.keys.auditor.replace(/^lk_[^_]+/, 'lk_0000000000000000');
  for (let at = 0; at < FAILED_LOGINS_PER_MINUTE_MAX; at += 1)
    expect((await ask(at % 2 === 0 ? unknown : 'no-token')).status).toBe(401);
  for (const credential of [unknown, 'no-token', 'lk_']) {
    const limited = await ask(credential);
    expect([limited.status, limited.json.code]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(limited.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  }
  const posted = await server.post('/v1/events', pledge(1), { authorization: `Bearer ${unknown}` });
  expect(posted.status).toBe(429);
  expect((await ask(server.keys.auditor)).status).toBe(200);
  // Nothing was given, so nothing was tried.
  expect((await server.get('/v1/periods')).status).toBe(401);
});
