import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openJournalWriter } from '../../src/journal/writer.ts';
import { type AppendResult, LogFailure } from '../../src/log/port.ts';
import { filesOf, type LedgerWriter, LOCAL_ACTOR } from '../../src/main.ts';
import { entry } from '../support/entries.ts';
import { facts } from '../support/facts.ts';
import {
  demonstrationLedger,
  post,
  removeTemporaryDirectories,
  temporaryDirectory,
} from '../support/ledger.ts';
import { closeAll, deal, deals, isSettled, newSetup, payment, type Setup, shortOf, shorts } from './setup.ts';

afterEach(async () => {
  await closeAll();
  removeTemporaryDirectories();
});

/** What the log answers when it cannot take the group, and what the recorder makes of it. */
const ANSWERS: readonly (readonly [AppendResult, string])[] = [
  [{ kind: 'full', detail: 'no space' }, 'DISK_FULL'],
  [{ kind: 'unknown', detail: 'no answer' }, 'OUTCOME_UNKNOWN'],
];

for (const [answer, code] of ANSWERS)
  describe(`a log that answers ${answer.kind}`, () => {
    const refuseNext = ({ log }: Setup): void => log.next(async () => answer);

    test(`is ${code} for every fact of the group, and nothing is recorded`, async () => {
      const setup = newSetup();
      refuseNext(setup);
      const answers = await Promise.all([setup.record([deal(1), payment(1, 'p')]), setup.record([deal(2)])]);
      expect(answers.map(shorts)).toEqual([[code, code], [code]]);
      expect(setup.journal.size).toBe(1);
      expect(setup.flushedSizes).toEqual([]);
      expect(setup.fatal).toEqual([]);
    });

    test('leaves nothing behind: the same facts are recorded afterwards, from the same place', async () => {
      const setup = newSetup();
      refuseNext(setup);
      await setup.record([deal(1), payment(1, 'p')]);
      expect(shorts(await setup.record([payment(1, 'p')]))).toEqual(['NOT_OPENED /type']);
      expect(shorts(await setup.record([deal(1), payment(1, 'p')]))).toEqual(['recorded 1', 'recorded 2']);
      expect(setup.event(2).revision).toBe(1);
      expect(setup.log.expectedSizes).toEqual([1, 1]);
    });

    test('what arrived during that append is decided without its facts', async () => {
      const setup = newSetup();
      const called = Promise.withResolvers<void>();
      const release = Promise.withResolvers<AppendResult>();
      setup.log.next(() => {
        called.resolve();
        return release.promise;
      });
      const first = setup.record([deal(1)]);
      await called.promise;
      const later = setup.record([payment(1, 'p'), deal(2)]);
      release.resolve(answer);
      expect(shorts(await first)).toEqual([code]);
      expect(shorts(await later)).toEqual(['NOT_OPENED /type', 'recorded 1']);
    });

    test('repeats of recorded facts are answered all the same', async () => {
      const setup = newSetup();
      await setup.record([deal(1)]);
      refuseNext(setup);
      const [repeat, fresh] = await Promise.all([setup.record([deal(1)]), setup.record([deal(2)])]);
      expect([repeat, fresh].map((outcomes) => shorts(outcomes ?? []))).toEqual([['repeated 1'], [code]]);
    });

    test('a repeat of a fact of that group is not acknowledged', async () => {
      const setup = newSetup();
      refuseNext(setup);
      const answers = await Promise.all([setup.one(deal(1)), setup.one(deal(1)), setup.one(deal(1))]);
      expect(answers.map(shortOf)).toEqual([code, code, code]);
      expect(setup.journal.size).toBe(1);
    });

    test('a fact that was refused because of one of that group is not refused for good', async () => {
      const setup = newSetup();
      refuseNext(setup);
      const answers = await Promise.all([
        setup.record([deal(1)]),
        setup.record([deal(1, {}, { id: 'other' }), deal(1, { price: '1' })]),
      ]);
      expect(answers.map(shorts)).toEqual([[code], [code, code]]);
      expect(shortOf(await setup.one(deal(1, {}, { id: 'other' })))).toBe('recorded 1');
    });

    test('a period that the group closed is open', async () => {
      const setup = newSetup();
      await setup.record([deal(1), payment(1, 'p')]);
      refuseNext(setup);
      const closed = facts.periodClosed({ period: '2020-04' }, { subject: 'period/2020-04' });
      expect(shorts(await setup.record([closed]))).toEqual([code]);
      const withdrawn = facts.factWithdrawn(
        { supersedes: { source: deal(1).source, id: 'p' } },
        { subject: deal(1).subject },
      );
      expect(shorts(await setup.record([withdrawn]))).toEqual(['recorded 3']);
    });

    test('an atomic batch is not recorded in part', async () => {
      const setup = newSetup();
      refuseNext(setup);
      expect(shorts(await setup.record(deals(1, 3), { atomic: true }))).toEqual([code, code, code]);
      expect(setup.journal.size).toBe(1);
    });
  });

