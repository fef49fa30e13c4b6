import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, test } from 'vitest';
import { type ImportOptions, importFacts } from '../../src/exchange/importFacts.ts';
import { type LedgerWriter, LOCAL_ACTOR } from '../../src/main.ts';
import { demonstrationLedger, removeTemporaryDirectories } from '../support/ledger.ts';

/** An import that is judged as a whole is held in memory, so it has a bound; one fact after the other has none. */

const FILE = fileURLToPath(new URL('../fixtures/worked-example.ndjson', import.meta.url));
const FILE_BYTES = statSync(FILE).size;

const open: LedgerWriter[] = [];
afterEach(async () => {
  for (const ledger of open.splice(0)) await ledger.closeWriter();
});
afterAll(removeTemporaryDirectories);

const newLedger = (): LedgerWriter => {
  const ledger = demonstrationLedger();
  open.push(ledger);
  return ledger;
};

const importInto = (ledger: LedgerWriter, options: Partial<ImportOptions>) =>
  importFacts(ledger, { actor: LOCAL_ACTOR, files: [FILE], ...options });

test.each([{ atomic: true }, { dryRun: true }])(
  '%o: one byte too many is refused and nothing recorded',
  async (options) => {
    const ledger = newLedger();
    const before = ledger.journal.size();
    await expect(importInto(ledger, { ...options, wholeBytesMax: FILE_BYTES - 1 })).rejects.toMatchObject({
      code: 'ATOMIC_TOO_LARGE',
      words: { en: `What is judged as a whole, atomic or as a dry run, exceeds ${FILE_BYTES - 1} bytes` },
    });
    expect(ledger.journal.size()).toBe(before);
  },
);

test('all files of an atomic import count together, and up to the bound all is recorded', async () => {
  const ledger = newLedger();
  const twice = { atomic: true, files: [FILE, FILE] };
  await expect(importInto(ledger, { ...twice, wholeBytesMax: 2 * FILE_BYTES - 1 })).rejects.toMatchObject({
    code: 'ATOMIC_TOO_LARGE',
  });
  const { recorded, refused } = await importInto(ledger, { atomic: true, wholeBytesMax: FILE_BYTES });
  expect(recorded).toBeGreaterThan(0);
  expect(refused).toBe(0);
});

test('fact by fact there is no bound', async () => {
  const { recorded, refused } = await importInto(newLedger(), { wholeBytesMax: 1 });
  expect(recorded).toBeGreaterThan(0);
  expect(refused).toBe(0);
});
