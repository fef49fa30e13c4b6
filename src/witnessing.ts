import type { JournalReader } from './journal/reader.ts';
import { openSigned, type SignedCheckpoint } from './signing/checkpointFile.ts';
import { keepCosignatures } from './signing/cosignatures.ts';
import type { Signer } from './signing/signer.ts';
import { openTree, type Policy, parseVerifierKey } from './transparency/index.ts';
import type { Submission, WitnessAddress } from './witness/submit.ts';
import { createWitnesses, type Witnesses } from './witness/witnesses.ts';

/** A ledger's checkpoints on their way to its witnesses, and their cosignatures on the way back. */

/** Those witnesses of a policy that can be reached. */
const addressesOf = (policy: Policy): WitnessAddress[] =>
  policy.witnesses.flatMap(({ key, url }) => (url === null ? [] : [{ key, url }]));

/** A checkpoint with the proofs that a witness may ask for. */
export const submissionOf = (journal: JournalReader, { note, checkpoint }: SignedCheckpoint): Submission => ({
  note,
  size: checkpoint.size,
  proofFrom: (oldSize) => openTree(journal.hashes, checkpoint.size).consistencyProof(oldSize),
});

export interface WitnessingOptions {
  readonly witnesses?: Policy | undefined;
  readonly onWitnessFailed?: (url: string, detail: string) => void;
}

/** The witnesses of a ledger; undefined where it has none. */
export const witnessesOf = (
  files: { readonly cosignatures: string },
  { vkey }: Signer,
  { witnesses: policy, onWitnessFailed = () => {} }: WitnessingOptions,
): Witnesses | undefined => {
  const witnesses = policy === undefined ? [] : addressesOf(policy);
  if (witnesses.length === 0) return undefined;
  const log = parseVerifierKey(vkey);
  return createWitnesses({
    witnesses,
    keep: (note, { key }, signatures) => {
      const opened = openSigned(note, log, 'the checkpoint that was cosigned');
      const [signature] = signatures;
      if (opened.ok && signature) keepCosignatures(files.cosignatures, opened.signed, [{ key, signature }]);
    },
    onFailed: ({ url }, detail) => onWitnessFailed(url, detail),
  });
};
