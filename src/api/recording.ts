import type { Actor } from '../domain/actor.ts';
import type { RecordedEvent } from '../domain/envelope.ts';
import { refuse } from '../domain/refusal.ts';
import type { PreparedFact } from '../exchange/intake.ts';
import type { LedgerRecording } from '../main.ts';
import type { Outcome, Recorded, Refused } from '../recorder/recorder.ts';
import { encodeBase64, leafHash } from '../transparency/index.ts';

/** Recording what was posted, and what recording it answers. */

export interface RecordedJson {
  readonly id: string;
  readonly subject: string;
  readonly revision: number;
  readonly sequence: string;
  readonly leafHash: string;
  readonly recordedTime: string;
  readonly recordedEvent: RecordedEvent & { readonly logindex: string };
}

/** The text of {@link RecordedJson}. The event stands in it as it is stored, with its place as its last member. */
export const recordedAnswer = ({ sequence, text, bytes, event }: Recorded): string => {
  const { id, subject, revision, recordedtime: recordedTime } = event ?? (JSON.parse(text) as RecordedEvent);
  const hash = encodeBase64(leafHash(bytes ?? Buffer.from(text, 'utf8')));
  const head = JSON.stringify({
    id,
    subject,
    revision,
    sequence: String(sequence),
    leafHash: hash,
    recordedTime,
  });
  return `${head.slice(0, -1)},"recordedEvent":${text.slice(0, -1)},"logindex":"${sequence}"}}`;
};

export const recordedJson = (recorded: Recorded): RecordedJson =>
  JSON.parse(recordedAnswer(recorded)) as RecordedJson;

const OK = 200;
const CREATED = 201;

/** Status of a fact that was taken; a dry run creates nothing. */
export const statusOf = (outcome: Recorded, dryRun: boolean): number =>
  outcome.status === 'recorded' && !dryRun ? CREATED : OK;

/** A ledger whose outcomes are counted. */
export type MeteredLedger = LedgerRecording & {
  /** Called with what became of facts that were to be recorded, after so many seconds. */
  readonly meter?: (outcomes: readonly Outcome[], seconds: number) => void;
};

export interface RecordOptions {
  readonly actor: Actor;
  readonly atomic?: boolean;
  readonly dryRun?: boolean;
  /** Revision that the subject of the single fact must be at. */
  readonly ifMatch?: number | undefined;
}

const submit = async (
  { recorder }: LedgerRecording,
  facts: readonly PreparedFact[],
  options: RecordOptions,
): Promise<readonly Outcome[]> => {
  const { actor, atomic = false, dryRun = false, ifMatch } = options;
  if (facts.length === 0) return [];
  return recorder.record({
    facts,
    actor,
    atomic,
    dryRun,
    ...(ifMatch === undefined ? {} : { ifMatch }),
  });
};

/** What is answered to a fact that might have been recorded, had its batch been. */
export const BATCH_REFUSED: Refused = {
  status: 'refused',
  refusals: [refuse('BATCH_REFUSED', { pointer: '' })],
};

/** Whether what is answered to a fact of a refused batch is so: a repeat may be one of a fact of that batch. */
const stands = ({ journal }: LedgerRecording, { fact }: PreparedFact, { status }: Outcome): boolean =>
  status === 'refused' || (status === 'repeated' && journal.find(fact.source, fact.id) !== undefined);

/**
 * Records what intake has taken; what it has refused stays refused at its place. With `atomic` nothing is recorded if
 * anything is refused; the others are judged all the same, to tell all that is wrong at once.
 */
export const recordAll = async (
  ledger: MeteredLedger,
  taken: readonly (PreparedFact | Refused)[],
  options: RecordOptions,
): Promise<readonly Outcome[]> => {
  const start = performance.now();
  const outcomes = await outcomesOf(ledger, taken, options);
  if (options.dryRun !== true) ledger.meter?.(outcomes, (performance.now() - start) / MS_PER_S);
  return outcomes;
};

const MS_PER_S = 1_000;

const outcomesOf = async (
  ledger: LedgerRecording,
  taken: readonly (PreparedFact | Refused)[],
  options: RecordOptions,
): Promise<readonly Outcome[]> => {
  const facts = taken.filter((item) => 'fact' in item);
  const isSpoiled = options.atomic === true && facts.length < taken.length;
  const judged = await submit(ledger, facts, isSpoiled ? { ...options, dryRun: true } : options);
  const isRefused =
    options.atomic === true && (isSpoiled || judged.some(({ status }) => status === 'refused'));
  const outcomes = judged[Symbol.iterator]();
  return taken.map((item) => {
    if (!('fact' in item)) return item;
    const outcome = outcomes.next().value as Outcome;
    return isRefused && !stands(ledger, item, outcome) ? BATCH_REFUSED : outcome;
  });
};
