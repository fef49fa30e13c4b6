import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import {
  emptyDirectory,
  NDJSON,
  ndjson,
  ONE,
  parseLines,
  pledge,
  type Reply,
  replyOf,
} from '../api/support.ts';
import { killAll, LAUNCHER, type ServingProcess, serveDirectory, serving } from './serving.ts';

afterEach(killAll);

const post = async ({ url }: ServingProcess, number: number): Promise<Reply> =>
  replyOf(
    await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': ONE },
      body: JSON.stringify(pledge(number)),
    }),
  );

/** More facts than are decided at once, with many pages. */
const WHOLE_FACTS = 900;

const postAtomic = async ({ url }: ServingProcess, from: number, count: number): Promise<Reply> =>
  replyOf(
    await fetch(`${url}/v1/events?atomic=true`, {
      method: 'POST',
      headers: { 'content-type': NDJSON },
      // Of another year than those that are posted one by one.
      body: ndjson(
        Array.from({ length: count }, (_, index) => pledge(from + index, { effectiveOn: '2020-03-01' })),
      ),
    }),
  );

const FACTS_MAX = 100_000;

/** Posts until something other than 201 is answered, which is handed back with the numbers that were acknowledged. */
const postUntilRefused = async (
  server: ServingProcess,
): Promise<{ readonly acknowledged: ReadonlyMap<number, string>; readonly refused: Reply }> => {
  const acknowledged = new Map<number, string>();
  for (let number = 1; number < FACTS_MAX; number += 1) {
    const reply = await post(server, number);
    if (reply.status !== 201) return { acknowledged, refused: reply };
    acknowledged.set(number, reply.json.sequence);
  }
  throw new Error('nothing was ever refused');
};

/** Each acknowledged fact is a repeat with its place, and the figures count it once. */
const expectAll = async (
  server: ServingProcess,
  acknowledged: ReadonlyMap<number, string>,
): Promise<void> => {
  let last = '0';
  for (const [number, sequence] of acknowledged) {
    const again = await post(server, number);
    expect([again.status, again.json.sequence]).toEqual([200, sequence]);
    last = sequence;
  }
  const read = async (): Promise<Reply> =>
    replyOf(
      await fetch(`${server.url}/v1/indicators?year=2019&asOf=${last}`, {
        headers: { 'ledger-after': last },
      }),
    );
  // The read model goes on by itself, a moment after there is space.
  let table = await read();
  while (table.status === 503) table = await read();
  expect(table.json.rows[6].value).toEqual({ count: String(acknowledged.size) });
};

const SMALL_DISK = new URL('./smallDisk.mjs', import.meta.url).href;
const PAGES = '30';
const PAGES_LATER = '100000';

test('a database that may not grow is answered as a full disk, and recording goes on when it may', async () => {
  const directory = emptyDirectory();
  const limit = join(directory, 'pages');
  writeFileSync(limit, PAGES);
  const server = await serving('env', [
    `NODE_OPTIONS=--import=${SMALL_DISK}`,
    `SMALL_DISK=${limit}`,
    process.execPath,
    LAUNCHER,
    'serve',
    '--data',
    directory,
  ]);
  const { acknowledged, refused } = await postUntilRefused(server);
  expect(acknowledged.size).toBeGreaterThan(10);
  expect([refused.status, refused.json.code]).toEqual([503, 'DISK_FULL']);
  expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
  expect((await post(server, 1)).status).toBe(200);
  const atomic = () => postAtomic(server, 1_000_000, WHOLE_FACTS);
  const whole = await atomic();
  expect([whole.status, whole.json.code]).toEqual([503, 'DISK_FULL']);
  writeFileSync(limit, PAGES_LATER);
  // Nothing of it had been left, so nothing is a repeat.
  expect(parseLines((await atomic()).text)).toMatchObject([
    { summary: { recorded: WHOLE_FACTS, repeated: 0, refused: 0 } },
  ]);
  const next = acknowledged.size + 1;
  const again = await post(server, next);
  expect([again.status, again.json.code]).toEqual([201, undefined]);
  await expectAll(server, new Map([...acknowledged, [next, again.json.sequence]]));
  await server.stop();
  rmSync(directory, { recursive: true });
});

/** A file system of its own in a mount namespace of its own, which needs no rights where user namespaces are allowed. */
const IN_SMALL_FILE_SYSTEM = [
  'mount -t tmpfs -o size=12m none "$1"',
  'head -c 4m /dev/zero > "$1/filler"',
  '"$2" "$3" init --demo --data "$1/data" > /dev/null',
  'exec "$2" "$3" serve --data "$1/data"',
].join(' && ');

/** With a user namespace of its own, or by root's rights. */
const FLAGS = ['-Urm', '-m'].find(
  (flags) => spawnSync('unshare', [flags, 'mount', '-t', 'tmpfs', 'none', tmpdir()]).status === 0,
);

test.runIf(FLAGS !== undefined)(
  'on a full disk nothing is acknowledged that does not stand, and recording goes on when there is space',
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'ledger-full-'));
    const server = await serving('unshare', [
      FLAGS as string,
      'sh',
      '-c',
      IN_SMALL_FILE_SYSTEM,
      'sh',
      directory,
      process.execPath,
      LAUNCHER,
    ]);
    const { acknowledged, refused } = await postUntilRefused(server);
    expect(acknowledged.size).toBeGreaterThan(10);
    expect([refused.status, refused.json.code]).toEqual([503, 'DISK_FULL']);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    const ready = await replyOf(await fetch(`${server.opsUrl}/readyz`));
    expect([ready.status, ready.json.ready]).toEqual([503, false]);
    // What stands is still answered: a repeat needs no space.
    expect((await post(server, 1)).status).toBe(200);
    // The file system is seen from here through the process that has it.
    rmSync(`/proc/${server.child.pid}/root${directory}/filler`);
    const next = acknowledged.size + 1;
    const again = await post(server, next);
    expect([again.status, again.json.code]).toEqual([201, undefined]);
    await expectAll(server, new Map([...acknowledged, [next, again.json.sequence]]));
    await server.stop();
    rmSync(directory, { recursive: true });
  },
);

/** In blocks of 512 bytes, or of 1,024 where the shell has it so. */
const FILE_BLOCKS = 4_000;

test('a write that fails stops the server, acknowledges nothing, and a restart goes on from what stands', async () => {
  const directory = emptyDirectory();
  // No file may grow beyond this: the operating system refuses the write, as a broken disk does.
  const limited = await serving('sh', [
    '-c',
    `ulimit -f ${FILE_BLOCKS} && exec "$@"`,
    'sh',
    process.execPath,
    LAUNCHER,
    'serve',
    '--data',
    directory,
  ]);
  const ended = once(limited.child, 'exit') as Promise<[number]>;
  const { acknowledged, refused } = await postUntilRefused(limited);
  expect(acknowledged.size).toBeGreaterThan(10);
  expect([refused.status, refused.json.code]).toEqual([503, 'OUTCOME_UNKNOWN']);
  expect((await ended)[0]).toBe(3);
  const server = await serveDirectory(directory);
  const next = acknowledged.size + 1;
  const again = await post(server, next);
  expect([200, 201]).toContain(again.status);
  await expectAll(server, new Map([...acknowledged, [next, again.json.sequence]]));
  await server.stop();
});
