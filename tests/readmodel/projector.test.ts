import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test } from 'vitest';
import { annexTable } from '../../projections/annex.ts';
import { schemaName } from '../../src/domain/catalogue.ts';
import type { PostedFact } from '../../src/domain/envelope.ts';
import { recordedText } from '../../src/domain/recordedText.ts';
import type { JournalReader } from '../../src/journal/reader.ts';
import { type JournalWriter, openJournalWriter } from '../../src/journal/writer.ts';
import type { LogEntry } from '../../src/log/port.ts';
import { filesOf, openLedgerReader, rebuildReadModel } from '../../src/main.ts';
import { openingEntries } from '../../src/opening.ts';
import { createFigures } from '../../src/readmodel/figureSource.ts';
import { FIGURES } from '../../src/readmodel/projections.ts';
import { openProjector, type Projector } from '../../src/readmodel/projector.ts';
import { canonicalText } from '../../src/recorder/form.ts';
import { facts, type Overrides, type Posted, USCC } from '../support/facts.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';

/** The projector of the figures, on journals that are written directly: what the recorder would refuse is in them too. */

const open: { close(): void }[] = [];
afterEach(() => {
  for (const item of open.splice(0).reverse()) item.close();
  removeTemporaryDirectories();
});

const OPENED_US = 1_704_067_200_000_000;

/** Entries of facts as they would be recorded at the end of a journal, without being judged. */
const entriesAt = (journal: JournalWriter, posted: readonly Posted[]): LogEntry[] => {
  const revisions = new Map<string, number>();
  return posted.map((fact, index) => {
    const { source, id, subject } = fact;
    const revision = revisions.get(subject) ?? journal.reader.revisionCount(subject);
    revisions.set(subject, revision + 1);
    const recordedAt = OPENED_US + journal.size + index;
    const part = { nonce: '', recordedBy: 'local', recordedAt, revision };
    const full = { ...fact, dataschema: schemaName(fact.type) } as unknown as PostedFact;
    return { text: recordedText(full, canonicalText(fact.data), part), source, id, subject, recordedAt };
  });
};

const newJournal = (path = ':memory:', origin = 'example.org/ledger'): JournalWriter => {
  const journal = openJournalWriter(path, 'NORMAL');
  open.push(journal);
  journal.append(
    openingEntries({ origin, openedOn: '2018-01-01', demonstration: false, plan: false, nowUs: OPENED_US }),
  );
  return journal;
};

const write = (journal: JournalWriter, ...posted: readonly Posted[]): void =>
  journal.append(entriesAt(journal, posted));

const newFile = (): string => join(temporaryDirectory(), 'figures.sqlite');

const projectorOn = (path: string, journal: JournalReader): Projector => {
  const projector = openProjector(path, journal, FIGURES);
  open.push(projector);
  return projector;
};

const inFile = <T>(path: string, work: (database: DatabaseSync) => T): T => {
  const database = new DatabaseSync(path);
  try {
    return work(database);
  } finally {
    database.close();
  }
};

const checkpointOf = (path: string): unknown =>
  inFile(path, (database) => ({ ...database.prepare('SELECT size, root, stale FROM checkpoint').get() }));

const rowsOf = (path: string): unknown =>
  inFile(path, (database) =>
    ['batch', 'entry', 'total', 'enterprise', 'selector', 'tuple'].map((table) =>
      database.prepare(`SELECT count(*) AS rows FROM ${table}`).get(),
    ),
  );

const tablesOf = (path: string, journal: JournalWriter): unknown =>
  inFile(
    path,
    (database) => annexTable(createFigures(database, journal.reader).at(journal.size), { year: 2020 }).rows,
  );

const subject = (number: number): string => `deal/${USCC.bank}.D${number}`;
const signed = (number: number, data: Overrides = {}): Posted =>
  facts.dealSigned(data, { id: `signed-${number}`, subject: subject(number) });
const paid = (number: number, id: string, data: Overrides = {}): Posted =>
  facts.dealPaid(data, { id, subject: subject(number) });

/** Signs a deal that is signed already, a month earlier: its history breaks ALREADY_OPENED. */
const poison = (number: number): Posted =>
  facts.dealSigned({ effectiveOn: '2020-02-01' }, { id: 'poison', subject: subject(number) });
const POISON_REASON = `BrokenHistoryError: recorded fact urn:uscc:${USCC.bank} signed-1 at 1 breaks ALREADY_OPENED`;

