import { CODES, type Code } from './domain/codes.ts';
import { type Message, type MessageValues, messageOf, type Refusal } from './domain/refusal.ts';
import { JOURNAL_VERSION, JournalFormat } from './journal/format.ts';
import { LogFailure } from './log/port.ts';
import { ForeignReadModel } from './readmodel/projector.ts';

/** A request that is not answered: the code says why, in the catalogue's words. */
export class Problem extends Error {
  readonly code: Code;
  readonly words: Message;
  /** The facts' refusals behind it, if any. */
  readonly errors: readonly Refusal[];
  constructor(
    code: Code,
    values: MessageValues = {},
    options: ErrorOptions & { readonly errors?: readonly Refusal[] } = {},
  ) {
    const words = messageOf(code, values);
    super(words.en, options);
    this.name = 'Problem';
    this.code = code;
    this.words = words;
    this.errors = options.errors ?? [];
  }
}

const firstOf = ([first]: readonly Refusal[]): Refusal => {
  if (!first) throw new Error('refused without a refusal');
  return first;
};

/** The status that refusals answer with: that of the first. */
export const refusedStatus = (refusals: readonly Refusal[]): number => CODES[firstOf(refusals).code].status;

/** A fact that was refused, as the answer to its post: its first refusal says why. */
export class FactRefused extends Problem {
  override readonly words: Refusal['message'];
  constructor(refusals: readonly Refusal[]) {
    const first = firstOf(refusals);
    super(first.code, {}, { errors: refusals });
    this.words = first.message;
    this.message = first.message.en;
  }
}

/** An RFC 9457 problem object, the same over HTTP and under `--json`. */
export interface ProblemJson {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance?: string;
  readonly code: Code;
  readonly message: Message;
  readonly errors?: readonly Refusal[];
}

const PROBLEM_TYPE = 'urn:ip-finance-ledger:problem:';

export const problemJson = (problem: Problem, instance?: string): ProblemJson => ({
  type: `${PROBLEM_TYPE}${problem.code}`,
  title: problem.code,
  status: CODES[problem.code].status,
  detail: problem.words.en,
  ...(instance === undefined ? {} : { instance }),
  code: problem.code,
  message: problem.words,
  ...(problem.errors.length === 0 ? {} : { errors: problem.errors }),
});

/** What is asked for is not there, or not there for who asks. */
export const notFound = (zh: string, en = zh): Problem => new Problem('NOT_FOUND', { detail: { zh, en } });

/** Wrong use, with what is wrong in both languages. */
export const wrongUse = (zh: string, en: string): Problem => new Problem('USAGE', { detail: { zh, en } });

const formatProblem = (error: JournalFormat): Problem => {
  const { path, found } = error;
  return found === 0
    ? new Problem('DATA_MISSING', { detail: path }, { cause: error })
    : new Problem('DATA_VERSION', { detail: path, found, reads: JOURNAL_VERSION }, { cause: error });
};

/** The read model has so many of the events that it should have, and why it has no more, if it does not go on. */
export const readModelBehind = (projected: number, size: number, stale?: string): Problem =>
  new Problem('READ_MODEL_STALE', {
    detail: stale ?? { zh: `${size} 条中已有 ${projected} 条`, en: `${projected} of ${size}` },
  });

/** Whatever was thrown, as a problem; what is not foreseen is an internal error. */
export const asProblem = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  // The store broke while it was written to: what had been handed to it may stand or not.
  if (error instanceof LogFailure) return new Problem('OUTCOME_UNKNOWN', {}, { cause: error });
  if (error instanceof ForeignReadModel)
    return new Problem('READ_MODEL_FOREIGN', { detail: error.path }, { cause: error });
  return error instanceof JournalFormat
    ? formatProblem(error)
    : new Problem('INTERNAL', {}, { cause: error });
};
