import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createCosigner,
  createSigner,
  formatNote,
  formatSignature,
  KEY_TYPE,
  type NoteSignature,
  openNote,
  parseNote,
  parseSignatures,
  parseSigningKey,
  parseVerifierKey,
  signingKey,
  signNote,
  verifierKey,
} from '../../src/transparency/index.ts';
import { codeOf, expectCode, flipped, SEED_1, SEED_2, utf8 } from './support.ts';

// The example of Go's note package and of its tests.
const TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const PETER_LINE =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const ENOCH_LINE =
  '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n';
const peter = parseVerifierKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
const enoch = parseVerifierKey('EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop');
const NOTE = `${TEXT}\n${PETER_LINE}${ENOCH_LINE}`;

const invalid = { ok: false, code: 'SIGNATURE_INVALID' };

describe('a signed note', () => {
  it('is signed as Go signs it', () => {
    const skey = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
    const signer = createSigner(parseSigningKey(skey));
    expect(signNote({ text: TEXT }, [signer])).toBe(`${TEXT}\n${PETER_LINE}`);
  });

  it('opens with the keys that signed it', () => {
    expect(openNote(NOTE, [peter, enoch])).toMatchObject({
      ok: true,
      text: TEXT,
      verified: [
        { name: 'PeterNeumann', keyId: 'c74f20a3', key: peter, timeSeconds: null },
        { name: 'EnochRoot', keyId: 'af0cfe78', key: enoch, timeSeconds: null },
      ],
      unverified: [],
    });
  });

  it('opens as bytes', () => {
    expect(openNote(utf8(NOTE), [peter])).toMatchObject({ ok: true, text: TEXT });
  });

  it('opens the example of another implementation', () => {
    const vkey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
    const note =
      'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';
    expect(openNote(note, [parseVerifierKey(vkey)])).toMatchObject({ ok: true });
  });

  it('sets signatures by unknown keys aside', () => {
    const opened = openNote(NOTE, [peter]);
    expect(opened).toMatchObject({ ok: true, unverified: [{ name: 'EnochRoot', keyId: 'af0cfe78' }] });
  });

  it('is refused if no signature is by a known key', () => {
    expect(openNote(NOTE, [])).toMatchObject({ ...invalid, message: 'no signature is by a known key' });
    expect(openNote(`${TEXT}\n${ENOCH_LINE}`, [peter])).toMatchObject(invalid);
  });

  it('is refused if one of several known keys has a signature that does not hold', () => {
    const other = NOTE.replace('cryptography', 'cryptographY');
    expect(openNote(other, [peter])).toEqual({
      ...invalid,
      message: 'the signature by PeterNeumann+c74f20a3 does not hold',
    });
    const { text, signatures } = parseNote(NOTE);
    const [good, bad] = signatures;
    const spoiled = signatures.map((line) =>
      line === bad ? { ...line, signature: flipped(line.signature) } : line,
    );
    expect(good).toBeDefined();
    expect(openNote(formatNote({ text, signatures: spoiled }), [peter, enoch])).toMatchObject(invalid);
    expect(openNote(formatNote({ text, signatures: spoiled }), [peter])).toMatchObject({ ok: true });
  });

  it('is refused for a bad signature by a known key after a good one by the same', () => {
    const { text, signatures } = parseNote(`${TEXT}\n${PETER_LINE}`);
    const again = signatures.map((line) => ({ ...line, signature: flipped(line.signature, 63) }));
    expect(openNote(formatNote({ text, signatures: [...signatures, ...again] }), [peter])).toMatchObject(
      invalid,
    );
    expect(openNote(formatNote({ text, signatures: [...again, ...signatures] }), [peter])).toMatchObject(
      invalid,
    );
  });

  it('takes a key for unknown if only its name or only its key id is known', () => {
    const { text, signatures } = parseNote(`${TEXT}\n${PETER_LINE}`);
    const foreign = signatures.flatMap((line) => [
      { ...line, name: 'CarmenSandiego' },
      { ...line, keyId: 'c74f20a4' },
    ]);
    expect(openNote(formatNote({ text, signatures: foreign }), [peter])).toMatchObject(invalid);
    const opened = openNote(formatNote({ text, signatures: [...foreign, ...signatures] }), [peter]);
    expect(opened).toMatchObject({ ok: true, verified: [{ name: 'PeterNeumann' }], unverified: foreign });
  });

  it('reads lines that repeat once', () => {
    const note = `${TEXT}\n${PETER_LINE}${PETER_LINE}${ENOCH_LINE}${ENOCH_LINE}`;
    const opened = openNote(note, [peter]);
    expect(opened.ok && [opened.verified.length, opened.unverified.length]).toEqual([1, 1]);
  });

  it('is not opened with two keys of one name and key id', () => {
    const twin = { ...verifierKey('x', KEY_TYPE.ed25519, SEED_1), name: peter.name, keyId: peter.keyId };
    expectCode(() => openNote(NOTE, [peter, twin]), 'KEY_AMBIGUOUS');
    expect(openNote(NOTE, [peter, peter])).toMatchObject({ ok: true });
  });

  it('splits text and signatures at the last empty line', () => {
    const signer = createSigner(signingKey({ name: 'a', type: KEY_TYPE.ed25519, seed: SEED_1 }));
    for (const text of [
      '\n',
      '\n\n',
      'a\n\nb\n',
      'a\n\n',
      '\n\na\n',
      `${NOTE}`,
      `${TEXT}\n${PETER_LINE}\n`,
    ]) {
      const note = signNote({ text }, [signer]);
      expect(parseNote(note).text).toBe(text);
      expect(
        openNote(note, [parseVerifierKey(signingKey({ name: 'a', type: 1, seed: SEED_1 }).vkey)]),
      ).toMatchObject({
        ok: true,
        text,
      });
    }
  });

  it('has a key that signed one text and cosigned at several times', () => {
    const witness = signingKey({ name: 'w', type: KEY_TYPE.cosignatureV1, seed: SEED_2 });
    const first = parseNote(signNote({ text: TEXT }, [createCosigner(witness, 100)]));
    const second = parseNote(signNote({ text: TEXT }, [createCosigner(witness, 200)]));
    const note = formatNote({ text: TEXT, signatures: [...first.signatures, ...second.signatures] });
    expect(openNote(note, [parseVerifierKey(witness.vkey)])).toMatchObject({
      ok: true,
      verified: [{ timeSeconds: 100 }, { timeSeconds: 200 }],
    });
  });

  it('gets further signatures after those it has, and new ones for old ones by the same key', () => {
    const witness = signingKey({ name: 'w', type: KEY_TYPE.cosignatureV1, seed: SEED_2 });
    const once = signNote(parseNote(NOTE), [createCosigner(witness, 100)]);
    expect(once.startsWith(NOTE)).toBe(true);
    const twice = signNote(parseNote(once), [createCosigner(witness, 200)]);
    expect(parseNote(twice).signatures).toHaveLength(3);
    expect(twice).toBe(signNote(parseNote(NOTE), [createCosigner(witness, 200)]));
  });
});

