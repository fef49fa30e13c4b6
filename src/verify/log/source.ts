import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openJournalReader } from '../../journal/reader.ts';
import {
  formatTilePath,
  parseEntryBundle,
  parseTile,
  TILE_WIDTH,
  type Tile,
  type TileHashReader,
  tileWidth,
} from '../../transparency/index.ts';
import { failedAt, readable } from '../failure.ts';
import { utf8Bytes } from '../text.ts';

/** A whole log to be verified, wherever it lies: an export in tiles, or the journal of a data directory. */
export type LogPlace =
  | { readonly kind: 'export'; readonly directory: string; readonly size: number }
  | { readonly kind: 'journal'; readonly path: string; readonly size: number };

export interface LogSource {
  readonly size: number;
  /** The hashes that are stored beside the entries. @throws DoesNotVerify INPUT_UNREADABLE */
  readonly hashes: TileHashReader;
  /** The entries of a bundle: up to 256 from a multiple of 256 on. @throws DoesNotVerify INPUT_UNREADABLE, LEAF_MISMATCH */
  bundle(index: number): readonly Uint8Array[];
  close(): void;
}

export const bundlesOf = (size: number): number => Math.ceil(size / TILE_WIDTH);

const exportSource = (directory: string, size: number): LogSource => {
  const read = <T>(tile: Tile, parse: (bytes: Uint8Array, width: number) => T): T => {
    const name = formatTilePath(tile);
    return readable(name, () => parse(readFileSync(join(directory, name)), tile.width));
  };
  /** The tile read last at each level: whoever reads goes from left to right. */
  const kept = new Map<number, { readonly index: number; readonly hashes: readonly Uint8Array[] }>();
  const tileOf = (level: number, index: number): readonly Uint8Array[] => {
    const known = kept.get(level);
    if (known?.index === index) return known.hashes;
    const hashes = read({ level, index, width: tileWidth({ level, index }, size) }, parseTile);
    kept.set(level, { index, hashes });
    return hashes;
  };
  return {
    size,
    hashes: {
      hashes: (level, start, count) => {
        const index = Math.floor(start / TILE_WIDTH);
        const offset = start - index * TILE_WIDTH;
        return tileOf(level, index).slice(offset, offset + count);
      },
    },
    bundle: (index) =>
      read(
        { level: 'entries', index, width: tileWidth({ level: 'entries', index }, size) },
        parseEntryBundle,
      ),
    close: () => {},
  };
};

const journalSource = (path: string, size: number): LogSource => {
  const journal = openJournalReader(path);
  return {
    size,
    hashes: journal.hashes,
    bundle: (index) => {
      const start = index * TILE_WIDTH;
      const width = tileWidth({ level: 'entries', index }, size);
      const events = journal.read(start, width);
      const gap = events.findIndex(({ sequence }, place) => sequence !== start + place);
      if (gap >= 0 || events.length < width)
        throw failedAt(start + (gap < 0 ? events.length : gap), 'LEAF_MISMATCH', {
          zh: '缺失',
          en: 'it is missing',
        });
      return events.map(({ text }) => utf8Bytes(text));
    },
    close: journal.close,
  };
};

export const openLogSource = (place: LogPlace): LogSource =>
  place.kind === 'export' ? exportSource(place.directory, place.size) : journalSource(place.path, place.size);
