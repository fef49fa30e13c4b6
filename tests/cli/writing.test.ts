import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { demonstrationHistory } from '../../seeds/history.ts';
import { claimHome } from '../../src/journal/home.ts';
import { tryLock } from '../../src/journal/lock.ts';
import {
  encodeBase64,
  leafHash,
  openCheckpoint,
  openTree,
  parseEntryBundle,
  parseTile,
  parseVerifierKey,
} from '../../src/transparency/index.ts';
import {
  answerOf,
  asNdjson,
  exampleFacts,
  ledger,
  openWorkedExample,
  problemOf,
  temporaryDirectory,
  WORKED_EXAMPLE,
} from './support.ts';

/** Two ledgers that each test takes a copy of. */
const empty = temporaryDirectory();
const filled = temporaryDirectory();
beforeAll(async () => {
  await Promise.all([answerOf(empty, 'init', '--demo'), openWorkedExample(filled)]);
});

const copyOf = (original: string): string => {
  const copy = temporaryDirectory();
  cpSync(original, copy, { recursive: true });
  // The original is written no more.
  claimHome(join(copy, 'data/journal.sqlite'));
  return copy;
};

const OPENING_EVENTS = 55;
const EXAMPLE_FACTS = 13;

const sizeOf = async (from: string): Promise<string> =>
  (await answerOf<{ readonly treeSize: string }>(from, 'status')).treeSize;

/** The worked example with a mistake in the amount of its second fact. */
const withMistake = (): Record<string, unknown>[] => {
  const facts = exampleFacts();
  const [, second] = facts as [unknown, { data: { securedAmount: unknown } }];
  second.data.securedAmount = 3_000_000;
  return facts;
};

const linesOf = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('init', () => {
  test('a ledger is opened once, under the name given', async () => {
    const from = temporaryDirectory();
    const opened = await answerOf(
      from,
      'init',
      '--origin',
      'example.org/ip',
      '--opened-on',
      '2024-07-01',
      '--no-plan',
    );
    expect(opened).toMatchObject({
      origin: 'example.org/ip',
      demonstration: false,
      openedOn: '2024-07-01',
      treeSize: '2',
    });
    expect(await problemOf({ from }, 'init')).toMatchObject({ exit: 1, code: 'DATA_EXISTS' });
  });

  test('a demonstration says so in its name and is opened on its own day', async () => {
    const from = temporaryDirectory();
    const environment = { LEDGER_ORIGIN: 'example.org/ip' };
    const wrong = await problemOf({ from, environment }, 'init', '--demo', '--opened-on', '2019-01-01');
    expect(wrong).toMatchObject({ exit: 2, code: 'USAGE' });
    const { stdout } = await ledger({ from, environment }, 'init', '--demo', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      origin: 'example.org/ip/demo',
      demonstration: true,
      openedOn: '2018-01-01',
    });
  });

  test('a ledger is not opened in the future', async () => {
    const from = temporaryDirectory();
    const wrong = await problemOf({ from }, 'init', '--opened-on', '2999-01-01');
    expect(wrong).toMatchObject({ exit: 2, code: 'USAGE' });
    expect(existsSync(join(from, 'data'))).toBe(false);
  });
});

