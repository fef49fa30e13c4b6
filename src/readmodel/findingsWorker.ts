import { parentPort, workerData } from 'node:worker_threads';
import { openJournalReader } from '../journal/reader.ts';
import { FINDINGS } from './projections.ts';
import { openProjector } from './projector.ts';

/** A thread that builds the findings while another builds the figures. */

const { journal: journalPath, findings } = workerData as {
  readonly journal: string;
  readonly findings: string;
};
const journal = openJournalReader(journalPath);
const projector = openProjector(findings, journal, FINDINGS);
projector.catchUp();
parentPort?.postMessage(projector.stale);
projector.close();
journal.close();
