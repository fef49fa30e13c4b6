import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TILE_WIDTH } from '../../transparency/index.ts';
import type { Findings } from '../failure.ts';
import type { BulletinEvents } from './bulletins.ts';
import { partitionsFor } from './partition.ts';
import { notLater } from './scan.ts';
import { bundlesOf, type LogPlace, openLogSource } from './source.ts';
import { failureOf, type LogTask, type ScanTask, type TaskAnswer } from './tasks.ts';
import { openThreads } from './threads.ts';
import { checkTree } from './tree.ts';

/** All that is read of a whole log, in two passes: each entry against the tree, then each contract as a whole. */

/** Two for each entry: as many steps as the progress counts. */
export const STEPS_PER_ENTRY = 2;

/** An entry as most are; only the number of the files on the way depends on it. */
const ENTRY_BYTES = 1_024;

export type Roots = ReadonlyMap<number, Uint8Array>;

export interface ReadOptions {
  /** Sizes at which the root is wanted. */
  readonly sizes: readonly number[];
  readonly findings: Findings;
  /** Compares the roots with what was signed, before any contract is read. */
  readonly checkRoots: (roots: Roots) => void;
  readonly onProgress?: ((steps: number) => void) | undefined;
}

/** The first pass is shared out in so many parts a thread: one that starts late has less of it to do. */
const PARTS_PER_THREAD = 4;

/** In the directory of a pass. */
const IDENTITIES = 'identities';

const scanTasks = (place: LogPlace, directory: string, parts: number): ScanTask[] => {
  const bundles = bundlesOf(place.size);
  const borders = Array.from({ length: parts + 1 }, (_, part) => Math.floor((bundles * part) / parts));
  const partitions = partitionsFor(place.size * ENTRY_BYTES);
  return borders.slice(1).map((end, part) => ({
    task: 'scan',
    place,
    range: { first: borders[part] as number, end },
    directory,
    partitions,
    identities: join(directory, IDENTITIES),
    part,
  }));
};

/** Recorded times increase across the ranges that were scanned apart. */
const checkBorders = (
  tasks: readonly ScanTask[],
  answers: readonly TaskAnswer[],
  { add }: Findings,
): void => {
  let last = '';
  tasks.forEach(({ range }, part) => {
    const times = answers[part]?.times;
    if (!times || range.first === range.end) return;
    if (times.first <= last) add(notLater(range.first * TILE_WIDTH));
    last = times.last;
  });
};

const readTree = (place: LogPlace, sizes: readonly number[], findings: Findings): Roots => {
  const source = openLogSource(place);
  try {
    let roots: Roots = new Map();
    findings.during(() => {
      roots = checkTree(source, sizes, findings);
    });
    return roots;
  } finally {
    source.close();
  }
};

/** Recorded times are judged with the contracts, and stop nothing before that. */
const isStopped = ({ first }: Findings): boolean => first !== undefined && first.code !== 'ENTRY_REFUSED';

/** Reads the log at a place, adds what does not hold to the findings, and gives the bulletins that were published in it. */
export const readLog = async (
  place: LogPlace,
  { sizes, findings, checkRoots, onProgress }: ReadOptions,
): Promise<readonly BulletinEvents[]> => {
  const directory = mkdtempSync(join(tmpdir(), 'ledger-verify-'));
  mkdirSync(join(directory, IDENTITIES));
  const threads = openThreads(place.size);
  let steps = 0;
  const count = (more: number): void => {
    steps += more;
    onProgress?.(steps);
  };
  try {
    const parts = threads.count * PARTS_PER_THREAD;
    const scans = scanTasks(place, directory, parts);
    const scanning = threads.run(scans, count);
    const roots = readTree(place, sizes, findings);
    const scanned = await scanning;
    for (const answer of scanned) findings.add(failureOf(answer));
    checkBorders(scans, scanned, findings);
    if (!isStopped(findings)) findings.during(() => checkRoots(roots));
    if (isStopped(findings)) return [];
    const journal = place.kind === 'journal' ? place.path : undefined;
    const checks = Array.from({ length: scans[0]?.partitions ?? 0 }, (_, partition): LogTask[] => [
      { task: 'repeats', directory: join(directory, IDENTITIES), partition, parts },
      { task: 'check', directory, partition, parts, journal },
    ]);
    const checked = await threads.run(checks.flat(), count);
    for (const answer of checked) findings.add(failureOf(answer));
    return checked.flatMap(({ bulletins = [] }) => bulletins);
  } finally {
    await threads.close();
    rmSync(directory, { recursive: true, force: true });
  }
};
