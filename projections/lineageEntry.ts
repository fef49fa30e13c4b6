import { hash } from 'node:crypto';
import type { QuantityJson } from './figures.ts';

/** One entry of a figure's lineage: the effect of one event on it (interfaces.md, `lineage`). */
export interface LineageEntry {
  readonly sequence: string;
  readonly recordedTime: string;
  readonly effectiveOn: string;
  /** `YYYY-MM` in which the effect counts; null for an observation, which is of a whole year. */
  readonly month: string | null;
  readonly subject: string;
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly effect: QuantityJson;
  readonly running: QuantityJson;
}

/** What stands for all entries of a figure where they are not shown themselves. */
export interface EntriesDigest {
  readonly count: string;
  /** SHA-256 in hex of the RFC 8785 bytes of the list of entries. */
  readonly sha256: string;
}

/** RFC 8785 text of an entry: its members are put in the order of their names, and no value in it is a number. */
const canonicalEntry = (entry: LineageEntry): string => {
  const { effect, effectiveOn, id, month, recordedTime, running, sequence, source, subject, type } = entry;
  return JSON.stringify({
    effect,
    effectiveOn,
    id,
    month,
    recordedTime,
    running,
    sequence,
    source,
    subject,
    type,
  });
};

export const entriesDigest = (entries: readonly LineageEntry[]): EntriesDigest => ({
  count: String(entries.length),
  sha256: hash('sha256', `[${entries.map(canonicalEntry).join(',')}]`),
});
