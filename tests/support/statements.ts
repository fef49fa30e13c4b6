import type { Statements } from '../../src/domain/statements.ts';
import type { StatementPort } from '../../src/recorder/recorder.ts';

/** A ledger that states nothing: every bulletin and confirmation is of a size beyond it. */
export const NO_STATEMENTS: StatementPort = {
  bulletin: () => undefined,
  part: () => undefined,
  knowsRules: (version) => version === 1,
  reach: async () => {},
};

/** What a test lets the ledger state. */
export const statementsOf = (stated: Partial<Statements>): StatementPort => ({ ...NO_STATEMENTS, ...stated });
