// C2SP tlog-tiles: how a log lies in static files.
//
//   tile/<L>/<N>[.p/<W>]         hashes at tile level L: W × 32 bytes, 256 × 32 in a full tile
//   tile/entries/<N>[.p/<W>]     entry bundle: big-endian uint16 length ‖ entry, W times

import { TransparencyError } from './errors.ts';
import { HASH_BYTES } from './hash.ts';
import { checkSize, isSize } from './size.ts';
import { TILE_WIDTH } from './tree.ts';

/** Largest entry that fits the length prefix of a bundle, in bytes. */
export const ENTRY_BYTES_MAX = 65_535;
/** Highest tile level that a path may name. Trees of safe integer size end at level 6. */
export const TILE_LEVEL_MAX = 63;

/**
 * One static file of a log. A level of 'entries' is an entry bundle, which covers the same leaves as level 0.
 */
export interface Tile {
  readonly level: number | 'entries';
  readonly index: number;
  /** Hashes or entries in it: 256 in a full tile, 1 to 255 in a partial one. */
  readonly width: number;
}

const TILE_PATH =
  /^tile\/(entries|0|[1-9][0-9]?)\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;
const LENGTH_BYTES = 2;

/**
 * The path below the log's prefix, e.g. `tile/0/x001/x234/067.p/5`, C2SP tlog-tiles, "Merkle Tree". Throws
 * OUT_OF_RANGE.
 */
