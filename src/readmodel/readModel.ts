import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { openDatabase } from '../journal/database.ts';
import { type JournalReader, openJournalReader } from '../journal/reader.ts';
import { FIGURES, FINDINGS } from './projections.ts';
import { ForeignReadModel, openProjector, type Projector } from './projector.ts';

/** The read model as a whole: the figures and the findings, each a file that can be deleted and built anew. */

export interface ReadModelFiles {
  readonly journal: string;
  readonly figures: string;
  readonly findings: string;
}

/** Both projections as one: it has come as far as the one that is behind. */
export const openProjectors = (files: ReadModelFiles, journal: JournalReader): Projector => {
  const figures = openProjector(files.figures, journal, FIGURES);
  let findings: Projector;
  try {
    findings = openProjector(files.findings, journal, FINDINGS);
  } catch (error) {
    figures.close();
    throw error;
  }
  const step = (): number => figures.step() || findings.step();
  return {
    get size() {
      return Math.min(figures.size, findings.size);
    },
    get stale() {
      return figures.stale ?? findings.stale;
    },
    get isStopped() {
      return figures.isStopped || findings.isStopped;
    },
    step,
    catchUp: (onProgress) => {
      while (step() > 0) onProgress?.(figures.size);
    },
    close: () => {
      figures.close();
      findings.close();
    },
  };
};

const NOT_BUILT = -1;

interface Reached {
  readonly size: number;
  readonly root: string;
}

const reachedBy = (path: string): Reached | undefined => {
  if (!existsSync(path)) return undefined;
  const database = openDatabase(path, { readOnly: true });
  try {
    return database.prepare('SELECT size, root FROM checkpoint').get() as Reached | undefined;
  } catch {
    // A file whose tables are just being made has none yet.
    return undefined;
  } finally {
    database.close();
  }
};

const sizeOfFile = (path: string): number => reachedBy(path)?.size ?? NOT_BUILT;

/** That the files were made of this journal, as far as they have come. @throws ForeignReadModel */
export const requireReadModelOf = ({ figures, findings }: ReadModelFiles, journal: JournalReader): void => {
  for (const path of [figures, findings]) {
    const { size, root } = reachedBy(path) ?? NOTHING_READ;
    if (size > journal.size() || (size > 0 && journal.rootHash(size) !== root))
      throw new ForeignReadModel(path);
  }
};

const NOTHING_READ: Reached = { size: 0, root: '' };

/** How far the files have come, seen without a lock; -1 while one is not there. */
export const projectedSize = ({ figures, findings }: ReadModelFiles): number =>
  Math.min(sizeOfFile(figures), sizeOfFile(findings));

/** Of a thread whose heap may grow without a limit garbage is collected late, and the memory of two adds up (measured: 150 MB). */
const FINDINGS_HEAP = { maxOldGenerationSizeMb: 512 };

const buildFindings = (files: ReadModelFiles): Promise<string | undefined> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./findingsWorker.ts', import.meta.url), {
      workerData: { journal: files.journal, findings: files.findings },
      resourceLimits: FINDINGS_HEAP,
    });
    worker.once('message', resolve);
    worker.once('error', reject);
  });

/**
 * Builds both files up to the end of the journal, side by side. The caller holds the lock of the data directory. Returns why
 * it stopped before the end, if it did.
 */
export const buildReadModel = async (
  files: ReadModelFiles,
  onProgress?: (size: number) => void,
): Promise<string | undefined> => {
  const findings = buildFindings(files);
  const journal = openJournalReader(files.journal);
  try {
    const figures = openProjector(files.figures, journal, FIGURES);
    try {
      figures.catchUp(onProgress);
      return figures.stale ?? (await findings);
    } finally {
      figures.close();
    }
  } finally {
    await findings.catch(() => {});
    journal.close();
  }
};
