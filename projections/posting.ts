import { type Month, monthOf } from '../src/domain/calendar.ts';
import type { EventType } from '../src/domain/catalogue.ts';
import { isInCity } from '../src/domain/division.ts';
import type { Fact } from '../src/domain/lines/life.ts';
import type { Enterprise, Institution } from '../src/domain/shapes.ts';
import type { Dimensions, Measure } from './measures.ts';

/** One contribution of a contract to a measure. `amount` is in fen, or a number for measures that count. */
export interface Posting {
  readonly measure: Measure;
  readonly month: Month;
  readonly amount: bigint;
  readonly dimensions: Dimensions;
  /** USCC of the enterprise that the contract counts for; '' where there is none or it has no code. */
  readonly enterprise: string;
}

/** Takes the contribution of `amount` at a date (YYYY-MM-DD); a zero amount is dropped unless `keepZero`. */
export type Post = (measure: Measure, on: string, amount: bigint, keepZero?: boolean) => void;

/**
 * What a line's events count for: the postings that one fact adds, from the state before it. A contract's postings
 * are those of its facts in business order, and none if it is void from the start.
 */
export interface Book<S, T extends EventType> {
  readonly post: (state: S, fact: Fact<T>, into: Posting[]) => void;
  /** Whether the reading as a whole counts for nothing though it is not void. */
  readonly countsForNothing?: (state: S) => boolean;
}

const NONE = 'none';

/** The values of one posting's dimensions (domain.md §5). */
export const dimensionsOf = (parts: {
  readonly enterprise?: Enterprise | undefined;
  readonly keyIndustry?: number;
  readonly kind?: string;
  readonly institution?: Institution | undefined;
}): Dimensions => {
  const { enterprise, institution } = parts;
  return {
    division: enterprise?.division ?? NONE,
    keyIndustry: enterprise ? String(parts.keyIndustry ?? enterprise.keyIndustry ?? 0) : NONE,
    kind: parts.kind ?? NONE,
    institutionKind: institution?.kind ?? NONE,
    institution: institution?.uscc ?? NONE,
    size: enterprise ? (enterprise.size ?? 'unknown') : NONE,
    stage: enterprise ? (enterprise.stage ?? 'unknown') : NONE,
  };
};

/** A contract counts when its enterprise is in the city (R9); `undefined` stands for postings without an enterprise. */
export const counts = (enterprise: Enterprise | undefined): boolean =>
  enterprise === undefined || isInCity(enterprise.division);

/** A {@link Post} that puts postings of these dimensions into a list. */
export const poster =
  (into: Posting[], dimensions: Dimensions, enterprise = ''): Post =>
  (measure, on, amount, keepZero = false) => {
    if (amount === 0n && !keepZero) return;
    into.push({ measure, month: monthOf(on), amount, dimensions, enterprise });
  };
