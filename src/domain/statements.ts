/** A bulletin: its year, and the size of the log that it speaks of. */
export interface BulletinKey {
  readonly year: number;
  readonly treeSize: number;
}

/**
 * What the ledger itself states of a prefix of its log: a fact that repeats it (a bulletin, a confirmation) is refused where
 * it differs. The judge is pure, so whoever records gives it these.
 */
export interface Statements {
  /** The data of the bulletin of a year, but for `effectiveOn`; undefined beyond what is recorded. */
  bulletin(year: number, treeSize: number): Readonly<Record<string, unknown>> | undefined;
  /** The institution's part of a figure in a period: fen or a number; undefined beyond what is recorded. */
  part(
    institution: string,
    figure: { readonly indicator: string; readonly period: string },
    treeSize: number,
  ): bigint | undefined;
  /** Whether there are rules of that version. */
  knowsRules(version: number): boolean;
}
