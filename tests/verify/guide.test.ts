import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LedgerWriter } from '../../src/main.ts';
import { receiptEvidence } from '../../src/verify/receiptEvidence.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';
import {
  checkpointOf,
  cosign,
  exampleLedger,
  type Files,
  figureFiles,
  LOG_KEY,
  OTHER_KEY,
  OTHER_LOG,
  writeFiles,
} from './support.ts';

/** The recipe of the auditor's guide, run as it stands there: sh, openssl, sha256sum, and nothing of ours. */

const GUIDE = new URL('../../docs/auditing.md', import.meta.url);

let ledger: LedgerWriter;
let script: string;
beforeAll(async () => {
  ledger = await exampleLedger();
  const [, recipe = ''] = /<!-- check\.sh -->\n```sh\n([\s\S]*?)```/.exec(readFileSync(GUIDE, 'utf8')) ?? [];
  script = join(temporaryDirectory(), 'check.sh');
  writeFileSync(script, recipe);
});
afterAll(async () => {
  await ledger.closeWriter();
  removeTemporaryDirectories();
});

const run = promisify(execFile);
const check = async (files: Files, key: string = LOG_KEY.vkey): Promise<string> => {
  try {
    return (await run('sh', [script, writeFiles(files), key])).stdout.trim();
  } catch (error) {
    return (error as { stdout: string }).stdout.trim();
  }
};

const small = { code: 'deal-amount-growth', year: 2019 };

describe('The recipe with openssl and sha256sum', { timeout: 60_000 }, () => {
  test.each([4, 8, 21])('holds for a figure at size %i of the log, cosigned or not', async (size) => {
    const checkpoint = cosign(checkpointOf(ledger.journal, 33));
    const answer = await check(figureFiles(ledger, { ...small, size, checkpoint }));
    expect(answer).toMatch(/^OK: \d+ events are in the log example\.org\/demo of 33 events$/);
  });

  test('holds for a receipt and at the size of the checkpoint itself', async () => {
    const checkpoint = checkpointOf(ledger.journal, 12);
    const receipt = new Map(receiptEvidence(ledger.journal, { sequences: [2, 11], checkpoint }));
    expect(await check(receipt)).toBe('OK: 2 events are in the log example.org/demo of 12 events');
    expect(await check(figureFiles(ledger, { ...small, size: 12, checkpoint }))).toMatch(/^OK/);
  });

  test('fails for another key, another log, another event, another past', async () => {
    const files = figureFiles(ledger, { ...small, size: 21, checkpoint: checkpointOf(ledger.journal, 33) });
    const replaced = (name: string, from: RegExp, to: string): Files => {
      const text = Buffer.from(files.get(name) ?? '').toString();
      expect(text).toMatch(from);
      return new Map([...files, [name, Buffer.from(text.replace(from, to))]]);
    };
    expect(await check(files, OTHER_KEY.vkey)).toBe('FAILED: the signature does not hold');
    expect(await check(files, OTHER_LOG.vkey)).toBe('FAILED: the checkpoint is of another log');
    expect(await check(replaced('events.ndjson', /"target":"\d/, '"target":"7'))).toMatch(
      /^FAILED: event \d+ is not in the log$/,
    );
    expect(await check(replaced('figure.json', /"rootHash": "./, '"rootHash": "_'))).toMatch(/^FAILED/);
    expect(await check(replaced('checkpoint', /^33$/m, '34'))).toBe('FAILED: the signature does not hold');
  });
});
