import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterAll, expect, test } from 'vitest';
import { AT_ONCE_EVENTS_MAX } from '../../src/readmodel/statements.ts';
import { pledge } from '../api/support.ts';
import { demonstrationLedger, isTaken, post, removeTemporaryDirectories } from '../support/ledger.ts';

afterAll(removeTemporaryDirectories);

test('a bulletin that is being computed on a thread ends with the ledger', async () => {
  const ledger = await demonstrationLedger();
  const facts = Array.from({ length: AT_ONCE_EVENTS_MAX }, (_, number) => pledge(number + 1));
  expect((await post(ledger, facts)).every(isTaken)).toBe(true);
  ledger.projector.catchUp();
  const said: unknown[] = [];
  const ended = once(process, 'worker').then(([thread]: Worker[]) => {
    thread?.on('message', (bulletin) => said.push(bulletin));
    return thread && once(thread, 'exit');
  });
  const prepared = ledger.statements.prepare({ year: 2019, treeSize: ledger.journal.size() });
  const rejected = expect(prepared).rejects.toThrow('the ledger is closed');
  ledger.close();
  await rejected;
  await ended;
  expect(said).toEqual([]);
});
