import { beforeAll, expect, test } from 'vitest';
import {
  decodeBase64,
  leafHash,
  openCheckpoint,
  parseProof,
  parseVerifierKey,
  verifyConsistency,
  verifyInclusion,
} from '../../src/transparency/index.ts';
import { answerOf, ledger, openWorkedExample, problemOf, temporaryDirectory } from './support.ts';

/** `checkpoint`, `prove`, `consistency`: what they print, read by the formats alone. */

const SIZE = 68;
let from: string;
let vkey: string;
let note: string;
const printed = async (...args: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await ledger({ from }, ...args);
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
};

beforeAll(async () => {
  from = temporaryDirectory();
  await openWorkedExample(from);
  vkey = (await printed('checkpoint', '--vkey')).trimEnd();
  note = await printed('checkpoint');
});

const newest = () => {
  const opened = openCheckpoint(note, { logs: [parseVerifierKey(vkey)], witnesses: [] });
  if (!opened.ok) throw new Error(opened.message);
  return opened.checkpoint;
};

test('the checkpoint is a signed note by the key that the verifier key is of', async () => {
  const { origin, size } = newest();
  expect(vkey.startsWith(`${origin}+`)).toBe(true);
  expect(size).toBe(SIZE);
  expect(note).toMatch(/^\S+\/demo\n\d+\n[A-Za-z0-9+/]{43}=\n\n— \S+ [A-Za-z0-9+/]+=*\n$/);
  expect(await answerOf(from, 'checkpoint', '--vkey')).toEqual({ vkey });
});

test('a proof of an event leads from its recorded bytes to the signed root', async () => {
  const proof = parseProof(await printed('prove', '66'));
  expect([proof.index, proof.checkpoint]).toEqual([66, note]);
  const { stdout } = await ledger({ from }, 'history', 'pledge/C9', '--json');
  const [first] = (JSON.parse(stdout) as { events: readonly { event: { logindex: string } }[] }).events;
  const { logindex, ...event } = first?.event ?? { logindex: '' };
  const index = Number.parseInt(logindex, 10);
  const own = parseProof(await printed('prove', String(index)));
  const { size, root } = newest();
  // Keys of a recorded event are sorted, and those of its data too.
  const leaf = leafHash(Buffer.from(JSON.stringify(event), 'utf8'));
  expect(verifyInclusion({ leafHash: leaf, index, size, proof: own.hashes, root })).toEqual({ ok: true });
  const other = { leafHash: leaf, index: index - 1, size, proof: own.hashes, root };
  expect(verifyInclusion(other)).toMatchObject({ ok: false });
});

test('a proof of consistency leads from the root of one size to that of another', async () => {
  const rootAt = async (sequence: number) => {
    const asOf = (
      await answerOf<{ asOf: { treeSize: string; rootHash: string } }>(
        from,
        ...['periods', '--as-of', String(sequence)],
      )
    ).asOf;
    expect(asOf.treeSize).toBe(String(sequence + 1));
    return decodeBase64(asOf.rootHash);
  };
  const [oldRoot, newRoot] = [await rootAt(39), await rootAt(65)];
  const proof = (await printed('consistency', '40', '66')).trimEnd().split('\n').map(decodeBase64);
  const claim = { oldSize: 40, newSize: 66, oldRoot, newRoot, proof };
  expect(verifyConsistency(claim)).toEqual({ ok: true });
  expect(verifyConsistency({ ...claim, oldSize: 41 })).toMatchObject({ ok: false });
});

test.each([
  [['prove', String(SIZE)], 1, 'NOT_FOUND'],
  [['prove', 'first'], 2, 'USAGE'],
  [['consistency', '0', '10'], 2, 'USAGE'],
  [['consistency', '20', '10'], 2, 'USAGE'],
])('%j gives no proof', async (args, exit, code) => {
  expect(await problemOf({ from }, ...args)).toMatchObject({ exit, code });
});
