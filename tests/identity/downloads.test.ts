import { afterAll, beforeAll, expect, test } from 'vitest';
import { load, NDJSON, ndjson, pledge } from '../api/support.ts';
import { AUDITOR, bearer, type WithParticipants, withParticipants } from './support.ts';

/** A download of the log is as long as the log: a key that is revoked meanwhile gets no more of it. */

const FACTS = 1_400;
const RIGHTS = 60;
const TITLE = '示例商标'.repeat(50);
/** Facts that make the log larger than what the system may hold for a client that does not read: 36 MB, and more than that. */
const large = (number: number) =>
  pledge(number, {
    register: 'trademark',
    rights: Array.from({ length: RIGHTS }, (_, index) => ({
      kind: 'trademark',
      number: String(1_000_000 + number * RIGHTS + index),
      title: TITLE,
    })),
  });

let server: WithParticipants;
let last: string;
beforeAll(async () => {
  server = await withParticipants();
  const facts = Array.from({ length: FACTS }, (_, index) => large(index + 1));
  last = await load(server.as(server.keys.bank), ndjson(facts));
});
afterAll(() => server.end());

const isSigned = async (): Promise<boolean> => {
  const { text } = await server.get('/log/checkpoint');
  return Number.parseInt(text.split('\n')[1] ?? '0', 10) > Number.parseInt(last, 10);
};

test.each(['/v1/events', '/v1/export'])('%s', async (path) => {
  while (!(await isSigned())) await new Promise((resolve) => setImmediate(resolve));
  const download = (key: string) =>
    fetch(server.url + path, { headers: { ...bearer(key), accept: NDJSON, 'ledger-after': last } });
  const whole = await download(server.keys.auditor);
  expect((await whole.text()).length).toBeGreaterThan(FACTS * RIGHTS * TITLE.length);
  const key = await server.issue(AUDITOR, 'stolen');
  const [, keyId] = key.split('_');
  const response = await download(key);
  expect(response.status).toBe(200);
  const revoked = await server
    .as(server.keys.operator)
    .post(`/v1/participants/${AUDITOR}/keys/${keyId}/revoke`, {}, { 'content-type': 'application/json' });
  expect(revoked.status).toBe(201);
  await expect(response.text()).rejects.toThrow('terminated');
});
