import { rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { filesOf } from '../../src/main.ts';
import { type DataFiles, verifyData } from '../../src/verify/log/data.ts';
import { post, removeTemporaryDirectories } from '../support/ledger.ts';
import { checkpointOf, exampleFacts, exampleLedger, LOG_KEY, OTHER_KEY } from './support.ts';

/** A data directory: its journal, what is found by its indexes, and its read model. */

/** A fact of the example once more under another contract: both claim the same right, which is a finding. */
const again = (fact: Record<string, unknown> | undefined) => ({
  ...fact,
  id: `${fact?.id}-again`,
  subject: `${fact?.subject}-again`,
  recordedtime: undefined,
});

let files: DataFiles;
beforeEach(async () => {
  const ledger = await exampleLedger();
  await post(ledger, [again(exampleFacts()[0])]);
  ledger.projector.catchUp();
  const { journal, figures, findings } = filesOf(ledger.directory);
  files = { journal, figures, findings, checkpoint: checkpointOf(ledger.journal, ledger.journal.size()) };
  await ledger.closeWriter();
});
afterAll(removeTemporaryDirectories);

const verify = (options: { readonly key?: string; readonly old?: string } = {}, shown: DataFiles = files) =>
  verifyData(shown, { key: LOG_KEY.vkey, ...options });

const tamper = (path: string, ...statements: readonly string[]): void => {
  const database = new DatabaseSync(path);
  database.exec('DROP TRIGGER IF EXISTS event_is_final_1; DROP TRIGGER IF EXISTS event_is_final_2;');
  for (const statement of statements) database.exec(statement);
  database.close();
};

describe('A data directory', () => {
  test('verifies', async () => {
    expect(await verify()).toMatchObject({ ok: true, kind: 'data', origin: 'example.org/demo' });
  });

  test('verifies with a read model that has been built in other batches, or is not there', async () => {
    const ledger = await exampleLedger();
    const { journal, figures, findings } = filesOf(ledger.directory);
    for (const fact of exampleFacts().slice(0, 2)) {
      await post(ledger, [again(fact)]);
      ledger.projector.catchUp();
    }
    const checkpoint = checkpointOf(ledger.journal, ledger.journal.size());
    await ledger.closeWriter();
    const stated = async (): Promise<{ ok: boolean; proved: boolean; notProved: boolean }> => {
      const answer = await verify({}, { journal, figures, findings, checkpoint });
      const { ok, proved, notProved } = answer as Extract<typeof answer, { ok: true }>;
      const speaks = (of: typeof proved): boolean => of.some(({ en }) => en.includes('read model'));
      return { ok, proved: speaks(proved), notProved: speaks(notProved) };
    };
    expect(await stated()).toEqual({ ok: true, proved: true, notProved: false });
    rmSync(figures);
    expect(await stated()).toEqual({ ok: true, proved: false, notProved: true });
    // A server makes the file a moment before its tables.
    new DatabaseSync(figures).close();
    rmSync(findings);
    expect(await stated()).toEqual({ ok: true, proved: false, notProved: true });
  });

  test('says how many events are not signed yet', async () => {
    const ledger = await exampleLedger();
    const { journal, figures, findings } = filesOf(ledger.directory);
    const checkpoint = checkpointOf(ledger.journal, ledger.journal.size() - 3);
    await ledger.closeWriter();
    const answer = await verify({}, { journal, figures, findings, checkpoint });
    expect(answer).toMatchObject({ ok: true });
    expect(JSON.stringify(answer)).toContain('The last 3 events are not signed yet.');
  });

  test.each([
    [
      'an edited value',
      `UPDATE event SET text = replace(text, '"securedAmount":"', '"securedAmount":"1') WHERE sequence = 60`,
      'LEAF_MISMATCH',
    ],
    ['a removed event', 'DELETE FROM event WHERE sequence = 60', 'LEAF_MISMATCH'],
    ['its end cut off', 'DELETE FROM event WHERE sequence >= 60', 'ROOT_MISMATCH'],
    ['an edited leaf hash', `UPDATE event SET leaf_hash = zeroblob(32) WHERE sequence = 60`, 'LEAF_MISMATCH'],
  ])('with %s in its journal is caught', async (_, statement, code) => {
    tamper(files.journal, statement);
    expect(await verify()).toMatchObject({ ok: false, code });
  });

  test.each([
    ['an entry', 'UPDATE entry SET amount = amount + 1 WHERE sequence = (SELECT max(sequence) FROM entry)'],
    ['a total', 'UPDATE total SET amount = amount + 1'],
    ['a row more', "INSERT INTO enterprise VALUES (9, 'x', '{}')"],
    ['a row fewer', 'DELETE FROM total WHERE month = (SELECT max(month) FROM total)'],
  ])('with %s in its read model that a replay does not give is caught', async (_, statement) => {
    tamper(files.figures, statement);
    expect(await verify()).toMatchObject({ ok: false, code: 'FIGURE_MISMATCH' });
  });

  test.each([
    ['a finding changed', `UPDATE finding SET code = 'RIGHT_OTHER'`],
    ['a finding ended', 'UPDATE finding SET until_size = from_size + 1'],
    ['a finding taken away', 'DELETE FROM finding'],
    ['a finding of another contract', `UPDATE finding_subject SET subject = subject || 'x'`],
    ['a reference more', `INSERT INTO reference VALUES ('pledge/C1', 'urn:x', 'x', 'policy/x')`],
    ['another place of the log', 'UPDATE checkpoint SET size = size - 1'],
  ])('with %s that a replay does not give is caught', async (_, statement) => {
    tamper(files.findings, statement);
    expect(await verify()).toMatchObject({ ok: false, code: 'FIGURE_MISMATCH' });
  });

  test('whose checkpoint is missing, damaged, or by another key is caught', async () => {
    expect(await verify({}, { ...files, checkpoint: undefined })).toMatchObject({ code: 'INPUT_UNREADABLE' });
    expect(await verify({}, { ...files, checkpoint: 'x' })).toMatchObject({ code: 'INPUT_UNREADABLE' });
    expect(await verify({ key: OTHER_KEY.vkey })).toMatchObject({ code: 'SIGNATURE_INVALID' });
  });

  test('whose journal is no database is caught', async () => {
    writeFileSync(files.journal, 'not a database, by far');
    expect(await verify()).toMatchObject({ code: 'INPUT_UNREADABLE' });
  });
});
