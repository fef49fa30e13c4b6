import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { VerifiedJson, VerifyAnswer } from './answer.ts';
import { answered } from './answered.ts';
import { type EvidenceFiles, readDirectory, readZip } from './archive.ts';
import { verifyBulletin } from './bulletinVerifier.ts';
import { type Bundle, isBundle, readBundle } from './bundle.ts';
import { DoesNotVerify } from './failure.ts';
import { verifyFigure } from './figureVerifier.ts';
import type { EvidenceKind } from './kinds.ts';
import { verifyExport } from './log/export.ts';
import { verifyReceipt } from './receiptVerifier.ts';
import { type Trust, type TrustOptions, trustOf } from './trust.ts';

/** The offline verifier: evidence, receipts and exported logs, told apart by what they hold. */

export interface VerifyOptions extends TrustOptions {
  readonly onProgress?: (done: number, total: number) => void;
}

const VERIFIERS: Readonly<Record<EvidenceKind, (bundle: Bundle, trust: Trust) => VerifiedJson>> = {
  figure: verifyFigure,
  bulletin: verifyBulletin,
  receipt: verifyReceipt,
};

const verifyBundle = (files: EvidenceFiles, trust: Trust): VerifiedJson => {
  const bundle = readBundle(files);
  return VERIFIERS[bundle.kind](bundle, trust);
};

const verifyAny = async (path: string, { onProgress, ...options }: VerifyOptions): Promise<VerifiedJson> => {
  const trust = trustOf(options);
  if (!existsSync(path))
    throw new DoesNotVerify('INPUT_UNREADABLE', path, { zh: '缺失', en: 'it is missing' });
  if (!statSync(path).isDirectory()) return verifyBundle(readZip(readFileSync(path), basename(path)), trust);
  const files = readDirectory(path);
  return isBundle(files) ? verifyBundle(files, trust) : verifyExport(path, files, { trust, onProgress });
};

/** Verifies evidence or a receipt by its files. @throws Problem USAGE */
export const verifyFiles = (files: EvidenceFiles, options: TrustOptions): Promise<VerifyAnswer> =>
  answered(async () => verifyBundle(files, trustOf(options)));

/** Verifies what lies at a path. @throws Problem USAGE */
export const verifyPath = (path: string, options: VerifyOptions): Promise<VerifyAnswer> =>
  answered(() => verifyAny(path, options));
