import {
  type NoteSignature,
  parseNote,
  parseSignatures,
  TransparencyError,
  type VerifierKey,
} from '../transparency/index.ts';
import { formatAddCheckpoint } from './request.ts';

/** Sending a checkpoint to one witness, and what becomes of it. */

export interface WitnessAddress {
  readonly key: VerifierKey;
  /** Submission prefix. */
  readonly url: string;
}

export interface Submission {
  readonly note: string;
  readonly size: number;
  /** The proof that this checkpoint continues a size that the witness has seen. */
  readonly proofFrom: (oldSize: number) => readonly Uint8Array[];
}

export type SubmitResult =
  | { readonly kind: 'cosigned'; readonly signatures: readonly NoteSignature[] }
  /** The witness has seen a larger tree of this log already. */
  | { readonly kind: 'overtaken'; readonly size: number }
  | { readonly kind: 'failed'; readonly detail: string };

const ANSWER_MS_MAX = 10_000;
const OK = 200;
const CONFLICT = 409;
const DETAIL_CHARACTERS_MAX = 200;
const SIZE = /^(0|[1-9]\d{0,15})\n$/;

/** Cosignatures by the witness's key that hold over the checkpoint; all others are ignored. */
const holding = (lines: string, { key }: WitnessAddress, note: string): NoteSignature[] => {
  const { text } = parseNote(note);
  return parseSignatures(lines).filter(
    ({ name, keyId, signature }) => name === key.name && keyId === key.keyId && key.verifies(text, signature),
  );
};

const failed = (detail: string): SubmitResult => ({ kind: 'failed', detail });

const post = async (
  witness: WitnessAddress,
  { note, proofFrom }: Submission,
  oldSize: number,
): Promise<{ readonly status: number; readonly text: string }> => {
  const proof = oldSize === 0 ? [] : proofFrom(oldSize);
  const response = await fetch(`${witness.url.replace(/\/$/, '')}/add-checkpoint`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: formatAddCheckpoint({ oldSize, proof, note }),
    redirect: 'error',
    signal: AbortSignal.timeout(ANSWER_MS_MAX),
  });
  return { status: response.status, text: await response.text() };
};

const attempt = async (
  witness: WitnessAddress,
  submission: Submission,
  oldSize: number,
): Promise<SubmitResult | { readonly kind: 'seen'; readonly size: number }> => {
  const { status, text } = await post(witness, submission, oldSize);
  if (status === OK) {
    const signatures = holding(text, witness, submission.note);
    return signatures.length > 0 ? { kind: 'cosigned', signatures } : failed('no cosignature that holds');
  }
  const size = Number.parseInt(SIZE.exec(text)?.[1] ?? 'NaN', 10);
  if (status !== CONFLICT || !Number.isSafeInteger(size))
    return failed(`${status} ${text.slice(0, DETAIL_CHARACTERS_MAX).trim()}`);
  return size > submission.size ? { kind: 'overtaken', size } : { kind: 'seen', size };
};

/**
 * Asks a witness for its cosignature. `oldSize` is what it is thought to have seen; where it says otherwise, the proof is
 * made from there, once.
 */
export const submitCheckpoint = async (
  witness: WitnessAddress,
  submission: Submission,
  oldSize: number,
): Promise<SubmitResult> => {
  try {
    const first = await attempt(witness, submission, oldSize);
    if (first.kind !== 'seen') return first;
    const second = await attempt(witness, submission, first.size);
    return second.kind === 'seen' ? failed(`it says ${second.size} after it said ${first.size}`) : second;
  } catch (error) {
    const { message, cause } = error as Error;
    if (error instanceof TransparencyError) return failed(message);
    return failed(cause instanceof Error ? `${message}: ${cause.message}` : message);
  }
};
