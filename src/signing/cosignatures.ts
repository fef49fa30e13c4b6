import { existsSync, readFileSync } from 'node:fs';
import {
  formatNote,
  formatSignature,
  type NoteSignature,
  parseNote,
  parseSignatures,
  parseVerifierKey,
  TransparencyError,
  type VerifierKey,
} from '../transparency/index.ts';
import type { SignedCheckpoint } from './checkpointFile.ts';
import { writeDurably } from './durableFile.ts';

/**
 * Cosignatures of the newest checkpoints, in a file beside the checkpoint. Each stands with the key that it is checked
 * with, so that none that is damaged is given out: a verifier who knows the key would refuse the whole checkpoint.
 */

export interface Cosignature {
  readonly key: VerifierKey;
  readonly signature: NoteSignature;
}

/** By the note of the log alone, newest first. */
type Cosigned = ReadonlyMap<string, readonly Cosignature[]>;

/** A witness may be slower than the log by this many checkpoints. */
const CHECKPOINTS_MAX = 8;
/** C2SP signed-note: a verifier may refuse notes with more signatures than 16. */
export const COSIGNATURES_MAX = 15;

interface FileJson {
  readonly checkpoints: readonly {
    readonly checkpoint: string;
    readonly cosignatures: readonly { readonly vkey: string; readonly signature: string }[];
  }[];
}

const holds = (note: string, { key, signature }: Cosignature): boolean =>
  key.verifies(parseNote(note).text, signature.signature);

const parse = (text: string): Cosigned => {
  const { checkpoints } = JSON.parse(text) as FileJson;
  return new Map(
    checkpoints.map(({ checkpoint, cosignatures }) => [
      checkpoint,
      cosignatures
        .flatMap(({ vkey, signature }) =>
          parseSignatures(signature).map((parsed) => ({ key: parseVerifierKey(vkey), signature: parsed })),
        )
        .filter((cosignature) => holds(checkpoint, cosignature)),
    ]),
  );
};

/** What the file holds; nothing where it is missing or damaged, for cosignatures can be had again. */
const readFile = (path: string): Cosigned => {
  if (!existsSync(path)) return new Map();
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof TransparencyError || error instanceof SyntaxError || error instanceof TypeError)
      return new Map();
    throw error;
  }
};

const noteWith = (note: string, cosignatures: readonly Cosignature[]): string => {
  if (cosignatures.length === 0) return note;
  const { text, signatures } = parseNote(note);
  return formatNote({ text, signatures: [...signatures, ...cosignatures.map(({ signature }) => signature)] });
};

/** The note of a checkpoint with the cosignatures that are kept of it. */
export const withCosignatures = (path: string, { note }: SignedCheckpoint): string =>
  noteWith(note, readFile(path).get(note) ?? []);

const fileText = (cosigned: Cosigned): string => {
  const json: FileJson = {
    checkpoints: [...cosigned].map(([checkpoint, cosignatures]) => ({
      checkpoint,
      cosignatures: cosignatures.map(({ key, signature }) => ({
        vkey: key.vkey,
        signature: formatSignature(signature),
      })),
    })),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
};

const sizeOf = (note: string): number => Number.parseInt(note.split('\n', 2)[1] ?? '0', 10);

/**
 * Keeps cosignatures, which hold, in the place of older ones by the same keys; they are durable when this returns.
 * Answers whether they are kept: not of a checkpoint that many newer ones have followed, nor beyond the most that one
 * may have.
 */
export const keepCosignatures = (
  path: string,
  { note }: SignedCheckpoint,
  added: readonly Cosignature[],
): boolean => {
  const before = readFile(path);
  const kept = (before.get(note) ?? []).filter(
    ({ key }) => !added.some((cosignature) => cosignature.key.vkey === key.vkey),
  );
  if (kept.length + added.length > COSIGNATURES_MAX) return false;
  const all = [...before, [note, [...kept, ...added]] as const];
  const newest = [...new Map(all)].sort(([a], [b]) => sizeOf(b) - sizeOf(a)).slice(0, CHECKPOINTS_MAX);
  if (!newest.some(([kept]) => kept === note)) return false;
  writeDurably(path, fileText(new Map(newest)));
  return true;
};
