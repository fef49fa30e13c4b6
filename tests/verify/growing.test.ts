import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openJournalWriter } from '../../src/journal/writer.ts';
import type { PlacedEntry } from '../../src/log/port.ts';
import { filesOf } from '../../src/main.ts';
import { openProjectors } from '../../src/readmodel/readModel.ts';
import { type DataFiles, verifyData } from '../../src/verify/log/data.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';
import { checkpointOf, exampleLedger, LOG_KEY } from './support.ts';

/** A data directory is verified while a server records and projects: here an event before each fold of the log. */

const server = vi.hoisted(() => ({ goOn: (): void => {} }));

vi.mock('../../src/verify/log/foldAnew.ts', async (importOriginal) => {
  const { foldAnew } = await importOriginal<typeof import('../../src/verify/log/foldAnew.ts')>();
  return {
    foldAnew: (...args: Parameters<typeof foldAnew>): void => {
      server.goOn();
      foldAnew(...args);
    },
  };
});

let entries: readonly PlacedEntry[];
beforeAll(async () => {
  const ledger = await exampleLedger();
  entries = ledger.journal.entries(0, ledger.journal.size());
  await ledger.closeWriter();
});
afterEach(() => {
  server.goOn = () => {};
});
afterAll(removeTemporaryDirectories);

const LATER = 3;

/** The first events of the example, and a server that goes on with the others. */
const growingDirectory = () => {
  const directory = temporaryDirectory();
  const files = filesOf(directory);
  const journal = openJournalWriter(files.journal);
  const signed = entries.length - LATER;
  journal.append(entries.slice(0, signed));
  const projectors = openProjectors(files, journal.reader);
  projectors.catchUp();
  server.goOn = () => {
    journal.append(entries.slice(journal.size, journal.size + 1));
    projectors.catchUp();
  };
  const { figures, findings } = files;
  const shown: DataFiles = {
    journal: files.journal,
    figures,
    findings,
    checkpoint: checkpointOf(journal.reader, signed),
  };
  const close = (): void => {
    projectors.close();
    journal.close();
  };
  return { shown, signed, size: () => projectors.size, close };
};

const verify = (shown: DataFiles) => verifyData(shown, { key: LOG_KEY.vkey });

test('verifies as of when it began, whatever a server adds meanwhile', async () => {
  const { shown, signed, size, close } = growingDirectory();
  expect(await verify(shown)).toMatchObject({ ok: true, subject: { treeSize: String(signed) } });
  expect(size()).toBeGreaterThan(signed);
  close();
});

test.each([
  ['a figure', 'figures', 'UPDATE total SET amount = amount + 1'],
  ['a reference', 'findings', `INSERT INTO reference VALUES ('pledge/C1', 'urn:x', 'x', 'policy/x')`],
] as const)('%s that was changed is caught beside a server too', async (_, file, statement) => {
  const { shown, close } = growingDirectory();
  const database = new DatabaseSync(shown[file]);
  database.exec(statement);
  database.close();
  expect(await verify(shown)).toMatchObject({ ok: false, code: 'FIGURE_MISMATCH' });
  close();
});
