import { CODES } from '../domain/codes.ts';
import type { Refusal } from '../domain/refusal.ts';
import { Problem } from '../problem.ts';

const firstOf = ([first]: readonly Refusal[]): Refusal => {
  if (!first) throw new Error('refused without a refusal');
  return first;
};

/** The status that refusals answer with: that of the first. */
export const refusedStatus = (refusals: readonly Refusal[]): number => CODES[firstOf(refusals).code].status;

/** A fact that was refused, as the answer to its post: its first refusal says why. */
export class FactRefused extends Problem {
  override readonly words: Refusal['message'];
  constructor(refusals: readonly Refusal[]) {
    const first = firstOf(refusals);
    super(first.code, {}, { errors: refusals });
    this.words = first.message;
    this.message = first.message.en;
  }
}
