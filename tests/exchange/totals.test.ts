import { appendFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { importFacts } from '../../src/exchange/importFacts.ts';
import { LOCAL_ACTOR } from '../../src/recorder/actor.ts';
import type { Submission } from '../../src/recorder/recorder.ts';
import { deal } from '../recorder/setup.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';

afterEach(removeTemporaryDirectories);

/** Of more than one block. */
const FACTS = 1_000;
const textOf = (from: number): string =>
  Array.from({ length: FACTS }, (_, index) => `${JSON.stringify(deal(from + index))}\n`).join('');

/** Imports a file with its control total, and does something to it once that was checked. */
const importWhile = async (name: string, meanwhile: (file: string) => void): Promise<string[]> => {
  const file = join(temporaryDirectory(), name);
  writeFileSync(file, textOf(1));
  const recorded: string[] = [];
  const record = async ({ facts }: Submission) => {
    recorded.push(...facts.map(({ fact }) => fact.id));
    return facts.map((_, sequence) => ({ status: 'recorded', sequence, text: '' }) as const);
  };
  await importFacts(
    {
      recorder: {
        record,
        get state() {
          meanwhile(file);
          return { demonstration: true };
        },
      },
    },
    { actor: LOCAL_ACTOR, files: [file], expectCount: FACTS },
  );
  return recorded;
};

test('what was counted is recorded', async () => {
  expect(await importWhile('same.ndjson', () => {})).toHaveLength(FACTS);
});

test.each<[string, (file: string) => void]>([
  [
    'has become another of the same size',
    (file) => writeFileSync(file, textOf(1).replace('deal-7"', 'deal-x"')),
  ],
  ['has grown', (file) => appendFileSync(file, textOf(FACTS + 1))],
  ['has been cut short', (file) => truncateSync(file, textOf(1).indexOf('\n') + 1)],
  ['has been emptied', (file) => truncateSync(file)],
])('what %s since it was counted is not recorded', async (_, meanwhile) => {
  await expect(importWhile('other.ndjson', meanwhile)).rejects.toMatchObject({
    code: 'ENVIRONMENT',
    words: { en: expect.stringContaining('changed while it was imported') },
  });
});

test('a row of CSV with a wrong cell counts with its amount, as such a fact does', async () => {
  const file = join(temporaryDirectory(), 'facts.csv');
  writeFileSync(file, 'type,securedAmount,keyIndustry\npledge.registered,100.00,two\n');
  const record = () => Promise.reject(new Error('there is nothing to record'));
  const summary = await importFacts(
    { recorder: { record, state: { demonstration: true } } },
    { actor: LOCAL_ACTOR, files: [file], expectCount: 1, expectTotal: '100.00' },
  );
  expect(summary).toMatchObject({ recorded: 0, refused: 1 });
});
