// C2SP tlog-proof: one file that proves offline that a record is in a log.
//
//   c2sp.org/tlog-proof@v1
//   [extra <base64>]
//   index <decimal>
//   <hash in base64>…
//
//   <signed checkpoint, verbatim>

import { type Checkpoint, type OpenedCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { TransparencyError, type Verdict } from './errors.ts';
import { encodeBase64, HASH_BYTES, tryDecodeBase64, tryParseHash } from './hash.ts';
import { parseNote } from './note.ts';
import { openWithPolicy, type Policy } from './policy.ts';
import { isSize } from './size.ts';
import { decodeText, MAX_TEXT_BYTES, parseDecimal } from './text.ts';
import { verifyInclusion } from './verify.ts';

/** Most hashes in a proof: one for each level of the largest tree. */
export const PROOF_HASHES_MAX = 53;

const HEADER = 'c2sp.org/tlog-proof@v1';
const EXTRA = 'extra ';
const INDEX = 'index ';
const SEPARATOR = '\n\n';

/** A proof in its parts, nothing of it checked yet. */
export interface TlogProof {
  readonly index: number;
  /** PATH(index, D_size), RFC 9162 §2.1.3.1: from the leaf's sibling to the root's child. */
  readonly hashes: readonly Uint8Array[];
  /** The signed note of the checkpoint, as the log gave it out. */
  readonly checkpoint: string;
  /** Data that nothing vouches for; null if there is none. */
  readonly extra: Uint8Array | null;
}

/** What a verifier has of its own: the record's leaf hash and whom it trusts. */
export interface ProofExpectation {
  readonly leafHash: Uint8Array;
  readonly policy: Policy;
}

/**
 * The text of a proof, C2SP tlog-proof, "Format". Throws PROOF_MALFORMED, or as reading the checkpoint does.
 */
export function formatProof({ index, hashes, checkpoint, extra }: TlogProof): string {
  if (
    !isSize(index) ||
    hashes.length > PROOF_HASHES_MAX ||
    hashes.some((hash) => hash.length !== HASH_BYTES)
  ) {
    throw malformed(`it must have an index below 2^53 and at most ${PROOF_HASHES_MAX} hashes of 32 bytes`);
  }
  if (extra?.length === 0) {
    throw malformed('extra data must not be empty');
  }
  readHead(checkpoint);
  const lines = [
    HEADER,
    ...(extra === null ? [] : [`${EXTRA}${encodeBase64(extra)}`]),
    `${INDEX}${index}`,
    ...hashes.map(encodeBase64),
  ];
  return `${lines.join('\n')}${SEPARATOR}${checkpoint}`;
}

/**
 * Formats and reads proofs of many records against one checkpoint, which is read once. Proofs of neighbors end in the same
 * hashes: what a proof shares with the one before it is neither written nor read again.
 */
export interface ProofsOfCheckpoint {
  /** As formatProof does, without extra data. */
  format(index: number, hashes: readonly Uint8Array[]): string;
  /** As parseProof does, for a proof against any checkpoint. */
  parse(input: string | Uint8Array): TlogProof;
}

/** Throws as reading the checkpoint does. */
export function proofsOf(checkpoint: string): ProofsOfCheckpoint {
  readHead(checkpoint);
  const tail = `${SEPARATOR}${checkpoint}`;
  const tailBytes = Buffer.from(tail, 'utf8');
  let written: HashLines = { text: '', hashes: [] };
  let read: HashLines = { text: '', hashes: [] };

  return {
    format: (index, hashes) => {
      if (!isSize(index) || hashes.length > PROOF_HASHES_MAX) {
        throw malformed(`it must have an index below 2^53 and at most ${PROOF_HASHES_MAX} hashes`);
      }
      written = writeHashLines(hashes, written);
      return `${HEADER}\n${INDEX}${index}${written.hashes.length === 0 ? '' : '\n'}${written.text}${tail}`;
    },
    parse: (input) => {
      const head = headBefore(tailBytes, input);
      const found = head === undefined ? undefined : readPlainHead(head, read);
      if (found === undefined) {
        return readProof(input, checkpoint);
      }
      read = found.lines;
      return { index: found.index, hashes: read.hashes, checkpoint, extra: null };
    },
  };
}

/** Hashes, and their lines as they stand in a proof. */
interface HashLines {
  readonly text: string;
  readonly hashes: readonly Uint8Array[];
}

/** 32 bytes in base64. */
const HASH_CHARS = 44;
const LINE_CHARS = HASH_CHARS + 1;

/** Where the last lines of a text begin, so many of them; the text has no line feed at its end. */
function lastLinesAt(text: string, lines: number): number {
  return text.length + 1 - lines * LINE_CHARS;
}

function writeHashLines(hashes: readonly Uint8Array[], before: HashLines): HashLines {
  let shared = 0;
  while (shared < hashes.length && hashes.at(-1 - shared) === before.hashes.at(-1 - shared)) {
    shared++;
  }
  const own = hashes.slice(0, hashes.length - shared);
  if (own.some((hash) => hash.length !== HASH_BYTES)) {
    throw malformed('a hash is not 32 bytes long');
  }
  const lines = own.map(encodeBase64);
  if (shared > 0) {
    lines.push(before.text.slice(lastLinesAt(before.text, shared)));
  }
  return { text: lines.join('\n'), hashes };
}

/** The hashes of lines; undefined where one of them is none. */
function readHashLines(text: string, before: HashLines): HashLines | undefined {
  const count = text === '' ? 0 : (text.length + 1) / LINE_CHARS;
  if (!Number.isInteger(count) || count > PROOF_HASHES_MAX) {
    return undefined;
  }
  // From the most that they can share down: where they do not, the first line of it already differs.
  let shared = Math.min(count, before.hashes.length);
  while (shared > 0 && !text.endsWith(before.text.slice(lastLinesAt(before.text, shared)))) {
    shared--;
  }
  const own: Uint8Array[] = [];
  for (let at = 0; own.length < count - shared; at += LINE_CHARS) {
    const hash = tryParseHash(text.slice(at, at + HASH_CHARS));
    const isLine = at + HASH_CHARS === text.length || text[at + HASH_CHARS] === '\n';
    if (hash === undefined || !isLine) {
      return undefined;
    }
    own.push(hash);
  }
  return { text, hashes: [...own, ...before.hashes.slice(before.hashes.length - shared)] };
}

const PLAIN_START = `${HEADER}\n${INDEX}`;

/** What stands before the checkpoint in a proof without extra data; undefined where it is anything else. */
function readPlainHead(
  head: string,
  before: HashLines,
): { readonly index: number; readonly lines: HashLines } | undefined {
  if (!head.startsWith(PLAIN_START)) {
    return undefined;
  }
  const end = head.indexOf('\n', PLAIN_START.length);
  const index = parseDecimal(head.slice(PLAIN_START.length, end < 0 ? head.length : end));
  const lines = end < 0 ? { text: '', hashes: [] } : readHashLines(head.slice(end + 1), before);
  return index === undefined || lines === undefined || (end >= 0 && lines.hashes.length === 0)
    ? undefined
    : { index, lines };
}

/**
 * What stands before that tail, which most of many proofs end in, a character a byte: nothing in it may be other than ASCII.
 * Undefined for what does not end so, or has another empty line before it, which then is the one that counts.
 */
function headBefore(tail: Uint8Array, input: string | Uint8Array): string | undefined {
  if (typeof input === 'string' || input.length > MAX_TEXT_BYTES) {
    return undefined;
  }
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  const end = bytes.length - tail.length;
  if (end < 0 || bytes.compare(tail, 0, tail.length, end) !== 0) {
    return undefined;
  }
  const head = bytes.toString('latin1', 0, end);
  return `${head}\n`.includes(SEPARATOR) ? undefined : head;
}

/**
 * Takes a proof apart; reading it says nothing about whether it holds. Throws PROOF_MALFORMED, or as reading
 * the checkpoint does.
 */
export function parseProof(input: string | Uint8Array): TlogProof {
  return readProof(input);
}

/** `known` is a checkpoint that has been read. */
function readProof(input: string | Uint8Array, known?: string): TlogProof {
  const text = decodeText(input);
  const split = text?.indexOf(SEPARATOR) ?? -1;
  if (text === undefined || split < 0) {
    throw malformed('it must be UTF-8 text with an empty line before the checkpoint');
  }
  const [header, ...lines] = text.slice(0, split).split('\n');
  if (header !== HEADER) {
    throw malformed(`the first line must be ${HEADER}`);
  }
  const extra = lines[0]?.startsWith(EXTRA) === true ? parseExtra(lines.shift() ?? '') : null;
  const index = parseIndex(lines.shift() ?? '');
  const hashes = parseHashes(lines);
  const checkpoint = text.slice(split + SEPARATOR.length);
  if (checkpoint !== known) {
    readHead(checkpoint);
  }
  return { index, hashes, checkpoint, extra };
}

/**
 * Whether the record with this leaf hash is in the log, at the proof's index, under a checkpoint that the
 * policy accepts. Throws as opening the checkpoint does; refuses with ORIGIN_MISMATCH, then
 * SIGNATURE_INVALID, then POLICY_UNSATISFIED, then PROOF_INVALID.
 */
export function verifyProof(
  proof: TlogProof,
  { leafHash, policy }: ProofExpectation,
): Verdict<OpenedCheckpoint> {
  const opened = openWithPolicy(proof.checkpoint, policy);
  if (!opened.ok) {
    return opened;
  }
  const { size, root } = opened.checkpoint;
  const included = verifyInclusion({ leafHash, index: proof.index, size, proof: proof.hashes, root });
  return included.ok ? opened : included;
}

function parseExtra(line: string): Uint8Array {
  const extra = tryDecodeBase64(line.slice(EXTRA.length));
  if (extra === undefined || extra.length === 0) {
    throw malformed('the extra data is not canonical base64, or empty');
  }
  return extra;
}

function parseIndex(line: string): number {
  const index = line.startsWith(INDEX) ? parseDecimal(line.slice(INDEX.length)) : undefined;
  if (index === undefined) {
    throw malformed('the index line must be: index, space, decimal without leading zeros');
  }
  return index;
}

function parseHashes(lines: readonly string[]): Uint8Array[] {
  if (lines.length > PROOF_HASHES_MAX) {
    throw malformed(`it has more than ${PROOF_HASHES_MAX} hashes`);
  }
  return lines.map(parseHashLine);
}

function parseHashLine(line: string): Uint8Array {
  const hash = tryParseHash(line);
  if (hash === undefined) {
    throw malformed('a hash is not the canonical base64 of 32 bytes');
  }
  return hash;
}

/** Refuses what is not a checkpoint where one is due. */
function readHead(note: string): Checkpoint {
  return parseCheckpoint(parseNote(note).text);
}

function malformed(what: string): TransparencyError {
  return new TransparencyError('PROOF_MALFORMED', `not a transparency log proof: ${what}`);
}