describe('a text that is no signed note', () => {
  it.each([
    ['empty', ''],
    ['without signatures', TEXT],
    ['without signatures after the empty line', `${TEXT}\n`],
    ['without an empty line', `${TEXT}${PETER_LINE}`],
    ['without a last newline', `${TEXT}\n${PETER_LINE}`.slice(0, -1)],
    ['with a line after the signatures', `${TEXT}\n${PETER_LINE}Unexpected line.\n`],
    ['with an empty line after the signatures', `${TEXT}\n${PETER_LINE}\n`],
    ['without text', `\n${PETER_LINE}`],
    ['with a carriage return', `${TEXT.replace('\n', '\r\n')}\n${PETER_LINE}`],
    ['with a tab', `\t${TEXT}\n${PETER_LINE}`],
    ['with a control character', `\u0001${TEXT}\n${PETER_LINE}`],
    ['with a NUL', `\u0000${TEXT}\n${PETER_LINE}`],
    ['with a hyphen for the em dash', `${TEXT}\n${PETER_LINE.replace('—', '-')}`],
    ['with an en dash for the em dash', `${TEXT}\n${PETER_LINE.replace('—', '–')}`],
    ['with two spaces', `${TEXT}\n${PETER_LINE.replace('— ', '—  ')}`],
    ['with a no-break space', `${TEXT}\n${PETER_LINE.replace('— ', '—\u00a0')}`],
    ['with a space in the name', `${TEXT}\n${PETER_LINE.replace('PeterNeumann', 'Peter Neumann')}`],
    ['with a plus in the name', `${TEXT}\n${PETER_LINE.replace('PeterNeumann', 'Peter+Neumann')}`],
    ['without a name', `${TEXT}\n${PETER_LINE.replace('PeterNeumann ', '')}`],
    ['without a signature', `${TEXT}\n— PeterNeumann\n`],
    ['with an empty signature', `${TEXT}\n— PeterNeumann \n`],
    ['with a key id and nothing after it', `${TEXT}\n— PeterNeumann x08gow==\n`],
    ['with base64 without padding', `${TEXT}\n${PETER_LINE.replace('=', '')}`],
    ['with base64 that is not canonical', `${TEXT}\n${PETER_LINE.replace('M=', 'N=')}`],
    ['with a space after the signature', `${TEXT}\n${PETER_LINE.replace('\n', ' \n')}`],
  ])('is %s', (_, note) => {
    expectCode(() => parseNote(note), 'NOTE_MALFORMED');
    expectCode(() => openNote(utf8(note), [peter]), 'NOTE_MALFORMED');
  });

  it('is not UTF-8, nor could be', () => {
    expectCode(() => parseNote(`\ud800${NOTE}`), 'NOTE_MALFORMED');
    for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80]]) {
      expectCode(() => parseNote(Buffer.concat([Uint8Array.from(bytes), utf8(NOTE)])), 'NOTE_MALFORMED');
    }
  });

  it('has more than 100 signatures or more than a mebibyte', () => {
    expect(parseNote(`${TEXT}\n${PETER_LINE.repeat(100)}`).signatures).toHaveLength(100);
    expectCode(() => parseNote(`${TEXT}\n${PETER_LINE.repeat(101)}`), 'NOTE_MALFORMED');
    expectCode(() => parseNote(`${'a'.repeat(1_048_576)}\n\n${PETER_LINE}`), 'NOTE_MALFORMED');
    expectCode(() => parseNote(utf8(`${'a'.repeat(1_048_576)}\n\n${PETER_LINE}`)), 'NOTE_MALFORMED');
    expectCode(() => parseNote(`${'账'.repeat(349_526)}\n\n${PETER_LINE}`), 'NOTE_MALFORMED');
  });

  it('is whatever is not written back as it was', () => {
    const parts = fc.constantFrom(
      'a',
      '\n',
      '\n\n',
      PETER_LINE,
      ENOCH_LINE,
      '— ',
      '—',
      ' ',
      'a ',
      'AAAAAAA=',
      '\r',
      '\u0000',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 10 }), (items) => {
        const note = items.join('');
        const code = codeOf(() => parseNote(note));
        expect(code ?? formatNote(parseNote(note))).toBe(code ?? note);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a note that would not be read back', () => {
  const signature: NoteSignature = { name: 'a', keyId: '00000001', signature: Uint8Array.of(1) };

  it('is not written', () => {
    for (const note of [
      { text: 'no newline', signatures: [signature] },
      { text: '', signatures: [signature] },
      { text: 'tab\t\n', signatures: [signature] },
      { text: '\ud800\n', signatures: [signature] },
      { text: 'a\n', signatures: [] },
      { text: 'a\n', signatures: Array.from({ length: 101 }, () => signature) },
      { text: `${'a'.repeat(1_048_576)}\n`, signatures: [signature] },
      { text: 'a\n', signatures: [{ ...signature, name: 'a b' }] },
      { text: 'a\n', signatures: [{ ...signature, name: 'a\u0001' }] },
      { text: 'a\n', signatures: [{ ...signature, name: '' }] },
      { text: 'a\n', signatures: [{ ...signature, keyId: '1' }] },
      { text: 'a\n', signatures: [{ ...signature, keyId: '0000000G' }] },
      { text: 'a\n', signatures: [{ ...signature, keyId: 'ABCDEF01' }] },
      { text: 'a\n', signatures: [{ ...signature, signature: new Uint8Array(0) }] },
    ]) {
      expectCode(() => formatNote(note), 'NOTE_MALFORMED');
    }
  });

  it('is not signed', () => {
    const signer = { name: 'bad name', keyId: '00000001', sign: () => Uint8Array.of(1) };
    expectCode(() => signNote({ text: 'a\n' }, [signer]), 'NOTE_MALFORMED');
    expectCode(() => signNote({ text: 'a\n' }, []), 'NOTE_MALFORMED');
  });
});

describe('signature lines without a note', () => {
  it('are read and written', () => {
    const lines = `${PETER_LINE}${ENOCH_LINE}`;
    const parsed = parseSignatures(lines);
    expect(parsed.map(({ name, keyId }) => [name, keyId])).toEqual([
      ['PeterNeumann', 'c74f20a3'],
      ['EnochRoot', 'af0cfe78'],
    ]);
    expect(parsed.map(formatSignature).join('')).toBe(lines);
  });

  it('are refused if there are none, or anything else', () => {
    for (const lines of [
      '',
      '\n',
      PETER_LINE.slice(0, -1),
      `\n${PETER_LINE}`,
      `${PETER_LINE}\n`,
      `${PETER_LINE}x\n`,
    ]) {
      expectCode(() => parseSignatures(lines), 'NOTE_MALFORMED');
    }
  });
});
