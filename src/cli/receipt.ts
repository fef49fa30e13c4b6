import { newestCheckpoint, orProblem, requireSigned } from '../checkpoints.ts';
import type { LedgerWriter } from '../main.ts';
import { writeEvidence } from '../verify/archive.ts';
import { receiptEvidence } from '../verify/receiptEvidence.ts';

/** Writes the receipt for facts at these places of the log, under a checkpoint that covers them. @throws Problem NOT_SIGNED */
export const writeReceipt = (ledger: LedgerWriter, path: string, sequences: readonly number[]): void => {
  if (ledger.signer) orProblem(ledger.signer.sign(ledger.journal.size()));
  const newest = newestCheckpoint(ledger);
  requireSigned(
    ledger,
    sequences.reduce((size, sequence) => Math.max(size, sequence + 1), 0),
    newest,
  );
  writeEvidence(path, receiptEvidence(ledger.journal, { sequences, checkpoint: newest.note }));
};
