import { mayWait, type Outcome } from '../recorder/recorder.ts';
import type { FileBatch, Tally } from './importTally.ts';
import type { PreparedFact } from './intake.ts';

/** The facts of an import in groups, in order: the next one is taken in and decided while one is flushed. */
export interface GroupFlow {
  /** Takes a batch in, and hands a group on when it is full. */
  take(batch: FileBatch): Promise<void>;
  /** Hands on what is left; then everything is answered. */
  end(): Promise<void>;
  /** Hands on nothing more. What has been handed on is answered, for it may be recorded; what fails of it has been told. */
  stop(): Promise<void>;
}

export type Submit = (facts: readonly PreparedFact[]) => Promise<readonly (Outcome | undefined)[]>;

/** Facts of a group sent to the recorder. */
const GROUP_FACTS = 2_000;
const GROUPS_UNDER_WAY = 2;

/** Facts that are recorded together, with the batches that they were read from. */
interface Group {
  readonly facts: PreparedFact[];
  readonly batches: FileBatch[];
  /** With those that intake refused. */
  lines: number;
}

const newGroup = (): Group => ({ facts: [], batches: [], lines: 0 });

const addToGroup = (group: Group, taken: FileBatch): void => {
  for (const fact of taken.facts) group.facts.push(fact);
  group.batches.push(taken);
  group.lines += taken.lines.length + taken.refused.length;
};

export const groupFlow = (submit: Submit, tally: Pick<Tally, 'answered'>): GroupFlow => {
  const underWay: { readonly group: Group; readonly outcomes: ReturnType<Submit> }[] = [];
  let group = newGroup();

  const settle = async (atMost: number): Promise<void> => {
    while (underWay.length > atMost) {
      const next = underWay.shift() as (typeof underWay)[number];
      tally.answered(next.group.batches, await next.outcomes);
    }
  };
  const handOn = async (): Promise<void> => {
    const full = group;
    group = newGroup();
    const outcomes = full.facts.length === 0 ? Promise.resolve([]) : submit(full.facts);
    // Awaited in its turn; a failure before that is not one of nobody's.
    outcomes.catch(() => {});
    underWay.push({ group: full, outcomes });
    await settle(full.facts.some(({ fact }) => mayWait(fact)) ? 0 : GROUPS_UNDER_WAY);
  };

  return {
    take: async (batch) => {
      addToGroup(group, batch);
      if (group.lines >= GROUP_FACTS) await handOn();
    },
    end: async () => {
      await handOn();
      await settle(0);
    },
    stop: async () => {
      while (underWay.length > 0) await settle(underWay.length - 1).catch(() => {});
    },
  };
};
