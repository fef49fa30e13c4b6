import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answerOf, ledger, problemOf, temporaryDirectory } from './support.ts';

/** Commands on machines where something is not as it should be: exit 3, for the same command can succeed later. */

test.each([[['checkpoint']], [['prove', '0']], [['export', '--out', 'log']]])(
  'where nothing was ever signed, %j says so',
  async (command) => {
    const from = temporaryDirectory();
    const environment = { LEDGER_SIGNER: 'false' };
    expect(await ledger({ from, environment }, 'init', '--origin', 'example.org/log')).toMatchObject({
      code: 0,
    });
    expect(await problemOf({ from, environment }, ...command)).toMatchObject({ exit: 3, code: 'NOT_SIGNED' });
  },
);

test.each([[['status']], [['indicators']], [['import', '-']]])(
  'a journal that is no database any longer is named by %j, and no stack is shown',
  async (command) => {
    const from = temporaryDirectory();
    await answerOf(from, 'init', '--demo');
    writeFileSync(join(from, 'data', 'journal.sqlite'), 'no database '.repeat(2_000));
    expect(await problemOf({ from }, ...command)).toMatchObject({ exit: 3, code: 'DATA_INCONSISTENT' });
    const told = await ledger({ from }, ...command);
    expect(told.stderr).toMatch(/^DATA_INCONSISTENT: [^\n]+\n[^\n]+\n$/);
  },
);

test('a store that nobody serves is unreachable, and nothing is opened', async () => {
  const from = temporaryDirectory();
  const environment = { LEDGER_STORE: 'esdb://127.0.0.1:1?tls=false', LEDGER_ID: 'one' };
  expect(await problemOf({ from, environment }, 'init', '--origin', 'example.org/log')).toMatchObject({
    exit: 3,
    code: 'STORE_UNREACHABLE',
  });
});
