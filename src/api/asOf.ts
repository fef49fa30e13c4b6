import { addDays, isDate, parseTime, startOfShanghaiDay, timeText } from '../domain/calendar.ts';
import type { JournalReader } from '../journal/reader.ts';
import { wrongUse } from '../problem.ts';

/** As-of moments: a sequence number, a date, a time, or `latest` (docs of the command line). */

export interface AsOfJson {
  readonly sequence: string | null;
  readonly recordedTime: string | null;
  readonly treeSize: string;
  readonly rootHash: string | null;
}

const SEQUENCE = /^#?(\d{1,15})$/;

/** Size of the prefix that an as-of names. @throws Problem USAGE */
export const resolveAsOf = (journal: JournalReader, text: string | undefined): number => {
  const size = journal.size();
  if (text === undefined || text === 'latest') return size;
  const digits = SEQUENCE.exec(text)?.[1];
  if (digits !== undefined) {
    const sequence = Number.parseInt(digits, 10);
    if (sequence >= size)
      throw wrongUse(`as-of ${text}：日志止于 ${size - 1}`, `as-of ${text}: the log ends at ${size - 1}`);
    return sequence + 1;
  }
  // A date means its end in Asia/Shanghai.
  if (isDate(text)) return journal.sizeAt(startOfShanghaiDay(addDays(text, 1)) - 1);
  const time = parseTime(text);
  if (time === undefined)
    throw wrongUse(
      `as-of "${text}"：应为序号、YYYY-MM-DD、RFC 3339 时间或 latest`,
      `as-of "${text}": a sequence number, YYYY-MM-DD, an RFC 3339 time or latest`,
    );
  return journal.sizeAt(time);
};

/** What an as-of resolved to; in an empty ledger the size is "0" and all else null. */
export const asOfJson = (journal: JournalReader, size: number): AsOfJson =>
  size === 0
    ? { sequence: null, recordedTime: null, treeSize: '0', rootHash: null }
    : {
        sequence: String(size - 1),
        recordedTime: timeText(journal.recordedAt(size - 1)),
        treeSize: String(size),
        rootHash: journal.rootHash(size),
      };