describe('an event that cannot be taken', () => {
  test('stops the projector, which says why and where', () => {
    const journal = newJournal();
    write(journal, signed(1), signed(2), poison(1), signed(3));
    const projector = projectorOn(newFile(), journal.reader);
    projector.catchUp();
    expect(projector.stale).toBe(`event 3: ${POISON_REASON}`);
    expect(projector.size).toBe(0);
    expect(projector.step()).toBe(0);
  });

  test('marks the read model as stale with the reason', () => {
    const journal = newJournal();
    const path = newFile();
    write(journal, signed(1), signed(2));
    const projector = projectorOn(path, journal.reader);
    projector.catchUp();
    write(journal, poison(1));
    projector.catchUp();
    expect(checkpointOf(path)).toEqual({
      size: 3,
      root: journal.reader.rootHash(3),
      stale: `event 3: ${POISON_REASON}`,
    });
  });

  test('leaves nothing of its batch, and nothing after it is taken', () => {
    const journal = newJournal();
    const path = newFile();
    write(journal, signed(1), signed(2));
    const projector = projectorOn(path, journal.reader);
    projector.catchUp();
    const rows = rowsOf(path);
    write(journal, poison(1), signed(3), paid(3, 'p3'));
    expect(projector.step()).toBe(0);
    write(journal, signed(4));
    expect(projector.step()).toBe(0);
    expect(projector.size).toBe(3);
    expect(rowsOf(path)).toEqual(rows);
  });

  test('stops it again when it is opened anew, and a projector that can take it goes on from there', () => {
    const journal = newJournal();
    const path = newFile();
    write(journal, signed(1), signed(2));
    projectorOn(path, journal.reader).catchUp();
    write(journal, poison(1), signed(3));
    for (let round = 0; round < 2; round += 1) {
      const again = projectorOn(path, journal.reader);
      expect(again.stale).toBeUndefined();
      again.catchUp();
      expect([again.size, again.stale]).toEqual([3, `event 3: ${POISON_REASON}`]);
    }
    const tolerant = openProjector(path, journal.reader, {
      ...FIGURES,
      open: (database, reader) => {
        const fold = FIGURES.open(database, reader);
        return { ...fold, take: (logged) => logged.event.id !== 'poison' && fold.take(logged) };
      },
    });
    open.push(tolerant);
    tolerant.catchUp();
    expect([tolerant.size, tolerant.stale]).toEqual([5, undefined]);
    expect(checkpointOf(path)).toMatchObject({ size: 5, stale: null });
  });

  test('a correction that leaves a broken history behind is one', () => {
    const journal = newJournal();
    write(journal, signed(1), paid(1, 'p'));
    const withdrawn = facts.factWithdrawn(
      { supersedes: { source: signed(1).source, id: 'signed-1' } },
      { subject: subject(1) },
    );
    write(journal, withdrawn);
    const projector = projectorOn(newFile(), journal.reader);
    projector.catchUp();
    expect(projector.stale).toBe(
      `event 3: BrokenHistoryError: recorded fact urn:uscc:${USCC.bank} p at 2 breaks NOT_OPENED`,
    );
  });

  test('a contract that does not begin with its opening is one', () => {
    const journal = newJournal();
    write(journal, paid(7, 'p'));
    const projector = projectorOn(newFile(), journal.reader);
    projector.catchUp();
    expect(projector.stale).toBe(
      `event 1: BrokenHistoryError: recorded fact urn:uscc:${USCC.bank} p at 1 breaks NOT_OPENED`,
    );
  });

  test('a text that is no JSON is one', () => {
    const journal = newJournal();
    write(journal, signed(1));
    const [entry] = entriesAt(journal, [signed(2)]);
    if (entry) journal.append([{ ...entry, text: '{"data":' }]);
    const projector = projectorOn(newFile(), journal.reader);
    projector.catchUp();
    expect(projector.stale).toMatch(/^event 2: SyntaxError: /);
  });

  test('is READ_MODEL_STALE to whoever opens the ledger, with the reason', async () => {
    const directory = temporaryDirectory();
    const journal = newJournal(filesOf(directory).journal);
    write(journal, signed(1), signed(2), poison(1));
    const expected = {
      code: 'READ_MODEL_STALE',
      words: { en: expect.stringContaining(`event 3: ${POISON_REASON}`) },
    };
    await expect(openLedgerReader(directory)).rejects.toMatchObject(expected);
    await expect(rebuildReadModel(directory)).rejects.toMatchObject(expected);
  });
});

