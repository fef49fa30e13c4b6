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

/** Formats and reads proofs of many records against one checkpoint, which is read once. */
export interface ProofsOfCheckpoint {
  /** As formatProof does, without extra data. Hashes that come again are encoded once. */
  format(index: number, hashes: readonly Uint8Array[]): string;
  /** As parseProof does, for a proof against any checkpoint. Hashes that come again are decoded once. */
  parse(input: string | Uint8Array): TlogProof;
}

/** Throws as reading the checkpoint does. */
export function proofsOf(checkpoint: string): ProofsOfCheckpoint {
  readHead(checkpoint);
  const encoded = new Map<Uint8Array, string>();
  const decoded = new Map<string, Uint8Array>();
  const tail = `${SEPARATOR}${checkpoint}`;
  const tailBytes = Buffer.from(tail, 'utf8');

  function encode(hash: Uint8Array): string {
    const known = encoded.get(hash);
    if (known !== undefined) {
      return known;
    }
    const text = encodeBase64(hash);
    encoded.set(hash, text);
    return text;
  }

  function decode(line: string): Uint8Array {
    const known = decoded.get(line);
    if (known !== undefined) {
      return known;
    }
    const hash = parseHashLine(line);
    decoded.set(line, hash);
    return hash;
  }

  return {
    format: (index, hashes) => {
      if (!isSize(index) || hashes.length > PROOF_HASHES_MAX) {
        throw malformed(`it must have an index below 2^53 and at most ${PROOF_HASHES_MAX} hashes`);
      }
      return `${[HEADER, `${INDEX}${index}`, ...hashes.map(encode)].join('\n')}${tail}`;
    },
    parse: (input) => {
      const head = headBefore(tailBytes, input);
      return head === undefined
        ? readProof(input, { decode, known: checkpoint })
        : { ...readLines(head, decode), checkpoint };
    },
  };
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
  return readProof(input, { decode: parseHashLine, known: undefined });
}

interface ReadingProof {
  readonly decode: (line: string) => Uint8Array;
  /** A checkpoint that has been read. */
  readonly known: string | undefined;
}

function readProof(input: string | Uint8Array, { decode, known }: ReadingProof): TlogProof {
  const text = decodeText(input);
  const split = text?.indexOf(SEPARATOR) ?? -1;
  if (text === undefined || split < 0) {
    throw malformed('it must be UTF-8 text with an empty line before the checkpoint');
  }
  const parts = readLines(text.slice(0, split), decode);
  const checkpoint = text.slice(split + SEPARATOR.length);
  if (checkpoint !== known) {
    readHead(checkpoint);
  }
  return { ...parts, checkpoint };
}

/** The lines before the checkpoint. */
function readLines(text: string, decode: ReadingProof['decode']): Omit<TlogProof, 'checkpoint'> {
  const [header, ...lines] = text.split('\n');
  if (header !== HEADER) {
    throw malformed(`the first line must be ${HEADER}`);
  }
  const extra = lines[0]?.startsWith(EXTRA) === true ? parseExtra(lines.shift() ?? '') : null;
  const index = parseIndex(lines.shift() ?? '');
  return { index, hashes: parseHashes(lines, decode), extra };
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

function parseHashes(lines: readonly string[], decode: ReadingProof['decode']): Uint8Array[] {
  if (lines.length > PROOF_HASHES_MAX) {
    throw malformed(`it has more than ${PROOF_HASHES_MAX} hashes`);
  }
  return lines.map(decode);
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
