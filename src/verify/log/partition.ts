import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The entries of a log put apart by their subjects into files, so that each contract can be read as a whole while memory stays
 * flat, however long the log is.
 */

/** Bytes of a partition at most, about: what one step of the second pass holds in memory. */
const PARTITION_BYTES = 8_388_608;
/** Each is an open file while the log is put apart. */
const PARTITIONS_MAX = 192;
/** Before each entry: its place in the log, its length, the length of its key; the key follows it. */
const HEAD_BYTES = 12;
const LENGTH_AT = 8;
const KEY_LENGTH_AT = 10;
/** Room for the largest entry and its key. */
const BUFFER_BYTES = 139_264;

export const partitionsFor = (bytes: number): number =>
  Math.min(PARTITIONS_MAX, Math.max(1, Math.ceil(bytes / PARTITION_BYTES)));

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

const hashOf = (key: string): number => {
  let hash = FNV_OFFSET;
  for (let index = 0; index < key.length; index += 1)
    hash = Math.imul(hash ^ key.charCodeAt(index), FNV_PRIME);
  return hash >>> 0;
};

/** Keys are texts of a character a byte. */
export interface PartitionWriter {
  add(sequence: number, entry: Uint8Array, key: string): void;
  close(): void;
}

const fileOf = (directory: string, partition: number, part: number): string =>
  join(directory, `${partition}-${part}`);

/** One of several writers, each of which has files of its own; their parts follow each other in the order of the log. */
export const openPartitions = (directory: string, count: number, part: number): PartitionWriter => {
  const files = Array.from({ length: count }, (_, partition) =>
    openSync(fileOf(directory, partition, part), 'w'),
  );
  const buffers = files.map(() => Buffer.allocUnsafe(BUFFER_BYTES));
  const used = files.map(() => 0);
  const flush = (partition: number): void => {
    writeSync(files[partition] as number, buffers[partition] as Buffer, 0, used[partition] as number);
    used[partition] = 0;
  };
  return {
    add: (sequence, entry, key) => {
      const partition = hashOf(key) % count;
      const length = HEAD_BYTES + entry.length + key.length;
      if ((used[partition] as number) + length > BUFFER_BYTES) flush(partition);
      const buffer = buffers[partition] as Buffer;
      const at = used[partition] as number;
      buffer.writeDoubleBE(sequence, at);
      buffer.writeUInt16BE(entry.length, at + LENGTH_AT);
      buffer.writeUInt16BE(key.length, at + KEY_LENGTH_AT);
      buffer.set(entry, at + HEAD_BYTES);
      buffer.write(key, at + HEAD_BYTES + entry.length, 'latin1');
      used[partition] = at + length;
    },
    close: () => {
      files.forEach((file, partition) => {
        flush(partition);
        closeSync(file);
      });
    },
  };
};

export interface PartitionedEntry {
  readonly sequence: number;
  /** The text of the entry; of bytes that are not UTF-8 the empty one. */
  text(): string;
}

const REPLACEMENT = '\ufffd';

/** An entry inside the bytes of its partition, which is decoded when it is its turn. */
class EntryInside implements PartitionedEntry {
  readonly sequence: number;
  readonly #bytes: Buffer;
  readonly #start: number;
  readonly #end: number;

  constructor(sequence: number, bytes: Buffer, start: number, end: number) {
    this.sequence = sequence;
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
  }

  text(): string {
    const text = this.#bytes.toString('utf8', this.#start, this.#end);
    return text.includes(REPLACEMENT) && !this.#isOf(text) ? '' : text;
  }

  #isOf(text: string): boolean {
    return Buffer.from(text).equals(this.#bytes.subarray(this.#start, this.#end));
  }
}

const entriesOf = function* (bytes: Buffer): Generator<readonly [key: string, entry: PartitionedEntry]> {
  for (let at = 0; at < bytes.length; ) {
    const start = at + HEAD_BYTES;
    const end = start + bytes.readUInt16BE(at + LENGTH_AT);
    const next = end + bytes.readUInt16BE(at + KEY_LENGTH_AT);
    yield [bytes.toString('latin1', end, next), new EntryInside(bytes.readDoubleBE(at), bytes, start, end)];
    at = next;
  }
};

/** The entries of a partition by their keys, each in the order of the log; none of them is parsed yet. */
export const readPartition = (
  directory: string,
  partition: number,
  parts: number,
): ReadonlyMap<string, readonly PartitionedEntry[]> => {
  const keys = new Map<string, PartitionedEntry[]>();
  for (let part = 0; part < parts; part += 1)
    for (const [key, entry] of entriesOf(readFileSync(fileOf(directory, partition, part)))) {
      const known = keys.get(key);
      if (known) known.push(entry);
      else keys.set(key, [entry]);
    }
  return keys;
};
