import type { JournalReader } from '../journal/reader.ts';
import type { PlacedEntry } from './port.ts';

/** Reading a log that stands in a journal: the journal itself, or the replica of a shared log. */

const READ_BATCH = 1_000;

/** Entries up to a size, in batches; what is appended while the reader works is not waited for. */
export async function* entriesUpTo(
  reader: JournalReader,
  from: number,
  size: number,
): AsyncGenerator<readonly PlacedEntry[]> {
  for (let next = from; next < size; ) {
    const entries = reader.entries(next, Math.min(READ_BATCH, size - next));
    next += entries.length;
    yield entries;
  }
}

/** Entries without end until `signal` is aborted; `grown` is waited for where there are no more. */
export async function* entriesFollowed(
  reader: JournalReader,
  from: number,
  { signal, grown }: { readonly signal: AbortSignal; readonly grown: () => Promise<void> },
): AsyncGenerator<readonly PlacedEntry[]> {
  let next = from;
  while (!signal.aborted) {
    const entries = reader.entries(next, READ_BATCH);
    next += entries.length;
    if (entries.length > 0) yield entries;
    else await grown();
  }
}