describe('import', () => {
  test('what is refused goes to a file that can be corrected and imported as it is', async () => {
    const from = copyOf(empty);
    // A later fact of the same contract would be recorded before the corrected one: the mistake is the last fact.
    const facts = withMistake().slice(0, 2);
    writeFileSync(join(from, 'facts.ndjson'), asNdjson(facts));
    const first = await ledger({ from }, 'import', 'facts.ndjson', '--rejects', 'rejects.ndjson', '--json');
    expect(first.code).toBe(1);
    expect(JSON.parse(first.stdout)).toMatchObject({
      recorded: 1,
      repeated: 0,
      refused: 1,
      firstSequence: '55',
      lastSequence: '55',
    });
    const [refused, ...others] = linesOf(readFileSync(join(from, 'rejects.ndjson'), 'utf8'));
    expect(others).toEqual([]);
    expect(refused).toMatchObject({
      line: 2,
      errors: [
        {
          code: 'MONEY_NOT_TEXT',
          pointer: '/data/securedAmount',
          value: 3_000_000,
          message: { zh: expect.any(String), en: expect.any(String) },
        },
      ],
      fact: facts[1],
    });
    const said = linesOf(first.stderr);
    expect(said).toContainEqual(refused);
    expect(said).toContainEqual({ acknowledged: 1, lastSequence: '55' });

    (refused as { fact: { data: { securedAmount: unknown } } }).fact.data.securedAmount = '3000000.00';
    writeFileSync(join(from, 'corrected.ndjson'), asNdjson([refused]));
    const second = await ledger({ from }, 'import', 'corrected.ndjson', '--json');
    expect(second.code).toBe(0);
    expect(JSON.parse(second.stdout)).toMatchObject({ recorded: 1, refused: 0, lastSequence: '56' });
  });

  test('what the rules refuse stands in the file as posted, and counts in control totals', async () => {
    const from = copyOf(empty);
    const [first = {}] = exampleFacts() as Record<string, unknown>[];
    const posted = JSON.stringify(first)
      .replace('"effectiveOn":"2018-', ' "effectiveOn" : "2918-')
      .replace('"debtUntil":"2021-', '"debtUntil":"2921-')
      .replace('"number":"', '"number":"zl');
    writeFileSync(join(from, 'facts.ndjson'), `\ufeff\r\n${posted}\r\n`);
    const totals = ['--expect-count', '1', '--expect-total', '5000000', '--json'];
    const imported = await ledger(
      { from },
      'import',
      'facts.ndjson',
      '--rejects',
      'rejects.ndjson',
      ...totals,
    );
    expect(imported.code).toBe(1);
    const rejects = readFileSync(join(from, 'rejects.ndjson'), 'utf8');
    expect(linesOf(rejects)).toMatchObject([
      { line: 2, errors: [{ code: 'EFFECTIVE_RANGE', pointer: '/data/effectiveOn' }] },
    ]);
    expect(rejects).toContain(`,"fact":${posted}}\n`);
    const again = await ledger({ from }, 'import', 'rejects.ndjson', ...totals);
    expect(JSON.parse(again.stdout)).toMatchObject({ recorded: 0, refused: 1 });
  });

  test('refusals stand in the order of the lines, whoever refuses them', async () => {
    const from = copyOf(empty);
    const facts = withMistake();
    const [first, second, ...others] = facts as [unknown, unknown, ...unknown[]];
    const broken = others.find((fact) => (fact as { type: string }).type === 'pledge.amended');
    const lines = [second, broken, '{', first, '[]', broken, second];
    const input = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
    await ledger({ from, input }, 'import', '-', '--rejects', 'rejects.ndjson', '--json');
    const told = linesOf(readFileSync(join(from, 'rejects.ndjson'), 'utf8'));
    expect(told.map(({ line, errors }) => [line, (errors as { code: string }[])[0]?.code])).toEqual([
      [1, 'MONEY_NOT_TEXT'],
      [2, 'NOT_OPENED'],
      [3, 'JSON_INVALID'],
      [5, 'JSON_NOT_OBJECT'],
      [6, 'NOT_OPENED'],
      [7, 'MONEY_NOT_TEXT'],
    ]);
  });

  test('a refusal is said with its line, place and words', async () => {
    const from = copyOf(empty);
    const { code, stdout, stderr } = await ledger(
      { from, input: asNdjson(withMistake().slice(1, 2)) },
      'import',
      '-',
      '--lang',
      'zh',
    );
    expect(code).toBe(1);
    expect(stderr).toBe(
      '第 1 行: MONEY_NOT_TEXT /data/securedAmount 3000000  金额必须写成十进制字符串（元），不可写成 JSON 数字\n',
    );
    expect(stdout).toMatch(/^0 条已记录，0 条重复，1 条被拒绝/);
  });

  test('an atomic import records all or nothing', async () => {
    const from = copyOf(empty);
    const input = asNdjson(withMistake());
    const refused = await ledger({ from, input }, 'import', '-', '--atomic', '--json');
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({
      recorded: 0,
      firstSequence: null,
      lastSequence: null,
    });
    expect(await sizeOf(from)).toBe(String(OPENING_EVENTS));
    const taken = await ledger({ from }, 'import', WORKED_EXAMPLE, '--atomic', '--json');
    expect(taken.code).toBe(0);
    expect(JSON.parse(taken.stdout)).toMatchObject({ recorded: EXAMPLE_FACTS, refused: 0 });
  });

  test('a dry run judges each fact after those before it and records nothing', async () => {
    const from = copyOf(empty);
    const { code, stdout } = await ledger({ from }, 'import', WORKED_EXAMPLE, '--dry-run', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ recorded: EXAMPLE_FACTS, refused: 0, lastSequence: null });
    expect(await sizeOf(from)).toBe(String(OPENING_EVENTS));
  });

  test('the same file again is repeated, and its control totals must agree', async () => {
    const from = copyOf(filled);
    const again = await ledger(
      { from },
      'import',
      WORKED_EXAMPLE,
      '--expect-count',
      String(EXAMPLE_FACTS),
      '--json',
    );
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ recorded: 0, repeated: EXAMPLE_FACTS });
    const wrong = await problemOf({ from }, 'import', WORKED_EXAMPLE, '--expect-total', '1.00');
    expect(wrong).toMatchObject({ exit: 1, code: 'CONTROL_TOTALS' });
  });

  test('a file that is not there is wrong use', async () => {
    expect(await problemOf({ from: empty }, 'import', 'nowhere.ndjson')).toMatchObject({
      exit: 2,
      code: 'USAGE',
    });
  });
});