test('an append of unknown outcome that was written after all makes the next one a conflict, and its facts repeats', async () => {
  const { log, journal, one } = newSetup();
  log.next(async (_, entries) => {
    // The entries arrive later than the writer could wait for.
    log.next(async (expectedSize) => {
      expect(expectedSize).toBe(1);
      journal.append(entries);
      return { kind: 'conflict', size: 2 };
    });
    return { kind: 'unknown', detail: 'no answer' };
  });
  expect(shortOf(await one(deal(1)))).toBe('OUTCOME_UNKNOWN');
  expect(shortOf(await one(deal(1)))).toBe('repeated 1');
  expect(journal.size).toBe(2);
});

describe('a full disk', () => {
  /** Lets the database have so many pages more than it has. */
  const allowPages = ({ journal: { database } }: Setup, more: number): void => {
    const { page_count: pages } = database.prepare('PRAGMA page_count').get() as { page_count: number };
    database.exec(`PRAGMA max_page_count=${pages + more}`);
  };

  const newSetupOnDisk = (): Setup =>
    newSetup({ journal: openJournalWriter(join(temporaryDirectory(), 'journal.sqlite')) });

  test('acknowledges nothing and leaves nothing half done', async () => {
    const setup = newSetupOnDisk();
    const { journal } = setup;
    await setup.record(deals(1, 50));
    const root = journal.reader.rootHash(51);
    allowPages(setup, 2);
    const outcomes = await setup.record(deals(51, 500));
    expect(new Set(shorts(outcomes))).toEqual(new Set(['DISK_FULL']));
    expect(outcomes).toHaveLength(500);
    expect(journal.size).toBe(51);
    expect(journal.reader.size()).toBe(51);
    expect(journal.reader.rootHash(51)).toBe(root);
    expect(journal.reader.find(deal(51).source, 'deal-51')).toBeUndefined();
    expect(journal.reader.revisionCount(deal(51).subject)).toBe(0);
    expect(setup.fatal).toEqual([]);
  });

  test('goes on when there is space, with what was recorded before', async () => {
    const setup = newSetupOnDisk();
    await setup.record(deals(1, 50));
    allowPages(setup, 1);
    expect(shorts(await setup.record(deals(51, 500)))[0]).toBe('DISK_FULL');
    expect(shorts(await setup.record(deals(1, 50)))).toEqual(
      Array.from({ length: 50 }, (_, index) => `repeated ${index + 1}`),
    );
    allowPages(setup, 10_000);
    expect(shorts(await setup.record(deals(51, 500)))).toEqual(
      Array.from({ length: 500 }, (_, index) => `recorded ${index + 51}`),
    );
    expect(setup.journal.size).toBe(551);
    const again = openJournalWriter(':memory:', 'NORMAL');
    again.append(setup.journal.reader.entries(0, 551));
    expect(setup.journal.reader.rootHash(551)).toBe(again.reader.rootHash(551));
    again.close();
  });

  test('is met again and again without harm', async () => {
    const setup = newSetupOnDisk();
    allowPages(setup, 3);
    let next = 1;
    let full = 0;
    for (let round = 0; round < 12; round += 1) {
      const outcomes = await setup.record(deals(next, 40));
      if (shortOf(outcomes[0]) === 'DISK_FULL') {
        full += 1;
        expect(new Set(shorts(outcomes)).size).toBe(1);
        allowPages(setup, 3);
      } else {
        expect(shortOf(outcomes[39])).toBe(`recorded ${next + 39}`);
        next += 40;
      }
      expect(setup.journal.reader.size()).toBe(next);
    }
    expect(full).toBeGreaterThan(0);
    expect(next).toBeGreaterThan(1);
  });
});

