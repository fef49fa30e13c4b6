// Keys of signed notes, as text, in the format of Go's note package:
//
//   verifier key   <name>+<key id, 8 hex digits>+<base64(type ‖ 32-byte Ed25519 public key)>
//   signing key    PRIVATE+KEY+<name>+<key id, 8 hex digits>+<base64(type ‖ 32-byte Ed25519 seed)>
//
// A name is not empty and has no Unicode spaces and no plus; base64 may have pluses, so that a key is cut at
// the first ones.

import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { cosignatureMessage, decodeCosignature, encodeCosignature } from './cosignature.ts';
import { TransparencyError } from './errors.ts';
import { encodeBase64, equalBytes, sha256, tryDecodeBase64 } from './hash.ts';
import { checkSize } from './size.ts';
import { hasControlCharacter } from './text.ts';

/** Signature types, C2SP signed-note, "Signature types". A log signs notes, a witness cosigns checkpoints. */
export const KEY_TYPE = { ed25519: 0x01, cosignatureV1: 0x04 } as const;
export type KeyType = (typeof KEY_TYPE)[keyof typeof KEY_TYPE];

/** A public key, checked to be whole: the key id in its text is the one its other parts give. */
export interface VerifierKey {
  readonly name: string;
  /** 8 lower-case hex digits. With the name it identifies key and type. */
  readonly keyId: string;
  readonly type: KeyType;
  /** 32 bytes, RFC 8032 §5.1.5. */
  readonly publicKey: Uint8Array;
  /** Its text form. */
  readonly vkey: string;
  /** Whether these signature bytes (without the key id) are this key's over this note text. Never throws. */
  verifies(text: string, signature: Uint8Array): boolean;
}

/** A private key. It has no text form, so that it cannot be printed by accident. */
export interface SigningKey {
  readonly name: string;
  readonly keyId: string;
  readonly type: KeyType;
  readonly vkey: string;
  readonly privateKey: KeyObject;
}

/** Whoever can sign note texts under a name and key id: a key in memory, or one in a device. */
export interface NoteSigner {
  readonly name: string;
  readonly keyId: string;
  /** The signature bytes, without the key id. */
  sign(text: string): Uint8Array;
}

/** A key pair's private half as raw material, for making its text once. */
export interface SigningKeySeed {
  readonly name: string;
  readonly type: KeyType;
  /** 32 random bytes, RFC 8032 §5.1.5. */
  readonly seed: Uint8Array;
}

const KEY_BYTES = 32;
const KEY_ID_BYTES = 4;
const KEY_ID = /^[0-9a-f]{8}$/;
const SIGNING_KEY_PREFIX = 'PRIVATE+KEY+';
const UNICODE_SPACE_OR_PLUS = /[\p{White_Space}+]/u;
// RFC 8410: the DER around a raw Ed25519 key, as node:crypto takes it.
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * C2SP signed-note, "Format": key names are not empty and have no Unicode spaces, plus or control characters.
 */
export function isKeyName(name: string): boolean {
  return (
    name !== '' && name.isWellFormed() && !UNICODE_SPACE_OR_PLUS.test(name) && !hasControlCharacter(name)
  );
}

/** Whether the text has the form of a key id: 8 lower-case hex digits. */
export function isKeyId(keyId: string): boolean {
  return KEY_ID.test(keyId);
}

/** Reads a verifier key, C2SP signed-note, "Verifier keys". Throws KEY_MALFORMED. */
export function parseVerifierKey(vkey: string): VerifierKey {
  const { name, keyId, type, material } = parseKeyText(vkey);
  const key = verifierKey(name, type, material);
  if (key.keyId !== keyId) {
    throw new TransparencyError(
      'KEY_MALFORMED',
      'the key id of the verifier key is not that of its name and key',
    );
  }
  return key;
}

/** The verifier key of a raw Ed25519 public key (32 bytes). Throws KEY_MALFORMED. */
export function verifierKey(name: string, type: KeyType, publicKey: Uint8Array): VerifierKey {
  checkKeyParts(name, publicKey);
  const typed = withType(type, publicKey);
  const keyId = keyIdOf(name, typed);
  const keyObject = publicKeyObject(publicKey);
  return {
    name,
    keyId,
    type,
    publicKey,
    vkey: `${name}+${keyId}+${encodeBase64(typed)}`,
    verifies: (text, signature) => isSignatureOf(keyObject, type, { text, signature }),
  };
}

/**
 * Reads a signing key, Go's note.NewSigner. Throws KEY_MALFORMED, without any part of the key in the message.
 */
export function parseSigningKey(skey: string): SigningKey {
  if (!skey.startsWith(SIGNING_KEY_PREFIX)) {
    throw new TransparencyError('KEY_MALFORMED', 'a signing key must begin with PRIVATE+KEY+');
  }
  const { name, keyId, type, material } = parseKeyText(skey.slice(SIGNING_KEY_PREFIX.length));
  const key = signingKey({ name, type, seed: material });
  if (key.keyId !== keyId) {
    throw new TransparencyError(
      'KEY_MALFORMED',
      'the key id of the signing key is not that of its name and key',
    );
  }
  return key;
}

/** The signing key of a seed. Throws KEY_MALFORMED. */
export function signingKey({ name, type, seed }: SigningKeySeed): SigningKey {
  checkKeyParts(name, seed);
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8_PREFIX, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const { keyId, vkey } = verifierKey(name, type, new Uint8Array(spki.subarray(SPKI_PREFIX.length)));
  return { name, keyId, type, vkey, privateKey };
}

