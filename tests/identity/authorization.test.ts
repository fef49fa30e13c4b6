import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FINDING_CODES } from '../../projections/findings.ts';
import { AUTHORIZATION } from '../../src/api/authorization.ts';
import { OPERATIONS } from '../../src/api/description/operations.ts';
import { NDJSON, parseLines, pledge, type Reply, sequenceOf } from '../api/support.ts';
import { facts, type Posted, USCC } from '../support/facts.ts';
import { bearer, type Keys, type WithParticipants, withParticipants } from './support.ts';

/** Role × route × ownership: who may use what, and what of it an institution sees and writes. */

let server: WithParticipants;

const otherPledge = (number: number, data: object = {}): Posted =>
  pledge(
    number,
    {
      pledgee: { uscc: USCC.otherBank, name: '另一示例银行', kind: 'bank' },
      rights: [{ kind: 'invention', number: '201710601862.3' }],
      ...data,
    },
    {
      id: `q${number}`,
      source: `urn:uscc:${USCC.otherBank}`,
      subject: `pledge/${USCC.otherBank}.${number}`,
    },
  );

let last = '';
const recorded = async (reply: Promise<Reply>): Promise<Reply> => {
  const found = await reply;
  if (found.status !== 201) throw new Error(found.text);
  last = sequenceOf(found);
  return found;
};

beforeAll(async () => {
  server = await withParticipants();
  const bank = server.as(server.keys.bank);
  const other = server.as(server.keys.otherBank);
  await recorded(
    bank.post('/v1/events', pledge(1, { rights: [{ kind: 'invention', number: '201710601862.3' }] })),
  );
  const second = {
    securedAmount: '2000000.00',
    rights: [{ kind: 'utilityModel', number: '201520001001.8' }],
  };
  await recorded(bank.post('/v1/events', pledge(2, second)));
  await recorded(other.post('/v1/events', otherPledge(3, { securedAmount: '900000.00' })));
});
afterAll(() => server.end());

const read = async (key: keyof Keys, path: string): Promise<Reply> =>
  server.get(path, { ...bearer(server.keys[key]), 'ledger-after': last });

/** i institution, a auditor, b bureau, o operator, p anybody; as the specification has it, not as the code. */
const ROUTES: Readonly<Record<string, string>> = {
  'GET /v1/self': 'iabo',
  'POST /v1/events': 'ib',
  'GET /v1/events': 'iab',
  'GET /v1/contracts': 'iab',
  'GET /v1/contracts/:line/:id': 'iab',
  'GET /v1/indicators': 'iab',
  'GET /v1/indicators/:code': 'iab',
  'GET /v1/indicators/:code/:year/lineage': 'iab',
  'GET /v1/indicators/:code/:year/difference': 'iab',
  'GET /v1/indicators/:code/:year/evidence': 'ab',
  'POST /v1/bulletins': 'b',
  'GET /v1/bulletins': 'p',
  'GET /v1/bulletins/:id': 'p',
  'GET /v1/bulletins/:id/tables/:file': 'p',
  'GET /v1/bulletins/:id/evidence': 'p',
  'GET /v1/confirmations': 'ab',
  'GET /v1/findings': 'iab',
  'POST /v1/findings/:id': 'ib',
  'GET /v1/periods': 'iabo',
  'GET /v1/targets': 'iabo',
  'GET /v1/observations': 'iabo',
  'GET /v1/changes': 'ab',
  'GET /v1/rules': 'iabo',
  'POST /v1/rules': 'o',
  'GET /v1/participants': 'ao',
  'POST /v1/participants': 'o',
  'POST /v1/participants/:uscc/suspend': 'o',
  'POST /v1/participants/:uscc/reinstate': 'o',
  'POST /v1/participants/:uscc/keys': 'o',
  'POST /v1/participants/:uscc/keys/:id/revoke': 'o',
  'GET /log/checkpoint': 'p',
  'GET /log/vkey': 'p',
  'GET /v1/proofs/inclusion': 'p',
  'GET /v1/proofs/consistency': 'p',
  'GET /v1/export': 'a',
  'POST /v1/cosignatures': 'a',
  'GET /openapi.json': 'p',
  'GET /docs': 'p',
  'GET /docs/:file': 'p',
};

test('the table of routes is the specified one', () => {
  const letters = { institution: 'i', auditor: 'a', bureau: 'b', operator: 'o', public: 'p' } as const;
  const table = Object.fromEntries(
    Object.entries(AUTHORIZATION)
      .filter(([route]) => !route.startsWith('GET /log/tile'))
      .map(([route, audience]) => [route, audience.map((role) => letters[role]).join('')]),
  );
  const sorted = (text: string) => [...text].toSorted().join('');
  const both = [table, ROUTES].map((of) =>
    Object.fromEntries(Object.entries(of).map(([route, text]) => [route, sorted(text)])),
  );
  expect(both[0]).toEqual(both[1]);
});

