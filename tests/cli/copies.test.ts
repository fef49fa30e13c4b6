import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { answerOf, ledger, openWorkedExample, problemOf, temporaryDirectory } from './support.ts';

/** `backup`, `export`, `restore`, `resume`: copies, as an operator makes them and goes on with them. */

interface Copied {
  readonly treeSize: string;
  readonly rootHash: string;
}

let from: string;
let early: Copied;
let full: Copied;
const checkpointTo = async (file: string): Promise<void> => {
  const { stdout } = await ledger({ from }, 'checkpoint');
  writeFileSync(join(from, file), stdout);
};
const contentOf = async (data: string) => {
  const { asOf, rows } = await answerOf<{ asOf: Copied; rows: unknown }>(
    from,
    ...['indicators', '--year', '2020', '--data', data],
  );
  return { asOf, rows };
};
const close = (period: string, data: string) => ['periods', 'close', period, '--data', data];
const resume = (data: string, file: string, ...more: readonly string[]) => [
  ...['resume', '--data', data, '--last-checkpoint', file],
  ...more,
];

beforeAll(async () => {
  from = temporaryDirectory();
  await openWorkedExample(from);
  early = await answerOf(from, 'backup', '--out', 'early.backup', '--with-key');
  await answerOf(from, ...close('2018', 'data'));
  full = await answerOf(from, 'backup', '--out', 'full.backup', '--with-key');
  await answerOf(from, 'export', '--out', 'log');
  await checkpointTo('newest');
});

describe('a backup and an export', () => {
  test.each(['full.backup', 'log'])('%s: restored it has equal figures and an equal root', async (path) => {
    const data = `restored-${path}`;
    const restored = await answerOf<Copied>(from, 'restore', path, '--data', data);
    expect(restored).toMatchObject({ treeSize: full.treeSize, rootHash: full.rootHash });
    expect(await contentOf(data)).toEqual(await contentOf('data'));
    expect(await problemOf({ from }, ...close('2019', data))).toMatchObject({ code: 'LEDGER_COPY' });
    expect(await problemOf({ from }, 'restore', path, '--data', data)).toMatchObject({ code: 'DATA_EXISTS' });
  });

  test('that are not there, or are something else, are wrong use', async () => {
    expect(await problemOf({ from }, 'restore', 'nothing', '--data', 'none')).toMatchObject({ exit: 2 });
    expect((await problemOf({ from }, 'backup', '--out', 'log')).exit).toBe(2);
  });
});

describe('a restored backup', () => {
  test('that has all that is known outside goes on as it was', async () => {
    await answerOf(from, 'restore', 'full.backup', '--data', 'same');
    const resumed = await answerOf<Copied>(from, ...resume('same', 'newest'));
    expect(resumed).toMatchObject({
      ...{ treeSize: full.treeSize, rootHash: full.rootHash },
      predecessor: null,
    });
    expect(await answerOf(from, ...close('2019', 'same'))).toMatchObject({ status: 'recorded' });
  });

  test('that lacks facts goes on under a new name only, which says what it continues', async () => {
    await answerOf(from, 'restore', 'early.backup', '--data', 'older');
    expect(await problemOf({ from }, ...resume('older', 'newest'))).toMatchObject({
      exit: 1,
      code: 'FACTS_MISSING',
    });
    expect(await problemOf({ from }, ...close('2018', 'older'))).toMatchObject({ code: 'LEDGER_COPY' });
    const { origin } = await answerOf<{ origin: string }>(from, 'status');
    const resumed = await answerOf<Copied & { origin: string }>(
      from,
      ...resume('older', 'newest', '--new-origin', 'example.org/after'),
    );
    expect(resumed).toMatchObject({
      origin: 'example.org/after/demo',
      treeSize: String(Number(early.treeSize) + 1),
      predecessor: { origin, treeSize: early.treeSize, rootHash: early.rootHash },
    });
    expect(await answerOf(from, ...close('2018', 'older'))).toMatchObject({ status: 'recorded' });
    const { stdout } = await ledger({ from }, 'checkpoint', '--data', 'older');
    expect(stdout.split('\n')[0]).toBe('example.org/after/demo');
  });

  test('is not resumed without a checkpoint from outside', async () => {
    await answerOf(from, 'restore', 'early.backup', '--data', 'unknown');
    expect(await problemOf({ from }, 'resume', '--data', 'unknown')).toMatchObject({
      exit: 2,
      code: 'USAGE',
    });
    expect(await problemOf({ from }, ...resume('unknown', 'nowhere'))).toMatchObject({
      exit: 2,
      code: 'USAGE',
    });
  });
});