describe('a total beyond 2^63−1 fen', () => {
  /** 5 × 10^16 yuan are 5 × 10^18 fen; two of them are more than 9.2 × 10^18. */
  const half = '50000000000000000';

  test('stops the projector with a clear reason, and nothing of the batch stands', () => {
    const journal = newJournal();
    const path = newFile();
    write(journal, signed(1, { price: half }));
    const projector = projectorOn(path, journal.reader);
    projector.catchUp();
    expect([projector.size, projector.stale]).toEqual([2, undefined]);
    const rows = rowsOf(path);
    write(journal, signed(2, { price: half }));
    projector.catchUp();
    expect(projector.stale).toBe('a total leaves the range of 64 bits at size 3');
    expect(checkpointOf(path)).toMatchObject({
      size: 2,
      stale: 'a total leaves the range of 64 bits at size 3',
    });
    expect(rowsOf(path)).toEqual(rows);
  });

  test('is not reached by 2^63−1 fen themselves', () => {
    const journal = newJournal();
    write(journal, signed(1, { price: '92233720368547757.07' }), signed(2, { price: '1' }));
    const projector = projectorOn(newFile(), journal.reader);
    projector.catchUp();
    expect([projector.size, projector.stale]).toEqual([3, undefined]);
    write(journal, signed(3, { price: '0.01' }));
    projector.catchUp();
    expect(projector.stale).toBe('a total leaves the range of 64 bits at size 4');
  });

  test('of one amount alone stops it too', () => {
    const journal = newJournal();
    write(journal, signed(1, { price: '92233720368547758.08' }));
    const projector = projectorOn(newFile(), journal.reader);
    projector.catchUp();
    expect(projector.stale).toMatch(/out of range|too large|64 bits/);
    expect(projector.size).toBe(0);
  });
});

describe('the checkpoint', () => {
  test('says how much of which journal the file holds', () => {
    const journal = newJournal();
    const path = newFile();
    write(journal, signed(1), paid(1, 'p1'));
    projectorOn(path, journal.reader).catchUp();
    expect(checkpointOf(path)).toEqual({ size: 3, root: journal.reader.rootHash(3), stale: null });
  });

  test('that was moved by another is an error: nothing is booked twice', () => {
    const journal = newJournal();
    const path = newFile();
    write(journal, signed(1));
    const one = projectorOn(path, journal.reader);
    const other = projectorOn(path, journal.reader);
    expect(one.step()).toBe(2);
    const tables = tablesOf(path, journal);
    expect(other.step()).toBe(0);
    expect(other.stale).toMatch(/the checkpoint was moved|UNIQUE constraint failed/);
    expect(checkpointOf(path)).toMatchObject({ size: 2, root: journal.reader.rootHash(2) });
    expect(tablesOf(path, journal)).toEqual(tables);
  });

  test('that was moved while there is nothing to book is an error as well', () => {
    const journal = newJournal();
    const path = newFile();
    const projector = projectorOn(path, journal.reader);
    expect(projector.step()).toBe(1);
    write(journal, facts.periodClosed({ effectiveOn: '2024-02-10' }));
    inFile(path, (database) => database.exec('UPDATE checkpoint SET size = 5'));
    expect(projector.step()).toBe(0);
    expect(projector.stale).toBe('the checkpoint was moved');
    expect(projector.size).toBe(1);
  });

  test('whose root is another is an error', () => {
    const journal = newJournal();
    const path = newFile();
    const projector = projectorOn(path, journal.reader);
    projector.catchUp();
    write(journal, signed(1));
    inFile(path, (database) => database.exec(`UPDATE checkpoint SET root = 'another'`));
    projector.catchUp();
    expect(projector.stale).toBe('the checkpoint was moved');
    expect(checkpointOf(path)).toMatchObject({ size: 1, root: 'another' });
  });
});

