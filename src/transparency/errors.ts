// How failure is told. Three kinds, never mixed:
//
// - input that cannot be read, or a call outside its range, throws a TransparencyError;
// - input that can be read and does not hold (a proof, a signature) is a value, a Refusal;
// - arithmetic of our own that is broken throws a plain Error: nobody can act on it.

/** What was wrong. A parser throws the code of its own format, whatever part of the input failed. */
export type TransparencyErrorCode =
  | 'BASE64_MALFORMED'
  | 'HASH_MALFORMED'
  | 'OUT_OF_RANGE'
  | 'HASHES_MISSING'
  | 'TILE_PATH_MALFORMED'
  | 'TILE_MALFORMED'
  | 'BUNDLE_MALFORMED'
  | 'ENTRY_TOO_LARGE'
  | 'KEY_MALFORMED'
  | 'KEY_AMBIGUOUS'
  | 'KEY_TYPE_WRONG'
  | 'NOTE_MALFORMED'
  | 'CHECKPOINT_MALFORMED'
  | 'PROOF_MALFORMED'
  | 'POLICY_MALFORMED'
  | 'NOT_CANONICAL';

/** The one exception of this package: the input is not in its format, or an argument is out of range. */
export class TransparencyError extends Error {
  override readonly name = 'TransparencyError';
  readonly code: TransparencyErrorCode;

  constructor(code: TransparencyErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Why readable input was refused. */
export type RefusalCode = 'ORIGIN_MISMATCH' | 'SIGNATURE_INVALID' | 'POLICY_UNSATISFIED' | 'PROOF_INVALID';

/** The answer of a verification that failed. The code is for programs, the message for people. */
export interface Refusal {
  readonly ok: false;
  readonly code: RefusalCode;
  readonly message: string;
}

/** The answer of a verification: what was established, or why not. */
export type Verdict<Established extends object = object> = ({ readonly ok: true } & Established) | Refusal;

export function refuse(code: RefusalCode, message: string): Refusal {
  return { ok: false, code, message };
}

/** Panics where this package itself is wrong, so that no hash is ever computed from broken indexes. */
export function assertArithmetic(holds: boolean, what: string): asserts holds {
  if (!holds) {
    throw new Error(`transparency: broken arithmetic: ${what}`);
  }
}
