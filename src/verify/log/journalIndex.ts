import { parseTime } from '../../domain/calendar.ts';
import type { LoggedEvent } from '../../domain/envelope.ts';
import type { JournalReader } from '../../journal/reader.ts';
import { DoesNotVerify, failedAt } from '../failure.ts';

/** The indexes of a journal against the bytes of its events: by them figures, histories and repeats are found. */

/** All events of a subject. @throws DoesNotVerify LEAF_MISMATCH */
export const checkIndexes = (
  journal: JournalReader,
  subject: string,
  events: readonly LoggedEvent[],
): void => {
  const end = events.at(-1)?.sequence ?? -1;
  const found = journal.ofSubject(subject, end + 1);
  const place = events.findIndex(({ sequence }, index) => found[index]?.sequence !== sequence);
  if (place >= 0 || found.length !== events.length)
    throw new DoesNotVerify('LEAF_MISMATCH', subject, {
      zh: '按其查到的事件并非其事件',
      en: 'other events are found by it than are of it',
    });
  for (const { sequence, event } of events) {
    if (journal.find(event.source, event.id) !== sequence)
      throw failedAt(sequence, 'LEAF_MISMATCH', {
        zh: '按其 source 和 id 查不到',
        en: 'it is not found by its source and id',
      });
    if (journal.recordedAt(sequence) !== parseTime(event.recordedtime))
      throw failedAt(sequence, 'LEAF_MISMATCH', {
        zh: '按另一记录时间才查到',
        en: 'it is found by another recorded time',
      });
  }
};
