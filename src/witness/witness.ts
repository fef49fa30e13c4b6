import {
  type Checkpoint,
  createCosigner,
  equalBytes,
  formatSignature,
  openCheckpoint,
  parseCheckpoint,
  parseNote,
  type SigningKey,
  type VerifierKey,
  verifyConsistency,
} from '../transparency/index.ts';
import type { AddCheckpoint } from './request.ts';
import type { WitnessState } from './state.ts';

/** A witness of one log: it cosigns what continues the last checkpoint that it cosigned, and nothing else. */

export type WitnessAnswer =
  /** Signature lines; the checkpoint is kept. */
  | { readonly kind: 'cosigned'; readonly lines: string; readonly size: number }
  | { readonly kind: 'unknownLog' }
  | { readonly kind: 'unsigned'; readonly detail: string }
  /** The old size is larger than the checkpoint. */
  | { readonly kind: 'oldTooLarge' }
  /** Another size was cosigned last. */
  | { readonly kind: 'otherSize'; readonly size: number }
  /** Two roots for one size, both signed by the log. */
  | { readonly kind: 'split'; readonly size: number; readonly seen: string; readonly offered: string }
  | { readonly kind: 'unproved'; readonly detail: string };

export interface Witness {
  /** Judges, keeps and cosigns in one step. */
  take(request: AddCheckpoint): WitnessAnswer;
  /** The last checkpoint that was cosigned. */
  seen(): Checkpoint | undefined;
  /** Whether what was seen continues an older size. */
  continues(older: Pick<Checkpoint, 'size' | 'root'>, proof: readonly Uint8Array[]): boolean;
}

export interface WitnessPorts {
  readonly key: SigningKey;
  readonly log: VerifierKey;
  readonly state: WitnessState;
  readonly nowSeconds: () => number;
}

const checkpointOf = (note: string): Checkpoint => parseCheckpoint(parseNote(note).text);

/** Whether the proof leads from what was seen to what is offered; why not, otherwise. */
const unprovedBy = (
  seen: Checkpoint | undefined,
  offered: Checkpoint,
  proof: readonly Uint8Array[],
): string | undefined => {
  if (!seen) return proof.length === 0 ? undefined : 'there is nothing to prove from size 0';
  const verdict = verifyConsistency({
    oldSize: seen.size,
    newSize: offered.size,
    oldRoot: seen.root,
    newRoot: offered.root,
    proof,
  });
  return verdict.ok ? undefined : verdict.message;
};

export const createWitness = ({ key, log, state, nowSeconds }: WitnessPorts): Witness => {
  const seen = (): Checkpoint | undefined => {
    const note = state.seen();
    return note === undefined ? undefined : checkpointOf(note);
  };

  const take = ({ oldSize, proof, note }: AddCheckpoint): WitnessAnswer => {
    const opened = openCheckpoint(note, { logs: [log] });
    if (!opened.ok)
      return opened.code === 'ORIGIN_MISMATCH'
        ? { kind: 'unknownLog' }
        : { kind: 'unsigned', detail: opened.message };
    const offered = opened.checkpoint;
    const before = seen();
    if (before?.size === offered.size && !equalBytes(before.root, offered.root))
      return { kind: 'split', size: before.size, seen: state.seen() ?? '', offered: note };
    if (oldSize > offered.size) return { kind: 'oldTooLarge' };
    if (oldSize !== (before?.size ?? 0)) return { kind: 'otherSize', size: before?.size ?? 0 };
    const unproved = unprovedBy(before, offered, proof);
    if (unproved !== undefined) return { kind: 'unproved', detail: unproved };
    const { text } = parseNote(note);
    const cosigner = createCosigner(key, nowSeconds());
    const signature = { name: cosigner.name, keyId: cosigner.keyId, signature: cosigner.sign(text) };
    // Kept before anyone has the cosignature.
    state.keep(note);
    return { kind: 'cosigned', lines: formatSignature(signature), size: offered.size };
  };

  return {
    take,
    seen,
    continues: (older, proof) => {
      const last = seen();
      return (
        last !== undefined &&
        verifyConsistency({
          oldSize: older.size,
          newSize: last.size,
          oldRoot: older.root,
          newRoot: last.root,
          proof,
        }).ok
      );
    },
  };
};