test('the tiles are public but for the entries in them', () => {
  const tiles = Object.entries(AUTHORIZATION).filter(([route]) => route.startsWith('GET /log/tile'));
  expect(tiles.length).toBeGreaterThan(0);
  for (const [route, audience] of tiles)
    expect(audience, route).toEqual(route.includes('entries') ? ['auditor'] : ['public']);
});

const PARAMS: Readonly<Record<string, string>> = {
  ':line': 'pledge',
  ':code': 'pledge-amount-growth',
  ':year': '2019',
  ':uscc': 'nobody',
  ':file': 'nothing',
};

const registered = Object.entries(ROUTES).filter(([route]) => Object.hasOwn(OPERATIONS, route));

describe.each(registered)('%s', (route, allowed) => {
  const [method = '', pattern = ''] = route.split(' ');
  const path = pattern.replace(/:\w+/g, (name) => PARAMS[name] ?? 'nothing');
  const ask = (headers: Record<string, string>): Promise<Reply> =>
    method === 'GET'
      ? server.get(path, headers)
      : server.post(path, [], { ...headers, 'content-type': 'application/json' });

  test.each([
    ['institution', 'bank', 'i'],
    ['auditor', 'auditor', 'a'],
    ['bureau', 'bureau', 'b'],
    ['operator', 'operator', 'o'],
  ] as const)('%s', async (_, key, letter) => {
    const { status, json } = await ask(bearer(server.keys[key]));
    if (allowed.includes(letter) || allowed === 'p') expect([401, 403]).not.toContain(status);
    else expect([status, json.code]).toEqual([403, 'NOT_PERMITTED']);
  });

  test('nobody in particular', async () => {
    const { status } = await ask({});
    if (allowed === 'p') expect(status).not.toBe(401);
    else expect(status).toBe(401);
  });
});

test('what an institution sees by ownership is not kept for good: the owner may be another tomorrow', async () => {
  const keeping = async (key: keyof Keys, path: string) =>
    (await read(key, `${path}?asOf=${last}`)).headers.get('cache-control');
  const [again, forGood] = ['private, no-cache', 'private, max-age=86400, immutable'];
  for (const path of ['/v1/contracts', `/v1/contracts/${pledge(1).subject}`, '/v1/events', '/v1/findings']) {
    expect(await keeping('bank', path)).toBe(again);
    expect(await keeping('auditor', path)).toBe(forGood);
  }
  expect(await keeping('bank', '/v1/indicators')).toBe(forGood);
});

