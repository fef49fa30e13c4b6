import { DoesNotVerify } from './failure.ts';

/** Texts of evidence: UTF-8 and nothing else; a byte order mark is content. */

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** @throws DoesNotVerify INPUT_UNREADABLE */
export const utf8Text = (bytes: Uint8Array, at: string): string => {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new DoesNotVerify('INPUT_UNREADABLE', at, 'not UTF-8');
  }
};

export const utf8Bytes = (text: string): Uint8Array => encoder.encode(text);

const INDENT = 2;

/** How the statements of evidence are written: for people to read, and one way only. */
export const statementText = (value: unknown): string => `${JSON.stringify(value, null, INDENT)}\n`;
