// C2SP signed notes: a text that ends in a newline, an empty line, and one line for each signature.
//
//   <text>
//
//   — <key name> <base64(4-byte key id ‖ signature)>

import { decodeCosignature } from './cosignature.ts';
import { refuse, TransparencyError, type Verdict } from './errors.ts';
import { encodeBase64, tryDecodeBase64 } from './hash.ts';
import { isKeyId, isKeyName, KEY_TYPE, type NoteSigner, type VerifierKey } from './key.ts';
import { decodeText, hasControlCharacter, MAX_TEXT_BYTES } from './text.ts';

/**
 * Most signatures that a note may have, the limit of Go's note package; the standard asks for 16 at least.
 */
export const NOTE_SIGNATURES_MAX = 100;

const KEY_ID_BYTES = 4;
/** U+2014, space. */
const SIGNATURE_PREFIX = '\u2014 ';
const SEPARATOR = '\n\n';
const UNREADABLE = `it must be UTF-8 without control characters, of at most ${MAX_TEXT_BYTES} bytes`;

/** A signature line, not yet checked. */
export interface NoteSignature {
  readonly name: string;
  /** 8 lower-case hex digits. */
  readonly keyId: string;
  /** The bytes after the key id. */
  readonly signature: Uint8Array;
}

/** A note in its parts. The text is not to be used before a signature by a trusted key was checked. */
export interface Note {
  /** With its last newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A signature that holds. */
export interface VerifiedSignature extends NoteSignature {
  readonly key: VerifierKey;
  /**
   * When a cosignature was made, in POSIX seconds, by the word of its key; null for a signature without a
   * time.
   */
  readonly timeSeconds: number | null;
}

/** A note with at least one signature that holds. */
export interface OpenedNote {
  readonly text: string;
  readonly verified: readonly VerifiedSignature[];
  /** Signatures by keys that are not known. They say nothing. */
  readonly unverified: readonly NoteSignature[];
}

/**
 * Takes a note apart, C2SP signed-note, "Format": strict UTF-8 without control characters, text and
 * signatures split at the last empty line, 1 to 100 signature lines. Throws NOTE_MALFORMED.
 */
export function parseNote(input: string | Uint8Array): Note {
  const note = decodeText(input);
  if (note === undefined || !isNoteText(note)) {
    throw malformed(UNREADABLE);
  }
  const split = note.lastIndexOf(SEPARATOR);
  if (split < 0) {
    throw malformed('it has no empty line between text and signatures');
  }
  return {
    text: note.slice(0, split + 1),
    signatures: parseSignatures(note.slice(split + SEPARATOR.length)),
  };
}

/** Reads signature lines without a note around them, as a witness answers with. Throws NOTE_MALFORMED. */
export function parseSignatures(lines: string): NoteSignature[] {
  if (!lines.endsWith('\n')) {
    throw malformed('the signatures do not end in a newline');
  }
  const parsed = lines.slice(0, -1).split('\n');
  if (parsed.length > NOTE_SIGNATURES_MAX) {
    throw malformed(`it has more than ${NOTE_SIGNATURES_MAX} signatures`);
  }
  return parsed.map(parseSignature);
}

/** One signature line with its newline. Throws NOTE_MALFORMED. */
export function formatSignature({ name, keyId, signature }: NoteSignature): string {
  if (!isKeyName(name) || !isKeyId(keyId) || signature.length === 0) {
    throw malformed('a signature needs a key name, a key id and at least one byte');
  }
  const blob = Buffer.concat([Buffer.from(keyId, 'hex'), signature]);
  return `${SIGNATURE_PREFIX}${name} ${encodeBase64(blob)}\n`;
}

/** Puts a note together. Throws NOTE_MALFORMED for whatever parseNote would not give back as it was. */
export function formatNote({ text, signatures }: Note): string {
  if (!text.endsWith('\n')) {
    throw malformed('the text does not end in a newline');
  }
  if (signatures.length === 0 || signatures.length > NOTE_SIGNATURES_MAX) {
    throw malformed(`it must have 1 to ${NOTE_SIGNATURES_MAX} signatures, not ${signatures.length}`);
  }
  const note = `${text}\n${signatures.map(formatSignature).join('')}`;
  if (!isNoteText(note)) {
    throw malformed(UNREADABLE);
  }
  return note;
}

/**
 * Signs a text, or adds signatures to a note. Signatures that it had stay in front, those by the same keys
 * are replaced, as in Go's note.Sign. Throws NOTE_MALFORMED.
 */
export function signNote(
  { text, signatures = [] }: { readonly text: string; readonly signatures?: readonly NoteSignature[] },
  signers: readonly NoteSigner[],
): string {
  const kept = signatures.filter((had) => !signers.some((signer) => isSameKey(had, signer)));
  const added = signers.map((signer) => ({
    name: signer.name,
    keyId: signer.keyId,
    signature: signer.sign(text),
  }));
  return formatNote({ text, signatures: [...kept, ...added] });
}

/**
 * Opens a note with the keys one knows, C2SP signed-note, "Signatures". Signatures by other keys are set
 * aside, also if they share either name or key id with a known one. Every signature by a known key is
 * checked, and one that does not hold rejects the note. Lines that repeat are read once.
 *
 * Throws NOTE_MALFORMED, and KEY_AMBIGUOUS if two known keys differ but share name and key id.
 * Refuses with SIGNATURE_INVALID.
 */
export function openNote(input: string | Uint8Array, known: readonly VerifierKey[]): Verdict<OpenedNote> {
  const keys = indexKeys(known);
  const { text, signatures } = parseNote(input);
  const distinct = new Map(signatures.map((signature) => [formatSignature(signature), signature]));
  const verified: VerifiedSignature[] = [];
  const unverified: NoteSignature[] = [];
  for (const signature of distinct.values()) {
    const key = keys.get(keyOf(signature));
    if (key === undefined) {
      unverified.push(signature);
    } else if (key.verifies(text, signature.signature)) {
      verified.push({ ...signature, key, timeSeconds: timeOf(key, signature) });
    } else {
      return refuse('SIGNATURE_INVALID', `the signature by ${key.name}+${key.keyId} does not hold`);
    }
  }
  if (verified.length === 0) {
    return refuse('SIGNATURE_INVALID', 'no signature is by a known key');
  }
  return { ok: true, text, verified, unverified };
}

function isNoteText(note: string): boolean {
  return decodeText(note) !== undefined && !hasControlCharacter(note);
}

function parseSignature(line: string): NoteSignature {
  const rest = line.startsWith(SIGNATURE_PREFIX) ? line.slice(SIGNATURE_PREFIX.length) : '';
  const nameEnd = rest.indexOf(' ');
  const name = rest.slice(0, Math.max(0, nameEnd));
  const blob = tryDecodeBase64(rest.slice(nameEnd + 1));
  if (!isKeyName(name) || blob === undefined || blob.length <= KEY_ID_BYTES) {
    throw malformed(
      'a signature line must be: em dash, space, key name, space, base64 of key id and signature',
    );
  }
  const keyId = Buffer.from(blob.subarray(0, KEY_ID_BYTES)).toString('hex');
  return { name, keyId, signature: blob.subarray(KEY_ID_BYTES) };
}

function indexKeys(known: readonly VerifierKey[]): Map<string, VerifierKey> {
  const keys = new Map<string, VerifierKey>();
  for (const key of known) {
    const other = keys.get(keyOf(key));
    if (other !== undefined && other.vkey !== key.vkey) {
      throw new TransparencyError('KEY_AMBIGUOUS', `two known keys are named ${key.name}+${key.keyId}`);
    }
    keys.set(keyOf(key), key);
  }
  return keys;
}

interface KeyIdentity {
  readonly name: string;
  readonly keyId: string;
}

/** Name and key id as one string: a name has no plus. */
function keyOf({ name, keyId }: KeyIdentity): string {
  return `${name}+${keyId}`;
}

function isSameKey(a: KeyIdentity, b: KeyIdentity): boolean {
  return keyOf(a) === keyOf(b);
}

function timeOf(key: VerifierKey, { signature }: NoteSignature): number | null {
  return key.type === KEY_TYPE.cosignatureV1 ? (decodeCosignature(signature)?.timeSeconds ?? null) : null;
}

function malformed(what: string): TransparencyError {
  return new TransparencyError('NOTE_MALFORMED', `not a signed note: ${what}`);
}
