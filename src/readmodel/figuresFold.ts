import type { DatabaseSync } from 'node:sqlite';
import type { EntryDraft } from '../../projections/difference.ts';
import { DIMENSIONS } from '../../projections/measures.ts';
import type { RulesByVersion } from '../../projections/rules.ts';
import type { DataOf } from '../domain/catalogue.ts';
import { turnoverFen } from '../domain/turnover.ts';
import { firstRow, prepareRows } from '../journal/database.ts';
import type { JournalReader } from '../journal/reader.ts';
import { batchEntries } from './batchEntries.ts';
import { booksByRules } from './booksByRules.ts';
import { enterpriseFold } from './enterprises.ts';
import { dimensionWriter } from './names.ts';
import type { Fold } from './projector.ts';
import { runningTotals } from './runningTotals.ts';
import { measureNumber } from './schema.ts';

/** The fold of the figures: books the difference that each event makes, and running totals per account at the end of a batch. */

const DIVISION = DIMENSIONS.indexOf('division');

/** The money of all facts up to the last batch. */
export const knownTurnover = (database: DatabaseSync): { readonly size: number; readonly fen: bigint } => {
  const statement = prepareRows(database, 'SELECT size, turnover FROM batch ORDER BY size DESC LIMIT 1');
  const [size, fen] = firstRow<[number, string]>(statement) ?? [0, '0'];
  return { size, fen: BigInt(fen) };
};

/** Opens the fold on the read model's file. */
export const figuresFold = (database: DatabaseSync, journal: JournalReader, rules: RulesByVersion): Fold => {
  const names = dimensionWriter(database);
  const totals = runningTotals(database);
  const batch = batchEntries(database, totals);
  const enterprises = enterpriseFold(database, totals);
  const books = booksByRules(journal, rules);
  const insertRequest = database.prepare('INSERT INTO request VALUES (?, ?)');
  const insertReport = database.prepare('INSERT INTO report VALUES (?, ?)');
  const insertBatch = database.prepare('INSERT INTO batch VALUES (?, ?)');

  const bookAll = (sequence: number, drafts: readonly EntryDraft[]): void => {
    let place = 0;
    for (const draft of drafts) {
      const { month, dimensions, enterprise } = draft.at;
      const { amount, postings } = draft;
      const measure = measureNumber(draft.at.measure);
      const tuple = names.tupleOf(dimensions);
      batch.add({ measure, month, sequence, place, amount, postings, tuple, enterprise });
      enterprises.add(sequence, draft, tuple.selectors[DIVISION] as number);
      place += 1;
    }
  };

  let turnover = knownTurnover(database).fen;

  return {
    take: (logged) => {
      const { sequence, event } = logged;
      turnover += turnoverFen(event.data);
      bookAll(sequence, books.entriesOf(logged));
      if (event.type === 'change.requested') insertRequest.run(sequence, event.subject);
      else if (event.type === 'report.confirmed')
        insertReport.run((event.data as DataOf<'report.confirmed'>).period, sequence);
    },
    flush: (size) => {
      batch.flush();
      enterprises.flush(size);
      totals.flush(size);
      insertBatch.run(size, turnover.toString());
    },
    reset: () => {
      for (const part of [names, batch, enterprises, totals, books]) part.reset();
      turnover = knownTurnover(database).fen;
    },
  };
};
