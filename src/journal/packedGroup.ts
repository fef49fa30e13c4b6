import type { LogEntry } from '../log/port.ts';

/** A group of entries in a form that passes between threads cheaply: their bytes in one piece, which is moved, not copied. */
export interface PackedGroup {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each entry's bytes end. */
  readonly ends: Float64Array<ArrayBuffer>;
  readonly recordedAt: Float64Array<ArrayBuffer>;
  /** {@link Names} as JSON: one text passes between threads faster than many small ones. */
  readonly names: string;
}

interface Names {
  /** Each source once: a group has few. */
  readonly sources: readonly string[];
  /** Of each entry the place of its source in them. */
  readonly sourceOf: readonly number[];
  readonly ids: readonly string[];
  readonly subjects: readonly string[];
}

const bytesOf = (entry: LogEntry): Uint8Array => entry.bytes ?? Buffer.from(entry.text, 'utf8');

const namesOf = (entries: readonly LogEntry[]): Names => {
  const places = new Map<string, number>();
  const placeOf = ({ source }: LogEntry): number => {
    const known = places.get(source) ?? places.size;
    if (known === places.size) places.set(source, known);
    return known;
  };
  const sourceOf = entries.map(placeOf);
  return {
    sources: [...places.keys()],
    sourceOf,
    ids: entries.map(({ id }) => id),
    subjects: entries.map(({ subject }) => subject),
  };
};

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
    names: JSON.stringify(namesOf(entries)),
  };
};

/** An entry in a packed group; its text is made where it is asked for. */
class PackedEntry implements LogEntry {
  readonly bytes: Uint8Array;
  readonly source: string;
  readonly id: string;
  readonly subject: string;
  readonly recordedAt: number;

  constructor(bytes: Uint8Array, { source, id, subject, recordedAt }: Omit<LogEntry, 'text' | 'bytes'>) {
    this.bytes = bytes;
    this.source = source;
    this.id = id;
    this.subject = subject;
    this.recordedAt = recordedAt;
  }

  get text(): string {
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length).toString('utf8');
  }
}

export const unpackGroup = ({ bytes, ends, recordedAt, names }: PackedGroup): LogEntry[] => {
  const { sources, sourceOf, ids, subjects } = JSON.parse(names) as Names;
  return ids.map(
    (id, index) =>
      new PackedEntry(bytes.subarray(index === 0 ? 0 : ends[index - 1], ends[index]), {
        id,
        source: sources[sourceOf[index] as number] as string,
        subject: subjects[index] as string,
        recordedAt: recordedAt[index] as number,
      }),
  );
};
