import { expect, test } from 'vitest';
import { readContract, standsAlone } from '../../src/domain/contract.ts';
import type { PostedFact } from '../../src/domain/envelope.ts';
import { isFact } from '../../src/domain/history.ts';
import { asFact } from '../../src/domain/judge.ts';
import { CONTRACT_LINES, isContractLine, splitSubject } from '../../src/domain/subject.ts';
import { validateData } from '../../src/domain/validation.ts';
import { generate } from '../oracle/generate.ts';

/** An import and `verify` tell by its type whether a fact may be the only one of its contract; the reading must say the same. */
test('a fact may be the only one of its contract exactly where the reading of that contract breaks no rule', () => {
  const told = new Map<string, Set<boolean>>();
  for (const seed of [1, 2, 3, 4, 5])
    for (const fact of generate({ seed, facts: 200, contracts: 24 }).facts as unknown as PostedFact[]) {
      const { line } = splitSubject(fact.subject);
      // Some are wrong in themselves, and never come so far.
      if (!isContractLine(line) || !isFact(fact.type) || !validateData(fact.type, fact.data, '').ok) continue;
      const alone = standsAlone(line, fact.type);
      expect({ type: fact.type, alone }).toEqual({
        type: fact.type,
        alone: readContract(line, [asFact(fact, 0)]).broken === undefined,
      });
      told.set(line, (told.get(line) ?? new Set()).add(alone));
    }
  // Both answers were given on every line.
  for (const line of CONTRACT_LINES) expect([...(told.get(line) ?? [])].sort()).toEqual([false, true]);
});
