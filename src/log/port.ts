import type { Message } from '../domain/refusal.ts';

/**
 * The event-log port: one ordered log per ledger, appended at its exact end (docs: "One log per ledger"). One contract
 * suite, tests/contract/eventLog.ts, holds for every adapter.
 */

/** What the log stores of an event: its bytes, and what they are found by. */
export interface LogEntry {
  /** RFC 8785 text of the recorded event; its UTF-8 bytes are the leaf data. */
  readonly text: string;
  /** These bytes, where they are at hand. */
  readonly bytes?: Uint8Array;
  readonly source: string;
  readonly id: string;
  readonly subject: string;
  /** Recorded time in microseconds, strictly increasing along the log. */
  readonly recordedAt: number;
}

/** An entry with its place. */
export interface PlacedEntry extends LogEntry {
  readonly sequence: number;
}

export type AppendResult =
  /** All entries are durable; `size` is the new size of the log. */
  | { readonly kind: 'appended'; readonly size: number }
  /** Somebody else's entries are at the expected place; nothing of ours was written. */
  | { readonly kind: 'conflict'; readonly size: number }
  /** The store has no space; nothing was written, and the writer may try again later. */
  | { readonly kind: 'full'; readonly detail: string }
  /** It could not be learned whether the entries were written; the writer settles that before it appends again. */
  | { readonly kind: 'unknown'; readonly detail: string }
  /** The log was rewritten behind the ledger's back; nothing was written, and nothing will be. */
  | { readonly kind: 'rewritten'; readonly alarm: HistoryRewritten };

export interface EventLog {
  /** Bytes of text that one append may bring; undefined where there is no bound. */
  readonly appendBytesMax?: number;
  /** Number of events in the log, as it was at some moment after the call. @throws when the store cannot be reached */
  size(): Promise<number>;
  /**
   * Appends all entries or none, only if the log ends at `expectedSize`. An empty list is a programming error.
   * @throws LogFailure when the store is broken (a failed flush): the process must stop.
   */
  append(expectedSize: number, entries: readonly LogEntry[]): Promise<AppendResult>;
  /** Entries from a sequence to the end as it is now, in order, in batches. */
  read(from: number): AsyncIterable<readonly PlacedEntry[]>;
  /** Like `read`, and goes on after the end until `signal` is aborted. */
  follow(from: number, signal: AbortSignal): AsyncIterable<readonly PlacedEntry[]>;
  close(): Promise<void>;
}

/** The store failed in a way after which its content cannot be trusted to be what was acknowledged. */
export class LogFailure extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LogFailure';
  }
}

/** What the log holds is not what it held, or not what the ledger wrote: `sequence` is the first place where that shows. */
export class HistoryRewritten extends Error {
  readonly sequence: number;
  readonly reason: Message;
  constructor(sequence: number, reason: Message) {
    super(`event ${sequence}: ${reason.en}`);
    this.name = 'HistoryRewritten';
    this.sequence = sequence;
    this.reason = reason;
  }
  /** Where it shows, in words. */
  get place(): Message {
    return { zh: `事件 ${this.sequence}`, en: `event ${this.sequence}` };
  }
}

/** The log goes on elsewhere: its last entry says so, and nothing is written after it. */
export class LogSealed extends HistoryRewritten {
  readonly successor: string;
  constructor(sequence: number, successor: string) {
    super(sequence, {
      zh: `日志已封存，由 ${successor} 接替`,
      en: `the log was sealed in favor of ${successor}`,
    });
    this.name = 'LogSealed';
    this.successor = successor;
  }
}
