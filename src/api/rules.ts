import { type Rules, rulesOf } from '../../projections/rules.ts';
import type { LedgerReader } from '../main.ts';

/** The rules in force in the prefix of that size. */
export const rulesAt = (ledger: LedgerReader, size: number): Rules =>
  rulesOf(ledger.rules, ledger.figures.at(size).rules);
