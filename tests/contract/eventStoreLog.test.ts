import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { openJournalWriter } from '../../src/journal/writer.ts';
import { type Connection, parseConnection } from '../../src/log/eventstoredb/connection.ts';
import { sharedLog } from '../../src/log/eventstoredb/eventStoreLog.ts';
import type { EventLog } from '../../src/log/port.ts';
import { useStore } from '../support/eventstore/testStore.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';
import { eventLogContract } from './eventLog.ts';

const store = useStore();
afterEach(removeTemporaryDirectories);

const connection = (): Connection => parseConnection(store.url) as Connection;

/** Nothing here is about time: a machine that is busy takes its time. */
const TIMINGS = { appendDeadlineMs: 20_000, settleMs: 60_000, readIdleMs: 20_000, confirmMs: 60_000 };

/** A node of the ledger, with a journal that is empty when it starts. */
const node = (ledgerId: string): EventLog =>
  sharedLog({
    connection: connection(),
    ledgerId,
    journal: openJournalWriter(join(temporaryDirectory(), 'journal.sqlite'), 'NORMAL'),
    timings: TIMINGS,
  });

eventLogContract('EventStoreDB, opened again by a node that holds nothing', async () => {
  const ledgerId = randomUUID();
  let log = node(ledgerId);
  return {
    log,
    reopen: async () => {
      await log.close();
      log = node(ledgerId);
      return log;
    },
    destroy: () => log.close(),
  };
});

/** What one node appends, the other one reads; they take turns. */
const pairOf = (nodes: readonly [EventLog, EventLog]): EventLog => {
  let turn = 0;
  const next = (): EventLog => {
    turn = 1 - turn;
    return nodes[turn] as EventLog;
  };
  return {
    size: () => next().size(),
    append: (expectedSize, entries) => next().append(expectedSize, entries),
    read: (from) => next().read(from),
    follow: (from, signal) => next().follow(from, signal),
    close: async () => {
      await Promise.all(nodes.map((log) => log.close()));
    },
  };
};

eventLogContract('EventStoreDB, two nodes in turn', async () => {
  const ledgerId = randomUUID();
  const open = (): EventLog => pairOf([node(ledgerId), node(ledgerId)]);
  let log = open();
  return {
    log,
    reopen: async () => {
      await log.close();
      log = open();
      return log;
    },
    destroy: () => log.close(),
  };
});
