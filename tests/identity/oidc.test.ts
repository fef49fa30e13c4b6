import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OIDC_CLOCK_TOLERANCE_SECONDS } from '../../src/api/limits.ts';
import { createTokenVerifier, type OidcOptions } from '../../src/api/oidc.ts';
import { readConfig } from '../../src/config.ts';
import { createIdentity } from '../../src/domain/identity.ts';
import { Problem } from '../../src/problem.ts';
import { NDJSON, ndjson, parseLines, pledge } from '../api/support.ts';
import { USCC } from '../support/facts.ts';
import { bearer, type WithParticipants, withParticipants } from './support.ts';

/** Tokens of an identity provider: a small one that publishes its keys, changes them, and can be away. */

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

interface Provider {
  readonly issuer: string;
  /** Publishes a new key instead of the old one. */
  rotate(): Promise<void>;
  sign(
    claims: JWTPayload,
    options?: { readonly expires?: string | number; readonly audience?: string },
  ): Promise<string>;
  /** The public key as a file would have it. */
  readonly publicPem: () => Promise<string>;
  close(): void;
}

const startProvider = async (): Promise<Provider> => {
  let number = 0;
  let pair: KeyPair = await generateKeyPair('ES256');
  const kid = () => `key-${number}`;
  const server: Server = createServer((request, response) => {
    const answer = async () => {
      const jwk = { ...(await exportJWK(pair.publicKey)), kid: kid(), alg: 'ES256', use: 'sig' };
      return request.url === '/jwks' ? { keys: [jwk] } : { issuer, jwks_uri: `${issuer}/jwks` };
    };
    answer().then((value) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(value));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    rotate: async () => {
      number += 1;
      pair = await generateKeyPair('ES256');
    },
    sign: (claims, { expires = '5m', audience = 'ledger' } = {}) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', kid: kid() })
        .setIssuer((claims.iss as string | undefined) ?? issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(expires)
        .sign(pair.privateKey),
    publicPem: () => exportSPKI(pair.publicKey),
    close: () => server.close(),
  };
};

const HASH_KEY = 'a key that is the same on every node';
const optionsOf = (provider: Provider): OidcOptions => ({
  issuer: provider.issuer,
  audience: 'ledger',
  hashKey: HASH_KEY,
  usccClaim: 'uscc',
  rolesClaim: 'roles',
  cooldownMs: 0,
});

let provider: Provider;
let server: WithParticipants;
beforeAll(async () => {
  provider = await startProvider();
  server = await withParticipants({ oidc: optionsOf(provider) });
});
afterAll(async () => {
  await server.end();
  provider.close();
});

const CLAIMS = { sub: 'zhang.san@bank.example', uscc: USCC.bank, roles: ['institution', 'unknown'] };

const selfOf = async (token: string) => {
  const { status, json } = await server.get('/v1/self', bearer(token));
  return status === 200 ? json : [status, json.code];
};

test('a token lets its bearer act for the participant, and the log does not name the person', async () => {
  const token = await provider.sign(CLAIMS);
  const self = await selfOf(token);
  expect(self).toMatchObject({ participant: USCC.bank, roles: ['institution'] });
  expect(self.recordedBy).toMatch(new RegExp(`^${USCC.bank}/oidc-[0-9a-f]{64}$`));
  const { json, status } = await server.post('/v1/events', pledge(1), bearer(token));
  expect(status).toBe(201);
  expect(json.recordedEvent.recordedby).toBe(self.recordedBy);
  expect(JSON.stringify(json)).not.toContain('zhang');
  expect((await selfOf(await provider.sign(CLAIMS))).recordedBy).toBe(self.recordedBy);
  const other = await selfOf(await provider.sign({ ...CLAIMS, sub: 'li.si@bank.example' }));
  expect(other.recordedBy).not.toBe(self.recordedBy);
});

test('a token gives no role that the participant does not have', async () => {
  const token = await provider.sign({ ...CLAIMS, roles: 'bureau operator auditor' });
  expect(await selfOf(token)).toEqual([403, 'NOT_PERMITTED']);
});

test('two persons of the bureau are four eyes, one with two tokens is not', async () => {
  const claims = (sub: string) => ({ sub, uscc: USCC.bureau, roles: ['bureau'] });
  const source = `urn:uscc:${USCC.bureau}`;
  const subject = 'target/pledge-count-growth';
  const data = { effectiveOn: '2020-01-01', indicator: 'pledge-count-growth', year: 2020, target: '41' };
  const requested = {
    ...{ specversion: '1.0', id: 'r1', source, type: 'change.requested', subject },
    data: { effectiveOn: '2020-01-01', type: 'target.set', data, reason: 'council decision' },
  };
  const approved = {
    ...{ specversion: '1.0', id: 'a1', source, type: 'change.approved', subject },
    data: { effectiveOn: '2020-01-01', request: { source, id: 'r1' } },
  };
  const post = async (sub: string, fact: unknown) => {
    const { status, json } = await server.post('/v1/events', fact, bearer(await provider.sign(claims(sub))));
    return [status, json.code];
  };
  expect(await post('first', requested)).toEqual([201, undefined]);
  expect(await post('first', approved)).toEqual([422, 'FOUR_EYES']);
  expect(await post('second', approved)).toEqual([201, undefined]);
});

describe('no token is taken', () => {
  test.each<[string, () => Promise<string>, number, string]>([
    ['that is for somebody else', () => provider.sign(CLAIMS, { audience: 'mail' }), 401, 'UNAUTHENTICATED'],
    [
      'of another issuer',
      () => provider.sign({ ...CLAIMS, iss: 'https://evil.example' }),
      401,
      'UNAUTHENTICATED',
    ],
    ['that has expired', () => provider.sign(CLAIMS, { expires: '-1m' }), 401, 'UNAUTHENTICATED'],
    ['without a subject', () => provider.sign({ ...CLAIMS, sub: '' }), 401, 'UNAUTHENTICATED'],
    ['without an institution', () => provider.sign({ sub: 'x', roles: ['bureau'] }), 401, 'UNAUTHENTICATED'],
    ['of no participant', () => provider.sign({ ...CLAIMS, uscc: USCC.fund }), 403, 'NOT_ADMITTED'],
  ])('%s', async (_, token, status, code) => {
    expect(await selfOf(await token())).toEqual([status, code]);
  });

  test('that is not signed', async () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const exp = Math.floor(Date.now() / 1000) + 300;
    const body = { ...CLAIMS, iss: provider.issuer, aud: 'ledger', exp };
    expect(await selfOf(`${part({ alg: 'none' })}.${part(body)}.`)).toEqual([401, 'UNAUTHENTICATED']);
  });

  test('that is signed with what everybody knows: the public key as a shared secret', async () => {
    const token = await new SignJWT(CLAIMS)
      .setProtectedHeader({ alg: 'HS256', kid: 'key-0' })
      .setIssuer(provider.issuer)
      .setAudience('ledger')
      .setExpirationTime('5m')
      .sign(Buffer.from(await provider.publicPem()));
    expect(await selfOf(token)).toEqual([401, 'UNAUTHENTICATED']);
  });

  test('of a key that the provider has taken back, and at once one of its new key', async () => {
    const old = await provider.sign(CLAIMS);
    await provider.rotate();
    const fresh = await provider.sign(CLAIMS);
    expect(await selfOf(fresh)).toMatchObject({ participant: USCC.bank });
    expect(await selfOf(old)).toEqual([401, 'UNAUTHENTICATED']);
  });

  test('of a suspended participant', async () => {
    const token = await provider.sign({ sub: 'x', uscc: USCC.otherBank, roles: ['institution'] });
    expect(await selfOf(token)).toMatchObject({ participant: USCC.otherBank });
    const headers = { ...bearer(server.keys.operator), 'content-type': 'application/json' };
    await server.post(`/v1/participants/${USCC.otherBank}/suspend`, {}, headers);
    expect(await selfOf(token)).toEqual([403, 'NOT_ADMITTED']);
  });
});

test('a token that expires ends an upload under way: what came before stands, nothing after it', async () => {
  const soon = Math.floor(Date.now() / 1_000) - OIDC_CLOCK_TOLERANCE_SECONDS + 4;
  const token = await provider.sign(CLAIMS, { expires: soon });
  const never = Promise.withResolvers<void>();
  async function* body() {
    yield Buffer.from(ndjson([pledge(200)]));
    await never.promise;
    yield Buffer.from(ndjson([pledge(201)]));
  }
  const response = await fetch(`${server.url}/v1/events?results=all`, {
    method: 'POST',
    headers: { ...bearer(token), 'content-type': NDJSON },
    body: ReadableStream.from(body()),
    duplex: 'half',
  } as RequestInit);
  const answered = parseLines(await response.text());
  never.resolve();
  expect(answered[0]).toMatchObject({ line: 1, status: 201 });
  expect(answered.at(-1)).toMatchObject({
    problem: { code: 'UNAUTHENTICATED', message: { en: expect.stringContaining('expired') } },
    progress: { lines: 1, recorded: 1 },
  });
});

test('a provider that is away is the environment, and no reason to let anybody in', async () => {
  const gone = await startProvider();
  const token = await gone.sign(CLAIMS);
  gone.close();
  const verify = createTokenVerifier(optionsOf(gone), createIdentity);
  const found = await verify(token);
  expect(found).toBeInstanceOf(Problem);
  expect(found).toMatchObject({ code: 'ENVIRONMENT' });
});

describe('the configuration names the variable and the rule', () => {
  const OIDC = {
    OIDC_ISSUER: 'https://id.example.org',
    OIDC_AUDIENCE: 'ledger',
    OIDC_HASH_KEY: HASH_KEY,
    OIDC_USCC_CLAIM: 'uscc',
    OIDC_ROLES_CLAIM: 'roles',
  };
  test('all of it is a provider', () => {
    expect(readConfig(OIDC).oidc).toEqual({
      issuer: 'https://id.example.org',
      audience: 'ledger',
      hashKey: HASH_KEY,
      usccClaim: 'uscc',
      rolesClaim: 'roles',
    });
    expect(readConfig({}).oidc).toBeUndefined();
  });
  test.each<[string, NodeJS.ProcessEnv]>([
    ['OIDC_AUDIENCE', { ...OIDC, OIDC_AUDIENCE: undefined }],
    ['OIDC_ISSUER', { ...OIDC, OIDC_ISSUER: undefined }],
    ['OIDC_ISSUER', { ...OIDC, OIDC_ISSUER: 'http://id.example.org' }],
    ['OIDC_ISSUER', { ...OIDC, OIDC_ISSUER: 'id.example.org' }],
    ['OIDC_HASH_KEY', { ...OIDC, OIDC_HASH_KEY: 'short-secret' }],
    ['OIDC_USCC_CLAIM', { ...OIDC, OIDC_USCC_CLAIM: '' }],
    ['OIDC_ROLES_CLAIM', { ...OIDC, OIDC_ROLES_CLAIM: undefined }],
    ['TRUST_PROXY', { HOST: '0.0.0.0' }],
    ['TRUST_PROXY', { HOST: '0.0.0.0', TRUST_PROXY: 'yes' }],
  ])('%s', (variable, environment) => {
    const read = () => readConfig(environment);
    expect(read).toThrow(variable);
    expect(read).not.toThrow('short-secret');
  });
  test('a host beyond this machine goes with a proxy', () => {
    expect(readConfig({ HOST: '0.0.0.0', TRUST_PROXY: '1' })).toMatchObject({
      host: '0.0.0.0',
      trustProxy: 1,
    });
    expect(readConfig({ TRUST_PROXY: '10.0.0.0/8,::1' }).trustProxy).toBe('10.0.0.0/8,::1');
  });
});
