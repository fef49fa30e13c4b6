import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { indicatorOf } from '../../projections/indicators.ts';
import type { Posting } from '../../projections/posting.ts';
import { RULES, type Rules, type RulesByVersion, rulesOf } from '../../projections/rules.ts';
import type { FigureSource } from '../../projections/source.ts';
import { monthNumber } from '../../src/domain/calendar.ts';
import { schemaName } from '../../src/domain/catalogue.ts';
import type { PostedFact } from '../../src/domain/envelope.ts';
import { recordedText } from '../../src/domain/recordedText.ts';
import { openDatabase } from '../../src/journal/database.ts';
import { type JournalWriter, openJournalWriter } from '../../src/journal/writer.ts';
import { openingEntries } from '../../src/opening.ts';
import { createFigures } from '../../src/readmodel/figureSource.ts';
import { lineageReader } from '../../src/readmodel/lineage.ts';
import { figuresBy } from '../../src/readmodel/projections.ts';
import { openProjector } from '../../src/readmodel/projector.ts';
import { canonicalText } from '../../src/recorder/form.ts';
import { facts, type Posted, SOURCE, USCC } from '../support/facts.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';

/** Rules by version: a prefix of the log is read by those in force in it, here by a second version made for the test. */

const RULES_1 = rulesOf(RULES, 1);

const doubled = (postings: readonly Posting[]): Posting[] =>
  postings.map((posting) =>
    posting.measure === 'deal.amount' ? { ...posting, amount: posting.amount * 2n } : posting,
  );

/** The price of a deal counts twice. */
const RULES_2: Rules = {
  ...RULES_1,
  version: 2,
  postingsOf: (line, of) => {
    const { postings, tail } = RULES_1.postingsOf(line, of);
    return { postings: doubled(postings), tail };
  },
  addedPostings: (tail, fact) => doubled(RULES_1.addedPostings(tail, fact)),
};
const BOTH: RulesByVersion = new Map([
  [1, RULES_1],
  [2, RULES_2],
]);

const open: { close(): void }[] = [];
afterEach(() => {
  for (const item of open.splice(0).reverse()) item.close();
  removeTemporaryDirectories();
});

const OPENED_US = 1_704_067_200_000_000;

const newJournal = (): JournalWriter => {
  const journal = openJournalWriter(':memory:', 'NORMAL');
  open.push(journal);
  journal.append(
    openingEntries({
      origin: 'example.org/ledger',
      openedOn: '2018-01-01',
      demonstration: false,
      plan: false,
      nowUs: OPENED_US,
    }),
  );
  return journal;
};

/** Writes a fact as it would be recorded, without judging it; the place where it stands. */
const write = (journal: JournalWriter, fact: Posted): number => {
  const { source, id, subject } = fact;
  const sequence = journal.size;
  const recordedAt = OPENED_US + sequence;
  const revision = journal.reader.revisionCount(subject);
  const full = { ...fact, dataschema: schemaName(fact.type) } as unknown as PostedFact;
  const part = { nonce: '', recordedBy: 'local', recordedAt, revision };
  const text = recordedText(full, canonicalText(fact.data), part);
  journal.append([{ text, source, id, subject, recordedAt }]);
  return sequence;
};

const deal = (name: string, price: string): Posted =>
  facts.dealSigned({ price, effectiveOn: '2020-04-01' }, { id: name, subject: `deal/${USCC.bank}.${name}` });
const adoption = (version: number): Posted =>
  ({
    specversion: '1.0',
    id: `rules-${version}`,
    source: 'urn:ledger',
    type: 'rules.adopted',
    subject: 'ledger/main',
    data: { effectiveOn: '2021-01-01', version, reason: '口径调整' },
  }) as unknown as Posted;

const projected = (
  journal: JournalWriter,
  rules: RulesByVersion,
  path = join(temporaryDirectory(), 'f.sqlite'),
) => {
  const projector = openProjector(path, journal.reader, figuresBy(rules));
  projector.catchUp();
  const { stale, size } = projector;
  projector.close();
  const database = openDatabase(path, { readOnly: true });
  open.push(database);
  const figures = createFigures(database, journal.reader);
  return { stale, size, figures, lineage: lineageReader(database, journal.reader, { figures, rules }) };
};

