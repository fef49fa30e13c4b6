import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openJournalReader } from '../../src/journal/reader.ts';
import { deals } from '../recorder/setup.ts';
import {
  answerOf,
  asNdjson,
  environmentOf,
  exampleFacts,
  LEDGER,
  ledger,
  problemOf,
  temporaryDirectory,
} from './support.ts';

/** The files of an import: what it reads stays as it is, and what it writes is checked before anything is recorded. */

const from = temporaryDirectory();
const file = (name: string): string => join(from, name);
const facts = exampleFacts();
const [first, second] = facts;
/** Facts with a line between them that is refused. */
const MIXED = `${asNdjson([first])}{\n${asNdjson([second])}`;

beforeAll(async () => {
  await answerOf(from, 'init', '--demo');
});

const logSize = (): number => {
  const journal = openJournalReader(file('data/journal.sqlite'));
  const size = journal.size();
  journal.close();
  return size;
};

/** Runs a line of a shell, in which `ledger` is the command. */
const shell = (line: string) => {
  const script = `ledger() { '${process.execPath}' '${LEDGER}' "$@"; }; ${line}`;
  const { status, stdout } = spawnSync('bash', ['-c', script], {
    cwd: from,
    env: environmentOf({ from }),
    encoding: 'utf8',
  });
  return { code: status, stdout };
};

/** It is told before anything is recorded. */
const refused = async (...args: readonly string[]): Promise<unknown> => {
  const before = logSize();
  const { exit, code } = await problemOf({ from, input: asNdjson(facts) }, 'import', ...args);
  expect(logSize()).toBe(before);
  return [exit, code];
};

describe('the rejects file', () => {
  test.each(['in.ndjson', 'symbolic.ndjson', 'hard.ndjson'])(
    'is never %s, which is read',
    async (rejects) => {
      if (!existsSync(file('in.ndjson'))) {
        writeFileSync(file('in.ndjson'), MIXED);
        symlinkSync('in.ndjson', file('symbolic.ndjson'));
        linkSync(file('in.ndjson'), file('hard.ndjson'));
      }
      expect(await refused('in.ndjson', '--rejects', rejects)).toEqual([2, 'USAGE']);
      expect(readFileSync(file('in.ndjson'), 'utf8')).toBe(MIXED);
    },
  );

  test('is never the standard input', () => {
    writeFileSync(file('standard.ndjson'), MIXED);
    expect(shell('ledger import - --rejects standard.ndjson < standard.ndjson')).toMatchObject({ code: 2 });
    expect(readFileSync(file('standard.ndjson'), 'utf8')).toBe(MIXED);
  });

  test('is never a file of the ledger', async () => {
    writeFileSync(file('data/operator.key'), 'a key');
    for (const own of ['data/journal.sqlite', 'data/operator.key'])
      expect(await refused('-', '--rejects', own)).toEqual([2, 'USAGE']);
  });

  test('holds what the import refused, and nothing from before', async () => {
    writeFileSync(file('rejects.ndjson'), 'from before\n');
    const run = (input: string, ...more: readonly string[]) =>
      ledger({ from, input }, 'import', '-', '--rejects', 'rejects.ndjson', ...more);
    expect((await run(MIXED, '--expect-count', '7')).code).toBe(1);
    expect(readFileSync(file('rejects.ndjson'), 'utf8')).toBe('from before\n');
    expect((await run(MIXED, '--dry-run')).code).toBe(1);
    expect(readFileSync(file('rejects.ndjson'), 'utf8')).toMatch(/^\{"line":2,.*\}\n$/);
    expect((await run(asNdjson([first]))).code).toBe(0);
    expect(readFileSync(file('rejects.ndjson'), 'utf8')).toBe('');
  });

  test('that cannot be written any longer does not hide what was recorded', async () => {
    const { code, stdout } = await ledger(
      { from, input: MIXED },
      'import',
      '-',
      '--rejects',
      '/dev/full',
      '--json',
    );
    const [problem, summary] = stdout.trimEnd().split('\n');
    expect(code).toBe(3);
    expect(JSON.parse(problem ?? '')).toMatchObject({
      code: 'ENVIRONMENT',
      message: {
        zh: expect.stringContaining('已记录的事实不受影响'),
        en: expect.stringContaining('what was recorded stands'),
      },
    });
    expect(JSON.parse(summary ?? '')).toMatchObject({ refused: 1 });
  });
});

