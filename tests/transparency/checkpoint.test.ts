import { describe, expect, it } from 'vitest';
import {
  cosignCheckpoint,
  createCosigner,
  createSigner,
  EMPTY_ROOT,
  formatCheckpoint,
  KEY_TYPE,
  openCheckpoint,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  signCheckpoint,
  signingKey,
  signNote,
  verifierKey,
} from '../../src/transparency/index.ts';
import { expectCode, flipped, SEED_1, SEED_2, SEED_3 } from './support.ts';

const ROOT = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
const TEXT = `log.example/ledger\n3\n${ROOT}\n`;

const log = signingKey({ name: 'log.example/ledger', type: KEY_TYPE.ed25519, seed: SEED_1 });
const witness = signingKey({ name: 'witness.example/w', type: KEY_TYPE.cosignatureV1, seed: SEED_2 });
const logKey = parseVerifierKey(log.vkey);
const witnessKey = parseVerifierKey(witness.vkey);
const checkpoint = { origin: 'log.example/ledger', size: 3, root: EMPTY_ROOT };
const signed = signCheckpoint(checkpoint, createSigner(log));
const cosigned = cosignCheckpoint(signed, createCosigner(witness, 1_790_000_000));

describe('the text of a checkpoint', () => {
  it('is origin, size and root', () => {
    expect(formatCheckpoint(checkpoint)).toBe(TEXT);
    expect(parseCheckpoint(TEXT)).toEqual(checkpoint);
  });

  it('may have the size 0 or the largest safe one, and an origin with spaces', () => {
    for (const other of [
      { ...checkpoint, size: 0 },
      { ...checkpoint, size: 9_007_199_254_740_991 },
      { ...checkpoint, origin: 'go.sum database tree' },
      { ...checkpoint, origin: '账本 — 2021' },
    ]) {
      expect(parseCheckpoint(formatCheckpoint(other))).toEqual(other);
    }
  });

  it.each([
    ['empty', ''],
    ['without its last newline', TEXT.slice(0, -1)],
    ['with an extension line', `${TEXT}extension\n`],
    ['with an empty line', `${TEXT}\n`],
    ['without an origin', `\n3\n${ROOT}\n`],
    ['without a size', `log.example/ledger\n\n${ROOT}\n`],
    ['without a root', 'log.example/ledger\n3\n\n'],
    ['of two lines', 'log.example/ledger\n3\n'],
    ['with a leading zero', `log.example/ledger\n03\n${ROOT}\n`],
    ['with a plus', `log.example/ledger\n+3\n${ROOT}\n`],
    ['with a minus', `log.example/ledger\n-3\n${ROOT}\n`],
    ['with a fraction', `log.example/ledger\n3.0\n${ROOT}\n`],
    ['with an exponent', `log.example/ledger\n3e0\n${ROOT}\n`],
    ['in hex', `log.example/ledger\n0x3\n${ROOT}\n`],
    ['with a space', `log.example/ledger\n3 \n${ROOT}\n`],
    ['with digits of another script', `log.example/ledger\n３\n${ROOT}\n`],
    ['with a size beyond the safe integers', `log.example/ledger\n9007199254740992\n${ROOT}\n`],
    ['with a size of forty digits', `log.example/ledger\n${'9'.repeat(40)}\n${ROOT}\n`],
    ['with a short root', 'log.example/ledger\n3\nAAAA\n'],
    ['with a root without padding', `log.example/ledger\n3\n${ROOT.slice(0, -1)}\n`],
    ['with a root that is not canonical', `log.example/ledger\n3\n${ROOT.replace('U=', 'V=')}\n`],
    ['with a carriage return', TEXT.replaceAll('\n', '\r\n')],
    ['with a control character in the origin', `log\u0000\n3\n${ROOT}\n`],
  ])('%s is refused', (_, text) => {
    expectCode(() => parseCheckpoint(text), 'CHECKPOINT_MALFORMED');
  });

  it('is not written for what would not be read back', () => {
    for (const bad of [
      { origin: '' },
      { origin: 'a\nb' },
      { origin: 'a\tb' },
      { origin: '\ud800' },
      { size: -1 },
      { size: 0.5 },
      { size: 2 ** 53 },
      { root: new Uint8Array(31) },
    ]) {
      expectCode(() => formatCheckpoint({ ...checkpoint, ...bad }), 'CHECKPOINT_MALFORMED');
    }
  });
});

