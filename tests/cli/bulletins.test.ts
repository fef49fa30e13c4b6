import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { answerOf, asNdjson, exampleFacts, ledger, problemOf, temporaryDirectory } from './support.ts';

/** Bulletins and confirmations on the command line. */

const BANK = '91441900MA00BK01X6';

interface Bulletin {
  readonly asOf: { readonly treeSize: string };
  readonly tables: readonly { readonly indicator: string; readonly by: string; readonly sha256: string }[];
}

test('a bulletin is published by a request and its approval, and a later revision shows against it', async () => {
  const from = temporaryDirectory();
  const facts = exampleFacts();
  await ledger({ from }, 'init', '--demo', '--origin', 'example.org/demo');
  await ledger({ from, input: asNdjson(facts.slice(0, 7)) }, 'import', '-', '--format', 'ndjson');
  const requested = await ledger({ from }, 'bulletins', 'publish', '--year', '2019', '--bulletin', 'b19');
  expect(requested.stdout).toContain('changes approve publish-b19');
  expect((await ledger({ from }, 'changes', 'approve', 'publish-b19')).code).toBe(0);

  const { asOf, tables } = await answerOf<Bulletin>(from, 'bulletins', 'show', 'b19');
  expect(asOf.treeSize).toBe('62');
  const table = tables.find(({ indicator, by }) => indicator === 'pledge-amount-growth' && by === 'size');
  const frozen = await ledger({ from }, 'bulletins', 'show', 'b19', '--lang', 'en');
  expect(frozen.stdout).toMatch(/^ 5 .* CNY 13,200,000\.00 +40 % +65\.00 % +65\.00 % +✓ +P +\d+$/m);
  const { stdout } = await ledger({ from }, 'bulletins', 'table', 'b19', 'pledge-amount-growth-size.csv');
  expect(createHash('sha256').update(stdout).digest('hex')).toBe(table?.sha256);
  expect(stdout).toBe('\ufeffsize,amountFen,status\r\nsmall,1320000000,\r\ntotal,1320000000,\r\n');

  const { recordedtime: _, ...revoked } = facts.find(({ id }) => id === 'E11') as Record<string, unknown>;
  await ledger({ from, input: asNdjson([revoked]) }, 'import', '-', '--format', 'ndjson');
  const shown = await ledger({ from }, 'indicators', '--year', '2019', '--lang', 'en');
  expect(shown.stdout).toContain(
    'row 5: CNY 13,200,000.00 in bulletin b19, changed by -2,000,000.00 (difference --between 61)',
  );
});

test('confirmations are listed with who has not reported', async () => {
  const from = temporaryDirectory();
  await ledger({ from }, 'init', '--demo', '--origin', 'example.org/demo');
  await ledger({ from, input: asNdjson(exampleFacts()) }, 'import', '-', '--format', 'ndjson');
  const { stdout } = await ledger({ from }, 'confirmations', '--period', '2020', '--lang', 'zh');
  expect(stdout).toContain('尚无机构确认');
  expect(stdout).toContain(`未报告: ${BANK}`);
  expect(await problemOf({ from }, 'confirmations', '--period', '2020-1')).toMatchObject({
    exit: 2,
    code: 'USAGE',
  });
});