describe('an institution sees its own part only', () => {
  test('of the contracts', async () => {
    const subjects = async (key: keyof Keys) =>
      (await read(key, '/v1/contracts')).json.contracts.map(({ subject }: { subject: string }) => subject);
    expect(await subjects('bank')).toEqual([pledge(1).subject, pledge(2).subject]);
    expect(await subjects('otherBank')).toEqual([otherPledge(3).subject]);
    expect(await subjects('auditor')).toHaveLength(3);
    expect(await subjects('bureau')).toHaveLength(3);
  });

  test('of the histories: another is not there for it', async () => {
    const path = `/v1/contracts/${otherPledge(3).subject}`;
    expect((await read('otherBank', path)).status).toBe(200);
    expect((await read('auditor', path)).status).toBe(200);
    const foreign = await read('bank', path);
    const nothing = await read('bank', '/v1/contracts/pledge/nothing');
    expect([foreign.status, foreign.json.code]).toEqual([404, 'NOT_FOUND']);
    // But for its name, which who asks has given.
    expect(foreign.text.replaceAll(otherPledge(3).subject, 'pledge/nothing')).toBe(nothing.text);
  });

  test('of the events, in pages and as NDJSON', async () => {
    const page = (await read('bank', '/v1/events')).json.events;
    expect(page.map(({ id }: { id: string }) => id)).toEqual(['p1', 'p2']);
    const stream = await server.get('/v1/events', { ...bearer(server.keys.bank), accept: NDJSON });
    expect(parseLines(stream.text).map(({ id }) => id)).toEqual(['p1', 'p2']);
    const foreign = await read('bank', `/v1/events?subject=${otherPledge(3).subject}`);
    expect(foreign.json.events).toEqual([]);
    expect((await read('auditor', '/v1/events?limit=1000')).json.events.length).toBeGreaterThan(60);
  });

  test('of the figures, in every form', async () => {
    const figureOf = async (key: keyof Keys) => {
      const { json } = await read(key, '/v1/indicators?year=2019');
      const row = json.rows.find(({ code }: { code: string }) => code === 'pledge-amount-growth');
      return [json.institution, row.value.amountFen, row.target, row.memo.enterprises];
    };
    const [, own] = await figureOf('bank');
    const [, others] = await figureOf('otherBank');
    const [institution, whole, target] = await figureOf('bureau');
    expect([institution, target]).toEqual([undefined, '40']);
    expect(others).toBe('90000000');
    expect(BigInt(own) + BigInt(others)).toBe(BigInt(whole));
    expect(await figureOf('bank')).toEqual([USCC.bank, own, null, '1']);
    const series = (await read('bank', '/v1/indicators/pledge-amount-growth?from=2019&to=2019&by=kind')).json;
    expect(series.years[0].value.amountFen).toBe(own);
    expect(series.years[0].parts).toMatchObject([{ key: 'patent', value: { amountFen: own } }]);
    const byInstitution = await read(
      'bank',
      '/v1/indicators/pledge-amount-growth?from=2019&to=2019&by=institution',
    );
    expect(byInstitution.json.years[0].parts.map(({ key }: { key: string }) => key)).toEqual([USCC.bank]);
    const lineage = (await read('bank', '/v1/indicators/pledge-amount-growth/2019/lineage')).json;
    expect(lineage.value.amountFen).toBe(own);
    expect(lineage.entries.map(({ id }: { id: string }) => id)).toEqual(['p1', 'p2']);
    expect(lineage.entries.at(-1).running.amountFen).toBe(own);
    const difference = await read(
      'bank',
      '/v1/indicators/pledge-amount-growth/2019/difference?between=0&and=latest',
    );
    expect(difference.json.change.amountFen).toBe(own);
    expect(difference.json.entries).toHaveLength(2);
  });

  test('of the findings: that another contract is involved, not whose', async () => {
    const code = 'RIGHT_PLEDGED_TWICE';
    expect(Object.keys(FINDING_CODES)).toContain(code);
    const of = async (key: keyof Keys) => (await read(key, `/v1/findings?code=${code}`)).json.findings;
    const [whole] = await of('auditor');
    expect(whole.subjects).toHaveLength(2);
    expect(whole.others).toBeUndefined();
    const [own] = await of('bank');
    expect(own).toMatchObject({ id: whole.id, subjects: [pledge(1).subject], others: 1 });
    expect(own.events).toEqual([{ source: `urn:uscc:${USCC.bank}`, id: 'p1' }]);
    expect(JSON.stringify(own)).not.toContain(USCC.otherBank);
    const foreign = await read('bank', `/v1/findings?subject=${otherPledge(3).subject}`);
    expect(foreign.json.findings).toEqual([]);
  });
});

describe('a finding', () => {
  const explain = async (key: keyof Keys, uscc: string, id: string, action = 'explain') => {
    const code = 'RIGHT_PLEDGED_TWICE';
    const [finding] = (await read('auditor', `/v1/findings?code=${code}`)).json.findings;
    const body = { action, text: '两笔贷款分别登记', source: `urn:uscc:${uscc}`, id };
    const path = `/v1/findings/${finding.id}`;
    const reply = await server.as(server.keys[key]).post(path, body, { 'content-type': 'application/json' });
    if (reply.status === 201) last = sequenceOf(reply);
    return [reply.status, reply.json.code, reply.json.errors?.[0]?.pointer];
  };

  test('is explained by whom it concerns, and by no other institution', async () => {
    const third = USCC.otherCompany;
    await server
      .as(server.keys.operator)
      .post(
        '/v1/participants',
        { uscc: third, name: '第三银行（虚构）', kind: 'bank', roles: ['institution'] },
        { 'content-type': 'application/json' },
      );
    const keys = { ...server.keys, third: await server.issue(third, 'third bank') };
    const [finding] = (await read('auditor', '/v1/findings?code=RIGHT_PLEDGED_TWICE')).json.findings;
    const foreign = await server
      .as(keys.third)
      .post(
        `/v1/findings/${finding.id}`,
        { action: 'explain', text: '与本行无关', source: `urn:uscc:${third}`, id: 'third' },
        { 'content-type': 'application/json' },
      );
    expect([foreign.status, foreign.json.code]).toEqual([403, 'NOT_CONCERNED']);
    expect(await explain('bank', USCC.bank, 'bank-says')).toEqual([201, undefined, undefined]);
    expect(await explain('otherBank', USCC.otherBank, 'other-says')).toEqual([201, undefined, undefined]);
  });

  test('shows an institution what it and the bureau have said, not what another has', async () => {
    const said = async (key: keyof Keys) => {
      const { json } = await read(key, '/v1/findings?code=RIGHT_PLEDGED_TWICE');
      return json.findings.map(({ state, statements }: { state: string; statements: { id: string }[] }) => [
        state,
        statements.map(({ id }) => id),
      ]);
    };
    expect(await explain('bureau', USCC.bureau, 'bureau-says')).toEqual([201, undefined, undefined]);
    expect(await said('bank')).toEqual([['explained', ['bank-says', 'bureau-says']]]);
    expect(await said('otherBank')).toEqual([['explained', ['other-says', 'bureau-says']]]);
    expect(await said('auditor')).toEqual([['explained', ['bank-says', 'other-says', 'bureau-says']]]);
  });

  test('is resolved by the bureau alone', async () => {
    expect(await explain('bank', USCC.bank, 'bank-ends', 'resolve')).toEqual([
      403,
      'TYPE_NOT_PERMITTED',
      '/type',
    ]);
    expect(await explain('bureau', USCC.bureau, 'bureau-ends', 'resolve')).toEqual([
      201,
      undefined,
      undefined,
    ]);
  });
});

