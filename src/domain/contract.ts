import type { EventType } from './catalogue.ts';
import { LIFE_CYCLES } from './lines/index.ts';
import { type Fact, type Violation, violation } from './lines/life.ts';
import type { ContractLine } from './subject.ts';

/**
 * How a contract is read: the one fold (domain.md §3). The facts come with their corrections applied (history.ts);
 * here they are put into business order, the rules of the line are checked along it, and what makes the contract void
 * from the start is set apart.
 */

export interface ContractReading {
  /** Facts in business order, without the one that voids the contract. */
  readonly ordered: readonly Fact[];
  readonly voidedBy: Fact | undefined;
  /** State after the last fact (or before the one that breaks a rule). */
  readonly state: unknown;
  readonly broken: { readonly fact: Fact; readonly violation: Violation } | undefined;
}

/** Sorts facts by effectiveOn, the line's opening type before others of its day, sequence of the original. */
export const inBusinessOrder = (opening: EventType, facts: readonly Fact[]): Fact[] =>
  [...facts].sort(
    (a, b) =>
      compareText(a.data.effectiveOn, b.data.effectiveOn) ||
      Number(a.type !== opening) - Number(b.type !== opening) ||
      a.sequence - b.sequence,
  );

const compareText = (a: string, b: string): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

/** Whether a fact comes after everything up to `last` in business order; it is the newest in the log. */
export const comesLast = (opening: EventType, last: Fact, fact: Fact): boolean =>
  fact.data.effectiveOn > last.data.effectiveOn ||
  (fact.data.effectiveOn === last.data.effectiveOn && (fact.type !== opening || last.type === opening));

/** Whether a fact may be the only one of its contract: of that one, no other rule than that about the first event speaks. */
export const standsAlone = (line: ContractLine, type: EventType): boolean =>
  type === LIFE_CYCLES[line].opening;

/** The rule about the first event, and then the rules of the line. */
export const decideNext = (
  line: ContractLine,
  state: unknown,
  opened: boolean,
  fact: Fact,
): Violation | undefined => {
  const life = LIFE_CYCLES[line];
  if (!opened) return fact.type === life.opening ? undefined : violation('NOT_OPENED', '/type', fact.type);
  if (fact.type === life.opening && !life.openingRepeats)
    return violation('ALREADY_OPENED', '/type', fact.type);
  return life.decide(state, fact);
};

const decideVoid = (
  voiding: Fact,
  ordered: readonly Fact[],
  taken: ReadonlySet<EventType>,
): ContractReading['broken'] => {
  const first = ordered[0];
  if (!first) return { fact: voiding, violation: violation('NOT_OPENED', '/type', voiding.type) };
  if (voiding.data.effectiveOn < first.data.effectiveOn)
    return {
      fact: voiding,
      violation: violation('VOID_BEFORE_START', '/data/effectiveOn', voiding.data.effectiveOn),
    };
  const late = ordered.find((fact) => fact.sequence > voiding.sequence && !taken.has(fact.type));
  return late ? { fact: late, violation: violation('VOIDED', '/type', late.type) } : undefined;
};

/** Reads a contract. `facts` are its facts as they stand, in the order of the log; `visit` sees each before it is folded. */
export const readContract = (
  line: ContractLine,
  facts: readonly Fact[],
  visit?: (state: unknown, fact: Fact) => void,
): ContractReading => {
  const life = LIFE_CYCLES[line];
  const voidedBy = life.voidedBy(facts);
  const ordered = inBusinessOrder(life.opening, voidedBy ? facts.filter((fact) => fact !== voidedBy) : facts);
  const state = life.initialState(facts);
  let opened = false;
  for (const fact of ordered) {
    const found = decideNext(line, state, opened, fact);
    if (found) return { ordered, voidedBy, state, broken: { fact, violation: found } };
    visit?.(state, fact);
    life.evolve(state, fact);
    opened = true;
  }
  const broken = voidedBy ? decideVoid(voidedBy, ordered, life.takenAfterVoid) : undefined;
  return { ordered, voidedBy, state, broken };
};

/**
 * The end of a contract's reading, kept so that a fact that comes last needs no second reading: its state, its last fact
 * in business order, and whether it is void. It is undefined for a contract without facts.
 */
export interface ContractTail {
  readonly line: ContractLine;
  readonly state: unknown;
  last: Fact | undefined;
  readonly voided: boolean;
}

/** The tail of a reading that breaks no rule. */
export const tailOf = (line: ContractLine, reading: ContractReading): ContractTail => ({
  line,
  state: reading.state,
  last: reading.ordered.at(-1),
  voided: reading.voidedBy !== undefined,
});

/** Where the reading of a contract begins that is opened by a fact. */
export const tailBeforeFirst = (line: ContractLine, fact: Fact): ContractTail => ({
  line,
  state: LIFE_CYCLES[line].initialState([fact]),
  last: undefined,
  voided: false,
});

/** Whether a new fact only adds to a contract: the state after it is the tail's, evolved by it. */
export const onlyAdds = (tail: ContractTail, fact: Fact): boolean => {
  const life = LIFE_CYCLES[tail.line];
  return (
    !tail.voided &&
    tail.last !== undefined &&
    comesLast(life.opening, tail.last, fact) &&
    life.keepsEarlier(tail.state, fact)
  );
};

/** Evolves a tail by a fact that only adds and breaks no rule. */
export const extendTail = (tail: ContractTail, fact: Fact): void => {
  LIFE_CYCLES[tail.line].evolve(tail.state, fact);
  tail.last = fact;
};
