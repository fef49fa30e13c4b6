import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { importFacts } from '../../src/exchange/importFacts.ts';
import { LOCAL_ACTOR } from '../../src/recorder/actor.ts';
import { facts } from '../support/facts.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';

afterEach(removeTemporaryDirectories);

/** More lines than are recorded together, all refused, and then a fact. */
const REFUSED_LINES = 2_500;

test('what was refused is in the file when an import ends before its end, and what was there before it is not lost to one that refuses nothing', async () => {
  const directory = temporaryDirectory();
  const [file, rejects] = [join(directory, 'facts.ndjson'), join(directory, 'rejects.ndjson')];
  const gone = new Error('the ledger is gone');
  const importInto = () =>
    importFacts(
      { recorder: { record: () => Promise.reject(gone), state: { demonstration: true } } },
      { actor: LOCAL_ACTOR, files: [file], rejects },
    );
  const fact = JSON.stringify(facts.dealSigned());
  writeFileSync(rejects, 'from before\n');

  writeFileSync(file, fact);
  await expect(importInto()).rejects.toBe(gone);
  expect(readFileSync(rejects, 'utf8')).toBe('from before\n');

  writeFileSync(file, `${'{\n'.repeat(REFUSED_LINES)}${fact}`);
  await expect(importInto()).rejects.toBe(gone);
  const kept = readFileSync(rejects, 'utf8').trimEnd().split('\n');
  expect(kept.length).toBeGreaterThanOrEqual(2_000);
  expect(JSON.parse(kept[0] ?? '')).toMatchObject({ line: 1, fact: '{' });
});