/**
 * The text of a signing key, Go's note.GenerateKey. Whoever has it can sign; it is written to one file and
 * nowhere else.
 */
export function formatSigningKey(seed: SigningKeySeed): string {
  const { name, keyId } = signingKey(seed);
  return `${SIGNING_KEY_PREFIX}${name}+${keyId}+${encodeBase64(withType(seed.type, seed.seed))}`;
}

/**
 * Signs note texts, C2SP signed-note, "Ed25519 signatures". Throws KEY_TYPE_WRONG unless the key has type
 * 0x01.
 */
export function createSigner({ name, keyId, type, privateKey }: SigningKey): NoteSigner {
  if (type !== KEY_TYPE.ed25519) {
    throw new TransparencyError(
      'KEY_TYPE_WRONG',
      `the key of ${name} cosigns checkpoints and does not sign notes`,
    );
  }
  return { name, keyId, sign: (text) => ed25519(privateKey, text) };
}

/**
 * Cosigns checkpoint texts as of a time in POSIX seconds, C2SP tlog-cosignature. Throws KEY_TYPE_WRONG unless
 * the key has type 0x04, OUT_OF_RANGE for a time that is not a whole, safe, non-negative number.
 */
export function createCosigner(
  { name, keyId, type, privateKey }: SigningKey,
  timeSeconds: number,
): NoteSigner {
  if (type !== KEY_TYPE.cosignatureV1) {
    throw new TransparencyError(
      'KEY_TYPE_WRONG',
      `the key of ${name} signs notes and does not cosign checkpoints`,
    );
  }
  checkSize(timeSeconds, 'time');
  return {
    name,
    keyId,
    sign: (text) =>
      encodeCosignature({ timeSeconds, ed25519: ed25519(privateKey, cosignatureMessage(text, timeSeconds)) }),
  };
}

interface KeyText {
  readonly name: string;
  readonly keyId: string;
  readonly type: KeyType;
  readonly material: Uint8Array;
}

function parseKeyText(text: string): KeyText {
  const nameEnd = text.indexOf('+');
  const keyIdEnd = text.indexOf('+', nameEnd + 1);
  const name = text.slice(0, nameEnd);
  const keyId = text.slice(nameEnd + 1, keyIdEnd);
  const typed = tryDecodeBase64(text.slice(keyIdEnd + 1));
  if (nameEnd < 0 || keyIdEnd < 0 || !isKeyName(name) || !isKeyId(keyId) || typed === undefined) {
    throw new TransparencyError('KEY_MALFORMED', 'a key must be <name>+<8 hex digits>+<base64>');
  }
  const [type] = typed;
  if (type !== KEY_TYPE.ed25519 && type !== KEY_TYPE.cosignatureV1) {
    throw new TransparencyError(
      'KEY_MALFORMED',
      'the key is neither an Ed25519 key nor an Ed25519 cosignature key',
    );
  }
  return { name, keyId, type, material: typed.subarray(1) };
}

function checkKeyParts(name: string, material: Uint8Array): void {
  if (!isKeyName(name)) {
    throw new TransparencyError(
      'KEY_MALFORMED',
      'a key name must not be empty, nor have spaces, plus or control characters',
    );
  }
  if (material.length !== KEY_BYTES) {
    throw new TransparencyError(
      'KEY_MALFORMED',
      `an Ed25519 key must have ${KEY_BYTES} bytes, not ${material.length}`,
    );
  }
}

function withType(type: KeyType, material: Uint8Array): Uint8Array {
  const typed = new Uint8Array(1 + material.length);
  typed[0] = type;
  typed.set(material, 1);
  return typed;
}

/** SHA-256(name ‖ 0x0A ‖ type ‖ public key)[:4], C2SP signed-note, "Signatures". */
function keyIdOf(name: string, typedPublicKey: Uint8Array): string {
  const digest = sha256(Buffer.concat([Buffer.from(`${name}\n`, 'utf8'), typedPublicKey]));
  return Buffer.from(digest.subarray(0, KEY_ID_BYTES)).toString('hex');
}

function publicKeyObject(publicKey: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' });
}

function ed25519(privateKey: KeyObject, message: string): Uint8Array {
  return new Uint8Array(sign(null, Buffer.from(message, 'utf8'), privateKey));
}

function isSignatureOf(
  key: KeyObject,
  type: KeyType,
  { text, signature }: { readonly text: string; readonly signature: Uint8Array },
): boolean {
  if (type === KEY_TYPE.ed25519) {
    return isEd25519(key, text, signature);
  }
  const cosignature = decodeCosignature(signature);
  return (
    cosignature !== undefined &&
    isEd25519(key, cosignatureMessage(text, cosignature.timeSeconds), cosignature.ed25519)
  );
}

/** RFC 8032 §5.1.7. A signature of another length than 64 bytes does not hold. */
function isEd25519(key: KeyObject, message: string, signature: Uint8Array): boolean {
  return verify(null, Buffer.from(message, 'utf8'), key, signature);
}

/** Whether two keys are the same public key, whatever name and type they go by. */
export function isSamePublicKey(a: VerifierKey, b: VerifierKey): boolean {
  return equalBytes(a.publicKey, b.publicKey);
}
