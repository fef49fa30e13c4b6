import { writeSync } from 'node:fs';
import { importFacts } from '../../src/exchange/importFacts.ts';
import { LOCAL_ACTOR, openLedgerWriter } from '../../src/main.ts';

/** A process that imports a file as a whole, says how many lines it has taken, and is killed at some of them: `node wholeRun.ts DIRECTORY FILE`. */

const [directory = '', file = ''] = process.argv.slice(2);
const ledger = await openLedgerWriter(directory);
await importFacts(ledger, {
  actor: LOCAL_ACTOR,
  files: [file],
  atomic: true,
  onProgress: (lines) => writeSync(1, `taken ${lines}\n`),
  onAcknowledged: (count) => writeSync(1, `acknowledged ${count}\n`),
});
// What was acknowledged stands, whether or not the rest of the process comes.
process.kill(process.pid, 'SIGKILL');
