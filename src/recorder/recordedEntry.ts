import { timeText } from '../domain/calendar.ts';
import type { PostedFact } from '../domain/envelope.ts';
import { type LedgerPart, ledgerText, recordedText } from '../domain/recordedText.ts';
import type { LogEntry } from '../log/port.ts';
import type { Frame, Prepared } from './form.ts';
import type { Recorded } from './submission.ts';

/** Memory for the bytes of many events: a piece of its own for each cost more than filling it (measured). */
const ARENA_BYTES = 1_048_576;
let arena = Buffer.alloc(0);
let arenaStart = 0;
let arenaEnd = 0;

/** Puts an event together at the end of the arena, from `arenaStart` to what it returns. */
const fill = ({ bytes, start, headEnd, end }: Frame, middle: string): number => {
  // UTF-8 takes at most three bytes for a UTF-16 unit.
  const most = end - start + middle.length * 3;
  if (arena.length - arenaEnd < most) {
    arena = Buffer.allocUnsafeSlow(Math.max(ARENA_BYTES, most));
    arenaEnd = 0;
  }
  arenaStart = arenaEnd;
  arenaEnd += bytes.copy(arena, arenaEnd, start, headEnd);
  arenaEnd += arena.write(middle, arenaEnd);
  arenaEnd += bytes.copy(arena, arenaEnd, headEnd, end);
  return arenaEnd;
};

/**
 * The entry of the log for a fact, and the outcome that its poster is told. Thousands wait for their flush, so bytes and text
 * are made where somebody asks.
 */
export class RecordedEntry implements LogEntry, Recorded {
  readonly status = 'recorded';
  readonly sequence: number;
  readonly recordedAt: number;
  readonly #fact: PostedFact;
  readonly #revision: number;
  /** Of an event that comes alone: its answer is made of it. */
  readonly #text: string | undefined;
  readonly #memory: Buffer;
  readonly #start: number;
  readonly #end: number;

  constructor(prepared: Prepared, part: LedgerPart, sequence: number) {
    const { fact, frame } = prepared;
    this.sequence = sequence;
    this.recordedAt = part.recordedAt;
    this.#fact = fact;
    this.#revision = part.revision;
    if (frame) {
      this.#end = fill(frame, ledgerText(part));
      this.#start = arenaStart;
      this.#memory = arena;
      this.#text = undefined;
    } else {
      this.#text = recordedText(fact, prepared.dataText, part);
      this.#memory = Buffer.from(this.#text, 'utf8');
      this.#start = 0;
      this.#end = this.#memory.length;
    }
  }

  get source(): string {
    return this.#fact.source;
  }

  get id(): string {
    return this.#fact.id;
  }

  get subject(): string {
    return this.#fact.subject;
  }

  /** In bytes. */
  get size(): number {
    return this.#end - this.#start;
  }

  get bytes(): Uint8Array {
    return this.#memory.subarray(this.#start, this.#end);
  }

  get text(): string {
    return this.#text ?? this.#memory.toString('utf8', this.#start, this.#end);
  }

  get event(): NonNullable<Recorded['event']> {
    const { id, subject, recordedAt } = this;
    return { id, subject, revision: this.#revision, recordedtime: timeText(recordedAt) };
  }
}