describe('beside a writer', () => {
  test('a second writer is refused and a reading is answered', async () => {
    const from = copyOf(filled);
    const lock = tryLock(join(from, 'data', 'lock.sqlite'));
    try {
      const [writing, closing, reading, status] = await Promise.all([
        problemOf({ from }, 'import', WORKED_EXAMPLE),
        ledger({ from }, 'periods', 'close', '2018'),
        ledger({ from }, 'indicators', '--year', '2020'),
        answerOf<{ readonly writer: boolean }>(from, 'status'),
      ]);
      expect(writing).toMatchObject({ exit: 3, code: 'DATA_LOCKED' });
      expect(closing).toMatchObject({ code: 3, stdout: '' });
      expect(closing.stderr).toContain('Another process writes this data directory');
      expect(reading).toMatchObject({ code: 0, stderr: '' });
      expect(status.writer).toBe(true);
    } finally {
      lock?.release();
    }
  });
});

describe('periods and changes', () => {
  test('a closed period is listed, closed once, and its facts change by request and approval', async () => {
    const from = copyOf(filled);
    const closed = await answerOf(from, 'periods', 'close', '2019');
    expect(closed).toMatchObject({
      status: 'recorded',
      subject: 'period/2019',
      id: 'close-2019',
      sequence: '68',
    });
    expect(await answerOf(from, 'periods', 'close', '2019')).toMatchObject({
      status: 'repeated',
      sequence: '68',
    });
    expect(await problemOf({ from }, 'periods', 'close', '2019', '--id', 'again')).toMatchObject({
      exit: 1,
      code: 'PERIOD_IS_CLOSED',
      errors: [{ pointer: '/data/period', value: '2019' }],
    });
    const { periods } = await answerOf<{ readonly periods: readonly unknown[] }>(from, 'periods');
    expect(periods).toMatchObject([{ period: '2019', state: 'closed', sequence: '68', id: 'close-2019' }]);

    const withdrawal = {
      effectiveOn: '2021-05-01',
      supersedes: { source: 'urn:uscc:91441900MA00BK01X6', id: 'E05' },
      reason: '重复登记',
    };
    writeFileSync(join(from, 'change.json'), JSON.stringify(withdrawal));
    const request = (...more: string[]) =>
      [
        'changes',
        'request',
        'pledge/C4',
        '--type',
        'fact.withdrawn',
        '--change',
        'change.json',
        ...more,
      ] as const;
    await answerOf(from, ...request('--reason', '核对银行台账', '--id', 'R1'));
    await answerOf(from, ...request('--reason', '另一份', '--id', 'R2'));
    await answerOf(from, 'changes', 'reject', 'R2', '--reason', '重复申请');
    expect(await answerOf(from, 'changes', 'approve', 'R1')).toMatchObject({
      status: 'recorded',
      id: expect.stringMatching(/^approve-[0-9a-f]{16}$/),
    });
    expect(await problemOf({ from }, 'changes', 'approve', 'R3')).toMatchObject({
      exit: 1,
      code: 'REQUEST_UNKNOWN',
    });

    const [{ changes }, before, { value }] = await Promise.all([
      answerOf<{ readonly changes: readonly unknown[] }>(from, 'changes'),
      answerOf<{ readonly changes: readonly unknown[] }>(from, 'changes', 'list', '--as-of', '70'),
      answerOf<{ readonly value: unknown }>(from, 'lineage', 'pledge-amount-growth', '--year', '2019'),
    ]);
    const shared = { subject: 'pledge/C4', type: 'fact.withdrawn', requestedBy: 'local' };
    expect(changes).toMatchObject([
      { ...shared, sequence: '69', request: { id: 'R1' }, state: 'approved', decidedBy: { sequence: '72' } },
      { ...shared, sequence: '70', request: { id: 'R2' }, state: 'rejected', decidedBy: { sequence: '71' } },
    ]);
    expect(before.changes).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }]);
    // Without the increase of 1.2 million yuan in September 2019.
    expect(value).toMatchObject({ amountFen: '1000000000' });
  });
});

