import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { filesOf, openLedgerReader } from '../../src/main.ts';
import { generate } from '../oracle/generate.ts';
import { useStore } from '../support/eventstore/testStore.ts';
import {
  demonstrationLedger,
  post,
  removeTemporaryDirectories,
  temporaryDirectory,
} from '../support/ledger.ts';
import { newStore } from '../support/sharedLedger.ts';

/** A migration is killed before its first step, run again and killed before its second, and so on until it comes through. */

const store = useStore();
afterEach(removeTemporaryDirectories);

const RUN = join(import.meta.dirname, 'migrateRun.ts');

/** Answers the root that it says, and how often it was killed. */
const migrateAtLast = async (...args: readonly string[]): Promise<{ root: string; kills: number }> => {
  for (let kills = 0; ; kills += 1) {
    const child = spawn(process.execPath, [RUN, ...args, String(kills + 1)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let root = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      root += text;
    });
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    if (signal === 'SIGKILL') continue;
    expect(code).toBe(0);
    return { root, kills };
  }
};

const seenIn = async (directory: string) => {
  const reader = await openLedgerReader(directory);
  const size = reader.journal.size();
  const seen = {
    texts: reader.journal.read(0, size).map(({ text }) => text),
    root: reader.journal.rootHash(size),
    vkey: reader.checkpoints.vkey(),
  };
  reader.close();
  return seen;
};

const keyOf = (directory: string): string | undefined => {
  const { signingKey } = filesOf(directory);
  return existsSync(signingKey) ? readFileSync(signingKey, 'utf8') : undefined;
};

test('killed before every step in turn, a ledger still moves whole, with its key in one place, there and back', async () => {
  const home = temporaryDirectory();
  const ledger = await demonstrationLedger(home);
  await post(ledger, generate({ seed: 5, facts: 60, contracts: 6 }).facts);
  await ledger.closeWriter();
  const before = await seenIn(home);
  const key = keyOf(home);
  const { connection, ledgerId = '' } = newStore(store.url);

  const node = temporaryDirectory();
  const there = await migrateAtLast('to', node, home, connection.address, ledgerId);
  expect(there.root).toBe(before.root);
  expect(there.kills).toBeGreaterThan(3);
  expect(await seenIn(node)).toEqual(before);
  expect([keyOf(home), keyOf(node)]).toEqual([undefined, key]);

  const back = temporaryDirectory();
  const returned = await migrateAtLast('from', node, back, connection.address, ledgerId);
  expect(returned.root).toBe(before.root);
  expect(returned.kills).toBeGreaterThan(3);
  expect(await seenIn(back)).toEqual(before);
  expect([keyOf(node), keyOf(back)]).toEqual([undefined, key]);
});
