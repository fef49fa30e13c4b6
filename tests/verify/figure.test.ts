import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LedgerWriter } from '../../src/main.ts';
import { zipOf } from '../../src/verify/archive.ts';
import { verifyPath } from '../../src/verify/verify.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';
import { exampleLedger, type Files, figureFiles, LOG_KEY, writeFiles } from './support.ts';

/** Evidence of a figure: what holds, and that whatever is changed in it does not. */

let ledger: LedgerWriter;
beforeAll(async () => {
  ledger = await exampleLedger();
});
afterAll(async () => {
  await ledger.closeWriter();
  removeTemporaryDirectories();
});

const zipFile = (bytes: Uint8Array): string => {
  const path = join(temporaryDirectory(), 'evidence.zip');
  writeFileSync(path, bytes);
  return path;
};

const verifyFiles = (files: Files) => verifyPath(writeFiles(files), { key: LOG_KEY.vkey });

describe('Evidence of a figure', () => {
  test('verifies as a directory and as a zip', async () => {
    const files = figureFiles(ledger);
    const expected = { ok: true, kind: 'figure', origin: 'example.org/demo' };
    const answer = await verifyFiles(files);
    expect(answer).toMatchObject(expected);
    expect(await verifyPath(zipFile(zipOf([...files])), { key: LOG_KEY.vkey })).toEqual(answer);
  });
});
