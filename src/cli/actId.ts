import { createHash } from 'node:crypto';

const DIGEST_LENGTH = 16;

/** The id of a fact that the same act has again, so that repeating a command records nothing twice. */
export const actId = (verb: string, ...parts: readonly unknown[]): string =>
  `${verb}-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, DIGEST_LENGTH)}`;
