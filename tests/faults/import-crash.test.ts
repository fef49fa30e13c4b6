import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { annexTable } from '../../projections/annex.ts';
import { keyOf, type RecordedEvent } from '../../src/domain/envelope.ts';
import {
  filesOf,
  initLedger,
  type LedgerReader,
  type LedgerWriter,
  openLedgerReader,
  openLedgerWriter,
} from '../../src/main.ts';
import { type Appender, createAppender, encodeBase64, leafHash } from '../../src/transparency/index.ts';
import { madePatent, seeded } from '../oracle/generate.ts';
import { facts, type Posted, USCC } from '../support/facts.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';

/** Processes that import, project and rebuild are killed at random moments, again and again. */

const SEED = 20_240_615;
const IMPORT_KILLS = 9;
const REBUILD_KILLS = 3;
/** Small files are one group each; the last is large enough for intake on other threads. */
const SMALL_FILES = 40;
const SMALL_FACTS = 50;
const LARGE_FACTS = 1_500;
const FACTS = SMALL_FILES * SMALL_FACTS + LARGE_FACTS;
/** How it was opened, and the key of its operator. */
const OPENING_EVENTS = 2;

/** The fact with that number: five facts each on a pledge and a deal. */
const factOf = (number: number): Posted => {
  const contract = Math.floor(number / 5);
  const year = 2019 + (contract % 3);
  const rights = [{ kind: 'invention', number: madePatent(2015, '1', contract) }];
  const envelope = (line: 'pledge' | 'deal') => ({
    id: `f${number}`,
    subject: `${line}/${USCC.bank}.C${contract}`,
  });
  switch (number % 5) {
    case 0:
      return facts.pledgeRegistered(
        {
          effectiveOn: `${year}-03-01`,
          registrationNumber: `Y${contract}`,
          securedAmount: String(1_000_000 + contract),
          rights,
        },
        envelope('pledge'),
      );
    case 1:
      return facts.loanDisbursed(
        { effectiveOn: `${year}-04-01`, maturity: `${year + 2}-04-01`, principal: String(1_000 + contract) },
        envelope('pledge'),
      );
    case 2:
      return facts.loanRepaid({ effectiveOn: `${year + 1}-04-01`, principal: '500' }, envelope('pledge'));
    case 3:
      return facts.dealSigned({ effectiveOn: `${year}-05-01`, rights }, envelope('deal'));
    default:
      return facts.dealPaid({ effectiveOn: `${year}-06-01`, amount: String(1 + contract) }, envelope('deal'));
  }
};

const all = Array.from({ length: FACTS }, (_, number) => factOf(number));
const fileOfFact = (number: number): number => Math.min(Math.floor(number / SMALL_FACTS), SMALL_FILES);
const random = seeded(SEED);

interface Run {
  readonly lines: readonly string[];
  readonly code: number | null;
}

/** When a process is killed: some milliseconds after a line with this beginning, or after its start. */
interface Moment {
  readonly afterLine?: string;
  readonly afterMs: number;
}

/** Every third is killed while it starts, the others further and further in the files, the last in the large one. */
const momentOf = (round: number): Moment => {
  if (round % 3 === 0) return { afterMs: random.between(100, 700) };
  const last = round === IMPORT_KILLS - 1;
  const file = last ? SMALL_FILES - 1 : random.between(4 * round, 4 * round + 4);
  return { afterLine: `imported ${file} `, afterMs: random.below(last ? 400 : 20) };
};

/** Runs the script until it ends or is killed. */
const run = async (args: readonly string[], kill?: Moment): Promise<Run> => {
  const script = join(import.meta.dirname, 'importRun.ts');
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const killLater = (): unknown => setTimeout(() => child.kill('SIGKILL'), kill?.afterMs);
  if (kill && kill.afterLine === undefined) killLater();
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line);
    if (kill?.afterLine !== undefined && line.startsWith(kill.afterLine)) killLater();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { lines, code };
};

const tablesOf = ({ figures, journal }: Pick<LedgerReader, 'figures' | 'journal'>): unknown =>
  [2019, 2020, 2021, 2022].map((year) => annexTable(figures.at(journal.size()), { year }).rows);

