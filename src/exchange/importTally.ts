import { POSTER_CODES } from '../domain/authority.ts';
import type { Refusal } from '../domain/refusal.ts';
import { FactRefused } from '../problem.ts';
import type { Outcome, WholeRecording } from '../recorder/recorder.ts';
import type { RefusedLine } from './batchIntake.ts';
import type { ReadBatch } from './intakePool.ts';
import type { RejectsFile } from './rejectsFile.ts';

/** What became of the lines of an import: counted, told as it is known, and the refused ones written into a file. */

export interface RejectLine {
  readonly line: number;
  readonly errors: readonly Refusal[];
  readonly fact: unknown;
}

/** A batch with the file that it was read from, or `-`. */
export interface FileBatch extends ReadBatch {
  readonly file: string;
}

export interface TallyOptions {
  readonly dryRun?: boolean;
  readonly atomic?: boolean;
  readonly onAcknowledged?: (count: number, lastSequence: string) => void;
  readonly onRefused?: (line: RejectLine, file: string) => void;
  /** Called at the end with the places of the facts in the log, in its order, those that were there before included. */
  readonly onStanding?: (sequences: readonly number[]) => void;
}

/** What was counted; sequences are those of facts that were recorded now. */
export interface Counts {
  readonly recorded: number;
  readonly repeated: number;
  readonly refused: number;
  readonly first: number | null;
  readonly last: number | null;
}

export interface Tally {
  readonly counts: Counts;
  /**
   * Outcomes of a group's facts, and what intake refused of its batches, in the order of the lines.
   * @throws FactRefused when an outcome concerns the ledger or the poster, and not the fact
   */
  answered(batches: readonly FileBatch[], outcomes: readonly (Outcome | undefined)[]): void;
  /** Ends the whole that the facts are of, if they are of one. */
  endWhole(): Promise<void>;
  /** Tells what stands in the log. */
  stands(): void;
}

/** Refusals that concern the ledger or the poster, and not the fact: the import stops. */
const STOPS: ReadonlySet<string> = new Set(['DISK_FULL', 'CLOCK_WRONG', 'OUTCOME_UNKNOWN', ...POSTER_CODES]);

const NOTHING_RECORDED = { recorded: 0, first: null, last: null } as const;

const rejectText = (line: number, errors: readonly Refusal[], factText: string): string =>
  `{"line":${line},"errors":${JSON.stringify(errors)},"fact":${factText}}\n`;

export interface TallyParts {
  /** What the facts are recorded in together, if they are. */
  readonly whole: WholeRecording | undefined;
  /** Where the refused lines go, if anywhere. */
  readonly rejects: Pick<RejectsFile, 'write'> | undefined;
}

export const createTally = (options: TallyOptions, { whole, rejects }: TallyParts): Tally => {
  const { atomic = false, dryRun = false } = options;
  const counts = {
    recorded: 0,
    repeated: 0,
    /** Of these the repeats of facts of the same whole, which stand or fall with it. */
    ownRepeated: 0,
    refused: 0,
    first: null as number | null,
    last: null as number | null,
  };
  /** A fact that stands on several lines has one place. */
  const standing = new Set<number>();
  /** Lines of a whole of which is told at its end: facts without an outcome, and what else is to be told after them. */
  const waiting: { readonly batch: FileBatch; readonly line: number; readonly refused?: RefusedLine }[] = [];
  let isSpoiled = false;

  const refuseLine = ({ file }: FileBatch, { line, refusals: errors, factText }: RefusedLine): void => {
    counts.refused += 1;
    rejects?.write(rejectText(line, errors, factText));
    options.onRefused?.({ line, errors, fact: JSON.parse(factText) as unknown }, file);
  };

  const count = (outcome: Outcome, line: number, batch: FileBatch): void => {
    if (outcome.status === 'refused') {
      const stopped = outcome.refusals.find(({ code }) => STOPS.has(code));
      if (stopped) throw new FactRefused([stopped, ...outcome.refusals.filter((other) => other !== stopped)]);
      if (outcome.refusals[0]?.code !== 'BATCH_REFUSED')
        refuseLine(batch, { line, refusals: outcome.refusals, factText: batch.factTextAt(line) });
      return;
    }
    if (!dryRun && options.onStanding) standing.add(outcome.sequence);
    if (outcome.status === 'repeated') {
      counts.repeated += 1;
      if (whole && outcome.sequence >= whole.since) counts.ownRepeated += 1;
      return;
    }
    counts.recorded += 1;
    if (dryRun) return;
    counts.first = Math.min(counts.first ?? outcome.sequence, outcome.sequence);
    counts.last = Math.max(counts.last ?? outcome.sequence, outcome.sequence);
  };

  const answeredBatch = (
    batch: FileBatch,
    outcomes: readonly (Outcome | undefined)[],
    start: number,
  ): void => {
    const refused = batch.refused.values();
    let next = refused.next().value;
    const refuseBefore = (line: number): void => {
      for (; next && next.line < line; next = refused.next().value)
        if (whole?.isHeld === true) waiting.push({ batch, line: next.line, refused: next });
        else refuseLine(batch, next);
    };
    if (batch.refused.length > 0) isSpoiled = true;
    for (let index = 0; index < batch.lines.length; index += 1) {
      const line = batch.lines[index] as number;
      const outcome = outcomes[start + index];
      refuseBefore(line);
      if (outcome) count(outcome, line, batch);
      else waiting.push({ batch, line });
    }
    refuseBefore(Number.POSITIVE_INFINITY);
  };

  const acknowledge = (): void => {
    if (counts.last !== null)
      options.onAcknowledged?.(counts.recorded + counts.repeated, String(counts.last));
  };

  return {
    counts,
    answered: (batches, outcomes) => {
      const before = counts.recorded;
      let start = 0;
      for (const batch of batches) {
        answeredBatch(batch, outcomes, start);
        start += batch.lines.length;
      }
      if (!whole && counts.recorded > before) acknowledge();
    },
    endWhole: async () => {
      if (!whole) return;
      const { failure, waited, stands } = await whole.end(!isSpoiled);
      if (failure) throw new FactRefused([failure]);
      const outcomes = waited.values();
      for (const { batch, line, refused } of waiting) {
        if (refused) refuseLine(batch, refused);
        else count(outcomes.next().value as Outcome, line, batch);
      }
      if (atomic && !stands && !(dryRun && counts.refused === 0)) {
        Object.assign(counts, { ...NOTHING_RECORDED, repeated: counts.repeated - counts.ownRepeated });
        standing.clear();
      }
      if (!dryRun) acknowledge();
    },
    stands: () => options.onStanding?.([...standing].sort((a, b) => a - b)),
  };
};
