import { closeSync, fsyncSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openJournalWriter } from '../../src/journal/writer.ts';
import type { FileSteps } from '../../src/signing/durableFile.ts';
import { openSigner } from '../../src/signing/signing.ts';
import { filesIn, grow, ORIGIN } from './setup.ts';

/**
 * A process that records and signs, and kills itself before or after a step of keeping a checkpoint:
 *
 *   node signRun.ts DIRECTORY STEP before|after
 *
 * It says which checkpoint it has published, a line each.
 */

const [directory = '', step = '', moment = ''] = process.argv.slice(2);

const killAt = (name: string, at: string): void => {
  if (name === step && at === moment) process.kill(process.pid, 'SIGKILL');
};

const around =
  <A extends unknown[]>(name: keyof FileSteps, run: (...args: A) => void) =>
  (...args: A): void => {
    killAt(name, 'before');
    run(...args);
    killAt(name, 'after');
  };

const steps: FileSteps = {
  write: around('write', (file: number, content: string) => writeFileSync(file, content)),
  sync: around('sync', fsyncSync),
  rename: around('rename', renameSync),
  syncDirectory: around('syncDirectory', (path: string) => {
    const opened = openSync(path, 'r');
    fsyncSync(opened);
    closeSync(opened);
  }),
};

const journal = openJournalWriter(join(directory, 'journal.sqlite'));
const opened = openSigner(filesIn(directory), {
  origin: ORIGIN,
  journal: journal.reader,
  signs: true,
  steps,
});
if (!opened.ok || !opened.signer) throw new Error(JSON.stringify(opened));
killAt('append', 'before');
grow(journal, 3);
killAt('append', 'after');
const signed = opened.signer.sign(journal.size);
if (!signed.ok) throw new Error(JSON.stringify(signed));
writeSync(1, signed.signed.note);
killAt('publish', 'after');
journal.close();