export function formatTilePath(tile: Tile): string {
  const { level, index, width } = tile;
  if (!isTile(tile)) {
    throw new TransparencyError('OUT_OF_RANGE', `no tile ${index} of width ${width} at level ${level}`);
  }
  return `tile/${level}/${formatTileIndex(index)}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/**
 * The tile that a path names. Throws TILE_PATH_MALFORMED for every path that formatTilePath would not write.
 */
export function parseTilePath(path: string): Tile {
  const [, level = '', index = '', width = String(TILE_WIDTH)] = TILE_PATH.exec(path) ?? [];
  const tile: Tile = {
    level: level === 'entries' ? level : Number.parseInt(level, 10),
    index: Number.parseInt(index.replaceAll(/[x/]/g, ''), 10),
    width: Number.parseInt(width, 10),
  };
  // Writing it again finds what the pattern lets pass: superfluous `x000/`, `.p/256`, levels above 63.
  if (!isTile(tile) || formatTilePath(tile) !== path) {
    throw new TransparencyError('TILE_PATH_MALFORMED', `not the path of a tile: ${path.slice(0, 80)}`);
  }
  return tile;
}

/**
 * How many hashes a tile has in a tree of this size; 0 if there is no such tile. C2SP tlog-tiles, "Partial
 * Tiles".
 */
export function tileWidth({ level, index }: Pick<Tile, 'level' | 'index'>, size: number): number {
  const complete = Math.floor(size / TILE_WIDTH ** (level === 'entries' ? 0 : level));
  return Math.max(0, Math.min(TILE_WIDTH, complete - index * TILE_WIDTH));
}

/**
 * The hash tiles of a tree of this size, full and partial, level by level from the left: what its export
 * consists of, with the entry bundles. A tree of size 70,000 has 273 full tiles and one of width 112 at level
 * 0, one full and one of width 17 at level 1, and one of width 1 at level 2. Throws OUT_OF_RANGE.
 */
export function* tilesOfSize(size: number): Generator<Tile> {
  checkSize(size, 'tree size');
  for (let level = 0; tileWidth({ level, index: 0 }, size) > 0; level++) {
    yield* rowOfTiles(level, size);
  }
}

/** The entry bundles of a log of this size, full and partial, from the left. Throws OUT_OF_RANGE. */
export function* entryBundlesOfSize(size: number): Generator<Tile> {
  checkSize(size, 'tree size');
  yield* rowOfTiles('entries', size);
}

/** The bytes of a hash tile: 1 to 256 hashes of 32 bytes, one after the other. Throws TILE_MALFORMED. */
export function encodeTile(hashes: readonly Uint8Array[]): Uint8Array {
  if (!isWidth(hashes.length) || hashes.some((hash) => hash.length !== HASH_BYTES)) {
    throw new TransparencyError(
      'TILE_MALFORMED',
      `not a tile: ${hashes.length} hashes, or one is not 32 bytes long`,
    );
  }
  const bytes = new Uint8Array(hashes.length * HASH_BYTES);
  for (const [i, hash] of hashes.entries()) {
    bytes.set(hash, i * HASH_BYTES);
  }
  return bytes;
}

/** The hashes of a tile of exactly this width. Throws TILE_MALFORMED for any other number of bytes. */
export function parseTile(bytes: Uint8Array, width: number): Uint8Array[] {
  if (!isWidth(width) || bytes.length !== width * HASH_BYTES) {
    throw new TransparencyError('TILE_MALFORMED', `a tile of width ${width} has ${bytes.length} bytes`);
  }
  // Copied, so that a kept hash does not keep the whole tile.
  return Array.from(
    { length: width },
    (_, i) => new Uint8Array(bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES)),
  );
}

/**
 * The bytes of an entry bundle, C2SP tlog-tiles, "Log entries". Throws BUNDLE_MALFORMED or ENTRY_TOO_LARGE.
 */
export function encodeEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  if (!isWidth(entries.length)) {
    throw new TransparencyError('BUNDLE_MALFORMED', `not a bundle: ${entries.length} entries`);
  }
  const bytes = new Uint8Array(entries.reduce((total, entry) => total + LENGTH_BYTES + entry.length, 0));
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const entry of entries) {
    if (entry.length > ENTRY_BYTES_MAX) {
      throw new TransparencyError(
        'ENTRY_TOO_LARGE',
        `an entry has ${entry.length} bytes, more than ${ENTRY_BYTES_MAX}`,
      );
    }
    view.setUint16(offset, entry.length);
    bytes.set(entry, offset + LENGTH_BYTES);
    offset += LENGTH_BYTES + entry.length;
  }
  return bytes;
}

/**
 * The entries of a bundle of exactly this width; each is a view of the bytes. Throws BUNDLE_MALFORMED: cut
 * short or too long.
 */
export function parseEntryBundle(bytes: Uint8Array, width: number): Uint8Array[] {
  if (!isWidth(width)) {
    throw new TransparencyError('BUNDLE_MALFORMED', `no bundle has ${width} entries`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Uint8Array[] = [];
  let offset = 0;
  while (entries.length < width) {
    const start = offset + LENGTH_BYTES;
    const end = start <= bytes.length ? start + view.getUint16(offset) : Number.POSITIVE_INFINITY;
    if (end > bytes.length) {
      throw new TransparencyError(
        'BUNDLE_MALFORMED',
        `the bundle ends inside entry ${entries.length} of ${width}`,
      );
    }
    entries.push(bytes.subarray(start, end));
    offset = end;
  }
  if (offset !== bytes.length) {
    throw new TransparencyError(
      'BUNDLE_MALFORMED',
      `${bytes.length - offset} bytes follow the ${width} entries`,
    );
  }
  return entries;
}

function* rowOfTiles(level: Tile['level'], size: number): Generator<Tile> {
  for (let index = 0, width = TILE_WIDTH; width === TILE_WIDTH; index++) {
    width = tileWidth({ level, index }, size);
    if (width > 0) {
      yield { level, index, width };
    }
  }
}

/** 1234067 → `x001/x234/067`. */
function formatTileIndex(index: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/[0-9]{3}/g) ?? [];
  return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
}

function isTile({ level, index, width }: Tile): boolean {
  const isLevel = level === 'entries' || (isSize(level) && level <= TILE_LEVEL_MAX);
  return isLevel && isSize(index) && isWidth(width);
}

function isWidth(width: number): boolean {
  return isSize(width) && width >= 1 && width <= TILE_WIDTH;
}
