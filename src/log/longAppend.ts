import type { JournalReader } from '../journal/reader.ts';
import type { AppendResult, LogEntry } from './port.ts';

/** An append of any length: nobody else sees anything of it before it is committed, and nothing else is appended meanwhile. */
export interface LongAppend {
  /** The journal with what was added. */
  readonly journal: JournalReader;
  /** Adds entries; answers why none of all that were added will stand, if that is so. @throws LogFailure */
  add(entries: readonly LogEntry[]): AppendResult;
  /** @throws LogFailure */
  commit(): AppendResult;
  /** Nothing of it stands; without effect after its end. */
  rollback(): void;
}

/** Begins an append of any length at the end of the log. @throws LogFailure */
export type BeginLongAppend = () => Promise<LongAppend>;
