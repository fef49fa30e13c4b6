import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isDiskFull } from '../../src/journal/database.ts';
import { openJournalReader } from '../../src/journal/reader.ts';
import { filesOf } from '../../src/main.ts';
import type { Projection } from '../../src/readmodel/projector.ts';
import { DoesNotVerify } from '../../src/verify/failure.ts';
import { foldAnew } from '../../src/verify/log/foldAnew.ts';
import { demonstrationLedger, removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';

afterAll(removeTemporaryDirectories);

/** A fold that ends with an error at each flush but the first. */
const failing = (error: Error): Projection => {
  let flushes = 0;
  return {
    version: 1,
    tables: '',
    open: () => ({
      take: () => {},
      flush: () => {
        flushes += 1;
        if (flushes === 2) throw error;
      },
      reset: () => {},
    }),
  };
};

const failureOf = async (error: Error): Promise<unknown> => {
  const directory = temporaryDirectory();
  await (await demonstrationLedger(directory)).closeWriter();
  const journal = openJournalReader(filesOf(directory).journal);
  const scope = { projection: failing(error), size: journal.size(), borders: [2, 4] };
  try {
    foldAnew(join(directory, 'anew.sqlite'), journal, scope);
    return undefined;
  } catch (failure) {
    return failure;
  } finally {
    journal.close();
  }
};

test('what stops a fold is of the log, but for a disk that was full for a moment', async () => {
  expect(await failureOf(new Error('no such line'))).toMatchObject({ code: 'ENTRY_REFUSED' });
  const full = await failureOf(Object.assign(new Error('database or disk is full'), { errcode: 13 }));
  expect([full instanceof DoesNotVerify, isDiskFull(full)]).toEqual([false, true]);
});
