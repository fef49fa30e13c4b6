import type { Response } from 'express';
import { newestCheckpoint } from '../checkpoints.ts';
import { tileBytes } from '../exchange/exportLog.ts';
import { notFound } from '../problem.ts';
import { parseTilePath, TILE_WIDTH, type Tile, TransparencyError, tileWidth } from '../transparency/index.ts';
import type { ApiContext, Handler } from './context.ts';
import { onlyKnown } from './parameters.ts';
import { queryOf } from './query.ts';

/** The log as the files of C2SP tlog-tiles, up to what is signed: `checkpoint`, `tile/…`, and the verifier key beside them. */

const OK = 200;
const TEXT = 'text/plain; charset=utf-8';
const BYTES = 'application/octet-stream';
/** A tile holds what it held, full or not; only another one may hold more. */
const FOR_GOOD = 'public, max-age=31536000, immutable';
/** Entries are for those who may read them, and for no cache between. */
const FOR_GOOD_PRIVATE = 'private, max-age=31536000, immutable';
const ALWAYS_NEW = 'no-cache';

const send = (
  response: Response,
  body: Uint8Array | string,
  { type, cache }: { readonly type: string; readonly cache: string },
): void => {
  const bytes = Buffer.from(body);
  response.status(OK).setHeader('Content-Type', type);
  response.setHeader('Content-Length', bytes.length);
  response.setHeader('Cache-Control', cache);
  response.end(response.req.method === 'HEAD' ? undefined : bytes);
};

/** `GET /log/checkpoint`: the newest one, with its cosignatures. */
export const getCheckpoint =
  ({ ledger }: ApiContext): Handler =>
  (request, response) => {
    onlyKnown(queryOf(request.url), []);
    send(response, newestCheckpoint(ledger).note, { type: TEXT, cache: ALWAYS_NEW });
  };

/** `GET /log/vkey`: the verifier key. Who verifies has it from elsewhere, and compares. */
export const getVkey =
  ({ ledger }: ApiContext): Handler =>
  (request, response) => {
    onlyKnown(queryOf(request.url), []);
    send(response, `${ledger.checkpoints.vkey()}\n`, { type: TEXT, cache: ALWAYS_NEW });
  };

/** The tile of a path that the newest checkpoint covers. @throws Problem NOT_FOUND */
const tileOf = (path: string, signedSize: number): Tile => {
  try {
    const tile = parseTilePath(path);
    if (tile.width <= tileWidth(tile, signedSize)) return tile;
  } catch (error) {
    if (!(error instanceof TransparencyError)) throw error;
  }
  throw notFound(path);
};

const PREFIX = '/log/';

/** `GET /log/tile/<L>/<N>[.p/<W>]` and `/log/tile/entries/<N>[.p/<W>]`. */
export const getTile =
  ({ ledger }: ApiContext): Handler =>
  (request, response) => {
    onlyKnown(queryOf(request.url), []);
    const tile = tileOf(request.path.slice(PREFIX.length), newestCheckpoint(ledger).checkpoint.size);
    const isFull = tile.width === TILE_WIDTH;
    const kept = tile.level === 'entries' ? FOR_GOOD_PRIVATE : FOR_GOOD;
    send(response, tileBytes(ledger.journal, tile), { type: BYTES, cache: isFull ? kept : ALWAYS_NEW });
  };
