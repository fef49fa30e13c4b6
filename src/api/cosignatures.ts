import * as z from 'zod';
import { newestCheckpoint, notSigned, requireSigned, rootAt } from '../checkpoints.ts';
import type { Message } from '../domain/refusal.ts';
import { validate } from '../domain/validation.ts';
import { filesOf, type LedgerRecording } from '../main.ts';
import { FactRefused, Problem } from '../problem.ts';
import { openSigned } from '../signing/checkpointFile.ts';
import { keepCosignatures } from '../signing/cosignatures.ts';
import {
  encodeBase64,
  equalBytes,
  KEY_TYPE,
  type OpenedCheckpoint,
  openCheckpoint,
  parseVerifierKey,
  TransparencyError,
  type VerifierKey,
} from '../transparency/index.ts';
import { type Action, CREATED } from './action.ts';

/** `POST /v1/cosignatures`: a checkpoint of this log as a witness that pulls has cosigned it. */

const TEXT_LENGTH_MAX = 100_000;

const BODY = z.strictObject({
  /** The signed note, with the cosignature. */
  checkpoint: z.string().max(TEXT_LENGTH_MAX),
  /** Verifier key of the witness. */
  vkey: z.string().max(TEXT_LENGTH_MAX),
});

export interface CosignedJson {
  readonly treeSize: string;
  readonly witness: string;
  /** False where newer checkpoints or enough others have taken its place. */
  readonly kept: boolean;
}

const refused = (detail: string | Message): Problem => new Problem('COSIGNATURE_REFUSED', { detail });

/** Whatever cannot be read or does not hold is refused. */
const refusing = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw error instanceof TransparencyError ? refused(error.message) : error;
  }
};

const witnessKey = (vkey: string): VerifierKey => {
  const key = parseVerifierKey(vkey);
  if (key.type !== KEY_TYPE.cosignatureV1)
    throw refused({ zh: '不是见证密钥', en: 'the key is not one that cosigns' });
  return key;
};

const openedBy = (note: string, log: VerifierKey, witness: VerifierKey): OpenedCheckpoint => {
  const opened = openCheckpoint(note, { logs: [log], witnesses: [witness] });
  if (!opened.ok) throw refused(opened.message);
  return opened;
};

/** Refuses a checkpoint that is signed and not of this tree: two logs go by one key. @throws Problem HISTORY_REWRITTEN, NOT_SIGNED */
const requireOurs = (ledger: LedgerRecording, { size, root }: OpenedCheckpoint['checkpoint']): void => {
  const newest = newestCheckpoint(ledger);
  const { size: signed } = newest.checkpoint;
  if (ledger.log.at(size - 1) === undefined)
    // A node may not have followed as far as another one has signed.
    throw ledger.store
      ? notSigned(size, signed)
      : new Problem('HISTORY_REWRITTEN', {
          at: 'checkpoint',
          detail: {
            zh: `此密钥签署过大小 ${size}，日志签署到 ${signed}`,
            en: `size ${size} was signed with this key, the log has signed ${signed}`,
          },
        });
  if (!equalBytes(rootAt(ledger, size, newest), root))
    throw new Problem('HISTORY_REWRITTEN', {
      at: 'checkpoint',
      detail: {
        zh: `大小 ${size} 有两个根，其一为 ${encodeBase64(root)}`,
        en: `two roots for size ${size}, one of them ${encodeBase64(root)}`,
      },
    });
  // Another node of this log has signed more than this one.
  requireSigned(ledger, size, newest);
};

export const takeCosignature: Action = async (ledger, body) => {
  const checked = validate<z.output<typeof BODY>>(BODY, body, '');
  if (!checked.ok) throw new FactRefused(checked.refusals);
  const { checkpoint: note, vkey } = checked.value;
  const log = parseVerifierKey(ledger.checkpoints.vkey());
  const { witness, opened } = refusing(() => {
    const key = witnessKey(vkey);
    return { witness: key, opened: openedBy(note, log, key) };
  });
  const signature = opened.cosignatures.at(-1);
  if (!signature)
    throw refused({ zh: `没有 ${witness.name} 的共签`, en: `there is no cosignature by ${witness.name}` });
  requireOurs(ledger, opened.checkpoint);
  const signed = openSigned(note, log, 'the checkpoint');
  if (!signed.ok) throw refused(signed.detail);
  const { name, keyId } = signature;
  const kept = keepCosignatures(filesOf(ledger.directory).cosignatures, signed.signed, [
    { key: witness, signature: { name, keyId, signature: signature.signature } },
  ]);
  const value: CosignedJson = {
    treeSize: String(opened.checkpoint.size),
    witness: witness.name,
    kept,
  };
  return { status: CREATED, value };
};
