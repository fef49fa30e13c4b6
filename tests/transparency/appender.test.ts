import { describe, expect, it } from 'vitest';
import {
  type CompletedSubtree,
  createAppender,
  EMPTY_ROOT,
  encodeBase64,
  openAppender,
  openTree,
  type TileHashReader,
} from '../../src/transparency/index.ts';
import { expectCode, leaves, memoryReader, naiveRoot } from './support.ts';

const hashes = leaves(66_000);

describe('an appender', () => {
  it('has the root of the empty tree before the first leaf', () => {
    const appender = createAppender();
    expect(appender.size).toBe(0);
    expect(appender.root()).toEqual(EMPTY_ROOT);
    expect(appender.state()).toEqual({ size: 0, edge: [] });
  });

  it('has the root of RFC 9162 after each of 600 leaves', () => {
    const appender = createAppender();
    for (let size = 1; size <= 600; size++) {
      appender.append(hashes[size - 1] ?? EMPTY_ROOT);
      expect(appender.size).toBe(size);
      expect(appender.root()).toEqual(naiveRoot(hashes.slice(0, size)));
    }
  });

  it('yields the root of each full tile once, with the leaf that fills it', () => {
    const appender = createAppender();
    const yielded: { readonly size: number; readonly completed: readonly CompletedSubtree[] }[] = [];
    for (const hash of hashes) {
      const completed = appender.append(hash);
      if (completed.length > 0) {
        yielded.push({ size: appender.size, completed });
      }
    }
    expect(yielded).toHaveLength(257);
    expect(yielded[0]).toEqual({
      size: 256,
      completed: [{ tileLevel: 1, index: 0, hash: naiveRoot(hashes.slice(0, 256)) }],
    });
    expect(yielded[255]).toEqual({
      size: 65_536,
      completed: [
        { tileLevel: 1, index: 255, hash: naiveRoot(hashes.slice(65_280, 65_536)) },
        { tileLevel: 2, index: 0, hash: naiveRoot(hashes.slice(0, 65_536)) },
      ],
    });
    expect(yielded[256]?.completed).toEqual([
      { tileLevel: 1, index: 256, hash: naiveRoot(hashes.slice(65_536, 65_792)) },
    ]);
  });

  it('yields all that a reader needs', () => {
    const stored = [
      new Map<number, Uint8Array>(),
      new Map<number, Uint8Array>(),
      new Map<number, Uint8Array>(),
    ];
    const storage: TileHashReader = {
      hashes: (tileLevel, start, count) =>
        Array.from({ length: count }, (_, i) => stored[tileLevel]?.get(start + i) ?? new Uint8Array(0)),
    };
    const appender = createAppender();
    for (const [i, hash] of hashes.entries()) {
      stored[0]?.set(i, hash);
      for (const { tileLevel, index, hash: root } of appender.append(hash)) {
        stored[tileLevel]?.set(index, root);
      }
    }
    expect(openTree(storage, hashes.length).root()).toEqual(appender.root());
    expect(openAppender(storage, hashes.length).state()).toEqual(appender.state());
  });

  it('goes on from storage at every size as if it had never stopped', () => {
    const reader = memoryReader(hashes);
    for (const size of [...Array(300).keys(), 511, 512, 513, 65_535, 65_536, 65_537]) {
      const appender = openAppender(reader, size);
      expect(appender.size).toBe(size);
      expect(appender.root()).toEqual(naiveRoot(hashes.slice(0, size)));
      appender.append(hashes[size] ?? EMPTY_ROOT);
      expect(appender.root()).toEqual(naiveRoot(hashes.slice(0, size + 1)));
    }
  });

  it('goes back to a state that was kept, which later appends do not touch', () => {
    const appender = createAppender();
    for (const hash of hashes.slice(0, 5)) {
      appender.append(hash);
    }
    const kept = appender.state();
    const root = encodeBase64(appender.root());
    appender.append(EMPTY_ROOT);
    appender.append(EMPTY_ROOT);
    const back = createAppender(kept);
    expect(back.size).toBe(5);
    expect(encodeBase64(back.root())).toBe(root);
    back.append(hashes[5] ?? EMPTY_ROOT);
    expect(back.root()).toEqual(naiveRoot(hashes.slice(0, 6)));
    expect(encodeBase64(createAppender(kept).root())).toBe(root);
  });

  it('refuses a state that is not one', () => {
    expectCode(() => createAppender({ size: 3, edge: [EMPTY_ROOT] }), 'HASH_MALFORMED');
    expectCode(() => createAppender({ size: 1, edge: [new Uint8Array(31)] }), 'HASH_MALFORMED');
    expectCode(() => createAppender({ size: 0, edge: [EMPTY_ROOT] }), 'HASH_MALFORMED');
    expectCode(() => createAppender({ size: -1, edge: [] }), 'OUT_OF_RANGE');
    expectCode(() => createAppender({ size: 0.5, edge: [] }), 'OUT_OF_RANGE');
    expectCode(() => openAppender(memoryReader([]), 2 ** 53), 'OUT_OF_RANGE');
  });

  it('refuses a leaf that is not a hash and stays as it was', () => {
    const appender = createAppender();
    appender.append(EMPTY_ROOT);
    const before = appender.state();
    expectCode(() => appender.append(new Uint8Array(33)), 'HASH_MALFORMED');
    expect(appender.state()).toEqual(before);
  });

  it('refuses to grow beyond the largest safe size', () => {
    const edge = Array.from({ length: 53 }, () => EMPTY_ROOT);
    const appender = createAppender({ size: Number.MAX_SAFE_INTEGER, edge });
    expectCode(() => appender.append(EMPTY_ROOT), 'OUT_OF_RANGE');
  });
});
