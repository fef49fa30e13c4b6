import { crc32 } from 'node:zlib';
import type { Message } from '../domain/refusal.ts';
import { type Problem, wrongUse } from '../problem.ts';

/**
 * The one zip of some files (PKWARE APPNOTE 6.3): stored, in the order of their names, dated 1980-01-01, without anything that
 * may be left out. It is written here because its bytes must stay the same for good, and are compared with those that were
 * published.
 */

export type NamedBytes = readonly [name: string, bytes: Uint8Array];

/** A zip has no room for the number of more files, but in an extension that few tools read. */
export const ZIP_FILES_MAX = 65_535;
/** A larger zip is neither made nor read in memory. */
export const ZIP_BYTES_MAX = 1_073_741_824;

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
/** 2.0, the first with directories. */
const VERSION = 20;
const NAME_IS_UTF8 = 0x0800;
/** 1980-01-01, the first date that a zip can say. */
const DATE = 0x0021;

interface Entry {
  readonly name: Buffer;
  readonly bytes: Uint8Array;
  readonly crc: number;
  readonly flags: number;
}

const entryOf = ([text, bytes]: NamedBytes): Entry => {
  const name = Buffer.from(text, 'utf8');
  return { name, bytes, crc: crc32(bytes), flags: name.length === text.length ? 0 : NAME_IS_UTF8 };
};

/** What stands in both headers of a file, from the version on: 26 bytes. */
const writeCommon = (into: Buffer, at: number, { name, bytes, crc, flags }: Entry): void => {
  into.writeUInt16LE(VERSION, at);
  into.writeUInt16LE(flags, at + 2);
  // Compression and time are 0.
  into.writeUInt16LE(DATE, at + 8);
  into.writeUInt32LE(crc, at + 10);
  into.writeUInt32LE(bytes.length, at + 14);
  into.writeUInt32LE(bytes.length, at + 18);
  into.writeUInt16LE(name.length, at + 22);
};

const writeLocal = (into: Buffer, at: number, entry: Entry): number => {
  const { name, bytes } = entry;
  into.writeUInt32LE(LOCAL_HEADER, at);
  writeCommon(into, at + 4, entry);
  into.set(name, at + LOCAL_BYTES);
  into.set(bytes, at + LOCAL_BYTES + name.length);
  return at + LOCAL_BYTES + name.length + bytes.length;
};

const writeCentral = (into: Buffer, at: number, entry: Entry, local: number): number => {
  into.writeUInt32LE(CENTRAL_HEADER, at);
  into.writeUInt16LE(VERSION, at + 4);
  writeCommon(into, at + 6, entry);
  into.writeUInt32LE(local, at + 42);
  into.set(entry.name, at + CENTRAL_BYTES);
  return at + CENTRAL_BYTES + entry.name.length;
};

const byName = ([a]: NamedBytes, [b]: NamedBytes): number => (a < b ? -1 : 1);

const tooMuch = ({ zh, en }: Message, max: number): Problem =>
  wrongUse(
    `${zh}，zip 容纳不下（上限 ${max}）；请改为目录`,
    `${en} are too many for a zip (${max}); name a directory`,
  );

/**
 * The zip of files with different names.
 * @throws Problem USAGE for more than {@link ZIP_FILES_MAX} of them, or more than {@link ZIP_BYTES_MAX}
 */
export const zipOf = (files: readonly NamedBytes[]): Uint8Array => {
  if (files.length > ZIP_FILES_MAX)
    throw tooMuch({ zh: `${files.length} 个文件`, en: `${files.length} files` }, ZIP_FILES_MAX);
  const entries = [...files].sort(byName).map(entryOf);
  const size = entries.reduce(
    (sum, { name, bytes }) => sum + LOCAL_BYTES + CENTRAL_BYTES + 2 * name.length + bytes.length,
    END_BYTES,
  );
  if (size > ZIP_BYTES_MAX) throw tooMuch({ zh: `${size} 字节`, en: `${size} bytes` }, ZIP_BYTES_MAX);
  const zip = Buffer.alloc(size);
  const locals: number[] = [];
  let at = 0;
  for (const entry of entries) {
    locals.push(at);
    at = writeLocal(zip, at, entry);
  }
  const directory = at;
  for (const [index, entry] of entries.entries()) at = writeCentral(zip, at, entry, locals[index] as number);
  zip.writeUInt32LE(END_OF_DIRECTORY, at);
  zip.writeUInt16LE(entries.length, at + 8);
  zip.writeUInt16LE(entries.length, at + 10);
  zip.writeUInt32LE(at - directory, at + 12);
  zip.writeUInt32LE(directory, at + 16);
  return zip;
};
