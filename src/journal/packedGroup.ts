import type { LogEntry } from '../log/port.ts';

/** A group of entries in a form that passes between threads cheaply: their bytes in one piece, which is moved, not copied. */
export interface PackedGroup {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each entry's bytes end. */
  readonly ends: Float64Array<ArrayBuffer>;
  readonly recordedAt: Float64Array<ArrayBuffer>;
  readonly sources: readonly string[];
  readonly ids: readonly string[];
  readonly subjects: readonly string[];
}

const bytesOf = (entry: LogEntry): Uint8Array => entry.bytes ?? Buffer.from(entry.text, 'utf8');

export const packGroup = (entries: readonly LogEntry[]): PackedGroup => {
  const texts = entries.map(bytesOf);
  const bytes = new Uint8Array(texts.reduce((sum, text) => sum + text.length, 0));
  const ends = new Float64Array(entries.length);
  let end = 0;
  for (const [index, text] of texts.entries()) {
    bytes.set(text, end);
    end += text.length;
    ends[index] = end;
  }
  return {
    bytes,
    ends,
    recordedAt: Float64Array.from(entries, (entry) => entry.recordedAt),
    sources: entries.map(({ source }) => source),
    ids: entries.map(({ id }) => id),
    subjects: entries.map(({ subject }) => subject),
  };
};

export const unpackGroup = (group: PackedGroup): LogEntry[] => {
  const { bytes, ends, recordedAt, sources, ids, subjects } = group;
  return ids.map((id, index) => {
    const part = bytes.subarray(index === 0 ? 0 : ends[index - 1], ends[index]);
    return {
      bytes: part,
      get text() {
        return Buffer.from(part.buffer, part.byteOffset, part.length).toString('utf8');
      },
      id,
      source: sources[index] as string,
      subject: subjects[index] as string,
      recordedAt: recordedAt[index] as number,
    };
  });
};
