import type { Message } from '../domain/refusal.ts';
import { wrongUse } from '../problem.ts';
import {
  type Checkpoint,
  type OpenedCheckpoint,
  openCheckpoint,
  openWithPolicy,
  type Policy,
  parseCheckpoint,
  parseNote,
  parsePolicy,
  parseVerifierKey,
  policyOfLog,
  TransparencyError,
} from '../transparency/index.ts';
import { DoesNotVerify, readable } from './failure.ts';

/** Whom the verifier trusts: never the log's own word, always what was given on the command line. */
export interface Trust {
  readonly policy: Policy;
  /** Refuses checkpoints with cosignatures by keys that are not known. */
  readonly strict: boolean;
  /** The text of a checkpoint seen before, which must be a beginning of the log. */
  readonly old: string | undefined;
}

export interface TrustOptions {
  /** Verifier key of the log. */
  readonly key: string;
  /** Text of a policy file: its witnesses and quorum. */
  readonly policy?: string | undefined;
  readonly old?: string | undefined;
  readonly strict?: boolean;
}

/** @throws Problem USAGE for a key or a policy that cannot be read, or a policy for other logs */
export const trustOf = ({ key, policy, old, strict = false }: TrustOptions): Trust => {
  try {
    const log = parseVerifierKey(key.trim());
    if (policy === undefined) return { policy: policyOfLog(log), strict, old };
    const parsed = parsePolicy(policy);
    const named = parsed.logs.length === 0 || parsed.logs.some((other) => other.key.vkey === log.vkey);
    if (!named) throw wrongUse('策略针对的日志与密钥不符', 'the policy is for other logs than the key');
    return { policy: { ...parsed, logs: [{ key: log, url: null }] }, strict, old };
  } catch (error) {
    if (error instanceof TransparencyError)
      throw wrongUse(`验证密钥或策略的格式不符（${error.code}：${error.message}）`, error.message);
    throw error;
  }
};

export interface Head extends OpenedCheckpoint {
  readonly text: string;
}

/** Opens the signed checkpoint at hand. @throws DoesNotVerify */
export const openHead = (text: string, at: string, { policy, strict }: Trust): Head => {
  const opened = readable(at, () => openWithPolicy(text, policy));
  if (!opened.ok) throw new DoesNotVerify(opened.code, at, opened.message);
  const [unknown] = opened.unverified;
  if (strict && unknown)
    throw new DoesNotVerify('SIGNATURE_INVALID', at, {
      zh: `未给出 ${unknown.name} 的密钥`,
      en: `nobody gave the key of ${unknown.name}`,
    });
  return { ...opened, text };
};

/** Where the checkpoint given with `--old` is told to be at fault. */
const OLD = '--old';

/** The checkpoint given with `--old`, signed by the same log. @throws DoesNotVerify */
const openOld = (text: string, { policy }: Trust): Checkpoint => {
  const logs = policy.logs.map(({ key }) => key);
  const opened = readable(OLD, () => openCheckpoint(text, { logs }));
  if (!opened.ok) throw new DoesNotVerify(opened.code, OLD, opened.message);
  return opened.checkpoint;
};

/**
 * The checkpoint given with `--old`, if one is: neither newer than the one at hand nor another for the same size. That the log
 * continues it is still to be shown. @throws DoesNotVerify
 */
export const oldCheckpoint = (trust: Trust, { checkpoint }: Head): Checkpoint | undefined => {
  if (trust.old === undefined) return undefined;
  const old = openOld(trust.old, trust);
  if (old.size > checkpoint.size)
    throw new DoesNotVerify('CHECKPOINT_STALE', 'checkpoint', `${checkpoint.size} < ${old.size}`);
  if (old.size === checkpoint.size && Buffer.compare(old.root, checkpoint.root) !== 0)
    throw new DoesNotVerify('HISTORY_REWRITTEN', OLD, {
      zh: `大小 ${old.size} 有两个根哈希`,
      en: `two roots for size ${old.size}`,
    });
  return old;
};

export const rewritten = (old: Checkpoint, { zh, en }: Message): DoesNotVerify =>
  new DoesNotVerify('HISTORY_REWRITTEN', OLD, {
    zh: `大小 ${old.size}：${zh}`,
    en: `size ${old.size}: ${en}`,
  });

/** The checkpoint inside a signed note, nothing of it checked. @throws TransparencyError */
export const readCheckpoint = (text: string): Checkpoint => parseCheckpoint(parseNote(text).text);
