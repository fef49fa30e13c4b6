import { describe, expect, it } from 'vitest';
import {
  decodeBase64,
  EMPTY_ROOT,
  encodeBase64,
  equalBytes,
  leafHash,
  nodeHash,
  parseHash,
  sha256,
} from '../../src/transparency/index.ts';
import { codeOf, expectCode, utf8 } from './support.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('hashes', () => {
  it('are those of RFC 6962: the empty tree, the empty leaf, the leaf "L123456"', () => {
    expect(hex(EMPTY_ROOT)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(hex(leafHash(new Uint8Array(0)))).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    );
    expect(hex(leafHash(utf8('L123456')))).toBe(
      '395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56',
    );
  });

  it('of a node are of 0x01, the left and the right hash', () => {
    const left = sha256(utf8('left'));
    const right = sha256(utf8('right'));
    expect(nodeHash(left, right)).toEqual(sha256(Buffer.concat([Uint8Array.of(1), left, right])));
    expect(nodeHash(left, right)).not.toEqual(nodeHash(right, left));
  });

  it('are plain byte arrays that nothing else shares', () => {
    const one = sha256(utf8('one'));
    const copy = one.slice();
    expect(Object.getPrototypeOf(one)).toBe(Uint8Array.prototype);
    expect(one.buffer.byteLength).toBe(32);
    nodeHash(one, one);
    leafHash(utf8('two'));
    expect(one).toEqual(copy);
  });

  it('of a node of anything but two hashes panic, because the caller has not checked its input', () => {
    expect(() => nodeHash(new Uint8Array(31), new Uint8Array(32))).toThrow(/node of 31 and 32 bytes/);
    expect(() => nodeHash(new Uint8Array(32), new Uint8Array(0))).toThrow(/node of 32 and 0 bytes/);
  });

  it('are equal if their bytes are', () => {
    expect(equalBytes(Uint8Array.of(1, 2), Buffer.from([1, 2]))).toBe(true);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(equalBytes(Uint8Array.of(1), Uint8Array.of(1, 0))).toBe(false);
  });
});

describe('base64', () => {
  it('is the standard alphabet with padding', () => {
    expect(encodeBase64(Uint8Array.of(0xfb, 0xff, 0xfe, 0x00))).toBe('+//+AA==');
    expect(decodeBase64('+//+AA==')).toEqual(Uint8Array.of(0xfb, 0xff, 0xfe, 0x00));
    expect(decodeBase64('')).toEqual(new Uint8Array(0));
  });

  it.each([
    ['without padding', 'AA'],
    ['with too much padding', 'AA==='],
    ['with bits left over', 'AB=='],
    ['of the URL alphabet', '-__-AA=='],
    ['with a space', 'AA ='],
    ['with a newline', 'AA==\n'],
    ['with padding inside', 'AA==AA=='],
    ['with letters of other scripts', 'ＡＡ=='],
    ['of one letter', 'A'],
  ])('%s is refused', (_, text) => {
    expectCode(() => decodeBase64(text), 'BASE64_MALFORMED');
  });

  it('of a hash has 32 bytes', () => {
    const text = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
    expect(parseHash(text)).toEqual(EMPTY_ROOT);
    for (const other of [
      '',
      text.slice(0, -1),
      `${text}=`,
      'AAAA',
      `AAAA${text}`,
      text.replace('U=', 'V='),
    ]) {
      expect([other, codeOf(() => parseHash(other))]).toEqual([other, 'HASH_MALFORMED']);
    }
  });
});
