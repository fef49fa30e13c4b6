import type { Request, Response } from 'express';
import type { Actor } from '../domain/actor.ts';
import { prefixOf } from '../journal/prefix.ts';
import type { LedgerReader } from '../main.ts';
import type { Access } from './access.ts';
import type { Audience } from './authorization.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';
import type { Projection } from './projection.ts';
import type { RateLimit } from './rateLimit.ts';
import type { MeteredLedger } from './recording.ts';
import type { Tracing } from './tracing.ts';

/** What the handlers of the API work with. */
export interface ApiContext {
  readonly ledger: MeteredLedger;
  /** The ledger as far as the read model has come: readings answer from it, so that log and figures agree. */
  readonly projected: LedgerReader;
  readonly projection: Projection;
  readonly access: Access;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Only where a collector is configured. */
  readonly tracing: Tracing | undefined;
  readonly rateLimit: RateLimit;
  /** Aborted when the server stops and can wait no longer for what is in flight. */
  readonly closing: AbortSignal;
}

/** A handler of one method of a route, after access has been granted to the actor. */
export type Handler = (
  request: Request,
  response: Response,
  actor: Actor,
  audience: readonly Audience[],
) => void | Promise<void>;

/** A view of the ledger whose log ends where the read model does. */
export const projectedView = (ledger: LedgerReader, projection: Pick<Projection, 'size'>): LedgerReader => ({
  ...ledger,
  journal: prefixOf(ledger.journal, () => projection.size),
});
