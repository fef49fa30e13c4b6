import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTime } from '../domain/calendar.ts';
import type { RecordedEvent } from '../domain/envelope.ts';
import type { LogEntry } from '../log/port.ts';
import { Problem } from '../problem.ts';
import {
  type Checkpoint,
  createAppender,
  encodeBase64,
  entryBundlesOfSize,
  equalBytes,
  formatTilePath,
  leafHash,
  parseCheckpoint,
  parseEntryBundle,
  parseNote,
  type Tile,
  TransparencyError,
} from '../transparency/index.ts';

/** An exported log read back: its checkpoint, and its entries as they were recorded. */
export interface ExportedLog {
  /** The signed note; whose signature it is, is for those to say who have the key. */
  readonly note: string;
  readonly checkpoint: Checkpoint;
  /** Entries in order; after the last one it is known that they hash to the root of the checkpoint. */
  readonly batches: Iterable<readonly LogEntry[]>;
}

const unreadable = (at: string, detail: string): Problem => new Problem('INPUT_UNREADABLE', { at, detail });

const reading = <T>(at: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (error instanceof TransparencyError || error instanceof SyntaxError)
      throw unreadable(at, error.message);
    throw error;
  }
};

const fileIn = (directory: string, name: string): Buffer => {
  const path = join(directory, name);
  if (!existsSync(path)) throw unreadable(name, 'it is missing');
  return readFileSync(path);
};

const entryOf = (bytes: Uint8Array, at: string): LogEntry => {
  const text = Buffer.from(bytes).toString('utf8');
  const event = reading(at, () => JSON.parse(text) as Partial<RecordedEvent>);
  const { source, id, subject, recordedtime } = event;
  const recordedAt = recordedtime === undefined ? undefined : parseTime(recordedtime);
  if (source === undefined || id === undefined || subject === undefined || recordedAt === undefined)
    throw unreadable(at, 'not a recorded event');
  return { text, source, id, subject, recordedAt };
};

const bundleIn = (directory: string, tile: Tile): readonly Uint8Array[] => {
  const name = formatTilePath(tile);
  return reading(name, () => parseEntryBundle(fileIn(directory, name), tile.width));
};

/** Opens an exported log. @throws Problem INPUT_UNREADABLE, and ROOT_MISMATCH at the end of the entries */
export const openExport = (directory: string, batchEntries: number): ExportedLog => {
  const note = fileIn(directory, 'checkpoint').toString('utf8');
  const checkpoint = reading('checkpoint', () => parseCheckpoint(parseNote(note).text));
  const batches = function* (): Generator<readonly LogEntry[]> {
    const tree = createAppender();
    let batch: LogEntry[] = [];
    for (const tile of entryBundlesOfSize(checkpoint.size)) {
      for (const bytes of bundleIn(directory, tile)) {
        batch.push(entryOf(bytes, `event ${tree.size}`));
        tree.append(leafHash(bytes));
      }
      if (batch.length >= batchEntries) {
        yield batch;
        batch = [];
      }
    }
    yield batch;
    const root = tree.root();
    if (!equalBytes(root, checkpoint.root))
      throw new Problem('ROOT_MISMATCH', {
        at: 'checkpoint',
        detail: {
          zh: `条目的根哈希为 ${encodeBase64(root)}`,
          en: `the entries hash to ${encodeBase64(root)}`,
        },
      });
  };
  return { note, checkpoint, batches: { [Symbol.iterator]: batches } };
};
