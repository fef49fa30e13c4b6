import { join } from 'node:path';
import { afterEach } from 'vitest';
import { openJournalWriter } from '../../src/journal/writer.ts';
import { sqliteLog } from '../../src/log/sqlite/sqliteLog.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';
import { eventLogContract } from './eventLog.ts';

afterEach(removeTemporaryDirectories);

eventLogContract('SQLite', async () => {
  const path = join(temporaryDirectory(), 'journal.sqlite');
  const open = () => sqliteLog(openJournalWriter(path));
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
