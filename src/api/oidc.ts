import { createHmac } from 'node:crypto';
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import type { Actor } from '../domain/actor.ts';
import { ROLES, type Role } from '../domain/events/bureau.ts';
import type { Identity } from '../domain/identity.ts';
import { usccProblem } from '../domain/uscc.ts';
import { Problem } from '../problem.ts';
import { admitted } from '../recorder/apiKey.ts';
import { OIDC_CLOCK_TOLERANCE_SECONDS, OIDC_COOLDOWN_MS, OIDC_TIMEOUT_MS } from './limits.ts';

/**
 * Tokens of an OpenID Connect provider, verified by the keys that it publishes. A token says for which participant and in
 * which roles its bearer acts; the ledger lets it act in those that the participant has. Who that is stands in the log as
 * an HMAC only, the same on every node: no natural person is recorded.
 */

export interface OidcOptions {
  readonly issuer: string;
  readonly audience: string;
  /** Key of the HMAC. */
  readonly hashKey: string;
  /** Claim with the unified social credit code of the participant. */
  readonly usccClaim: string;
  /** Claim with a role, or a list of roles. */
  readonly rolesClaim: string;
  /** Between two looks for keys that are not known yet. */
  readonly cooldownMs?: number;
}

/** The actor behind a token, or why there is none. */
export type TokenVerifier = (token: string) => Promise<Actor | Problem>;

/** Signatures by a key pair only: with a shared secret, or none, whoever verifies a token could make one. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

const MS_PER_S = 1_000;

const refused = (zh: string, en: string): Problem => new Problem('UNAUTHENTICATED', { detail: { zh, en } });
const unavailable = (cause: unknown): Problem =>
  new Problem(
    'ENVIRONMENT',
    { detail: { zh: '无法访问身份提供方', en: 'the identity provider cannot be reached' } },
    { cause },
  );

type Keys = ReturnType<typeof createRemoteJWKSet>;

/** What the provider says of itself (OpenID Connect Discovery 1.0 §4). */
const discover = async ({ issuer, cooldownMs = OIDC_COOLDOWN_MS }: OidcOptions): Promise<Keys> => {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(OIDC_TIMEOUT_MS) });
  const found = (await response.json()) as { readonly issuer?: unknown; readonly jwks_uri?: unknown };
  if (!response.ok || found.issuer !== issuer || typeof found.jwks_uri !== 'string')
    throw new Error('its configuration is of another issuer, or none');
  return createRemoteJWKSet(new URL(found.jwks_uri), {
    timeoutDuration: OIDC_TIMEOUT_MS,
    cooldownDuration: cooldownMs,
  });
};

/** Discovers once; after a failure again, but not for every request. */
const createDiscovery = (options: OidcOptions): (() => Promise<Keys>) => {
  const { cooldownMs = OIDC_COOLDOWN_MS } = options;
  let keys: Promise<Keys> | undefined;
  let failedAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (!keys && performance.now() - failedAt < cooldownMs)
      return Promise.reject(new Error('it could not be reached a moment ago'));
    keys ??= discover(options).catch((error: unknown) => {
      keys = undefined;
      failedAt = performance.now();
      throw error;
    });
    return keys;
  };
};

const rolesIn = (value: unknown): readonly Role[] => {
  const given = typeof value === 'string' ? value.split(' ') : value;
  return Array.isArray(given) ? ROLES.filter((role) => given.includes(role)) : [];
};

/** Length-free join: neither part may stand for the other. */
const subjectHash = ({ issuer, hashKey }: OidcOptions, subject: string): string =>
  createHmac('sha256', hashKey)
    .update(JSON.stringify([issuer, subject]))
    .digest('hex');

const actorOf = (options: OidcOptions, payload: JWTPayload): Actor | Problem => {
  const uscc = payload[options.usccClaim];
  if (typeof payload.sub !== 'string' || payload.sub === '')
    return refused('令牌没有主体', 'the token names no subject');
  if (typeof uscc !== 'string' || usccProblem(uscc) !== undefined)
    return refused(
      `声明 ${options.usccClaim} 不是统一社会信用代码`,
      `the claim ${options.usccClaim} is no unified social credit code`,
    );
  const recordedBy = `${uscc}/oidc-${subjectHash(options, payload.sub)}`;
  return {
    recordedBy,
    holder: recordedBy,
    isLocal: false,
    uscc,
    roles: rolesIn(payload[options.rolesClaim]),
    validUntilMs: ((payload.exp ?? 0) + OIDC_CLOCK_TOLERANCE_SECONDS) * MS_PER_S,
  };
};

/** Errors of the provider, not of the token. */
const isProviderError = (error: unknown): boolean =>
  !(error instanceof errors.JOSEError) ||
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  error.code === 'ERR_JOSE_GENERIC';

export const createTokenVerifier = (options: OidcOptions, identity: () => Identity): TokenVerifier => {
  const keysOf = createDiscovery(options);
  const payloadOf = async (token: string): Promise<JWTPayload | Problem> => {
    let keys: Keys;
    try {
      keys = await keysOf();
    } catch (error) {
      return unavailable(error);
    }
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: options.issuer,
        audience: options.audience,
        algorithms: ALGORITHMS,
        clockTolerance: OIDC_CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['exp', 'sub'],
      });
      return payload;
    } catch (error) {
      if (isProviderError(error)) return unavailable(error);
      const { code } = error as { readonly code: string };
      return refused(code, code);
    }
  };
  return async (token) => {
    const payload = await payloadOf(token);
    if (payload instanceof Problem) return payload;
    const actor = actorOf(options, payload);
    if (actor instanceof Problem) return actor;
    const found = admitted(actor, identity());
    return found.ok ? found.actor : new Problem(found.code, { detail: found.detail });
  };
};
