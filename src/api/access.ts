import type { IncomingMessage } from 'node:http';
import type { Actor } from '../domain/actor.ts';
import type { Identity } from '../domain/identity.ts';
import { Problem } from '../problem.ts';
import { LOCAL_ACTOR, PUBLIC_ACTOR } from '../recorder/actor.ts';
import { authenticateKey, isApiKey } from '../recorder/apiKey.ts';
import { type Audience, isPublic, requireAudience } from './authorization.ts';
import { isPlain, isPlainJson } from './mediaType.ts';
import type { TokenVerifier } from './oidc.ts';

/**
 * Who a request comes from, and whether it may come at all. Without keys the ledger is open to its own machine only, and
 * only to programs on it: a page in a browser there must not write through a name that it has rebound to this address
 * (`Host`), nor by a form (a JSON content type is never sent across origins unasked), nor anyone through a proxy
 * (`Forwarded`, `X-Forwarded-*`).
 */

export interface AccessPorts {
  /** The address that the server listens on, once it does. */
  readonly boundAddress: () => string | undefined;
  /** Participants and keys as the log has them now. */
  readonly identity: () => Identity;
  /** Tokens of the identity provider, where there is one. */
  readonly tokens?: TokenVerifier | undefined;
}

/** Who may be behind a request, for those that a route is for. A key is known at once, a token when it is verified. */
export type Access = (
  request: IncomingMessage,
  audience: readonly Audience[],
) => Actor | Problem | Promise<Actor | Problem>;

const LOOPBACK_ADDRESS = /^(?:(?:::ffff:)?127(?:\.\d{1,3}){3}|::1)$/;
const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;
const FORWARDED = /^(?:forwarded|x-forwarded-.*)$/;
const READING: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'OPTIONS']);
const BEARER = /^Bearer +([\x21-\x7e]+)$/i;

const forbidden = (zh: string, en: string): Problem => new Problem('FORBIDDEN', { detail: { zh, en } });
const unauthenticated = (zh: string, en: string): Problem =>
  new Problem('UNAUTHENTICATED', { detail: { zh, en } });

const openModeProblem = (request: IncomingMessage, ports: AccessPorts): Problem | undefined => {
  if (ports.identity().hasParticipants) return unauthenticated('未提供', 'none is given');
  if (!LOOPBACK_ADDRESS.test(ports.boundAddress() ?? ''))
    return forbidden('服务器绑定在网络地址上', 'the server is bound to a network');
  const hosts = request.headersDistinct.host ?? [];
  if (hosts.length !== 1 || !LOOPBACK_HOST.test(hosts[0] ?? ''))
    return forbidden('Host 不是本机', 'the Host is not of this machine');
  if (Object.keys(request.headers).some((name) => FORWARDED.test(name)))
    return forbidden('请求经过转发', 'the request was forwarded');
  return undefined;
};

/** The actor behind a bearer credential. Nothing of the credential is ever said back. */
const bearer = (
  text: string,
  { identity, tokens }: AccessPorts,
): Actor | Problem | Promise<Actor | Problem> => {
  if (!isApiKey(text))
    return tokens ? tokens(text) : unauthenticated('不是本账本的密钥', 'it is no key of this ledger');
  const found = authenticateKey(text, identity());
  return found.ok ? found.actor : new Problem(found.code, { detail: found.detail });
};

const actorOf = (
  request: IncomingMessage,
  ports: AccessPorts,
): Actor | Problem | Promise<Actor | Problem> => {
  const given = request.headersDistinct.authorization;
  if (given === undefined) return openModeProblem(request, ports) ?? LOCAL_ACTOR;
  const credential = given.length === 1 ? BEARER.exec(given[0] ?? '')?.[1] : undefined;
  return credential === undefined
    ? unauthenticated('Authorization 应为一个 Bearer 凭据', 'Authorization is one Bearer credential')
    : bearer(credential, ports);
};

const letIn = (
  request: IncomingMessage,
  audience: readonly Audience[],
  actor: Actor | Problem,
): Actor | Problem => {
  if (actor instanceof Problem) return actor;
  const takes = actor.isLocal ? isPlainJson : isPlain;
  const refused = requireAudience(actor, audience);
  if (refused) return refused;
  return READING.has(request.method) || takes(request) ? actor : new Problem('MEDIA_TYPE');
};

export const createAccess =
  (ports: AccessPorts): Access =>
  (request, audience) => {
    if (isPublic(audience)) return PUBLIC_ACTOR;
    const actor = actorOf(request, ports);
    return actor instanceof Promise
      ? actor.then((found) => letIn(request, audience, found))
      : letIn(request, audience, actor);
  };