test('of several files it is said which one a refused line is of', async () => {
  writeFileSync(file('one.ndjson'), '{\n');
  writeFileSync(file('other.ndjson'), `${asNdjson([first])}[\n`);
  for (const more of [[], ['--atomic']]) {
    const { stderr } = await ledger({ from }, 'import', 'one.ndjson', 'other.ndjson', ...more);
    expect(stderr.split('\n').slice(0, 2)).toEqual([
      expect.stringContaining(`${file('one.ndjson')} line 1: JSON_INVALID`),
      expect.stringContaining(`${file('other.ndjson')} line 2: JSON_INVALID`),
    ]);
  }
});

describe('before anything is recorded it is told', () => {
  test('that the directory of the rejects is not there, or is none', async () => {
    writeFileSync(file('plain'), '');
    expect(await refused('-', '--rejects', 'nowhere/rejects.ndjson')).toEqual([2, 'USAGE']);
    expect(await refused('-', '--rejects', 'plain/rejects.ndjson')).toEqual([3, 'ENVIRONMENT']);
    expect(await refused('-', '--rejects', 'data')).toEqual([2, 'USAGE']);
  });

  test('that the receipt is where the rejects are, or the other way round', async () => {
    mkdirSync(file('out'));
    expect(await refused('-', '--receipt', 'same', '--rejects', 'same')).toEqual([2, 'USAGE']);
    expect(await refused('-', '--receipt', 'out', '--rejects', 'out/rejects')).toEqual([2, 'USAGE']);
    expect(await refused('-', '--receipt', 'new/receipt', '--rejects', 'new')).toEqual([2, 'USAGE']);
  });

  test('that there can be no receipt', async () => {
    expect(await refused('-', '--receipt', 'plain/receipt.zip')).toEqual([2, 'USAGE']);
  });

  test('that a file is in no format that is read, or an option not for its format', async () => {
    writeFileSync(file('facts.XLSX'), 'PK');
    expect(await refused('facts.XLSX')).toEqual([2, 'USAGE']);
    expect(await refused('-', '--encoding', 'gb18030')).toEqual([2, 'USAGE']);
    expect(await refused('-', '--type', 'deal.paid')).toEqual([2, 'USAGE']);
  });

  test('that a directory is no file to import', async () => {
    expect(await refused('data')).toEqual([2, 'USAGE']);
  });
});

test('a receipt that cannot be written does not hide what was recorded', async () => {
  // Too long only with what it is called until it is whole.
  const receipt = `${'r'.repeat(250)}.zip`;
  const input = asNdjson([first]);
  const { code, stdout } = await ledger({ from, input }, 'import', '-', '--receipt', receipt, '--json');
  const [problem, summary] = stdout.trimEnd().split('\n');
  expect(code).toBe(3);
  expect(JSON.parse(problem ?? '')).toMatchObject({
    code: 'ENVIRONMENT',
    message: { en: expect.stringContaining('what was recorded stands') },
  });
  expect(JSON.parse(summary ?? '')).toMatchObject({ refused: 0 });
});

describe('control totals of what can be read only once', () => {
  beforeAll(() => {
    writeFileSync(file('two.ndjson'), asNdjson([first, second]));
  });

  test.each([
    ['cat two.ndjson | ledger import /dev/stdin'],
    ['ledger import <(cat two.ndjson)'],
    ['ledger import - < two.ndjson'],
  ])('are checked before it is recorded: %s', (line) => {
    const { code, stdout } = shell(line.replace('import', 'import --json --expect-count 2'));
    const { recorded, repeated } = JSON.parse(stdout) as { recorded: number; repeated: number };
    expect([code, recorded + repeated]).toEqual([0, 2]);
    expect(shell(line.replace('import', 'import --json --expect-count 1'))).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('"CONTROL_TOTALS"'),
    });
  });

  test('it is not given twice', async () => {
    expect(await refused('-', '-')).toEqual([2, 'USAGE']);
    expect(shell('cat two.ndjson | ledger import - /dev/stdin')).toMatchObject({ code: 2 });
  });
});

test('an import that is cut off says what is in the ledger by then', async () => {
  // More than are recorded together; what comes after them cannot be read.
  writeFileSync(file('many.ndjson'), asNdjson(deals(1, 2_100)));
  const socket = createServer().listen(file('socket'));
  await once(socket, 'listening');
  const { code, stderr } = await ledger({ from }, 'import', 'many.ndjson', 'socket');
  socket.close();
  expect(code).toBe(3);
  expect(stderr).toMatch(/^The import was cut off: 2\d{3} facts are in the ledger \(up to #\d+\) and stand/);
  expect(stderr).toContain('ENVIRONMENT');
});
