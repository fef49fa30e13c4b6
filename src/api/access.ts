import type { IncomingMessage } from 'node:http';
import type { Actor } from '../domain/actor.ts';
import { Problem } from '../problem.ts';
import { LOCAL_ACTOR, PUBLIC_ACTOR } from '../recorder/actor.ts';
import { type Audience, isPublic } from './authorization.ts';
import { isPlainJson } from './mediaType.ts';

/**
 * Who a request comes from, and whether it may come at all. Without keys the ledger is open to its own machine only, and
 * only to programs on it: a page in a browser there must not write through a name that it has rebound to this address
 * (`Host`), nor by a form (a JSON content type is never sent across origins unasked), nor anyone through a proxy
 * (`Forwarded`, `X-Forwarded-*`).
 */

export interface AccessPorts {
  /** The address that the server listens on, once it does. */
  readonly boundAddress: () => string | undefined;
  readonly hasParticipants: () => boolean;
}

/** Who may be behind a request, for those that a route is for. */
export type Access = (request: IncomingMessage, audience: readonly Audience[]) => Actor | Problem;

const LOOPBACK_ADDRESS = /^(?:(?:::ffff:)?127(?:\.\d{1,3}){3}|::1)$/;
const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;
const FORWARDED = /^(?:forwarded|x-forwarded-.*)$/;
const READING: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'OPTIONS']);

const forbidden = (detail: string): Problem => new Problem('FORBIDDEN', { detail });

const openModeProblem = (request: IncomingMessage, ports: AccessPorts): Problem | undefined => {
  if (ports.hasParticipants()) return forbidden('participants are admitted, a key is needed');
  if (!LOOPBACK_ADDRESS.test(ports.boundAddress() ?? ''))
    return forbidden('the server is bound to a network');
  const hosts = request.headersDistinct.host ?? [];
  if (hosts.length !== 1 || !LOOPBACK_HOST.test(hosts[0] ?? ''))
    return forbidden('the Host is not of this machine');
  if (Object.keys(request.headers).some((name) => FORWARDED.test(name)))
    return forbidden('the request was forwarded');
  return undefined;
};

export const createAccess =
  (ports: AccessPorts): Access =>
  (request, audience) => {
    if (isPublic(audience)) return PUBLIC_ACTOR;
    const problem = openModeProblem(request, ports);
    if (problem) return problem;
    if (!READING.has(request.method) && !isPlainJson(request)) return new Problem('MEDIA_TYPE');
    return LOCAL_ACTOR;
  };
