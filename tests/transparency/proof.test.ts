import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cosignCheckpoint,
  createCosigner,
  createSigner,
  EMPTY_ROOT,
  formatProof,
  KEY_TYPE,
  openTree,
  type Policy,
  parsePolicy,
  parseProof,
  signCheckpoint,
  signingKey,
  signNote,
  TransparencyError,
  verifyProof,
} from '../../src/transparency/index.ts';
import { codeOf, expectCode, flipped, leaves, memoryReader, SEED_1, SEED_2, utf8 } from './support.ts';

const log = signingKey({ name: 'log.example/ledger', type: KEY_TYPE.ed25519, seed: SEED_1 });
const witness = signingKey({ name: 'witness.example/w', type: KEY_TYPE.cosignatureV1, seed: SEED_2 });
const policy: Policy = parsePolicy(`log ${log.vkey}\nwitness w ${witness.vkey}\nquorum w\n`);

const SIZE = 7;
const hashes = leaves(SIZE);
const tree = openTree(memoryReader(hashes), SIZE);
const signed = signCheckpoint({ origin: log.name, size: SIZE, root: tree.root() }, createSigner(log));
const checkpoint = cosignCheckpoint(signed, createCosigner(witness, 1_790_000_000));

function leafAt(index: number): Uint8Array {
  return hashes[index] ?? EMPTY_ROOT;
}

function proofOf(index: number, extra: Uint8Array | null = null): string {
  return formatProof({ index, hashes: tree.inclusionProof(index), checkpoint, extra });
}

const PROOF = proofOf(3);

describe('a proof', () => {
  it('has the lines of the standard before the checkpoint', () => {
    expect(PROOF).toBe(
      [
        'c2sp.org/tlog-proof@v1',
        'index 3',
        '+mHj3sNDlYn0eEyJO/Mh0AhPBMVyx68raOPzNgo1tIY=',
        'ywCYnZSlacCmeK4EK2Pc1GJduWRAUX83put5duok7Us=',
        'lz8IOVfHNZ+xlDrPnmaJvKbKXqcZfYCKrTwUSYaJ7+A=',
        '',
        checkpoint,
      ].join('\n'),
    );
  });

  it('of each leaf holds', () => {
    for (let index = 0; index < SIZE; index++) {
      const verdict = verifyProof(parseProof(proofOf(index)), { leafHash: leafAt(index), policy });
      expect(verdict).toMatchObject({ ok: true, checkpoint: { size: 7, origin: 'log.example/ledger' } });
    }
  });

  it('is read from bytes too, into its parts', () => {
    expect(parseProof(utf8(PROOF))).toEqual({
      index: 3,
      hashes: tree.inclusionProof(3),
      checkpoint,
      extra: null,
    });
  });

  it('may carry extra data, which nothing vouches for', () => {
    const withExtra = proofOf(3, utf8('where it came from'));
    expect(withExtra.split('\n').slice(0, 3)).toEqual([
      'c2sp.org/tlog-proof@v1',
      'extra d2hlcmUgaXQgY2FtZSBmcm9t',
      'index 3',
    ]);
    expect(parseProof(withExtra).extra).toEqual(utf8('where it came from'));
    expect(verifyProof(parseProof(withExtra), { leafHash: leafAt(3), policy })).toMatchObject({ ok: true });
  });

  it('in a tree of one leaf has no hashes', () => {
    const alone = signCheckpoint({ origin: log.name, size: 1, root: leafAt(0) }, createSigner(log));
    const text = formatProof({ index: 0, hashes: [], checkpoint: alone, extra: null });
    expect(text).toBe(`c2sp.org/tlog-proof@v1\nindex 0\n\n${alone}`);
    expect(
      verifyProof(parseProof(text), { leafHash: leafAt(0), policy: { ...policy, quorum: null } }),
    ).toMatchObject({
      ok: true,
    });
  });
});

