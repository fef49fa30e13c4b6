import { ABSENT, type Posted, withAt } from '../../support/facts.ts';

/**
 * A refused fact, told from the pages of the specification alone: facts that stand before it, the fact (or the text of its
 * line), and what it is refused with, each as `CODE /pointer`, or `CODE /data: id` where a recorded fact would break its rule.
 */
export type Row = readonly [
  sentence: string,
  given: readonly Posted[],
  fact: Posted | string,
  ...refusals: readonly string[],
];

/** A copy of a fact with another value at the pointer. */
export const but = (fact: Posted, pointer: string, value: unknown): Posted => withAt(fact, pointer, value);

/** A copy of a fact without what is at the pointer. */
export const without = (fact: Posted, pointer: string): Posted => withAt(fact, pointer, ABSENT);

/** A copy of a fact under another id. */
export const as = (id: string, fact: Posted): Posted => ({ ...fact, id });

/** What stands at a pointer; undefined where nothing does. */
export const valueAt = (fact: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((node, step) => (node as Readonly<Record<string, unknown>> | undefined)?.[step], fact);
