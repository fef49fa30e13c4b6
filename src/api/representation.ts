import { hash } from 'node:crypto';
import type { Request, Response } from 'express';
import { Problem } from '../problem.ts';
import { csvOf } from './csv.ts';
import { LISTS } from './lists.ts';
import { CSV_TYPE, JSON_TYPE, NDJSON_TYPE } from './mediaType.ts';
import type { Parameters } from './parameters.ts';

/** In which form a reading is answered, and for how long a client may keep it. */

/** The text of an answer, and its tag. */
export interface Representation {
  readonly type: string;
  readonly text: string;
  readonly etag: string;
  /** To the next page, for those who take the items only. */
  readonly link?: string | undefined;
}

/** What most ask for needs no negotiation, which takes no character set. */
const PLAIN_JSON = /^(?:\*\/\*|application\/json(?:; *charset="?utf-8"?)?)$/i;

/** The first of the types that the client takes. @throws Problem NOT_ACCEPTABLE */
export const acceptedType = (request: Request, types: readonly string[]): string => {
  const { accept } = request.headers;
  if (accept === undefined || PLAIN_JSON.test(accept)) return JSON_TYPE;
  const found = request.accepts([...types]);
  if (found === false) throw new Problem('NOT_ACCEPTABLE', { allowed: types.join(', ') });
  return found;
};

/** Types that a reading is answered in. */
export const typesOf = (path: string): readonly string[] =>
  LISTS[path] === undefined ? [JSON_TYPE] : [JSON_TYPE, CSV_TYPE, NDJSON_TYPE];

const lineOf = (item: object): string => `${JSON.stringify(item)}\n`;

const textOf = (path: string, type: string, value: unknown): string => {
  const list = LISTS[path];
  if (type === JSON_TYPE || !list) return JSON.stringify(value);
  const items = list.items(value as Record<string, unknown>);
  return type === CSV_TYPE ? csvOf(items, list.columns) : items.map(lineOf).join('');
};

const WITH_CHARSET: ReadonlySet<string> = new Set([JSON_TYPE, CSV_TYPE]);

export const representationOf = (path: string, type: string, value: unknown): Representation => {
  const text = textOf(path, type, value);
  return {
    type: WITH_CHARSET.has(type) ? `${type}; charset=utf-8` : type,
    text,
    etag: `"${hash('sha256', text, 'base64url')}"`,
  };
};

const SEQUENCE = /^#?\d+$/;

/** Whether the parameters name nothing but fixed prefixes of the log: what follows from those never changes. */
export const isFixed = ({ asOf, between, and }: Parameters): boolean => {
  const named = [asOf, between, and].filter((text) => text !== undefined);
  return named.length > 0 && named.every((text) => SEQUENCE.test(text));
};

const REVALIDATED = 'private, no-cache';
/** A day: the figures never change, but how a newer version of the software writes them may. */
const KEPT = 'private, max-age=86400, immutable';

/** Sends a representation, or that the client has it already. What is answered depends on who asks. */
export const sendRepresentation = (
  response: Response,
  { type, text, etag, link }: Representation,
  fixed: boolean,
): void => {
  const { req: request } = response;
  response.status(200);
  response.setHeader('ETag', etag);
  if (link !== undefined) response.setHeader('Link', link);
  response.setHeader('Cache-Control', fixed ? KEPT : REVALIDATED);
  response.setHeader('Vary', 'Accept, Authorization');
  if (request.fresh) {
    response.status(304).end();
    return;
  }
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(request.method === 'HEAD' ? undefined : text);
};
