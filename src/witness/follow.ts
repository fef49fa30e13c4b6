import {
  formatNote,
  openCheckpoint,
  parseNote,
  parseSignatures,
  type VerifierKey,
} from '../transparency/index.ts';
import type { Witness, WitnessAnswer } from './witness.ts';

/** One look at a log over HTTP: is what it shows now a continuation of what was seen? */

/** The log as it is asked; a rejection says that it cannot be reached now. */
export interface LogPort {
  checkpoint(): Promise<string>;
  /** The hashes of a consistency proof; undefined when the log says, for good, that it has none between those sizes. */
  consistency(from: number, to: number): Promise<readonly Uint8Array[] | undefined>;
}

export type Look =
  | { readonly kind: 'cosigned'; readonly size: number; readonly note: string }
  /** An older checkpoint that what was seen continues: a cache, perhaps. */
  | { readonly kind: 'stale'; readonly size: number }
  /** No proof yet: the node that was asked for it has not come as far as the one that showed the checkpoint. */
  | { readonly kind: 'behind'; readonly size: number }
  /** Not signed by the log, or of another one. */
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'alarm'; readonly detail: string; readonly offered: string };

const cosignedNote = (note: string, lines: string): string => {
  const { text, signatures } = parseNote(note);
  return formatNote({ text, signatures: [...signatures, ...parseSignatures(lines)] });
};

const lookOf = (note: string, answer: WitnessAnswer): Look => {
  switch (answer.kind) {
    case 'cosigned':
      return { kind: 'cosigned', size: answer.size, note: cosignedNote(note, answer.lines) };
    case 'split':
      return { kind: 'alarm', detail: `two roots for size ${answer.size}`, offered: note };
    case 'unproved':
      return { kind: 'alarm', detail: answer.detail, offered: note };
    case 'unsigned':
      return { kind: 'refused', detail: answer.detail };
    default:
      return { kind: 'refused', detail: answer.kind };
  }
};

interface Denial {
  /** The checkpoint that was shown, to which or from which there is no proof. */
  readonly note: string;
  /** The size that is denied. */
  readonly size: number;
  /** Whether it is the one that was seen, and more than is shown now. */
  readonly wasSeen: boolean;
}

/**
 * Behind one address there may be many nodes, and the one that denies a size may be behind the one that showed the checkpoint.
 * So it is asked what it shows itself: a log is rewritten that shows less than was seen, or hides what it shows.
 */
const lookAtDenial = async (
  log: LogPort,
  key: VerifierKey,
  { note, size, wasSeen }: Denial,
): Promise<Look> => {
  const again = openCheckpoint(await log.checkpoint(), { logs: [key] });
  if (!again.ok) return { kind: 'refused', detail: again.message };
  const isShown = again.checkpoint.size >= size;
  return isShown === wasSeen
    ? { kind: 'behind', size }
    : {
        kind: 'alarm',
        detail: `the log does not know size ${size} any more, or will not say`,
        offered: note,
      };
};

/** Judges a checkpoint that the log has shown. Rejects as the log does when it cannot be asked. */
export const lookAtLog = async (
  witness: Witness,
  log: LogPort,
  { key, note }: { readonly key: VerifierKey; readonly note: string },
): Promise<Look> => {
  const opened = openCheckpoint(note, { logs: [key] });
  if (!opened.ok) return { kind: 'refused', detail: opened.message };
  const { size, root } = opened.checkpoint;
  const seen = witness.seen();
  if (!seen || seen.size === size)
    return lookOf(note, witness.take({ oldSize: seen?.size ?? 0, proof: [], note }));
  const isOlder = size < seen.size;
  const [from, to] = isOlder ? [size, seen.size] : [seen.size, size];
  const proof = await log.consistency(from, to);
  if (proof === undefined) return lookAtDenial(log, key, { note, size: to, wasSeen: isOlder });
  if (!isOlder) return lookOf(note, witness.take({ oldSize: from, proof, note }));
  return witness.continues({ size, root }, proof)
    ? { kind: 'stale', size }
    : { kind: 'alarm', detail: `size ${seen.size} does not continue size ${size}`, offered: note };
};
