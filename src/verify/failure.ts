import { type Message, messageOf } from '../domain/refusal.ts';
import { isDiskFull } from '../journal/database.ts';
import { JournalFormat } from '../journal/format.ts';

/** How verification fails: one code, the place, and words. */

/** In the order in which the first one wins, whatever is found first. */
export const VERIFY_CODES = [
  'INPUT_UNREADABLE',
  'ORIGIN_MISMATCH',
  'SIGNATURE_INVALID',
  'POLICY_UNSATISFIED',
  'CHECKPOINT_STALE',
  'HISTORY_REWRITTEN',
  'LEAF_MISMATCH',
  'TILE_MISMATCH',
  'ROOT_MISMATCH',
  'PROOF_INVALID',
  'REVISION_GAP',
  'ENTRY_REFUSED',
  'FIGURE_MISMATCH',
  'BULLETIN_MISMATCH',
] as const;
export type VerifyCode = (typeof VERIFY_CODES)[number];

/** The answer of a verification that failed, as `verify --json` gives it. */
export interface FailedJson {
  readonly ok: false;
  readonly code: VerifyCode;
  /** The file, the event or the contract where it shows. */
  readonly at: string;
  readonly message: Message;
}

/** Thrown inside this folder only; its faces turn it into an answer. */
export class DoesNotVerify extends Error {
  readonly code: VerifyCode;
  readonly at: string;
  /** Place in the log, where it is one event's. */
  readonly sequence: number;
  /** What is wrong there, in both languages unless it is names and numbers. */
  readonly detail: string | Message;
  constructor(code: VerifyCode, at: string, detail: string | Message, sequence = Number.POSITIVE_INFINITY) {
    super(typeof detail === 'string' ? detail : detail.en);
    this.name = 'DoesNotVerify';
    this.code = code;
    this.at = at;
    this.detail = detail;
    this.sequence = sequence;
  }
}

/** A failure at one event of the log. */
export const failedAt = (sequence: number, code: VerifyCode, detail: string | Message): DoesNotVerify =>
  new DoesNotVerify(code, `event ${sequence}`, detail, sequence);

export const failedJson = ({ code, at, detail }: DoesNotVerify): FailedJson => ({
  ok: false,
  code,
  at,
  message: messageOf(code, { at, detail, actual: detail }),
});

const isBefore = (a: DoesNotVerify, b: DoesNotVerify): boolean => {
  const rank = VERIFY_CODES.indexOf(a.code) - VERIFY_CODES.indexOf(b.code);
  return rank < 0 || (rank === 0 && a.sequence < b.sequence);
};

/** Failures found in one pass: the first in the order of the codes counts, and of one code the first in the log. */
export interface Findings {
  readonly first: DoesNotVerify | undefined;
  add(failure: DoesNotVerify | undefined): void;
  /** Runs a step; what it finds is added. */
  during(step: () => void): void;
  /** @throws DoesNotVerify */
  throwFirst(): void;
}

export const collectFindings = (): Findings => {
  let first: DoesNotVerify | undefined;
  const add = (failure: DoesNotVerify | undefined): void => {
    if (failure && (!first || isBefore(failure, first))) first = failure;
  };
  return {
    get first() {
      return first;
    },
    add,
    during: (step) => {
      try {
        step();
      } catch (error) {
        if (!(error instanceof DoesNotVerify)) throw error;
        add(error);
      }
    },
    throwFirst: () => {
      if (first) throw first;
    },
  };
};

/**
 * Runs a parser of an input file; what it cannot read is told with the file's name. A journal of another version of the
 * program may be as whole as any, and so may a file of which there is no space for a copy.
 */
export const readable = <T>(at: string, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (error instanceof DoesNotVerify || error instanceof JournalFormat || isDiskFull(error)) throw error;
    throw new DoesNotVerify('INPUT_UNREADABLE', at, error instanceof Error ? error.message : String(error));
  }
};
