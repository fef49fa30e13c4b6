import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ndjson, pledge, type Served, serve } from '../api/support.ts';
import { answerOf, ledger, problemOf, temporaryDirectory } from '../cli/support.ts';
import { facts, USCC } from '../support/facts.ts';

/** `--key-file`: who acts on a data directory once a participant is admitted, and against a server. */

const from = temporaryDirectory();
const file = (name: string): string => join(from, name);
const admit = (uscc: string, roles: string, ...more: readonly string[]) =>
  answerOf(
    from,
    'participants',
    'admit',
    uscc,
    '--name',
    '示例（虚构）',
    '--kind',
    'bank',
    '--roles',
    roles,
    ...more,
  );
const issue = (uscc: string, holder: string, out: string) =>
  answerOf(from, 'keys', 'issue', uscc, '--holder', holder, '--out', out, '--key-file', 'data/operator.key');

beforeAll(async () => {
  await answerOf(from, 'init', '--demo');
  expect(existsSync(file('data/operator.key'))).toBe(false);
  await admit(USCC.bank, 'institution');
  const operator = ['--key-file', 'data/operator.key'];
  await admit(USCC.bureau, 'bureau', ...operator);
  await admit(USCC.fund, 'auditor', ...operator);
  await issue(USCC.bank, 'system', 'bank.key');
  await issue(USCC.bureau, 'desk one', 'one.key');
  await issue(USCC.bureau, 'desk two', 'two.key');
  await issue(USCC.fund, 'office', 'auditor.key');
  writeFileSync(file('facts.ndjson'), ndjson([pledge(1), pledge(2)]));
  writeFileSync(file('two-lines.txt'), 'one\ntwo\n');
  writeFileSync(
    file('target.json'),
    JSON.stringify({ effectiveOn: '2020-01-01', indicator: 'pledge-count-growth', year: 2020, target: '41' }),
  );
});

const request = ['changes', 'request', 'target/pledge-count-growth', '--type', 'target.set'];

