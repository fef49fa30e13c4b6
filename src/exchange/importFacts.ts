import type { Actor } from '../domain/actor.ts';
import type { Problem } from '../problem.ts';
import {
  heldWhole,
  type Outcome,
  type Submission,
  type WholeOptions,
  type WholeRecording,
} from '../recorder/recorder.ts';
import { groupFlow, type Submit } from './groupFlow.ts';
import { batchesOf, checkTotals, type FileOptions, sourcesOf } from './importFiles.ts';
import { createTally, type TallyOptions } from './importTally.ts';
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
  const submit: Submit = (facts) =>
    whole ? whole.take(facts) : ledger.recorder.record({ facts, actor: options.actor });
  const flow = groupFlow(submit, tally);
  let seen = 0;
  let isDone = false;
  try {
    for (const source of sources)
      for await (const taken of batchesOf(source, options, reading)) {
        seen += taken.lines.length + taken.refused.length;
        options.onProgress?.(seen);
        await flow.take({ ...taken, file: source.name });
      }
    await flow.end();
    await tally.endWhole();
    isDone = true;
  } finally {
    await flow.stop();
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
