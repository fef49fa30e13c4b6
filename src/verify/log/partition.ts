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
/** Before each entry: its place in the log, its length, the length of its subject; the subject follows it. */
const HEAD_BYTES = 12;
const LENGTH_AT = 8;
const SUBJECT_LENGTH_AT = 10;
/** Room for the largest entry and its subject. */
const BUFFER_BYTES = 139_264;

export const partitionsFor = (bytes: number): number =>
  Math.min(PARTITIONS_MAX, Math.max(1, Math.ceil(bytes / PARTITION_BYTES)));

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

const hashOf = (bytes: Uint8Array): number => {
  let hash = FNV_OFFSET;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, FNV_PRIME);
  return hash >>> 0;
};

export interface PartitionWriter {
  add(sequence: number, entry: Uint8Array, subject: Uint8Array): void;
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
    add: (sequence, entry, subject) => {
      const partition = hashOf(subject) % count;
      const length = HEAD_BYTES + entry.length + subject.length;
      if ((used[partition] as number) + length > BUFFER_BYTES) flush(partition);
      const buffer = buffers[partition] as Buffer;
      const at = used[partition] as number;
      buffer.writeDoubleBE(sequence, at);
      buffer.writeUInt16BE(entry.length, at + LENGTH_AT);
      buffer.writeUInt16BE(subject.length, at + SUBJECT_LENGTH_AT);
      buffer.set(entry, at + HEAD_BYTES);
      buffer.set(subject, at + HEAD_BYTES + entry.length);
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
  readonly bytes: Buffer;
}

const entriesOf = function* (bytes: Buffer): Generator<readonly [subject: string, entry: PartitionedEntry]> {
  for (let at = 0; at < bytes.length; ) {
    const start = at + HEAD_BYTES;
    const end = start + bytes.readUInt16BE(at + LENGTH_AT);
    const next = end + bytes.readUInt16BE(at + SUBJECT_LENGTH_AT);
    yield [
      bytes.toString('latin1', end, next),
      { sequence: bytes.readDoubleBE(at), bytes: bytes.subarray(start, end) },
    ];
    at = next;
  }
};

/** The entries of a partition by the bytes of their subjects, each in the order of the log; none of them is parsed yet. */
export const readPartition = (
  directory: string,
  partition: number,
  parts: number,
): ReadonlyMap<string, readonly PartitionedEntry[]> => {
  const subjects = new Map<string, PartitionedEntry[]>();
  for (let part = 0; part < parts; part += 1)
    for (const [subject, entry] of entriesOf(readFileSync(fileOf(directory, partition, part)))) {
      const known = subjects.get(subject);
      if (known) known.push(entry);
      else subjects.set(subject, [entry]);
    }
  return subjects;
};
