import { describe, expect, it } from 'vitest';
import {
  cosignCheckpoint,
  createCosigner,
  createSigner,
  EMPTY_ROOT,
  isSatisfied,
  KEY_TYPE,
  openWithPolicy,
  parsePolicy,
  parseVerifierKey,
  policyOfLog,
  type SigningKey,
  signCheckpoint,
  signingKey,
  signNote,
  TransparencyError,
  verifierKey,
} from '../../src/transparency/index.ts';
import { expectCode, SEED_1, utf8 } from './support.ts';

function witness(number: number): SigningKey {
  const seed = new Uint8Array(32).fill(0x10 + number);
  return signingKey({ name: `w${number}.example`, type: KEY_TYPE.cosignatureV1, seed });
}

const log = signingKey({ name: 'log.example', type: KEY_TYPE.ed25519, seed: SEED_1 });
const witnesses = [1, 2, 3, 4, 5, 6].map(witness);
const vkeys = witnesses.map(({ vkey }) => vkey);
const signed = signCheckpoint({ origin: 'log.example', size: 1, root: EMPTY_ROOT }, createSigner(log));

/** The checkpoint with cosignatures by the witnesses of these numbers. */
function cosignedBy(...numbers: readonly number[]): string {
  return numbers.reduce(
    (note, number) => cosignCheckpoint(note, createCosigner(witness(number), 1000)),
    signed,
  );
}

// The example of the standard.
const EXAMPLE = `log ${log.vkey}

witness X1 ${vkeys[0]}
witness X2 ${vkeys[1]}
witness X3 ${vkeys[2]}
group X-witnesses 2 X1 X2 X3

witness Y1 ${vkeys[3]}
witness Y2 ${vkeys[4]}
witness Y3 ${vkeys[5]}
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
`;

const unsatisfied = { ok: false, code: 'POLICY_UNSATISFIED' };

describe('the policy of the standard’s example', () => {
  const policy = parsePolicy(EXAMPLE);

  it('is read into logs, witnesses and a quorum', () => {
    expect(policy.logs.map(({ key }) => key.name)).toEqual(['log.example']);
    expect(policy.witnesses.map(({ key }) => key.name)).toEqual(witnesses.map(({ name }) => name));
    expect(policy.quorum).toMatchObject({
      kind: 'group',
      name: 'X-and-Y',
      threshold: 2,
      members: [
        {
          kind: 'group',
          name: 'X-witnesses',
          threshold: 2,
          members: [{ name: 'X1' }, { name: 'X2' }, { name: 'X3' }],
        },
        {
          kind: 'group',
          name: 'Y-witnesses',
          threshold: 1,
          members: [{ name: 'Y1' }, { name: 'Y2' }, { name: 'Y3' }],
        },
      ],
    });
  });

  it.each([[[1, 2, 4]], [[1, 3, 6]], [[2, 3, 5]], [[1, 2, 3, 4, 5, 6]]])(
    'is satisfied by the witnesses %j',
    (numbers) => {
      expect(openWithPolicy(cosignedBy(...numbers), policy)).toMatchObject({
        ok: true,
        checkpoint: { size: 1 },
      });
    },
  );

  it.each([[[]], [[1]], [[1, 2]], [[1, 4]], [[1, 4, 5, 6]], [[4, 5, 6]], [[1, 2, 3]]])(
    'is not satisfied by the witnesses %j',
    (numbers) => {
      expect(openWithPolicy(cosignedBy(...numbers), policy)).toEqual({
        ...unsatisfied,
        message: 'the cosignatures do not make up the quorum X-and-Y',
      });
    },
  );
});

