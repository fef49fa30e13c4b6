import fs, { writeSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { StatementSync } from 'node:sqlite';
import { type Connection, parseConnection } from '../../src/log/eventstoredb/connection.ts';

/**
 * `node migrateRun.ts to|from NODE EMBEDDED URL LEDGER STEP`: a migration that kills its process before a step of that number,
 * where a step is a report of progress, a file that is put in its place or removed, or a journal that is sealed or taken over.
 */

const [direction, node = '', embedded = '', url = '', ledgerId = '', killAt = ''] = process.argv.slice(2);

let steps = 0;
const step = (): void => {
  steps += 1;
  if (steps === Number(killAt)) process.kill(process.pid, 'SIGKILL');
};

const { renameSync, rmSync } = fs;
const { run } = StatementSync.prototype;
fs.renameSync = (...names) => {
  step();
  renameSync(...names);
};
fs.rmSync = (...names) => {
  step();
  rmSync(...names);
};
StatementSync.prototype.run = new Proxy(run, {
  apply: (target, statement: StatementSync, values) => {
    if (/INTO (seal|home)\b/.test(statement.sourceSQL)) step();
    return Reflect.apply(target, statement, values);
  },
});
syncBuiltinESMExports();

// Only what is loaded from here on has the steps.
const { migrateFromStore, migrateToStore } = await import('../../src/migrate.ts');
const migrate = direction === 'to' ? migrateToStore : migrateFromStore;
const store = { connection: parseConnection(url) as Connection, ledgerId };
const { rootHash } = await migrate({ node, embedded, store, onProgress: step });
writeSync(1, rootHash);
