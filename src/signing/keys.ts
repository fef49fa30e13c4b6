import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import {
  formatSigningKey,
  KEY_TYPE,
  parseSigningKey,
  parseVerifierKey,
  type SigningKey,
  TransparencyError,
  type VerifierKey,
} from '../transparency/index.ts';
import { SECRET_MODE, writeDurably } from './durableFile.ts';
import { type Checked, fault } from './fault.ts';

/**
 * The log's Ed25519 key. Its secret half is one line in the form of C2SP signed notes, in a file that only its owner
 * reads or in the environment; its public half is a file beside it, for those who have not the secret one.
 */
export interface KeyFiles {
  readonly signingKey: string;
  readonly verifierKey: string;
}

const SEED_BYTES = 32;

const keepVerifierKey = (files: KeyFiles, { vkey }: SigningKey): void => {
  writeDurably(files.verifierKey, `${vkey}\n`);
};

/** Makes a key with the origin as its name, in the place of one that nothing was ever signed with. */
export const makeSigningKey = (files: KeyFiles, origin: string): SigningKey => {
  const text = formatSigningKey({ name: origin, type: KEY_TYPE.ed25519, seed: randomBytes(SEED_BYTES) });
  writeDurably(files.signingKey, `${text}\n`, { mode: SECRET_MODE });
  const key = parseSigningKey(text);
  keepVerifierKey(files, key);
  return key;
};

const readKey = <T>(text: string, parse: (line: string) => T, place: string): Checked<{ key: T }> => {
  try {
    return { ok: true, key: parse(text.trimEnd()) };
  } catch (error) {
    if (error instanceof TransparencyError) return fault('SIGNING_KEY_WRONG', `${place}: ${error.message}`);
    throw error;
  }
};

/** The signing key of a text, which must sign for the origin. Never a part of the key in the detail. */
const signingKeyOf = (text: string, origin: string, place: string): Checked<{ key: SigningKey }> => {
  const read = readKey(text, parseSigningKey, place);
  if (!read.ok) return read;
  const { name, type } = read.key;
  if (type !== KEY_TYPE.ed25519)
    return fault('SIGNING_KEY_WRONG', `${place}: a key that cosigns, not one of a log`);
  return name === origin
    ? read
    : fault('SIGNING_KEY_WRONG', `${place}: it signs for ${name}, the log is ${origin}`);
};

export interface KeyChoice {
  /** Name of the log that it signs for. */
  readonly origin: string;
  /** The key that was given by the environment. */
  readonly given: string | undefined;
}

/** The key that was given by the environment, else that of the data directory; nothing is written. */
export const readSigningKey = (
  files: KeyFiles,
  { origin, given }: KeyChoice,
): Checked<{ readonly key: SigningKey }> => {
  if (given !== undefined) return signingKeyOf(given, origin, 'LEDGER_SIGNING_KEY');
  if (!existsSync(files.signingKey)) return fault('SIGNING_KEY_MISSING', files.signingKey);
  return signingKeyOf(readFileSync(files.signingKey, 'utf8'), origin, files.signingKey);
};

/** The same, if it is the one by which the log is known here; by which it is known from now on if it is by none. */
export const openSigningKey = (
  files: KeyFiles,
  choice: KeyChoice,
): Checked<{ key: SigningKey; verifier: VerifierKey }> => {
  const { origin } = choice;
  const opened = readSigningKey(files, choice);
  if (!opened.ok) return opened;
  const { key } = opened;
  const known = readVerifierKey(files);
  if (!known.ok) return known;
  if (known.key === undefined || known.key.name !== origin) keepVerifierKey(files, key);
  else if (known.key.vkey !== key.vkey)
    return fault('SIGNING_KEY_WRONG', `the log is known by ${known.key.vkey}`);
  return { ok: true, key, verifier: parseVerifierKey(key.vkey) };
};

/** The public key of the log, if it is known here. */
export const readVerifierKey = ({
  verifierKey,
}: KeyFiles): Checked<{ readonly key: VerifierKey | undefined }> =>
  existsSync(verifierKey)
    ? readKey(readFileSync(verifierKey, 'utf8'), parseVerifierKey, verifierKey)
    : { ok: true, key: undefined };
