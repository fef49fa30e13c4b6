import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EMPTY_ROOT,
  encodeEntryBundle,
  encodeTile,
  entryBundlesOfSize,
  formatTilePath,
  openTree,
  parseEntryBundle,
  parseTile,
  parseTilePath,
  type Tile,
  type TileHashReader,
  tilesOfSize,
  tileWidth,
} from '../../src/transparency/index.ts';
import { codeOf, expectCode, leaves, memoryReader, naiveRoot, utf8 } from './support.ts';

describe('the path of a tile', () => {
  it.each<[string, Tile]>([
    ['tile/0/000', { level: 0, index: 0, width: 256 }],
    ['tile/0/000.p/1', { level: 0, index: 0, width: 1 }],
    ['tile/0/999.p/255', { level: 0, index: 999, width: 255 }],
    ['tile/1/x001/000', { level: 1, index: 1000, width: 256 }],
    ['tile/0/x001/x234/067', { level: 0, index: 1_234_067, width: 256 }],
    ['tile/63/x001/x234/067.p/7', { level: 63, index: 1_234_067, width: 7 }],
    ['tile/entries/x034/404', { level: 'entries', index: 34_404, width: 256 }],
    ['tile/entries/000.p/112', { level: 'entries', index: 0, width: 112 }],
    ['tile/0/x009/x007/x199/x254/x740/991', { level: 0, index: Number.MAX_SAFE_INTEGER, width: 256 }],
  ])('%s is written and read', (path, tile) => {
    expect(formatTilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  it.each([
    '',
    '/tile/0/000',
    'tile/0/000/',
    'tile/0',
    'tile/0/',
    'tile/0/0',
    'tile/0/00',
    'tile/0/0000',
    'tile/0/1000',
    'tile/0/x001',
    'tile/0/001/000',
    'tile/0/x000/000',
    'tile/0/x000/x001/000',
    'tile/0/X001/000',
    'tile/0/x001//000',
    'tile/00/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/0/-01',
    'tile/ 0/000',
    'tile/data/000',
    'tile/8/0/000',
    'tile/0/000.p',
    'tile/0/000.p/',
    'tile/0/000.p/0',
    'tile/0/000.p/01',
    'tile/0/000.p/256',
    'tile/0/000.p/999',
    'tile/0/000.p/1000',
    'tile/0/000.p/1/2',
    'tile/0/000.p/1 ',
    'tile/0/000\n',
    'tile/0/٠٠٠',
    'tile/0/../000',
    'tile/0/x009/x007/x199/x254/x740/992',
    'tile/0/x001/x000/x000/x000/x000/x000/000',
  ])('%j is refused', (path) => {
    expectCode(() => parseTilePath(path), 'TILE_PATH_MALFORMED');
  });

  it('is not made for a tile that cannot be', () => {
    for (const tile of [
      { level: -1, index: 0, width: 1 },
      { level: 64, index: 0, width: 1 },
      { level: 0.5, index: 0, width: 1 },
      { level: 0, index: -1, width: 1 },
      { level: 0, index: 2 ** 53, width: 1 },
      { level: 0, index: 0, width: 0 },
      { level: 0, index: 0, width: 257 },
      { level: 0, index: 0, width: 1.5 },
    ]) {
      expectCode(() => formatTilePath(tile), 'OUT_OF_RANGE');
    }
  });

  it('of any tile is read back', () => {
    const level = fc.oneof(fc.constant<'entries'>('entries'), fc.integer({ min: 0, max: 63 }));
    const index = fc.oneof(fc.nat(3000), fc.maxSafeNat());
    const width = fc.integer({ min: 1, max: 256 });
    fc.assert(
      fc.property(fc.record({ level, index, width }), (tile) => {
        expect(parseTilePath(formatTilePath(tile))).toEqual(tile);
      }),
    );
  });

  it('that is any text is written back as it was, or refused', () => {
    const parts = fc.constantFrom(
      'tile',
      'entries',
      '/',
      '0',
      '1',
      '63',
      'x000',
      'x001',
      '067',
      '.p',
      '.p/',
      '255',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (items) => {
        const path = items.join('');
        if (codeOf(() => parseTilePath(path)) === undefined) {
          expect(formatTilePath(parseTilePath(path))).toBe(path);
        }
      }),
    );
  });
});

describe('the tiles of a tree', () => {
  it('of size 70,000 are those of the example in the standard', () => {
    const tiles = [...tilesOfSize(70_000)];
    const level0 = tiles.filter(({ level }) => level === 0);
    expect(level0).toHaveLength(274);
    expect(level0.slice(0, 273).every(({ index, width }, i) => index === i && width === 256)).toBe(true);
    expect(tiles.slice(273)).toEqual([
      { level: 0, index: 273, width: 112 },
      { level: 1, index: 0, width: 256 },
      { level: 1, index: 1, width: 17 },
      { level: 2, index: 0, width: 1 },
    ]);
  });

  it('of size 256 are a full one and a partial one above it', () => {
    expect([...tilesOfSize(256)].map(formatTilePath)).toEqual(['tile/0/000', 'tile/1/000.p/1']);
  });

  it('of size 0 are none', () => {
    expect([...tilesOfSize(0)]).toEqual([]);
    expect([...entryBundlesOfSize(0)]).toEqual([]);
  });

  it('go with one entry bundle for each tile at level 0', () => {
    expect([...entryBundlesOfSize(600)].map(formatTilePath)).toEqual([
      'tile/entries/000',
      'tile/entries/001',
      'tile/entries/002.p/88',
    ]);
    expect([...entryBundlesOfSize(512)].map(formatTilePath)).toEqual([
      'tile/entries/000',
      'tile/entries/001',
    ]);
  });

  it('have the width that the size gives them', () => {
    expect(tileWidth({ level: 0, index: 273 }, 70_000)).toBe(112);
    expect(tileWidth({ level: 'entries', index: 273 }, 70_000)).toBe(112);
    expect(tileWidth({ level: 0, index: 274 }, 70_000)).toBe(0);
    expect(tileWidth({ level: 1, index: 0 }, 70_000)).toBe(256);
    expect(tileWidth({ level: 2, index: 0 }, 65_535)).toBe(0);
    expect(tileWidth({ level: 6, index: 0 }, Number.MAX_SAFE_INTEGER)).toBe(31);
    expect(tileWidth({ level: 63, index: 0 }, Number.MAX_SAFE_INTEGER)).toBe(0);
  });

  it('of an impossible size are refused', () => {
    for (const size of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expectCode(() => [...tilesOfSize(size)], 'OUT_OF_RANGE');
      expectCode(() => [...entryBundlesOfSize(size)], 'OUT_OF_RANGE');
    }
  });

  it('written to files and read back carry the whole tree', () => {
    const size = 66_000;
    const hashes = leaves(size);
    const stored = memoryReader(hashes);
    const files = new Map<string, Uint8Array>();
    for (const tile of tilesOfSize(size)) {
      const level = tile.level === 'entries' ? 0 : tile.level;
      files.set(formatTilePath(tile), encodeTile(stored.hashes(level, tile.index * 256, tile.width)));
    }
    const fromFiles: TileHashReader = {
      hashes: (level, start, count) => {
        const index = Math.floor(start / 256);
        const width = tileWidth({ level, index }, size);
        const bytes = files.get(formatTilePath({ level, index, width })) ?? new Uint8Array(0);
        return parseTile(bytes, width).slice(start % 256, (start % 256) + count);
      },
    };
    expect(openTree(fromFiles, size).root()).toEqual(naiveRoot(hashes));
    expect(openTree(fromFiles, 65_792).root()).toEqual(naiveRoot(hashes.slice(0, 65_792)));
  });
});

describe('the bytes of a tile', () => {
  it('are its hashes, one after the other', () => {
    const hashes = leaves(3);
    const bytes = encodeTile(hashes);
    expect(bytes).toEqual(new Uint8Array(Buffer.concat(hashes)));
    expect(parseTile(bytes, 3)).toEqual(hashes);
  });

  it('are not shared with the hashes that are read from them', () => {
    const bytes = encodeTile(leaves(2));
    const [first] = parseTile(bytes, 2);
    bytes.fill(0);
    expect(first).toEqual(leaves(1)[0]);
  });

  it('of any other length than the width asks for are refused', () => {
    const bytes = encodeTile(leaves(3));
    for (const width of [2, 4, 0, -3, 1.5, 257]) {
      expectCode(() => parseTile(bytes, width), 'TILE_MALFORMED');
    }
    expectCode(() => parseTile(bytes.subarray(1), 3), 'TILE_MALFORMED');
    expectCode(() => parseTile(new Uint8Array(97), 3), 'TILE_MALFORMED');
    expectCode(() => parseTile(new Uint8Array(0), 0), 'TILE_MALFORMED');
  });

  it('hold 1 to 256 hashes of 32 bytes', () => {
    expect(encodeTile(leaves(256))).toHaveLength(8192);
    expectCode(() => encodeTile([]), 'TILE_MALFORMED');
    expectCode(() => encodeTile(leaves(257)), 'TILE_MALFORMED');
    expectCode(() => encodeTile([EMPTY_ROOT, new Uint8Array(31)]), 'TILE_MALFORMED');
  });
});

describe('an entry bundle', () => {
  it('has each entry after its length in two bytes, the high one first', () => {
    const entries = [utf8('ab'), utf8(''), new Uint8Array(258).fill(0x63)];
    const bytes = encodeEntryBundle(entries);
    expect(Buffer.from(bytes).toString('hex')).toBe(`00026162${'0000'}${'0102'}${'63'.repeat(258)}`);
    expect(parseEntryBundle(bytes, 3)).toEqual(entries);
  });

  it('takes entries of up to 65,535 bytes', () => {
    const bytes = encodeEntryBundle([new Uint8Array(65_535).fill(7)]);
    expect(bytes).toHaveLength(65_537);
    expect(bytes.subarray(0, 3)).toEqual(Uint8Array.of(0xff, 0xff, 7));
    expect(parseEntryBundle(bytes, 1)).toEqual([new Uint8Array(65_535).fill(7)]);
    expectCode(() => encodeEntryBundle([new Uint8Array(65_536)]), 'ENTRY_TOO_LARGE');
  });

  it('has 1 to 256 entries', () => {
    expectCode(() => encodeEntryBundle([]), 'BUNDLE_MALFORMED');
    expectCode(() => encodeEntryBundle(leaves(257)), 'BUNDLE_MALFORMED');
    expectCode(() => parseEntryBundle(new Uint8Array(0), 0), 'BUNDLE_MALFORMED');
    expectCode(() => parseEntryBundle(new Uint8Array(514), 257), 'BUNDLE_MALFORMED');
  });

  it('is refused wherever it is cut, and with anything after its end', () => {
    const bytes = encodeEntryBundle([utf8('one'), utf8('two'), utf8('three')]);
    for (let length = 0; length < bytes.length; length++) {
      expectCode(() => parseEntryBundle(bytes.subarray(0, length), 3), 'BUNDLE_MALFORMED');
    }
    expectCode(() => parseEntryBundle(Buffer.concat([bytes, Uint8Array.of(0)]), 3), 'BUNDLE_MALFORMED');
    expectCode(() => parseEntryBundle(bytes, 2), 'BUNDLE_MALFORMED');
    expectCode(() => parseEntryBundle(bytes, 4), 'BUNDLE_MALFORMED');
  });

  it('is read from inside a larger buffer', () => {
    const bytes = encodeEntryBundle([utf8('one'), utf8('two')]);
    const around = Buffer.concat([utf8('xxx'), bytes, utf8('yyy')]);
    const entries = parseEntryBundle(around.subarray(3, 3 + bytes.length), 2);
    expect(entries.map((entry) => Buffer.from(entry).toString())).toEqual(['one', 'two']);
  });

  it('of any entries is read back', () => {
    const entries = fc.array(fc.uint8Array({ maxLength: 600 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(entries, (list) => {
        expect(parseEntryBundle(encodeEntryBundle(list), list.length)).toEqual(list);
      }),
    );
  });
});