describe('a policy', () => {
  it('counts a key once, however often it cosigned', () => {
    const policy = parsePolicy(
      `log ${log.vkey}\nwitness a ${vkeys[0]}\nwitness b ${vkeys[1]}\ngroup g 2 a b\nquorum g\n`,
    );
    const twice = [1000, 2000].map((time) => createCosigner(witness(1), time));
    const text = signed.slice(0, signed.indexOf('\n\n') + 1);
    const both = twice.map((cosigner) => signNote({ text }, [cosigner]).slice(text.length + 1)).join('');
    expect(openWithPolicy(`${signed}${both}`, policy)).toMatchObject(unsatisfied);
    expect(openWithPolicy(cosignedBy(1, 2), policy)).toMatchObject({ ok: true });
  });

  it('without a quorum asks for the log’s signature alone', () => {
    const policy = parsePolicy(`log ${log.vkey}\nquorum none\n`);
    expect(policy.quorum).toBeNull();
    expect(openWithPolicy(signed, policy)).toMatchObject({ ok: true, cosignatures: [] });
    expect(openWithPolicy(signed, policyOfLog(parseVerifierKey(log.vkey)))).toMatchObject({ ok: true });
  });

  it('may have one witness as its quorum', () => {
    const policy = parsePolicy(`log ${log.vkey}\nwitness w ${vkeys[0]}\nquorum w\n`);
    expect(openWithPolicy(cosignedBy(1), policy)).toMatchObject({
      ok: true,
      cosignatures: [{ timeSeconds: 1000 }],
    });
    expect(openWithPolicy(cosignedBy(2), policy)).toMatchObject(unsatisfied);
  });

  it('accepts any of its logs, each under its own name', () => {
    const other = signingKey({
      name: 'other.example',
      type: KEY_TYPE.ed25519,
      seed: new Uint8Array(32).fill(9),
    });
    const policy = parsePolicy(`log ${log.vkey}\nlog ${other.vkey}\nquorum none\n`);
    const checkpoint = { origin: 'other.example', size: 1, root: EMPTY_ROOT };
    expect(openWithPolicy(signed, policy)).toMatchObject({ ok: true });
    expect(openWithPolicy(signCheckpoint(checkpoint, createSigner(other)), policy)).toMatchObject({
      ok: true,
    });
  });

  it('without logs takes them from who uses it', () => {
    const policy = parsePolicy(`witness w ${vkeys[0]}\nquorum w\n`);
    expect(openWithPolicy(cosignedBy(1), policy)).toMatchObject({ ok: false, code: 'ORIGIN_MISMATCH' });
    const { logs } = policyOfLog(parseVerifierKey(log.vkey));
    expect(openWithPolicy(cosignedBy(1), { ...policy, logs })).toMatchObject({ ok: true });
  });

  it('is told of a wrong log and a wrong signature before a missing quorum', () => {
    const policy = parsePolicy(EXAMPLE);
    const other = signed.replaceAll('log.example', 'lag.example');
    expect(openWithPolicy(other, policy)).toMatchObject({ code: 'ORIGIN_MISMATCH' });
    expect(openWithPolicy(signed.replace('\n1\n', '\n2\n'), policy)).toMatchObject({
      code: 'SIGNATURE_INVALID',
    });
  });

  it('may have addresses, comments, tabs and indentation', () => {
    const policy = parsePolicy(
      `# whom we trust\n\n \t\n\tlog\t${log.vkey}  https://log.example/ \n  # 见证人\n witness w ${vkeys[0]} https://w.example/账\nquorum w\n`,
    );
    expect(policy.logs).toMatchObject([{ url: 'https://log.example/' }]);
    expect(policy.witnesses).toMatchObject([{ url: 'https://w.example/账' }]);
  });

  it('may name things any, all, 2 and in any script', () => {
    const policy = parsePolicy(
      `witness any ${vkeys[0]}\nwitness 2 ${vkeys[1]}\nwitness 见证 ${vkeys[2]}\ngroup all 2 any 2 见证\nquorum all\n`,
    );
    expect(policy.quorum).toMatchObject({
      name: 'all',
      members: [{ name: 'any' }, { name: '2' }, { name: '见证' }],
    });
  });

  it('compares names as octets, not as the characters that they show', () => {
    const line = (name: Uint8Array, vkey = ''): Buffer =>
      Buffer.concat([utf8('witness '), name, utf8(` ${vkey}\n`)]);
    const names = [Uint8Array.of(0xff), Uint8Array.of(0xfe)];
    const bytes = Buffer.concat([
      line(names[0] ?? utf8(''), vkeys[0]),
      line(names[1] ?? utf8(''), vkeys[1]),
      utf8('group g 1 '),
      names[1] ?? utf8(''),
      utf8('\nquorum g\n'),
    ]);
    expect(parsePolicy(bytes).quorum).toMatchObject({ members: [{ key: { name: 'w2.example' } }] });
    const kelvin = `witness K ${vkeys[0]}\nquorum \u212a\n`;
    expectCode(() => parsePolicy(kelvin), 'POLICY_MALFORMED');
  });

  it('may be large: 40 logs, 40 witnesses, 40 groups', () => {
    const numbers = Array.from({ length: 40 }, (_, i) => i + 1);
    const lines = numbers.flatMap((number) => {
      const seed = new Uint8Array(32).fill(number);
      return [
        `log ${signingKey({ name: `log${number}`, type: KEY_TYPE.ed25519, seed }).vkey}`,
        `witness w${number} ${signingKey({ name: `w${number}`, type: KEY_TYPE.cosignatureV1, seed }).vkey}`,
        number === 1 ? 'group g1 any w1' : `group g${number} all w${number} g${number - 1}`,
      ];
    });
    const policy = parsePolicy(`${lines.join('\n')}\nquorum g40\n`);
    const keys = policy.witnesses.map(({ key }) => key);
    expect(policy.quorum !== null && isSatisfied(policy.quorum, keys)).toBe(true);
    expect(policy.quorum !== null && isSatisfied(policy.quorum, keys.slice(1))).toBe(false);
  });
});