describe('a read model of another journal', () => {
  const refusal = 'is not of this journal';

  test('is refused where the histories differ', () => {
    const path = newFile();
    const [one, other] = [newJournal(), newJournal()];
    write(one, signed(1), signed(2));
    write(other, signed(2), signed(1));
    projectorOn(path, one.reader).catchUp();
    expect(() => openProjector(path, other.reader, FIGURES)).toThrow(refusal);
  });

  test('is refused where the journal is shorter', () => {
    const path = newFile();
    const [long, short] = [newJournal(), newJournal()];
    write(long, signed(1));
    projectorOn(path, long.reader).catchUp();
    expect(() => openProjector(path, short.reader, FIGURES)).toThrow(refusal);
  });

  test('is left as it is, its stale mark included', () => {
    const path = newFile();
    const [one, other] = [newJournal(), newJournal()];
    write(one, signed(1), signed(2));
    const projector = projectorOn(path, one.reader);
    projector.catchUp();
    write(one, poison(1));
    projector.catchUp();
    const before = checkpointOf(path);
    expect(before).toMatchObject({ size: 3, stale: `event 3: ${POISON_REASON}` });
    write(other, signed(2), signed(1), signed(3));
    expect(() => openProjector(path, other.reader, FIGURES)).toThrow(refusal);
    expect(checkpointOf(path)).toEqual(before);
  });

  test('is taken where the other journal continues it', () => {
    const path = newFile();
    const [one, longer] = [newJournal(), openJournalWriter(':memory:', 'NORMAL')];
    open.push(longer);
    write(one, signed(1));
    projectorOn(path, one.reader).catchUp();
    longer.append(one.reader.entries(0, 2));
    write(longer, signed(2), paid(1, 'p1'));
    const projector = projectorOn(path, longer.reader);
    projector.catchUp();
    expect([projector.size, projector.stale]).toEqual([4, undefined]);
  });

  test('of another version is refused', () => {
    const path = newFile();
    const journal = newJournal();
    projectorOn(path, journal.reader).close();
    open.pop();
    inFile(path, (database) => database.exec('PRAGMA user_version=99'));
    expect(() => openProjector(path, journal.reader, FIGURES)).toThrow(
      `a projection of version 99; this program writes ${FIGURES.version}`,
    );
  });
});

describe('progress', () => {
  const many = (count: number): Posted[] =>
    Array.from({ length: count }, (_, index) =>
      index % 2 === 0 ? signed(index) : paid(index - 1, `p${index}`, { amount: String(index) }),
    );

  test('goes in batches of at most 4,096 events', () => {
    const journal = newJournal();
    write(journal, ...many(9_000));
    const projector = projectorOn(newFile(), journal.reader);
    const seen: number[] = [];
    projector.catchUp((size) => seen.push(size));
    expect(seen).toEqual([4_096, 8_192, 9_001]);
    expect(projector.step()).toBe(0);
  });

  test('a projector that is opened anew goes on at its checkpoint, to the same figures', () => {
    const journal = newJournal();
    const [whole, parts] = [newFile(), newFile()];
    const posted = many(120);
    for (let from = 0; from < posted.length; from += 7) {
      write(journal, ...posted.slice(from, from + 7));
      const projector = openProjector(parts, journal.reader, FIGURES);
      expect(projector.step()).toBe(from === 0 ? 8 : Math.min(7, posted.length - from));
      projector.close();
    }
    projectorOn(whole, journal.reader).catchUp();
    expect(tablesOf(parts, journal)).toEqual(tablesOf(whole, journal));
    expect(checkpointOf(parts)).toEqual(checkpointOf(whole));
  });

  test('an empty journal has nothing to take', () => {
    const journal = openJournalWriter(':memory:', 'NORMAL');
    open.push(journal);
    const path = newFile();
    const projector = projectorOn(path, journal.reader);
    expect([projector.step(), projector.size, projector.stale]).toEqual([0, 0, undefined]);
    expect(checkpointOf(path)).toEqual({ size: 0, root: '', stale: null });
  });
});

test('a full disk is waited for: it is said, nothing is half done, and it goes on by itself when there is space', () => {
  const journal = newJournal();
  const path = newFile();
  let database: DatabaseSync | undefined;
  const projector = openProjector(path, journal.reader, {
    ...FIGURES,
    open: (file, reader) => {
      database = file;
      return FIGURES.open(file, reader);
    },
  });
  open.push(projector);
  write(journal, signed(1), signed(2));
  projector.catchUp();
  const { page_count: pages } = (database as DatabaseSync).prepare('PRAGMA page_count').get() as {
    page_count: number;
  };
  database?.exec(`PRAGMA max_page_count=${pages}`);
  for (let number = 3; number < 900; number += 1) write(journal, signed(number));
  projector.catchUp();
  expect([projector.size, projector.stale, projector.isStopped]).toEqual([3, 'the disk is full', false]);
  expect(checkpointOf(path)).toMatchObject({ size: 3, stale: null });
  database?.exec('PRAGMA max_page_count=100000');
  projector.catchUp();
  expect([projector.size, projector.stale, projector.isStopped]).toEqual([900, undefined, false]);
  const other = newFile();
  projectorOn(other, journal.reader).catchUp();
  expect(tablesOf(path, journal)).toEqual(tablesOf(other, journal));
});
