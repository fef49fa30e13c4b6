import { CommanderError } from 'commander';
import { CODES, type Code } from '../domain/codes.ts';
import type { Refusal } from '../domain/refusal.ts';
import { isDiskFull } from '../journal/database.ts';
import { LogFailure } from '../log/port.ts';
import { asProblem, Problem, problemJson, wrongUse } from '../problem.ts';
import { argumentWords } from './argumentWords.ts';
import type { Manner } from './invocation.ts';
import { noteLine, printLines } from './output.ts';
import { shown } from './shown.ts';

/** From whatever went wrong to a problem, its words and the exit code. */

export const EXIT = {
  done: 0,
  /** Refused, or does not verify. */
  refused: 1,
  wrongUse: 2,
  /** Lock, disk, clock, store: the same command can succeed once the machine is right. */
  environment: 3,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const ENVIRONMENT_CODES: ReadonlySet<Code> = new Set<Code>([
  'CHECKPOINT_DAMAGED',
  'CLOCK_WRONG',
  'DATA_INCONSISTENT',
  'READ_MODEL_FOREIGN',
  'DATA_LOCKED',
  'DATA_MISSING',
  'DATA_VERSION',
  'DISK_FULL',
  'ENVIRONMENT',
  'HISTORY_REWRITTEN',
  'INTERNAL',
  'LEDGER_COPY',
  'LEDGER_SEALED',
  'NOT_SIGNED',
  'OUTCOME_UNKNOWN',
  'READ_MODEL_STALE',
  'SERVER_UNREACHABLE',
  'STORE_UNREACHABLE',
  'SIGNING_KEY_MISSING',
  'SIGNING_KEY_WRONG',
  'TREE_DAMAGED',
]);

export const exitCodeOf = (code: Code): ExitCode => {
  if (code === 'USAGE') return EXIT.wrongUse;
  return ENVIRONMENT_CODES.has(code) ? EXIT.environment : EXIT.refused;
};

/** SQLite's primary result codes for a file that is damaged or no database at all. */
const SQLITE_DAMAGED: ReadonlySet<number> = new Set([11, 26]);
/** Busy, locked, read-only, I/O error, cannot be opened. */
const SQLITE_UNAVAILABLE: ReadonlySet<number> = new Set([5, 6, 8, 10, 14]);
const SQLITE_PRIMARY = 256;

const storeProblem = (error: Error): Problem | undefined => {
  const { errcode } = error as { errcode?: unknown };
  if (typeof errcode !== 'number') return undefined;
  const primary = errcode % SQLITE_PRIMARY;
  const options = { cause: error };
  if (SQLITE_DAMAGED.has(primary))
    return new Problem('DATA_INCONSISTENT', { detail: error.message }, options);
  return SQLITE_UNAVAILABLE.has(primary)
    ? new Problem('ENVIRONMENT', { detail: error.message }, options)
    : undefined;
};

/** What the operating system refused: a file without permission, a port that is taken. */
const systemProblem = (error: Error): Problem | undefined =>
  typeof (error as NodeJS.ErrnoException).syscall === 'string'
    ? new Problem('ENVIRONMENT', { detail: error.message }, { cause: error })
    : undefined;

export const problemOf = (error: unknown): Problem => {
  if (error instanceof Problem || error instanceof LogFailure || !(error instanceof Error))
    return asProblem(error);
  if (error instanceof CommanderError) {
    const { zh, en } = argumentWords(error);
    return wrongUse(zh, en);
  }
  if (isDiskFull(error)) return new Problem('DISK_FULL', {}, { cause: error });
  return storeProblem(error) ?? systemProblem(error) ?? asProblem(error);
};

const VALUE_LENGTH_MAX = 60;

/** A refused value in short; it stands in full under `--json` and in the rejects file. */
const valueText = (value: unknown): string => {
  const text = JSON.stringify(value) ?? '';
  return text.length <= VALUE_LENGTH_MAX ? text : `${text.slice(0, VALUE_LENGTH_MAX - 1)}…`;
};

/** A refusal for a reader: code, place, value, and the rule in words. */
export const refusalText = (
  { code, pointer, value, message }: Refusal,
  manner: Pick<Manner, 'language'>,
): string => {
  const place = pointer === '' ? '' : ` ${pointer}`;
  const posted = value === undefined ? '' : ` ${valueText(value)}`;
  return shown(`${code}${place}${posted}  ${message[manner.language]}`);
};

/** Says what went wrong and gives the exit code: a problem object on stdout under `--json`, else words on stderr. */
export const reportFailure = (error: unknown, manner: Manner): ExitCode => {
  const problem = problemOf(error);
  // An internal error is to be reported, and the report needs the place.
  if (problem.code === 'INTERNAL') noteLine(stackOf(problem.cause ?? problem));
  if (manner.json) printLines([JSON.stringify(problemJson(problem))]);
  else {
    const { language } = manner;
    noteLine(`${problem.code}: ${problem.words[language]}`);
    for (const refusal of problem.errors) noteLine(`  ${refusalText(refusal, manner)}`);
    noteLine(CODES[problem.code].action[language]);
  }
  return exitCodeOf(problem.code);
};

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
