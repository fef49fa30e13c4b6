import { type Message, messageOf } from '../domain/refusal.ts';

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
  constructor(code: VerifyCode, at: string, detail: string) {
    super(detail);
    this.name = 'DoesNotVerify';
    this.code = code;
    this.at = at;
  }
}

export const failedJson = ({ code, at, message: detail }: DoesNotVerify): FailedJson => ({
  ok: false,
  code,
  at,
  message: messageOf(code, { at, detail }),
});

const rankOf = ({ code }: DoesNotVerify): number => VERIFY_CODES.indexOf(code);

/** Failures found in one pass, of which the first in the order of the codes counts, and of one code the first found. */
export interface Findings {
  add(failure: DoesNotVerify): void;
  /** @throws DoesNotVerify */
  throwFirst(): void;
}

export const collectFindings = (): Findings => {
  let first: DoesNotVerify | undefined;
  return {
    add: (failure) => {
      if (!first || rankOf(failure) < rankOf(first)) first = failure;
    },
    throwFirst: () => {
      if (first) throw first;
    },
  };
};

/** Runs a parser of an input file; what it cannot read is told with the file's name. */
export const readable = <T>(at: string, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (error instanceof DoesNotVerify) throw error;
    throw new DoesNotVerify('INPUT_UNREADABLE', at, error instanceof Error ? error.message : String(error));
  }
};
