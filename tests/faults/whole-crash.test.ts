import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLedgerWriter } from '../../src/main.ts';
import { facts, USCC } from '../support/facts.ts';
import { demonstrationLedger, removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';

/** An atomic import of many groups is killed in its midst, and right after it was acknowledged. */

const FACTS = 30_000;

let directory = '';
let file = '';
let before = 0;
beforeAll(async () => {
  directory = temporaryDirectory();
  const ledger = await demonstrationLedger(directory);
  before = ledger.journal.size();
  await ledger.closeWriter();
  file = join(temporaryDirectory(), 'facts.ndjson');
  const lines = Array.from({ length: FACTS }, (_, number) =>
    JSON.stringify(facts.dealSigned({}, { id: `d${number}`, subject: `deal/${USCC.bank}.D${number}` })),
  );
  writeFileSync(file, `${lines.join('\n')}\n`);
});
afterAll(removeTemporaryDirectories);

/** Runs the import and kills it once that many lines are taken; answers what it said. */
const run = async (killAt: number): Promise<readonly string[]> => {
  const script = join(import.meta.dirname, 'wholeRun.ts');
  const child = spawn(process.execPath, [script, directory, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line);
    const [word, count = ''] = line.split(' ');
    if (word === 'taken' && Number.parseInt(count, 10) >= killAt) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return lines;
};

/** Events that are found after the kill; what was signed before is checked as the ledger is opened. */
const storedSize = async (): Promise<number> => {
  const ledger = await openLedgerWriter(directory);
  const size = ledger.journal.size();
  await ledger.closeWriter();
  return size;
};

test.each([1, FACTS / 2, FACTS - 3_000])('killed after %i lines it leaves nothing', async (killAt) => {
  const lines = await run(killAt);
  expect(lines.some((line) => line.startsWith('acknowledged'))).toBe(false);
  expect(lines.length).toBeGreaterThan(0);
  expect(await storedSize()).toBe(before);
});

test('killed after its acknowledgement it has left everything', async () => {
  const lines = await run(Number.POSITIVE_INFINITY);
  expect(lines.at(-1)).toBe(`acknowledged ${FACTS}`);
  expect(await storedSize()).toBe(before + FACTS);
});
