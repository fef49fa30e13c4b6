import {
  entryBundlesOfSize,
  formatTilePath,
  parseTilePath,
  TILE_WIDTH,
  type Tile,
  TransparencyError,
  tilesOfSize,
} from '../../transparency/index.ts';
import { DoesNotVerify } from '../failure.ts';

/** Which files an export of a log has: the checkpoint, and the tiles and entries of exactly its size. */

export const CHECKPOINT_FILE = 'checkpoint';

const layoutOf = function* (size: number): Generator<string> {
  yield CHECKPOINT_FILE;
  for (const tile of entryBundlesOfSize(size)) yield formatTilePath(tile);
  for (const tile of tilesOfSize(size)) yield formatTilePath(tile);
};

const tileNamed = (name: string): Tile | undefined => {
  try {
    return parseTilePath(name);
  } catch (error) {
    if (error instanceof TransparencyError) return undefined;
    throw error;
  }
};

/** The size of the log whose entries these are, if they are those of one: the end of its last bundle. */
const sizeByNames = (names: ReadonlySet<string>): number => {
  let size = 0;
  for (const name of names) {
    const tile = tileNamed(name);
    if (tile?.level === 'entries') size = Math.max(size, tile.index * TILE_WIDTH + tile.width);
  }
  return size;
};

/** The first file of a log of that size that is not there. The size may be any number, so the search ends where it finds one. */
const firstMissing = (names: ReadonlySet<string>, size: number): string | undefined => {
  for (const name of layoutOf(size)) if (!names.has(name)) return name;
  return undefined;
};

/** A file that a log of that size has not, all of whose own are there. */
const firstForeign = (names: ReadonlySet<string>, size: number): string | undefined => {
  const own = new Set(layoutOf(size));
  for (const name of names) if (!own.has(name)) return name;
  return undefined;
};

/**
 * That the files are those of a log of that size. A whole but shorter log is one whose end was cut.
 * @throws DoesNotVerify INPUT_UNREADABLE, ROOT_MISMATCH
 */
export const checkLayout = (names: ReadonlySet<string>, size: number): void => {
  const there = sizeByNames(names);
  const missing = firstMissing(names, size);
  const isShorter = there < size && firstMissing(names, there) === undefined;
  if (isShorter && firstForeign(names, there) === undefined)
    throw new DoesNotVerify('ROOT_MISMATCH', CHECKPOINT_FILE, {
      zh: `应有 ${size} 条，仅有 ${there} 条`,
      en: `${there} of ${size} entries are there`,
    });
  if (missing !== undefined)
    throw new DoesNotVerify('INPUT_UNREADABLE', missing, { zh: '缺失', en: 'it is missing' });
  const foreign = firstForeign(names, size);
  if (foreign !== undefined)
    throw new DoesNotVerify('INPUT_UNREADABLE', foreign, {
      zh: '不属于该日志',
      en: 'it does not belong to the log',
    });
};
