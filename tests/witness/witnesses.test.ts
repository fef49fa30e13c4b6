import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KEY_TYPE, parseVerifierKey, signingKey } from '../../src/transparency/index.ts';
import type { Submission, SubmitResult } from '../../src/witness/submit.ts';
import { createWitnesses } from '../../src/witness/witnesses.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const { vkey } = signingKey({
  name: 'witness.example/w',
  type: KEY_TYPE.cosignatureV1,
  seed: new Uint8Array(32).fill(2),
});
const witness = { key: parseVerifierKey(vkey), url: 'http://witness.example' };
const submission = (size: number): Submission => ({ note: `note ${size}`, size, proofFrom: () => [] });
const COSIGNED: SubmitResult = { kind: 'cosigned', signatures: [] };

const AGES_MS = 3_600_000;

test('a cosignature that could not be kept is asked for again, though the log does not grow', async () => {
  const kept: string[] = [];
  const asked: [number, number][] = [];
  const failures: string[] = [];
  let isFull = true;
  const witnesses = createWitnesses({
    witnesses: [witness],
    submit: async (_, { size }, oldSize) => {
      asked.push([oldSize, size]);
      return COSIGNED;
    },
    keep: (note) => {
      if (isFull) throw new Error('no space');
      kept.push(note);
    },
    onFailed: (_, detail) => failures.push(detail),
  });
  witnesses.offer(submission(5));
  await witnesses.settled(AGES_MS);
  expect([kept, failures]).toEqual([[], ['no space']]);
  isFull = false;
  await vi.advanceTimersByTimeAsync(AGES_MS);
  expect([kept, asked]).toEqual([
    ['note 5'],
    [
      [0, 5],
      [5, 5],
    ],
  ]);
  witnesses.stop();
});
