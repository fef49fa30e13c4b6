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
    stderr: 'USAGE: 用法错误：未知指标 no-such-row\n查看帮助。\n',
  });
  expect(en).toEqual({
    code: 2,
    stdout: '',
    stderr: 'USAGE: Wrong use: unknown indicator no-such-row\nSee the help.\n',
  });
});

test.concurrent.each([
  [['indicators', '--as-off', '1'], "没有选项 '--as-off'（是否指 --as-of？）"],
  [['indicater'], "没有命令 'indicater'（是否指 indicator？）"],
  [['indicators', '2020'], '参数过多：应有 0 个，给出 1 个：2020'],
  [['lineage', '--year', '2020'], "缺少参数 'code'"],
  [['lineage', 'gb-certified'], "缺少选项 '--year <year>'"],
  [['indicators', '--year'], "选项 '--year <year>' 缺少值"],
  [['indicators', '--year', ''], "选项 '--year <year>' 的值 '' 无效：为空"],
  [['indicators', '--year', '1', '--year', '2'], "选项 '--year <year>' 的值 '2' 无效：重复给出"],
  [['indicators', '--lang', 'fr', '--lang', 'zh'], "选项 '--lang <lang>' 的值 'fr' 无效：应为 zh, en 之一"],
  [['seed', '--seed', 'x'], "选项 '--seed <n>' 的值 'x' 无效：应为整数"],
  [
    ['import', '-', '--expect-total', 'x'],
    "选项 '--expect-total <yuan>' 的值 'x' 无效：应为以元计的金额，如 1234.50",
  ],
  [['indicators', '--year', '19'], 'year "19"：应为四位数年份'],
  [['periods', '--server', 'ftp://x'], '--server：应为不带凭据的 http 或 https 网址'],
])('what is wrong with %j is said in Chinese', async (args, said) => {
  const { code, stdout, stderr } = await ledger({ from }, ...args, '--lang', 'zh');
  expect({ code, stdout, stderr }).toEqual({
    code: 2,
    stdout: '',
    stderr: `USAGE: 用法错误：${said}\n查看帮助。\n`,
  });
});

test('under --json wrong use is said in both languages', async () => {
  const { code, stdout } = await ledger(
    { from },
    'indicators',
    '--year',
    '2020',
    '--months',
    '0-13',
    '--json',
  );
  expect(code).toBe(2);
  expect(JSON.parse(stdout).message).toEqual({
    zh: '用法错误：months "0-13"：应如 1-6',
    en: 'Wrong use: months "0-13": like 1-6',
  });
});

test('status is a table of words in the chosen language', async () => {
  const [zh, en] = await Promise.all(
    ['zh', 'en'].map((language) => ledger({ from }, 'status', '--lang', language)),
  );
  expect(zh?.stdout).toContain('\n状态      正本，可写\n');
  expect(en?.stdout).toContain('\nstanding        at home, written here\n');
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
