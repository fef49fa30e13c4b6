// The parts that all text formats of this package share: strict UTF-8 and strict decimals.
// They return undefined for bad input, and each format throws its own error with its own code.

/** Largest text that a parser takes, in bytes: generous for 100 signatures, too small to exhaust memory. */
export const MAX_TEXT_BYTES = 1_048_576;

const DECIMAL = /^(?:0|[1-9][0-9]{0,15})$/;
const NEWLINE = 0x0a;
const FIRST_PRINTABLE = 0x20;

/**
 * Well-formed UTF-8 of at most MAX_TEXT_BYTES as a string; a byte order mark is kept, to be refused as
 * content.
 */
export function decodeText(input: string | Uint8Array): string | undefined {
  if (typeof input === 'string') {
    return Buffer.byteLength(input, 'utf8') <= MAX_TEXT_BYTES && input.isWellFormed() ? input : undefined;
  }
  if (input.length > MAX_TEXT_BYTES) {
    return undefined;
  }
  return decodeUtf8(input);
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Well-formed UTF-8 of any length as a string. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** An ASCII decimal without leading zeros, sign or space, up to Number.MAX_SAFE_INTEGER. */
export function parseDecimal(text: string): number | undefined {
  if (!DECIMAL.test(text)) {
    return undefined;
  }
  const value = Number.parseInt(text, 10);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** C2SP signed-note, "Format": no ASCII control characters (those below U+0020) other than newline. */
export function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < FIRST_PRINTABLE && unit !== NEWLINE) {
      return true;
    }
  }
  return false;
}
