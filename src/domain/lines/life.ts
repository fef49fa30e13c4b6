import type { DataOf, EventType } from '../catalogue.ts';
import type { Code } from '../codes.ts';

/** A fact as it stands: its data after corrections, its identity, and the place of the original in the log. */
export type Fact<T extends EventType = EventType> = T extends EventType
  ? {
      readonly type: T;
      readonly data: DataOf<T>;
      readonly source: string;
      readonly id: string;
      readonly sequence: number;
    }
  : never;

/** A broken rule; the pointer is into the fact that breaks it. */
export interface Violation {
  readonly code: Code;
  readonly pointer: string;
  readonly value?: unknown;
  readonly with?: Readonly<Record<string, string | number | bigint>>;
}

/**
 * The life cycle of a line's contracts as a decider. `decide` says whether a fact may follow in business order;
 * `evolve` takes the state over and changes it in place, since only the fold that made it holds it (a budget with
 * ten thousand payments stays linear).
 */
export interface LifeCycle<S, T extends EventType> {
  /** The line's first event; it comes before others of its day. */
  readonly opening: T;
  /** Whether the opening type may occur again (riskPool.funded, budget.appropriated). */
  readonly openingRepeats: boolean;
  /** State before the first event. `facts` are all facts of the contract as they stand, in the order of the log. */
  readonly initialState: (facts: readonly Fact<T>[]) => S;
  readonly decide: (state: S, fact: Fact<T>) => Violation | undefined;
  readonly evolve: (state: S, fact: Fact<T>) => void;
  /** The fact that makes the contract void from the start, if one stands; `facts` are in the order of the log. */
  readonly voidedBy: (facts: readonly Fact<T>[]) => Fact<T> | undefined;
  /** Types that are still taken (and post nothing) when the contract has been void before them in the log. */
  readonly takenAfterVoid: ReadonlySet<EventType>;
  /**
   * Whether a fact that comes last in business order leaves all earlier postings and their dimensions as they were,
   * so that only its own postings are booked and its state is the old one evolved.
   */
  readonly keepsEarlier: (state: S, fact: Fact<T>) => boolean;
  /** The institution to which the contract has passed, if it has: USCC of the pledgee after a change. */
  readonly successor?: (state: S) => string | undefined;
  /** The state as `history` shows it: amounts as text in yuan. */
  readonly describe: (state: S) => Record<string, unknown>;
}

export const violation = (
  code: Code,
  pointer: string,
  value?: unknown,
  values?: Violation['with'],
): Violation => ({
  code,
  pointer,
  ...(value === undefined ? {} : { value }),
  ...(values === undefined ? {} : { with: values }),
});

export const NONE_TAKEN: ReadonlySet<EventType> = new Set();