describe('a signed checkpoint', () => {
  it('opens with the log key, its cosignature set aside if the witness is not named', () => {
    expect(openCheckpoint(cosigned, { logs: [logKey] })).toMatchObject({
      ok: true,
      checkpoint,
      log: { vkey: log.vkey },
      cosignatures: [],
      unverified: [{ name: 'witness.example/w' }],
    });
  });

  it('opens with its cosignature and time if the witness is named', () => {
    expect(openCheckpoint(cosigned, { logs: [logKey], witnesses: [witnessKey] })).toMatchObject({
      ok: true,
      cosignatures: [{ name: 'witness.example/w', timeSeconds: 1_790_000_000 }],
      unverified: [],
    });
  });

  it('of another log is refused as such, before its signatures are looked at', () => {
    const other = signingKey({ name: 'other.example/log', type: KEY_TYPE.ed25519, seed: SEED_3 });
    expect(openCheckpoint(signed, { logs: [parseVerifierKey(other.vkey)] })).toEqual({
      ok: false,
      code: 'ORIGIN_MISMATCH',
      message: 'the checkpoint is of the log log.example/ledger',
    });
    expect(openCheckpoint(signed, { logs: [] })).toMatchObject({ code: 'ORIGIN_MISMATCH' });
  });

  it('is refused if another trusted log signed it', () => {
    const other = signingKey({ name: 'other.example/log', type: KEY_TYPE.ed25519, seed: SEED_3 });
    const note = signNote({ text: TEXT }, [createSigner(other)]);
    expect(openCheckpoint(note, { logs: [logKey, parseVerifierKey(other.vkey)] })).toEqual({
      ok: false,
      code: 'SIGNATURE_INVALID',
      message: 'the checkpoint is not signed by log.example/ledger',
    });
  });

  it('is refused without a signature by the log', () => {
    const note = signNote({ text: TEXT }, [createCosigner(witness, 1)]);
    const verdict = openCheckpoint(note, { logs: [logKey], witnesses: [witnessKey] });
    expect(verdict).toMatchObject({ ok: false, code: 'SIGNATURE_INVALID' });
  });

  it('is refused under a key of the same name that did not sign it', () => {
    const impostor = signingKey({ name: 'log.example/ledger', type: KEY_TYPE.ed25519, seed: SEED_3 });
    const verdict = openCheckpoint(signed, { logs: [parseVerifierKey(impostor.vkey)] });
    expect(verdict).toMatchObject({ ok: false, code: 'SIGNATURE_INVALID' });
  });

  it('is refused with size or root changed', () => {
    const parts = parseNote(cosigned);
    for (const change of [{ size: 4 }, { root: flipped(EMPTY_ROOT, 31) }]) {
      const note = cosigned.replace(parts.text, formatCheckpoint({ ...checkpoint, ...change }));
      expect(openCheckpoint(note, { logs: [logKey] })).toMatchObject({
        ok: false,
        code: 'SIGNATURE_INVALID',
      });
    }
  });

  it('is refused with a bad cosignature by a witness that is named', () => {
    const later = createCosigner(witness, 1_790_000_001).sign(TEXT).fill(0, 8, 9);
    const spoiled = cosignCheckpoint(signed, { name: witness.name, keyId: witness.keyId, sign: () => later });
    expect(openCheckpoint(spoiled, { logs: [logKey], witnesses: [witnessKey] })).toEqual({
      ok: false,
      code: 'SIGNATURE_INVALID',
      message: 'the signature by witness.example/w+cb1393dc does not hold',
    });
    expect(openCheckpoint(spoiled, { logs: [logKey] })).toMatchObject({ ok: true });
  });

  it('agrees with one that another implementation made', () => {
    const publicKey = Buffer.from('66e0b858e462a609e66fe71370c816d8846ff103d5499a22a7fec37fdbc424a7', 'hex');
    const origin = 'sigsum.org/v1/tree/e796172b92befd62d9dc67e41c2f5bc9d3100a3023b20b1ca40288dd1c679e69';
    const note = `${origin}\n10\nHA5HAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— ${origin} gJ2ho0n8F8olcerUF1FFdv235A/5as/coWrpLrtE7ovMeP5whgwouYExowG/lTznxu6OUGjjt5yJQ6bXtTcf718MqAQ=\n`;
    const key = verifierKey(origin, KEY_TYPE.ed25519, new Uint8Array(publicKey));
    expect(openCheckpoint(note, { logs: [key] })).toMatchObject({ ok: true, checkpoint: { size: 10 } });
  });

  it('is signed only by a key that has the origin as its name', () => {
    const other = createSigner(signingKey({ name: 'other.example', type: KEY_TYPE.ed25519, seed: SEED_1 }));
    expectCode(() => signCheckpoint(checkpoint, other), 'CHECKPOINT_MALFORMED');
  });

  it('is cosigned only if it is a checkpoint', () => {
    const letter = signNote({ text: 'Dear auditor,\n' }, [createSigner(log)]);
    expectCode(() => cosignCheckpoint(letter, createCosigner(witness, 1)), 'CHECKPOINT_MALFORMED');
    expectCode(() => cosignCheckpoint(TEXT, createCosigner(witness, 1)), 'NOTE_MALFORMED');
  });

  it('is opened only with keys in their own roles', () => {
    expectCode(() => openCheckpoint(signed, { logs: [witnessKey] }), 'KEY_TYPE_WRONG');
    expectCode(() => openCheckpoint(signed, { logs: [logKey], witnesses: [logKey] }), 'KEY_TYPE_WRONG');
  });

  it('that is a note but no checkpoint is refused', () => {
    const letter = signNote({ text: 'Dear auditor,\n' }, [createSigner(log)]);
    expectCode(() => openCheckpoint(letter, { logs: [logKey] }), 'CHECKPOINT_MALFORMED');
    expectCode(() => openCheckpoint(TEXT, { logs: [logKey] }), 'NOTE_MALFORMED');
  });
});
