import type { Message } from '../domain/refusal.ts';
import { encodeBase64 } from '../transparency/index.ts';
import type { FailedJson } from './failure.ts';
import type { Head } from './trust.ts';

/** What `verify` answers when everything holds: under which checkpoint, what is proved, and what is not. */

export interface VerifiedJson {
  readonly ok: true;
  readonly kind: 'figure' | 'bulletin' | 'receipt' | 'log' | 'data';
  readonly origin: string;
  readonly checkpoint: { readonly treeSize: string; readonly rootHash: string };
  readonly cosignatures: {
    readonly checked: readonly { readonly name: string; readonly time: string | null }[];
    /** By keys that the verifier was not given: they say nothing. */
    readonly notChecked: readonly { readonly name: string; readonly keyId: string }[];
  };
  readonly proved: readonly Message[];
  readonly notProved: readonly Message[];
  /** What was stated and holds. */
  readonly subject: object;
}

export type VerifyAnswer = VerifiedJson | FailedJson;

const MS_PER_SECOND = 1_000;

export type Verified = Pick<VerifiedJson, 'kind' | 'proved' | 'notProved' | 'subject'>;

export const verifiedJson = (head: Head, verified: Verified): VerifiedJson => {
  const { checkpoint, cosignatures, unverified } = head;
  const { kind, ...rest } = verified;
  return {
    ok: true,
    kind,
    origin: checkpoint.origin,
    checkpoint: { treeSize: String(checkpoint.size), rootHash: encodeBase64(checkpoint.root) },
    cosignatures: {
      checked: cosignatures.map(({ key, timeSeconds }) => ({
        name: key.name,
        time: timeSeconds === null ? null : new Date(timeSeconds * MS_PER_SECOND).toISOString(),
      })),
      notChecked: unverified.map(({ name, keyId }) => ({ name, keyId })),
    },
    ...rest,
  };
};

/** What holds of everything that is proved by inclusion alone. */
export const LEFT_OUT: Message = {
  zh: '没有证明：没有遗漏其他事件（这需要整个日志）。',
  en: 'Not proved: that no other event was left out (that needs the whole log).',
};
export const WHO_SENT: Message = {
  zh: '没有证明：内容确由所称机构提交（账本记下了谁提交，机构没有签名）。',
  en: 'Not proved: that the named institution sent them (the ledger recorded who posted; institutions do not sign).',
};