describe('a proof is refused', () => {
  it('for another record', () => {
    expect(verifyProof(parseProof(PROOF), { leafHash: leafAt(2), policy })).toMatchObject({
      ok: false,
      code: 'PROOF_INVALID',
    });
  });

  it('at another index, also one outside the tree', () => {
    for (const index of [0, 1, 2, 4, 5, 6, 7, 2 ** 53 - 1]) {
      const verdict = verifyProof({ ...parseProof(PROOF), index }, { leafHash: leafAt(3), policy });
      expect(verdict).toMatchObject({ ok: false, code: 'PROOF_INVALID' });
    }
  });

  it('under a checkpoint of another log, unsigned, or without the witness, in this order', () => {
    const other = signingKey({ name: 'other.example', type: KEY_TYPE.ed25519, seed: SEED_2 });
    const head = { origin: other.name, size: SIZE, root: tree.root() };
    const text = signed.slice(0, signed.indexOf('\n\n') + 1);
    for (const [note, code] of [
      [signCheckpoint(head, createSigner(other)), 'ORIGIN_MISMATCH'],
      [signNote({ text }, [createCosigner(witness, 1)]), 'SIGNATURE_INVALID'],
      [signed, 'POLICY_UNSATISFIED'],
    ] as const) {
      const proof = { ...parseProof(PROOF), checkpoint: note };
      expect(verifyProof(proof, { leafHash: flipped(leafAt(3)), policy })).toMatchObject({ ok: false, code });
    }
  });

  it('with any bit of any byte changed', () => {
    const bytes = utf8(PROOF);
    const passed: string[] = [];
    for (let i = 0; i < bytes.length; i++) {
      for (let bit = 1; bit < 256; bit *= 2) {
        const changed = bytes.with(i, (bytes[i] ?? 0) ^ bit);
        if (holds(changed)) {
          passed.push(Buffer.from(changed).toString());
        }
      }
    }
    expect(passed).toEqual([]);
  });

  it('cut short anywhere, or with a byte too many', () => {
    for (let length = 0; length < PROOF.length; length++) {
      expect(holds(PROOF.slice(0, length))).toBe(false);
    }
    expect(holds(`${PROOF}\n`)).toBe(false);
    expect(holds(`\n${PROOF}`)).toBe(false);
    expect(holds(`${PROOF}x`)).toBe(false);
    expect(holds(PROOF)).toBe(true);
  });

  it.each([
    ['of another version', (text: string) => text.replace('@v1', '@v2')],
    ['without a header', (text: string) => text.slice(text.indexOf('\n') + 1)],
    ['without an index', (text: string) => text.replace('index 3\n', '')],
    ['with an index twice', (text: string) => text.replace('index 3\n', 'index 3\nindex 3\n')],
    ['with a leading zero', (text: string) => text.replace('index 3', 'index 03')],
    ['with a negative index', (text: string) => text.replace('index 3', 'index -3')],
    ['with two spaces', (text: string) => text.replace('index 3', 'index  3')],
    ['with a space at the end', (text: string) => text.replace('index 3', 'index 3 ')],
    [
      'with an index beyond the safe integers',
      (text: string) => text.replace('index 3', 'index 9007199254740992'),
    ],
    ['with carriage returns', (text: string) => text.replaceAll('\n', '\r\n')],
    ['with extra data after the index', (text: string) => text.replace('index 3', 'index 3\nextra AAAA')],
    ['with empty extra data', (text: string) => text.replace('index 3', 'extra \nindex 3')],
    ['with extra data twice', (text: string) => text.replace('index 3', 'extra AAAA\nextra AAAA\nindex 3')],
    [
      'with extra data that is not canonical',
      (text: string) => text.replace('index 3', 'extra AB==\nindex 3'),
    ],
    ['with a hash that is not canonical', (text: string) => text.replace('tIY=', 'tIZ=')],
    ['with a hash cut short', (text: string) => text.replace('tIY=', 'tA==')],
    ['without an empty line', (text: string) => text.replaceAll('\n\n', '\n')],
    [
      'with 54 hashes',
      (text: string) => text.replace('index 3\n', `index 3\n${`${'A'.repeat(43)}=\n`.repeat(51)}`),
    ],
  ])('%s', (_, change) => {
    expect(change(PROOF)).not.toBe(PROOF);
    expectCode(() => parseProof(change(PROOF)), 'PROOF_MALFORMED');
  });

  it('if what follows is no checkpoint', () => {
    const head = PROOF.slice(0, PROOF.indexOf('\n\n') + 2);
    expectCode(() => parseProof(head), 'NOTE_MALFORMED');
    expectCode(() => parseProof(`${head}log.example/ledger\n`), 'NOTE_MALFORMED');
    expectCode(() => parseProof(`${head}${checkpoint.replace('\n7\n', '\n07\n')}`), 'CHECKPOINT_MALFORMED');
    expectCode(() => parseProof(PROOF.replace('\n\n', '\n\n\n')), 'CHECKPOINT_MALFORMED');
  });

  it('that is not UTF-8', () => {
    expectCode(() => parseProof(Buffer.concat([utf8(PROOF), Uint8Array.of(0xff)])), 'PROOF_MALFORMED');
    expectCode(
      () => parseProof(Buffer.concat([Uint8Array.of(0xef, 0xbb, 0xbf), utf8(PROOF)])),
      'PROOF_MALFORMED',
    );
  });

  it('by its writer, if it would not be read back', () => {
    const proof = parseProof(PROOF);
    for (const bad of [
      { index: -1 },
      { index: 2 ** 53 },
      { hashes: [new Uint8Array(31)] },
      { hashes: leaves(54) },
      { extra: new Uint8Array(0) },
    ]) {
      expectCode(() => formatProof({ ...proof, ...bad }), 'PROOF_MALFORMED');
    }
    expectCode(() => formatProof({ ...proof, checkpoint: 'log.example/ledger\n' }), 'NOTE_MALFORMED');
  });

  it('or written back as it was', () => {
    const parts = fc.constantFrom(
      'c2sp.org/tlog-proof@v1',
      '\n',
      'index 3',
      'extra AAAA',
      `${'A'.repeat(43)}=`,
      checkpoint,
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (items) => {
        const text = items.join('');
        const code = codeOf(() => parseProof(text));
        expect(code ?? formatProof(parseProof(text))).toBe(code ?? text);
      }),
      { numRuns: 2000 },
    );
  });
});

/** Whether a text is read as a proof and holds for leaf 3; anything but a TransparencyError goes on. */
function holds(text: string | Uint8Array): boolean {
  try {
    return verifyProof(parseProof(text), { leafHash: leafAt(3), policy }).ok;
  } catch (error) {
    if (error instanceof TransparencyError) {
      return false;
    }
    throw error;
  }
}
