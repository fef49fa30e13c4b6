import type { Statements } from '../../src/domain/statements.ts';
import type { StatementPort } from '../../src/recorder/recorder.ts';

/** A ledger that nobody has a part in, and that has computed no bulletin. */
export const NO_STATEMENTS: StatementPort = {
  bulletin: () => undefined,
  part: () => 0n,
  knowsRules: (version) => version === 1,
  reach: async () => {},
};

/** What a test lets the ledger state. */
export const statementsOf = (stated: Partial<Statements>): StatementPort => ({ ...NO_STATEMENTS, ...stated });
