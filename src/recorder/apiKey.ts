import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Actor } from '../domain/actor.ts';
import { actorOfKey, type Identity } from '../domain/identity.ts';
import type { Message } from '../domain/refusal.ts';

/**
 * API keys: `lk_<key id>_<secret>`. The secret is 32 random bytes in base64url; the log keeps their SHA-256 only. Thirty-two
 * random bytes cannot be guessed, so a slow hash would add nothing.
 */

const SECRET_BYTES = 32;
const KEY_ID_BYTES = 8;
const KEY = /^lk_([A-Za-z0-9]{1,32})_([A-Za-z0-9_-]{43})$/;

export interface NewKey {
  readonly keyId: string;
  /** SHA-256 of the secret in hex, as the log keeps it. */
  readonly digest: string;
  /** The key itself, shown once. */
  readonly text: string;
}

const digestOf = (secret: Buffer): Buffer => createHash('sha256').update(secret).digest();

const keyOf = (keyId: string, secret: Buffer): NewKey => ({
  keyId,
  digest: digestOf(secret).toString('hex'),
  text: `lk_${keyId}_${secret.toString('base64url')}`,
});

export const newKey = (): NewKey =>
  keyOf(randomBytes(KEY_ID_BYTES).toString('hex'), randomBytes(SECRET_BYTES));

/** A key that was made before, from its text; undefined where the text is not exactly one. */
export const parseKey = (text: string): NewKey | undefined => {
  const [, keyId, secret] = KEY.exec(text) ?? [];
  if (keyId === undefined || secret === undefined) return undefined;
  const key = keyOf(keyId, Buffer.from(secret, 'base64url'));
  return key.text === text ? key : undefined;
};

/** Compared with where there is no such key, so that an answer takes as long whether there is one or not. */
const NO_DIGEST = '0'.repeat(2 * SECRET_BYTES);

export type Authenticated =
  | { readonly ok: true; readonly actor: Actor }
  | { readonly ok: false; readonly code: 'UNAUTHENTICATED' | 'NOT_ADMITTED'; readonly detail: Message };

const unknown: Authenticated = {
  ok: false,
  code: 'UNAUTHENTICATED',
  detail: { zh: '密钥无效或已失效', en: 'the key is not, or no longer, valid' },
};

export const isApiKey = (text: string): boolean => text.startsWith('lk_');

/** Who a key stands for, as the log has it now. */
export const authenticateKey = (text: string, identity: Identity): Authenticated => {
  const given = parseKey(text);
  const key = identity.key(given?.keyId ?? '');
  const [ofGiven, ofKey] = [given, key].map((one) => Buffer.from(one?.digest ?? NO_DIGEST, 'hex'));
  const matches = timingSafeEqual(ofGiven as Buffer, ofKey as Buffer);
  if (!given || !key || !matches || key.revoked) return unknown;
  return admitted(actorOfKey(key), identity);
};

/** The actor with the roles that its participant has, if that one is admitted. */
export const admitted = (actor: Actor, identity: Identity): Authenticated => {
  if (actor.uscc === undefined) return { ok: true, actor };
  const participant = identity.participant(actor.uscc);
  if (!participant || participant.suspended)
    return {
      ok: false,
      code: 'NOT_ADMITTED',
      detail: { zh: '参与方未获准入或已暂停', en: 'the participant is not admitted, or suspended' },
    };
  return {
    ok: true,
    actor: { ...actor, roles: actor.roles.filter((role) => participant.roles.includes(role)) },
  };
};
