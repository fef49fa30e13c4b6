import type { Refusal } from '../domain/refusal.ts';
import { Problem } from '../problem.ts';

/** A fact that was refused, as the answer to its post: its first refusal says why. */
export class FactRefused extends Problem {
  override readonly words: Refusal['message'];
  constructor(refusals: readonly Refusal[]) {
    const [first] = refusals;
    if (!first) throw new Error('refused without a refusal');
    super(first.code, {}, { errors: refusals });
    this.words = first.message;
    this.message = first.message.en;
  }
}