describe('a policy is refused', () => {
  const W = `witness w ${vkeys[0]}\n`;
  const V = `witness v ${vkeys[1]}\n`;
  const sameKey = verifierKey(
    'other',
    KEY_TYPE.cosignatureV1,
    parseVerifierKey(vkeys[0] ?? '').publicKey,
  ).vkey;
  const sameLog = verifierKey('other', KEY_TYPE.ed25519, parseVerifierKey(log.vkey).publicKey).vkey;

  it.each([
    ['without a quorum', W, 'the policy has no quorum line'],
    ['empty', '', 'the policy has no quorum line'],
    [
      'with two quorums',
      `${W}quorum w\nquorum none\n`,
      'line 3 of the policy: there is a quorum line already',
    ],
    ['with a quorum that is not defined', 'quorum w\n', 'line 1 of the policy: w is not defined above'],
    ['with a quorum defined later', `quorum w\n${W}`, 'line 1 of the policy: w is not defined above'],
    ['with a quorum of two', `${W}${V}quorum w v\n`, 'line 3 of the policy: it must be: quorum <name>'],
    ['with a quorum of none', `${W}quorum\n`, 'line 2 of the policy: it must be: quorum <name>'],
    ['with a last line cut short', `${W}quorum w`, 'the last line of the policy does not end in a newline'],
    [
      'with an unknown word',
      `trust w\nquorum none\n`,
      'line 1 of the policy: it must begin with log, witness, group, quorum or #',
    ],
    [
      'with a word in capitals',
      `Quorum none\n`,
      'line 1 of the policy: it must begin with log, witness, group, quorum or #',
    ],
    [
      'with a comment after a line',
      `quorum none # nobody\n`,
      'line 1 of the policy: it must be: quorum <name>',
    ],
    [
      'with a name used twice',
      `${W}witness w ${vkeys[1]}\nquorum w\n`,
      'line 2 of the policy: the name w is taken',
    ],
    [
      'with a group of a witness’s name',
      `${W}group w any w\nquorum w\n`,
      'line 2 of the policy: the name w is taken',
    ],
    [
      'with a witness named none',
      `witness none ${vkeys[0]}\nquorum none\n`,
      'line 1 of the policy: the name none is taken',
    ],
    [
      'with a group named none',
      `${W}group none any w\nquorum none\n`,
      'line 2 of the policy: the name none is taken',
    ],
    [
      'with none as a member',
      `${W}group g any none\nquorum g\n`,
      'line 2 of the policy: none is not defined above',
    ],
    [
      'with a member of two groups',
      `${W}${V}group g any w\ngroup h any w v\nquorum h\n`,
      'line 4 of the policy: w is a member already',
    ],
    [
      'with a member listed twice',
      `${W}group g 2 w w\nquorum g\n`,
      'line 2 of the policy: w is a member already',
    ],
    [
      'with a group in itself',
      `${W}group g any w g\nquorum g\n`,
      'line 2 of the policy: g is not defined above',
    ],
    [
      'with an empty group',
      `group g any\nquorum g\n`,
      'line 1 of the policy: it must be: group <name> <k|any|all> <name>…',
    ],
    [
      'asking for 0 of 1',
      `${W}group g 0 w\nquorum g\n`,
      'line 2 of the policy: of 1 members it may ask for any, all, or 1 to 1',
    ],
    [
      'asking for 2 of 1',
      `${W}group g 2 w\nquorum g\n`,
      'line 2 of the policy: of 1 members it may ask for any, all, or 1 to 1',
    ],
    [
      'asking for 01 of 1',
      `${W}group g 01 w\nquorum g\n`,
      'line 2 of the policy: of 1 members it may ask for any, all, or 1 to 1',
    ],
    [
      'asking for most',
      `${W}group g most w\nquorum g\n`,
      'line 2 of the policy: of 1 members it may ask for any, all, or 1 to 1',
    ],
    [
      'with a witness without a key',
      'witness w\nquorum w\n',
      'line 1 of the policy: it must be: witness <name> <vkey> [<url>]',
    ],
    [
      'with a log without a key',
      'log\nquorum none\n',
      'line 1 of the policy: it must be: log <vkey> [<url>]',
    ],
    [
      'with too much on a log line',
      `log ${log.vkey} https://a https://b\nquorum none\n`,
      'line 1 of the policy: it must be: log <vkey> [<url>]',
    ],
    [
      'with too much on a witness line',
      `witness w ${vkeys[0]} https://a b\nquorum w\n`,
      'line 1 of the policy: it must be: witness <name> <vkey> [<url>]',
    ],
    [
      'with a broken key',
      `log ${log.vkey.slice(1)}\nquorum none\n`,
      'line 1 of the policy: the key id of the verifier key is not that of its name and key',
    ],
    [
      'with no key for a key',
      `witness w https://w.example\nquorum none\n`,
      'line 1 of the policy: a key must be <name>+<8 hex digits>+<base64>',
    ],
    [
      'with a witness’s key for a log',
      `log ${vkeys[0]}\nquorum none\n`,
      'line 1 of the policy: a log key must have type 0x01',
    ],
    [
      'with a log’s key for a witness',
      `witness w ${log.vkey}\nquorum w\n`,
      'line 1 of the policy: a witness key must have type 0x04',
    ],
    [
      'with a witness’s key twice, by another name',
      `${W}witness v ${sameKey}\nquorum w\n`,
      'line 2 of the policy: the same public key is there already',
    ],
    [
      'with a log’s key twice, by another name',
      `log ${log.vkey}\nlog ${sameLog}\nquorum none\n`,
      'line 2 of the policy: the same public key is there already',
    ],
    [
      'with a carriage return',
      `${W.replace('\n', '\r\n')}quorum w\n`,
      'the policy has control characters other than tab and newline',
    ],
    ['with a NUL', `# \u0000\nquorum none\n`, 'the policy has control characters other than tab and newline'],
    ['with a DEL', `# \u007f\nquorum none\n`, 'the policy has control characters other than tab and newline'],
    ['with a lone surrogate', `# \ud800\nquorum none\n`, 'the policy has a lone surrogate'],
    [
      'of more than a mebibyte',
      `#${' '.repeat(1_048_576)}\nquorum none\n`,
      'the policy is larger than 1048576 bytes',
    ],
  ])('%s', (_, text, message) => {
    expect(() => parsePolicy(text)).toThrow(new TransparencyError('POLICY_MALFORMED', message));
    expectCode(() => parsePolicy(text), 'POLICY_MALFORMED');
  });

  it('wherever its quorum is cut off', () => {
    for (let length = 0; length < EXAMPLE.length; length++) {
      expectCode(() => parsePolicy(EXAMPLE.slice(0, length)), 'POLICY_MALFORMED');
    }
  });
});
