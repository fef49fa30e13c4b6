import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  answerOf,
  asNdjson,
  exampleFacts,
  ledger,
  openWorkedExample,
  problemOf,
  temporaryDirectory,
  WORKED_EXAMPLE,
} from '../cli/support.ts';

/** The commands of proof, as an auditor would use them. */

let from: string;
let key: string;
beforeAll(async () => {
  from = temporaryDirectory();
  await openWorkedExample(from);
  key = (await answerOf<{ vkey: string }>(from, 'checkpoint', '--vkey')).vkey;
});

const verdict = async (...args: readonly string[]) => {
  const finished = await ledger({ from }, 'verify', ...args, '--json');
  return { exit: finished.code, ...(JSON.parse(finished.stdout) as object) };
};

describe('The evidence of a figure', () => {
  test.each(['figure.zip', 'figure'])('is written to %s and verifies there', async (out) => {
    await answerOf(
      from,
      'evidence',
      'pledge-amount-growth',
      '--year',
      '2020',
      '--as-of',
      '2021-03-31',
      '--out',
      out,
    );
    expect(await verdict(out, '--key', key)).toMatchObject({
      exit: 0,
      ok: true,
      kind: 'figure',
      subject: {
        asOf: { recordedTime: '2021-03-10T01:00:00.000000Z' },
        figure: { value: { amountFen: '1750000000' }, averageAnnualGrowth: { percent: '47.90' }, met: true },
      },
    });
  });

  test('is not written over what is there', async () => {
    expect(
      await problemOf({ from }, 'evidence', 'pledge-amount-growth', '--year', '2020', '--out', 'data'),
    ).toMatchObject({
      exit: 2,
      code: 'USAGE',
    });
  });

  test('is checked against an earlier checkpoint that it was made for', async () => {
    const finished = await ledger({ from }, 'checkpoint');
    writeFileSync(join(from, 'seen'), finished.stdout);
    await answerOf(
      from,
      'evidence',
      'deal-amount-growth',
      '--year',
      '2019',
      '--old',
      'seen',
      '--out',
      'old.zip',
    );
    expect(await verdict('old.zip', '--key', key, '--old', 'seen')).toMatchObject({ exit: 0, ok: true });
  });

  test('of another key does not verify: exit code 1 and the code', async () => {
    const other = 'example.org/demo+ffffffff+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c';
    await answerOf(from, 'evidence', 'pledge-amount-growth', '--year', '2018', '--out', 'other.zip');
    expect(await problemOf({ from }, 'verify', 'other.zip', '--key', other)).toMatchObject({
      exit: 2,
      code: 'USAGE',
    });
    const good = 'log.example/ledger+74834815+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c';
    expect(await verdict('other.zip', '--key', good)).toMatchObject({
      exit: 1,
      ok: false,
      code: 'ORIGIN_MISMATCH',
      at: 'checkpoint',
      message: { zh: expect.any(String), en: expect.any(String) },
    });
  });

  test('that does not verify says why in both languages', async () => {
    const bytes = readFileSync(join(from, 'figure.zip'));
    bytes[bytes.indexOf('pledge.registered')] = 0x50;
    writeFileSync(join(from, 'changed.zip'), bytes);
    const words = [
      [`${from}/none.zip`, '缺失', 'it is missing'],
      [
        'changed.zip',
        '未按证据的方式存储、排序和标注日期',
        'it is not stored, sorted and dated as evidence is',
      ],
    ];
    for (const [at = '', zh, en] of words)
      expect(await verdict(at, '--key', key)).toMatchObject({
        exit: 1,
        code: 'INPUT_UNREADABLE',
        message: {
          zh: `文件缺失、不完整或格式不符（${at}）：${zh}`,
          en: `A file is missing, cut short or not in its format (${at}): ${en}`,
        },
      });
  });

  test('is told in both languages to whoever reads', async () => {
    const finished = await ledger({ from }, 'verify', 'figure.zip', '--key', key);
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    expect(finished.stdout).toContain(
      '专利、商标质押融资金额年均增幅，2020 年：1,750.00 万元，年均 47.90 %，同比 56.25 %，目标 40 %，达标 ✓',
    );
    expect(finished.stdout).toContain(
      ', 2020: CNY 17,500,000.00, average 47.90 %, year on year 56.25 %, target 40 %, met ✓',
    );
    expect(finished.stdout).toContain('所证明的 What is proved:');
    expect(finished.stdout).toContain('没有证明的 What is not proved:');
  });
});

describe('An exported log', () => {
  test('verifies, and no longer once it is touched', async () => {
    await answerOf(from, 'export', '--out', 'log');
    expect(await verdict('log', '--key', key)).toMatchObject({ exit: 0, ok: true, kind: 'log' });
    expect(await verdict('log', '--key', key, '--old', 'seen')).toMatchObject({ exit: 0, ok: true });
    const file = join(from, 'log', 'checkpoint');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(/^\S+\n\d+/, (head) => `${head}0`),
    );
    expect(await verdict('log', '--key', key)).toMatchObject({ exit: 1, ok: false });
  });
});

describe('A receipt', () => {
  test('of an import holds each of its facts, verifies, and holds them too when they were there before', async () => {
    const directory = temporaryDirectory();
    await answerOf(directory, 'init', '--demo');
    for (const receipt of ['receipt.zip', 'receipt'])
      expect(await ledger({ from: directory }, 'import', WORKED_EXAMPLE, '--receipt', receipt)).toMatchObject(
        { code: 0 },
      );
    const vkey = (await answerOf<{ vkey: string }>(directory, 'checkpoint', '--vkey')).vkey;
    for (const receipt of ['receipt.zip', 'receipt']) {
      const finished = await ledger({ from: directory }, 'verify', receipt, '--key', vkey, '--json');
      const answer = JSON.parse(finished.stdout) as { kind: string; subject: { facts: { id: string }[] } };
      expect([finished.code, answer.kind]).toEqual([0, 'receipt']);
      expect(answer.subject.facts.map(({ id }) => id)).toEqual(exampleFacts().map(({ id }) => id));
    }
  });

  test('of facts that are given several times, in any order, holds each once and verifies', async () => {
    const facts = exampleFacts().slice(0, 3);
    const input = asNdjson([...facts.toReversed(), ...facts]);
    const { code } = await ledger({ from, input }, 'import', '-', '--receipt', 'twice.zip');
    expect(code).toBe(0);
    expect(await verdict('twice.zip', '--key', key)).toMatchObject({
      exit: 0,
      kind: 'receipt',
      subject: { facts: facts.map(({ id }) => ({ id })) },
    });
  });

  test('is not written for a dry run, nor over what is there, and nothing is recorded then', async () => {
    const facts = asNdjson(exampleFacts().slice(0, 1));
    const call = { from, input: facts };
    expect(await problemOf(call, 'import', '-', '--dry-run', '--receipt', 'x.zip')).toMatchObject({
      exit: 2,
    });
    expect(await problemOf(call, 'import', '-', '--receipt', 'data')).toMatchObject({
      exit: 2,
      code: 'USAGE',
    });
    expect(existsSync(join(from, 'x.zip'))).toBe(false);
  });
});
