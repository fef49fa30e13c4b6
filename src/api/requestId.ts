import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The name of a request, by which its poster and the log speak of it. */

export const REQUEST_ID_HEADER = 'X-Request-Id';

const WELL_FORMED = /^[\w.:-]{1,128}$/;

/** That of the caller if it is well-formed, else a new one. */
export const requestIdOf = ({ headers }: IncomingMessage): string => {
  const given = headers['x-request-id'];
  return typeof given === 'string' && WELL_FORMED.test(given) ? given : randomUUID();
};
