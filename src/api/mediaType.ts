import type { IncomingMessage } from 'node:http';

/** Content types of what is posted. */

export const ONE_FACT_TYPES: readonly string[] = ['application/json', 'application/cloudevents+json'];
export const BATCH_TYPE = 'application/cloudevents-batch+json';
export const NDJSON_TYPE = 'application/x-ndjson';
export const JSON_TYPE = 'application/json';
export const CSV_TYPE = 'text/csv';
export const ZIP_TYPE = 'application/zip';
const JSON_TYPES: ReadonlySet<string> = new Set([...ONE_FACT_TYPES, BATCH_TYPE, NDJSON_TYPE]);

const UTF_8 = /^utf-?8$/i;

/** The media type of a request's body, without its parameters. */
export const mediaTypeOf = (request: IncomingMessage): string =>
  (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

const charsetOf = (request: IncomingMessage): string | undefined =>
  /;\s*charset\s*=\s*"?([^\s";]*)/i.exec(request.headers['content-type'] ?? '')?.[1];

const isUncoded = ({ headers }: IncomingMessage): boolean =>
  (headers['content-encoding'] ?? 'identity').toLowerCase() === 'identity' &&
  // The parser undoes the chunks; of what else it lets pass it undoes nothing.
  (headers['transfer-encoding'] ?? 'chunked').toLowerCase() === 'chunked';

/** Whether the body is in UTF-8 as it stands: no other character set, not compressed. */
export const isPlain = (request: IncomingMessage): boolean =>
  UTF_8.test(charsetOf(request) ?? 'utf-8') && isUncoded(request);

/** Whether it is JSON besides. */
export const isPlainJson = (request: IncomingMessage): boolean =>
  isPlain(request) && JSON_TYPES.has(mediaTypeOf(request));
