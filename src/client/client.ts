import createFetchClient, { type Client } from 'openapi-fetch';
import type { paths } from './schema.ts';

type JsonTypes = 'application/json' | 'application/problem+json';

/** A client of the HTTP API whose paths, parameters and answers are those of its description. */
export type LedgerClient = Client<paths, JsonTypes>;

export interface ClientOptions {
  readonly baseUrl: string;
  /** `lk_<keyId>_<secret>` or an OpenID Connect token; without it the ledger must be open. */
  readonly key?: string;
}

/** A problem is in `error` of an answer, never thrown; what is thrown is the network's. */
export const createLedgerClient = ({ baseUrl, key }: ClientOptions): LedgerClient =>
  createFetchClient<paths, JsonTypes>({
    baseUrl,
    ...(key === undefined ? {} : { headers: { Authorization: `Bearer ${key}` } }),
  });
