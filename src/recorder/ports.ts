import type { JudgeContext } from '../domain/judge.ts';
import type { Statements } from '../domain/statements.ts';
import type { JournalReader } from '../journal/reader.ts';
import type { BeginLongAppend } from '../log/longAppend.ts';
import type { EventLog } from '../log/port.ts';
import type { ClockPort } from './clock.ts';
import type { Stated } from './stated.ts';
import type { KnownTurnover } from './turnover.ts';

/** What the recorder works with. */

/** What the ledger states of its log, once the read model has come as far. */
export interface StatementPort extends Statements {
  /** Resolves when the read model holds what is spoken of, and the bulletins are computed. @throws when it cannot */
  reach(stated: Stated): Promise<void>;
}

export interface RecorderPorts {
  readonly log: EventLog;
  /** Undefined where the log has no append of any length. */
  readonly appendLong?: BeginLongAppend | undefined;
  readonly journal: JournalReader;
  readonly clock: ClockPort;
  readonly findingOf: JudgeContext['findingOf'];
  readonly statements: StatementPort;
  /** The money of the facts in a prefix of the log, as far as it is known without reading it. */
  readonly turnover?: () => KnownTurnover;
  /** Called after each flush with the new size of the log. */
  readonly onFlushed?: (size: number) => void;
  /** Called when the store has failed for good; the process is to stop. */
  readonly onFatal?: (error: unknown) => void;
}
