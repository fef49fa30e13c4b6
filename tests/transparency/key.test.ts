import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  createCosigner,
  createSigner,
  formatSigningKey,
  isSamePublicKey,
  KEY_TYPE,
  parseSigningKey,
  parseVerifierKey,
  signingKey,
  verifierKey,
} from '../../src/transparency/index.ts';
import { codeOf, expectCode, flipped, SEED_1 } from './support.ts';

// The example of Go's note package.
const PETER_SKEY = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const PETER_VKEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';

describe('a verifier key', () => {
  it('is read into its parts', () => {
    const key = parseVerifierKey(PETER_VKEY);
    expect(key).toMatchObject({ name: 'PeterNeumann', keyId: 'c74f20a3', type: 0x01, vkey: PETER_VKEY });
    expect(Buffer.from(key.publicKey).toString('base64')).toBe(
      'GlzZBxQ8OExB6DDFvOEqqIF+xWSaqr8sMTiLNbLXRNY=',
    );
  });

  it('may have a plus in its base64', () => {
    const vkey = 'witness.example/w1+d4ddf8a0+BJ5f220FYyu27dR8G86GvEX5nKxdCpttyhxQUMqPG3FL';
    expect(parseVerifierKey(vkey)).toMatchObject({ name: 'witness.example/w1', type: 0x04 });
    const withPlus = verifierKey('log.example', KEY_TYPE.ed25519, new Uint8Array(32).fill(0xfb));
    expect(withPlus.vkey).toContain('+/v7+/v7');
    expect(parseVerifierKey(withPlus.vkey).publicKey).toEqual(new Uint8Array(32).fill(0xfb));
  });

  it('has a key id that depends on name, type and key', () => {
    const ids = [
      verifierKey('a', KEY_TYPE.ed25519, SEED_1),
      verifierKey('b', KEY_TYPE.ed25519, SEED_1),
      verifierKey('a', KEY_TYPE.cosignatureV1, SEED_1),
      verifierKey('a', KEY_TYPE.ed25519, flipped(SEED_1)),
    ].map(({ keyId }) => keyId);
    expect(new Set(ids).size).toBe(4);
  });

  it('is the same public key under another name and type', () => {
    const a = verifierKey('a', KEY_TYPE.ed25519, SEED_1);
    expect(isSamePublicKey(a, verifierKey('b', KEY_TYPE.cosignatureV1, SEED_1))).toBe(true);
    expect(isSamePublicKey(a, verifierKey('a', KEY_TYPE.ed25519, flipped(SEED_1)))).toBe(false);
  });

  it('is refused with any part cut off and any character changed, as in the tests of Go', () => {
    for (let start = 0; start <= PETER_VKEY.length; start++) {
      for (let end = start; end <= PETER_VKEY.length; end++) {
        const part = PETER_VKEY.slice(start, end);
        expect([part, codeOf(() => parseVerifierKey(part))]).toEqual([
          part,
          part === PETER_VKEY ? undefined : 'KEY_MALFORMED',
        ]);
      }
    }
    for (let i = 0; i < PETER_VKEY.length; i++) {
      const next = String.fromCharCode(PETER_VKEY.charCodeAt(i) + 1);
      expectCode(
        () => parseVerifierKey(PETER_VKEY.slice(0, i) + next + PETER_VKEY.slice(i + 1)),
        'KEY_MALFORMED',
      );
    }
  });

  it.each([
    [
      'a key of the wrong length, with its own key id',
      'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==',
    ],
    [
      'an unknown type, with its own key id',
      'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    ],
    ['a key id in capitals', 'PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
    ['no key', 'PeterNeumann+c74f20a3+'],
    ['no name', '+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
    ['a newline at its end', `${PETER_VKEY}\n`],
    ['a space before it', ` ${PETER_VKEY}`],
  ])('with %s is refused', (_, vkey) => {
    expectCode(() => parseVerifierKey(vkey), 'KEY_MALFORMED');
  });

  it('has a name without Unicode spaces, plus or control characters', () => {
    expect(verifierKey('log.example/账本', KEY_TYPE.ed25519, SEED_1).name).toBe('log.example/账本');
    for (const name of [
      '',
      ' ',
      'a b',
      'a+b',
      'a\u00a0b',
      'a\u0085b',
      'a\u3000b',
      'a\u2028b',
      'a\tb',
      'a\nb',
      'a\u0001b',
      '\ud800',
    ]) {
      expectCode(() => verifierKey(name, KEY_TYPE.ed25519, SEED_1), 'KEY_MALFORMED');
    }
  });

  it('that is no point of the curve verifies nothing', () => {
    const key = verifierKey('a', KEY_TYPE.ed25519, new Uint8Array(32).fill(0xff));
    expect(key.verifies('text\n', new Uint8Array(64))).toBe(false);
  });
});

describe('a signing key', () => {
  it('is read and has the verifier key of its public half', () => {
    expect(parseSigningKey(PETER_SKEY)).toMatchObject({
      name: 'PeterNeumann',
      keyId: 'c74f20a3',
      vkey: PETER_VKEY,
    });
  });

  it('of a seed is written in the format of Go', () => {
    const seed = { name: 'log.example/ledger', type: KEY_TYPE.ed25519, seed: SEED_1 };
    const skey = formatSigningKey(seed);
    expect(skey).toBe('PRIVATE+KEY+log.example/ledger+74834815+AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB');
    expect(parseSigningKey(skey).vkey).toBe(
      'log.example/ledger+74834815+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c',
    );
    expect(signingKey(seed).vkey).toBe(parseSigningKey(skey).vkey);
  });

  it('is refused with any part cut off and any character changed, as in the tests of Go', () => {
    for (let start = 0; start <= PETER_SKEY.length; start++) {
      for (let end = start; end <= PETER_SKEY.length; end++) {
        if (start > 0 || end < PETER_SKEY.length) {
          expectCode(() => parseSigningKey(PETER_SKEY.slice(start, end)), 'KEY_MALFORMED');
        }
      }
    }
    for (let i = 0; i < PETER_SKEY.length; i++) {
      const next = String.fromCharCode(PETER_SKEY.charCodeAt(i) + 1);
      expectCode(
        () => parseSigningKey(PETER_SKEY.slice(0, i) + next + PETER_SKEY.slice(i + 1)),
        'KEY_MALFORMED',
      );
    }
  });

  it('is not in what is printed of it, nor in the message that refuses it', () => {
    expect(inspect(parseSigningKey(PETER_SKEY), { depth: null, showHidden: true })).not.toContain(
      'gQoUAtUUbI2E8kQz',
    );
    expect(JSON.stringify(parseSigningKey(PETER_SKEY))).not.toContain('AYEKFALVFGyNhPJEMzD1QIDr');
    expect(() => parseSigningKey(PETER_SKEY.replace('c74f20a3', 'c74f20a4'))).toThrow(
      'the key id of the signing key is not that of its name and key',
    );
  });

  it('needs a seed of 32 bytes', () => {
    for (const length of [0, 31, 33, 64]) {
      const seed = new Uint8Array(length);
      expectCode(() => signingKey({ name: 'a', type: KEY_TYPE.ed25519, seed }), 'KEY_MALFORMED');
      expectCode(() => formatSigningKey({ name: 'a', type: KEY_TYPE.ed25519, seed }), 'KEY_MALFORMED');
    }
  });
});

describe('signatures', () => {
  const log = signingKey({ name: 'log.example', type: KEY_TYPE.ed25519, seed: SEED_1 });
  const witness = signingKey({ name: 'witness.example', type: KEY_TYPE.cosignatureV1, seed: SEED_1 });

  it('hold for their text and key, and for no other', () => {
    const signature = createSigner(log).sign('text\n');
    const key = parseVerifierKey(log.vkey);
    expect(signature).toHaveLength(64);
    expect(key.verifies('text\n', signature)).toBe(true);
    expect(key.verifies('Text\n', signature)).toBe(false);
    for (let i = 0; i < signature.length; i++) {
      expect(key.verifies('text\n', flipped(signature, i))).toBe(false);
    }
    for (const length of [0, 1, 63]) {
      expect(key.verifies('text\n', signature.subarray(0, length))).toBe(false);
    }
    expect(key.verifies('text\n', Buffer.concat([signature, Uint8Array.of(0)]))).toBe(false);
  });

  it('of a witness carry the time, which is signed too', () => {
    const signature = createCosigner(witness, 1_790_000_000).sign('text\n');
    const key = parseVerifierKey(witness.vkey);
    expect(signature).toHaveLength(72);
    expect(Buffer.from(signature.subarray(0, 8)).toString('hex')).toBe('000000006ab13b80');
    expect(key.verifies('text\n', signature)).toBe(true);
    for (let i = 0; i < signature.length; i++) {
      expect(key.verifies('text\n', flipped(signature, i))).toBe(false);
    }
    expect(key.verifies('text\n', signature.subarray(8))).toBe(false);
  });

  it('of one type are not taken for the other, though the key is the same', () => {
    const text = 'text\n';
    const signed = createSigner(log).sign(text);
    const cosigned = createCosigner(witness, 0).sign(text);
    expect(parseVerifierKey(witness.vkey).verifies(text, signed)).toBe(false);
    expect(parseVerifierKey(log.vkey).verifies(text, cosigned)).toBe(false);
    expect(parseVerifierKey(log.vkey).verifies(text, cosigned.subarray(8))).toBe(false);
    expect(parseVerifierKey(log.vkey).verifies('cosignature/v1\ntime 0\ntext\n', cosigned.subarray(8))).toBe(
      true,
    );
  });

  it('are made only by a key of their type', () => {
    expectCode(() => createSigner(witness), 'KEY_TYPE_WRONG');
    expectCode(() => createCosigner(log, 0), 'KEY_TYPE_WRONG');
  });

  it('have a time in whole seconds that is a safe integer', () => {
    for (const time of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expectCode(() => createCosigner(witness, time), 'OUT_OF_RANGE');
    }
    const signature = createCosigner(witness, Number.MAX_SAFE_INTEGER).sign('text\n');
    const key = parseVerifierKey(witness.vkey);
    expect(key.verifies('text\n', signature)).toBe(true);
    const ed25519 = createSigner(log).sign('cosignature/v1\ntime 9007199254740992\ntext\n');
    const tooLate = Buffer.concat([Buffer.from('0020000000000000', 'hex'), ed25519]);
    expect(key.verifies('text\n', tooLate)).toBe(false);
  });
});
