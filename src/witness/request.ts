import {
  encodeBase64,
  HASH_BYTES,
  PROOF_HASHES_MAX,
  parseCheckpoint,
  parseNote,
  TransparencyError,
} from '../transparency/index.ts';

/**
 * C2SP tlog-witness, "add-checkpoint": what a log sends to a witness.
 *
 *   old <size>
 *   <hash in base64>…
 *
 *   <signed checkpoint>
 */
export interface AddCheckpoint {
  /** Size of the checkpoint that the witness saw last; 0 for none. */
  readonly oldSize: number;
  /** PROOF(oldSize, D_size), RFC 9162 §2.1.4.1. */
  readonly proof: readonly Uint8Array[];
  /** The signed note. */
  readonly note: string;
}

const OLD = /^old (0|[1-9]\d{0,15})$/;
const SEPARATOR = '\n\n';

export const formatAddCheckpoint = ({ oldSize, proof, note }: AddCheckpoint): string =>
  `${[`old ${oldSize}`, ...proof.map(encodeBase64)].join('\n')}${SEPARATOR}${note}`;

const parseHash = (line: string): Uint8Array => {
  const hash = Buffer.from(line, 'base64');
  if (hash.length !== HASH_BYTES || encodeBase64(hash) !== line)
    throw new TransparencyError('PROOF_MALFORMED', 'a hash is not the canonical base64 of 32 bytes');
  return new Uint8Array(hash);
};

/** Reads a request. @throws TransparencyError PROOF_MALFORMED, or as reading the checkpoint does */
export const parseAddCheckpoint = (text: string): AddCheckpoint => {
  const split = text.indexOf(SEPARATOR);
  const [first = '', ...lines] = text.slice(0, Math.max(0, split)).split('\n');
  const oldSize = Number.parseInt(OLD.exec(first)?.[1] ?? 'NaN', 10);
  if (!Number.isSafeInteger(oldSize) || lines.length > PROOF_HASHES_MAX)
    throw new TransparencyError(
      'PROOF_MALFORMED',
      'it must be: old <size>, hashes, an empty line, a checkpoint',
    );
  const note = text.slice(split + SEPARATOR.length);
  parseCheckpoint(parseNote(note).text);
  return { oldSize, proof: lines.map(parseHash), note };
};
