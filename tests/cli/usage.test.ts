import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { answerOf, ledger, openWorkedExample, problemOf, temporaryDirectory } from './support.ts';

const from = temporaryDirectory();
beforeAll(() => openWorkedExample(from));

/** Size that an as-of resolves to. */
const sizeAt = async (asOf: string): Promise<string> => {
  const { asOf: resolved } = await answerOf<{ readonly asOf: { readonly treeSize: string } }>(
    from,
    'periods',
    '--as-of',
    asOf,
  );
  return resolved.treeSize;
};

test.concurrent.each([
  ['60', '61'],
  ['#12', '13'],
  ['2020-01-31', '62'],
  ['2021-03-10T08:59:59.999999+08:00', '66'],
  ['2021-03-10T01:00:00Z', '67'],
  ['latest', '68'],
  ['2017-12-31', '0'],
])('as of %s the log has %s events', async (asOf, size) => {
  expect(await sizeAt(asOf)).toBe(size);
});

test.concurrent.each([
  ['a sequence beyond the log', ['--as-of', '68']],
  ['an empty moment', ['--as-of', '']],
  ['a moment given twice', ['--as-of', '1', '--as-of', '2']],
  ['an unknown option', ['--as-off', '1']],
  ['a foreign division', ['--division', '440100000000']],
  ['an argument too many', ['2020']],
])('%s is wrong use', async (_, args) => {
  const { exit, code } = await problemOf({ from }, 'indicators', ...args);
  expect({ exit, code }).toEqual({ exit: 2, code: 'USAGE' });
});

test('wrong use is said on stderr in the chosen language, and nothing on stdout', async () => {
  const [zh, en] = await Promise.all([
    ledger({ from }, 'lineage', 'no-such-row', '--year', '2020', '--lang', 'zh'),
    ledger({ from }, '--lang=en', 'lineage', 'no-such-row', '--year', '2020'),
  ]);
  expect(zh).toEqual({
    code: 2,
    stdout: '',
    stderr: 'USAGE: 用法错误：unknown indicator no-such-row\n查看帮助。\n',
  });
  expect(en).toEqual({
    code: 2,
    stdout: '',
    stderr: 'USAGE: Wrong use: unknown indicator no-such-row\nSee the help.\n',
  });
});

test('under --json an error is one problem object on stdout', async () => {
  const { code, stdout, stderr } = await ledger({ from }, '--json', 'history', 'pledge/none');
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({
    type: 'urn:ip-finance-ledger:problem:NOT_FOUND',
    title: 'NOT_FOUND',
    status: 404,
    detail: 'No such resource: pledge/none',
    code: 'NOT_FOUND',
    message: { zh: '没有此资源：pledge/none', en: 'No such resource: pledge/none' },
  });
});

test('a command is required, and help is done', async () => {
  const [none, help] = await Promise.all([ledger({ from }), ledger({ from }, 'help', 'import')]);
  expect(none).toMatchObject({ code: 2, stdout: '' });
  expect(none.stderr).toContain('Usage: ledger');
  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(help.stdout).toContain('--expect-total <yuan>');
});

test('the runtime is checked', async () => {
  expect(await ledger({ from }, '--check-runtime')).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('a directory without a ledger and a wrong environment are the environment', async () => {
  const [missing, wrong] = await Promise.all([
    problemOf({ from }, 'status', '--data', 'elsewhere'),
    problemOf({ from, environment: { PORT: 'http' } }, 'status'),
  ]);
  expect(missing).toMatchObject({ exit: 3, code: 'DATA_MISSING', detail: expect.stringContaining(from) });
  expect(wrong).toMatchObject({ exit: 3, code: 'ENVIRONMENT', detail: expect.stringContaining('PORT') });
});

test('paths are taken from where the user called, before and after the command', async () => {
  const below = join(from, 'below');
  mkdirSync(below);
  const calling = { from: below };
  const directory = join(from, 'data');
  for (const finished of await Promise.all([
    ledger(calling, '--data', '../data', 'status', '--json'),
    ledger(calling, 'status', '--json', '--data', '../data'),
    ledger({ ...calling, environment: { LEDGER_DATA: '../data' } }, '--json', 'status'),
  ])) {
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(finished.stdout)).toMatchObject({
      directory,
      origin: 'ip-finance-ledger.local/demo',
      demonstration: true,
      openedOn: '2018-01-01',
      treeSize: '68',
      recordedTime: '2021-04-02T01:00:00.000000Z',
      readModel: { size: '68', stale: null },
      writer: false,
    });
  }
});
