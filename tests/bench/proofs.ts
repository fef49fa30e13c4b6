import { hash } from 'node:crypto';
import { join } from 'node:path';
import { indicatorOf } from '../../projections/indicators.ts';
import { newestCheckpoint } from '../../src/checkpoints.ts';
import { exportLog } from '../../src/exchange/exportLog.ts';
import { openLedgerReader } from '../../src/main.ts';
import { readZip } from '../../src/verify/archive.ts';
import { figureEvidence } from '../../src/verify/figureEvidence.ts';
import { verifyFiles, verifyPath } from '../../src/verify/verify.ts';
import { zipOf } from '../../src/verify/zip.ts';

/** What proofs cost: verification of an exported log, evidence of a figure with a thousand contracts. */

const CONTRACTS = 1_000;
/** The first rounds are for the compilers; what is told is the median of the others. */
const WARM_UP_RUNS = 10;
const RUNS = 15;

const timed = async <T>(work: () => T | Promise<T>): Promise<readonly [number, T]> => {
  const start = performance.now();
  const result = await work();
  return [(performance.now() - start) / 1000, result];
};

const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] as number;

export interface ProofTimes {
  readonly exportVerifiedSeconds: number;
  readonly hashSeconds: number;
  readonly evidenceMadeSeconds: number;
  readonly evidenceVerifiedSeconds: number;
  readonly evidenceBytes: number;
}

/** Times of a ledger of the canonical workload; an export of it is written into the directory. */
export const proofTimes = async (data: string, directory: string): Promise<ProofTimes> => {
  const ledger = await openLedgerReader(data);
  const { note, checkpoint } = newestCheckpoint(ledger);
  const key = ledger.checkpoints.vkey();
  const out = join(directory, 'export');
  exportLog(ledger.journal, out, { note, size: checkpoint.size });
  const [exportVerifiedSeconds, answer] = await timed(() => verifyPath(out, { key }));
  if (!answer.ok) throw new Error(JSON.stringify(answer));

  const first = ledger.journal.size() - Math.floor(ledger.journal.size() / 2);
  const opening = ledger.journal.read(0, first).findIndex(({ text }) => text.includes('"pledge.registered"'));
  const scope = { indicator: indicatorOf('pledge-amount-growth'), year: 2018, size: opening + CONTRACTS };
  const make = (): Uint8Array => zipOf([...figureEvidence(ledger, { ...scope, checkpoint: note })]);
  const times = { made: [] as number[], verified: [] as number[], hashed: [] as number[] };
  let bytes = make();
  for (let run = -WARM_UP_RUNS; run < RUNS; run += 1) {
    const [made, zip] = await timed(make);
    bytes = zip;
    const [hashed] = await timed(() => hash('sha256', zip));
    const [verified, verdict] = await timed(() => verifyFiles(readZip(zip, 'evidence.zip'), { key }));
    if (!verdict.ok) throw new Error(JSON.stringify(verdict));
    if (run < 0) continue;
    times.made.push(made);
    times.hashed.push(hashed);
    times.verified.push(verified);
  }
  ledger.close();
  return {
    exportVerifiedSeconds,
    hashSeconds: median(times.hashed),
    evidenceMadeSeconds: median(times.made),
    evidenceVerifiedSeconds: median(times.verified),
    evidenceBytes: bytes.length,
  };
};
