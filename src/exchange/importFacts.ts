import type { Actor } from '../domain/actor.ts';
import type { Problem } from '../problem.ts';
import {
  heldWhole,
  mayWait,
  type Outcome,
  type Submission,
  type WholeOptions,
  type WholeRecording,
} from '../recorder/recorder.ts';
import { batchesOf, checkTotals, type FileOptions, sourcesOf } from './importFiles.ts';
import { createTally, type FileBatch, type TallyOptions } from './importTally.ts';
import type { PreparedFact } from './intake.ts';
import { openRejects } from './rejectsFile.ts';
import { wholeWithin } from './whole.ts';

/** Import of files of facts: validated, recorded in groups, refusals into a file that can be corrected and imported again. */

export interface ImportSummary {
  readonly recorded: number;
  readonly repeated: number;
  readonly refused: number;
  readonly firstSequence: string | null;
  readonly lastSequence: string | null;
  readonly seconds: number;
}

/** What an import records into: a ledger at hand, or one behind a server, which knows by itself who acts. */
export interface ImportLedger {
  readonly recorder: {
    record(submission: Submission): Promise<readonly Outcome[]>;
    recordWhole?(options: WholeOptions): Promise<WholeRecording>;
    readonly state: { readonly demonstration: boolean };
  };
}

export interface ImportOptions extends FileOptions, TallyOptions {
  readonly actor: Actor;
  /** Bytes that an atomic import or a dry run may have where all of it is held in memory; {@link WHOLE_BYTES_MAX} unless given. */
  readonly wholeBytesMax?: number;
  /** File for the refused lines. */
  readonly rejects?: string;
  readonly onProgress?: (lines: number) => void;
  /** Called at the end, however it ends, if that file does not hold all that was refused. */
  readonly onRejectsFailed?: (failure: Problem) => void;
}

/** Facts of a group sent to the recorder. */
const GROUP_FACTS = 2_000;
const GROUPS_UNDER_WAY = 2;

/** Facts that are recorded together, with the batches that they were read from. */
interface Group {
  readonly facts: PreparedFact[];
  readonly batches: FileBatch[];
  /** With those that intake refused. */
  lines: number;
}

const newGroup = (): Group => ({ facts: [], batches: [], lines: 0 });

const addToGroup = (group: Group, taken: FileBatch): void => {
  for (const fact of taken.facts) group.facts.push(fact);
  group.batches.push(taken);
  group.lines += taken.lines.length + taken.refused.length;
};

/** What an atomic import or a dry run is recorded in; undefined for any other. */
const openWhole = async (
  { recorder }: ImportLedger,
  { actor, atomic = false, dryRun = false }: ImportOptions,
): Promise<WholeRecording | undefined> => {
  if (!atomic && !dryRun) return undefined;
  const options = { actor, atomic, dryRun };
  return (
    (await recorder.recordWhole?.(options)) ?? heldWhole((submission) => recorder.record(submission), options)
  );
};

const sequenceText = (sequence: number | null): string | null =>
  sequence === null ? null : String(sequence);

/**
 * Imports files. Without `atomic` what is refused leaves the others recorded; with it nothing is recorded if any is.
 * @throws Problem CONTROL_TOTALS, ATOMIC_TOO_LARGE, and ENVIRONMENT for rejects that cannot be written, before anything is
 * recorded; Problem DISK_FULL, CLOCK_WRONG, OUTCOME_UNKNOWN when the ledger cannot go on — what was acknowledged stands, and the
 * same import may be repeated.
 */
export const importFacts = async (ledger: ImportLedger, options: ImportOptions): Promise<ImportSummary> => {
  const start = performance.now();
  const sources = await sourcesOf(options);
  await checkTotals(sources, options);
  const rejects = options.rejects === undefined ? undefined : openRejects(options.rejects);
  const whole = await openWhole(ledger, options);
  const tally = createTally(options, { whole, rejects });
  const reading = {
    demonstration: ledger.recorder.state.demonstration,
    within:
      whole?.isHeld === true
        ? wholeWithin(options.wholeBytesMax)
        : (chunks: AsyncIterable<Uint8Array>) => chunks,
  };
  const submit = (facts: readonly PreparedFact[]): Promise<readonly (Outcome | undefined)[]> =>
    whole ? whole.take(facts) : ledger.recorder.record({ facts, actor: options.actor });

  /** Groups under way, in order: the next is taken in and decided while one is flushed. */
  const underWay: (readonly [Group, Promise<readonly (Outcome | undefined)[]>])[] = [];
  const settle = async (atMost: number): Promise<void> => {
    while (underWay.length > atMost) {
      const [{ batches }, outcomes] = underWay[0] as (typeof underWay)[number];
      tally.answered(batches, await outcomes);
      underWay.shift();
    }
  };
  const record = async (full: Group): Promise<void> => {
    const outcomes = full.facts.length === 0 ? Promise.resolve([]) : submit(full.facts);
    // Awaited in its turn; a failure before that is not one of nobody's.
    outcomes.catch(() => {});
    underWay.push([full, outcomes]);
    await settle(full.facts.some(({ fact }) => mayWait(fact)) ? 0 : GROUPS_UNDER_WAY);
  };

  let group = newGroup();
  let seen = 0;
  let isDone = false;
  try {
    for (const source of sources)
      for await (const taken of batchesOf(source, options, reading)) {
        addToGroup(group, { ...taken, file: source.name });
        seen += taken.lines.length + taken.refused.length;
        options.onProgress?.(seen);
        if (group.lines >= GROUP_FACTS) {
          const full = group;
          group = newGroup();
          await record(full);
        }
      }
    await record(group);
    await settle(0);
    await tally.endWhole();
    isDone = true;
  } finally {
    await Promise.allSettled(underWay.map(([, outcomes]) => outcomes));
    whole?.abandon();
    const failure = rejects?.end(isDone);
    if (failure) options.onRejectsFailed?.(failure);
  }
  tally.stands();
  const { recorded, repeated, refused, first, last } = tally.counts;
  return {
    recorded,
    repeated,
    refused,
    firstSequence: sequenceText(first),
    lastSequence: sequenceText(last),
    seconds: Math.round(performance.now() - start) / 1000,
  };
};