describe('a failed flush', () => {
  const failure = new LogFailure('the journal could not be written');
  const failNext = ({ log }: Setup): void =>
    log.next(async () => {
      throw failure;
    });

  test('rejects everything of its group', async () => {
    const setup = newSetup();
    failNext(setup);
    const answers = await Promise.allSettled([setup.record([deal(1)]), setup.record([deal(2), deal(3)])]);
    expect(answers).toEqual([
      { status: 'rejected', reason: failure },
      { status: 'rejected', reason: failure },
    ]);
  });

  test('is announced once, as fatal', async () => {
    const setup = newSetup();
    failNext(setup);
    await expect(setup.one(deal(1))).rejects.toBe(failure);
    expect(await isSettled(setup.recorder.close())).toBe(true);
    expect(setup.fatal).toEqual([failure]);
    expect(setup.flushedSizes).toEqual([]);
  });

  test('rejects what waits behind it and takes nothing more', async () => {
    const setup = newSetup();
    const called = Promise.withResolvers<void>();
    const fail = Promise.withResolvers<AppendResult>();
    setup.log.next(() => {
      called.resolve();
      return fail.promise;
    });
    const first = setup.one(deal(1));
    await called.promise;
    const waiting = setup.one(deal(2));
    fail.reject(failure);
    await expect(first).rejects.toBe(failure);
    await expect(waiting).rejects.toBe(failure);
    await expect(setup.one(deal(3))).rejects.toThrow('the recorder is closed');
    expect(setup.log.groups).toEqual([1]);
    expect(setup.journal.size).toBe(1);
  });

  test('is not tried again', async () => {
    const setup = newSetup();
    failNext(setup);
    await expect(setup.one(deal(1))).rejects.toBe(failure);
    await expect(setup.one(deal(1))).rejects.toThrow('the recorder is closed');
    expect(setup.log.groups).toEqual([1]);
  });

  test('of the journal itself is one: a disk that cannot be written', async () => {
    const setup = newSetup();
    setup.journal.database.exec('PRAGMA query_only=1');
    const error: unknown = await setup.one(deal(1)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(LogFailure);
    expect(setup.fatal).toEqual([error]);
    expect(setup.journal.reader.size()).toBe(1);
  });

  test('a journal that cannot be read any longer is fatal as well', async () => {
    const { journal } = newSetup();
    const broken = { ...journal.reader };
    const setup = newSetup({ journal, ports: { journal: broken } });
    const unreadable = new Error('cannot be read');
    broken.find = (_, id) => {
      if (id === 'deal-3') throw unreadable;
      return undefined;
    };
    broken.lastOfLine = () => {
      throw unreadable;
    };
    const answers = await Promise.allSettled([
      setup.record([deal(1)]),
      setup.record([deal(2), deal(3)]),
      setup.record([deal(4)]),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(setup.fatal).toEqual([unreadable]);
    expect(setup.log.groups).toEqual([]);
  });
});

describe('a journal that another process has written too, as after its lock file was removed', () => {
  const ledgerWithAnother = async (): Promise<LedgerWriter> => {
    const directory = temporaryDirectory();
    const ledger = await demonstrationLedger(directory);
    await post(ledger, [deal(1)]);
    const another = openJournalWriter(filesOf(directory).journal);
    another.append([entry(another.size, { recordedAt: another.reader.recordedAt(another.size - 1) + 1 })]);
    another.close();
    return ledger;
  };
  const failure = { name: 'LogFailure', message: expect.stringContaining('another process has written') };

  test('is fatal to a post', async () => {
    const ledger = await ledgerWithAnother();
    const before = ledger.journal.size();
    await expect(post(ledger, [deal(2)])).rejects.toMatchObject(failure);
    expect(await ledger.fatal).toMatchObject(failure);
    expect(ledger.journal.size()).toBe(before);
    await ledger.closeWriter();
  });

  test('is fatal to a whole, of which nothing is recorded', async () => {
    const ledger = await ledgerWithAnother();
    const before = ledger.journal.size();
    const whole = ledger.recorder.recordWhole({ actor: LOCAL_ACTOR, atomic: true });
    await expect(whole).rejects.toMatchObject(failure);
    expect(await ledger.fatal).toMatchObject(failure);
    expect(ledger.journal.size()).toBe(before);
    await ledger.closeWriter();
  });
});

test('a log that conflicts again where it has not grown is not asked for ever', async () => {
  const { log, one, journal } = newSetup();
  const conflict = async (): Promise<AppendResult> => ({ kind: 'conflict', size: 7 });
  for (let times = 0; times < 3; times += 1) log.next(conflict);
  expect(shortOf(await one(deal(1)))).toBe('OUTCOME_UNKNOWN');
  expect(log.expectedSizes).toEqual([1, 1]);
  expect(shortOf(await one(deal(2)))).toBe('OUTCOME_UNKNOWN');
  expect(shortOf(await one(deal(2)))).toBe('recorded 1');
  expect(journal.size).toBe(2);
});