describe('what is posted', () => {
  const post = async (key: keyof Keys, fact: unknown) => {
    const { status, json } = await server.as(server.keys[key]).post('/v1/events', fact);
    return [status, json.code, json.errors?.[0]?.pointer];
  };

  test('is of the poster itself: another source is refused, be it recorded or not', async () => {
    expect(await post('otherBank', pledge(9))).toEqual([403, 'SOURCE_FOREIGN', '/source']);
    // A repeat would answer with what is recorded.
    const known = pledge(1, { rights: [{ kind: 'invention', number: '201710601862.3' }] });
    expect(await post('otherBank', known)).toEqual([403, 'SOURCE_FOREIGN', '/source']);
    expect(await post('bank', known)).toEqual([200, undefined, undefined]);
  });

  test("in another's contract is refused, but to the bureau", async () => {
    const cancelled = facts.pledgeCancelled(
      { registrationNumber: undefined },
      { id: 'c3', subject: otherPledge(3).subject },
    );
    expect(await post('bank', cancelled)).toEqual([403, 'NOT_OWNER', '/subject']);
    const byBureau = { ...cancelled, source: `urn:uscc:${USCC.bureau}` };
    expect(await post('bureau', byBureau)).toEqual([201, undefined, undefined]);
    expect(await post('bureau', pledge(30))).toEqual([201, undefined, undefined]);
  });

  test.each([
    ['period.closed', () => facts.periodClosed()],
    ['target.set', () => facts.targetSet()],
    ['indicator.observed', () => facts.indicatorObserved()],
    ['change.approved', () => facts.changeApproved()],
  ])('%s is of the bureau alone', async (_, fact) => {
    const own = { ...fact(), source: `urn:uscc:${USCC.bank}` };
    expect(await post('bank', own)).toEqual([403, 'TYPE_NOT_PERMITTED', '/type']);
  });

  test.each(['participant.admitted', 'key.issued', 'ledger.opened'])('%s is of nobody', async (type) => {
    const fact = { ...pledge(1), type, subject: `participant/${USCC.bank}` };
    expect((await post('bureau', fact)).slice(0, 2)).toEqual([400, 'TYPE_NOT_POSTABLE']);
    const asLedger = { ...pledge(1), source: 'urn:ledger' };
    expect((await post('bureau', asLedger)).slice(0, 2)).toEqual([400, 'SOURCE_FORM']);
  });

  test('by a participant of two roles is whatever either may', async () => {
    const both = '91441900MA00NU012H';
    const operator = server.as(server.keys.operator);
    await operator.post(
      '/v1/participants',
      { uscc: both, name: '示例（虚构）', kind: 'government', roles: ['bureau', 'auditor'] },
      { 'content-type': 'application/json' },
    );
    const key = await server.issue(both, 'both desks');
    const auditorOnly = await server.issue(both, 'one desk', ['auditor']);
    const closed = { ...facts.periodClosed(), source: `urn:uscc:${both}` };
    expect((await server.as(auditorOnly).post('/v1/events', closed)).status).toBe(403);
    expect((await server.as(key).post('/v1/events', closed)).status).toBe(201);
    expect((await server.as(key).get('/v1/participants')).status).toBe(200);
  });
});

test('nobody confirms in the name of an institution, the bureau least of all', async () => {
  const report = facts.reportConfirmed(
    { period: '2019', treeSize: '60', figures: [{ indicator: 'pledge-count-growth', count: '0' }] },
    { id: 'c1', source: `urn:uscc:${USCC.bank}`, subject: `report/${USCC.bank}.2019` },
  );
  const codeOf = async (key: keyof Keys) => {
    const { status, json } = await server.as(server.keys[key]).post('/v1/events', report);
    return [status, json.code];
  };
  expect(await codeOf('bureau')).toEqual([403, 'TYPE_NOT_PERMITTED']);
  expect(await codeOf('otherBank')).toEqual([403, 'SOURCE_FOREIGN']);
  expect(await codeOf('bank')).toEqual([201, undefined]);
});
