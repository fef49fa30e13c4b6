import { writeSync } from 'node:fs';
import { importFacts } from '../../src/exchange/importFacts.ts';
import { LOCAL_ACTOR, openLedgerWriter, rebuildReadModel } from '../../src/main.ts';

/**
 * A process to be killed. It says on its standard output what it has done, a line each, written before it goes on:
 *
 *   node importRun.ts import DIRECTORY FILE…   imports the files one by one and projects after each
 *   node importRun.ts rebuild DIRECTORY        builds the read model anew
 */

const say = (...words: readonly (string | number)[]): void => {
  writeSync(1, `${words.join(' ')}\n`);
};

const importAll = async (directory: string, files: readonly string[]): Promise<void> => {
  const ledger = await openLedgerWriter(directory);
  say('opened', ledger.journal.size());
  for (const [index, file] of files.entries()) {
    const summary = await importFacts(ledger, {
      actor: LOCAL_ACTOR,
      files: [file],
      onAcknowledged: (count, lastSequence) => say('acknowledged', index, count, lastSequence),
    });
    say('imported', index, summary.recorded, summary.repeated, summary.refused);
    ledger.projector.catchUp();
  }
  await ledger.closeWriter();
};

const [mode, directory = '', ...files] = process.argv.slice(2);
if (mode === 'import') await importAll(directory, files);
else {
  say('started');
  await rebuildReadModel(directory, (size) => say('projected', size));
}
say('finished');