describe('export', () => {
  test('the whole log lies in tiles and entry bundles, and they hash to the root', async () => {
    const out = temporaryDirectory();
    const exported = await answerOf<{
      readonly rootHash: string;
      readonly treeSize: string;
      readonly files: number;
    }>(filled, 'export', '--out', join(out, 'log'));
    expect(exported).toMatchObject({ treeSize: '68', files: 3 });
    const files = readdirSync(join(out, 'log'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(out, 'log').length + 1));
    expect(files.sort()).toEqual(['checkpoint', 'tile/0/000.p/68', 'tile/entries/000.p/68']);
    const { vkey } = await answerOf<{ readonly vkey: string }>(filled, 'checkpoint', '--vkey');
    const opened = openCheckpoint(readFileSync(join(out, 'log/checkpoint')), {
      logs: [parseVerifierKey(vkey)],
    });
    expect(opened).toMatchObject({ ok: true, checkpoint: { size: 68 } });
    expect(opened.ok && encodeBase64(opened.checkpoint.root)).toBe(exported.rootHash);
    const hashes = parseTile(readFileSync(join(out, 'log/tile/0/000.p/68')), 68);
    const entries = parseEntryBundle(readFileSync(join(out, 'log/tile/entries/000.p/68')), 68);
    expect(entries.map((entry) => encodeBase64(leafHash(entry)))).toEqual(hashes.map(encodeBase64));
    const tree = openTree({ hashes: (_, start, count) => hashes.slice(start, start + count) }, 68);
    expect(encodeBase64(tree.root())).toBe(exported.rootHash);
  });

  test('a directory that holds something is refused and left as it is', async () => {
    const out = temporaryDirectory();
    mkdirSync(join(out, 'log'));
    writeFileSync(join(out, 'log', 'kept'), '');
    const refused = await problemOf({ from: filled }, 'export', '--out', join(out, 'log'));
    expect(refused).toMatchObject({ exit: 2, code: 'USAGE' });
    expect(readdirSync(out, { recursive: true })).toEqual(['log', 'log/kept']);
  });
});

describe('seed', () => {
  test('an empty demonstration is filled once, and an interrupted filling is gone on with', async () => {
    const [one, two] = [copyOf(empty), copyOf(empty)];
    const begun = [...demonstrationHistory({ seed: 1, scale: 1 }).take(1_500)];
    await ledger({ from: two, input: asNdjson(begun) }, 'import', '-');
    const [first, second] = await Promise.all([
      answerOf<{ readonly rootHash: string; readonly treeSize: string }>(one, 'seed'),
      answerOf<{ readonly rootHash: string }>(two, 'seed', '--seed', '1', '--scale', '1'),
    ]);
    expect(first).toEqual(second);
    expect(Number.parseInt(first.treeSize, 10)).toBeGreaterThan(2_000);
    const [again, large] = await Promise.all([
      problemOf({ from: one }, 'seed'),
      answerOf<{ readonly files: number }>(one, 'export', '--out', 'log'),
    ]);
    expect(again).toMatchObject({ exit: 1, code: 'DATA_EXISTS' });
    expect(readdirSync(join(one, 'log/tile/1'))).toEqual(['000.p']);
    expect(large.files).toBe(2 * Math.ceil(Number.parseInt(first.treeSize, 10) / 256) + 2);
  });

  test('a ledger that holds facts or is no demonstration is not seeded', async () => {
    const real = temporaryDirectory();
    await answerOf(real, 'init');
    const [other, withFacts] = await Promise.all([
      problemOf({ from: real }, 'seed'),
      problemOf({ from: filled }, 'seed'),
    ]);
    expect(other).toMatchObject({ exit: 2, code: 'USAGE' });
    expect(withFacts).toMatchObject({ exit: 1, code: 'DATA_EXISTS' });
  });
});