/** The steps, on the data directory and against a server of another one. */
const steps = (reason: string, more: () => readonly string[]) => {
  const fails = async (...args: readonly string[]) => {
    const { exit, code } = await problemOf({ from }, ...args, ...more());
    return [exit, code];
  };

  test('nothing is done without a key, and what is public needs none', async () => {
    expect(await fails('contracts-of-nobody')).toEqual([2, 'USAGE']);
    for (const args of [['indicators'], ['import', 'facts.ndjson'], ['participants'], ['changes']])
      expect(await fails(...args), args.join(' ')).toEqual([1, 'UNAUTHENTICATED']);
    await answerOf(from, 'bulletins', 'list', ...more());
  });

  test('each key does what its roles may', async () => {
    const imported = await ledger(
      { from },
      'import',
      'facts.ndjson',
      '--json',
      '--key-file',
      'bank.key',
      ...more(),
    );
    expect(JSON.parse(imported.stdout)).toMatchObject({ refused: 0 });
    expect(await fails('import', 'facts.ndjson', '--key-file', 'auditor.key')).toEqual([1, 'NOT_PERMITTED']);
    expect(await fails('participants', '--key-file', 'bank.key')).toEqual([1, 'NOT_PERMITTED']);
    expect(await fails('indicators', '--key-file', 'data/operator.key')).toEqual([1, 'NOT_PERMITTED']);
    expect(await fails('changes', '--key-file', 'bank.key')).toEqual([1, 'NOT_PERMITTED']);
    const own = await answerOf<{ institution: string }>(
      from,
      'indicators',
      '--key-file',
      'bank.key',
      ...more(),
    );
    expect(own.institution).toBe(USCC.bank);
    expect(await fails('keys', 'revoke', USCC.bank, 'none', '--key-file', 'data/operator.key')).toEqual([
      1,
      'PARTICIPANT_STATE',
    ]);
  });

  test('a change takes two persons of the bureau', async () => {
    const first = ['--key-file', 'one.key', ...more()];
    const { id, ...recorded } = await answerOf<{ id: string; recordedEvent: { source: string } }>(
      from,
      ...request,
      ...['--change', 'target.json', '--reason', reason],
      ...first,
    );
    expect(recorded.recordedEvent.source).toBe(`urn:uscc:${USCC.bureau}`);
    expect(await fails('changes', 'approve', id, '--key-file', 'one.key')).toEqual([1, 'FOUR_EYES']);
    const approved = await answerOf(from, 'changes', 'approve', id, '--key-file', 'two.key', ...more());
    expect(approved).toMatchObject({ status: 'recorded' });
    expect(await fails('changes', 'approve', id, '--id', 'again', '--key-file', 'two.key')).toEqual([
      1,
      'REQUEST_DECIDED',
    ]);
  });

  test('requests of two sources with one id are told apart, and each is decided', async () => {
    const requestOf = (...as: readonly string[]) =>
      answerOf<{ recordedEvent: { source: string } }>(
        from,
        ...request,
        ...['--change', 'target.json', '--reason', `${reason}, of two`, '--id', `shared ${reason}`],
        ...[...as, ...more()],
      );
    await requestOf('--key-file', 'one.key');
    await requestOf('--key-file', 'one.key', '--source', `urn:uscc:${USCC.partner}`);
    const decided = (source: string) => [
      ...['changes', 'reject', `shared ${reason}`, '--reason', 'no', '--key-file', 'two.key'],
      ...['--request-source', `urn:uscc:${source}`],
    ];
    expect(
      await fails('changes', 'reject', `shared ${reason}`, '--reason', 'no', '--key-file', 'two.key'),
    ).toEqual([2, 'USAGE']);
    for (const source of [USCC.bureau, USCC.partner])
      expect(await answerOf(from, ...decided(source), ...more())).toMatchObject({ status: 'recorded' });
    expect(await answerOf(from, ...decided(USCC.bureau), ...more())).toMatchObject({ status: 'repeated' });
  });

  test('of two requests for one target the other is stale when one was approved', async () => {
    const first = ['--key-file', 'one.key', ...more()];
    const ids: string[] = [];
    for (const which of ['one', 'two']) {
      const { id } = await answerOf<{ id: string }>(
        from,
        ...request,
        ...['--change', 'target.json', '--reason', `${reason}, ${which}`],
        ...first,
      );
      ids.push(id);
    }
    const [stale = '', taken = ''] = ids;
    await answerOf(from, 'changes', 'approve', taken, '--key-file', 'two.key', ...more());
    expect(await fails('changes', 'approve', stale, '--key-file', 'two.key')).toEqual([1, 'REQUEST_STALE']);
  });

  test('the facts of another are refused one by one, for the bureau as for anyone', async () => {
    const foreign = pledge(
      9,
      {},
      { source: `urn:uscc:${USCC.otherBank}`, subject: `pledge/${USCC.otherBank}.9` },
    );
    writeFileSync(file('foreign.ndjson'), ndjson([foreign, facts.periodClosed()]));
    const { code, stderr } = await ledger(
      { from },
      ...['import', 'foreign.ndjson', '--json', '--key-file', 'bank.key', ...more()],
    );
    expect(code).toBe(1);
    const codes = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).errors[0].code);
    expect(codes).toEqual(['SOURCE_FOREIGN', 'TYPE_NOT_PERMITTED']);
  });

  test('a finding is explained by the bank that it concerns and resolved by the bureau', async () => {
    const rights = [{ kind: 'trademark', number: '7' }];
    writeFileSync(
      file('conflict.ndjson'),
      ndjson([71, 72].map((number) => pledge(number, { rights, register: 'trademark' }))),
    );
    expect(
      (await ledger({ from }, 'import', 'conflict.ndjson', '--key-file', 'bank.key', ...more())).code,
    ).toBe(0);
    const found = async () => {
      const { findings } = await answerOf<{
        findings: { id: string; state: string; statements: unknown[] }[];
      }>(from, ...['findings', '--code', 'RIGHT_PLEDGED_TWICE', '--key-file', 'one.key', ...more()]);
      return findings[0];
    };
    const { id = '', statements: before = [] } = (await found()) ?? {};
    const explain = ['findings', 'explain', id, '--text', `${reason}: two loans`];
    expect(await fails(...explain, '--key-file', 'auditor.key')).toEqual([1, 'NOT_PERMITTED']);
    expect(await fails('findings', 'resolve', id, '--text', 'x', '--key-file', 'bank.key')).toEqual([
      1,
      'TYPE_NOT_PERMITTED',
    ]);
    for (const status of ['recorded', 'repeated'])
      expect(await answerOf(from, ...explain, '--key-file', 'bank.key', ...more())).toMatchObject({ status });
    await answerOf(
      from,
      ...['findings', 'resolve', id, '--text', reason, '--key-file', 'one.key', ...more()],
    );
    expect(await found()).toMatchObject({
      state: 'resolved',
      statements: [
        ...before,
        { state: 'explained', text: `${reason}: two loans`, source: `urn:uscc:${USCC.bank}` },
        { state: 'resolved', text: reason, source: `urn:uscc:${USCC.bureau}` },
      ],
    });
  });

  test('no key is ever shown but the one time it is made', async () => {
    const runs = await Promise.all(
      [
        ['participants'],
        ['keys', 'list'],
        ['keys', 'list', '--json'],
        ['periods', '--json', '--lang', 'zh'],
      ].map((args) => ledger({ from }, ...args, '--key-file', 'auditor.key', ...more())),
    );
    for (const { stdout, stderr, code } of runs) {
      expect(code).toBe(0);
      expect(stdout + stderr).not.toMatch(/lk_|[0-9a-f]{64}/);
    }
  });
};

describe('on the data directory', () => {
  steps('council decision', () => []);

  test('a key is written for its owner only, and never over a file', async () => {
    expect(statSync(file('bank.key')).mode & 0o777).toBe(0o600);
    expect(readFileSync(file('bank.key'), 'utf8')).toMatch(/^lk_[0-9a-f]{16}_[A-Za-z0-9_-]{43}\n$/);
    const { code } = await ledger(
      { from },
      ...[
        'keys',
        'issue',
        USCC.bank,
        '--holder',
        'x',
        '--out',
        'bank.key',
        '--key-file',
        'data/operator.key',
      ],
    );
    expect(code).toBe(2);
    expect(readFileSync(file('bank.key'), 'utf8')).toMatch(/^lk_/);
  });

  test('where no key was issued no file is left', async () => {
    const { exit, code } = await problemOf(
      { from },
      ...['keys', 'issue', USCC.otherBank, '--holder', 'x', '--out', 'none.key'],
      ...['--key-file', 'data/operator.key'],
    );
    expect([exit, code, existsSync(file('none.key'))]).toEqual([1, 'PARTICIPANT_STATE', false]);
  });

  test.each([
    ['is not there', 'nothing.key', 'no such file'],
    ['holds no key', 'two-lines.txt', 'does not hold one key'],
  ])('a key file that %s is wrong use', async (_, name, words) => {
    const { exit, detail } = await problemOf({ from }, 'periods', '--key-file', name);
    expect(exit).toBe(2);
    expect(detail).toContain(words);
  });
});

describe('against its server', () => {
  let server: Served;
  beforeAll(async () => {
    server = await serve({ directory: file('data') });
  });
  afterAll(() => server.close());
  steps('another decision', () => ['--server', server.url]);
});
