import { readContract } from './contract.ts';
import type { SubjectHistory } from './history.ts';
import { LIFE_CYCLES } from './lines/index.ts';
import { SOURCE_PREFIX } from './shapes.ts';
import type { ContractLine } from './subject.ts';

/**
 * The source that a contract belongs to: that of its first event in the log, or its pledgee after a change, as its events are
 * read now (domain.md §3). `state` is that of the contract, where it is known already.
 */
export const ownerOf = (
  line: ContractLine,
  history: SubjectHistory,
  state?: ReturnType<typeof readContract>['state'],
): string | undefined => {
  const [first] = history.events;
  if (!first) return undefined;
  const { successor } = LIFE_CYCLES[line];
  const passed = successor?.(state ?? readContract(line, history.facts).state);
  return passed === undefined ? first.event.source : SOURCE_PREFIX + passed;
};