const amountOf = (source: FigureSource): bigint =>
  source.sum('deal.amount', monthNumber(2020, 1), monthNumber(2020, 12), null).amount;

describe('an adoption of rules', () => {
  const history = () => {
    const journal = newJournal();
    write(journal, deal('A', '100'));
    write(journal, deal('B', '30'));
    const adopted = write(journal, adoption(2));
    write(journal, deal('C', '7'));
    return { journal, adopted };
  };

  test('books what it changes to itself, and leaves every earlier vintage as it was', () => {
    const { journal, adopted } = history();
    const { figures } = projected(journal, BOTH);
    const vintages = Array.from({ length: journal.size }, (_, size) => amountOf(figures.at(size + 1)));
    expect(vintages.slice(adopted - 2)).toEqual([10_000n, 13_000n, 26_000n, 27_400n]);
    expect(figures.at(adopted).rules).toBe(1);
    expect(figures.at(adopted + 1).rules).toBe(2);
  });

  test('stands in the lineage of the figures that it changes', () => {
    const { journal, adopted } = history();
    const { lineage } = projected(journal, BOTH);
    const entries = lineage.lineage(indicatorOf('deal-amount-growth'), 2020, journal.size);
    expect(entries.map(({ type, effect, running }) => [type, effect, running])).toEqual([
      ['deal.signed', { amountFen: '10000' }, { amountFen: '10000' }],
      ['deal.signed', { amountFen: '3000' }, { amountFen: '13000' }],
      ['rules.adopted', { amountFen: '13000' }, { amountFen: '26000' }],
      ['deal.signed', { amountFen: '1400' }, { amountFen: '27400' }],
    ]);
    expect(
      lineage
        .lineage(indicatorOf('deal-amount-growth'), 2020, journal.size, adopted)
        .map(({ running }) => running),
    ).toEqual([{ amountFen: '26000' }, { amountFen: '27400' }]);
  });

  test('reads all of the prefix by the new rules, corrections of old facts too', () => {
    const { journal } = history();
    write(
      journal,
      facts.factCorrected(
        {
          supersedes: { source: SOURCE, id: 'A' },
          data: deal('A', '1').data,
          effectiveOn: '2021-02-01',
        },
        { subject: deal('A', '').subject },
      ),
    );
    expect(amountOf(projected(journal, BOTH).figures.at(journal.size))).toBe(200n + 6_000n + 1_400n);
  });

  test('back to the rules before gives the figures before', () => {
    const { journal } = history();
    write(journal, adoption(1));
    expect(amountOf(projected(journal, BOTH).figures.at(journal.size))).toBe(10_000n + 3_000n + 700n);
  });

  test('gives the same figures however the log is cut into batches', () => {
    const journal = newJournal();
    const path = join(temporaryDirectory(), 'parts.sqlite');
    const steps = [
      deal('A', '100'),
      adoption(2),
      deal('B', '30'),
      facts.dealAmended({ priceChange: '5' }, { id: 'more', subject: deal('A', '').subject }),
    ];
    for (const fact of steps) {
      write(journal, fact);
      projected(journal, BOTH, path);
    }
    const inParts = projected(journal, BOTH, path).figures;
    const atOnce = projected(journal, BOTH).figures;
    for (let size = 1; size <= journal.size; size += 1)
      expect(amountOf(inParts.at(size))).toBe(amountOf(atOnce.at(size)));
    expect(amountOf(atOnce.at(journal.size))).toBe(21_000n + 6_000n);
  });

  test('of a version that the program does not have stops the read model there', () => {
    const { journal, adopted } = history();
    const { stale, size } = projected(journal, RULES);
    expect(stale).toMatch(new RegExp(`event ${adopted}: .*no rules of version 2`));
    expect(size).toBe(0);
  });
});
