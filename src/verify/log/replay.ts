import { join } from 'node:path';
import type { BulletinContent } from '../../../projections/bulletin.ts';
import { RULES } from '../../../projections/rules.ts';
import { parseTime } from '../../domain/calendar.ts';
import type { RecordedEvent } from '../../domain/envelope.ts';
import { openDatabase } from '../../journal/database.ts';
import { openJournalReader } from '../../journal/reader.ts';
import { openJournalWriter } from '../../journal/writer.ts';
import { bulletinAt } from '../../readmodel/bulletinAt.ts';
import { createFigures } from '../../readmodel/figureSource.ts';
import { lineageReader } from '../../readmodel/lineage.ts';
import { FIGURES } from '../../readmodel/projections.ts';
import { foldAnew } from './foldAnew.ts';
import { bundlesOf, type LogPlace, openLogSource } from './source.ts';
import { withTemporaryDirectory } from './temporary.ts';

/** The figures built anew from the bytes of a log, in a temporary read model on disk. */
export interface Replay {
  /** What a bulletin of a year at a size of the log says; undefined for a size that it has not. */
  bulletin(year: number, treeSize: number): BulletinContent | undefined;
  /** The file of the figures. */
  readonly figures: string;
  close(): void;
}

/** The events of an export as a journal, which the projector reads. */
const importedJournal = (place: LogPlace, path: string): void => {
  const source = openLogSource(place);
  const writer = openJournalWriter(path, 'NORMAL');
  try {
    for (let index = 0; index < bundlesOf(place.size); index += 1)
      writer.append(
        source.bundle(index).map((bytes) => {
          const text = Buffer.from(bytes).toString('utf8');
          const { source: of, id, subject, recordedtime } = JSON.parse(text) as RecordedEvent;
          return { text, source: of, id, subject, recordedAt: parseTime(recordedtime) ?? 0 };
        }),
      );
  } finally {
    writer.close();
    source.close();
  }
};

const journalOf = (place: LogPlace, directory: string): string => {
  if (place.kind === 'journal') return place.path;
  const path = join(directory, 'journal.sqlite');
  importedJournal(place, path);
  return path;
};

/** Folds the log at a place into a directory. @throws DoesNotVerify ENTRY_REFUSED where the fold stops */
const openReplay = (place: LogPlace, directory: string, borders: readonly number[]): Replay => {
  const journal = openJournalReader(journalOf(place, directory));
  const figuresFile = join(directory, 'figures.sqlite');
  try {
    foldAnew(figuresFile, journal, { projection: FIGURES, size: place.size, borders });
  } catch (error) {
    journal.close();
    throw error;
  }
  const database = openDatabase(figuresFile, { readOnly: true });
  const figures = createFigures(database, journal);
  const ports = {
    journal,
    figures,
    lineage: lineageReader(database, journal, { figures, rules: RULES }),
    rules: RULES,
  };
  return {
    bulletin: (year, treeSize) =>
      treeSize < 1 || treeSize > place.size ? undefined : bulletinAt(ports, year, treeSize),
    figures: figuresFile,
    close: () => {
      database.close();
      journal.close();
    },
  };
};

/** Runs work with the log at a place folded anew; `borders` are sizes at which its batches end. @throws DoesNotVerify */
export const withReplay = (
  place: LogPlace,
  work: (anew: Replay) => void,
  borders: readonly number[] = [],
): Promise<void> =>
  withTemporaryDirectory((directory) => {
    const anew = openReplay(place, directory, borders);
    try {
      work(anew);
    } finally {
      anew.close();
    }
  });
