import { afterEach, expect, test } from 'vitest';
import { closeAll, deals, newSetup, type Setup, shorts } from './setup.ts';

/** A log that takes a number of bytes in one append: groups stay below it, and what must go in one and cannot is refused. */

afterEach(closeAll);

const MAX = 20_000;

/** Bytes of each append, from what the journal holds of it. */
const bytesOfAppends = ({ log, journal }: Setup): number[] => {
  let next = 1;
  return log.groups.map((count) => {
    const events = journal.reader.read(next, count);
    next += count;
    return events.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  });
};

const recordedFrom = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `recorded ${first + index}`);

test('what was posted in one is recorded in several groups, in order', async () => {
  const setup = newSetup({ appendBytesMax: MAX });
  expect(shorts(await setup.record(deals(0, 100)))).toEqual(recordedFrom(1, 100));
  const sizes = bytesOfAppends(setup);
  expect(sizes.length).toBeGreaterThan(2);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(MAX);
});

test('what is posted by many at once is too', async () => {
  const setup = newSetup({ appendBytesMax: MAX });
  const posted = await Promise.all(deals(0, 60).map((fact) => setup.one(fact)));
  expect(shorts(posted)).toEqual(recordedFrom(1, 60));
  expect(Math.max(...bytesOfAppends(setup))).toBeLessThanOrEqual(MAX);
});

test('an atomic batch goes in one append, after what does not fit beside it', async () => {
  const setup = newSetup({ appendBytesMax: MAX });
  const [first, atomic] = await Promise.all([
    setup.record(deals(0, 15)),
    setup.record(deals(100, 15), { atomic: true }),
  ]);
  expect(shorts(first)).toEqual(recordedFrom(1, 15));
  expect(shorts(atomic)).toEqual(recordedFrom(16, 15));
  expect(setup.log.groups).toEqual([15, 15]);
});

test.each([{ dryRun: false }, { dryRun: true }])(
  'an atomic batch that no append takes is refused whole (dry run: $dryRun)',
  async ({ dryRun }) => {
    const setup = newSetup({ appendBytesMax: MAX });
    const outcomes = await setup.record(deals(0, 100), { atomic: true, dryRun });
    expect(new Set(shorts(outcomes))).toEqual(new Set(['ATOMIC_TOO_LARGE']));
    expect(setup.journal.size).toBe(1);
    expect(shorts(await setup.record(deals(0, 2)))).toEqual(recordedFrom(1, 2));
  },
);

test('a dry run of any length is judged whole', async () => {
  const setup = newSetup({ appendBytesMax: MAX });
  const outcomes = await setup.record([...deals(0, 100), ...deals(0, 1)], { dryRun: true });
  expect(outcomes).toHaveLength(101);
  expect(outcomes.at(-1)?.status).toBe('repeated');
  expect(setup.journal.size).toBe(1);
});
