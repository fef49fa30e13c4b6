import { isDiskFull } from '../journal/database.ts';
import type { SignedCheckpoint } from './checkpointFile.ts';
import type { Checked } from './fault.ts';
import { createPace } from './pace.ts';
import type { Signer } from './signer.ts';

/** Signing while a process writes: paced by the growth of the log, and once more when it ends. */
export interface ContinuousSigning {
  /** The log has grown. */
  grown(): void;
  /** Signs what is there, and nothing more after it. */
  finish(): Checked;
  /** Signs nothing more. */
  stop(): void;
}

export interface ContinuousPorts {
  readonly signer: Signer;
  readonly size: () => number;
  /** A new checkpoint is kept, and may be published. */
  readonly onSigned: (signed: SignedCheckpoint) => void;
  /** The log cannot be signed any more, by a value of {@link Checked} or what was thrown: the process is to stop. */
  readonly onFailed: (reason: unknown) => void;
}

export const signContinuously = ({
  signer,
  size,
  onSigned,
  onFailed,
}: ContinuousPorts): ContinuousSigning => {
  /** A full disk only delays the next checkpoint. */
  const signUnlessFull = (): Checked | undefined => {
    const before = signer.latest();
    try {
      const result = signer.sign(size());
      if (result.ok && result.signed !== before) onSigned(result.signed);
      return result;
    } catch (error) {
      if (isDiskFull(error)) return undefined;
      throw error;
    }
  };

  const pace = createPace(() => {
    try {
      const signed = signUnlessFull();
      if (signed === undefined) pace.grown();
      else if (!signed.ok) onFailed(signed);
    } catch (error) {
      onFailed(error);
    }
  });

  return {
    grown: pace.grown,
    finish: () => {
      pace.stop();
      return signUnlessFull() ?? { ok: true };
    },
    stop: pace.stop,
  };
};