describe('an import that is killed', () => {
  let directory = '';
  let files: string[] = [];
  /** The last sequence that was acknowledged for each file. */
  const acknowledged = new Map<number, number>();
  /** Where each fact was first seen. */
  const places = new Map<string, number>();
  const tree: Appender = createAppender();

  beforeAll(() => {
    directory = temporaryDirectory();
    initLedger(directory, {
      origin: 'example.org/ledger',
      openedOn: '2018-01-01',
      demonstration: false,
      plan: false,
    });
    const facts = temporaryDirectory();
    files = Array.from({ length: SMALL_FILES + 1 }, (_, file) => {
      const path = join(facts, `${file}.ndjson`);
      const lines = all
        .filter((__, number) => fileOfFact(number) === file)
        .map((fact) => JSON.stringify(fact));
      writeFileSync(path, `${lines.join('\n')}\n`);
      return path;
    });
  });
  afterAll(removeTemporaryDirectories);

  const noteAcknowledged = ({ lines }: Run): void => {
    for (const line of lines) {
      const [word, file = '', , last = ''] = line.split(' ');
      if (word === 'acknowledged') acknowledged.set(Number.parseInt(file, 10), Number.parseInt(last, 10));
    }
  };

  /** Every root from the size that was checked before to the end is that of the stored texts. */
  const checkRoots = ({ journal }: LedgerWriter): void => {
    const size = journal.size();
    expect(size).toBeGreaterThanOrEqual(tree.size);
    for (const { sequence, text } of journal.read(tree.size, size)) {
      expect(sequence).toBe(tree.size);
      tree.append(leafHash(Buffer.from(text, 'utf8')));
      expect(journal.rootHash(tree.size)).toBe(encodeBase64(tree.root()));
    }
    expect(tree.size).toBe(size);
  };

  const checkPlaces = ({ journal }: LedgerWriter): void => {
    const keys = journal.read(0, FACTS * 2).map(({ text }) => keyOf(JSON.parse(text) as RecordedEvent));
    expect(new Set(keys).size).toBe(keys.length);
    keys.forEach((key, sequence) => {
      expect(places.get(key) ?? sequence).toBe(sequence);
      places.set(key, sequence);
    });
  };

  const checkAcknowledged = ({ journal }: LedgerWriter): void => {
    const recordedOfFile = new Map<number, number[]>();
    all.forEach(({ source, id }, number) => {
      const sequence = journal.find(source, id);
      if (sequence === undefined) return;
      const file = fileOfFact(number);
      recordedOfFile.set(file, [...(recordedOfFile.get(file) ?? []), sequence]);
    });
    // A file is one group: all of it is recorded or nothing, and all where it was acknowledged.
    for (const [file, sequences] of recordedOfFile)
      expect(sequences).toHaveLength(file === SMALL_FILES ? LARGE_FACTS : SMALL_FACTS);
    for (const [file, last] of acknowledged) expect(recordedOfFile.get(file)?.at(-1)).toBe(last);
  };

  for (let round = 0; round < IMPORT_KILLS; round += 1)
    test(`keeps what it acknowledged, and nothing in part (kill ${round + 1})`, async () => {
      const killed = await run(['import', directory, ...files], momentOf(round));
      noteAcknowledged(killed);
      const ledger = await openLedgerWriter(directory);
      checkRoots(ledger);
      checkPlaces(ledger);
      checkAcknowledged(ledger);
      // The read model goes on from where the killed process left it.
      expect(ledger.projector.size).toBeLessThanOrEqual(ledger.journal.size());
      if (round % 2 === 1) ledger.projector.catchUp();
      expect(ledger.projector.stale).toBeUndefined();
      await ledger.closeWriter();
    });

  test('is repeated to its end: every fact exactly once, in the order of the files', async () => {
    const finished = await run(['import', directory, ...files]);
    noteAcknowledged(finished);
    expect(finished.code).toBe(0);
    expect(finished.lines.at(-1)).toBe('finished');
    expect(finished.lines.filter((line) => line.startsWith('imported') && !line.endsWith(' 0'))).toEqual([]);
    const ledger = await openLedgerWriter(directory);
    checkRoots(ledger);
    checkPlaces(ledger);
    checkAcknowledged(ledger);
    expect(ledger.journal.size()).toBe(OPENING_EVENTS + FACTS);
    const logged = ledger.journal
      .read(OPENING_EVENTS, FACTS)
      .map(({ text }) => JSON.parse(text) as RecordedEvent);
    expect(logged.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(ledger.projector.size).toBe(OPENING_EVENTS + FACTS);
    await ledger.closeWriter();
  });

  test('once more, records nothing', async () => {
    const again = await run(['import', directory, ...files]);
    expect(again.lines.filter((line) => line.startsWith('acknowledged'))).toEqual([]);
    expect(again.lines.filter((line) => line.startsWith('imported'))).toEqual([
      ...Array.from({ length: SMALL_FILES }, (_, file) => `imported ${file} 0 ${SMALL_FACTS} 0`),
      `imported ${SMALL_FILES} 0 ${LARGE_FACTS} 0`,
    ]);
    const reader = await openLedgerReader(directory);
    expect(reader.journal.size()).toBe(OPENING_EVENTS + FACTS);
    expect(reader.journal.rootHash(OPENING_EVENTS + FACTS)).toBe(encodeBase64(tree.root()));
    reader.close();
  });

  /** Figures of the journal alone, projected in another directory without any disturbance. */
  const undisturbed = async (): Promise<unknown> => {
    const other = temporaryDirectory();
    copyFileSync(filesOf(directory).journal, filesOf(other).journal);
    const reader = await openLedgerReader(other);
    const tables = tablesOf(reader);
    reader.close();
    return tables;
  };

  test('leaves a read model with the figures of one that was never disturbed', async () => {
    const reader = await openLedgerReader(directory);
    expect(tablesOf(reader)).toEqual(await undisturbed());
    reader.close();
  });

  test('a rebuild that is killed is begun or gone on with by whoever reads next, to the same figures', async () => {
    const expected = await undisturbed();
    for (let round = 0; round < REBUILD_KILLS; round += 1) {
      await run(['rebuild', directory], { afterLine: 'started', afterMs: random.below(200) });
      const reader = await openLedgerReader(directory);
      expect(tablesOf(reader)).toEqual(expected);
      reader.close();
    }
    const finished = await run(['rebuild', directory]);
    expect(finished.lines).toEqual(['started', `projected ${OPENING_EVENTS + FACTS}`, 'finished']);
  });
});
