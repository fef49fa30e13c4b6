import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { JournalReader } from '../journal/reader.ts';
import { wrongUse } from '../problem.ts';
import {
  encodeEntryBundle,
  encodeTile,
  entryBundlesOfSize,
  formatTilePath,
  TILE_WIDTH,
  type Tile,
  tilesOfSize,
} from '../transparency/index.ts';

/**
 * The whole log as static files in the layout of C2SP tlog-tiles, entries included: `checkpoint`, `tile/<level>/…` and
 * `tile/entries/…`. It is written beside the target and takes its name only when it is complete.
 */

export interface Exported {
  readonly treeSize: number;
  readonly files: number;
}

const textEncoder = new TextEncoder();

/** The bytes of a tile or a bundle of entries. */
export const tileBytes = (journal: JournalReader, { level, index, width }: Tile): Uint8Array => {
  const start = index * TILE_WIDTH;
  if (level !== 'entries') return encodeTile(journal.hashes.hashes(level, start, width));
  return encodeEntryBundle(journal.read(start, width).map(({ text }) => textEncoder.encode(text)));
};

const isTaken = (directory: string): boolean => existsSync(directory) && readdirSync(directory).length > 0;

const CHECKPOINT = 'checkpoint';

/** Writes what a checkpoint covers into a directory that does not exist or is empty. @throws Problem USAGE */
export const exportLog = (
  journal: JournalReader,
  directory: string,
  options: {
    /** The signed note that goes with the events, and their number. */
    readonly note: string;
    readonly size: number;
    /** Called with the number of entries written. */
    readonly onProgress?: (entries: number) => void;
  },
): Exported => {
  if (isTaken(directory)) throw wrongUse(`${directory} 不是空目录`, `${directory} is not empty`);
  const partial = `${directory}.partial-${process.pid}`;
  mkdirSync(dirname(partial), { recursive: true });
  // Left by a process of the same number that was killed.
  rmSync(partial, { recursive: true, force: true });
  try {
    mkdirSync(partial);
    let files = 0;
    let entries = 0;
    const write = (tile: Tile): void => {
      const path = join(partial, formatTilePath(tile));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, tileBytes(journal, tile));
      files += 1;
    };
    for (const bundle of entryBundlesOfSize(options.size)) {
      write(bundle);
      entries += bundle.width;
      options.onProgress?.(entries);
    }
    for (const tile of tilesOfSize(options.size)) write(tile);
    writeFileSync(join(partial, CHECKPOINT), options.note);
    files += 1;
    // Refuses a directory that somebody has put something into meanwhile.
    if (existsSync(directory)) rmdirSync(directory);
    renameSync(partial, directory);
    return { treeSize: options.size, files };
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
};
