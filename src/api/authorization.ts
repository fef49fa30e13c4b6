import type { Actor } from '../domain/actor.ts';
import type { Role } from '../domain/events/bureau.ts';
import { Problem } from '../problem.ts';

/**
 * Who may use which route: the one table of it, for HTTP and for commands on a data directory alike. A route that is not in
 * it cannot be registered. What an institution sees through a route is its own part only; what anyone may post is decided
 * fact by fact, where it is recorded.
 */

/** `public` needs no key at all. */
export type Audience = Role | 'public';

const PUBLIC = ['public'] as const;
const READERS = ['institution', 'auditor', 'bureau'] as const;
const EVERY_ROLE = ['institution', 'auditor', 'bureau', 'operator'] as const;
const OVERSIGHT = ['auditor', 'bureau'] as const;
const POSTERS = ['institution', 'bureau'] as const;

export const AUTHORIZATION = {
  'GET /v1/self': EVERY_ROLE,
  'POST /v1/events': POSTERS,
  'GET /v1/events': READERS,
  'GET /v1/contracts': READERS,
  'GET /v1/contracts/:line/:id': READERS,
  'GET /v1/indicators': READERS,
  'GET /v1/indicators/:code': READERS,
  'GET /v1/indicators/:code/:year/lineage': READERS,
  'GET /v1/indicators/:code/:year/difference': READERS,
  'GET /v1/indicators/:code/:year/evidence': OVERSIGHT,
  'POST /v1/bulletins': ['bureau'],
  'GET /v1/bulletins': PUBLIC,
  'GET /v1/bulletins/:id': PUBLIC,
  'GET /v1/bulletins/:id/tables/:file': PUBLIC,
  'GET /v1/bulletins/:id/evidence': PUBLIC,
  'GET /v1/confirmations': OVERSIGHT,
  'GET /v1/findings': READERS,
  'POST /v1/findings/:id': POSTERS,
  'GET /v1/periods': EVERY_ROLE,
  'GET /v1/targets': EVERY_ROLE,
  'GET /v1/observations': EVERY_ROLE,
  'GET /v1/changes': OVERSIGHT,
  'GET /v1/rules': EVERY_ROLE,
  'POST /v1/rules': ['operator'],
  'GET /v1/participants': ['operator', 'auditor'],
  'POST /v1/participants': ['operator'],
  'POST /v1/participants/:uscc/suspend': ['operator'],
  'POST /v1/participants/:uscc/reinstate': ['operator'],
  'POST /v1/participants/:uscc/keys': ['operator'],
  'POST /v1/participants/:uscc/keys/:id/revoke': ['operator'],
  'GET /log/checkpoint': PUBLIC,
  'GET /log/vkey': PUBLIC,
  'GET /log/tile/entries/*path': ['auditor'],
  'GET /log/tile/*path': PUBLIC,
  'GET /v1/proofs/inclusion': PUBLIC,
  'GET /v1/proofs/consistency': PUBLIC,
  'GET /v1/export': ['auditor'],
  'POST /v1/cosignatures': ['auditor'],
  'GET /openapi.json': PUBLIC,
  'GET /docs': PUBLIC,
  'GET /docs/:file': PUBLIC,
} as const satisfies Readonly<Record<string, readonly Audience[]>>;

const TABLE: ReadonlyMap<string, readonly Audience[]> = new Map(Object.entries(AUTHORIZATION));

/** Who may use a method of a path. Throws for one that the table does not have. */
export const audienceOf = (method: 'GET' | 'POST', path: string): readonly Audience[] => {
  const audience = TABLE.get(`${method} ${path}`);
  if (!audience) throw new Error(`${method} ${path} is not in the table of who may use it`);
  return audience;
};

export const isPublic = (audience: readonly Audience[]): boolean => audience.includes('public');

/** Whether an actor is among those who may. */
const mayUse = (actor: Actor, audience: readonly Audience[]): boolean =>
  isPublic(audience) || actor.isLocal || actor.roles.some((role) => audience.includes(role));

/** The problem that an actor is not among them, if it is not. */
export const requireAudience = (actor: Actor, audience: readonly Audience[]): Problem | undefined =>
  mayUse(actor, audience) ? undefined : new Problem('NOT_PERMITTED', { needed: audience.join(', ') });

/** The institution whose part alone the actor sees there; undefined if another role of it sees all. */
export const restrictionOf = (actor: Actor, audience: readonly Audience[]): string | undefined => {
  const seesAll = isPublic(audience) || actor.isLocal;
  if (seesAll || actor.roles.some((role) => role !== 'institution' && audience.includes(role)))
    return undefined;
  return actor.uscc;
};
