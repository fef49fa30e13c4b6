// C2SP tlog-checkpoint: the signed head of a log. The text has three lines (extension lines are not used
// here, because nobody audits them, and are refused):
//
//   <origin>
//   <tree size in decimal>
//   <root hash in base64>

import { refuse, TransparencyError, type Verdict } from './errors.ts';
import { encodeBase64, HASH_BYTES, tryParseHash } from './hash.ts';
import { KEY_TYPE, type NoteSigner, type VerifierKey } from './key.ts';
import { type NoteSignature, openNote, parseNote, signNote, type VerifiedSignature } from './note.ts';
import { isSize } from './size.ts';
import { hasControlCharacter, parseDecimal } from './text.ts';

/** The head of a log: 32 bytes of root for a size. */
export interface Checkpoint {
  /** Which log: the name of its key. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** A checkpoint whose log signature holds. */
export interface OpenedCheckpoint {
  readonly checkpoint: Checkpoint;
  /** The log key that signed. */
  readonly log: VerifierKey;
  /** Cosignatures by the witnesses that were named. One key may have several, of different times. */
  readonly cosignatures: readonly VerifiedSignature[];
  /** Signatures by keys that were not named. They say nothing. */
  readonly unverified: readonly NoteSignature[];
}

/** The keys one trusts: the log's, any of which will do, and its witnesses'. */
export interface TrustedKeys {
  readonly logs: readonly VerifierKey[];
  readonly witnesses?: readonly VerifierKey[];
}

/** The note text of a checkpoint, C2SP tlog-checkpoint, "Note text". Throws CHECKPOINT_MALFORMED. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  if (origin === '' || origin.includes('\n') || !origin.isWellFormed() || hasControlCharacter(origin)) {
    throw malformed('the origin must be one line of UTF-8 without control characters');
  }
  if (!isSize(size) || root.length !== HASH_BYTES) {
    throw malformed('the size must be an integer from 0 to 2^53 - 1, and the root have 32 bytes');
  }
  return `${origin}\n${size}\n${encodeBase64(root)}\n`;
}

/**
 * Reads the note text of a checkpoint: exactly three lines. Says nothing about signatures. Throws
 * CHECKPOINT_MALFORMED.
 */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', sizeLine = '', rootLine = '', last, ...more] = text.split('\n');
  const size = parseDecimal(sizeLine);
  const root = tryParseHash(rootLine);
  if (last !== '' || more.length > 0) {
    throw malformed('it must have three lines, without extension lines');
  }
  if (origin === '' || !origin.isWellFormed() || hasControlCharacter(origin)) {
    throw malformed('the origin is empty or has control characters');
  }
  if (size === undefined) {
    throw malformed('the size must be a decimal without leading zeros, below 2^53');
  }
  if (root === undefined) {
    throw malformed('the root must be the canonical base64 of 32 bytes');
  }
  return { origin, size, root };
}

/**
 * The checkpoint signed by its log, whose key has the origin as its name. It signs what it is given: that it
 * continues every checkpoint signed before, the caller has shown first. Throws CHECKPOINT_MALFORMED.
 */
export function signCheckpoint(checkpoint: Checkpoint, signer: NoteSigner): string {
  if (signer.name !== checkpoint.origin) {
    throw malformed(`the key of ${signer.name} cannot sign for ${checkpoint.origin}`);
  }
  return signNote({ text: formatCheckpoint(checkpoint) }, [signer]);
}

/**
 * The checkpoint with a witness's cosignature added, or renewed. It cosigns what it is given: that the log
 * signed it and that it continues what the witness saw before, the caller has checked first. Throws
 * NOTE_MALFORMED or CHECKPOINT_MALFORMED.
 */
export function cosignCheckpoint(note: string | Uint8Array, cosigner: NoteSigner): string {
  const parsed = parseNote(note);
  // A witness vouches for a log's head; read it, so that it never signs another kind of text.
  parseCheckpoint(parsed.text);
  return signNote(parsed, [cosigner]);
}

/**
 * Opens a checkpoint, C2SP tlog-checkpoint and tlog-cosignature: it must be signed by a trusted log key that
 * has the origin as its name. Signatures by other keys are set aside; one by a trusted key that does not hold
 * rejects it.
 *
 * Throws NOTE_MALFORMED, CHECKPOINT_MALFORMED, KEY_AMBIGUOUS, and KEY_TYPE_WRONG for a log key that cosigns
 * or a witness key that does not. Refuses with ORIGIN_MISMATCH, then SIGNATURE_INVALID.
 */
export function openCheckpoint(
  note: string | Uint8Array,
  { logs, witnesses = [] }: TrustedKeys,
): Verdict<OpenedCheckpoint> {
  checkKeyTypes({ logs, witnesses });
  const checkpoint = parseCheckpoint(parseNote(note).text);
  if (!logs.some((log) => log.name === checkpoint.origin)) {
    return refuse('ORIGIN_MISMATCH', `the checkpoint is of the log ${checkpoint.origin}`);
  }
  const opened = openNote(note, [...logs, ...witnesses]);
  if (!opened.ok) {
    return opened;
  }
  const { verified, unverified } = opened;
  const signed = verified.find(({ key }) => key.type === KEY_TYPE.ed25519 && key.name === checkpoint.origin);
  if (signed === undefined) {
    return refuse('SIGNATURE_INVALID', `the checkpoint is not signed by ${checkpoint.origin}`);
  }
  const cosignatures = verified.filter(({ key }) => key.type === KEY_TYPE.cosignatureV1);
  return { ok: true, checkpoint, log: signed.key, cosignatures, unverified };
}

function checkKeyTypes({ logs, witnesses }: Required<TrustedKeys>): void {
  if (logs.some((key) => key.type !== KEY_TYPE.ed25519)) {
    throw new TransparencyError('KEY_TYPE_WRONG', 'a log key must have signature type 0x01');
  }
  if (witnesses.some((key) => key.type !== KEY_TYPE.cosignatureV1)) {
    throw new TransparencyError('KEY_TYPE_WRONG', 'a witness key must have signature type 0x04');
  }
}

function malformed(what: string): TransparencyError {
  return new TransparencyError('CHECKPOINT_MALFORMED', `not a checkpoint: ${what}`);
}
