import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { RecordedEvent } from '../../src/domain/envelope.ts';
import { type ImportOptions, importFacts } from '../../src/exchange/importFacts.ts';
import type { RejectLine } from '../../src/exchange/importTally.ts';
import { openJournalReader } from '../../src/journal/reader.ts';
import { filesOf, type LedgerWriter, LOCAL_ACTOR, openLedgerWriter } from '../../src/main.ts';
import { madePatent } from '../oracle/generate.ts';
import { MINUTE_US, testClock } from '../recorder/setup.ts';
import { facts, type Posted, SOURCE, USCC } from '../support/facts.ts';
import { demonstrationLedger, removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';

/** An import that is judged as a whole: of any length where the log takes it so, bounded where all of it is held in memory. */

const open: LedgerWriter[] = [];
afterEach(async () => {
  for (const ledger of open.splice(0)) await ledger.closeWriter();
});
afterAll(removeTemporaryDirectories);

const newLedger = async (): Promise<LedgerWriter> => {
  const ledger = await demonstrationLedger();
  open.push(ledger);
  return ledger;
};

const deal = (number: number): Posted =>
  facts.dealSigned(
    { rights: [{ kind: 'invention', number: madePatent(2015, '1', number) }] },
    { id: `deal-${number}`, subject: `deal/${USCC.bank}.D${number}` },
  );

const amended = (number: number, priceChange: string): Posted =>
  facts.dealAmended(
    { priceChange },
    { id: `amended-${number}${priceChange}`, subject: deal(number).subject },
  );

const withdrawn = (number: number, id: string): Posted =>
  facts.factWithdrawn(
    { supersedes: { source: SOURCE, id } },
    { id: `withdrawn-${id}`, subject: deal(number).subject },
  );

/** More than one group of an import, and more contracts than the recorder keeps in mind. */
const MANY = 9_000;
const many = Array.from({ length: MANY }, (_, number) => deal(number));

const fileOf = (lines: readonly unknown[]): string => {
  const path = join(temporaryDirectory(), 'facts.ndjson');
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return path;
};

interface Answer {
  readonly counts: Readonly<Record<string, unknown>>;
  /** Of each refused line its number, code and pointer. */
  readonly refused: readonly string[];
}

const importInto = async (
  ledger: Parameters<typeof importFacts>[0],
  lines: readonly unknown[],
  options: Partial<ImportOptions>,
): Promise<Answer> => {
  const refused: string[] = [];
  const onRefused = ({ line, errors }: RejectLine): void => {
    for (const { code, pointer } of errors) refused.push(`${line} ${code} ${pointer}`);
  };
  const files = [fileOf(lines)];
  const { seconds: _, ...counts } = await importFacts(ledger, {
    actor: LOCAL_ACTOR,
    files,
    onRefused,
    ...options,
  });
  return { counts, refused };
};

const atomic = { atomic: true } as const;

describe('an atomic import of many groups', () => {
  test('is recorded whole, each fact judged after all before it', async () => {
    const ledger = await newLedger();
    const before = ledger.journal.size();
    const acknowledged: string[] = [];
    const { counts, refused } = await importInto(ledger, [...many, amended(0, '-500000'), deal(1)], {
      ...atomic,
      onAcknowledged: (count, last) => acknowledged.push(`${count} ${last}`),
    });
    expect(refused).toEqual([]);
    const last = before + MANY;
    expect(counts).toEqual({
      recorded: MANY + 1,
      repeated: 1,
      refused: 0,
      firstSequence: String(before),
      lastSequence: String(last),
    });
    expect(acknowledged).toEqual([`${MANY + 2} ${last}`]);
    expect(ledger.journal.size()).toBe(last + 1);
    const event = JSON.parse(ledger.journal.at(last)?.text ?? '') as RecordedEvent;
    expect([event.subject, event.revision]).toEqual([deal(0).subject, 1]);
  });

  test('names all that is refused, by its form or by a rule, and records nothing', async () => {
    const ledger = await newLedger();
    const before = ledger.journal.rootHash(ledger.journal.size());
    const faults = [amended(0, '-500000.01'), { ...deal(0), id: 7 }, deal(1), amended(2, '-500000.01')];
    const { counts, refused } = await importInto(ledger, [...many, ...faults], atomic);
    expect(refused).toEqual([
      `${MANY + 1} PRICE_NEGATIVE /data/priceChange`,
      `${MANY + 2} TYPE_WRONG /id`,
      `${MANY + 4} PRICE_NEGATIVE /data/priceChange`,
    ]);
    expect(counts).toEqual({
      recorded: 0,
      repeated: 0,
      refused: 3,
      firstSequence: null,
      lastSequence: null,
    });
    expect(ledger.journal.rootHash(ledger.journal.size())).toBe(before);
    // What was refused leaves the ledger free for the next.
    expect(await importInto(ledger, many, atomic)).toMatchObject({ counts: { recorded: MANY, repeated: 0 } });
  });

  test('withdraws a contract and what rests on it together, however far apart', async () => {
    const ledger = await newLedger();
    await importInto(ledger, [deal(MANY), amended(MANY, '1'), amended(MANY, '2')], {});
    const lines = [
      withdrawn(MANY, `deal-${MANY}`),
      ...many,
      withdrawn(MANY, `amended-${MANY}1`),
      withdrawn(MANY, `amended-${MANY}2`),
    ];
    const half = await importInto(ledger, lines.slice(0, -1), atomic);
    expect([half.refused, half.counts.recorded]).toEqual([['1 NOT_OPENED /data'], 0]);
    const all = await importInto(ledger, lines, atomic);
    expect([all.refused, all.counts.recorded]).toEqual([[], MANY + 3]);
    const last = JSON.parse(ledger.journal.at(ledger.journal.size() - 1)?.text ?? '') as RecordedEvent;
    expect(last.id).toBe(`withdrawn-deal-${MANY}`);
    const again = await importInto(ledger, lines, atomic);
    expect(again.counts).toMatchObject({ recorded: 0, repeated: MANY + 3, refused: 0 });
  });

  test('is seen by nobody before its end, and what is posted meanwhile comes after it', async () => {
    const ledger = await newLedger();
    const before = ledger.journal.size();
    const reader = openJournalReader(filesOf(ledger.directory).journal);
    const seen = new Set<number>();
    let posted: Promise<Answer> | undefined;
    await importInto(ledger, many, {
      ...atomic,
      onProgress: () => {
        seen.add(reader.size());
        posted ??= importInto(ledger, [amended(0, '-500000')], {});
      },
    });
    expect([...seen]).toEqual([before]);
    expect(reader.size()).toBeGreaterThanOrEqual(before + MANY);
    // Judged after the whole, on the contract that it opened.
    expect(await posted).toMatchObject({ refused: [], counts: { firstSequence: String(before + MANY) } });
    reader.close();
  });
});

test('a dry run of many groups judges each fact after those before it and records nothing', async () => {
  const ledger = await newLedger();
  const before = ledger.journal.size();
  const lines = [...many, amended(0, '-500000'), amended(0, '-0.01'), deal(5)];
  const { counts, refused } = await importInto(ledger, lines, { dryRun: true });
  expect(refused).toEqual([`${MANY + 2} PRICE_NEGATIVE /data/priceChange`]);
  expect(counts).toEqual({
    recorded: MANY + 1,
    repeated: 1,
    refused: 1,
    firstSequence: null,
    lastSequence: null,
  });
  expect(ledger.journal.size()).toBe(before);
  expect(await importInto(ledger, lines, {})).toMatchObject({ counts: { recorded: MANY + 1 } });
});

describe('where all of a whole is held in memory, as before a server,', () => {
  const FILE = fileURLToPath(new URL('../fixtures/worked-example.ndjson', import.meta.url));
  const FILE_BYTES = statSync(FILE).size;
  const holding = ({ recorder }: LedgerWriter) => ({
    recorder: { record: recorder.record, state: recorder.state },
  });
  const importHeld = (ledger: LedgerWriter, options: Partial<ImportOptions>) =>
    importFacts(holding(ledger), { actor: LOCAL_ACTOR, files: [FILE], ...options });

  test.each([{ atomic: true }, { dryRun: true }])(
    '%o: one byte too many is refused and nothing recorded',
    async (options) => {
      const ledger = await newLedger();
      const before = ledger.journal.size();
      await expect(importHeld(ledger, { ...options, wholeBytesMax: FILE_BYTES - 1 })).rejects.toMatchObject({
        code: 'ATOMIC_TOO_LARGE',
        words: { en: `What is judged as a whole, atomic or as a dry run, exceeds ${FILE_BYTES - 1} bytes` },
      });
      expect(ledger.journal.size()).toBe(before);
    },
  );

  test('all files count together, and up to the bound all is recorded', async () => {
    const ledger = await newLedger();
    const twice = { atomic: true, files: [FILE, FILE] };
    await expect(importHeld(ledger, { ...twice, wholeBytesMax: 2 * FILE_BYTES - 1 })).rejects.toMatchObject({
      code: 'ATOMIC_TOO_LARGE',
    });
    const { recorded, refused } = await importHeld(ledger, { atomic: true, wholeBytesMax: FILE_BYTES });
    expect([recorded, refused]).toEqual([13, 0]);
  });

  test('refusals are told in the order of the lines, and nothing is recorded', async () => {
    const ledger = await newLedger();
    const before = ledger.journal.size();
    const lines = [amended(0, '1'), { ...deal(0), id: 7 }, deal(0), amended(2, '1')];
    const { counts, refused } = await importInto(holding(ledger), lines, atomic);
    expect(refused).toEqual(['1 NOT_OPENED /type', '2 TYPE_WRONG /id', '4 NOT_OPENED /type']);
    expect(counts).toMatchObject({ recorded: 0, refused: 3, lastSequence: null });
    expect(ledger.journal.size()).toBe(before);
  });

  test('fact by fact there is no bound', async () => {
    const { recorded, refused } = await importHeld(await newLedger(), { wholeBytesMax: 1 });
    expect([recorded, refused]).toEqual([13, 0]);
  });
});

test('a whole goes by the clock that was watched before it: after a jump nothing of it is recorded', async () => {
  const directory = temporaryDirectory();
  await (await demonstrationLedger(directory)).closeWriter();
  const clock = testClock();
  const ledger = await openLedgerWriter(directory, { clock });
  open.push(ledger);
  const before = ledger.journal.size();
  clock.jump(24 * 60 * MINUTE_US);
  await expect(importInto(ledger, [deal(0)], atomic)).rejects.toMatchObject({ code: 'CLOCK_WRONG' });
  expect(ledger.journal.size()).toBe(before);
  clock.jump(-24 * 60 * MINUTE_US);
  expect((await importInto(ledger, [deal(0)], atomic)).counts).toMatchObject({ recorded: 1 });
});

test('a whole that waits when the recorder is closed does not begin', async () => {
  const { recorder } = await newLedger();
  const first = await recorder.recordWhole({ actor: LOCAL_ACTOR, atomic: true });
  const second = recorder.recordWhole({ actor: LOCAL_ACTOR, atomic: true });
  const closed = recorder.close();
  first.abandon();
  await expect(second).rejects.toThrow('the recorder is closed');
  await closed;
});
