import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { RULES, rulesOf } from '../../projections/rules.ts';
import { readRules } from '../../src/api/rules.ts';
import { adoptRules } from '../../src/api/rulesActions.ts';
import { type LedgerReader, type LedgerWriter, LOCAL_ACTOR } from '../../src/main.ts';
import { FactRefused } from '../../src/problem.ts';
import { systemClock } from '../../src/recorder/clock.ts';
import { closeAll, newSetup } from '../recorder/setup.ts';
import { NO_STATEMENTS } from '../support/statements.ts';
import { type Served, serve } from './support.ts';

/** The rules in force, and their adoption. */

const JSON_TYPE = { 'content-type': 'application/json' };

describe('over HTTP', () => {
  let server: Served;
  beforeAll(async () => {
    server = await serve();
  });
  afterAll(() => server.end());

  test('the version in force is that of the opening while none was adopted', async () => {
    const { json } = await server.get('/v1/rules');
    expect(json).toMatchObject({ opened: 1, inForce: 1, known: [1], adoptions: [] });
  });

  test.each([
    ['the version in force', { version: 1, reason: '修订' }, 422, 'SAME_AS_BEFORE', '/version'],
    ['one that the program has not', { version: 2, reason: '修订' }, 422, 'RULES_UNKNOWN', '/version'],
    ['none', { reason: '修订' }, 400, 'FIELD_MISSING', '/version'],
    ['one without a reason', { version: 2 }, 400, 'FIELD_MISSING', '/reason'],
    ['a text', { version: '2', reason: '修订' }, 400, 'TYPE_WRONG', '/version'],
    [
      'one of another day',
      { version: 2, reason: 'x', effectiveOn: '2020-01-01' },
      400,
      'FIELD_UNKNOWN',
      '/effectiveOn',
    ],
  ])('%s is not adopted', async (_, body, status, code, pointer) => {
    const reply = await server.post('/v1/rules', body, JSON_TYPE);
    expect([reply.status, reply.json.code, reply.json.errors[0].pointer]).toEqual([status, code, pointer]);
  });

  test('nobody posts an adoption as a fact', async () => {
    const fact = {
      specversion: '1.0',
      id: 'r1',
      source: 'urn:uscc:114419000074000158',
      type: 'rules.adopted',
      subject: 'ledger/main',
      data: { effectiveOn: '2020-01-01', version: 2, reason: '修订' },
    };
    const { status, json } = await server.post('/v1/events', fact);
    expect([status, json.code]).toEqual([400, 'TYPE_NOT_POSTABLE']);
  });
});

describe('an adoption of another version', () => {
  afterEach(closeAll);

  test('is an event of the ledger on its own subject, and the version in force from then on', async () => {
    const statements = { ...NO_STATEMENTS, knowsRules: (version: number) => version <= 2 };
    const { journal, recorder, event } = newSetup({ ports: { statements, clock: systemClock } });
    const ledger = { recorder, journal: journal.reader } as LedgerWriter;
    const place = { params: {}, actor: LOCAL_ACTOR, only: undefined, query: {} };
    const adopt = (version: number) => adoptRules(ledger, { version, reason: '修订' }, place);
    const sequence = journal.size;
    expect(await adopt(2)).toMatchObject({ status: 201, value: { sequence: String(sequence) } });
    expect(event(sequence)).toMatchObject({
      source: 'urn:ledger',
      type: 'rules.adopted',
      subject: 'ledger/main',
      recordedby: 'local',
      data: { version: 2, reason: '修订' },
    });
    const rules = new Map([1, 2].map((version) => [version, rulesOf(RULES, 1)]));
    const known: LedgerReader = { ...ledger, rules };
    expect(readRules(known, {})).toMatchObject({
      opened: 1,
      inForce: 2,
      known: [1, 2],
      adoptions: [{ version: 2, reason: '修订', sequence: String(sequence), recordedBy: 'local' }],
    });
    expect(readRules(known, { asOf: String(sequence - 1) })).toMatchObject({ inForce: 1, adoptions: [] });
    await expect(adopt(2)).rejects.toThrow(FactRefused);
    expect(await adopt(1)).toMatchObject({ status: 201 });
    expect(readRules(known, {}).inForce).toBe(1);
  });
});
