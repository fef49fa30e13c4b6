/**
 * Money: bigint fen inside, decimal strings in CNY yuan at the border (domain.md §2). No float ever touches it.
 */

/** 10^11 yuan, the largest amount that one field may state. */
export const AMOUNT_MAX_FEN = 10n ** 13n;
/** Totals stay within a signed 64-bit integer, as SQLite stores them. */
export const TOTAL_MAX_FEN = 2n ** 63n - 1n;
export const MONEY_PATTERN = /^(0|[1-9]\d*)(\.\d{1,2})?$/;
export const SIGNED_MONEY_PATTERN = /^-?(0|[1-9]\d*)(\.\d{1,2})?$/;

/** Fen of a decimal string in yuan that matches {@link SIGNED_MONEY_PATTERN}; the caller has checked the form. */
export const fenOf = (yuan: string): bigint => {
  const dot = yuan.indexOf('.');
  if (dot < 0) return BigInt(yuan) * 100n;
  const fraction = yuan.slice(dot + 1);
  return BigInt(yuan.slice(0, dot) + (fraction.length === 1 ? `${fraction}0` : fraction));
};

/** Yuan with two decimals, for example `-1234.50`. */
export const yuanOf = (fen: bigint): string => {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
