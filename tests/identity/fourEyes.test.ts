import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pledge } from '../api/support.ts';
import { facts, type Posted, USCC } from '../support/facts.ts';
import { type Keys, type WithParticipants, withParticipants } from './support.ts';

/** Four eyes over HTTP: what one person of the bureau cannot do, and what another may do no longer. */

let server: WithParticipants;
beforeAll(async () => {
  server = await withParticipants();
});
afterAll(() => server.end());

const BUREAU = `urn:uscc:${USCC.bureau}`;
const post = async (key: string, fact: Posted | object) => {
  const { status, json } = await server.as(key).post('/v1/events', fact);
  return [status, json.code, json.errors?.[0]?.pointer];
};
const by = (name: keyof Keys): string => server.keys[name];
const TAKEN = [201, undefined, undefined];

const target = (value: string) => ({
  effectiveOn: '2020-01-01',
  indicator: 'pledge-count-growth',
  year: 2020,
  target: value,
});
const requested = (id: string, type: string, data: object, subject: string): Posted =>
  facts.changeRequested({ type, data, reason: '会议决定' }, { id, source: BUREAU, subject });
const approved = (request: string, subject: string, id = `approve-${request}`): Posted =>
  facts.changeApproved({ request: { source: BUREAU, id: request } }, { id, source: BUREAU, subject });

describe('another target', () => {
  const subject = 'target/pledge-count-growth';

  test('is not set by one person, be it directly or by approving the own request', async () => {
    const direct = facts.targetSet(target('41'), { id: 'direct', source: BUREAU, subject });
    expect(await post(by('bureau'), direct)).toEqual([422, 'FOUR_EYES', '/type']);
    expect(await post(by('bureau'), requested('r1', 'target.set', target('41'), subject))).toEqual(TAKEN);
    const refused = [422, 'FOUR_EYES', '/data/request'];
    expect(await post(by('bureau'), approved('r1', subject))).toEqual(refused);
    // Another key of the same holder is the same person.
    for (const holder of ['desk one', ' Desk  ONE '])
      expect(await post(await server.issue(USCC.bureau, holder), approved('r1', subject))).toEqual(refused);
  });

  test('is stale once another request for that year was approved, and still may be rejected', async () => {
    expect(await post(by('bureau'), requested('r2', 'target.set', target('42'), subject))).toEqual(TAKEN);
    expect(await post(by('secondBureau'), approved('r2', subject))).toEqual(TAKEN);
    expect(await post(by('secondBureau'), approved('r1', subject))).toEqual([
      422,
      'REQUEST_STALE',
      '/data/request',
    ]);
    const rejected = facts.changeRejected(
      { request: { source: BUREAU, id: 'r1' }, reason: '已有新目标' },
      { id: 'reject-r1', source: BUREAU, subject },
    );
    expect(await post(by('secondBureau'), rejected)).toEqual(TAKEN);
    expect(await post(by('secondBureau'), approved('r2', subject, 'twice'))).toEqual([
      422,
      'REQUEST_DECIDED',
      '/data/request',
    ]);
  });
});

describe('a correction in a closed month', () => {
  const registered = pledge(1);
  const supersedes = { source: registered.source, id: registered.id };
  const withdrawal = { effectiveOn: '2021-01-10', supersedes, reason: '重复登记' };

  test('is requested by one person and approved by another; of two requests the second is stale', async () => {
    expect(await post(by('bank'), registered)).toEqual(TAKEN);
    const { effectiveOn } = registered.data as { effectiveOn: string };
    const period = effectiveOn.slice(0, 7);
    const closed = facts.periodClosed({ period }, { source: BUREAU, subject: `period/${period}` });
    expect(await post(by('bureau'), closed)).toEqual(TAKEN);
    const { subject } = registered;
    const direct = facts.factWithdrawn(withdrawal, { id: 'w', source: BUREAU, subject });
    expect(await post(by('bureau'), direct)).toEqual([422, 'PERIOD_CLOSED', '/data/supersedes']);
    for (const id of ['w1', 'w2'])
      expect(await post(by('bureau'), requested(id, 'fact.withdrawn', withdrawal, subject))).toEqual(TAKEN);
    expect(await post(by('bank'), approved('w1', subject))).toEqual([403, 'TYPE_NOT_PERMITTED', '/type']);
    expect(await post(by('bureau'), approved('w1', subject))).toEqual([422, 'FOUR_EYES', '/data/request']);
    expect(await post(by('secondBureau'), approved('w1', subject))).toEqual(TAKEN);
    expect(await post(by('secondBureau'), approved('w2', subject))).toEqual([
      422,
      'REQUEST_STALE',
      '/data/request',
    ]);
  });
});
