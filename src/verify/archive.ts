import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { unzipSync } from 'fflate';
import { wrongUse } from '../problem.ts';
import { DoesNotVerify, readable } from './failure.ts';
import { type NamedBytes, ZIP_BYTES_MAX, zipOf } from './zip.ts';

/** Evidence as files: a directory, or the zip of them. */

export type EvidenceFile = NamedBytes;

/** What can be read of evidence, whatever it lies in. */
export interface EvidenceFiles {
  readonly names: ReadonlySet<string>;
  /** @throws DoesNotVerify INPUT_UNREADABLE for a file that is not there */
  read(name: string): Uint8Array;
}

export const isZipName = (path: string): boolean => path.endsWith('.zip');

const isTaken = (path: string): boolean =>
  existsSync(path) && (!statSync(path).isDirectory() || readdirSync(path).length > 0);

const writeDirectory = (path: string, files: Iterable<EvidenceFile>): void => {
  const made = new Set<string>();
  for (const [name, bytes] of files) {
    const target = join(path, name);
    const folder = dirname(target);
    if (!made.has(folder)) mkdirSync(folder, { recursive: true });
    made.add(folder);
    writeFileSync(target, bytes);
  }
};

/** @throws Problem USAGE for a path where something is */
export const requireFree = (path: string): void => {
  if (isTaken(path)) throw wrongUse(`${path} 已存在`, `${path} is there already`);
};

/**
 * Writes evidence to a path that is free: a zip if its name ends in `.zip`, else a directory. It takes its name only when it is
 * whole. @throws Problem USAGE
 */
export const writeEvidence = (path: string, files: Iterable<EvidenceFile>): void => {
  requireFree(path);
  const partial = `${path}.partial-${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  try {
    mkdirSync(dirname(partial), { recursive: true });
    if (isZipName(path)) writeFileSync(partial, zipOf([...files]));
    else {
      writeDirectory(partial, files);
      if (existsSync(path)) rmdirSync(path);
    }
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
};

const missing = (name: string): DoesNotVerify =>
  new DoesNotVerify('INPUT_UNREADABLE', name, { zh: '缺失', en: 'it is missing' });

/** The files of a zip that was made here. */
export const filesOfZip = (bytes: Uint8Array): readonly EvidenceFile[] => Object.entries(unzipSync(bytes));

/** Reads a zip, which must be the very one that {@link zipOf} makes of its files. @throws DoesNotVerify */
export const readZip = (bytes: Uint8Array, at: string): EvidenceFiles => {
  if (bytes.length > ZIP_BYTES_MAX)
    throw new DoesNotVerify('INPUT_UNREADABLE', at, { zh: '过大', en: 'it is too large' });
  const entries = readable(at, () => unzipSync(bytes, { filter: ({ compression }) => compression === 0 }));
  const files = Object.entries(entries);
  // This finds whatever else could differ: dates, flags, checksums, order, compression, bytes between the files.
  if (Buffer.compare(zipOf(files), bytes) !== 0)
    throw new DoesNotVerify('INPUT_UNREADABLE', at, {
      zh: '未按证据的方式存储、排序和标注日期',
      en: 'it is not stored, sorted and dated as evidence is',
    });
  const contents = new Map(files);
  return {
    names: new Set(contents.keys()),
    read: (name) => {
      const found = contents.get(name);
      if (!found) throw missing(name);
      return found;
    },
  };
};

/** Reads a directory: all files in it count. */
export const readDirectory = (path: string): EvidenceFiles => {
  const names = new Set(
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(path, join(entry.parentPath, entry.name)).split(sep).join('/')),
  );
  return {
    names,
    read: (name) => {
      if (!names.has(name)) throw missing(name);
      return readFileSync(join(path, name));
    },
  };
};
