import { newestCheckpoint, orProblem, requireSigned } from '../checkpoints.ts';
import type { LedgerWriter } from '../main.ts';
import { Problem } from '../problem.ts';
import { writeEvidence } from '../verify/archive.ts';
import { receiptEvidence } from '../verify/receiptEvidence.ts';
import { problemOf } from './failure.ts';

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

/** Why the receipt of facts that are recorded is not there: what failed is its file, and not the recording. */
export const receiptFailure = (path: string, error: unknown): Problem => {
  const problem = problemOf(error);
  if (problem.code !== 'DISK_FULL' && problem.code !== 'ENVIRONMENT') return problem;
  const { message } = error as Error;
  return new Problem(
    'ENVIRONMENT',
    {
      detail: {
        zh: `回执无法写入 ${path}：${message}；已记录的事实不受影响，再次导入即可得到回执`,
        en: `the receipt cannot be written to ${path}: ${message}; what was recorded stands, and the same import again gives its receipt`,
      },
    },
    { cause: error },
  );
};
