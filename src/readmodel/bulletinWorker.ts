import { parentPort, workerData } from 'node:worker_threads';
import { RULES } from '../../projections/rules.ts';
import { openDatabase } from '../journal/database.ts';
import { openJournalReader } from '../journal/reader.ts';
import { bulletinAt } from './bulletinAt.ts';
import type { BulletinTask } from './bulletinThread.ts';
import { createFigures } from './figureSource.ts';
import { lineageReader } from './lineage.ts';

/** A thread that computes a bulletin while the ledger goes on. */

const task = workerData as BulletinTask;
const journal = openJournalReader(task.journal);
const database = openDatabase(task.figures, { readOnly: true });
const figures = createFigures(database, journal);
const lineage = lineageReader(database, journal, { figures, rules: RULES });
parentPort?.postMessage(bulletinAt({ journal, figures, lineage, rules: RULES }, task.year, task.treeSize));
database.close();
journal.close();
