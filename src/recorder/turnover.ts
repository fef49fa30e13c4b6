import type { PostedFact, RecordedEvent } from '../domain/envelope.ts';
import { AMOUNT_MAX_FEN, TOTAL_MAX_FEN } from '../domain/money.ts';
import { MONEY_FIELDS_PER_EVENT_MAX, turnoverFen } from '../domain/turnover.ts';
import type { JournalReader } from '../journal/reader.ts';

/**
 * Keeps the totals within 2^63 − 1 fen: the money of all recorded facts, whose sum no total can exceed. It is known exactly
 * up to where the read model has come; for what follows the largest amounts are assumed, until that is too much: then the
 * rest is read.
 */
export interface Turnover {
  /** Whether a fact may be recorded; it then counts. `size` is that of the log before it. */
  take(fact: PostedFact, size: number): boolean;
  /** What was counted may not stand. */
  forget(): void;
}

/** Money of all facts in a prefix of the log. */
export interface KnownTurnover {
  readonly size: number;
  readonly fen: bigint;
}

const EVENT_MAX_FEN = AMOUNT_MAX_FEN * BigInt(MONEY_FIELDS_PER_EVENT_MAX);
const READ_AT_ONCE = 1_000;

const moneyOf = (fact: PostedFact): bigint =>
  fact.seen && !Number.isNaN(fact.seen.turnover) ? BigInt(fact.seen.turnover) : turnoverFen(fact.data);

/** `pending` gives the events that are decided and not yet in the journal. */
export const createTurnover = (
  journal: JournalReader,
  known: () => KnownTurnover,
  pending: () => Iterable<RecordedEvent>,
): Turnover => {
  /** At least the money of all facts up to the end of the log. */
  let most: bigint | undefined;
  /** What was read last: where the read model lags far behind, it is not read again from there. */
  let read: KnownTurnover = { size: 0, fen: 0n };

  const largestKnown = (): KnownTurnover => {
    const projected = known();
    return projected.size > read.size ? projected : read;
  };

  const estimate = (size: number): bigint => {
    const { size: from, fen } = largestKnown();
    return fen + BigInt(Math.max(0, size - from)) * EVENT_MAX_FEN;
  };

  const exact = (size: number): bigint => {
    const waiting = [...pending()];
    let { size: from, fen } = largestKnown();
    const end = Math.max(from, size - waiting.length);
    for (; from < end; from += READ_AT_ONCE)
      for (const { text } of journal.read(from, Math.min(READ_AT_ONCE, end - from)))
        fen += turnoverFen((JSON.parse(text) as RecordedEvent).data);
    read = { size: end, fen };
    return waiting.reduce((sum, { data }) => sum + turnoverFen(data), fen);
  };

  return {
    take: (fact, size) => {
      const money = moneyOf(fact);
      if (money === 0n) return true;
      most ??= estimate(size);
      if (most + money > TOTAL_MAX_FEN) most = exact(size);
      if (most + money > TOTAL_MAX_FEN) return false;
      most += money;
      return true;
    },
    forget: () => {
      most = undefined;
    },
  };
};
